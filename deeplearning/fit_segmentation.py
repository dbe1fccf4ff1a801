"""Fits the weights of segmentation: `python -m deeplearning.fit_segmentation PENS` prints them.

They are fitted to numbers composed of real pen digits, whose true groups are known. `--without-writers`
keeps apart the people on whom the result is measured. The last line is `recognizer.READ_WEIGHT`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from deeplearning._cli import add_seed_option, add_without_writers_option, load_recognizer, positive, run
from deeplearning.ink.drawings import DrawingError, load
from deeplearning.ink.writers import by_other_writers, is_digit


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status, 2 where a file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m deeplearning.fit_segmentation", description=__doc__)
    parser.add_argument("pens", type=Path, help="a file of single digits, such as UCI's pendigits-orig.tra")
    parser.add_argument(
        "--model",
        type=Path,
        nargs="+",
        default=[None],
        metavar="FILE",
        help="networks that the weights must suit, .tflite files (default: the window's)",
    )
    add_without_writers_option(parser)
    parser.add_argument(
        "--count", type=positive, default=2500, help="composed numbers for each network (default: 2500)"
    )
    add_seed_option(parser, default=0)
    return run(_fit, parser, argv)


def _fit(arguments: argparse.Namespace) -> None:
    from deeplearning.evaluation.segmentation_fitting import examples, fit
    from deeplearning.recognition.segmentation import FEATURES

    digits = [drawing for drawing in load(arguments.pens) if is_digit(drawing)]
    if not digits:
        raise DrawingError(f"{arguments.pens} holds no single digits.")
    if arguments.without_writers:
        digits = by_other_writers(digits, arguments.without_writers)
    recognizers = [load_recognizer(model) for model in arguments.model]
    data = [
        example
        for recognizer in recognizers
        for example in examples(digits, recognizer, arguments.count, arguments.seed)
    ]
    if not data:
        raise DrawingError(f"{arguments.pens} gave no cluster that leaves a choice: raise --count.")
    weights, right = fit(data)
    print(f"{len(data)} clusters that leave a choice, {right:.2%} grouped right")
    for name, weight in zip((*FEATURES, "network's surprisal"), weights, strict=True):
        print(f"{weight:8.2f}  {name}")


if __name__ == "__main__":
    sys.exit(main())
