"""Which strokes make which digit.

Strokes that nearly touch are linked; linked strokes form clusters, and every connected set of one to four
strokes of a cluster is a candidate group. A cover puts every stroke of a cluster into exactly one group.
Its cost is a sum over its groups of what their geometry says (`WEIGHTS`) and of how badly the network reads
them, and the cheapest cover is found exactly, by dynamic programming over the strokes from left to right.
That is a semi-Markov conditional random field (Sarawagi, Cohen 2004) over sets instead of intervals:
nothing depends on the order in which the strokes were written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np

from deeplearning.ink.paths import resampled
from deeplearning.ink.stroke import FloatArray, Stroke

LINK = 0.35
"""Strokes further apart than this, in sizes of the larger one, are never one digit: of the 1,939 second and
third strokes in UCI's pen digits two are."""

TOUCH = 0.04
"""Strokes nearer than this, in sizes of the larger one, touch: that is the pen's width."""

MOST_STROKES = 4
"""Strokes in the largest group; no digit of UCI's pen digits has more than three."""

MOST_LINKS = 6
"""A stroke is linked to its nearest neighbours only, so that a scribble of hundreds stays tractable."""

NEAREST = 64
"""Strokes whose distance to another is measured at most, those with the nearest boxes: a digit has far fewer
neighbours."""

MOST_SETS = 2500
"""Most candidate groups of a cluster; before there are more, no larger ones are tried. Six tight digits have
about 50, a page of a hundred that all touch 2,200."""

WIDEST = 1.9
"""Several strokes together wider than this, in heights, are no digit."""

SAMPLES = 24
"""Points along a stroke between which distances are measured."""

BEAM = 512
"""Most partial covers kept at a stroke; fewer arise in any number, so the result is exact there."""

CROWDED = 110
LEAST_BEAM = 8
"""A cluster of more candidate groups than `CROWDED` keeps fewer partial covers, down to these, so that even
scribbles are read as the pen moves: the work for a cover and how often one is asked for both grow."""

HALF = 0.7
"""A group half as large as others (the natural logarithm of 2) may be a part; if smaller, it is a small digit
as well as a small part."""

SMALLEST = 4.0
"""Sizes below this, in paper pixels, count as this: a tap has no shape."""


@dataclass(frozen=True)
class Shape:
    """What geometry needs of one stroke: its bounding box, size (pixels) and points along it."""

    low: FloatArray
    high: FloatArray
    size: float
    points: FloatArray

    @classmethod
    def of(cls, stroke: Stroke) -> Shape:
        """Measure `stroke`; `points` are `SAMPLES` along its length, or its only one."""
        low, high = stroke.points.min(axis=0), stroke.points.max(axis=0)
        size = max(float((high - low).max()), SMALLEST)
        return cls(low, high, size, resampled(stroke.points, SAMPLES))


@dataclass(frozen=True)
class Surroundings:
    """What a group is seen among: how many strokes there are on paper, and their `usual` size (pixels).

    That is the size which three quarters of them do not exceed, about that of a digit; rounded, so that it
    seldom changes while a stroke grows. More strokes than a group can have count as none.
    """

    strokes: int
    usual: float


NOWHERE = Surroundings(0, SMALLEST)
"""Says nothing, and favours no group."""


@dataclass(frozen=True)
class Link:
    """How two strokes stand to each other: `gap` in sizes of the larger, and what parting them costs."""

    gap: float
    parting: FloatArray


@dataclass(frozen=True)
class Group:
    """A candidate digit: the indices of its strokes, ascending, and its geometry's features."""

    strokes: tuple[int, ...]
    features: FloatArray


FEATURES = (
    "group",
    "further strokes",
    "widest gap within",
    "hole from left to right",
    "hole from top to bottom",
    "wider than high",
    "smaller than others",
    "all there is",
    "parted: overlap in x and y",
    "parted: one above the other",
    "parted: the same, as high",
    "parted: the same, touching",
    "parted: nearness",
    "parted: touching",
    "parted: small beside large",
    "parted: tops and bottoms apart",
)
"""Names of a group's features, in the order of `WEIGHTS`."""

