"""Where everything stands in the window, for every size of it. Plain numbers; nothing is drawn here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from deeplearning.ink.stroke import PAPER
from deeplearning.window.shortcuts import BUTTONS

MIN_WINDOW_SIZE = (640, 320)
"""Smallest size of the window, in pixels; a smaller one shows the upper left part of this."""

FIRST_SIZES = ((640, 320), (960, 480), (1280, 640), (1920, 960), (2560, 1280), (3840, 1920))
"""Sizes, in pixels, that the window may begin with."""


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

    def inset(self, margin: int) -> Rect:
        """Return it smaller by `margin` on every side."""
        return Rect(
            self.x + margin, self.y + margin, max(0, self.w - 2 * margin), max(0, self.h - 2 * margin)
        )


@dataclass(frozen=True)
class Layout:
    """The places of one size of window; see `arrange`. Text sizes and `unit`, the grid, are in pixels."""

    window: Rect
    paper: Rect
    panel: Rect
    reading: Rect
    caption: Rect
    replica: Rect
    detail: Rect
    cards: tuple[Rect, ...]
    footer: Rect
    unit: int
    small: int
    body: int
    title: int
    giant: int

    def to_paper(self, x: float, y: float) -> tuple[float, float]:
        """Return the paper's coordinates of a point of the window; beside the paper, of its nearest edge."""
        scale = PAPER / self.paper.w
        return (
            min(max((x - self.paper.x) * scale, 0.0), float(PAPER)),
            min(max((y - self.paper.y) * scale, 0.0), float(PAPER)),
        )

    def from_paper(self, x: float, y: float) -> tuple[float, float]:
        """Return the window's coordinates of a point of the paper, or beside it."""
        scale = self.paper.w / PAPER
        return self.paper.x + x * scale, self.paper.y + y * scale

    @property
    def edge(self) -> int:
        """The width of a digit's box."""
        return max(1, self.unit // 4)

    @property
    def line(self) -> int:
        """The width of a thin line."""
        return max(1, self.unit // 8)

    @property
    def previous(self) -> Rect:
        """The button that turns to the digits written before those shown."""
        return self.pages._replace(x=self.pages.x - self._arrow, w=self._arrow)

    @property
    def next(self) -> Rect:
        """The button that turns to the digits written after those shown."""
        return self.pages._replace(x=self.pages.right, w=self._arrow)

    @property
    def pages(self) -> Rect:
        """The words between both buttons."""
        wide = 6 * self.body
        return self.footer._replace(x=self.footer.right - self._arrow - wide, w=wide)

    @property
    def _arrow(self) -> int:
        return max(22, self.footer.h)

    @property
    def buttons(self) -> tuple[Rect, ...]:
        """The footer's buttons, from the left; a wide one has room for its key beside its name."""
        room = self.previous.x - self.footer.x
        wide = min(5 * self.small + self.unit, room // len(BUTTONS) - self.unit)
        return tuple(
            self.footer._replace(x=self.footer.x + number * (wide + self.unit), w=wide)
            for number in range(len(BUTTONS))
        )

    @property
    def rest(self) -> Rect:
        """What is left of the footer between the buttons."""
        left = self.buttons[-1].right + self.unit
        return self.footer._replace(x=left, w=max(0, self.previous.x - left))


def first_size(desktop: tuple[int, int]) -> tuple[int, int]:
    """Return the size, in pixels, that a window begins with on a desktop of that size.

    1280 x 640 where that fits, or the largest that leaves a quarter of the desktop free in both directions,
    so that the window is no stamp on a screen of many small pixels.
    """

    def largest(width: float, height: float) -> tuple[int, int]:
        fitting = [size for size in FIRST_SIZES if size[0] <= width and size[1] <= height]
        return fitting[-1] if fitting else MIN_WINDOW_SIZE

    return max(min(largest(*desktop), (1280, 640)), largest(0.75 * desktop[0], 0.75 * desktop[1]))


def arrange(width: int, height: int) -> Layout:
    """Return the places of everything in a window of `width` x `height` pixels (`MIN_WINDOW_SIZE` at least).

    The paper is the largest square in the left half; the rest of the width is the answer's.
    """
    width, height = max(width, MIN_WINDOW_SIZE[0]), max(height, MIN_WINDOW_SIZE[1])
    side = min(width // 2, height)
    paper = Rect(0, (height - side) // 2, side, side)
    panel = Rect(side, 0, width - side, height)
    scale = min(max(min(panel.w, panel.h) / PAPER, 0.5), 4.0)
    unit = max(4, round(8 * scale))
    margin = round(unit * (3 if scale > 0.7 else 2))
    small, body = max(12, round(14 * scale)), max(13, round(17 * scale))
    left, wide = panel.x + margin, panel.w - 2 * margin

    reading = Rect(left, margin // 2, wide, round(72 * scale))
    caption = Rect(left, reading.bottom, wide, body + unit)
    foot = max(22, 4 * unit)
    footer = Rect(left, height - margin // 4 - foot, wide, foot)
    card = max(96, round(136 * scale)), max(88, round(164 * scale))
    gap = round(1.5 * unit)
    top = caption.bottom + unit
    square = min((wide - 2 * unit) // 2, footer.y - top - card[1] - 2 * unit - unit // 2)
    replica = Rect(left, top, square, square)
    detail = Rect(replica.right + 2 * unit, top, wide - square - 2 * unit, square)
    cards = _grid(
        Rect(left, replica.bottom + 2 * unit, wide, footer.y - replica.bottom - 2 * unit), card, gap
    )
    return Layout(
        Rect(0, 0, width, height), paper, panel, reading, caption, replica, detail, cards, footer,
        unit, small, body, round(28 * scale), round(72 * scale),
    )  # fmt: skip


def _grid(area: Rect, least: tuple[int, int], gap: int) -> tuple[Rect, ...]:
    """Return as many equal cells of at least `least` (width, height) as `area` holds, row by row."""
    across = max(1, (area.w + gap) // (least[0] + gap))
    down = max(1, (area.h + gap) // (least[1] + gap))
    w = (area.w - gap * (across - 1)) // across
    return tuple(
        Rect(area.x + column * (w + gap), area.y + row * (least[1] + gap), w, least[1])
        for row in range(down)
        for column in range(across)
    )
