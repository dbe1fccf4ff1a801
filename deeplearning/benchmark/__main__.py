"""How fast the window is, beside the usual way to build one: `python -m deeplearning.benchmark`.

The usual way is pygame with Keras, asked by `Model.predict`. Both are started anew for every run, on the same
strokes: how soon the first frame and the first reading are there, and in how much memory. Then it tells what
a reading takes while a digit or one of the worst drawings is drawn, what a frame takes, and how busy a core
is. Warm-up is left out; ratios come first, for seconds are this machine's. With `training` it times the
notebook's training beside the original's recipe.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from deeplearning.benchmark import report, training
from deeplearning.benchmark.child import ROOT, ChildError
from deeplearning.benchmark.digit_images import load_digits
from deeplearning.benchmark.measure import BRIEF, Effort, measure
from deeplearning.ink.drawings import DrawingError
from deeplearning.recognition.network import ModelError, Network, warn
from deeplearning.recognition.recognizer import MODEL

DRAWINGS = ROOT / "tests" / "support" / "drawings.jsonl"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status, 2 where a file cannot be read or a program not run."""
    arguments = _arguments(argv)
    if arguments.what == "training":
        return training.report(arguments.epochs, arguments.full)
    try:
        warn(Network(arguments.model).warning)  # a bad one is told before anything else
        digits = load_digits(arguments.drawings)
        if not digits:
            raise DrawingError(f"{arguments.drawings} holds no single digits.")
        effort = BRIEF if arguments.fast else Effort()
        findings = measure(arguments.model, arguments.drawings, arguments.runs, effort)
    except (DrawingError, ModelError) as error:
        print(error, file=sys.stderr)
        return 2
    except ChildError as error:
        print(f"The window cannot be measured here: {error}", file=sys.stderr)
        return 2
    print("\n\n".join(report.tell(findings, len(digits), arguments.drawings.name)))
    return 0


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deeplearning.benchmark", description=__doc__)
    parser.add_argument("--drawings", type=Path, default=DRAWINGS, help="JSON Lines with single digits")
    parser.add_argument("--model", type=Path, default=MODEL, help="a .tflite file (default: the window's)")
    parser.add_argument("--runs", type=_positive, default=5, help="of every measurement (default: 5)")
    parser.add_argument("--fast", action="store_true", help="few digits, to see that all works")
    what = parser.add_subparsers(dest="what", metavar="training", help="time the training instead")
    train = what.add_parser("training", description=training.__doc__)
    train.add_argument(
        "--epochs",
        type=_positive,
        default=3,
        help="of each recipe, the first of which warms up and is left out (default: 3)",
    )
    train.add_argument("--full", action="store_true", help="train as the notebook does, to the end")
    return parser.parse_args(argv)


def _positive(text: str) -> int:
    """Return a whole number of 1 or more from a command line."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 1 or more")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
