"""Finds strokes that are no digit and no part of one: points, commas, lines under or through digits, frames.

Each is judged against the digits around it, never by its own looks alone: a small stroke low between tall
ones is a comma, the same stroke by itself may be a one. `height` below is that of a usual digit on the paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from deeplearning.ink.paths import arc_length, resampled
from deeplearning.ink.stroke import FloatArray, Stroke, bounds

TAP_SIZE_IN_PENS = 0.7
"""A stroke smaller than this, in widths of its pen, is a dot: no digit, and no part of a number."""

MAX_SMALL_SIZE = 0.3
"""Points, commas and apostrophes are smaller than this, in heights."""

LEAST_NEIGHBOUR_HEIGHT = 0.55
"""Only strokes of this height or more, in heights, are digits beside which others are judged."""

LOW_EDGE, HIGH_EDGE = 0.85, 0.12
"""A comma's middle lies below, an apostrophe's above, this share of its neighbour's height from the top."""

LEAST_LINE_WIDTH = 0.75
"""Lines under, through or between digits are at least this wide, in heights."""

LEAST_STRAIGHTNESS = 0.95
"""Distance of the ends of a line, as a share of its length."""

MAX_LINE_SLOPE = 0.35
"""Lines rise or fall by no more than this for a pixel to the right."""

EDGE_TOLERANCE = 0.06
"""A line within this distance of a digit's foot, in heights, may be part of it; it is under it from there."""

LINE_OVERHANG = 1.25
"""A line under a single digit is this many times as wide as the digit: else it is the digit's own foot."""

FRAME_COVERAGE = 300.0
"""Degrees around what it holds in which a frame must be seen."""

FRAME_POINT_COUNT = 48
"""Points along a stroke that may be a frame's."""

MAX_FRAME_STROKES = 4
"""Strokes of which a frame is drawn at most: a box's sides."""

LEAST_CONTENT_HEIGHT = 0.3
"""What a frame holds is at least this high, in heights of the frame: a dotted zero is no frame."""

MAX_FRAME_CANDIDATES = 24
"""With more strokes than this on paper, only frames of one stroke are looked for."""


class MarkedStrokes(NamedTuple):
    """A mark: its `kind` as in `reading.Mark`, and the indices of its strokes.

    `content` holds, for a frame, the indices of what stands inside.
    """

    kind: str
    strokes: tuple[int, ...]
    content: tuple[int, ...] = ()


def is_tap(stroke: Stroke) -> bool:
    """Return whether `stroke` is a dot, as a touch leaves it."""
    return stroke.box.longer_side < TAP_SIZE_IN_PENS * stroke.width


def find_frames(strokes: Sequence[Stroke]) -> list[MarkedStrokes]:
    """Return the boxes and circles of up to four strokes that are drawn around other strokes."""
    if len(strokes) < 2:
        return []
    boxes = np.array([stroke.box for stroke in strokes])
    found: list[MarkedStrokes] = []
    taken: set[int] = set()
    for places in _frame_candidates(strokes):
        if taken.intersection(places):
            continue
        left, top = boxes[list(places), :2].min(axis=0)
        right, bottom = boxes[list(places), 2:].max(axis=0)
        inside = (boxes[:, :2] >= (left, top)).all(axis=1) & (boxes[:, 2:] <= (right, bottom)).all(axis=1)
        content = [i for i in np.flatnonzero(inside).tolist() if i not in places]
        if content and _surrounds([strokes[i] for i in places], [strokes[i] for i in content]):
            found.append(MarkedStrokes("frame", places, tuple(content)))
            taken.update(places)
    return found


def _frame_candidates(strokes: Sequence[Stroke]) -> list[tuple[int, ...]]:
    """Return sets of strokes that may be a frame: single closed ones, and straight ones that make a box."""
    single = [(i,) for i, stroke in enumerate(strokes) if not _is_straight(stroke) and len(stroke.points) > 2]
    if len(strokes) > MAX_FRAME_CANDIDATES:
        return list(single)
    sides = [i for i, stroke in enumerate(strokes) if _is_straight(stroke) or _is_angle(stroke)]
    several = [
        places
        for count in range(2, MAX_FRAME_STROKES + 1)
        for places in combinations(sides, count)
        if count > 2 or len(sides) <= MAX_FRAME_STROKES
    ]
    return [*single, *(places for places in several if _make_box([strokes[i] for i in places]))]


def _make_box(sides: Sequence[Stroke]) -> bool:
    """Return whether all of the `sides` lie along the edges of their common box, and along each edge."""
    box = bounds(sides)
    points = np.concatenate([resampled(side.points, FRAME_POINT_COUNT) for side in sides])
    reach = 0.15 * min(box.width, box.height)
    edges = np.abs(points[:, [0, 1, 0, 1]] - np.array(box)) <= reach  # (n, 4): left, top, right, bottom
    if not edges.any(axis=1).mean() > 0.95:
        return False
    spans = [np.ptp(points[edges[:, k], 1 - k % 2]) if edges[:, k].any() else 0.0 for k in range(4)]
    return bool(min(spans[0], spans[2]) > 0.8 * box.height and min(spans[1], spans[3]) > 0.8 * box.width)


