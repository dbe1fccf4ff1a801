"""What the commands share: argument types, options, and the way from an error to an exit status."""

from __future__ import annotations

import argparse
import io
import math
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from deeplearning._errors import UserError, import_advice

if TYPE_CHECKING:
    from deeplearning.recognition.recognizer import Recognizer

DONE, USER_ERROR, INTERRUPTED, PIPE_CLOSED = 0, 2, 130, 141
"""Exit statuses; the last two are those that a shell gives to what SIGINT and SIGPIPE end."""

MAX_PAPERS = 1000.0
"""No drawing is placed further away, nor made larger, in papers."""

Work = Callable[[argparse.Namespace], None]


def run(work: Work, parser: argparse.ArgumentParser, argv: Sequence[str] | None) -> int:
    """Do `work` with the arguments in `argv`, None being the command line; return the exit status.

    What a person can put right is told in one sentence on standard error.
    """
    arguments = parser.parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):  # A terminal may lack a character that a label has.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        work(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes standard output once more at its end, which must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return INTERRUPTED
    except (UserError, ImportError, OSError) as error:
        print(sentence(error), file=sys.stderr)
        return USER_ERROR
    return DONE


def sentence(error: UserError | ImportError | OSError) -> str:
    """Return one sentence that says what is wrong."""
    if isinstance(error, ImportError):
        return import_advice(error)
    if isinstance(error, FileExistsError):
        return f"{error.filename} cannot be made: a file of that name is in the way."
    if isinstance(error, OSError):
        return f"{error.filename or 'The output'} cannot be read or written: {error.strerror or error}."
    return str(error)


def natural(text: str) -> int:
    """Return a whole number of 0 or more from a command line."""
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 0 or more")
    return int(text)


def positive(text: str) -> int:
    """Return a whole number of 1 or more from a command line."""
    if not (text.isascii() and text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 1 or more")
    return int(text)


def height(text: str) -> float:
    """Return a number above 0, at most `MAX_PAPERS`, from a command line."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value <= MAX_PAPERS:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a height: write a number above 0 and up to {MAX_PAPERS:g}, such as 0.6"
        )
    return value


def place(text: str) -> tuple[float, float]:
    """Return two numbers within `MAX_PAPERS` of 0 from a command line, where a comma stands between them."""
    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError:
        x = y = math.nan
    if not (abs(x) <= MAX_PAPERS and abs(y) <= MAX_PAPERS):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a place: write two numbers within {MAX_PAPERS:g} of 0, such as 0.3,0.3"
        )
    return x, y


def png(text: str) -> Path:
    """Return the path of a file in `.png` from a command line."""
    if not text.lower().endswith(".png"):
        raise argparse.ArgumentTypeError(f"{text!r} is not called .png, which is what is written")
    return Path(text)


def add_model_option(parser: argparse.ArgumentParser) -> None:
    """Add `--model FILE` to `parser`; without it `model` is None, which means the window's network."""
    parser.add_argument(
        "--model", type=Path, metavar="FILE", help="a network, a .tflite file (default: the window's)"
    )


def add_writers_option(parser: argparse.ArgumentParser) -> None:
    """Add `--writers A,B` to `parser`, a list as `ink.writers.matching_names` takes it."""
    parser.add_argument(
        "--writers",
        metavar="A,B",
        help="only drawings by these; what ends in / is the start of names, held-out all that are held out",
    )


def add_without_writers_option(parser: argparse.ArgumentParser) -> None:
    """Add `--without-writers A,B` to `parser`, a list as `ink.writers.matching_names` takes it."""
    parser.add_argument(
        "--without-writers",
        metavar="A,B",
        help="no drawings by these; what ends in / is the start of names",
    )


def add_seed_option(parser: argparse.ArgumentParser, default: int) -> None:
    """Add `--seed N` to `parser`."""
    parser.add_argument(
        "--seed", type=natural, default=default, help="of the random numbers (default: %(default)s)"
    )


def load_recognizer(model: Path | None) -> Recognizer:
    """Return a recognizer with the network `model`, None being the window's, and print its warning."""
    from deeplearning.recognition.network import warn
    from deeplearning.recognition.recognizer import MODEL, Recognizer

    recognizer = Recognizer(model or MODEL)
    warn(recognizer.warning)
    return recognizer
