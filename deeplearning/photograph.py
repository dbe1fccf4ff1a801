"""Photos of drawings: `python -m deeplearning.photograph DRAWINGS FOLDER` takes some, each with its label.

Real photos with known digits are rare, pen strokes are not. Each photo has a paper with texture, often ruled,
a pen with a colour, width and pressure of its own, a light with a gradient and a shadow, and a camera that
stands a little askew, blurs, adds noise and saves as JPEG. `evaluate FOLDER` then says how they are read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from deeplearning._cli import natural
from deeplearning.ink.drawings import Drawing, DrawingError, load
from deeplearning.ink.writers import group_by_writer
from deeplearning.synthesis.photos import photograph


def _chosen(path: Path, writers: str | None, count: int, rng: np.random.Generator) -> list[Drawing]:
    drawings = [drawing for drawing in load(path) if drawing.strokes and (drawing.label or "").isdecimal()]
    hands = group_by_writer(drawings, writers)
    if not hands:
        raise DrawingError(f"{path} holds no drawings of digits.")
    every = [drawing for hand in hands for drawing in hand]
    return [every[i] for i in sorted(rng.permutation(len(every))[:count].tolist())]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status, 2 where a file cannot be read or written."""
    parser = argparse.ArgumentParser(prog="python -m deeplearning.photograph", description=__doc__)
    parser.add_argument("drawings", type=Path, help="UNIPEN or JSON Lines of strokes, with labels")
    parser.add_argument("folder", type=Path, help="where the photos go, as LABEL_NUMBER.jpg")
    parser.add_argument("--writers", metavar="A,B", help="only these hands")
    parser.add_argument("--count", type=natural, default=500, help="most photos (default: 500)")
    parser.add_argument("--seed", type=natural, default=1, help="of the random numbers (default: 1)")
    arguments = parser.parse_args(argv)
    try:
        drawings = _chosen(
            arguments.drawings, arguments.writers, arguments.count, np.random.default_rng(arguments.seed)
        )
        arguments.folder.mkdir(parents=True, exist_ok=True)
        for number, drawing in enumerate(drawings):
            # A generator for each, so that a photo does not change with the number of those before it.
            photo = photograph(drawing, np.random.default_rng((arguments.seed, number)))
            (arguments.folder / f"{drawing.label}_{number:04}.jpg").write_bytes(photo)
    except DrawingError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{arguments.folder} cannot be written: {error.strerror or error}.", file=sys.stderr)
        return 2
    print(f"{len(drawings):,} photos in {arguments.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
