"""Draws ink as pixels for the eye: anti-aliased strokes, point by point as the pen moves.

A pixel holds how much of it ink covers, computed from its distance to the pen's path. Where parts of the ink
overlap, the larger value counts: joins and caps are round, and no edge is darkened twice. What the network
sees is drawn by `recognition.preprocessing`, not here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from deeplearning.ink.stroke import PAPER, Stroke, bounds

CORNER_COSINE = 0.3
"""A point where the path turns by more than this angle (about 73 degrees) is a corner and is not rounded."""

MAX_SAGITTA_IN_PIXELS = 0.15
"""As far may a straight piece run beside the curve that it stands for."""

Pixels = npt.NDArray[np.uint8]
Point = tuple[float, float]


class PixelBox(NamedTuple):
    """A box of whole pixels, from (left, top) up to but not including (right, bottom)."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def empty(self) -> bool:
        """Whether the box holds no pixel."""
        return self.left >= self.right or self.top >= self.bottom

    def joined(self, other: PixelBox | None) -> PixelBox:
        """Return the smallest box around both."""
        if other is None or other.empty:
            return self
        if self.empty:
            return other
        low = min(self.left, other.left), min(self.top, other.top)
        return PixelBox(*low, max(self.right, other.right), max(self.bottom, other.bottom))

    def cut(self, other: PixelBox) -> PixelBox:
        """Return what both boxes share; it may be empty."""
        low = max(self.left, other.left), max(self.top, other.top)
        return PixelBox(*low, min(self.right, other.right), min(self.bottom, other.bottom))


NOTHING = PixelBox(0, 0, 0, 0)


