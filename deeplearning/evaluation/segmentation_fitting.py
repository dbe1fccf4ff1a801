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
from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from tqdm import tqdm

from deeplearning._errors import UserError
from deeplearning.ink.drawings import Drawing
from deeplearning.ink.placement import place
from deeplearning.ink.stroke import PAPER, FloatArray, Stroke, inked_box
from deeplearning.ink.writers import group_by_writer, is_digit
from deeplearning.recognition.cover import FEATURES, Cluster
from deeplearning.recognition.group_reader import DOUBT_STEPS, doubt_features
from deeplearning.recognition.links import Shape, link
from deeplearning.recognition.reading_order import lines_of
from deeplearning.recognition.recognizer import Recognizer
from deeplearning.synthesis import styles
from deeplearning.synthesis.composition import side_by_side, stacked

MAX_LISTED_COVERS = 8_000
"""Clusters with more covers are left out: they take long and say what the smaller ones do."""

PRIOR_DEVIATION = 3.0
"""Standard deviation of the weights' Gaussian prior, in nats a unit."""

DIGITS_IN_ROW = (2, 2, 2, 3, 3, 4, 5, 6)
"""How many digits a row has: short numbers are common, and most like a letter of two strokes."""

GAP_IN_HEIGHTS = (-0.12, 0.4)
"""Empty paper between neighbours, in heights: from overlapping, as a long seven does, to far apart."""

OVERHANG_IN_HEIGHTS = (-0.5, -0.1)
"""The same where one digit reaches over or under its neighbour, as a seven's top or a two's foot does."""

OVERHANG_SHARE = 0.35
"""Share of the composed examples with such gaps; those in which digits cross are left out."""

TWO_ROW_SHARE = 0.3
"""Share of the composed examples that have two rows, one close under the other."""

TIGHT_ROW_GAP_IN_HEIGHTS = (0.08, 0.5)
"""Empty paper between them, in heights; any nearer, and the two loops of an eight would be zeros."""

DIGIT_HEIGHT_IN_PIXELS = 200.0
"""Height of the composed digits, in paper pixels."""

LETTER_WEIGHT, NUMBER_WEIGHT = 0.5, 4.0
"""How much a letter and a real number count beside a digit or a composed number."""

CLEAR_LETTERS = frozenset("AEFHKMNPRWXdefhkmnprwx")
"""Letters of UNIPEN that look like no digit and like no two digits in one stroke."""

LEAST_LIKELIHOOD = 0.05
"""A real number's cover is right where each of its digits is read as labelled with this probability."""

Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Example:
    """The covers of a cluster: sums of features, (covers, features), which are right, and a weight."""

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
    """Return all covers of `cluster` as indices of its groups, at most `MAX_LISTED_COVERS` + 1 of them."""
    containing: dict[int, list[int]] = defaultdict(list)
    for k, group in enumerate(cluster.groups):
        containing[group.strokes[0]].append(k)
    found: list[tuple[int, ...]] = []

    def extend(chosen: tuple[int, ...], left: tuple[int, ...]) -> None:
        if len(found) > MAX_LISTED_COVERS:
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
        if len(ways) > MAX_LISTED_COVERS:
            found.append(None)
            continue
        groups = [group.strokes for group in cluster.groups]
        answers = finder.reader.probabilities([tuple(strokes[i] for i in group) for group in groups])
        features = [group.features for group in cluster.groups]
        both = np.column_stack([features, doubt_features(answers.max(axis=1))])
        found.append(Candidates(ways, groups, both, np.asarray(answers, float)))
    return found


def all_examples(drawings: Sequence[Drawing], recognizer: Recognizer, count: int, seed: int) -> list[Example]:
    """Return the examples that `drawings` of digits, letters (labelled ?) and numbers give.

    `count` is of the numbers that are composed; single digits and letters are at most 2.5 times as many.
    """
    rng = np.random.default_rng(seed)
    digits = [place(drawing, DIGIT_HEIGHT_IN_PIXELS / PAPER) for drawing in drawings if is_digit(drawing)]
    letters = [drawing for drawing in drawings if drawing.notes.get("letter") in CLEAR_LETTERS]
    numbers = [drawing for drawing in drawings if len(drawing.label or "") > 1]

    def some(chosen: Sequence[Drawing], most: float) -> list[Drawing]:
        return [chosen[i] for i in rng.permutation(len(chosen))[: round(most)].tolist()]

    single = some([drawing for drawing in digits if len(drawing.strokes) > 1], 1.5 * count)
    single += [restyled(drawing, rng) for drawing in some(digits, 2.5 * count)]
    single += [gone_over(drawing, rng) for drawing in some(digits, 0.5 * count)]
    return [
        *whole_examples(some(letters, 2.5 * count), recognizer, LETTER_WEIGHT),
        *whole_examples(single, recognizer, 1.0),
        *composed_examples(digits, recognizer, count, seed),
        *number_examples(numbers, recognizer, NUMBER_WEIGHT),
    ]


def whole_examples(drawings: Sequence[Drawing], recognizer: Recognizer, weight: float) -> Iterator[Example]:
    """Yield drawings of several strokes that are one digit, or one letter, each as one group."""
    for drawing in tqdm(drawings, unit=" drawings", file=sys.stderr):
        strokes = recognizer.strokes_to_group(drawing.strokes)
        found = candidates(strokes, recognizer) if len(strokes) > 1 else []
        for cluster in found:
            if cluster is not None:
                whole = [len(c) == 1 and len(cluster.groups[c[0]]) == len(strokes) for c in cluster.covers]
                example = cluster.example(whole, weight)
                if example is not None:
                    yield example


