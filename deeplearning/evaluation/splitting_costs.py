"""Tells what each cost of a cut does: to joined pairs, which should be cut, and to what should not."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from deeplearning.ink.drawings import Drawing
from deeplearning.ink.placement import place
from deeplearning.ink.stroke import Stroke
from deeplearning.recognition.network import warn
from deeplearning.recognition.recognizer import MODEL, Recognizer
from deeplearning.synthesis import not_digits
from deeplearning.synthesis.composition import joined, some_of

SPLIT_COSTS = (-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0)
"""The costs that are tried, in nats of a cover."""

HEIGHT_IN_PAPERS = 0.4
"""Longer side of what is no joined pair, in paper sides."""


def print_costs(writers: list[list[Drawing]], model: Path | None, count: int, seed: int) -> None:
    """Print the table of `SPLIT_COSTS`, with `count` drawings of every kind."""
    rng = np.random.default_rng(seed)
    pairs, others = joined_pairs(writers, rng, count), not_joined(writers, rng, count)
    model = model or MODEL
    warn(Recognizer(model).warning)
    print(f"{'cost':>8}{'pairs right':>12}{'letters':>11}{'scribbles':>11}{'digits':>11}")
    for cost in tqdm(SPLIT_COSTS, unit=" costs", file=sys.stderr):
        recognizer = Recognizer(model)  # a new one, because it remembers what it has cut
        recognizer.splitter.split_cost = cost
        print(row(recognizer, pairs, others))


def joined_pairs(writers: list[list[Drawing]], rng: np.random.Generator, count: int) -> list[Drawing]:
    """Return `count` numbers of two or three digits, two of them in one stroke; UserError for none."""

    def draw() -> Drawing | None:
        writer = writers[rng.integers(len(writers))]
        return joined([writer[rng.integers(len(writer))] for _ in range(rng.integers(2, 4))], rng)

    return list(some_of(draw, count, "No two of these digits can be joined in one stroke: add others."))


def not_joined(writers: list[list[Drawing]], rng: np.random.Generator, count: int) -> list[Drawing]:
    """Return `count` each of letters, scribbles and single digits, labelled by what they are."""
    found = []
    for _ in range(count):
        writer = writers[rng.integers(len(writers))]
        found.append(Drawing(writer[rng.integers(len(writer))].strokes, "digits", {}))
        for name, make in (("letters", not_digits.letter), ("scribbles", not_digits.scribble)):
            found.append(Drawing(tuple(Stroke.of(path) for path in make(rng)), name, {}))
    return [place(drawing, HEIGHT_IN_PAPERS) for drawing in found]


def row(recognizer: Recognizer, pairs: Sequence[Drawing], others: Sequence[Drawing]) -> str:
    """Return the table's line for the cost that `recognizer` has."""
    right = np.mean([recognizer.read(drawing.strokes).text == drawing.label for drawing in pairs])
    cut = {"letters": 0, "scribbles": 0, "digits": 0}
    for drawing in others:
        cut[str(drawing.label)] += any(digit.parts for digit in recognizer.read(drawing.strokes).digits)
    counts = "".join(f"{n:>11,}" for n in cut.values())
    return f"{recognizer.splitter.split_cost:>8.1f}{right:>12.2%}{counts}"
