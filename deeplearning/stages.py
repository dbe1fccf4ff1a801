"""Draws how a drawing is read: `python -m deeplearning.stages DRAWING.jsonl OUT.png` makes the figure.

It shows strokes, groups, 28 x 28 images and probabilities, each as the window's own code has them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from deeplearning._cli import add_model_option, load_recognizer, png, run
from deeplearning.ink.drawings import DrawingError, read
from deeplearning.ink.placement import on_paper


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status, 2 where a file cannot be read or written."""
    parser = argparse.ArgumentParser(
        prog="python -m deeplearning.stages", description="Draw how a drawing is read, from strokes to bars."
    )
    parser.add_argument(
        "drawing", type=Path, help="JSON Lines of strokes or UNIPEN; the first drawing is taken"
    )
    parser.add_argument("out", type=png, help="the picture to write, a .png")
    add_model_option(parser)
    return run(_draw_stages, parser, argv)


def _draw_stages(arguments: argparse.Namespace) -> None:
    from deeplearning.evaluation.pipeline_figure import DOTS_PER_INCH, MAX_DIGITS_DRAWN, draw_pipeline

    strokes = on_paper(next(read(arguments.drawing))).strokes
    digits = load_recognizer(arguments.model).read(strokes).digits
    if not 0 < len(digits) <= MAX_DIGITS_DRAWN:
        raise DrawingError(
            f"{arguments.drawing} has {len(digits)} digits; 1 to {MAX_DIGITS_DRAWN} have room."
        )
    draw_pipeline(strokes, digits).savefig(arguments.out, dpi=DOTS_PER_INCH)


if __name__ == "__main__":
    sys.exit(main())
