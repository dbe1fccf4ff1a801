"""Fits `segmentation.WEIGHTS` to numbers composed of real pen digits, and prints them.

    python -m deeplearning.fit_segmentation pendigits-orig.tra --without-writers 21,22,23

Each number is written by one hand; which strokes form which digit is known, so the weights are those under
which the true covers of the clusters are most likely among all covers (conditional maximum likelihood with a
Gaussian prior, by L-BFGS).
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp
from tqdm import tqdm

from deeplearning.ink.drawings import Drawing, DrawingError, load
from deeplearning.ink.stroke import FloatArray, Stroke
from deeplearning.ink.writers import by_other_writers, group_by_writer, is_digit
from deeplearning.recognition.network import ModelError, warn
from deeplearning.recognition.recognizer import MODEL, Recognizer
from deeplearning.recognition.segmentation import FEATURES, Cluster
from deeplearning.synthesis.composition import side_by_side, stacked

MOST_COVERS = 20_000
"""Clusters with more covers are left out: they take long and teach what the smaller ones do."""

PRIOR = 3.0
"""Standard deviation of the weights' Gaussian prior, in nats a unit."""

SEVERAL = (2, 3, 4, 5, 6)
"""How many digits a row has."""

LENGTHS = (1,) * 10 + (2, *SEVERAL)
"""The same where there is only one row. A lone digit, which nothing stands beside, must not fall apart, and
those of two loops or of a bar apart are few."""

GAP = (-0.12, 0.4)
"""Empty paper between neighbours, in heights: from overlapping, as a long seven does, to far apart."""

ROWS = 0.3
"""Share of the examples that have two rows, one close under the other."""

ROW_GAP = (0.08, 0.5)
"""Empty paper between them, in heights; any nearer, and the two loops of an eight would be zeros."""

HEIGHT = 200.0
"""Height of the composed digits, in paper pixels."""


@dataclass(frozen=True)
class Example:
    """A cluster's covers: what each sums to, shape (covers, features + 1), and which one is true."""

    sums: FloatArray
    true: int


def covers(cluster: Cluster) -> list[tuple[int, ...]]:
    """Return all covers of `cluster` as indices of its groups, at most `MOST_COVERS` + 1 of them."""
    containing: dict[int, list[int]] = defaultdict(list)
    for k, group in enumerate(cluster.groups):
        containing[group.strokes[0]].append(k)
    found: list[tuple[int, ...]] = []

    def extend(chosen: tuple[int, ...], left: tuple[int, ...]) -> None:
        if len(found) > MOST_COVERS:
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
    hands = group_by_writer(drawings)
    for _ in tqdm(range(count), unit=" numbers", file=sys.stderr):
        hand = hands[rng.integers(len(hands))]
        rows = []
        lengths = rng.choice(SEVERAL, 2) if rng.random() < ROWS else [rng.choice(LENGTHS)]
        for length in lengths:
            digits = [hand[rng.integers(len(hand))] for _ in range(length)]
            # Less even than people write, so that the weights do not lean on evenness.
            rows.append(side_by_side(digits, rng, GAP, size=0.3, rise=0.2))
        written, groups = rows[0] if len(rows) == 1 else stacked(rows[0], rows[1], rng, ROW_GAP)
        strokes = [Stroke.of(stroke.points * HEIGHT) for stroke in written]
        for cluster in recognizer.segmenter.clusters(strokes, recognizer.segmenter.surroundings(strokes)):
            example = _example(cluster, set(groups), strokes, recognizer)
            if example is not None:
                yield example


def _example(
    cluster: Cluster, groups: set[tuple[int, ...]], strokes: Sequence[Stroke], recognizer: Recognizer
) -> Example | None:
    ways = covers(cluster)
    true = [{cluster.groups[k].strokes for k in way} <= groups for way in ways]
    if not 1 < len(ways) <= MOST_COVERS or sum(true) != 1:
        return None
    keys = [tuple(strokes[i] for i in group.strokes) for group in cluster.groups]
    doubts = recognizer.doubts(keys)
    features = np.column_stack([[group.features for group in cluster.groups], doubts])
    return Example(np.array([features[list(way)].sum(axis=0) for way in ways]), true.index(True))


def fit(data: Sequence[Example]) -> tuple[FloatArray, float]:
    """Return the likeliest weights, the network's last, and the share of clusters they get right."""

    def loss(weights: FloatArray) -> tuple[float, FloatArray]:
        total, gradient = float((weights**2).sum()) / (2 * PRIOR**2), weights / PRIOR**2
        for example in data:
            scores = -example.sums @ weights
            shares = np.exp(scores - logsumexp(scores))
            total -= float(np.log(max(shares[example.true], 1e-300)))
            gradient = gradient + example.sums[example.true] - shares @ example.sums
        return total, gradient

    # A doubt of the network must never make a group cheaper: the search for the best cover relies on it.
    limits = [(None, None)] * len(FEATURES) + [(0.0, None)]
    weights = minimize(loss, np.ones(len(limits)), jac=True, method="L-BFGS-B", bounds=limits).x
    right = np.mean([int((example.sums @ weights).argmin()) == example.true for example in data])
    return weights, float(right)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status, 2 where a file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m deeplearning.fit_segmentation")
    parser.add_argument("unipen", type=Path, help="UCI's pendigits-orig.tra")
    parser.add_argument(
        "--model", type=Path, nargs="+", default=[MODEL], help="networks that must agree with it"
    )
    parser.add_argument("--without-writers", default="", metavar="A,B", help="leave these hands out")
    parser.add_argument("--count", type=int, default=2500, help="composed numbers")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args(argv)
    try:
        drawings = [drawing for drawing in load(arguments.unipen) if is_digit(drawing)]
        if arguments.without_writers:
            drawings = by_other_writers(drawings, arguments.without_writers)
        recognizers = [Recognizer(path) for path in arguments.model]
    except (DrawingError, ModelError) as error:
        print(error, file=sys.stderr)
        return 2
    for recognizer in recognizers:
        warn(recognizer.warning)
    data = [
        example
        for recognizer in recognizers
        for example in examples(drawings, recognizer, arguments.count, arguments.seed)
    ]
    weights, right = fit(data)
    print(f"{len(data)} clusters that leave a choice, {right:.2%} grouped right")
    for name, weight in zip((*FEATURES, "the network's doubt"), weights, strict=True):
        print(f"{weight:8.2f}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
