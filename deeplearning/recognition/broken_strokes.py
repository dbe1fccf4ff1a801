"""Joins the pieces of a stroke that a skipping pen broke.

A dry pen, a worn screen or a shaky connection lifts a pen for a moment that nobody meant. The next stroke
then begins where the last one ended and goes on in its direction. Two digits hardly ever follow each other
like that, nor two strokes of one digit, so such pieces are read as the one stroke that they were.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from deeplearning.ink.stroke import FloatArray, Stroke

MAX_GAP_IN_PENS = 1.2
"""Gaps up to this wide are bridged, in widths of the pen: the pieces' ends touch on paper, or nearly."""

MAX_GAP_IN_PIECES = 0.25
"""Wider ones, where they are shorter than this share of the shorter piece's size."""

MAX_TURN = math.radians(40)
"""The largest turn that counts as going on in the same direction, in radians."""

MAX_BEND = math.radians(70)
"""The largest turn that is laid to a curve on which both pieces lie, in radians."""

DIRECTION_REACH = 0.25
"""A piece's direction at its end is taken over this share of its size."""

LEAST_REACH = 3.0
"""The same in pixels, at least."""


class Unit(NamedTuple):
    """What is taken for one stroke: its `indices` among all strokes, and the path that it makes of them."""

    indices: tuple[int, ...]
    stroke: Stroke


def join_broken(strokes: Sequence[Stroke], known: dict[tuple[Stroke, ...], Stroke]) -> list[Unit]:
    """Return `strokes` as units, in their order, pieces of a broken stroke joined.

    `known` remembers joined strokes, so that the same pieces give the same stroke object again; it is
    changed. Only strokes that follow each other in writing order are joined.
    """
    chains: list[list[int]] = []
    for i, stroke in enumerate(strokes):
        if chains and _goes_on(strokes[chains[-1][-1]], stroke):
            chains[-1].append(i)
        else:
            chains.append([i])
    units = []
    for chain in chains:
        pieces = tuple(strokes[i] for i in chain)
        if len(pieces) == 1:
            units.append(Unit((chain[0],), pieces[0]))
            continue
        joined = known.get(pieces)
        if joined is None:
            path = np.concatenate([piece.points for piece in pieces])
            joined = known[pieces] = Stroke.of(path, max(piece.width for piece in pieces))
        units.append(Unit(tuple(chain), joined))
    return units


def _goes_on(one: Stroke, other: Stroke) -> bool:
    """Return whether `other` begins where `one` ends and goes on in its direction, or on its curve."""
    if one.scan is not None or other.scan is not None:
        return False  # a picture's strokes are traced: they have no order of writing
    gap_vector = other.points[0] - one.points[-1]
    gap = float(np.hypot(*gap_vector))
    pen = max(one.width, other.width)
    shorter = min(one.box.longer_side, other.box.longer_side)
    if gap > max(MAX_GAP_IN_PENS * pen, MAX_GAP_IN_PIECES * shorter) or shorter < pen / 2:
        return False
    leaving, arriving = _End.of(one.points[::-1], pen), _End.of(other.points, pen)
    turn = _angle(-leaving.way, arriving.way)
    # Directions are taken in the middle of what is looked at, so a curve has turned by so much in between.
    curvatures = -leaving.curvature, arriving.curvature
    bend = min(curvatures, key=abs) if curvatures[0] * curvatures[1] > 0 else 0.0
    between = (leaving.reach + arriving.reach) / 2 + gap
    expected = float(np.clip(bend * between, -MAX_BEND, MAX_BEND))
    if abs(turn - expected) > MAX_TURN:
        return False
    # Across a gap that can be seen, the pen must also have moved in that direction.
    return gap < pen / 2 or abs(_angle(arriving.way - leaving.way, gap_vector)) < MAX_TURN


class _End(NamedTuple):
    """How a path sets out: its `way` over `reach` pixels, and by how many radians a pixel it turns then."""

    way: FloatArray
    reach: float
    curvature: float

    @classmethod
    def of(cls, path: FloatArray, pen: float) -> _End:
        """Measure the beginning of `path`, (n, 2)."""
        distance = np.hypot(*(path - path[0]).T)
        farthest = float(distance.max())
        reach = max(DIRECTION_REACH * farthest, min(pen / 2, farthest), LEAST_REACH)
        first = _first_beyond(distance, reach)
        way = path[first] - path[0]
        next_distance = np.hypot(*(path[first:] - path[first]).T)
        further = path[first + _first_beyond(next_distance, reach)] - path[first]
        # Where hardly anything follows, nothing is known of how the path turns.
        known = float(np.hypot(*further)) > reach / 2
        return cls(way, reach, _angle(way, further) / reach if known else 0.0)


def _first_beyond(distance: FloatArray, reach: float) -> int:
    """Return the first place at a `distance` of `reach` or more, or the last place of all."""
    far = distance >= reach
    return int(far.argmax()) if far.any() else len(distance) - 1


def _angle(one: FloatArray, other: FloatArray) -> float:
    """Return the angle from one vector to another, from -pi to pi."""
    return float(np.arctan2(one[0] * other[1] - one[1] * other[0], one @ other))
