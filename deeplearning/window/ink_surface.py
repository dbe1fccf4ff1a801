"""Ink as a surface: what the paper and a saved picture show."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

import pygame

from deeplearning.ink.raster import Sheet
from deeplearning.ink.stroke import PAPER, Stroke, inked_box
from deeplearning.window.theme import Colour

MAX_PNG_SIDE = 4096
"""Longer side of the largest picture that is saved, in pixels."""


class InkSurface:
    """A sheet of ink as a surface: the sheet's pixels are the surface's memory, coverage its palette."""

    def __init__(self, size: tuple[int, int], scale: float, paper: Colour, ink: Colour) -> None:
        """Begin empty, `size` pixels wide and high; a paper pixel takes `scale` of them."""
        self.sheet = Sheet(*size, scale)
        self.surface = pygame.image.frombuffer(self.sheet.pixels.data.cast("B"), size, "P")
        self.set_colours(paper, ink)

    def set_colours(self, paper: Colour, ink: Colour) -> None:
        """Give paper and ink other colours."""
        mix = [
            [round(p + (i - p) * share / 255) for p, i in zip(paper, ink, strict=True)]
            for share in range(256)
        ]
        self.surface.set_palette(mix)


def to_png(strokes: Sequence[Stroke]) -> bytes:
    """Return the drawing as a PNG file, black on white, of PAPER x PAPER pixels or as many as it needs.

    A drawing larger than `MAX_PNG_SIDE` is made smaller; a file may hold pens of any width.
    """
    box = inked_box(strokes)
    width, height = max(PAPER, box.right), max(PAPER, box.bottom)
    scale = min(1.0, MAX_PNG_SIDE / max(width, height))
    ink = InkSurface((math.ceil(width * scale), math.ceil(height * scale)), scale, (255, 255, 255), (0, 0, 0))
    ink.sheet.update(tuple(strokes))
    file = io.BytesIO()
    pygame.image.save(ink.surface.convert(24), file, "drawing.png")
    return file.getvalue()
