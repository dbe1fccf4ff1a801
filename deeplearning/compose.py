"""Numbers composed of single pen digits: `python -m deeplearning.compose PENS OUT.jsonl` writes some.

Real numbers with known digits are rare, real digits are not. Each number is written by one hand, on the
window's paper, and says how far its digits stand apart; `evaluate` groups its results by that.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from deeplearning._cli import natural
from deeplearning.ink.drawings import Drawing, DrawingError, dump, load
from deeplearning.ink.stroke import PAPER
from deeplearning.ink.writers import group_by_writer, is_digit
from deeplearning.synthesis.composition import KINDS, compose


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
        hands = group_by_writer(single, arguments.writers)
        if not hands:
            raise DrawingError(f"{arguments.pens} holds no single digits.")
        numbers: list[Drawing] = []
        for kind in KINDS:
            begun = len(numbers)
            while len(numbers) < begun + arguments.count:
                made = compose(hands[rng.integers(len(hands))], rng, kind)
                if made is not None:
                    numbers.append(made)
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
