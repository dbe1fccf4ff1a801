"""What was copied elsewhere: a picture, a file or its path, brought by the system or a program of it."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from deeplearning._errors import import_advice
from deeplearning.window.clipboard import TEXT, get_text
from deeplearning.window.startup import Unusable

PNG_EFFORT = 1
"""How hard a copied picture is compressed, 0 to 9: it is unpacked again at once."""

PICTURE_TYPES = ("image/png", "image/jpeg", "image/webp", "image/tiff", "image/bmp")
"""The kinds of picture that are taken, the best one first: programs offer what they copied as several."""

TEXT_TYPES = ("text/uri-list", "UTF8_STRING", TEXT, "text/plain", "STRING")
"""The kinds of text in which a file's address or path may stand."""

NOT_HANDED_OVER = "The clipboard cannot be read: save the picture as a file and drop that here."

MAX_COPIED_BYTES = 100_000_000
"""A larger picture is refused before it is decoded."""

MAX_PATH_CHARACTERS = 1000
"""A longer text is no path that anybody copied."""

MAX_CLIPBOARD_CHARACTERS, MAX_CLIPBOARD_LINES = 100_000, 100
"""How much of a text is looked at for a path: a page of text is none, and each line is asked of the disk."""


_running: set[subprocess.Popen[bytes]] = set()


class Program(NamedTuple):
    """A program that brings what was copied: its calls for the list of types, and for one of them."""

    list_types: tuple[str, ...]
    fetch: tuple[str, ...]
    package: str


XCLIP = Program(
    ("xclip", "-selection", "clipboard", "-o", "-t", "TARGETS"),
    ("xclip", "-selection", "clipboard", "-o", "-t"),
    "xclip",
)
WL_PASTE = Program(("wl-paste", "--list-types"), ("wl-paste", "--no-newline", "--type"), "wl-clipboard")


def usual_program() -> Program | None:
    """Return the program that is usual here; None where the system is asked without one."""
    if sys.platform in ("darwin", "win32"):
        return None
    return WL_PASTE if os.environ.get("WAYLAND_DISPLAY") else XCLIP


def find_program() -> Program | None:
    """Return the program that brings what was copied on this system; None where there is none, or no need.

    SDL brings only text, and asks for it in a way that locks up a program which has a picture to give.
    """
    program = usual_program()
    return program if program and shutil.which(program.list_types[0]) else None


def get_file() -> Path | None:
    """Return the first file whose path or address is a line on the clipboard; None where there is none.

    Raises Unusable where the text is the path of no file.
    """
    return _first_file(get_text())


def get_picture() -> bytes | Path | None:
    """Return the picture on the clipboard as a file's content, or the first file that was copied there.

    None where there is neither. It takes as long as the program that copied them takes to hand them over;
    under X11 that may be this one, whose window must answer meanwhile. Raises Unusable.
    """
    program = find_program()
    if program:
        return _brought_by(program)
    if missing := usual_program():
        install = f"sudo apt-get install {missing.package}"
        raise Unusable(f"No path of a file was copied, and pictures take {missing.package}: {install}.")
    return _handed_over_by_system()


def _brought_by(program: Program) -> bytes | Path | None:
    """Return what `program` brings, a picture before a file; None for neither. Raises Unusable."""
    types = _output(program.list_types).decode(errors="replace").split("\n")
    picture = next((kind for kind in PICTURE_TYPES if kind in types), None)
    if picture:
        content = _output((*program.fetch, picture))
        if not content:
            raise Unusable(NOT_HANDED_OVER)
        return content
    text = next((kind for kind in TEXT_TYPES if kind in types), None)
    return _first_file(_output((*program.fetch, text)).decode(errors="replace")) if text else None


def _output(command: tuple[str, ...]) -> bytes:
    """Return what a program puts out; nothing where it fails, as xclip does where nothing was copied."""
    nowhere = subprocess.DEVNULL
    try:
        with subprocess.Popen(
            list(command), stdin=nowhere, stdout=subprocess.PIPE, stderr=nowhere
        ) as process:
            _running.add(process)
            try:
                content = process.stdout.read(MAX_COPIED_BYTES + 1) if process.stdout else b""
            finally:
                _running.discard(process)
            if len(content) > MAX_COPIED_BYTES:
                process.kill()
                raise Unusable(
                    "The copied picture is too large: save it as a file, make it smaller and drop that."
                )
            return content
    except OSError as error:
        raise Unusable(NOT_HANDED_OVER) from error


def stop_programs() -> None:
    """End the programs that were asked and have not answered."""
    for process in list(_running):
        process.kill()


def _handed_over_by_system() -> bytes | Path | None:
    """Return what macOS or Windows has, through Pillow."""
    try:
        from PIL import Image, ImageGrab
    except ImportError as error:
        raise Unusable(import_advice(error)) from error
    try:
        found = ImageGrab.grabclipboard()
        if not isinstance(found, Image.Image):
            return _first_file("\n".join(found or []))
        content = io.BytesIO()
        found.save(content, "PNG", compress_level=PNG_EFFORT)
    except Unusable:
        raise
    except Exception as error:  # whatever the system, or a decoder, ends with
        raise Unusable(NOT_HANDED_OVER) from error
    return content.getvalue()


def _first_file(text: str) -> Path | None:
    """Return the first file that a line of `text` names; None where none does.

    Raises Unusable where all of the text is the path of no file.
    """
    lines = [line.strip() for line in text[:MAX_CLIPBOARD_CHARACTERS].split("\n")[:MAX_CLIPBOARD_LINES]]
    found = next((path for line in lines if (path := _path(line, Path.is_file))), None)
    if found is None and len(text) < MAX_PATH_CHARACTERS and _is_path(text.strip()):
        name = text.strip()
        if _path(name, Path.is_dir):
            raise Unusable(f"{name} is a folder: open it, and copy a file of it.")
        raise Unusable(f"{name} was copied, but there is no such file.")
    return found


def _is_path(text: str) -> bool:
    """Return whether `text` can only be meant as a path or address of a file."""
    path = _unquoted(text)
    if "\n" in text:
        return False
    # "/ 2" and "~ 100" are no paths, though they begin like one.
    is_absolute = Path(path).is_absolute() and not path.lstrip("/\\")[:1].isspace()
    return path.startswith(("file:", "~/", "~\\")) or is_absolute


def _path(line: str, is_meant: Callable[[Path], bool]) -> Path | None:
    """Return the path that `line` names, in quotes or not, if `is_meant` says so of it; else None."""
    line = _unquoted(line)
    try:
        if line.startswith("file:"):
            from urllib.request import url2pathname  # with all that it needs in turn

            line = url2pathname(urlsplit(line).path)
        path = Path(line).expanduser()
        return path if line and is_meant(path) else None
    except (OSError, ValueError, RuntimeError):  # no path at all, such as a page of text
        return None


def _unquoted(line: str) -> str:
    """Return `line` without the quotes around it, in which Windows copies paths."""
    return line[1:-1] if len(line) > 1 and line[0] == line[-1] and line[0] in "\"'" else line
