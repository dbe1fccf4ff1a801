"""What was drawn and may be needed again: words and images, kept as long as there is room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

import pygame

Drawn = tuple[pygame.Surface, float]
"""An image, and how far its baseline lies below its top, where it has one."""


class DrawnImages:
    """Keeps the images that were used last.

    Their pixels are counted, not they: on a large screen a hundred words take as much as a window.
    """

    def __init__(self, max_pixels: int) -> None:
        """Keep images of at most `max_pixels` in all, and always the newest one."""
        self._max_pixels = max_pixels
        self._pixels = 0
        self._images: OrderedDict[Hashable, Drawn] = OrderedDict()

    @property
    def pixels(self) -> int:
        """How many pixels the images that are kept have in all."""
        return self._pixels

    def get(self, key: Hashable, draw: Callable[[], Drawn]) -> Drawn:
        """Return what was drawn for `key`, or else what `draw` draws."""
        found = self._images.get(key)
        if found is not None:
            self._images.move_to_end(key)
            return found
        drawn = self._images[key] = draw()
        self._pixels += _pixels(drawn)
        while self._pixels > self._max_pixels and len(self._images) > 1:
            self._pixels -= _pixels(self._images.popitem(last=False)[1])
        return drawn


def _pixels(drawn: Drawn) -> int:
    width, height = drawn[0].get_size()
    return int(width * height)
