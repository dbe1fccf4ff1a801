"""The start: options, a drawing, a network, and one sentence for whoever lacks what these need."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from deeplearning.ink.drawings import Drawing, DrawingError
from deeplearning.ink.history import Ink
from deeplearning.ink.placement import on_paper
from deeplearning.window.theme import THEMES

if TYPE_CHECKING:
    from deeplearning.recognition.recognizer import Recognizer


class Unusable(Exception):
    """The program cannot go on; the message is the one sentence that the person reads."""


def parse_options(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return the options in `argv`, None being the command line; SystemExit where they make no sense."""
    parser = argparse.ArgumentParser(
        prog="app.py", description="Draw digits and have them read as you write."
    )
    parser.add_argument(
        "--model",
        type=Path,
        metavar="FILE",
        help="another network, a .tflite file (default: the window's own)",
    )
    first = parser.add_mutually_exclusive_group()
    first.add_argument(
        "--open",
        type=Path,
        metavar="FILE",
        help="begin with a picture of digits, or the first drawing of a file (default: an empty paper)",
    )
    first.add_argument(
        "--restore",
        action="store_true",
        help="begin with the drawing that stood there last, also after a crash (default: an empty paper)",
    )
    parser.add_argument("--theme", choices=[*THEMES], default="light", help="colours (default: %(default)s)")
    parser.add_argument(
        "--record",
        type=Path,
        metavar="FILE",
        help="open no window: draw the strokes of --open anew, by a mouse of its own, and write a .gif of "
        "that, or a .png of its end (default: nothing is recorded)",
    )
    chosen = parser.parse_args(argv)
    if chosen.record and not chosen.open:
        parser.error("--record draws what a file holds: name it with --open FILE.jsonl")
    if chosen.record and chosen.record.suffix.lower() not in (".gif", ".png"):
        parser.error(f"--record writes .gif and .png files, which {chosen.record} is not")
    return chosen


def open_drawing(path: Path) -> Drawing:
    """Return the picture or first drawing in the file at `path`, made to fit the paper; raises Unusable."""
    try:
        from deeplearning.pictures import files

        return on_paper(files.first(path))
    except DrawingError as error:
        raise Unusable(str(error)) from error
    except ImportError as error:
        raise Unusable(missing(error)) from error


def restore(last: Path | None) -> tuple[Ink, str]:
    """Return the drawing in the file `last`, and a sentence for the person where there is none."""
    if last is None or not os.access(last, os.F_OK):
        return Ink(), "There is no drawing to restore, so the paper is empty."
    return Ink(open_drawing(last).strokes), ""


def load_network(path: Path | None) -> Recognizer:
    """Load the network at `path`, or the window's own; raises Unusable. The first frame does not need it."""
    try:
        from deeplearning.recognition.network import ModelError, warn
        from deeplearning.recognition.recognizer import MODEL, Recognizer
    except ImportError as error:
        raise Unusable(missing(error)) from error
    try:
        recognizer = Recognizer(path or MODEL)
    except ModelError as error:
        raise Unusable(str(error)) from error
    warn(recognizer.warning)
    return recognizer


DEBIAN_PACKAGES = {
    "libGL.so": "libgl1",
    "libglib-2.0": "libglib2.0-0",
    "libgthread-2.0": "libglib2.0-0",
    "libxcb": "libxcb1",
}
"""Debian's packages of the system libraries that OpenCV wants, by the beginning of the library's name."""


def missing(error: ImportError) -> str:
    """Say in one sentence what to install for an import that failed."""
    for library, package in DEBIAN_PACKAGES.items():
        if library in str(error):
            return f"OpenCV needs a system library ({error}): install it by `sudo apt-get install {package}`."
    return f"A package is missing or broken ({error}): run `python -m pip install -r requirements.txt`."