PARTINGS = sum(name.startswith("parted") for name in FEATURES)
"""How many of them tell of strokes that are left out of the group."""

WEIGHTS = np.array(
    [-2.61, 2.62, 9.07, 0.86, 6.77, 8.72, 9.33, -3.86, 7.54, 1.33, -5.43, 5.71, -4.71, 1.03, -3.35, 6.33]
)
"""Cost of one unit of each feature, in nats, as `fit_segmentation` prints it (README has the command)."""


class Segmenter:
    """Finds the cheapest grouping of strokes; remembers what it measured of strokes still in use."""

    def __init__(self, weights: FloatArray = WEIGHTS) -> None:
        """Use `weights`, shape (len(FEATURES),), nats a unit."""
        self.weights = weights
        self._shapes: WeakKeyDictionary[Stroke, Shape] = WeakKeyDictionary()
        self._links: WeakKeyDictionary[Stroke, WeakKeyDictionary[Stroke, Link | None]] = WeakKeyDictionary()

    def surroundings(self, strokes: Sequence[Stroke]) -> Surroundings:
        """Return what the groups of all `strokes` on paper, at least one, are seen among."""
        usual = np.quantile([self._shape(stroke).size for stroke in strokes], 0.75)
        count = len(strokes) if len(strokes) <= MOST_STROKES else 0
        return Surroundings(count, float(np.exp(np.round(np.log(usual), 1))))

    def clusters(self, strokes: Sequence[Stroke], among: Surroundings = NOWHERE) -> list[Cluster]:
        """Return the clusters of linked strokes, in the order of their first strokes."""
        neighbours = self._neighbours(strokes)
        seen: set[int] = set()
        found = []
        for start in range(len(strokes)):
            if start in seen:
                continue
            members, waiting = [], [start]
            seen.add(start)
            while waiting:
                index = waiting.pop()
                members.append(index)
                fresh = [other for other in neighbours[index] if other not in seen]
                seen.update(fresh)
                waiting.extend(fresh)
            members.sort()
            place = {index: at for at, index in enumerate(members)}
            links = [{place[j]: link for j, link in neighbours[i].items()} for i in members]
            shapes = [self._shape(strokes[i]) for i in members]
            found.append(Cluster(tuple(members), shapes, links, self.weights, among))
        return found

    def _shape(self, stroke: Stroke) -> Shape:
        shape = self._shapes.get(stroke)
        if shape is None:
            shape = self._shapes[stroke] = Shape.of(stroke)
        return shape

    def _neighbours(self, strokes: Sequence[Stroke]) -> list[dict[int, Link]]:
        """Return for every stroke its links, by the index of the other; always in both directions."""
        shapes = [self._shape(stroke) for stroke in strokes]
        neighbours: list[dict[int, Link]] = [{} for _ in strokes]
        if len(strokes) < 2:
            return neighbours
        low, high = np.array([s.low for s in shapes]), np.array([s.high for s in shapes])
        sizes = np.array([s.size for s in shapes])
        pairs = []
        for i in range(len(strokes) - 1):
            apart = np.maximum(low[i + 1 :] - high[i], low[i] - high[i + 1 :]).max(axis=1)
            near = apart <= LINK * np.maximum(sizes[i + 1 :], sizes[i])
            chosen = np.flatnonzero(near)
            if len(chosen) > NEAREST:
                chosen = chosen[np.argsort(apart[chosen], kind="stable")[:NEAREST]]
            for j in (chosen + i + 1).tolist():
                link = self._link(strokes[i], strokes[j])
                if link is not None:
                    pairs.append((link.gap, i, j, link))
        for _, i, j, link in sorted(pairs, key=lambda pair: pair[:3]):
            if len(neighbours[i]) < MOST_LINKS and len(neighbours[j]) < MOST_LINKS:
                neighbours[i][j] = neighbours[j][i] = link
        return neighbours

    def _link(self, one: Stroke, other: Stroke) -> Link | None:
        known = self._links.setdefault(one, WeakKeyDictionary())
        if other not in known:
            known[other] = link(self._shape(one), self._shape(other))
        return known[other]


