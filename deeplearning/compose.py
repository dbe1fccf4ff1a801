"""Composes numbers of single pen digits: `python -m deeplearning.compose PENS OUT.jsonl` writes them.

Real numbers with known digits are rare, real digits are not. Each number is made of digits by one writer, on
the window's paper, and says how far its digits stand apart; `evaluate` groups its results by that.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from deeplearning._cli import add_seed_option, add_writers_option, natural, run
from deeplearning.ink.drawings import dump
from deeplearning.ink.stroke import PAPER
from deeplearning.ink.writers import group_by_writer, load_digits
from deeplearning.synthesis.composition import compose_all


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status, 2 where a file cannot be read or written."""
    parser = argparse.ArgumentParser(prog="python -m deeplearning.compose", description=__doc__)
    parser.add_argument("pens", type=Path, help="a file of single digits, such as UCI's pendigits-orig.tra")
    parser.add_argument("out", type=Path, help="the JSON Lines to write")
    add_writers_option(parser)
    parser.add_argument("--count", type=natural, default=300, help="numbers of every kind (default: 300)")
    add_seed_option(parser, default=1)
    return run(_compose, parser, argv)


def _compose(arguments: argparse.Namespace) -> None:
    digits = load_digits(arguments.pens)
    writers = group_by_writer(digits, arguments.writers)
    numbers = list(compose_all(writers, np.random.default_rng(arguments.seed), arguments.count))
    arguments.out.write_text(dump(numbers), encoding="utf-8")
    print(f"{len(numbers):,} numbers on paper of {PAPER} x {PAPER} pixels in {arguments.out}")


if __name__ == "__main__":
    sys.exit(main())
