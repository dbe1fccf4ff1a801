"""How two strokes stand to each other, and what it tells of whether they belong to one digit.

Lengths are in sizes of the larger stroke where nothing else is said, so that nothing depends on how large
somebody writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from deeplearning.ink.box import Box
from deeplearning.ink.paths import arc_length, resampled
from deeplearning.ink.stroke import FloatArray, Stroke

MAX_GAP = 0.5
"""Strokes further apart than this are never one digit. Of the 1,939 second and third strokes in UCI's pen
digits two are further than 0.35; on some of UNIPEN's equipment a five's bar or a four's stem is."""

TOUCHING_GAP = 0.04
"""Strokes nearer than this touch: that is the pen's width."""

SAMPLE_COUNT = 24
"""Points along a stroke between which distances are measured."""

LEAST_SIZE = 4.0
"""Sizes below this, in paper pixels, count as this: a tap has no shape."""

LEAST_STRAIGHTNESS = 0.95
"""Distance of the ends of a straight line, as a share of its length."""

MAX_LEVEL_SLOPE = 0.35
"""A level line rises or falls by no more than this for a pixel to the right."""

FULL_CROSSING = 0.2
"""Strokes that run on for this far beyond their crossing, on all four sides, cross fully."""

ALONG_DISTANCE = 0.1
"""Points nearer than this to another stroke run along it."""

PARTING_FEATURES = (
    "overlap in x and y",
    "one above the other",
    "the same, as high",
    "the same, touching",
    "nearness",
    "touching",
    "small beside large",
    "tops and bottoms apart",
    "crossing",
    "along each other",
)
"""Names of what is measured of two strokes that are parted, each from 0 (not at all) to about 1."""


@dataclass(frozen=True)
class Shape:
    """What geometry needs of one stroke: corners of its box, size in pixels, and points along it, (n, 2)."""

    low: FloatArray
    high: FloatArray
    size: float
    points: FloatArray
    length: float
    pen: float

    @classmethod
    def of(cls, stroke: Stroke) -> Shape:
        """Measure `stroke`; `points` are `SAMPLE_COUNT` along its length, or its only one."""
        box = stroke.box
        low, high = np.array(box[:2]), np.array(box[2:])
        points = resampled(stroke.points, SAMPLE_COUNT)
        return cls(
            low, high, max(box.longer_side, LEAST_SIZE), points, arc_length(stroke.points), stroke.width
        )

    @cached_property
    def extent(self) -> FloatArray:
        """Width and height in pixels."""
        return self.high - self.low

    @cached_property
    def box(self) -> Box:
        """The box around the path, the pen's width left out."""
        return Box(*self.low.tolist(), *self.high.tolist())

    @cached_property
    def is_straight(self) -> bool:
        """Whether the path is a straight line, as far as hands draw any."""
        ends = float(np.hypot(*(self.points[-1] - self.points[0])))
        return self.length > 0 and ends >= LEAST_STRAIGHTNESS * self.length

    @cached_property
    def is_level(self) -> bool:
        """Whether the path is a straight line from side to side."""
        return bool(self.extent[1] <= MAX_LEVEL_SLOPE * self.extent[0]) and self.is_straight

    @cached_property
    def is_side(self) -> bool:
        """Whether the path may be a side or several of a box: it keeps to the edges of its own box."""
        if self.is_level or (self.is_straight and self.extent[0] <= MAX_LEVEL_SLOPE * self.extent[1]):
            return True
        reach = 0.12 * float(self.extent.min())
        edges = np.abs(self.points[:, [0, 1, 0, 1]] - np.array(self.box)) <= reach
        return bool(edges.any(axis=1).mean() > 0.95)


@dataclass(frozen=True)
class Link:
    """How two strokes stand to each other: their `gap`, and the `PARTING_FEATURES` that parting them has.

    `crossing` says whether their paths cross at all.
    """

    gap: float
    parting: FloatArray
    crossing: bool


