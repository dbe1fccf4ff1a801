"""Fits the weights of covers, `cover.WEIGHTS` and `covers.READ_WEIGHTS`, to drawings whose digits are known.

Four kinds of examples say which strokes form which digit: single digits, which must not fall apart; letters,
which are one group that is no digit; numbers composed of one writer's digits; and real numbers, of which only
the label is known, so that every cover that reads as the label is right. The weights are those under which
the right covers of the clusters are most likely among all covers (conditional maximum likelihood with a
Gaussian prior, by L-BFGS).
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import logsumexp
from tqdm import tqdm

from deeplearning.ink.drawings import Drawing
from deeplearning.ink.stroke import FloatArray, Stroke, inked_box
from deeplearning.ink.writers import group_by_writer
from deeplearning.recognition.cover import FEATURES, Cluster
from deeplearning.recognition.group_reader import DOUBT_STEPS, doubt_features
from deeplearning.recognition.reading_order import lines_of
from deeplearning.recognition.recognizer import Recognizer
from deeplearning.synthesis.composition import side_by_side, stacked
from deeplearning.synthesis.styles import styled

MAX_COVERS = 8_000
"""Clusters with more covers are left out: they take long and say what the smaller ones do."""

PRIOR_DEVIATION = 3.0
"""Standard deviation of the weights' Gaussian prior, in nats a unit."""

DIGITS_IN_ROW = (2, 3, 4, 5, 6)
"""How many digits a row has."""

GAP_IN_HEIGHTS = (-0.2, 0.4)
"""Empty paper between neighbours, in heights: from overlapping, as a long seven does, to far apart."""

TWO_ROW_SHARE = 0.3
"""Share of the composed examples that have two rows, one close under the other."""

ROW_GAP_IN_HEIGHTS = (0.08, 0.5)
"""Empty paper between them, in heights; any nearer, and the two loops of an eight would be zeros."""

DIGIT_HEIGHT = 200.0
"""Height of the composed digits, in paper pixels."""

LEAST_LIKELIHOOD = 0.05
"""A real number's cover counts as right where each of its digits is read as labelled with this probability."""

Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Example:
    """The covers of a cluster: sums of features, (covers, features), which are right, and their weight."""

    sums: FloatArray
    right: Truths
    weight: float = 1.0


@dataclass(frozen=True)
class Candidates:
    """All covers of a cluster, as indices of its groups, with the groups' strokes, features and answers."""

    covers: list[tuple[int, ...]]
    groups: list[tuple[int, ...]]
    features: FloatArray
    probabilities: FloatArray

    def example(self, right: Iterable[bool], weight: float = 1.0) -> Example | None:
        """Return the example in which the covers that are `right` are; None where none or every one is."""
        truths = np.fromiter(right, bool, len(self.covers))
        if not truths.any() or truths.all():
            return None
        sums = np.array([self.features[list(cover)].sum(axis=0) for cover in self.covers])
        return Example(sums, truths, weight)


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


def candidates(strokes: Sequence[Stroke], recognizer: Recognizer) -> list[Candidates | None]:
    """Return the candidates of every cluster of `strokes`; None for one with too many covers."""
    finder = recognizer.finder
    among = finder.segmenter.surroundings(strokes)
    found: list[Candidates | None] = []
    for cluster in finder.segmenter.clusters(strokes, among):
        ways = covers(cluster)
        if len(ways) > MAX_COVERS:
            found.append(None)
            continue
        groups = [group.strokes for group in cluster.groups]
        answers = finder.reader.probabilities([tuple(strokes[i] for i in group) for group in groups])
        features = [group.features for group in cluster.groups]
        both = np.column_stack([features, doubt_features(answers)])
        found.append(Candidates(ways, groups, both, np.asarray(answers, float)))
    return found


def whole_examples(drawings: Sequence[Drawing], recognizer: Recognizer, weight: float) -> Iterator[Example]:
    """Yield drawings of several strokes that are one digit, or one letter, each as one group."""
    for drawing in tqdm(drawings, unit=" drawings", file=sys.stderr):
        strokes = recognizer.strokes_to_group(drawing.strokes)
        if len(strokes) < 2:
            continue
        for cluster in candidates(strokes, recognizer):
            if cluster is not None:
                everything = len(strokes)
                single = (
                    len(cover) == 1 and len(cluster.groups[cover[0]]) == everything
                    for cover in cluster.covers
                )
                example = cluster.example(single, weight)
                if example is not None:
                    yield example


def restyled(drawing: Drawing, rng: np.random.Generator) -> Drawing:
    """Return a digit as it is or in a rare style: gone over, by a pen that skips, slashed, its bar far off."""
    paths = styled([stroke.points for stroke in drawing.strokes], int(drawing.label or 0), rng)
    return Drawing(tuple(map(Stroke.of, paths)), drawing.label, drawing.notes)


