"""Shapes and panels: what the painter can paint, as plain data.

Two equal shapes look the same, which is how the screen knows what need not be painted again. Colours are
names of roles ("text", "sure", ...) to which the theme gives values.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from deeplearning.window.layout import Rect

MIN_TEXT_SIZE = 11
"""The smallest size of type, in pixels; words that do not fit are made smaller down to it, and then cut."""

BACKGROUND = 255
"""The byte that stands for the panel behind a picture of any palette."""

INK_STEPS, EVIDENCE_STEPS = 16, 15
"""How many kinds of ink, and of what it says, the palette "evidence" has."""

Runs = tuple[tuple[str, str], ...]
"""A line of text as (words, colour) pairs."""


class Fill(NamedTuple):
    """A filled rectangle; a `radius` rounds its corners."""

    rect: Rect
    colour: str
    radius: int = 0


class Frame(NamedTuple):
    """A rectangle's outline, `width` pixels wide, inside `rect`."""

    rect: Rect
    colour: str
    width: int = 1


class Text(NamedTuple):
    """One line of (words, colour) runs, centred in height; made smaller, then cut, to fit `rect`.

    `align` is 0 for left, 0.5 for the middle, 1 for right.
    """

    rect: Rect
    runs: Runs
    size: int
    align: float = 0.0
    bold: bool = False


class Words(NamedTuple):
    """Words over as many lines as they need, in the middle of `rect`'s height; `align` as for Text.

    They are made smaller where `rect` does not hold so many.
    """

    rect: Rect
    words: str
    colour: str
    size: int
    align: float = 0.0


class Tile(NamedTuple):
    """A 28 x 28 image, one byte a pixel, ink white on black."""

    rect: Rect
    image: bytes


class Picture(NamedTuple):
    """An image with a byte for each pixel of `rect`, by rows.

    `palette` says what they mean. "grey": from black, 0, to white, 254. "evidence": how much ink, 0 to
    INK_STEPS - 1, times EVIDENCE_STEPS, plus what it says, from against, 0, to for, EVIDENCE_STEPS - 1.
    """

    rect: Rect
    image: bytes
    palette: str


class Dot(NamedTuple):
    """A disc in the middle of `rect`, `width` pixels wide."""

    rect: Rect
    colour: str
    width: int


class Cross(NamedTuple):
    """Two crossing lines, as on what closes something."""

    rect: Rect
    colour: str


class Check(NamedTuple):
    """A check mark, on what a person said."""

    rect: Rect
    colour: str


Shape = Fill | Frame | Text | Words | Tile | Picture | Dot | Cross | Check


class Panel(NamedTuple):
    """A part of the window that is painted as one."""

    rect: Rect
    shapes: tuple[Shape, ...]


def slab(rect: Rect, edge: str, inside: str, width: int, radius: int) -> Iterator[Shape]:
    """Yield a filled rectangle with round corners and an edge."""
    yield Fill(rect, edge, radius)
    yield Fill(rect.inset(width), inside, max(0, radius - width))
