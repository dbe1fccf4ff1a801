"""Joins the pieces of a stroke that a skipping pen broke.

A dry pen, a worn screen or a shaky connection lifts a pen for a moment that nobody meant. The next stroke
then begins where the last one ended and goes on in its direction. Two digits hardly ever follow each other
like that, nor two strokes of one digit, so such pieces are read as the one stroke that they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from deeplearning.ink.stroke import FloatArray, Stroke

MAX_GAP_IN_PENS = 1.2
"""Gaps up to this wide are bridged, in widths of the pen: the pieces' ends touch on paper, or nearly."""

MAX_GAP_IN_PIECES = 0.25
"""Wider ones, where they are shorter than this share of the shorter piece's size."""

MAX_TURN_COSINE = 0.77
"""Cosine of the largest turn (40 degrees) that counts as going on in the same direction."""

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
    """Return whether `other` begins where `one` ends and goes on in its direction."""
    gap_vector = other.points[0] - one.points[-1]
    gap = float(np.hypot(*gap_vector))
    pen = max(one.width, other.width)
    shorter = min(one.box.longer_side, other.box.longer_side)
    if gap > max(MAX_GAP_IN_PENS * pen, MAX_GAP_IN_PIECES * shorter) or shorter < pen / 2:
        return False
    leaving, arriving = _direction(one.points[::-1], pen), _direction(other.points, pen)
    if float(-leaving @ arriving) < MAX_TURN_COSINE:
        return False
    # Across a gap that can be seen, the pen must also have moved in that direction.
    return gap < pen / 2 or float(arriving @ gap_vector) > MAX_TURN_COSINE * gap


def _direction(path: FloatArray, pen: float) -> FloatArray:
    """Return the unit vector in which `path` sets out; a zero vector where it never moves."""
    way = path - path[0]
    distance = np.hypot(*way.T)
    reach = max(DIRECTION_REACH * float(distance.max()), min(pen / 2, float(distance.max())), LEAST_REACH)
    far = distance >= reach
    ahead = way[int(far.argmax())] if far.any() else way[-1]
    unit: FloatArray = ahead / max(float(np.hypot(*ahead)), 1e-9)
    return unit
