"""Shapes and panels: what the painter can paint, as plain data.

Two equal shapes look the same, which is how the screen knows what need not be painted again. Colours are
names of roles ("text", "sure", ...) to which the theme gives values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deeplearning.window.layout import Rect

MIN_TEXT_SIZE = 11
"""The smallest size of type, in pixels; words that do not fit are made smaller down to it, and then cut."""

BACKGROUND = 255
"""The byte that stands for the panel behind a picture of any palette."""

INK_STEPS, EVIDENCE_STEPS = 16, 15
"""How many kinds of ink, and of what it says, the palette "evidence" has."""

ROOM_FOR_DOTS = 5
"""What is left of a text that nothing makes short enough is no wider than this, in sizes of its type."""

ENDLESS = 100_000
"""More pixels than any window is high: words that do not fit even when they are small go on below."""

MAX_JOINED_SHARE = 1.5
"""Two areas are painted as one that is no larger than this, in sizes of both together."""

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


def reach(shape: Shape) -> Rect:
    """Return a rectangle outside which `shape` paints nothing: letters and lines may stand out of its own."""
    rect = shape.rect
    if isinstance(shape, Text):
        high = max(rect.h, 2 * shape.size)
        return Rect(
            rect.x - shape.size, rect.y + (rect.h - high) // 2, rect.w + ROOM_FOR_DOTS * shape.size, high
        )
    if isinstance(shape, Words):
        return Rect(rect.x - shape.size, rect.y - shape.size, rect.w + ROOM_FOR_DOTS * shape.size, ENDLESS)
    if isinstance(shape, Cross | Check):
        return rect.inset(-max(2, rect.w // 5))
    return rect


def changed_areas(before: Panel | None, now: Panel) -> list[Rect]:
    """Return the parts of panel `now` that must be painted where it stood as `before`."""
    if before is None or before.rect != now.rect:
        return [now.rect]
    areas: list[Rect] = []
    for shape in changed_shapes(before.shapes, now.shapes):
        _add(areas, reach(shape).cut(now.rect))
    return areas


def changed_shapes(before: Sequence[Shape], now: Sequence[Shape]) -> list[Shape]:
    """Return the shapes that are among one of both alone, each once, those of `before` first."""
    old, new = set(before), set(now)
    return [shape for shape in dict.fromkeys([*before, *now]) if (shape in old) != (shape in new)]


def _add(areas: list[Rect], area: Rect) -> None:
    """Add `area` to `areas`, joined to one that it lies beside: few areas are painted faster than many."""
    for at, other in enumerate(areas):
        both = area.around(other)
        if both.w * both.h <= MAX_JOINED_SHARE * (area.w * area.h + other.w * other.h):
            areas[at] = both
            return
    areas.append(area)


def slab(rect: Rect, edge: str, inside: str, width: int, radius: int) -> Iterator[Shape]:
    """Yield a filled rectangle with round corners and an edge."""
    yield Fill(rect, edge, radius)
    yield Fill(rect.inset(width), inside, max(0, radius - width))
