"""The clipboard: the reading goes there as text, and the path of a file comes from there."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pygame
import pygame.scrap

TEXT = "text/plain;charset=utf-8"
"""The only kind of content that goes to the system's clipboard, and comes from it."""


def put_text(text: str) -> bool:
    """Put `text` on the system's clipboard; return whether it took it."""
    try:
        if hasattr(pygame.scrap, "put_text"):  # pygame-ce, which warns of what pygame has for this.
            pygame.scrap.put_text(text)
        else:
            _begin()
            pygame.scrap.put(TEXT, text.encode())
    except pygame.error:
        return False
    return True


def get_text() -> str:
    """Return the text on the system's clipboard; empty where there is none."""
    try:
        if hasattr(pygame.scrap, "get_text"):
            return str(pygame.scrap.get_text())
        _begin()
        return (pygame.scrap.get(TEXT) or b"").decode(errors="replace").replace("\0", "")
    except pygame.error:
        return ""


def get_file() -> Path | None:
    """Return the first file whose path or address is a line on the clipboard; None where there is none."""
    return next((path for line in get_text().split("\n") if (path := _file(line.strip()))), None)


def _begin() -> None:
    if not pygame.scrap.get_init():
        pygame.scrap.init()


def _file(line: str) -> Path | None:
    """Return the file that `line` names; None where it names none."""
    if line.startswith("file:"):
        line = unquote(urlsplit(line).path)
    try:
        return Path(line) if line and Path(line).is_file() else None
    except (OSError, ValueError):  # no path at all, such as a page of text
        return None
