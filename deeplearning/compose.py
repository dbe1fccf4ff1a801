"""Numbers composed of single pen digits: `python -m deeplearning.compose PENS OUT.jsonl` writes some.

Real numbers with known digits are rare, real digits are not. Each number is written by one hand, on the
window's paper, and says how far its digits stand apart; `evaluate` groups its results by that.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from deeplearning.drawings import Drawing, DrawingError, dump, load, place
from deeplearning.ink import PAPER, Stroke, bounds

GAPS = {"wide": (0.25, 0.60), "normal": (0.08, 0.25), "tight": (-0.04, 0.08), "late": (0.08, 0.25)}
"""Empty paper between neighbours, in heights of a digit. In `late` numbers every stroke but a digit's first
comes when all digits have begun, as bars and crosses do."""

PEN = 0.04
"""Width of the pen, in heights of a digit."""

LARGEST = 0.9
"""Longer side of the largest number, in paper sides."""

Number = tuple[list[Stroke], list[tuple[int, ...]]]


def side_by_side(
    digits: Sequence[Drawing],
    rng: np.random.Generator,
    gap: tuple[float, float],
    size: float = 0.12,
    rise: float = 0.08,
) -> Number:
    """Return the strokes of `digits` in a row, and for each digit the indices of its strokes.

    One height is 1. Sizes vary by `size` either way, the digits' middles by `rise`.
    """
    strokes: list[Stroke] = []
    groups = []
    cursor = 0.0
    for digit in digits:
        left, top, right, bottom = bounds(digit.strokes)
        scale = rng.uniform(1 - size, 1 + size) / max(bottom - top, right - left, 1.0)
        shift = np.array([cursor - left * scale, rng.uniform(-rise, rise) - (top + bottom) / 2 * scale])
        groups.append(tuple(range(len(strokes), len(strokes) + len(digit.strokes))))
        strokes += [Stroke.of(stroke.points * scale + shift) for stroke in digit.strokes]
        cursor += (right - left) * scale + rng.uniform(*gap) + PEN
    return strokes, groups


def number(digits: Sequence[Drawing], rng: np.random.Generator, kind: str) -> Drawing:
    """Return `digits` as a number of a `kind` of `GAPS`, somewhere on the paper, with label and notes."""
    strokes, groups = side_by_side(digits, rng, GAPS[kind])
    if kind == "late":
        order = [group[0] for group in groups] + [i for group in groups for i in group[1:]]
        strokes = [strokes[i] for i in order]
    label = "".join(str(digit.label) for digit in digits)
    notes = {"gap": kind, "writer": digits[0].notes.get("writer")}
    left, top, right, bottom = bounds(strokes)
    wide, high = right - left, bottom - top
    # Heights from a sixth to two fifths of the paper, but never wider than fits.
    longer = min(LARGEST, rng.uniform(0.17, 0.4) * max(wide / high, 1.0))
    spare = 1 - 1.05 * longer * np.array([wide, high]) / max(wide, high)
    x, y = 0.5 + spare * rng.uniform(-0.5, 0.5, 2)
    return place(Drawing(tuple(strokes), label, notes), longer, (float(x), float(y)))


def is_digit(drawing: Drawing) -> bool:
    """Whether `drawing` is labelled as one digit and has strokes."""
    return bool(drawing.strokes) and drawing.label in tuple("0123456789")


def natural(text: str) -> int:
    """Return a whole number of 0 or more from a command line."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 0 or more")
    return int(text)


def by_hand(drawings: Sequence[Drawing], writers: str | None = None) -> list[list[Drawing]]:
    """Return `drawings` grouped by writer; only those of the comma-separated `writers`, where given."""
    hands: dict[str, list[Drawing]] = defaultdict(list)
    for drawing in drawings:
        hands[str(drawing.notes.get("writer"))].append(drawing)
    wanted = sorted(hands) if writers is None else [name for name in writers.split(",") if name in hands]
    return [hands[name] for name in wanted]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status, 2 where a file cannot be read or written."""
    parser = argparse.ArgumentParser(prog="python -m deeplearning.compose", description=__doc__)
    parser.add_argument("pens", type=Path, help="a file of single digits, such as UCI's pendigits-orig.tra")
    parser.add_argument("out", type=Path, help="the JSON Lines to write")
    parser.add_argument("--writers", metavar="A,B", help="only these hands")
    parser.add_argument("--count", type=natural, default=300, help="numbers of every kind (default: 300)")
    parser.add_argument("--seed", type=natural, default=1, help="of the random numbers (default: 1)")
    arguments = parser.parse_args(argv)
    rng = np.random.default_rng(arguments.seed)
    try:
        single = [drawing for drawing in load(arguments.pens) if is_digit(drawing)]
        hands = by_hand(single, arguments.writers)
        if not hands:
            raise DrawingError(f"{arguments.pens} holds no single digits by the writers asked for.")
        numbers = []
        for kind in GAPS:
            for _ in range(arguments.count):
                hand = hands[rng.integers(len(hands))]
                digits = [hand[rng.integers(len(hand))] for _ in range(rng.integers(2, 7))]
                numbers.append(number(digits, rng, kind))
        arguments.out.write_text(dump(numbers), encoding="utf-8")
    except DrawingError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{arguments.out} cannot be written: {error.strerror or error}.", file=sys.stderr)
        return 2
    print(f"{len(numbers):,} numbers on paper of {PAPER} x {PAPER} pixels in {arguments.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
