"""Fits `segmentation.WEIGHTS` to numbers composed of real pen digits.

Each number is made of digits by one writer. Which strokes form which digit is known, so the weights are those
under which the true covers of the clusters are most likely among all covers (conditional maximum likelihood
with a Gaussian prior, by L-BFGS).
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp
from tqdm import tqdm

from deeplearning.ink.drawings import Drawing
from deeplearning.ink.stroke import FloatArray, Stroke
from deeplearning.ink.writers import group_by_writer
from deeplearning.recognition.recognizer import Recognizer
from deeplearning.recognition.segmentation import FEATURES, Cluster
from deeplearning.synthesis.composition import side_by_side, stacked

MAX_COVERS = 20_000
"""Clusters with more covers are left out: they take long and say what the smaller ones do."""

PRIOR_DEVIATION = 3.0
"""Standard deviation of the weights' Gaussian prior, in nats a unit."""

DIGITS_IN_ROW = (2, 3, 4, 5, 6)
"""How many digits a row has."""

DIGITS_IN_ONLY_ROW = (1,) * 10 + (2, *DIGITS_IN_ROW)
"""The same where there is only one row. A lone digit, which nothing stands beside, must not fall apart, and
those of two loops or of a bar apart are few."""

GAP_IN_HEIGHTS = (-0.12, 0.4)
"""Empty paper between neighbours, in heights: from overlapping, as a long seven does, to far apart."""

TWO_ROW_SHARE = 0.3
"""Share of the examples that have two rows, one close under the other."""

ROW_GAP_IN_HEIGHTS = (0.08, 0.5)
"""Empty paper between them, in heights; any nearer, and the two loops of an eight would be zeros."""

DIGIT_HEIGHT = 200.0
"""Height of the composed digits, in paper pixels."""


@dataclass(frozen=True)
class Example:
    """The covers of a cluster: sums of features, (covers, features + 1), and the index of the true one."""

    sums: FloatArray
    true: int


def covers(cluster: Cluster) -> list[tuple[int, ...]]:
    """Return all covers of `cluster` as indices of its groups, at most `MAX_COVERS` + 1 of them."""
    containing: dict[int, list[int]] = defaultdict(list)
    for k, group in enumerate(cluster.groups):
        containing[group.strokes[0]].append(k)
    found: list[tuple[int, ...]] = []

    def extend(chosen: tuple[int, ...], left: tuple[int, ...]) -> None:
        if len(found) > MAX_COVERS:
            return
        if not left:
            found.append(chosen)
            return
        for k in containing[left[0]]:
            strokes = cluster.groups[k].strokes
            if set(strokes) <= set(left):
                extend((*chosen, k), tuple(i for i in left if i not in strokes))

    extend((), cluster.members)
    return found


def examples(drawings: Sequence[Drawing], recognizer: Recognizer, count: int, seed: int) -> Iterator[Example]:
    """Yield the clusters of `count` composed numbers of one to six digits that leave a choice."""
    rng = np.random.default_rng(seed)
    writers = group_by_writer(drawings)
    for _ in tqdm(range(count), unit=" numbers", file=sys.stderr):
        writer = writers[rng.integers(len(writers))]
        rows = []
        lengths = (
            rng.choice(DIGITS_IN_ROW, 2) if rng.random() < TWO_ROW_SHARE else [rng.choice(DIGITS_IN_ONLY_ROW)]
        )
        for length in lengths:
            digits = [writer[rng.integers(len(writer))] for _ in range(length)]
            # Less even than people write, so that the weights do not lean on evenness.
            rows.append(side_by_side(digits, rng, GAP_IN_HEIGHTS, size=0.3, rise=0.2))
        written, groups = rows[0] if len(rows) == 1 else stacked(rows[0], rows[1], rng, ROW_GAP_IN_HEIGHTS)
        strokes = [Stroke.of(stroke.points * DIGIT_HEIGHT) for stroke in written]
        for cluster in recognizer.segmenter.clusters(strokes, recognizer.segmenter.surroundings(strokes)):
            example = _example(cluster, set(groups), strokes, recognizer)
            if example is not None:
                yield example


def _example(
    cluster: Cluster, groups: set[tuple[int, ...]], strokes: Sequence[Stroke], recognizer: Recognizer
) -> Example | None:
    """Return `cluster` as an example, or None where it leaves no choice, too many, or no right one."""
    ways = covers(cluster)
    true = [{cluster.groups[k].strokes for k in way} <= groups for way in ways]
    if not 1 < len(ways) <= MAX_COVERS or sum(true) != 1:
        return None
    keys = [tuple(strokes[i] for i in group.strokes) for group in cluster.groups]
    surprisals = recognizer.doubts(keys)
    features = np.column_stack([[group.features for group in cluster.groups], surprisals])
    return Example(np.array([features[list(way)].sum(axis=0) for way in ways]), true.index(True))


def fit(data: Sequence[Example]) -> tuple[FloatArray, float]:
    """Return the likeliest weights, the network's last, and the share of clusters they group right."""

    def loss(weights: FloatArray) -> tuple[float, FloatArray]:
        total, gradient = float((weights**2).sum()) / (2 * PRIOR_DEVIATION**2), weights / PRIOR_DEVIATION**2
        for example in data:
            scores = -example.sums @ weights
            shares = np.exp(scores - logsumexp(scores))
            total -= float(np.log(max(shares[example.true], 1e-300)))
            gradient = gradient + example.sums[example.true] - shares @ example.sums
        return total, gradient

    # A less certain answer must never make a group cheaper: the search for the best cover relies on it.
    limits = [(None, None)] * len(FEATURES) + [(0.0, None)]
    weights = minimize(loss, np.ones(len(limits)), jac=True, method="L-BFGS-B", bounds=limits).x
    right = np.mean([int((example.sums @ weights).argmin()) == example.true for example in data])
    return weights, float(right)
