"""Measures how well drawings are read: `python -m deeplearning.evaluate FILE` prints it.

Every drawing is read as the window reads it, on paper of 640 x 640 pixels. A UNIPEN digit has a tablet's
coordinates, so it is placed on the paper first; JSON Lines are taken as they are; a folder holds pictures
named `LABEL_anything.png`; the test images of `mnist.npz` go straight to the network. The first line gives
the share that is exactly right, tables give it by digit, by group (a contributor of UNIPEN, or a kind of
picture or composed number) and by writer. With `--learn` every writer begins with an empty memory, and what
is misread is corrected after it was read, as a person would in the window.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from deeplearning._cli import add_model_option, add_writers_option, height, natural, place, run
from deeplearning._errors import UserError

if TYPE_CHECKING:
    from deeplearning.evaluation.learning import Learner
    from deeplearning.evaluation.scoring import Item


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
    parser.add_argument(
        "--learn", action="store_true", help="correct what each writer's drawings are misread as, and learn"
    )
    parser.add_argument(
        "--enrol",
        type=natural,
        default=0,
        metavar="K",
        help="with --learn: teach each writer's first K of every digit beforehand, and leave them out",
    )
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write all figures and items here")
    return run(_evaluate, parser, argv)


def _evaluate(arguments: argparse.Namespace) -> None:
    from tqdm import tqdm

    from deeplearning.evaluation.learning import report_learning
    from deeplearning.evaluation.scoring import report, summarise
    from deeplearning.evaluation.sources import Choice, load_learner, read_source

    if arguments.enrol and not arguments.learn:
        raise UserError("--enrol teaches a memory, which --learn alone begins: give both.")
    if arguments.json and not arguments.json.parent.is_dir():
        raise UserError(f"{arguments.json} cannot be written: there is no folder {arguments.json.parent}.")
    choice = Choice(arguments.writers, arguments.letters, arguments.height, arguments.at)
    if arguments.learn and arguments.blobs:
        raise UserError("--blobs has no memory that --learn could teach: leave out one of them.")
    learner: Learner | None = None
    results: Iterator[Item]
    count: int | None
    if arguments.learn:
        learner = load_learner(arguments.file, arguments.model, choice, arguments.enrol)
        results, count = learner.read(), len(learner.drawings)
    else:
        results, count = read_source(arguments.file, arguments.model, choice, arguments.blobs)
    figures = summarise(list(tqdm(results, total=count, unit=" drawings", file=sys.stderr)))
    print(report(figures))
    if learner:
        figures["learning"] = learner.figures()
        print("\n" + report_learning(learner))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
