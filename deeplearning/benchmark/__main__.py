"""How fast the window is, beside the usual way to build one: `python -m deeplearning.benchmark`.

The usual way is pygame with Keras, asked by `Model.predict`. Both are started anew for every run, on the same
strokes: how soon the first frame and the first reading are there, and in how much memory. Then it tells what
a reading takes while a digit or one of the worst drawings is drawn, what a frame takes, and how busy a core
is. Where Xvfb and xdotool are installed, a real window on a screen of X11 is measured too, from outside: how
late its ink is. Warm-up is left out; ratios come first, for seconds are this machine's. With `training` it
times the notebook's training beside the original's recipe.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from deeplearning._cli import add_model_option, positive, run
from deeplearning._errors import UserError
from deeplearning.benchmark import report, training
from deeplearning.benchmark.child import ROOT, ChildError
from deeplearning.benchmark.measure import BRIEF, Effort, measure
from deeplearning.ink.writers import load_digits
from deeplearning.recognition.network import Network, warn
from deeplearning.recognition.recognizer import MODEL

DRAWINGS = ROOT / "tests" / "support" / "drawings.jsonl"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status, 2 where a file cannot be read or a program not run."""
    return run(_benchmark, _parser(), argv)


def _benchmark(arguments: argparse.Namespace) -> None:
    if arguments.what == "training":
        for text in training.measure(arguments.epochs, arguments.full):
            print(text)
        return
    model = arguments.model or MODEL
    warn(Network(model).warning)  # a bad one is told before anything else
    digits = load_digits(arguments.drawings)
    try:
        findings = measure(model, arguments.drawings, arguments.runs, BRIEF if arguments.fast else Effort())
    except ChildError as error:
        raise UserError(f"The window cannot be measured here: {error}") from error
    print("\n\n".join(report.tell(findings, len(digits), arguments.drawings.name)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deeplearning.benchmark", description=__doc__)
    parser.add_argument("--drawings", type=Path, default=DRAWINGS, help="JSON Lines with single digits")
    add_model_option(parser)
    parser.add_argument("--runs", type=positive, default=5, help="of every measurement (default: 5)")
    parser.add_argument("--fast", action="store_true", help="few digits, to see that all works")
    what = parser.add_subparsers(dest="what", metavar="training", help="time the training instead")
    train = what.add_parser("training", description=training.__doc__)
    train.add_argument(
        "--epochs",
        type=positive,
        default=3,
        help="of each recipe, the first of which warms up and is left out (default: 3)",
    )
    train.add_argument("--full", action="store_true", help="train as the notebook does, to the end")
    return parser


if __name__ == "__main__":
    sys.exit(main())
