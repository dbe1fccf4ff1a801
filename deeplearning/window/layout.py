"""Where everything stands in the window, for every size of it. Plain numbers; nothing is drawn here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from deeplearning.ink.stroke import PAPER
from deeplearning.window.shortcuts import BUTTONS

MIN_WINDOW_SIZE = (640, 320)
"""Smallest size of the window, in pixels; a smaller one shows the upper left part of this."""

FIRST_SIZES = ((640, 320), (960, 480), (1280, 640), (1920, 960), (2560, 1280), (3840, 1920))
"""Sizes, in pixels, that the window may begin with."""

MIN_ANSWER_WIDTH = 320
"""The least width of the answer's side, in pixels."""

MAX_PAPER_SHARE = 0.6
"""Largest share of the window's width, or of its height in a portrait one, that the paper takes."""

MIN_MESSAGE_HEIGHT = 46
"""Least height of the strip for messages, in pixels: three lines of the smallest type, for long paths."""

MAX_HEADLINE_LINES = 4
"""Lines of the reading that are seen at once; of more, the wheel shows the others."""

HEADLINE_SIZES = (1.0, 0.66, 0.54, 0.46)
"""Size of the headline's type by its number of lines, in sizes of one line's."""

ROOM_FOR_FIGURE = 0.69
"""Room for a figure, in sizes of the bold type: its width, and what rounding may add."""

LINE_HEIGHT = 1.3
"""Distance of two lines of text, in sizes of their type."""

Extent = tuple[float, float]
"""How far ink reaches to the right and down, in paper pixels."""


