"""A picture of how a drawing is read: `python -m deeplearning.stages DRAWING.jsonl OUT.png` makes it.

It shows strokes, groups, 28 x 28 images and probabilities, each as the window's own code has them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from deeplearning.evaluation.pipeline_figure import DOTS, MOST, draw
from deeplearning.ink.drawings import DrawingError, load
from deeplearning.ink.placement import on_paper
from deeplearning.recognition.network import ModelError, warn
from deeplearning.recognition.recognizer import MODEL, Recognizer


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status, 2 where a file cannot be read or written."""
    parser = argparse.ArgumentParser(
        prog="python -m deeplearning.stages", description="Draw how a drawing is read, from strokes to bars."
    )
    parser.add_argument(
        "drawing", type=Path, help="JSON Lines of strokes or UNIPEN; the first drawing is taken"
    )
    parser.add_argument("out", type=Path, help="the picture to write, a .png")
    parser.add_argument("--model", type=Path, default=MODEL, help="a .tflite file (default: the window's)")
    arguments = parser.parse_args(argv)
    try:
        strokes = on_paper(load(arguments.drawing)[0]).strokes
        recognizer = Recognizer(arguments.model)
        warn(recognizer.warning)
        digits = recognizer.read(strokes).digits
        if not 0 < len(digits) <= MOST:
            raise DrawingError(f"{arguments.drawing} has {len(digits)} digits; 1 to {MOST} have room.")
        draw(strokes, digits).savefig(arguments.out, dpi=DOTS)
    except (DrawingError, ModelError) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{arguments.out} cannot be written: {error.strerror or error}.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
