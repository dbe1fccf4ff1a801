"""Reads handwritten digits: from strokes of ink, or a picture of them, to the digits that they spell.

    >>> from deeplearning import Ink, Recognizer, Stroke
    >>> seven = Stroke.of([(200, 150), (280, 152), (360, 150), (310, 270), (270, 450)])
    >>> reading = Recognizer().read(Ink([seven]))
    >>> reading.text
    '7'

Points are (x, y) on a paper of 640 x 640 pixels, y down; what is drawn elsewhere or at another size is read
as well. A `Reading` says of every digit which strokes it was made of and how probable each answer is.

Each name is loaded when it is first asked for; importing the package alone loads nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from deeplearning.ink.history import Ink
    from deeplearning.ink.stroke import Stroke
    from deeplearning.recognition.reading import Reading
    from deeplearning.recognition.recognizer import Recognizer

__all__ = ["Ink", "Reading", "Recognizer", "Stroke", "read_file"]

_MODULES = {
    "Ink": "deeplearning.ink.history",
    "Reading": "deeplearning.recognition.reading",
    "Recognizer": "deeplearning.recognition.recognizer",
    "Stroke": "deeplearning.ink.stroke",
}


def read_file(path: str | Path, recognizer: Recognizer | None = None) -> Reading:
    """Return what stands in the file at `path`: a picture, or the first drawing of JSON Lines or UNIPEN.

    `recognizer` reads it, or else a new one with the window's network; pass one to read many files. Raises a
    ValueError whose message is one sentence where the file or the network cannot be read.
    """
    from pathlib import Path

    from deeplearning.ink.naming import names_in
    from deeplearning.ink.placement import on_paper
    from deeplearning.pictures.files import first
    from deeplearning.recognition.recognizer import Recognizer

    drawing = on_paper(first(Path(path)))
    return (recognizer or Recognizer()).read(drawing.strokes, names_in(drawing))


def __getattr__(name: str) -> object:
    """Return a public name, loaded now (PEP 562)."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_MODULES[name]), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return __all__
