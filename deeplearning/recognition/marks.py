"""Finds strokes that are no digit and no part of one: points, commas, lines under or through digits, frames.

Each is judged against the digits around it, never by its own looks alone: a small stroke low between tall
ones is a comma, the same stroke by itself may be a one. `height` below is that of a usual digit on the paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from deeplearning.ink.box import Box
from deeplearning.ink.stroke import FloatArray, Stroke
from deeplearning.recognition.links import Shape, crosses

TAP_SIZE_IN_PENS = 0.7
"""A stroke smaller than this, in widths of its pen, is a dot: no digit, and no part of a number."""

MAX_SMALL_SIZE = 0.3
"""Points, commas and apostrophes are smaller than this, in heights."""

LEAST_NEIGHBOUR_HEIGHT = 0.55
"""Only strokes of this height or more, in heights, are digits beside which others are judged."""

MAX_SMALL_LENGTH = 1.5
"""Their path is no longer than this, in their size: a small digit has a longer one, but for a one."""

LOW_EDGE, HIGH_EDGE = 0.92, 0.12
"""A comma's middle lies below, an apostrophe's above, this share of its neighbour's height from the top."""

LEAST_LINE_WIDTH = 0.75
"""Lines under, through or between digits are at least this wide, in heights."""

STRIKE_OUT_WIDTH = 1.2
"""Lines through digits, and lines that touch some, are wider than this, in heights."""

JOINT_REACH_IN_PENS = 1.2
"""Ends of two strokes that are no further apart than this, in widths of the pen, meet."""

EDGE_TOLERANCE = 0.06
"""A line within this distance of a digit's foot, in heights, may be part of it; it is under it from there."""

LINE_OVERHANG = 1.25
"""A line close under a single digit is this many times as wide as it: else it is the digit's own foot."""

LEAST_DETACHMENT, LEAST_DETACHED_WIDTH = 0.12, 0.4
"""Lines further than this below a digit, in heights, are no foot of it, and need only be as wide, or so."""

FRAME_COVERAGE = 300.0
"""Degrees around what it holds in which a frame must be seen."""

MAX_FRAME_STROKES = 4
"""Strokes of which a frame is drawn at most: a box's sides."""

LEAST_FRAME_HEIGHT = 1.3
"""A frame is higher than this, in heights of what stands beside it: else it is a digit like them."""

LEAST_SLASH_SLANT = 0.3
"""A line in a circle that moves further aside than this, for a pixel down, is a zero's slash and no one."""

CORNER_REACH = 0.2
"""Sides of a box whose ends come this near to each other, in sizes of the smaller one, meet."""

LEAST_SIDE_SPAN = 0.7
"""Each side of a box is drawn over this share of its length at least: corners may stand open."""

LEAST_ROOM, LEAST_ROOM_AROUND_LINE = 0.02, 0.07
"""Between a frame and what it holds is this much paper, in sizes of the frame; around a straight line more,
or else it is the slash of a zero."""

MAX_TOUCHED, MAX_GRAZED = 0.5, 0.1
"""Shares of the strokes and of the ink inside that a frame may touch: a hasty ring around several digits."""

LEAST_CONTENT_HEIGHT = 0.3
"""What a frame holds is at least this high, in heights of the frame: a dotted zero is no frame."""


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


def find_frames(shapes: Sequence[Shape]) -> list[MarkedStrokes]:
    """Return the boxes and circles of up to four strokes that are drawn around other strokes."""
    if len(shapes) < 2:
        return []
    boxes = np.array([shape.box for shape in shapes])
    low, high = boxes[:, :2], boxes[:, 2:]
    holds = (low[:, None] <= low[None]).all(axis=2) & (high[None] <= high[:, None]).all(axis=2)  # (n, n)
    single = [(i,) for i in np.flatnonzero(holds.sum(axis=1) > 1).tolist()]  # all hold themselves
    found: list[MarkedStrokes] = []
    taken: set[int] = set()
    for places in [*single, *_boxes_of_sides(shapes)]:
        if taken.intersection(places):
            continue
        outer = _common_box([shapes[i] for i in places])
        inside = (boxes[:, :2] >= outer[:2]).all(axis=1) & (boxes[:, 2:] <= outer[2:]).all(axis=1)
        content = [i for i in np.flatnonzero(inside).tolist() if i not in places]
        if not content or _is_as_high_as_digits(
            outer, boxes[[*set(range(len(shapes))).difference(places, content)]]
        ):
            continue
        if _surrounds([shapes[i] for i in places], [shapes[i] for i in content]):
            found.append(MarkedStrokes("frame", places, tuple(content)))
            taken.update(places)
    return found


def _is_as_high_as_digits(frame: Box, others: FloatArray) -> bool:
    """Return whether a `frame` is hardly higher than what stands beside it: a zero with a stroke inside."""
    heights = others[:, 3] - others[:, 1]
    heights = heights[heights >= LEAST_CONTENT_HEIGHT * frame.height]
    return bool(len(heights)) and frame.height <= LEAST_FRAME_HEIGHT * float(np.quantile(heights, 0.75))


