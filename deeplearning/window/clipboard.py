"""The clipboard: the reading goes there as text, and the path of a file comes from there."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pygame
import pygame.scrap

TEXT = "text/plain;charset=utf-8"
"""The only kind of content that goes to the system's clipboard, and comes from it."""

MAX_CLIPBOARD_BYTES, MAX_CLIPBOARD_LINES = 100_000, 100
"""How much of a text is looked at for a path: a page of text is none, and each line is asked of the disk."""


def put_text(text: str) -> bool:
    """Put `text` on the system's clipboard; return whether it took it."""
    try:
        _begin()
        pygame.scrap.put(TEXT, text.encode())
    except pygame.error:
        return False
    return True


def get_file() -> Path | None:
    """Return the first file whose path or address is a line on the clipboard; None where there is none."""
    try:
        _begin()
        content = pygame.scrap.get(TEXT)
    except pygame.error:
        return None
    lines = (content or b"")[:MAX_CLIPBOARD_BYTES].decode(errors="replace").replace("\0", "").split("\n")
    return next((path for line in lines[:MAX_CLIPBOARD_LINES] if (path := _file(line.strip()))), None)


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
