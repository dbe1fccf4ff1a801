"""The mouse's cursor: the pen's size over the paper, a hand over what can be pressed, else an arrow."""

from __future__ import annotations

import contextlib
from typing import Any

import pygame

from deeplearning.window.painter import SUPERSAMPLING
from deeplearning.window.theme import THEMES

HALO = 12
"""By how much the ring's image is wider than the ink that it surrounds, in pixels."""

MIN_RING = 5
"""The smallest ink around which a ring is drawn, in pixels."""


class Cursor:
    """Sets the system's cursor, and only where it changes."""

    def __init__(self) -> None:
        """Begin without knowing what the cursor looks like."""
        self._shown: Any = None

    def forget(self) -> None:
        """Set the cursor anew next time, even if it seems to be right."""
        self._shown = None

    def show_ring(self, pen: float, scale: float, theme: str) -> None:
        """Show a pen of width `pen` over a paper of whose pixels each takes `scale` of the window's."""
        if self._is_new((pen, scale, theme)):
            image = ring(pen, scale, theme)
            self._set((image.get_width() // 2,) * 2, image)

    def show_hand(self) -> None:
        """Show that the place can be pressed."""
        if self._is_new("hand"):
            self._set(pygame.SYSTEM_CURSOR_HAND)

    def show_arrow(self) -> None:
        """Show that nothing happens here."""
        if self._is_new("arrow"):
            self._set(pygame.SYSTEM_CURSOR_ARROW)

    def _is_new(self, wanted: Any) -> bool:
        is_new = wanted != self._shown
        self._shown = wanted
        return bool(is_new)

    @staticmethod
    def _set(*cursor: Any) -> None:
        with contextlib.suppress(pygame.error):  # Not every display can show a cursor of one's own.
            pygame.mouse.set_cursor(*cursor)


def ring(pen: float, scale: float, theme: str) -> pygame.Surface:
    """Return the pen as the cursor shows it: a ring around the ink that it would leave."""
    inside = max(MIN_RING, round(pen * scale))
    side = inside + HALO
    large = SUPERSAMPLING * side
    image = pygame.Surface((large, large), pygame.SRCALPHA)
    colours, middle = THEMES[theme], (large // 2, large // 2)
    for colour, out, width in (("paper", 5, 5), ("sure", 4, 3)):
        radius = SUPERSAMPLING * (inside / 2 + out)
        pygame.draw.circle(image, colours[colour], middle, radius, SUPERSAMPLING * width)
    return pygame.transform.smoothscale(image, (side, side))