class Sheet:
    """The paper drawn `width` pixels wide and `height` high, kept up to date with the least work.

    `pixels` is (height, width) uint8, indexed [y, x], from 0 (paper) to 255 (ink), and stays the same array.
    Paper coordinate c falls on pixel index c * scale.
    """

    def __init__(self, width: int, height: int | None = None, scale: float | None = None) -> None:
        """Begin with an empty sheet of at least one pixel; unasked, it is square and shows PAPER x PAPER."""
        height = width if height is None else height
        self.scale = min(width, height) / PAPER if scale is None else scale
        self.pixels: Pixels = np.zeros((height, width), np.uint8)
        # What will not change: all ink but the last stretch of the last stroke, whose bend depends on the
        # point that comes next. That stretch is wet: it stands in `pixels` alone, within the box `_wet`.
        self._dry: Pixels = np.zeros((height, width), np.uint8)
        self._wet = NOTHING
        self._strokes: tuple[Stroke, ...] = ()
        self._all = PixelBox(0, 0, width, height)

    def update(self, strokes: tuple[Stroke, ...]) -> PixelBox:
        """Make the sheet show `strokes`; return the box of pixels that may have changed."""
        old, self._strokes = self._strokes, strokes
        same = _same(old, strokes)
        if same == len(old) == len(strokes):
            return NOTHING
        # Step 1: take the wet stretch off again.
        changed = self._wet
        self._restore(self._wet)
        # Step 2: find the first stroke, and its first stretch, that is not dry yet.
        if _is_continued(old, strokes, same):
            first = max(0, len(old) - 1)
            stretch = max(0, len(old[-1].points) - 2) if old else 0
        else:
            changed = changed.joined(self._wipe(old[same:], strokes[:same]))
            # Where strokes were only taken away, the last one left is dry as a whole, and is wetted anew.
            first, stretch = max(0, min(same, len(strokes) - 1)), 0
        # Step 3: dry all from there on, but for the last stretch.
        for index in range(first, len(strokes)):
            is_last = index + 1 == len(strokes)
            box = self._draw(self._dry, strokes[index], stretch, self._all, wet=is_last)
            changed, stretch = changed.joined(box), 0
        self._restore(changed)
        # Step 4: show the last stretch, wet.
        self._wet = NOTHING
        if strokes:
            last = max(0, len(strokes[-1].points) - 2)
            self._wet = self._draw(self.pixels, strokes[-1], last, self._all)
        return changed.joined(self._wet)

    def _wipe(self, gone: Sequence[Stroke], left: Sequence[Stroke]) -> PixelBox:
        """Take strokes that are `gone` off the dry ink, and ink there anew what is `left`; return the box."""
        wiped = self._around(gone)
        self._dry[wiped.top : wiped.bottom, wiped.left : wiped.right] = 0
        self._restore(wiped)
        for stroke in left:
            if not self._around([stroke]).cut(wiped).empty:
                self._draw(self._dry, stroke, 0, wiped)
        return wiped

    def _restore(self, box: PixelBox) -> None:
        """Make the sheet show within `box` what is dry alone."""
        rows, columns = slice(box.top, box.bottom), slice(box.left, box.right)
        self.pixels[rows, columns] = self._dry[rows, columns]

    def _around(self, strokes: Sequence[Stroke]) -> PixelBox:
        """Return the box of all pixels that `strokes` may have inked."""
        if not strokes:
            return NOTHING
        left, top, right, bottom = (side * self.scale for side in bounds(strokes))
        # A rounded bend runs outside its points by less than a quarter of its stretch; the pen adds its half.
        slack = max(stroke.width for stroke in strokes) * self.scale / 2 + 2
        slack += 0.25 * max(_longest(stroke) for stroke in strokes) * self.scale
        box = (
            math.floor(left - slack),
            math.floor(top - slack),
            math.ceil(right + slack),
            math.ceil(bottom + slack),
        )
        return PixelBox(*box).cut(self._all)

    def _draw(
        self, pixels: Pixels, stroke: Stroke, first: int, clip: PixelBox, wet: bool = False
    ) -> PixelBox:
        """Ink the stretches of `stroke` from number `first` on, not the last if `wet`; return their box."""
        changed = NOTHING
        radius = max(stroke.width * self.scale / 2, 0.5)
        count = len(stroke.points) - 1
        if count == 0 and not wet:
            dot = self._pixel(stroke, 0)
            return _capsule(pixels, dot, dot, radius, clip)
        for number in range(first, count - wet):
            begin, end = self._pixel(stroke, number), self._pixel(stroke, number + 1)
            before = self._pixel(stroke, number - 1) if number else None
            after = self._pixel(stroke, number + 2) if number + 2 <= count else None
            for one, other in pairwise(_pieces(before, begin, end, after)):
                changed = changed.joined(_capsule(pixels, one, other, radius, clip))
        return changed

    def _pixel(self, stroke: Stroke, index: int) -> Point:
        x, y = stroke.points[index].tolist()
        return x * self.scale, y * self.scale


def _same(old: tuple[Stroke, ...], new: tuple[Stroke, ...]) -> int:
    """Return how many strokes at the beginning are the same objects."""
    shorter = min(len(old), len(new))
    # Nearly always only the last stroke differs; equal tuples of strokes hold the same ones.
    for same in (shorter, shorter - 1):
        if same >= 0 and old[:same] == new[:same]:
            return same
    return next((index for index in range(shorter) if old[index] is not new[index]), shorter)


def _is_continued(old: tuple[Stroke, ...], new: tuple[Stroke, ...], same: int) -> bool:
    """Return whether `new` continues `old`, of which it shares `same` strokes; the last may have grown."""
    return same == len(old) or (same + 1 == len(old) <= len(new) and _is_grown(old[-1], new[same]))


def _is_grown(old: Stroke, new: Stroke) -> bool:
    """Return whether `new` is `old` with further points."""
    n = len(old.points)
    return old.width == new.width and len(new.points) >= n and bool((new.points[:n] == old.points).all())


def _longest(stroke: Stroke) -> float:
    """Return the longest of the stroke's stretches, along x or y, in paper pixels; 0 where none can bend."""
    if len(stroke.points) < 3:
        return 0.0
    return float(np.abs(np.diff(stroke.points, axis=0)).max())