def gone_over(drawing: Drawing, rng: np.random.Generator) -> Drawing:
    """Return a digit of which one stroke was written twice, the second time a little beside the first."""
    paths = styles.gone_over([stroke.points for stroke in drawing.strokes], 0, rng)
    return Drawing(tuple(map(Stroke.of, paths)), drawing.label, drawing.notes)


def restyled(drawing: Drawing, rng: np.random.Generator) -> Drawing:
    """Return a digit as it is or in a rare style: gone over, slashed, its bar far off, by a skipping pen."""
    paths = styles.styled([stroke.points for stroke in drawing.strokes], int(drawing.label or 0), rng)
    return Drawing(tuple(map(Stroke.of, paths)), drawing.label, drawing.notes)


def composed_examples(
    digits: Sequence[Drawing], recognizer: Recognizer, count: int, seed: int
) -> Iterator[Example]:
    """Yield the clusters of `count` numbers of two to six digits by one writer each that leave a choice."""
    rng = np.random.default_rng(seed)
    writers = [writer for writer in group_by_writer(digits) if len(writer) > 5]
    if not writers:
        raise UserError("No writer has more than five digits, of which numbers could be composed.")
    for _ in tqdm(range(count), unit=" numbers", file=sys.stderr):
        overhang = rng.random() < OVERHANG_SHARE
        gap = OVERHANG_IN_HEIGHTS if overhang else GAP_IN_HEIGHTS
        written, groups = _composed(writers[int(rng.integers(len(writers)))], gap, rng)
        strokes = [Stroke.of(stroke.points * DIGIT_HEIGHT_IN_PIXELS) for stroke in written]
        true = set(groups)
        if overhang and _cross(strokes, groups):
            continue
        for cluster in candidates(strokes, recognizer):
            if cluster is not None:
                right = ({cluster.groups[k] for k in cover} <= true for cover in cluster.covers)
                example = cluster.example(right)
                if example is not None:
                    yield example


def _cross(strokes: Sequence[Stroke], groups: Sequence[tuple[int, ...]]) -> bool:
    """Return whether strokes of different `groups` cross."""
    shapes = [Shape.of(stroke) for stroke in strokes]
    links = [link(shapes[i], shapes[j]) for one, other in combinations(groups, 2) for i in one for j in other]
    return any(found is not None and found.crossing for found in links)


def _composed(
    writer: Sequence[Drawing], gap: tuple[float, float], rng: np.random.Generator
) -> tuple[list[Stroke], list[tuple[int, ...]]]:
    """Return the strokes of a number by one writer, in one row or two, and the strokes of each digit."""
    rows = []
    for length in rng.choice(DIGITS_IN_ROW, 2 if rng.random() < TWO_ROW_SHARE else 1):
        digits = [restyled(writer[int(rng.integers(len(writer)))], rng) for _ in range(length)]
        # Less even than people write, so that the weights do not lean on evenness.
        rows.append(side_by_side(digits, rng, gap, size=0.3, rise=0.2))
    return rows[0] if len(rows) == 1 else stacked(rows[0], rows[1], rng, TIGHT_ROW_GAP_IN_HEIGHTS)


def number_examples(numbers: Sequence[Drawing], recognizer: Recognizer, weight: float) -> Iterator[Example]:
    """Yield the clusters of real numbers in one row; all covers that read as the label are right."""
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
    """Return the part of `label` that each cluster, from left to right, most likely is, if there is a fit."""
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
    """Return the log-likelihood with which a cover reads as `part`; None where it does not."""
    if len(cover) != len(part):
        return None
    boxes = [inked_box([strokes[i] for i in cluster.groups[k]]) for k in cover]
    lines = lines_of(boxes)
    order = [i for line in lines for i in line]
    likely = [cluster.probabilities[cover[i], int(mark)] for i, mark in zip(order, part, strict=True)]
    return float(np.log(likely).sum()) if min(likely) >= LEAST_LIKELIHOOD else None


def fit(data: Sequence[Example]) -> tuple[FloatArray, float]:
    """Return the likeliest weights, the readings' last, and the share of clusters they group right."""
    sums = np.concatenate([example.sums for example in data])  # (all covers, features)
    right = np.concatenate([example.right for example in data])
    counts = np.array([len(example.right) for example in data])
    starts = np.cumsum([0, *counts[:-1]])
    importance = np.array([example.weight for example in data])

    def loss(weights: FloatArray) -> tuple[float, FloatArray]:
        scores = -sums @ weights
        every, true = _log_sums(scores, starts), _log_sums(np.where(right, scores, -np.inf), starts)
        shares = np.exp(scores - np.repeat(every, counts))
        true_shares = np.where(right, np.exp(scores - np.repeat(true, counts)), 0.0)
        pull = np.repeat(importance, counts) * (true_shares - shares)
        total = float(importance @ (every - true) + (weights**2).sum() / (2 * PRIOR_DEVIATION**2))
        return total, pull @ sums + weights / PRIOR_DEVIATION**2

    # A less certain answer must never make a group cheaper: the search for the best cover relies on it.
    limits = [(None, None)] * len(FEATURES) + [(0.0, None)] * len(DOUBT_STEPS)
    weights = minimize(loss, np.ones(len(limits)), jac=True, method="L-BFGS-B", bounds=limits).x
    grouped = [bool(example.right[int((example.sums @ weights).argmin())]) for example in data]
    return weights, float(np.mean(grouped))


def _log_sums(scores: FloatArray, starts: npt.NDArray[np.int_]) -> FloatArray:
    """Return log(sum(exp(scores))) of `scores`, (n,), over each part that begins at `starts`."""
    highest = np.maximum.reduceat(scores, starts)
    counts = np.diff([*starts, len(scores)])
    sums: FloatArray = np.log(np.add.reduceat(np.exp(scores - np.repeat(highest, counts)), starts)) + highest
    return sums
