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
from deeplearning.recognition.cover_search import Search, Steps, parts_of
from deeplearning.recognition.links import LEAST_SIZE, PARTING_FEATURES, Link, Shape

MAX_GROUP_STROKES = 5
"""Strokes in the largest group; no digit of UCI's pen digits has more than three, a shaky one may."""

MAX_GROUPS = 600
"""Most candidate groups of a cluster; before there are more, no larger ones are tried. Six tight digits have
about 50."""

MAX_ASPECT = 2.6
"""Several strokes together wider than this, in heights, are no digit."""

MAX_RELATIVE_SIZE = 2.3
"""Several strokes together larger than this, in usual sizes, are no digit where many strokes are on paper: a
column of ones is none, the two circles of an eight, each of a usual size, are."""

SMALL_LOGARITHM = 0.7
"""A group half as large as others (the natural logarithm of 2) may be a part; if smaller, it is a small digit
as well as a small part."""

WORTH_OF_A_THIRD = 4.0
"""Nats by which a third stroke may make two worth joining that would not be joined by themselves."""

STEPS_TO_READ = 40
"""How many steps of the search it counts as to have a group read."""

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


Allows = Callable[[Iterable[int]], bool]
"""Whether strokes, by their indices, may be one group."""


def is_any_allowed(_: Iterable[int]) -> bool:
    """Return that any strokes may be one group."""
    return True


Places = npt.NDArray[np.int_]


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
        return self._sets_of([sorted(near) for near in self._links])

    def _sets_of(self, neighbours: list[list[int]]) -> list[tuple[int, ...]]:
        """Return the connected sets of places of a graph, fewest first, without those that are too wide."""
        found: list[tuple[int, ...]] = []
        for sets in _connected_sets(neighbours):
            low, high = self._corners(sets)
            width, height = np.maximum(high - low, LEAST_SIZE).T
            fits = (width <= MAX_ASPECT * height) & (np.maximum(width, height) <= self._max_size)
            fits |= sets.shape[1] == 1
            found += map(tuple, sets[fits].tolist())
        return found

    @property
    def _max_size(self) -> float:
        """The size in pixels up to which several strokes may be one digit; endless where few are on paper."""
        many = self._among.stroke_count == 0 and self._among.usual_size > LEAST_SIZE
        return MAX_RELATIVE_SIZE * self._among.usual_size if many else float("inf")

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
        return self._features_of_all(self._places)

    def _features_of_all(self, places: Sequence[tuple[int, ...]]) -> FloatArray:
        """Return the features of groups, fewest strokes first, (groups, len(FEATURES))."""
        sizes = [len(chosen) for chosen in places]
        starts = [0, *np.flatnonzero(np.diff(sizes) > 0) + 1, len(sizes)]
        parts = [np.array(places[a:b]) for a, b in pairwise(starts)]  # each (groups, k)
        return np.concatenate([self._features_of(sets) for sets in parts])

    def _features_of(self, sets: Places) -> FloatArray:
        """Return the features of groups of k strokes each, `sets` being their places, (groups, k)."""
        low, high = self._corners(sets)
        width, height = np.maximum(high - low, LEAST_SIZE).T
        size = np.maximum(width, height)
        relative = np.log(self._among.usual_size / size)
        one, count = np.ones(len(sets)), sets.shape[1]
        lone = self._among.usual_size <= LEAST_SIZE
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

    def cheapest_cover(
        self, read: Callable[[list[Group]], Iterable[float]], allows: Allows = is_any_allowed
    ) -> tuple[float, list[Group]]:
        """Return the cost in nats and the groups of the cheapest cover.

        `read` takes groups and returns a cost of 0 or more for each, in nats. It is asked for every stroke
        alone, and then only for groups that stand in a cover which would be the cheapest if they cost nothing
        more; so the result is the same as if all were read. Of several strokes only groups that `allows`
        lets pass are taken. Raises TooComplex.
        """
        alone = self._costs_alone(read)
        places = self._sets_of(self._worth_joining(alone))
        features = self._features_of_all(places)
        costs = features @ self._weights
        costs[: len(alone)] = alone
        # No cover is cheaper for a group that costs more than its strokes do one by one.
        single = np.array([alone[list(chosen)].sum() for chosen in places])
        useful = [
            k
            for k in np.flatnonzero(costs <= single).tolist()
            if len(places[k]) == 1 or allows([self.members[i] for i in places[k]])
        ]
        total, groups, steps = 0.0, [], Steps()
        for part in parts_of([places[k] for k in useful], len(self.members)):
            chosen = [k for k in useful if places[k][0] in part]
            found = self._search(part, chosen, places, features, costs, read, steps)
            total += float(costs[found].sum())
            groups += [Group(tuple(self.members[i] for i in places[k]), features[k]) for k in found]
        return total, groups

    def _costs_alone(self, read: Callable[[list[Group]], Iterable[float]]) -> FloatArray:
        """Return what each stroke costs as a group of its own, read, (n,)."""
        features = self._features_of(np.arange(len(self.members))[:, None])
        groups = [Group((member,), row) for member, row in zip(self.members, features, strict=True)]
        costs: FloatArray = features @ self._weights + np.fromiter(read(groups), float, len(groups))
        return costs

    def _worth_joining(self, alone: FloatArray) -> list[list[int]]:
        """Return for each stroke those that it may form a group with, given what each costs `alone`.

        Two strokes that read as digits and stand far apart would cost much more together. What may bring
        them together all the same is a third stroke, which is worth no more than `WORTH_OF_A_THIRD`.
        """
        pairs = np.array([(i, j) for i, near in enumerate(self._links) for j in near if i < j], int)
        near: list[list[int]] = [[] for _ in self._links]
        if not len(pairs):
            return near
        together = self._features_of(pairs) @ self._weights
        for i, j in pairs[together <= alone[pairs].sum(axis=1) + WORTH_OF_A_THIRD].tolist():
            near[i].append(j)
            near[j].append(i)
        return [sorted(others) for others in near]

    def _search(
        self,
        part: set[int],
        chosen: list[int],
        places: list[tuple[int, ...]],
        features: FloatArray,
        costs: FloatArray,
        read: Callable[[list[Group]], Iterable[float]],
        steps: Steps,
    ) -> list[int]:
        """Return which of the `chosen` groups make the cheapest cover of `part`; reads into `costs`."""
        known = {k for k in chosen if len(places[k]) == 1}
        search = Search(sorted(part), [places[k] for k in chosen], self._shapes, steps)
        while True:
            cover = [chosen[at] for at in search.cheapest(costs[chosen].tolist())]
            unread = [k for k in cover if k not in known]
            if not unread:
                return cover
            steps.add(STEPS_TO_READ * len(unread))
            groups = [Group(tuple(self.members[i] for i in places[k]), features[k]) for k in unread]
            costs[unread] += np.fromiter(read(groups), float, len(unread))
            known.update(unread)


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
