"""The start: options, a drawing, a network, and one sentence for whoever lacks what these need."""

from __future__ import annotations

import argparse
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from deeplearning._errors import UserError, import_advice
from deeplearning.ink.drawings import Drawing, DrawingError, read
from deeplearning.ink.naming import names_in
from deeplearning.ink.placement import is_seen, on_paper
from deeplearning.window.script import is_script
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
    _add_options(parser)
    chosen = parser.parse_args(argv)
    chosen.open = chosen.open or chosen.file
    if chosen.record and not chosen.open:
        parser.error("--record draws what a file holds: name it with --open FILE.jsonl")
    if chosen.record:
        from deeplearning.window.recording import RECORDING_SUFFIXES

        if chosen.record.suffix.lower() not in RECORDING_SUFFIXES:
            written = " and ".join(RECORDING_SUFFIXES)
            parser.error(f"--record writes {written} files, which {chosen.record} is not")
    if chosen.writer:
        from deeplearning.recognition.memory_file import file_name

        try:
            file_name(chosen.writer)
        except UserError as error:
            parser.error(str(error))
    return chosen


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model",
        type=Path,
        metavar="FILE",
        help="another network, a .tflite file (default: the window's own)",
    )
    first = parser.add_mutually_exclusive_group()
    first.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="the same as --open FILE",
    )
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
    parser.add_argument(
        "--writer",
        default="",
        metavar="NAME",
        help="whose corrections are remembered (default: one memory for all)",
    )
    parser.add_argument("--theme", choices=[*THEMES], default="light", help="colours (default: %(default)s)")
    parser.add_argument(
        "--record",
        type=Path,
        metavar="FILE",
        help="open no window: draw the strokes of --open anew, by a mouse of its own, and write a .gif of "
        "that, or a .png of its end (default: nothing is recorded)",
    )


def open_drawing(path: Path) -> Drawing:
    """Return the picture or first drawing in the file at `path`, made to fit the paper; raises Unusable."""
    if is_script(path):
        raise Unusable(f"{path} is a film's script, no drawing: --open it with --record FILE.gif to play it.")
    try:
        from deeplearning.pictures import files

        return _checked(on_paper(files.first(path)), path.name)
    except DrawingError as error:
        raise Unusable(str(error)) from error
    except ImportError as error:
        raise Unusable(import_advice(error)) from error


def open_picture(content: bytes, name: str) -> Drawing:
    """Return what the picture in `content`, a file's, shows, made to fit the paper; raises Unusable."""
    try:
        from deeplearning.pictures.files import from_bytes

        return _checked(on_paper(from_bytes(content, name)), name)
    except DrawingError as error:
        raise Unusable(str(error)) from error
    except ImportError as error:
        raise Unusable(import_advice(error)) from error


def restore(last: Path | None) -> Drawing:
    """Return the drawing in the file `last`, where it stood; raises Unusable where there is none.

    What stood left of the paper or above it, as this program never writes it, comes onto it.
    """
    if last is None:
        raise Unusable("There is no drawing to restore, so the paper is empty.")
    try:
        drawing = next(read(last))  # What else the file holds may be any number.
        return _checked(drawing if is_seen(drawing.strokes) else on_paper(drawing), last.name)
    except DrawingError as error:
        raise Unusable(str(error)) from error


def _checked(drawing: Drawing, name: str) -> Drawing:
    """Return `drawing`, of the file `name`; raises Unusable without ink, DrawingError for senseless names."""
    if not drawing.strokes:
        raise Unusable(f"{name} holds an empty drawing.")
    names_in(drawing)
    return drawing


def check_packages() -> None:
    """Raise Unusable where a package that reading needs is not there, or only what an uninstall left of it.

    Nothing is imported, so the first frame does not wait.
    """
    for name in ("numpy", "cv2", "ai_edge_litert"):
        spec = importlib.util.find_spec(name)
        if spec is None or spec.origin is None:
            raise Unusable(import_advice(ImportError(f"No module named '{name}' that is whole")))


def load_network(path: Path | None) -> Recognizer:
    """Load the network at `path`, or the window's own; raises Unusable. The first frame does not need it."""
    try:
        from deeplearning.recognition.network import ModelError, warn
        from deeplearning.recognition.recognizer import MODEL, Recognizer

        _check_opencv()
    except ImportError as error:
        raise Unusable(import_advice(error)) from error
    try:
        recognizer = Recognizer(path or MODEL)
    except ModelError as error:
        raise Unusable(str(error)) from error
    warn(recognizer.warning)
    return recognizer


def _check_opencv() -> None:
    """Raise ImportError where OpenCV can be imported but is empty, as after half an uninstall."""
    import cv2

    if not hasattr(cv2, "resize"):
        raise ImportError("what is called cv2 is not OpenCV")