def _pieces(before: Point | None, begin: Point, end: Point, after: Point | None) -> Iterator[Point]:
    """Yield a smooth curve from `begin` to `end` as points: a cubic Bezier whose tangents halve each bend."""
    dx, dy = end[0] - begin[0], end[1] - begin[1]
    length = math.hypot(dx, dy)
    yield begin
    if length:
        along = dx / length, dy / length
        leave = along if before is None else _tangent(before, begin, along)
        arrive = along if after is None else _tangent(end, after, along)
        if before is None:
            leave = _mirrored(arrive, along)
        elif after is None:
            arrive = _mirrored(leave, along)
        turn = math.acos(min(1.0, max(-1.0, leave[0] * along[0] + leave[1] * along[1])))
        turn += math.acos(min(1.0, max(-1.0, arrive[0] * along[0] + arrive[1] * along[1])))
        count = math.ceil(math.sqrt(length * turn / (8 * MAX_SAGITTA_IN_PIXELS)))
        third = length / 3
        for step in range(1, count):
            t = step / count
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            yield (
                a * begin[0]
                + b * (begin[0] + third * leave[0])
                + c * (end[0] - third * arrive[0])
                + d * end[0],
                a * begin[1]
                + b * (begin[1] + third * leave[1])
                + c * (end[1] - third * arrive[1])
                + d * end[1],
            )
    yield end


def _mirrored(direction: Point, along: Point) -> Point:
    """Return `direction` on the other side of `along`, which makes an end bend as its other half does."""
    share = 2 * (direction[0] * along[0] + direction[1] * along[1])
    return share * along[0] - direction[0], share * along[1] - direction[1]


def _tangent(one: Point, other: Point, along: Point) -> Point:
    """Return the direction that halves the bend between `along` and the stretch from `one` to `other`."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    length = math.hypot(dx, dy)
    if length == 0 or (dx * along[0] + dy * along[1]) / length < CORNER_COSINE:
        return along
    x, y = dx / length + along[0], dy / length + along[1]
    length = math.hypot(x, y)
    return x / length, y / length


def _capsule(pixels: Pixels, begin: Point, end: Point, radius: float, clip: PixelBox) -> PixelBox:
    """Ink all pixels within `radius` of the straight path from `begin` to `end`; return their box."""
    dx, dy = end[0] - begin[0], end[1] - begin[1]
    length = math.hypot(dx, dy)
    # The box around a long slanted path is mostly paper; short pieces leave most of it out.
    count = max(1, math.ceil(length / max(2.5 * radius, 24)))
    changed = NOTHING
    for step in range(count):
        x0, y0 = begin[0] + dx * step / count, begin[1] + dy * step / count
        x1, y1 = begin[0] + dx * (step + 1) / count, begin[1] + dy * (step + 1) / count
        reach = radius + 1
        box = PixelBox(
            math.floor(min(x0, x1) - reach),
            math.floor(min(y0, y1) - reach),
            math.ceil(max(x0, x1) + reach) + 1,
            math.ceil(max(y0, y1) + reach) + 1,
        ).cut(clip)
        if not box.empty:
            _cover(pixels, box, (x0, y0), (x1, y1), radius)
            changed = changed.joined(box)
    return changed


def _cover(pixels: Pixels, box: PixelBox, begin: Point, end: Point, radius: float) -> None:
    """Ink the pixels of `box` that lie within `radius` of the straight path from `begin` to `end`."""
    x = np.arange(box.left, box.right, dtype=np.float32)[None, :] - np.float32(begin[0])  # (1, width)
    y = np.arange(box.top, box.bottom, dtype=np.float32)[:, None] - np.float32(begin[1])  # (height, 1)
    dx, dy = end[0] - begin[0], end[1] - begin[1]
    square = dx * dx + dy * dy
    if square > 1e-12:
        # How far along the path its nearest point lies, from 0 at the beginning to 1 at the end.
        t = np.clip(x * np.float32(dx / square) + y * np.float32(dy / square), 0, 1)
        distance = np.hypot(x - t * np.float32(dx), y - t * np.float32(dy))
    else:
        distance = np.hypot(x, y)
    cover = np.clip((radius + 0.5 - distance) * 255, 0, 255).astype(np.uint8)  # (height, width)
    region = pixels[box.top : box.bottom, box.left : box.right]
    np.maximum(region, cover, out=region)
