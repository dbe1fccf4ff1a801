"""Finds the cheapest way to divide linked strokes among digits.

Strokes that nearly touch are linked; linked strokes form a cluster, and every connected set of a few strokes
of a cluster is a candidate group. A cover puts every stroke of a cluster into exactly one group. Its cost is
a sum over its groups of what their geometry says (`WEIGHTS`) and of how badly the network reads them, and
the cheapest cover is found by dynamic programming over the strokes from left to right. That is a semi-Markov
conditional random field (Sarawagi, Cohen 2004) over sets instead of intervals: nothing depends on the order
in which the strokes were written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from deeplearning.ink.stroke import FloatArray
from deeplearning.recognition.links import LEAST_SIZE, PARTING_FEATURES, Link, Shape

MAX_GROUP_STROKES = 5
"""Strokes in the largest group; no digit of UCI's pen digits has more than three, a shaky one may."""

MAX_GROUPS = 600
"""Most candidate groups of a cluster; before there are more, no larger ones are tried. Six tight digits have
about 50."""

MAX_ASPECT = 2.6
"""Several strokes together wider than this, in heights, are no digit."""

SMALL_LOGARITHM = 0.7
"""A group half as large as others (the natural logarithm of 2) may be a part; if smaller, it is a small digit
as well as a small part."""

MAX_PARTIAL_COVERS = 512
"""Most partial covers kept at a stroke; fewer arise in any number, so the result is exact there."""

STEPS_TO_READ = 40
"""How many steps of the search it counts as to have a group read."""

MAX_STEPS = 12_000
"""Steps of the search after which a cluster is given up: about 12 ms. Six tight digits take a few hundred."""

GROUP_FEATURES = (
    "group",
    "further strokes",
    "widest gap within",
    "hole from left to right",
    "hole from top to bottom",
    "wider than high",
    "smaller than others",
    "larger than others",
    "all there is",
)
"""Names of what is measured of a group by itself."""

FEATURES = (*GROUP_FEATURES, *(f"parted: {name}" for name in PARTING_FEATURES))
"""Names of a group's features, in the order of `WEIGHTS`."""

WEIGHTS = np.array(
    [
        -0.65,
        0.66,
        6.84,
        3.04,
        2.25,
        0.67,
        2.8,
        4.21,
        -2.83,
        1.99,
        0.21,
        0.6,
        1.86,
        -1.59,
        0.54,
        -2.44,
        2.49,
        0.62,
        2.53,
    ]
)
"""Cost of one unit of each feature, in nats, as `fit_segmentation` prints it (deeplearning/README.md)."""


@dataclass(frozen=True)
class Surroundings:
    """What a group is seen among: how many strokes there are on paper, and their `usual_size` in pixels.

    That is the size which three quarters of them do not exceed, about that of a digit; rounded, so that it
    seldom changes while a stroke grows. More strokes than a group can have count as none.
    """

    stroke_count: int
    usual_size: float


NOWHERE = Surroundings(0, LEAST_SIZE)
"""Says nothing, and favours no group."""


@dataclass(frozen=True)
class Group:
    """A candidate digit: the indices of its strokes, ascending, and its geometry's features."""

    strokes: tuple[int, ...]
    features: FloatArray


Places = npt.NDArray[np.int_]


class TooComplex(Exception):
    """A cluster in which no cover was found within `MAX_STEPS`: hardly writing."""


