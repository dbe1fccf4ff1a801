"""Makes photos of drawings: `python -m deeplearning.photograph DRAWINGS FOLDER` writes them.

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

from deeplearning._cli import add_seed_option, add_writers_option, natural, run
from deeplearning.ink.drawings import Drawing, DrawingError, load
from deeplearning.ink.writers import group_by_writer, load_digits


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status, 2 where a file cannot be read or written."""
    parser = argparse.ArgumentParser(prog="python -m deeplearning.photograph", description=__doc__)
    parser.add_argument("drawings", type=Path, help="UNIPEN or JSON Lines of strokes, with labels")
    parser.add_argument(
        "folder",
        type=Path,
        help="where the photos go, as LABEL_NUMBER.jpg; those of numbers as LABEL_NUMBER_KIND.jpg",
    )
    add_writers_option(parser)
    parser.add_argument("--count", type=natural, default=500, help="most photos (default: 500)")
    parser.add_argument(
        "--numbers", action="store_true", help="photos of numbers made of single digits by one writer each"
    )
    add_seed_option(parser, default=1)
    return run(_photograph, parser, argv)


def _photograph(arguments: argparse.Namespace) -> None:
    from deeplearning.synthesis.photos import photograph

    if arguments.numbers:
        _photograph_numbers(arguments)
        return
    chosen = _choose(
        arguments.drawings, arguments.writers, arguments.count, np.random.default_rng(arguments.seed)
    )
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for number, drawing in enumerate(chosen):
        # A generator for each, so that a photo does not change with the number of those before it.
        photo = photograph(drawing, np.random.default_rng((arguments.seed, number)))
        (arguments.folder / f"{drawing.label}_{number:04}.jpg").write_bytes(photo)
    print(f"{len(chosen):,} photos in {arguments.folder}")


def _photograph_numbers(arguments: argparse.Namespace) -> None:
    from deeplearning.synthesis.number_photos import choose_digits, photograph_number

    digits = load_digits(arguments.drawings)
    writers = group_by_writer(digits, arguments.writers)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for number in range(arguments.count):
        rng = np.random.default_rng((arguments.seed, number))
        photo = photograph_number(choose_digits(writers[rng.integers(len(writers))], rng), rng)
        (arguments.folder / f"{photo.label}_{number:04}_{photo.kind}.jpg").write_bytes(photo.content)
    print(f"{arguments.count:,} photos in {arguments.folder}")


def _choose(path: Path, writers: str | None, count: int, rng: np.random.Generator) -> list[Drawing]:
    """Return `count` random drawings of digits by `writers`, or all where there are fewer."""
    drawings = [drawing for drawing in load(path) if drawing.strokes and _is_number(drawing.label or "")]
    if not drawings:
        raise DrawingError(f"{path} holds no drawings of digits.")
    by_writer = [drawing for group in group_by_writer(drawings, writers) for drawing in group]
    return [by_writer[i] for i in sorted(rng.permutation(len(by_writer))[:count].tolist())]


def _is_number(label: str) -> bool:
    """Return whether a picture of `label` could be called by it: other scripts have figures, too."""
    return label.isascii() and label.isdecimal()


if __name__ == "__main__":
    sys.exit(main())
