"""Measures how well drawings are read: `python -m deeplearning.evaluate FILE` prints it.

Every drawing is read as the window reads it, on paper of 640 x 640 pixels. A UNIPEN digit has a tablet's
coordinates, so it is placed on the paper first; JSON Lines are taken as they are; a folder holds pictures
named `LABEL_anything.png`; the test images of `mnist.npz` go straight to the network. The first line gives
the share that is exactly right, tables give it by digit, gap and writer.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from deeplearning._cli import add_model_option, add_writers_option, height, place, run


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status, 2 where the file or the network cannot be read."""
    parser = argparse.ArgumentParser(
        prog="python -m deeplearning.evaluate", description="Print how well a file's drawings are read."
    )
    parser.add_argument(
        "file", type=Path, help="UNIPEN, JSON Lines of strokes, mnist.npz, or a folder of pictures"
    )
    add_model_option(parser)
    parser.add_argument(
        "--height", type=height, default=0.6, help="a UNIPEN digit's longer side, in papers (default: 0.6)"
    )
    parser.add_argument(
        "--at", type=place, default=(0.5, 0.5), metavar="X,Y", help="where its middle stands, in papers"
    )
    add_writers_option(parser)
    parser.add_argument(
        "--letters", metavar="ABC", help="only drawings whose note `letter` is one of these characters"
    )
    parser.add_argument(
        "--blobs", action="store_true", help="read as most programs do: every blob of pixels is a digit"
    )
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write all figures and items here")
    return run(_evaluate, parser, argv)


def _evaluate(arguments: argparse.Namespace) -> None:
    from tqdm import tqdm

    from deeplearning.evaluation.scoring import report, summarise
    from deeplearning.evaluation.sources import read_source

    results, count = read_source(
        arguments.file,
        arguments.model,
        writers=arguments.writers,
        letters=arguments.letters,
        by_blobs=arguments.blobs,
        height=arguments.height,
        centre=arguments.at,
    )
    figures = summarise(list(tqdm(results, total=count, unit=" drawings", file=sys.stderr)))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures) + "\n", encoding="utf-8")
    print(report(figures))


if __name__ == "__main__":
    sys.exit(main())
