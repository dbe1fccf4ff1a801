"""Searches for the cheapest way to put every stroke of a cluster into exactly one group."""

from __future__ import annotations

from collections.abc import Sequence

from deeplearning.recognition.links import Shape

MAX_PARTIAL_COVERS = 512
"""Most partial covers kept at a stroke; fewer arise in any number, so the result is exact there."""

FEW_PARTIAL_COVERS = 8
"""The same on a crowded page, once the exact search takes too long: its best ways are found all the same."""

MAX_EXACT_STEPS, MAX_STEPS = 6_000, 24_000
"""Steps of the search up to which it is exact, and after which a cluster is given up: about 6 and 25 ms. Six
tight digits take a few hundred."""


class TooComplex(Exception):
    """A cluster in which no cover was found within `MAX_STEPS`: hardly writing."""


class Steps:
    """Counts the steps of all searches in a cluster."""

    def __init__(self) -> None:
        """Begin with none."""
        self._taken = 0

    @property
    def partial_covers(self) -> int:
        """How many partial covers are worth keeping at a stroke."""
        return MAX_PARTIAL_COVERS if self._taken < MAX_EXACT_STEPS else FEW_PARTIAL_COVERS

    def add(self, count: int) -> None:
        """Count further steps; raises TooComplex after `MAX_STEPS`."""
        self._taken += count
        if self._taken > MAX_STEPS:
            raise TooComplex


def parts_of(places: Sequence[tuple[int, ...]], count: int) -> list[set[int]]:
    """Return `count` strokes as sets that no group of `places` joins with each other."""
    part = {i: {i} for i in range(count)}
    for first, *others in places:
        for other in others:
            if part[other] is not part[first]:
                part[first] |= part[other]
                for i in part[other]:
                    part[i] = part[first]
    return list({id(strokes): strokes for strokes in part.values()}.values())


class Search:
    """Looks for the cheapest cover of some strokes again and again, while the costs become known."""

    def __init__(
        self, strokes: list[int], groups: Sequence[tuple[int, ...]], shapes: Sequence[Shape], steps: Steps
    ) -> None:
        """Take the places of `strokes` and `groups` in a cluster, and the cluster's `shapes`."""
        self._count = len(strokes)
        order = sorted(strokes, key=lambda i: (float(shapes[i].low[0]), i))
        rank = {i: at for at, i in enumerate(order)}
        # Groups by their leftmost stroke, each with the set of its strokes as bits.
        self._by_first: list[list[tuple[int, int]]] = [[] for _ in strokes]
        for k, chosen in enumerate(groups):
            bits = sum(1 << rank[i] for i in chosen)
            self._by_first[(bits & -bits).bit_length() - 1].append((bits, k))
        self._steps = steps

    def cheapest(self, costs: Sequence[float]) -> list[int]:
        """Return the indices of the groups in the cheapest cover; raises TooComplex."""
        n = self._count
        # partial[i] maps the set of covered strokes, i the leftmost that is missing, to the cheapest way.
        partial: list[dict[int, tuple[float, tuple[int, ...]]]] = [{} for _ in range(n + 1)]
        partial[0][0] = (0.0, ())
        for i in range(n):
            states = sorted(partial[i].items(), key=lambda state: (state[1][0], state[0]))
            for covered, (cost, chosen) in states[: self._steps.partial_covers]:
                self._steps.add(len(self._by_first[i]))
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