def _boxes_of_sides(shapes: Sequence[Shape]) -> list[tuple[int, ...]]:
    """Return sets of two to four strokes whose ends meet and that lie along the edges of their common box."""
    sides = [i for i, shape in enumerate(shapes) if shape.is_side]
    if len(sides) < 2:
        return []
    meet = _corners(shapes, sides)
    found = []
    left = set(range(len(sides)))
    while left:
        chain, waiting = set(), [left.pop()]
        while waiting:
            at = waiting.pop()
            chain.add(at)
            fresh = left.intersection(np.flatnonzero(meet[at]).tolist())
            left -= fresh
            waiting += fresh
        places = tuple(sorted(sides[at] for at in chain))
        if 2 <= len(places) <= MAX_FRAME_STROKES and _make_box([shapes[i] for i in places]):
            found.append(places)
    return found


def _corners(shapes: Sequence[Shape], sides: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Return which of the `sides` meet at a corner, (n, n): those whose ends are each other's nearest.

    So an upright stroke that stands in a corner of the box does not count as a side of it.
    """
    count = len(sides)
    ends = np.concatenate([shapes[i].points[[0, -1]] for i in sides])  # (2 n, 2)
    sizes = np.repeat([shapes[i].size for i in sides], 2)
    apart = np.sqrt(((ends[:, None] - ends[None]) ** 2).sum(axis=2))  # (2 n, 2 n)
    owner = np.repeat(np.arange(count), 2)
    apart[owner[:, None] == owner[None]] = np.inf
    nearest = apart.argmin(axis=1)
    one = np.arange(2 * count)
    both = (nearest[nearest] == one) & (
        apart[one, nearest] <= CORNER_REACH * np.minimum(sizes, sizes[nearest])
    )
    meet = np.zeros((count, count), bool)
    meet[owner[both], owner[nearest[both]]] = True
    return meet


def _common_box(shapes: Sequence[Shape]) -> Box:
    low = np.min([shape.low for shape in shapes], axis=0)
    high = np.max([shape.high for shape in shapes], axis=0)
    return Box(*low.tolist(), *high.tolist())


def _make_box(sides: Sequence[Shape]) -> bool:
    """Return whether all of the `sides` lie along the edges of their common box, and along each edge."""
    box = _common_box(sides)
    points = np.concatenate([side.points for side in sides])
    reach = 0.15 * min(box.width, box.height)
    edges = np.abs(points[:, [0, 1, 0, 1]] - np.array(box)) <= reach  # (n, 4): left, top, right, bottom
    if edges.any(axis=1).mean() < 0.95:
        return False
    spans = [np.ptp(points[edges[:, k], 1 - k % 2]) if edges[:, k].any() else 0.0 for k in range(4)]
    high, wide = LEAST_SIDE_SPAN * box.height, LEAST_SIDE_SPAN * box.width
    return bool(min(spans[0], spans[2]) > high and min(spans[1], spans[3]) > wide)


def _surrounds(frame: Sequence[Shape], content: Sequence[Shape]) -> bool:
    """Return whether `frame` runs all around the `content`, which is large enough and does not touch it."""
    outer, inner = _common_box(frame), _common_box(content)
    if inner.height < LEAST_CONTENT_HEIGHT * outer.height or _is_slash(content):
        return False
    around = np.concatenate([shape.points for shape in frame])
    way = around - np.array(inner.centre)
    angles = np.sort(np.arctan2(way[:, 1], way[:, 0]))
    widest = np.diff(np.concatenate([angles, angles[:1] + 2 * np.pi])).max()
    if widest > np.deg2rad(360 - FRAME_COVERAGE):
        return False
    line = len(content) == 1 and content[0].is_straight
    reach = (LEAST_ROOM_AROUND_LINE if line else LEAST_ROOM) * outer.longer_side
    close = [_distances(shape.points, around) <= reach for shape in content]
    touched = [
        bool(near.any()) or any(crosses(one, other) for one in frame)
        for other, near in zip(content, close, strict=True)
    ]
    return bool(np.mean(touched) <= MAX_TOUCHED and np.concatenate(close).mean() <= MAX_GRAZED)


def _distances(points: FloatArray, others: FloatArray) -> FloatArray:
    """Return how far each of the `points`, (n, 2), is from the nearest of the `others`, (m, 2)."""
    nearest: FloatArray = np.sqrt(((points[:, None] - others[None]) ** 2).sum(axis=2)).min(axis=1)
    return nearest


def _is_slash(content: Sequence[Shape]) -> bool:
    """Return whether a frame holds a slanting line: the stroke in a zero, where a one is upright."""
    if len(content) > 1 or not content[0].is_straight:
        return False
    return bool(content[0].extent[0] > LEAST_SLASH_SLANT * content[0].extent[1])


def find_marks(shapes: Sequence[Shape]) -> list[MarkedStrokes]:
    """Return the lines, points and commas among `shapes`, of which none is a frame."""
    upright = [shape.extent[1] for shape in shapes if not shape.is_level]
    if len(shapes) < 2 or not upright:
        return []
    height = float(np.quantile(upright, 0.75))
    boxes = np.array([shape.box for shape in shapes])
    digits = boxes[:, 3] - boxes[:, 1] >= LEAST_NEIGHBOUR_HEIGHT * height
    found = []
    for i, shape in enumerate(shapes):
        small = shape.size < MAX_SMALL_SIZE * height and shape.length <= MAX_SMALL_LENGTH * shape.size
        if not (small or shape.is_level):
            continue
        others = [j for j in np.flatnonzero(digits).tolist() if j != i]
        if not others:
            continue
        around = [other for other in shapes if other is not shape]
        gap = _least_gap(shape, around)
        if shape.is_level and _is_joint(shape, [shapes[j] for j in others], height):
            continue
        if shape.is_level and _is_beside_digits(boxes[i], boxes[others], gap, height):
            found.append(MarkedStrokes("line", (i,)))
        elif small and gap >= max(EDGE_TOLERANCE * height, shape.pen / 2):
            kind = _small_kind(shape, [shapes[j].box for j in others], height)
            if kind:
                found.append(MarkedStrokes(kind, (i,)))
    return found


def _least_gap(shape: Shape, others: Sequence[Shape]) -> float:
    """Return the distance in pixels from `shape` to the nearest of one or more `others`."""
    return float(_distances(shape.points, np.concatenate([other.points for other in others])).min())


def _is_joint(line: Shape, others: Sequence[Shape], height: float) -> bool:
    """Return whether a short level `line` has an end where another stroke has one: a digit's bar or foot."""
    met = [other for other in others if line.low[0] <= (other.low[0] + other.high[0]) / 2 <= line.high[0]]
    # Of two strokes side by side the line belongs to neither.
    if not met or max(other.low[0] for other in met) > min(other.high[0] for other in met):
        return False
    if line.extent[0] > STRIKE_OUT_WIDTH * height:
        return False
    ends = np.concatenate([other.points[[0, -1]] for other in met])  # (2 n, 2)
    return bool(_distances(line.points[[0, -1]], ends).min() <= JOINT_REACH_IN_PENS * line.pen)


def _is_beside_digits(line: FloatArray, digits: FloatArray, gap: float, height: float) -> bool:
    """Return whether a level `line` runs under, over, between or through `digits`; both are boxes.

    `gap` is the line's distance to the nearest stroke, in pixels.
    """
    width = line[2] - line[0]
    middles = (digits[:, 0] + digits[:, 2]) / 2
    met = digits[(middles >= line[0]) & (middles <= line[2])]
    if not len(met):
        return False
    y = (line[1] + line[3]) / 2
    if len(met) == 1:
        return _is_under_digit(width, y, Box(*met[0].tolist()), height)
    if width < LEAST_LINE_WIDTH * height:
        return False
    under = y >= met[:, 3] + EDGE_TOLERANCE * height
    over = y <= met[:, 1] - EDGE_TOLERANCE * height
    if not ((y - met[:, 3] < height) & (met[:, 1] - y < height)).any():
        return False
    through = ~(under | over)
    # A line through one digit of several is that digit's bar; through all of them it strikes them out.
    clear = width > STRIKE_OUT_WIDTH * height or gap >= EDGE_TOLERANCE * height
    return bool((not through.any() and clear) or (through.all() and width > STRIKE_OUT_WIDTH * height))


def _is_under_digit(width: float, y: float, digit: Box, height: float) -> bool:
    """Return whether a level line of a `width`, at `y`, underlines a single `digit` and is no part of it."""
    below = y - digit.bottom
    close = width >= max(LEAST_LINE_WIDTH * height, LINE_OVERHANG * digit.width)
    apart = below >= LEAST_DETACHMENT * height and width >= max(LEAST_DETACHED_WIDTH * height, digit.width)
    return EDGE_TOLERANCE * height <= below < height and (close or apart)


def _whole(boxes: Sequence[Box], at: int) -> Box:
    """Return the box of the digit that a stroke belongs to: of all whose boxes overlap with its own."""
    own = boxes[at]
    parts = np.array(
        [
            box
            for box in boxes
            if box.left <= own.right
            and box.right >= own.left
            and box.top <= own.bottom
            and box.bottom >= own.top
        ]
    )
    return Box(*parts[:, :2].min(axis=0).tolist(), *parts[:, 2:].max(axis=0).tolist())


def _small_kind(small: Shape, digits: Sequence[Box], height: float) -> str:
    """Return whether a `small` stroke is a "point" or a "comma" by its place beside `digits`, or neither."""
    x, y = small.box.centre
    apart = [
        np.hypot(max(box.left - x, x - box.right, 0.0), max(box.top - y, y - box.bottom, 0.0))
        for box in digits
    ]
    nearest = _whole(digits, int(np.argmin(apart)))
    if min(apart) > 2 * height:
        return ""
    low = y > nearest.top + LOW_EDGE * nearest.height
    high = y < nearest.top + HIGH_EDGE * nearest.height
    beside = x < nearest.left or x > nearest.right
    if low or (high and beside and small.extent[1] >= small.extent[0]):
        return "comma" if small.size > MAX_SMALL_SIZE / 2 * height else "point"
    return ""