def _surrounds(frame: Sequence[Stroke], content: Sequence[Stroke]) -> bool:
    """Return whether `frame` runs all around the `content`, which is large enough and does not touch it."""
    outer, inner = bounds(frame), bounds(content)
    if inner.height < LEAST_CONTENT_HEIGHT * outer.height:
        return False
    around = np.concatenate([resampled(stroke.points, FRAME_POINT_COUNT) for stroke in frame])
    held = np.concatenate([resampled(stroke.points, FRAME_POINT_COUNT) for stroke in content])
    way = around - np.array(inner.centre)
    angles = np.sort(np.arctan2(way[:, 1], way[:, 0]))
    widest = np.diff(np.concatenate([angles, angles[:1] + 2 * np.pi])).max()
    if widest > np.deg2rad(360 - FRAME_COVERAGE):
        return False
    nearest = float(np.sqrt(((around[:, None] - held[None]) ** 2).sum(axis=2)).min())
    return nearest > 0.02 * outer.longer_side


def find_marks(strokes: Sequence[Stroke]) -> list[MarkedStrokes]:
    """Return the lines, points and commas among `strokes`, of which none is a frame."""
    if len(strokes) < 2:
        return []
    boxes = np.array([stroke.box for stroke in strokes])
    heights = boxes[:, 3] - boxes[:, 1]
    upright = heights[[not _is_level(stroke) for stroke in strokes]]
    if not len(upright):
        return []
    height = float(np.quantile(upright, 0.75))
    digits = heights >= LEAST_NEIGHBOUR_HEIGHT * height
    found = []
    for i, stroke in enumerate(strokes):
        others = digits.copy()
        others[i] = False
        if not others.any():
            continue
        if _is_level(stroke) and _is_beside_digits(boxes[i], boxes[others], height):
            found.append(MarkedStrokes("line", (i,)))
        elif stroke.box.longer_side < MAX_SMALL_SIZE * height:
            kind = _small_kind(stroke, [s for s, o in zip(strokes, others, strict=True) if o], height)
            if kind:
                found.append(MarkedStrokes(kind, (i,)))
    return found


def _is_straight(stroke: Stroke) -> bool:
    length = arc_length(stroke.points)
    ends = float(np.hypot(*(stroke.points[-1] - stroke.points[0])))
    return length > 0 and ends >= LEAST_STRAIGHTNESS * length


def _is_angle(stroke: Stroke) -> bool:
    """Return whether `stroke` may be two or three sides of a box: it keeps to the edges of its own box."""
    box = stroke.box
    points = resampled(stroke.points, FRAME_POINT_COUNT)
    reach = 0.12 * max(min(box.width, box.height), 1.0)
    near = np.abs(points[:, [0, 1, 0, 1]] - np.array(box)) <= reach
    return bool(near.any(axis=1).mean() > 0.95)


def _is_level(stroke: Stroke) -> bool:
    """Return whether `stroke` is a straight line that runs from side to side."""
    box = stroke.box
    return box.height <= MAX_LINE_SLOPE * box.width and _is_straight(stroke)


def _is_beside_digits(line: FloatArray, digits: FloatArray, height: float) -> bool:
    """Return whether a level `line` runs under, over, between or through `digits`; both are boxes."""
    if line[2] - line[0] < LEAST_LINE_WIDTH * height:
        return False
    middles = (digits[:, 0] + digits[:, 2]) / 2
    met = digits[(middles >= line[0]) & (middles <= line[2])]
    if not len(met):
        return False
    y = (line[1] + line[3]) / 2
    under = y >= met[:, 3] + EDGE_TOLERANCE * height
    over = y <= met[:, 1] - EDGE_TOLERANCE * height
    near = (y - met[:, 3] < height) & (met[:, 1] - y < height)
    if not near.any():
        return False
    if len(met) == 1:
        wide = line[2] - line[0] >= LINE_OVERHANG * (met[0, 2] - met[0, 0])
        return bool(under[0] and wide)
    through = ~(under | over)
    # A line through one digit of several is that digit's bar; through all of them it strikes them out.
    return bool(not through.any() or (through.all() and line[2] - line[0] > 1.2 * height))


def _small_kind(stroke: Stroke, digits: Sequence[Stroke], height: float) -> str:
    """Return whether a small `stroke` is a "point" or a "comma" by its place beside `digits`, or neither."""
    box = stroke.box
    x, y = box.centre
    apart = [max(other.box.left - box.right, box.left - other.box.right) for other in digits]
    nearest = digits[int(np.argmin(np.abs(apart)))]
    tall = nearest.box
    if apart[digits.index(nearest)] > 2 * height:
        return ""
    held = resampled(nearest.points, FRAME_POINT_COUNT)
    own = resampled(stroke.points, 8)
    gap = float(np.sqrt(((held[:, None] - own[None]) ** 2).sum(axis=2)).min())
    if gap < max(EDGE_TOLERANCE * height, stroke.width / 2):
        return ""
    low = y > tall.top + LOW_EDGE * tall.height
    high = y < tall.top + HIGH_EDGE * tall.height
    beside = x < tall.left or x > tall.right
    if low or (high and beside and box.height >= box.width):
        return "comma" if box.longer_side > MAX_SMALL_SIZE / 2 * height else "point"
    return ""
