"""Finds how strokes are best divided among digits, by geometry and network together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from deeplearning.ink.stroke import FloatArray, Stroke
from deeplearning.recognition.cover import (
    NOWHERE,
    Allows,
    Cluster,
    Group,
    Surroundings,
    is_any_allowed,
)
from deeplearning.recognition.cover_search import TooComplex
from deeplearning.recognition.group_reader import GroupReader, doubt_features
from deeplearning.recognition.segmentation import Segmenter

READ_WEIGHTS = np.array([8.91, 1.99, 0.0])
"""Cost of one unit of each of `doubt_features`, in nats; fitted with `cover.WEIGHTS`."""

MAX_CROSSINGS_PER_STROKE = 2.0
"""Where each stroke crosses more others than this on average, in a cluster of several groups' strokes, it is
hatching or a grid: a digit's stroke crosses one other, seldom two."""

LEAST_HATCHING = 8
"""Strokes that a hatching has at least."""


class Cover(NamedTuple):
    """How strokes are divided: the cost in nats, the groups as indices, and the groups that were given up."""

    cost: float
    groups: list[tuple[int, ...]]
    given_up: list[tuple[int, ...]]


class CoverFinder:
    """Finds the cheapest covers of strokes with one segmenter and one reader."""

    def __init__(
        self, segmenter: Segmenter, reader: GroupReader, read_weights: FloatArray = READ_WEIGHTS
    ) -> None:
        """Take what links strokes and what reads groups."""
        self.segmenter = segmenter
        self.reader = reader
        self._read_weights = read_weights

    def cheapest(
        self, strokes: Sequence[Stroke], among: Surroundings = NOWHERE, allows: Allows = is_any_allowed
    ) -> Cover:
        """Return the cheapest cover of `strokes`, none of them split, by groups that `allows` lets pass."""
        total = 0.0
        groups: list[tuple[int, ...]] = []
        given_up = []
        for cluster in self.segmenter.clusters(strokes, among):
            try:
                cost, found = self.cheapest_of(cluster, strokes, allows)
            except TooComplex:
                given_up.append(cluster.members)
                continue
            total += cost
            groups += [group.strokes for group in found]
        return Cover(total, groups, given_up)

    def cheapest_of(
        self, cluster: Cluster, strokes: Sequence[Stroke], allows: Allows = is_any_allowed
    ) -> tuple[float, list[Group]]:
        """Return the cost and the groups of the cheapest cover of one cluster; raises TooComplex."""
        if len(cluster.members) >= LEAST_HATCHING and cluster.crossings > MAX_CROSSINGS_PER_STROKE:
            raise TooComplex

        def read(groups: list[Group]) -> FloatArray:
            keys = [tuple(strokes[i] for i in group.strokes) for group in groups]
            certainties = [reading.certainty for reading in self.reader.read(keys)]
            costs: FloatArray = doubt_features(certainties) @ self._read_weights
            return costs

        return cluster.cheapest_cover(read, allows)