def link(one: Shape, other: Shape) -> Link | None:
    """Return how two strokes are linked, or None where they stand too far apart to be one digit."""
    large, small = max(one.size, other.size), min(one.size, other.size)
    between = one.points[:, None] - other.points[None]
    gap = float(np.sqrt((between**2).sum(axis=2).min())) / large
    if gap > LINK:
        return None
    overlap = min(one.high[0], other.high[0]) - max(one.low[0], other.low[0])
    narrow = min(one.high[0] - one.low[0], other.high[0] - other.low[0])
    within = float(np.clip((overlap + 0.02 * large) / (narrow + 0.02 * large), 0, 1))
    nearness = 1 - gap / LINK
    stagger = float(abs(one.low[1] - other.low[1]) + abs(one.high[1] - other.high[1])) / large
    touching = float(gap < TOUCH)
    lower, higher = sorted((one.high[1] - one.low[1], other.high[1] - other.low[1]))
    beside = min(one.high[1], other.high[1]) - max(one.low[1], other.low[1])
    above = within * float(np.clip(1 - beside / max(lower, SMALLEST), 0, 1))
    as_high = above * lower / max(higher, SMALLEST)
    stacked = [within - above, above, as_high, above * touching]
    parting = [*stacked, nearness, touching, nearness * (1 - small / large), nearness * stagger]
    return Link(gap, np.array(parting))


