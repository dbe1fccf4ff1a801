"""The system's clipboard, as text: the reading goes there, the path of a file may come from there."""

from __future__ import annotations

import pygame
import pygame.scrap

TEXT = "text/plain;charset=utf-8"
"""The only kind of content that goes to the system's clipboard, and that SDL brings from it."""


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


def _begin() -> None:
    if not pygame.scrap.get_init():
        pygame.scrap.init()
