"""Fits the weights of covers: `python -m deeplearning.fit_segmentation FILE ... --model FILE` prints them.

The files hold drawings of single digits, of letters (labelled `?`) and of numbers, in any order, as UNIPEN or
JSON Lines. Writers that are held out (`ink.held_out`) are left out, so that they can judge the result. The
lines are `cover.WEIGHTS` and, the last ones, `covers.READ_WEIGHTS`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from deeplearning._cli import add_model_option, add_seed_option, load_recognizer, positive, run
from deeplearning.ink.drawings import DrawingError, load
from deeplearning.ink.held_out import parted
from deeplearning.ink.writers import is_digit


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status, 2 where a file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m deeplearning.fit_segmentation", description=__doc__)
    parser.add_argument("drawings", type=Path, nargs="+", help="files of digits, letters and numbers")
    add_model_option(parser)
    parser.add_argument("--count", type=positive, default=1000, help="composed numbers (default: 1000)")
    add_seed_option(parser, default=0)
    return run(_fit, parser, argv)


def _fit(arguments: argparse.Namespace) -> None:
    from deeplearning.evaluation.segmentation_fitting import all_examples, fit
    from deeplearning.recognition.cover import FEATURES
    from deeplearning.recognition.group_reader import DOUBT_STEPS

    drawings = parted([drawing for path in arguments.drawings for drawing in load(path)])[0]
    if not any(map(is_digit, drawings)):
        raise DrawingError(
            f"{arguments.drawings[0]} holds no single digits by writers that are not held out."
        )
    data = all_examples(drawings, load_recognizer(arguments.model), arguments.count, arguments.seed)
    if not data:
        raise DrawingError(f"{arguments.drawings[0]} gave no cluster that leaves a choice: raise --count.")
    weights, right = fit(data)
    print(f"{len(data)} clusters that leave a choice, {right:.2%} grouped right")
    names = [*FEATURES, *(f"doubt from {step:g} nats on" for step in DOUBT_STEPS)]
    for name, weight in zip(names, weights, strict=True):
        print(f"{weight:8.2f}  {name}")


if __name__ == "__main__":
    sys.exit(main())