class Cluster:
    """Strokes linked with each other, directly or through others, and the groups they may form."""

    def __init__(
        self,
        members: tuple[int, ...],
        shapes: list[Shape],
        links: list[dict[int, Link]],
        weights: FloatArray,
        among: Surroundings,
    ) -> None:
        """Take `members` (indices of strokes), their shapes and links, and what all are seen `among`."""
        self.members = members
        self._shapes = shapes
        self._links = links
        self._weights = weights
        self._among = among

    @cached_property
    def groups(self) -> list[Group]:
        """All candidate groups, found when first asked for."""
        sets = _connected_sets([sorted(near) for near in self._links])
        groups = (self._group(chosen) for chosen in sets)
        return [group for group in groups if group is not None]

    @cached_property
    def costs(self) -> FloatArray:
        """What geometry says of each group, in nats."""
        costs: FloatArray = np.array([group.features for group in self.groups]) @ self._weights
        return costs

    def _group(self, chosen: tuple[int, ...]) -> Group | None:
        low = np.min([self._shapes[i].low for i in chosen], axis=0)
        high = np.max([self._shapes[i].high for i in chosen], axis=0)
        width, height = np.maximum(high - low, SMALLEST)
        if len(chosen) > 1 and width > WIDEST * height:
            return None
        size = max(width, height)
        parting = np.zeros(PARTINGS)
        for i in chosen:
            for j, near in self._links[i].items():
                if j not in chosen:
                    parting += near.parting / 2  # the other half is counted by the group of stroke j
        geometry = [
            1.0,
            len(chosen) - 1.0,
            self._widest_gap(chosen) / size,
            self._hole(chosen, 0) / size,
            self._hole(chosen, 1) / size,
            max(0.0, float(np.log(width / height))),
            float(np.clip(np.log(self._among.usual / size), 0.0, HALF)),
            float(len(chosen) == self._among.strokes),
        ]
        return Group(tuple(self.members[i] for i in chosen), np.concatenate([geometry, parting]))

    def _widest_gap(self, chosen: tuple[int, ...]) -> float:
        """Return the longest gap, in pixels, that a pen must jump to connect the strokes (Prim's tree)."""
        inside, outside, widest = {chosen[0]}, set(chosen[1:]), 0.0
        while outside:
            gap, nearest = min(
                (self._links[i][j].gap * max(self._shapes[i].size, self._shapes[j].size), j)
                for i in inside
                for j in outside
                if j in self._links[i]
            )
            widest = max(widest, gap)
            inside.add(nearest)
            outside.remove(nearest)
        return widest

    def _hole(self, chosen: tuple[int, ...], axis: int) -> float:
        """Return the widest empty band, in pixels, between the strokes seen along `axis`."""
        spans = sorted((self._shapes[i].low[axis], self._shapes[i].high[axis]) for i in chosen)
        reach, widest = spans[0][1], 0.0
        for low, high in spans[1:]:
            widest = max(widest, low - reach)
            reach = max(reach, high)
        return float(widest)

    def best_cover(self, read: Callable[[list[Group]], Iterable[float]]) -> list[Group]:
        """Return the groups of the cheapest cover, by their first strokes from left to right.

        `read` takes groups and returns a cost of 0 or more for each, in nats. It is asked only for groups
        that stand in a cover which would be the cheapest if they cost nothing more; so the result is the
        same as if all were read.
        """
        costs = self.costs.copy()
        known = np.zeros(len(costs), dtype=bool)
        while True:
            cover = self._cheapest(costs)
            unread = [k for k in cover if not known[k]]
            if not unread:
                return [self.groups[k] for k in cover]
            costs[unread] += np.fromiter(read([self.groups[k] for k in unread]), float, len(unread))
            known[unread] = True

    def _cheapest(self, costs: FloatArray) -> list[int]:
        """Return the indices of the groups in the cheapest cover, exactly unless the beam is exceeded."""
        n = len(self.members)
        beam = max(LEAST_BEAM, round(BEAM * min(1.0, CROWDED / len(self.groups)) ** 2))
        order = sorted(range(n), key=lambda i: (self._shapes[i].low[0], self.members[i]))
        rank = {self.members[i]: at for at, i in enumerate(order)}
        by_stroke: list[list[tuple[int, int]]] = [[] for _ in range(n)]
        for k, group in enumerate(self.groups):
            bits = sum(1 << rank[i] for i in group.strokes)
            by_stroke[(bits & -bits).bit_length() - 1].append((bits, k))
        # partial[i] maps the set of covered strokes, i the leftmost that is missing, to the cheapest way.
        partial: list[dict[int, tuple[float, tuple[int, ...]]]] = [{} for _ in range(n + 1)]
        partial[0][0] = (0.0, ())
        for i in range(n):
            states = sorted(partial[i].items(), key=lambda state: (state[1][0], state[0]))[:beam]
            for covered, (cost, chosen) in states:
                for bits, k in by_stroke[i]:
                    if bits & covered:
                        continue
                    both = covered | bits
                    missing = (~both & (both + 1)).bit_length() - 1
                    total = cost + float(costs[k])
                    known = partial[missing].get(both)
                    if known is None or total < known[0]:
                        partial[missing][both] = (total, (*chosen, k))
        return list(partial[n][(1 << n) - 1][1])


def _connected_sets(neighbours: list[list[int]]) -> list[tuple[int, ...]]:
    """Return all connected sets of 1 to `MOST_STROKES` nodes of a graph, each once, ascending.

    Sets of a size that would make them more than `MOST_SETS`, and all larger ones, are left out.
    """
    level: set[tuple[int, ...]] = {(i,) for i in range(len(neighbours))}
    found = set(level)
    for _ in range(MOST_STROKES - 1):
        level = {
            tuple(sorted((*chosen, j)))
            for chosen in level
            for i in chosen
            for j in neighbours[i]
            if j not in chosen
        }
        if len(found) + len(level) > MOST_SETS:
            break
        found |= level
    return sorted(found)