class Rect(NamedTuple):
    """A rectangle in pixels of the window."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        """The first column right of it."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.y + self.h

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside."""
        return self.x <= x < self.right and self.y <= y < self.bottom

    def meets(self, other: Rect) -> bool:
        """Whether both rectangles share a pixel."""
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )

    def around(self, other: Rect) -> Rect:
        """Return the smallest rectangle that holds both."""
        left, top = min(self.x, other.x), min(self.y, other.y)
        return Rect(left, top, max(self.right, other.right) - left, max(self.bottom, other.bottom) - top)

    def cut(self, other: Rect) -> Rect:
        """Return what both rectangles share; it may be empty."""
        left, top = max(self.x, other.x), max(self.y, other.y)
        wide, high = min(self.right, other.right) - left, min(self.bottom, other.bottom) - top
        return Rect(left, top, max(0, wide), max(0, high))

    def inset(self, margin: int) -> Rect:
        """Return it smaller by `margin` on every side."""
        return Rect(
            self.x + margin, self.y + margin, max(0, self.w - 2 * margin), max(0, self.h - 2 * margin)
        )


@dataclass(frozen=True)
class Layout:
    """The places of one size of window; see `arrange`. Text sizes and `unit`, the grid, are in pixels.

    `scale` is how many pixels of the window a paper pixel takes. `side` is what help and other panels may
    cover: all of the answer's side but the message and the buttons.
    """

    window: Rect
    paper: Rect
    panel: Rect
    headline: Rect
    caption: Rect
    cards: Rect
    message: Rect
    buttons: tuple[Rect, ...]
    scale: float
    unit: int
    small: int
    body: int
    title: int
    giant: int

    def to_paper(self, x: float, y: float) -> tuple[float, float]:
        """Return the paper's coordinates of a point of the window; beside the paper, of its nearest edge."""
        return (
            min(max((x - self.paper.x) / self.scale, 0.0), self.paper.w / self.scale),
            min(max((y - self.paper.y) / self.scale, 0.0), self.paper.h / self.scale),
        )

    def from_paper(self, x: float, y: float) -> tuple[float, float]:
        """Return the window's coordinates of a point of the paper, or beside it."""
        return self.paper.x + x * self.scale, self.paper.y + y * self.scale

    @property
    def margin(self) -> int:
        """Empty space between the answer's side and what stands on it, in pixels."""
        return 2 * self.unit

    @property
    def gap(self) -> int:
        """Empty space between two things that stand side by side, in pixels."""
        return self.unit

    @property
    def edge(self) -> int:
        """The width of a digit's box."""
        return max(1, self.unit // 4)

    @property
    def line(self) -> int:
        """The width of a thin line."""
        return max(1, self.unit // 8)

    @property
    def side(self) -> Rect:
        """What help and other panels may cover."""
        return self.panel._replace(h=self.message.y - self.unit // 2 - self.panel.y)

    @property
    def close(self) -> Rect:
        """The cross that closes what covers the answer's side."""
        size = max(24, 4 * self.unit)
        return Rect(self.side.right - self.margin - size, self.side.y + self.margin // 2, size, size)

    @property
    def close_button(self) -> Rect:
        """The cross that closes a message."""
        size = max(22, round(1.8 * self.small))
        y = self.message.y + (self.message.h - size) // 2
        return Rect(self.message.right - size - self.unit // 2, y, size, size)


def line_height(size: int) -> int:
    """Return the distance of two lines of text of that size, in pixels."""
    return round(size * LINE_HEIGHT)


def first_size(desktop: tuple[int, int]) -> tuple[int, int]:
    """Return the size, in pixels, that a window begins with on a desktop of that size.

    1280 x 640 where that fits, or the largest that leaves a quarter of the desktop free in both directions,
    so that the window is no stamp on a screen of many small pixels.
    """

    def largest(width: float, height: float) -> tuple[int, int]:
        fitting = [size for size in FIRST_SIZES if size[0] <= width and size[1] <= height]
        return fitting[-1] if fitting else MIN_WINDOW_SIZE

    return max(min(largest(*desktop), (1280, 640)), largest(0.75 * desktop[0], 0.75 * desktop[1]))


def arrange(width: int, height: int, lines: int = 1, extent: Extent = (PAPER, PAPER)) -> Layout:
    """Return the places of everything in a window of `width` x `height` pixels (`MIN_WINDOW_SIZE` at least).

    The paper stands at the left, in a portrait window above, and the answer on the rest. `lines` is how many
    lines the headline has; the paper shows `extent`, and at least PAPER x PAPER, whatever its shape.
    """
    width, height = max(width, MIN_WINDOW_SIZE[0]), max(height, MIN_WINDOW_SIZE[1])
    window = Rect(0, 0, width, height)
    paper, panel = _sides(window)
    type_scale = min(max(min(panel.w / PAPER, panel.h / (0.75 * PAPER)), 0.5), 4.0)
    unit = max(4, round(8 * type_scale))
    small, body = max(12, round(13.5 * type_scale)), max(13, round(17 * type_scale))
    giant = round(64 * type_scale)
    inner = panel.inset(2 * unit)

    buttons = _buttons(inner, unit, small)
    top = buttons[0].y
    high = max(2 * line_height(small) + unit, MIN_MESSAGE_HEIGHT)
    message = Rect(inner.x, top - unit - high, inner.w, high)
    shown = min(max(lines, 1), MAX_HEADLINE_LINES)
    line = math.ceil(giant * HEADLINE_SIZES[shown - 1] * 1.15)
    headline = Rect(inner.x, panel.y + unit, inner.w, shown * line)
    caption = Rect(inner.x, headline.bottom, inner.w, max(22, line_height(body)))
    cards_top = caption.bottom + unit
    cards = Rect(inner.x, cards_top, inner.w, message.y - unit - cards_top)
    scale = _scale(paper, extent)
    return Layout(
        window, paper, panel, headline, caption, cards, message, buttons, scale,
        unit, small, body, max(16, round(24 * type_scale)), giant,
    )  # fmt: skip


def _sides(window: Rect) -> tuple[Rect, Rect]:
    """Return the paper and the answer's side."""
    w, h = window.w, window.h
    if h > w:
        paper = window._replace(h=min(w, round(MAX_PAPER_SHARE * h)))
        return paper, Rect(0, paper.bottom, w, h - paper.bottom)
    wide = max(w // 2, min(h, round(MAX_PAPER_SHARE * w)))
    paper = window._replace(w=min(wide, w - MIN_ANSWER_WIDTH))
    return paper, Rect(paper.right, 0, w - paper.right, h)


def _scale(paper: Rect, extent: Extent) -> float:
    """Return at which scale the paper shows PAPER x PAPER, and all of `extent`."""
    scale = min(paper.w, paper.h) / PAPER
    reach = extent[0] * scale, extent[1] * scale
    # Ink drawn up to the paper's very edge changes nothing.
    if reach[0] <= paper.w + 0.5 and reach[1] <= paper.h + 0.5:
        return scale
    return min(scale * paper.w / reach[0], scale * paper.h / reach[1])


def _buttons(inner: Rect, unit: int, small: int) -> tuple[Rect, ...]:
    """Return the buttons' places at the foot of `inner`: in one row where their names have room."""
    gap = max(4, unit // 2)
    one_row = inner.w // len(BUTTONS) - gap >= 4.4 * small
    across = len(BUTTONS) if one_row else math.ceil(len(BUTTONS) / 2)
    down = math.ceil(len(BUTTONS) / across)
    high = max(24, round(2.4 * small))
    top = inner.bottom - down * high - (down - 1) * gap
    places = []
    for number in range(len(BUTTONS)):
        row, column = divmod(number, across)
        left = inner.x + round(column * (inner.w + gap) / across)
        right = inner.x + round((column + 1) * (inner.w + gap) / across) - gap
        places.append(Rect(left, top + row * (high + gap), right - left, high))
    return tuple(places)