def composed_examples(
    digits: Sequence[Drawing], recognizer: Recognizer, count: int, seed: int
) -> Iterator[Example]:
    """Yield the clusters of `count` numbers of two to six digits, each by one writer, that leave a choice."""
    rng = np.random.default_rng(seed)
    writers = [writer for writer in group_by_writer(digits) if len(writer) > 5]
    for _ in tqdm(range(count), unit=" numbers", file=sys.stderr):
        written, groups = _composed(writers[rng.integers(len(writers))], rng)
        strokes = [Stroke.of(stroke.points * DIGIT_HEIGHT) for stroke in written]
        true = set(groups)
        for cluster in candidates(strokes, recognizer):
            if cluster is not None:
                right = ({cluster.groups[k] for k in cover} <= true for cover in cluster.covers)
                example = cluster.example(right)
                if example is not None:
                    yield example


def _composed(
    writer: Sequence[Drawing], rng: np.random.Generator
) -> tuple[list[Stroke], list[tuple[int, ...]]]:
    """Return the strokes of a number by one writer, in one row or two, and the strokes of each digit."""
    rows = []
    for length in rng.choice(DIGITS_IN_ROW, 2 if rng.random() < TWO_ROW_SHARE else 1):
        digits = [restyled(writer[rng.integers(len(writer))], rng) for _ in range(length)]
        # Less even than people write, so that the weights do not lean on evenness.
        rows.append(side_by_side(digits, rng, GAP_IN_HEIGHTS, size=0.3, rise=0.2))
    return rows[0] if len(rows) == 1 else stacked(rows[0], rows[1], rng, ROW_GAP_IN_HEIGHTS)


def number_examples(numbers: Sequence[Drawing], recognizer: Recognizer, weight: float) -> Iterator[Example]:
    """Yield the clusters of real numbers in one row, with all covers that read as the label as the right ones."""
    for drawing in tqdm(numbers, unit=" numbers", file=sys.stderr):
        strokes = recognizer.strokes_to_group(drawing.strokes)
        label = (drawing.label or "").replace(" ", "")
        clusters = candidates(strokes, recognizer) if strokes else []
        known = [cluster for cluster in clusters if cluster is not None]
        if len(known) < len(clusters) or not label.isdecimal():
            continue
        middles = [inked_box([strokes[i] for g in c.groups for i in g]).centre[0] for c in known]
        ordered = [known[k] for k in np.argsort(middles)]
        for cluster, part in zip(ordered, _shared_out(ordered, label, strokes), strict=False):
            right = (_reads_as(cluster, cover, part, strokes) is not None for cover in cluster.covers)
            example = cluster.example(right, weight)
            if example is not None:
                yield example


def _shared_out(clusters: Sequence[Candidates], label: str, strokes: Sequence[Stroke]) -> list[str]:
    """Return the part of `label` that each cluster, from left to right, most likely is; nothing where none fits."""
    # best[k] holds the likeliest way in which the clusters so far read the first k characters.
    best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    for cluster in clusters:
        longer: dict[int, tuple[float, tuple[str, ...]]] = {}
        for start, (score, parts) in best.items():
            for end in range(start + 1, min(start + len(cluster.groups), len(label)) + 1):
                part = label[start:end]
                likely = [_reads_as(cluster, cover, part, strokes) for cover in cluster.covers]
                found = max((value for value in likely if value is not None), default=None)
                if found is not None and (end not in longer or score + found > longer[end][0]):
                    longer[end] = (score + found, (*parts, part))
        best = longer
    return list(best[len(label)][1]) if len(label) in best else []


def _reads_as(
    cluster: Candidates, cover: tuple[int, ...], part: str, strokes: Sequence[Stroke]
) -> float | None:
    """Return the log-likelihood with which a cover reads as `part`, from left to right; None where it does not."""
    if len(cover) != len(part):
        return None
    boxes = [inked_box([strokes[i] for i in cluster.groups[k]]) for k in cover]
    lines = lines_of(boxes)
    order = [i for line in lines for i in line]
    likely = [cluster.probabilities[cover[i], int(mark)] for i, mark in zip(order, part, strict=True)]
    return float(np.log(likely).sum()) if min(likely) >= LEAST_LIKELIHOOD else None


def fit(data: Sequence[Example]) -> tuple[FloatArray, float]:
    """Return the likeliest weights, the readings' last, and the share of clusters they group right."""

    def loss(weights: FloatArray) -> tuple[float, FloatArray]:
        total, gradient = float((weights**2).sum()) / (2 * PRIOR_DEVIATION**2), weights / PRIOR_DEVIATION**2
        for example in data:
            scores = -example.sums @ weights
            every, right = logsumexp(scores), logsumexp(scores[example.right])
            shares = np.exp(scores - every)
            true_shares = np.where(example.right, np.exp(scores - right), 0.0)
            total += example.weight * float(every - right)
            gradient = gradient + example.weight * ((true_shares - shares) @ example.sums)
        return total, gradient

    # A less certain answer must never make a group cheaper: the search for the best cover relies on it.
    limits = [(None, None)] * len(FEATURES) + [(0.0, None)] * len(DOUBT_STEPS)
    weights = minimize(loss, np.ones(len(limits)), jac=True, method="L-BFGS-B", bounds=limits).x
    right = [bool(example.right[int((example.sums @ weights).argmin())]) for example in data]
    return weights, float(np.mean(right))