def link(one: Shape, other: Shape) -> Link | None:
    """Return how two strokes are linked, or None where they stand too far apart to be one digit."""
    large, small = max(one.size, other.size), min(one.size, other.size)
    apart = np.sqrt(((one.points[:, None] - other.points[None]) ** 2).sum(axis=2)) / large  # (n, m)
    gap = float(apart.min())
    if gap > MAX_GAP:
        return None
    depth = _crossing_depth(one.points, other.points) / large
    if depth > 0:
        gap = 0.0  # sampled points may stand apart where the lines between them cross
    nearness, touching = 1 - gap / MAX_GAP, float(gap < TOUCHING_GAP)
    stagger = float(abs(one.low[1] - other.low[1]) + abs(one.high[1] - other.high[1])) / large
    along = float(
        max((apart.min(axis=1) < ALONG_DISTANCE).mean(), (apart.min(axis=0) < ALONG_DISTANCE).mean())
    )
    features = [
        *_stacking(one, other, large, touching),
        nearness,
        touching,
        nearness * (1 - small / large),
        nearness * stagger,
        min(depth / FULL_CROSSING, 1.0),
        max(0.0, 2 * along - 1),
    ]
    return Link(gap, np.array(features), depth > 0)


def crosses(one: Shape, other: Shape) -> bool:
    """Return whether the paths of two strokes cross."""
    apart = np.maximum(one.low - other.high, other.low - one.high).max()
    return bool(apart <= 0) and _crossing_depth(one.points, other.points) > 0


def _stacking(one: Shape, other: Shape, large: float, touching: float) -> list[float]:
    """Return how far two strokes share their columns of the paper, and whether one stands above the other."""
    overlap = min(one.high[0], other.high[0]) - max(one.low[0], other.low[0])
    narrow = min(one.extent[0], other.extent[0])
    within = float(np.clip((overlap + 0.02 * large) / (narrow + 0.02 * large), 0, 1))
    lower, higher = sorted((float(one.extent[1]), float(other.extent[1])))
    beside = min(one.high[1], other.high[1]) - max(one.low[1], other.low[1])
    above = within * float(np.clip(1 - beside / max(lower, LEAST_SIZE), 0, 1))
    return [within - above, above, above * lower / max(higher, LEAST_SIZE), above * touching]


def _crossing_depth(one: FloatArray, other: FloatArray) -> float:
    """Return how far both paths run on beyond their crossing at least, in pixels; 0 where they do not cross.

    Of several crossings the deepest counts. Paths are (n, 2) and (m, 2), points evenly along each.
    """
    if len(one) < 2 or len(other) < 2:
        return 0.0
    a, ab = one[:-1, None], np.diff(one, axis=0)[:, None]  # (n - 1, 1, 2)
    c, cd = other[None, :-1], np.diff(other, axis=0)[None]  # (1, m - 1, 2)
    determinant = _cross(ab, cd)
    with np.errstate(divide="ignore", invalid="ignore"):
        s, t = _cross(c - a, cd) / determinant, _cross(c - a, ab) / determinant
    met = (s >= 0) & (s < 1) & (t >= 0) & (t < 1)  # parallel pieces give NaN or infinity, which is neither
    if not met.any():
        return 0.0
    i, j = np.nonzero(met)
    step_one, step_other = np.hypot(*(one[1] - one[0])), np.hypot(*(other[1] - other[0]))
    at_one, at_other = (i + s[i, j]), (j + t[i, j])
    beyond_one = np.minimum(at_one, len(one) - 1 - at_one) * step_one
    beyond_other = np.minimum(at_other, len(other) - 1 - at_other) * step_other
    return float(np.minimum(beyond_one, beyond_other).max())


def _cross(one: FloatArray, other: FloatArray) -> npt.NDArray[np.floating]:
    """Return the cross product of vectors in the plane, over the last axis."""
    product: npt.NDArray[np.floating] = one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]
    return product