class Cluster:
    """Strokes linked with each other, directly or through others, and the groups they may form.

    `members` are indices of strokes; `shapes` and `links` stand in the same order, and the keys of `links`
    are places in it.
    """

    def __init__(
        self,
        members: tuple[int, ...],
        shapes: Sequence[Shape],
        links: Sequence[dict[int, Link]],
        weights: FloatArray,
        among: Surroundings,
    ) -> None:
        """Take the strokes and what all are seen `among`; `weights` has shape (len(FEATURES),)."""
        self.members = members
        self._shapes = shapes
        self._links = links
        self._weights = weights
        self._among = among

    @property
    def crossings(self) -> float:
        """How many others each stroke crosses, on average."""
        return sum(link.crossing for near in self._links for link in near.values()) / len(self.members)

    @cached_property
    def groups(self) -> list[Group]:
        """All candidate groups, found when first asked for."""
        return [
            Group(tuple(self.members[place] for place in places), row)
            for places, row in zip(self._places, self._features, strict=True)
        ]

    @cached_property
    def _places(self) -> list[tuple[int, ...]]:
        """The places of each group's strokes in the cluster, fewest first, without sets that are too wide."""
        found: list[tuple[int, ...]] = []
        for sets in _connected_sets([sorted(near) for near in self._links]):
            low, high = self._corners(sets)
            width, height = np.maximum(high - low, LEAST_SIZE).T
            fits = (width <= MAX_ASPECT * height) | (sets.shape[1] == 1)
            found += map(tuple, sets[fits].tolist())
        return found

    def _corners(self, sets: Places) -> tuple[FloatArray, FloatArray]:
        """Return the upper left and lower right corners of sets of places, (sets, k), as (sets, 2) each."""
        low, high = self._boxes
        return low[sets].min(axis=1), high[sets].max(axis=1)

    @cached_property
    def _boxes(self) -> tuple[FloatArray, FloatArray]:
        """The corners of all strokes, (n, 2) each."""
        return np.array([shape.low for shape in self._shapes]), np.array([s.high for s in self._shapes])

    @cached_property
    def _features(self) -> FloatArray:
        """The features of all groups, (groups, len(FEATURES))."""
        sizes = [len(places) for places in self._places]
        starts = [0, *np.flatnonzero(np.diff(sizes) > 0) + 1, len(sizes)]
        parts = [np.array(self._places[a:b]) for a, b in pairwise(starts)]  # each (groups, k)
        return np.concatenate([self._features_of(sets) for sets in parts])

    def _features_of(self, sets: Places) -> FloatArray:
        """Return the features of groups of k strokes each, `sets` being their places, (groups, k)."""
        low, high = self._corners(sets)
        width, height = np.maximum(high - low, LEAST_SIZE).T
        size = np.maximum(width, height)
        relative = np.log(self._among.usual_size / size)
        one, count = np.ones(len(sets)), sets.shape[1]
        lone = self._among is NOWHERE or self._among.usual_size <= LEAST_SIZE
        geometry = [
            one,
            one * (count - 1.0),
            self._widest_gaps(sets) / size,
            self._holes(sets, 0) / size,
            self._holes(sets, 1) / size,
            np.maximum(0.0, np.log(width / height)),
            np.clip(relative, 0.0, SMALL_LOGARITHM),
            one * 0.0 if lone else np.clip(-relative, 0.0, SMALL_LOGARITHM),
            one * float(count == self._among.stroke_count),
        ]
        return np.column_stack([*geometry, self._parting(sets)])

    @cached_property
    def _pairs(self) -> tuple[FloatArray, FloatArray]:
        """What parting each two strokes has, (n, n, features), and their gaps in pixels, (n, n)."""
        n = len(self.members)
        parting, gaps = np.zeros((n, n, len(PARTING_FEATURES))), np.full((n, n), np.inf)
        for i, near in enumerate(self._links):
            for j, link in near.items():
                parting[i, j] = link.parting
                gaps[i, j] = link.gap * max(self._shapes[i].size, self._shapes[j].size)
        return parting, gaps

    def _parting(self, sets: Places) -> FloatArray:
        """Return half of what parting each group from its neighbours has, who count the other half."""
        parting = self._pairs[0]
        everything = parting.sum(axis=1)[sets].sum(axis=1)  # (groups, features)
        within = parting[sets[:, :, None], sets[:, None, :]].sum(axis=(1, 2))
        half: FloatArray = (everything - within) / 2
        return half

    def _widest_gaps(self, sets: Places) -> FloatArray:
        """Return the longest gap, in pixels, that a pen must jump to connect each group (Prim's tree)."""
        gaps = self._pairs[1][sets[:, :, None], sets[:, None, :]]  # (groups, k, k)
        widest = np.zeros(len(sets))
        rows = np.arange(len(sets))
        inside = np.zeros(sets.shape, bool)
        inside[:, 0] = True
        reach = gaps[:, 0].copy()  # from the tree to each stroke
        for _ in range(sets.shape[1] - 1):
            reach[inside] = np.inf
            nearest = reach.argmin(axis=1)
            widest = np.maximum(widest, reach[rows, nearest])
            inside[rows, nearest] = True
            reach = np.minimum(reach, gaps[rows, nearest])
        return widest

    def _holes(self, sets: Places, axis: int) -> FloatArray:
        """Return the widest empty band, in pixels, between the strokes of each group seen along `axis`."""
        if sets.shape[1] == 1:
            return np.zeros(len(sets))
        low, high = self._boxes[0][sets, axis], self._boxes[1][sets, axis]
        order = np.argsort(low, axis=1)
        low, high = np.take_along_axis(low, order, 1), np.take_along_axis(high, order, 1)
        reach = np.maximum.accumulate(high, axis=1)
        holes: FloatArray = np.maximum(0.0, (low[:, 1:] - reach[:, :-1]).max(axis=1))
        return holes

    @cached_property
    def geometry_costs(self) -> FloatArray:
        """What geometry says of each group, in nats."""
        costs: FloatArray = self._features @ self._weights
        return costs

    def cheapest_cover(self, read: Callable[[list[Group]], Iterable[float]]) -> tuple[float, list[Group]]:
        """Return the cost in nats and the groups of the cheapest cover, by first strokes from left to right.

        `read` takes groups and returns a cost of 0 or more for each, in nats. It is asked only for groups
        that stand in a cover which would be the cheapest if they cost nothing more; so the result is the
        same as if all were read. Raises TooComplex.
        """
        costs = self.geometry_costs.copy()
        known = np.zeros(len(costs), dtype=bool)
        search = _Search(self._places, [float(shape.low[0]) for shape in self._shapes])
        while True:
            cover = search.cheapest(costs.tolist())
            unread = [k for k in cover if not known[k]]
            if not unread:
                return float(costs[cover].sum()), [self.groups[k] for k in cover]
            search.count(STEPS_TO_READ * len(unread))
            costs[unread] += np.fromiter(read([self.groups[k] for k in unread]), float, len(unread))
            known[unread] = True


