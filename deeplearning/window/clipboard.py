"""The clipboard: the reading goes there as text; a picture, a file or its path comes from there."""

from __future__ import annotations

import io
import os
import shutil
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pygame
import pygame.scrap

from deeplearning._errors import import_advice
from deeplearning.window.startup import Unusable

TEXT = "text/plain;charset=utf-8"
"""The only kind of content that goes to the system's clipboard, and that SDL brings from it."""

PNG_EFFORT = 1
"""How hard a copied picture is compressed, 0 to 9: it is unpacked again at once."""

MAX_CLIPBOARD_CHARACTERS, MAX_CLIPBOARD_LINES = 100_000, 100
"""How much of a text is looked at for a path: a page of text is none, and each line is asked of the disk."""


def put_text(text: str) -> bool:
    """Put `text` on the system's clipboard; return whether it took it."""
    try:
        if hasattr(pygame.scrap, "put_text"):  # pygame-ce, which warns of what pygame has for this.
            pygame.scrap.put_text(text)
        else:
            _begin()
            pygame.scrap.put(TEXT, text.encode())
    except pygame.error:
        return False
    return True


def get_text() -> str:
    """Return the text on the system's clipboard; empty where there is none."""
    try:
        if hasattr(pygame.scrap, "get_text"):
            return str(pygame.scrap.get_text())
        _begin()
        return (pygame.scrap.get(TEXT) or b"").decode(errors="replace").replace("\0", "")
    except pygame.error:
        return ""


def get_file() -> Path | None:
    """Return the first file whose path or address is a line on the clipboard; None where there is none."""
    return _first_file(get_text()[:MAX_CLIPBOARD_CHARACTERS].split("\n"))


def get_picture() -> bytes | Path | None:
    """Return the picture on the clipboard as a PNG file's content, or the first file that was copied there.

    None where there is neither. It takes as long as the program that copied them takes to hand them over;
    under X11 that may be this one, whose window must answer meanwhile. Raises Unusable.
    """
    try:
        from PIL import Image, ImageGrab
    except ImportError as error:
        raise Unusable(import_advice(error)) from error
    try:
        found = ImageGrab.grabclipboard()
        if not isinstance(found, Image.Image):
            return _first_file(found or [])
        content = io.BytesIO()
        found.save(content, "PNG", compress_level=PNG_EFFORT)
    except Exception as error:  # whatever a program that was asked, or a decoder, ends with
        raise Unusable(_advice(_missing_package())) from error
    return content.getvalue()


def _missing_package() -> str:
    """Return the package whose program Pillow would ask for pictures here; empty where none is missing."""
    if sys.platform in ("darwin", "win32"):  # these systems are asked without one
        return ""
    wayland = bool(os.environ.get("WAYLAND_DISPLAY"))
    program, package = ("wl-paste", "wl-clipboard") if wayland else ("xclip", "xclip")
    return "" if shutil.which(program) else package


def _advice(package: str) -> str:
    """Return what to do where no picture can be fetched: for want of a `package`, or of anything else."""
    if package:
        return f"No path of a file was copied, and pictures take {package}: sudo apt-get install {package}."
    return "The clipboard cannot be read: save the picture as a file and drop that here."


def _begin() -> None:
    if not pygame.scrap.get_init():
        pygame.scrap.init()


def _first_file(lines: list[str]) -> Path | None:
    """Return the first file that one of the `lines` names; None where none does."""
    return next((path for line in lines[:MAX_CLIPBOARD_LINES] if (path := _file(line.strip()))), None)


def _file(line: str) -> Path | None:
    """Return the file that `line` names; None where it names none."""
    if line.startswith("file:"):
        line = unquote(urlsplit(line).path)
    try:
        return Path(line) if line and Path(line).is_file() else None
    except (OSError, ValueError):  # no path at all, such as a page of text
        return None
