"""Prints what stands in pictures and drawings: `python -m deeplearning.read FILE_OR_FOLDER ...`.

Each picture, and each drawing in a file of them, gets a line: its name, a tab and what stands there, lines of
writing joined by a space, `?` for a mark that is no digit. `-` is a picture on standard input. A file that
cannot be read costs a sentence on standard error and exit status 2 at the end; the others are read.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from deeplearning._cli import add_model_option, run
from deeplearning._errors import UserError

if TYPE_CHECKING:
    from deeplearning.evaluation.file_reader import FileReading

MANY = 20
"""Progress is shown for at least this many files."""

STANDARD_INPUT = Path("-")

SAVED_PICTURE = re.compile(r"\d{4}-\d\d-\d\d_\d{6}(_\d+)?\.png")
"""What the pictures are called that S saves."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status, 2 where a file or the network cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m deeplearning.read", description=__doc__)
    parser.add_argument(
        "paths",
        type=Path,
        nargs="+",
        metavar="FILE_OR_FOLDER",
        help="pictures, drawings, folders of them, or -",
    )
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument(
        "--json", action="store_true", help="a line of JSON each: digits, boxes, probabilities"
    )
    shape.add_argument("--csv", action="store_true", help="a table with a heading")
    parser.add_argument(
        "--annotate", type=Path, metavar="FOLDER", help="write them there with boxes and labels"
    )
    add_model_option(parser)
    parser.add_argument(
        "--writer",
        metavar="NAME",
        help="read by what this writer has corrected in the window (app.py --writer)",
    )
    return run(_read, parser, argv)


def _read(arguments: argparse.Namespace) -> None:
    # The face's helper tells a missing package in a sentence before anything is read.
    from deeplearning.evaluation.file_reader import FileReader, reading
    from deeplearning.recognition.network import warn

    if arguments.annotate is not None:
        arguments.annotate.mkdir(parents=True, exist_ok=True)
    paths = list(_files(arguments.paths))
    if not paths:
        raise UserError("There is nothing to read: name pictures, drawings or folders that hold some.")
    write = _writer(arguments)
    failures = successes = 0
    files = [path for path in paths if path != STANDARD_INPUT]
    if STANDARD_INPUT in paths:
        reader = FileReader(arguments.model, arguments.annotate, arguments.writer)
        for sentence in () if files else reader.warnings:  # with files they are told there
            warn(sentence)
        found = reader.read_picture(_standard_input(), "standard input", "standard input")
        is_failure = _tell(found, write)
        failures, successes = int(is_failure), int(not is_failure)
    if files:
        with reading(arguments.model, arguments.annotate, files, arguments.writer) as all_readings:
            for readings in _with_progress(all_readings, len(files)):
                failed = sum(_tell(found, write) for found in readings)
                failures, successes = failures + failed, successes + len(readings) - failed
    if failures and not successes:
        raise UserError("So nothing was read.")
    if failures:
        count = f"{failures} of them were" if failures > 1 else "1 was"
        raise UserError(f"Not everything could be read: {count} left out, as said above.")


def _standard_input() -> bytes:
    """Return what is on standard input; raises UserError for more than a picture's file may have."""
    from deeplearning.pictures.decoding import MAX_PICTURE_BYTES

    data = sys.stdin.buffer.read(MAX_PICTURE_BYTES + 1)
    if len(data) > MAX_PICTURE_BYTES:
        raise UserError(
            f"Standard input has more than {MAX_PICTURE_BYTES:,} bytes: make the picture smaller."
        )
    return data


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files named, and those in folders that are called like pictures or drawings, by name.

    Of a picture and a drawing that S has saved together the folder gives the drawing.
    """
    from deeplearning.pictures.files import SUFFIXES

    for path in paths:
        try:
            is_folder = path.is_dir()
        except OSError:  # as of a name that no disk takes; reading it will say what is wrong
            is_folder = False
        if not is_folder:
            yield path
            continue
        found = sorted(
            Path(folder) / name
            for folder, _, names in os.walk(path)
            for name in _without_saved_pictures(set(names))
            if name.lower().endswith((*SUFFIXES, ".jsonl")) and not name.startswith(".")
        )
        if not found:
            print(f"{path} holds no pictures and no drawings that can be read.", file=sys.stderr)
        yield from found


def _without_saved_pictures(names: set[str]) -> set[str]:
    """Return the names of files but those of pictures that S has saved together with their drawing."""
    return {
        name
        for name in names
        if not (SAVED_PICTURE.fullmatch(name) and name.removesuffix(".png") + ".jsonl" in names)
    }


def _writer(arguments: argparse.Namespace) -> Callable[[FileReading], None]:
    """Return what writes a reading to standard output in the shape asked for."""
    if arguments.json:
        return lambda found: print(json.dumps(found.to_record()), flush=True)
    if arguments.csv:
        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerow(["file", "read", "least_sure"])
        return lambda found: table.writerow([found.name, found.text, _least_sure(found)])
    return lambda found: print(_on_one_line(found.name), found.text, sep="\t", flush=True)


def _least_sure(found: FileReading) -> str:
    """Return the confidence of the digit of which the network is least sure; empty where there is none."""
    return f"{min(max(digit.probabilities) for digit in found.digits):.3f}" if found.digits else ""


def _on_one_line(name: str) -> str:
    return name.replace("\t", "\\t").replace("\n", "\\n")


def _tell(found: FileReading, write: Callable[[FileReading], None]) -> bool:
    """Write what was `found`, or say why it was not; return whether it was not."""
    for sentence in (*found.warnings, *filter(None, [found.error])):
        print(sentence, file=sys.stderr)
    if not found.error:
        write(found)
    return bool(found.error)


def _with_progress(readings: Iterable[list[FileReading]], count: int) -> Iterable[list[FileReading]]:
    if count < MANY or not sys.stderr.isatty():
        return readings
    from tqdm import tqdm

    shown: Iterable[list[FileReading]] = tqdm(readings, total=count, unit=" files", file=sys.stderr)
    return shown


if __name__ == "__main__":
    sys.exit(main())
