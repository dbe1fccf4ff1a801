"""Which strokes make which digit: links strokes that stand near each other, and finds their clusters."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np

from deeplearning.ink.stroke import FloatArray, Stroke
from deeplearning.recognition.cover import MAX_GROUP_STROKES, NOWHERE, WEIGHTS, Cluster, Surroundings
from deeplearning.recognition.links import MAX_GAP, Link, Shape, link

MAX_LINKS = 6
"""A stroke is linked to its nearest neighbours only, so that a scribble of hundreds stays tractable."""

MAX_MEASURED = 24
"""Strokes whose distance to another is measured at most, those with the nearest boxes: a digit has far fewer
neighbours."""


class Segmenter:
    """Finds clusters of strokes; remembers what it measured of strokes still in use."""

    def __init__(self, weights: FloatArray = WEIGHTS) -> None:
        """Use `weights`, shape (len(FEATURES),), nats a unit."""
        self.weights = weights
        self._shapes: WeakKeyDictionary[Stroke, Shape] = WeakKeyDictionary()
        self._links: WeakKeyDictionary[Stroke, WeakKeyDictionary[Stroke, Link | None]] = WeakKeyDictionary()

    def surroundings(self, strokes: Sequence[Stroke]) -> Surroundings:
        """Return what the groups of all `strokes` on paper, at least one, are seen among."""
        usual = np.quantile([self.shape(stroke).size for stroke in strokes], 0.75)
        count = len(strokes) if len(strokes) <= MAX_GROUP_STROKES else 0
        return Surroundings(count, float(np.exp(np.round(np.log(usual), 1))))

    def shape(self, stroke: Stroke) -> Shape:
        """Return what geometry needs of `stroke`."""
        shape = self._shapes.get(stroke)
        if shape is None:
            shape = self._shapes[stroke] = Shape.of(stroke)
        return shape

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
            shapes = [self.shape(strokes[i]) for i in members]
            found.append(Cluster(tuple(members), shapes, links, self.weights, among))
        return found

    def _neighbours(self, strokes: Sequence[Stroke]) -> list[dict[int, Link]]:
        """Return for every stroke its links, by the index of the other; always in both directions."""
        shapes = [self.shape(stroke) for stroke in strokes]
        neighbours: list[dict[int, Link]] = [{} for _ in strokes]
        if len(strokes) < 2:
            return neighbours
        low, high = np.array([s.low for s in shapes]), np.array([s.high for s in shapes])
        sizes = np.array([s.size for s in shapes])
        # Distances between boxes, (n, n), negative where they overlap in both axes.
        apart = np.maximum(low[None] - high[:, None], low[:, None] - high[None]).max(axis=2)
        near = np.triu(apart <= MAX_GAP * np.maximum(sizes[:, None], sizes[None]), 1)
        pairs = []
        for i in np.flatnonzero(near.any(axis=1)).tolist():
            chosen = np.flatnonzero(near[i])
            if len(chosen) > MAX_MEASURED:
                chosen = chosen[np.argsort(apart[i, chosen], kind="stable")[:MAX_MEASURED]]
            for j in chosen.tolist():
                found = self._link(strokes[i], strokes[j])
                if found is not None:
                    pairs.append((found.gap, i, j, found))
        for _, i, j, found in sorted(pairs, key=lambda pair: pair[:3]):
            # Strokes that cross are always linked: how many there are tells writing from hatching.
            room = len(neighbours[i]) < MAX_LINKS and len(neighbours[j]) < MAX_LINKS
            if room or found.crossing:
                neighbours[i][j] = neighbours[j][i] = found
        return neighbours

    def _link(self, one: Stroke, other: Stroke) -> Link | None:
        known = self._links.setdefault(one, WeakKeyDictionary())
        if other not in known:
            known[other] = link(self.shape(one), self.shape(other))
        return known[other]
