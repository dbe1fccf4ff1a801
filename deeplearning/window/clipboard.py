"""The clipboard: the reading goes there as text."""

from __future__ import annotations

import pygame
import pygame.scrap


def put_text(text: str) -> bool:
    """Put `text` on the system's clipboard; return whether it took it."""
    try:
        if not pygame.scrap.get_init():
            pygame.scrap.init()
        pygame.scrap.put(pygame.SCRAP_TEXT, text.encode())
    except pygame.error:
        return False
    return True
