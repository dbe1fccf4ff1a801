"""Which strokes run through two digits, and where to cut them.

A pen that goes on from one digit to the next leaves the first to the left of its way across and the second to
the right. So it can only be cut where the path behind and the path ahead do not overlap in x; whether digits
stand on both sides, the network must say. A stroke is cut only where it was refused as it is, where both
sides then read surely, and where that makes the cover of the strokes around it cheaper by `SPLIT_COST`.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np

from deeplearning.ink.paths import lengths_along, resampled
from deeplearning.ink.stroke import FloatArray, Stroke, bounds
from deeplearning.recognition.covers import CoverFinder

SPLIT_COST = 1.0
"""What a split costs, in nats of a cover. `python -m deeplearning.fit_splitting` prints what others give."""

LEAST_CONFIDENCE = 0.9
"""Confidence that both digits need."""

AFTER_ONE, BEFORE_ONE = frozenset({0, 6, 8, 9}), frozenset({0, 2, 3, 5, 6, 8, 9})
"""Any stem reads as a one, so that M, N and W would be 11, 14, 17 or 41, and R 12. A cut-off one is believed
only before a digit with a loop, which those letters lack, or after one that is not of straight lines."""

LEAST_ASPECT = 0.6
"""A stroke narrower than this, in heights, is not cut."""

MAX_OVERLAP = 0.1
"""How far the path behind may reach over the path ahead, in heights: slanted digits do."""

LEAST_PART_SIZE = 0.3
"""Either part is at least this long or high, in heights of the stroke."""

POINT_COUNT = 64
"""Points along a stroke at which it may be cut."""

MAX_WAYS_ACROSS = 2
"""Of the ways across, only the longest are tried."""

MAX_COMPARED_COVERS = 2
"""Of the ways to cut a stroke, only those whose parts alone read best are compared as covers."""

LEAST_PART_HEIGHT = 0.45
"""Neither of two joined digits is lower than this, in heights of the stroke."""

BAR_DISTANCE = 0.1
"""Lower ones must be bars: within this distance of another stroke, in heights of the stroke that is cut."""

NEIGHBOUR_DISTANCE = 0.35
"""Strokes within this distance, in heights of the stroke that is cut, may belong to one of its digits."""

MAX_NEIGHBOURS = 6
"""Where more strokes are near, none of them is taken into account but those of the same group."""

Parts = tuple[Stroke, Stroke]


def ways(stroke: Stroke) -> list[Parts]:
    """Return the ways to cut `stroke` into a left and a right part, written in this order.

    The way across is dropped or halved, or half of it goes to one part and half is dropped.
    """
    path = stroke.points
    width, height = np.ptp(path, axis=0)
    along = lengths_along(path)
    if width < LEAST_ASPECT * height or along[-1] == 0:
        return []
    at = np.linspace(0.0, along[-1], POINT_COUNT)
    even = resampled(path, POINT_COUNT)

    def part(first: int, last: int) -> Stroke:
        inside = path[(along > at[first]) & (along < at[last])]
        return Stroke.of(np.concatenate([even[[first]], inside, even[[last]]]), stroke.width)

    found: list[Parts] = []
    # The crossbar of a seven that runs on into a two is as high as nothing; so the width counts as well.
    for begin, end in _crossings(even, max(height, LEAST_PART_SIZE * width)):
        middle = (begin + end) // 2
        lefts = [part(0, place) for place in sorted({begin, middle})]
        rights = [part(place, POINT_COUNT - 1) for place in sorted({middle, end})]
        found += itertools.product(lefts, rights)
    return found


def _crossings(even: FloatArray, size: float) -> list[tuple[int, int]]:
    """Return the first and last point of each stretch of a path on which it may be cut."""
    back = even[::-1]
    behind = np.maximum.accumulate(even) - np.minimum.accumulate(even)
    ahead = (np.maximum.accumulate(back) - np.minimum.accumulate(back))[::-1]
    overlap = np.maximum.accumulate(even[:, 0]) - np.minimum.accumulate(back[:, 0])[::-1]
    free = overlap <= MAX_OVERLAP * size
    free &= np.minimum(behind.max(axis=1), ahead.max(axis=1)) >= LEAST_PART_SIZE * size
    edges = np.flatnonzero(np.diff(np.concatenate([[0], free, [0]])))
    stretches = [(int(begin), int(end) - 1) for begin, end in edges.reshape(-1, 2)]
    return sorted(stretches, key=lambda stretch: (stretch[0] - stretch[1], stretch))[:MAX_WAYS_ACROSS]


class Splitter:
    """Decides which strokes are cut; remembers the ways to cut strokes still in use."""

    def __init__(self, finder: CoverFinder) -> None:
        """Compare covers by `finder`, and ask its reader of parts."""
        self.split_cost = SPLIT_COST
        self._finder = finder
        self._ways: WeakKeyDictionary[Stroke, list[Parts]] = WeakKeyDictionary()

    def parts(
        self, strokes: Sequence[Stroke], cover: Sequence[tuple[int, ...]], refused: Sequence[tuple[int, ...]]
    ) -> dict[int, Parts]:
        """Return the parts of those of `strokes` that are to be cut, by index.

        `cover` holds all groups of the strokes' cover, `refused` those that are taken for no digit.
        """
        found = {}
        for group in refused:
            for i in group:
                if self._ways_of(strokes[i]):
                    around = _around(strokes, cover, group, i)
                    parts = self._best([strokes[k] for k in around], around.index(i))
                    if parts is not None:
                        found[i] = parts
        return found

    def _ways_of(self, stroke: Stroke) -> list[Parts]:
        """Return the ways to cut `stroke`, the same parts every time."""
        known = self._ways.get(stroke)
        if known is None:
            known = self._ways[stroke] = ways(stroke)
        return known

    def _best(self, strokes: list[Stroke], at: int) -> Parts | None:
        """Return how stroke `at` is best cut among `strokes`, or None where it had better not be."""
        likely = self._likely(strokes[at], [*strokes[:at], *strokes[at + 1 :]])
        if not likely:
            return None
        best, least = None, self._finder.cheapest(strokes).cost - self.split_cost
        for way in likely:
            pieces = [*strokes[:at], *way, *strokes[at + 1 :]]
            cost, cover, given_up = self._finder.cheapest(pieces)
            if cost < least and not given_up and self._believed(pieces, cover, at):
                best, least = way, cost
        return best

    def _likely(self, stroke: Stroke, others: Sequence[Stroke]) -> list[Parts]:
        """Return the ways to cut `stroke` whose parts alone read best, at most `MAX_COMPARED_COVERS`.

        A part by one of the `others` may be no digit yet: a bar that runs on, or a five that lacks its own.
        """
        reach = BAR_DISTANCE * float(np.ptp(stroke.points[:, 1]))
        tried = self._ways_of(stroke)
        joins = {part: _is_by(part, others, reach) for way in tried for part in way}
        tall = LEAST_PART_HEIGHT * float(np.ptp(stroke.points[:, 1]))
        tried = [way for way in tried if all(joins[p] or np.ptp(p.points[:, 1]) >= tall for p in way)]
        sure: dict[Stroke, float] = {}
        # Right parts are only asked about beside left ones that will do: this happens while the pen moves.
        for side in (0, 1):
            parts = list(dict.fromkeys(way[side] for way in tried))
            if parts:
                rows = self._finder.reader.probabilities([(part,) for part in parts])
                sure |= zip(parts, rows.max(axis=1).tolist(), strict=True)
            tried = [way for way in tried if sure[way[side]] >= LEAST_CONFIDENCE or joins[way[side]]]
        found = [way for way in tried if max(sure[part] for part in way) >= LEAST_CONFIDENCE]
        return sorted(found, key=lambda way: -sum(sure[part] for part in way))[:MAX_COMPARED_COVERS]

    def _believed(self, pieces: Sequence[Stroke], cover: Sequence[tuple[int, ...]], at: int) -> bool:
        """Whether the groups of the pieces `at` and `at` + 1 are two digits beyond doubt."""
        left, right = (next(group for group in cover if i in group) for i in (at, at + 1))
        if left == right:
            return False
        rows = self._finder.reader.probabilities([tuple(pieces[i] for i in group) for group in (left, right)])
        if rows.max(axis=1).min() < LEAST_CONFIDENCE:
            return False
        first, second = rows.argmax(axis=1).tolist()
        return (first != 1 or second in AFTER_ONE) and (second != 1 or first in BEFORE_ONE)


def _around(
    strokes: Sequence[Stroke], cover: Sequence[tuple[int, ...]], group: tuple[int, ...], cut: int
) -> list[int]:
    """Return the strokes of the groups near stroke `cut`, those of its own `group` among them, ascending."""
    reach = NEIGHBOUR_DISTANCE * float(np.ptp(strokes[cut].points[:, 1]))
    near = set(group)
    for other in cover:
        if _is_by(strokes[cut], [strokes[i] for i in other], reach):
            near.update(other)
    return sorted(near if len(near) <= MAX_NEIGHBOURS else group)


def _is_by(stroke: Stroke, others: Sequence[Stroke], reach: float) -> bool:
    """Whether any of the `others` comes as near to `stroke` as `reach`, box to box, in pixels."""
    left, top, right, bottom = bounds([stroke])
    return any(
        low_x <= right + reach
        and high_x >= left - reach
        and low_y <= bottom + reach
        and high_y >= top - reach
        for low_x, low_y, high_x, high_y in (bounds([other]) for other in others)
    )
