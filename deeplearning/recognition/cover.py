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

import numpy as np
import numpy.typing as npt

from deeplearning.ink.stroke import FloatArray
from deeplearning.recognition.links import LEAST_SIZE, PARTING_FEATURES, Link, Shape

MAX_GROUP_STROKES = 5
"""Strokes in the largest group; no digit of UCI's pen digits has more than three, a shaky one may."""

MAX_GROUPS = 900
"""Most candidate groups of a cluster; before there are more, no larger ones are tried. Six tight digits have
about 50."""

MAX_ASPECT = 2.6
"""Several strokes together wider than this, in heights, are no digit."""

SMALL_LOGARITHM = 0.7
"""A group half as large as others (the natural logarithm of 2) may be a part; if smaller, it is a small digit
as well as a small part."""

MAX_PARTIAL_COVERS = 512
"""Most partial covers kept at a stroke; fewer arise in any number, so the result is exact there."""

MAX_STEPS = 12_000
"""Steps of the search after which a cluster is given up: about 15 ms. Six tight digits take a few hundred."""

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
        -0.33,
        0.33,
        6.82,
        6.74,
        1.92,
        1.5,
        2.65,
        5.29,
        -3.1,
        2.27,
        -0.17,
        1.88,
        0.59,
        -1.93,
        0.01,
        -1.57,
        2.07,
        0.72,
        1.48,
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
        """The places of each group's strokes in the cluster, the sets that are too wide left out."""
        sets = _connected_sets([sorted(near) for near in self._links])
        low, high = self._corners(sets)
        width, height = np.maximum(high - low, LEAST_SIZE).T
        fits = (width <= MAX_ASPECT * height) | (np.array([len(s) for s in sets]) == 1)
        return [places for places, fit in zip(sets, fits.tolist(), strict=True) if fit]

    def _corners(self, sets: Sequence[tuple[int, ...]]) -> tuple[FloatArray, FloatArray]:
        """Return the upper left and lower right corners of sets of places, (sets, 2) each."""
        mask = _mask(sets, len(self.members))[..., None]
        low = np.where(mask, np.array([s.low for s in self._shapes]), np.inf).min(axis=1)
        high = np.where(mask, np.array([s.high for s in self._shapes]), -np.inf).max(axis=1)
        return low, high

    @cached_property
    def _features(self) -> FloatArray:
        """The features of all groups, (groups, len(FEATURES))."""
        places = self._places
        low, high = self._corners(places)
        width, height = np.maximum(high - low, LEAST_SIZE).T
        size = np.maximum(width, height)
        count = np.array([len(chosen) for chosen in places])
        relative = np.log(self._among.usual_size / size)
        geometry = [
            np.ones(len(places)),
            count - 1.0,
            np.array([self._widest_gap(chosen) for chosen in places]) / size,
            np.array([self._hole(chosen, 0) for chosen in places]) / size,
            np.array([self._hole(chosen, 1) for chosen in places]) / size,
            np.maximum(0.0, np.log(width / height)),
            np.clip(relative, 0.0, SMALL_LOGARITHM),
            np.clip(-relative, 0.0, SMALL_LOGARITHM) if self._among.usual_size > LEAST_SIZE else 0.0 * size,
            (count == self._among.stroke_count).astype(float),
        ]
        return np.column_stack([*geometry, self._parting(places)])

    def _parting(self, places: Sequence[tuple[int, ...]]) -> FloatArray:
        """Return half of what parting each group from its neighbours has, who count the other half."""
        n = len(self.members)
        pairs = np.zeros((n, n, len(PARTING_FEATURES)))
        for i, near in enumerate(self._links):
            for j, link in near.items():
                pairs[i, j] = link.parting
        mask = _mask(places, n).astype(float)  # (groups, n)
        everything = mask @ pairs.sum(axis=1)
        within = np.einsum("gi,ijf,gj->gf", mask, pairs, mask, optimize=True)
        parting: FloatArray = (everything - within) / 2
        return parting

    @cached_property
    def geometry_costs(self) -> FloatArray:
        """What geometry says of each group, in nats."""
        costs: FloatArray = self._features @ self._weights
        return costs

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
        if len(chosen) == 1:
            return 0.0
        spans = sorted((self._shapes[i].low[axis], self._shapes[i].high[axis]) for i in chosen)
        reach, widest = spans[0][1], 0.0
        for low, high in spans[1:]:
            widest = max(widest, low - reach)
            reach = max(reach, high)
        return float(widest)

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

    def cheapest(self, costs: Sequence[float]) -> list[int]:
        """Return the indices of the groups in the cheapest cover; raises TooComplex after `MAX_STEPS`."""
        n = self._count
        # partial[i] maps the set of covered strokes, i the leftmost that is missing, to the cheapest way.
        partial: list[dict[int, tuple[float, tuple[int, ...]]]] = [{} for _ in range(n + 1)]
        partial[0][0] = (0.0, ())
        for i in range(n):
            states = sorted(partial[i].items(), key=lambda state: (state[1][0], state[0]))
            for covered, (cost, chosen) in states[:MAX_PARTIAL_COVERS]:
                self._steps += len(self._by_first[i])
                if self._steps > MAX_STEPS:
                    raise TooComplex
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


def _mask(sets: Sequence[tuple[int, ...]], count: int) -> npt.NDArray[np.bool_]:
    """Return which of `count` places each set holds, (sets, count)."""
    mask = np.zeros((len(sets), count), bool)
    rows = np.repeat(np.arange(len(sets)), [len(places) for places in sets])
    mask[rows, np.concatenate([np.array(places) for places in sets])] = True
    return mask


def _connected_sets(neighbours: list[list[int]]) -> list[tuple[int, ...]]:
    """Return all connected sets of 1 to `MAX_GROUP_STROKES` nodes of a graph, each once, ascending.

    Sets of a size that would make them more than `MAX_GROUPS`, and all larger ones, are left out.
    """
    level: set[tuple[int, ...]] = {(i,) for i in range(len(neighbours))}
    found = set(level)
    for _ in range(MAX_GROUP_STROKES - 1):
        level = {
            tuple(sorted((*chosen, j)))
            for chosen in level
            for i in chosen
            for j in neighbours[i]
            if j not in chosen
        }
        if len(found) + len(level) > MAX_GROUPS:
            break
        found |= level
    return sorted(found)
