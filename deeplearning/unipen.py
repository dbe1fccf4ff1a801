"""Reads the UNIPEN collection: `python -m deeplearning.unipen FOLDER OUT.jsonl` writes its digits as strokes.

FOLDER is what the archive from doi 10.5281/zenodo.1195803 unpacks to, the folder that holds `data` and
`include`. Files that are damaged are named and left out.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from deeplearning._cli import run
from deeplearning.ink.drawings import Drawing, DrawingError, dump
from deeplearning.ink.stroke import PAPER
from deeplearning.ink.unipen import KINDS, Kind, collection_files, read_drawings


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status, 2 where nothing can be read or written."""
    parser = argparse.ArgumentParser(prog="python -m deeplearning.unipen", description=__doc__)
    parser.add_argument("folder", type=Path, help="the collection, with `data` and `include` in it")
    parser.add_argument("out", type=Path, help="the JSON Lines to write")
    parser.add_argument(
        "--kind",
        choices=KINDS,
        default="digits",
        help="digits, other characters, or numbers (default: digits)",
    )
    return run(_write, parser, argv)


def _write(arguments: argparse.Namespace) -> None:
    if arguments.out.is_dir():
        raise DrawingError(f"{arguments.out} is a folder: name the file to write in it.")
    drawings = _told(arguments.folder, KINDS[arguments.kind])
    by_writer: Counter[str] = Counter()
    # What was there stays until the new one is whole.
    unfinished = arguments.out.with_name(arguments.out.name + ".part")
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            for drawing in drawings:
                file.write(dump([drawing]))
                by_writer[drawing.writer] += 1
        if not by_writer:
            raise DrawingError(f"{arguments.folder} holds no {arguments.kind} that can be read.")
        unfinished.replace(arguments.out)
    finally:
        unfinished.unlink(missing_ok=True)
    print(
        f"{by_writer.total():,} {arguments.kind} by {len(by_writer):,} writers "
        f"on paper of {PAPER} x {PAPER} pixels in {arguments.out}"
    )


def _told(folder: Path, kind: Kind) -> Iterator[Drawing]:
    """Yield the drawings of a `kind` in `folder`, and tell on standard error how far they have come."""
    files = collection_files(folder, kind)
    counts: Counter[str] = Counter()
    for number, (contributor, path) in enumerate(files, 1):
        drawings = []
        try:
            drawings = list(read_drawings(path, folder / "include", kind, contributor))
        except DrawingError as error:
            print(f"{path} is left out: {error}", file=sys.stderr)
        counts[contributor] += len(drawings)
        if number == len(files) or files[number][0] != contributor:
            print(
                f"{number:,} of {len(files):,} files: {counts[contributor]:,} by {contributor}",
                file=sys.stderr,
            )
        yield from drawings


if __name__ == "__main__":
    sys.exit(main())