class _Search:
    """Looks for the cheapest cover again and again, while the costs become known."""

    def __init__(self, places: Sequence[tuple[int, ...]], lefts: Sequence[float]) -> None:
        """Take the groups, as places of strokes whose left ends stand at `lefts`."""
        self._count = len(lefts)
        order = sorted(range(self._count), key=lambda i: (lefts[i], i))
        rank = {i: at for at, i in enumerate(order)}
        # Groups by their leftmost stroke, each with the set of its strokes as bits.
        self._by_first: list[list[tuple[int, int]]] = [[] for _ in lefts]
        for k, chosen in enumerate(places):
            bits = sum(1 << rank[i] for i in chosen)
            self._by_first[(bits & -bits).bit_length() - 1].append((bits, k))
        self._steps = 0

    def count(self, steps: int) -> None:
        """Add to the steps of all searches; raises TooComplex after `MAX_STEPS`."""
        self._steps += steps
        if self._steps > MAX_STEPS:
            raise TooComplex

    def cheapest(self, costs: Sequence[float]) -> list[int]:
        """Return the indices of the groups in the cheapest cover; raises TooComplex."""
        n = self._count
        # partial[i] maps the set of covered strokes, i the leftmost that is missing, to the cheapest way.
        partial: list[dict[int, tuple[float, tuple[int, ...]]]] = [{} for _ in range(n + 1)]
        partial[0][0] = (0.0, ())
        for i in range(n):
            states = sorted(partial[i].items(), key=lambda state: (state[1][0], state[0]))
            for covered, (cost, chosen) in states[:MAX_PARTIAL_COVERS]:
                self.count(len(self._by_first[i]))
                for bits, k in self._by_first[i]:
                    if bits & covered:
                        continue
                    both = covered | bits
                    missing = (~both & (both + 1)).bit_length() - 1
                    total = cost + costs[k]
                    best = partial[missing].get(both)
                    if best is None or total < best[0]:
                        partial[missing][both] = (total, (*chosen, k))
            partial[i] = {}
        return list(partial[n][(1 << n) - 1][1])


def _connected_sets(neighbours: list[list[int]]) -> list[Places]:
    """Return all connected sets of 1 to `MAX_GROUP_STROKES` nodes of a graph, ascending, by their size.

    Sets of a size that would make them more than `MAX_GROUPS`, and all larger ones, are left out.
    """
    level: set[tuple[int, ...]] = {(i,) for i in range(len(neighbours))}
    found, count = [np.array(sorted(level))], len(level)
    for _ in range(MAX_GROUP_STROKES - 1):
        level = {
            tuple(sorted((*chosen, j)))
            for chosen in level
            for i in chosen
            for j in neighbours[i]
            if j not in chosen
        }
        count += len(level)
        if not level or count > MAX_GROUPS:
            break
        found.append(np.array(sorted(level)))
    return found
