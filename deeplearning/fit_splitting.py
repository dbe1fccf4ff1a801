"""Shows what a cut should cost: `python -m deeplearning.fit_cuts PENS --without-writers A,B` prints a table.

For every penalty that `cuts.CUT` might have, how many numbers with a joined pair are read exactly, and how
many letters, scribbles and single digits are cut though they are none. Choose one in the middle of those that
cut next to nothing else and still read the pairs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from deeplearning._cli import natural
from deeplearning.ink.drawings import Drawing, DrawingError, load
from deeplearning.ink.placement import place
from deeplearning.ink.stroke import Stroke
from deeplearning.ink.writers import by_other_writers, group_by_writer, is_digit
from deeplearning.recognition.network import ModelError, warn
from deeplearning.recognition.recognizer import MODEL, Recognizer
from deeplearning.synthesis import not_digits
from deeplearning.synthesis.composition import joined

PENALTIES = (0.0, 2.0, 4.0, 6.0, 8.0, 10.0)
"""In nats of a cover."""

HEIGHT = 0.4
"""Longer side of what is no joined pair, in paper sides."""


def pairs(hands: list[list[Drawing]], rng: np.random.Generator, count: int) -> list[Drawing]:
    """Return `count` numbers of two or three digits, two of them in one stroke."""
    found: list[Drawing] = []
    while len(found) < count:
        hand = hands[rng.integers(len(hands))]
        made = joined([hand[rng.integers(len(hand))] for _ in range(rng.integers(2, 4))], rng)
        found += [made] if made else []
    return found


def others(hands: list[list[Drawing]], rng: np.random.Generator, count: int) -> list[Drawing]:
    """Return `count` each of letters, scribbles and single digits, labelled by what they are."""
    found = []
    for _ in range(count):
        hand = hands[rng.integers(len(hands))]
        found.append(Drawing(hand[rng.integers(len(hand))].strokes, "digits", {}))
        for name, make in (("letters", not_digits.letter), ("scribbles", not_digits.scribble)):
            found.append(Drawing(tuple(Stroke.of(path) for path in make(rng)), name, {}))
    return [place(drawing, HEIGHT) for drawing in found]


def row(recognizer: Recognizer, joint: Sequence[Drawing], single: Sequence[Drawing]) -> str:
    """Return the table's line for the penalty that `recognizer` has."""
    right = np.mean([recognizer.read(drawing.strokes).text == drawing.label for drawing in joint])
    cut = {"letters": 0, "scribbles": 0, "digits": 0}
    for drawing in single:
        cut[str(drawing.label)] += any(digit.parts for digit in recognizer.read(drawing.strokes).digits)
    counts = "".join(f"{n:>11,}" for n in cut.values())
    return f"{recognizer.cutter.penalty:>8.1f}{right:>12.2%}{counts}"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status, 2 where a file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m deeplearning.fit_cuts")
    parser.add_argument("pens", type=Path, help="UCI's pendigits-orig.tra")
    parser.add_argument("--model", type=Path, default=MODEL, help="a .tflite file (default: the window's)")
    parser.add_argument("--without-writers", default="", metavar="A,B", help="leave these hands out")
    parser.add_argument("--count", type=natural, default=500, help="drawings of every kind (default: 500)")
    parser.add_argument("--seed", type=natural, default=0)
    arguments = parser.parse_args(argv)
    try:
        digits = [drawing for drawing in load(arguments.pens) if is_digit(drawing)]
        if arguments.without_writers:
            digits = by_other_writers(digits, arguments.without_writers)
        hands = group_by_writer(digits)
        if not hands:
            raise DrawingError(f"{arguments.pens} holds no single digits by other writers.")
        rng = np.random.default_rng(arguments.seed)
        joint, single = pairs(hands, rng, arguments.count), others(hands, rng, arguments.count)
        warn(Recognizer(arguments.model).warning)
        print(f"{'penalty':>8}{'pairs right':>12}{'letters':>11}{'scribbles':>11}{'digits':>11}")
        for penalty in tqdm(PENALTIES, unit=" penalties", file=sys.stderr):
            recognizer = Recognizer(arguments.model)
            recognizer.cutter.penalty = penalty
            print(row(recognizer, joint, single))
    except (DrawingError, ModelError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
