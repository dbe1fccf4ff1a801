"""Pictures of digits, scans and photos, as drawings: their ink becomes strokes, as if it were drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from deeplearning.ink.drawings import Drawing, DrawingError
from deeplearning.ink.stroke import PAPER, bounds
from deeplearning.pictures.decoding import Colours, decode, read_bytes, resized
from deeplearning.pictures.sheet import cut_to_sheet
from deeplearning.pictures.thresholding import find_ink
from deeplearning.pictures.tracing import TooMuchInk, trace

LONGEST = 1600
"""Larger pictures are averaged down to this longer side, in pixels: strokes are still several pixels wide."""

SHORTEST = 400
"""Smaller ones are enlarged to this longer side, so that thin strokes have a middle."""

SMALL = 0.3
"""Ink smaller than this, in paper sides, is enlarged: a line on a whole page could not be seen."""

LARGER = 0.6
"""The longer side that it is enlarged to, in paper sides."""

PENS = (2.0, 50.0)
"""Thinnest and thickest pen that a stroke from a picture has, in paper pixels."""


class NoWriting(DrawingError):
    """A sound picture in which no writing is found."""


def load_picture(path: Path) -> Drawing:
    """Return what stands in the picture at `path`, as `picture_to_drawing` does; raises DrawingError."""
    return picture_to_drawing(decode(read_bytes(path), str(path)), str(path))


def picture_to_drawing(colours: Colours, name: str) -> Drawing:
    """Return what stands in a picture, a stroke for each connected part, from left to right.

    The picture fills the paper of `ink.PAPER` pixels, its aspect kept; small ink is enlarged. Raises
    NoWriting, which calls the picture `name`, where nothing or far too much in it looks like ink.
    """
    seen, softness = seen_of(colours)
    ink = find_ink(seen, softness)
    try:
        strokes = [] if ink is None else trace(ink.mask, ink.contrast, softness)
    except TooMuchInk as error:
        raise NoWriting(f"{name} shows too much for writing: crop it to the digits.") from error
    if not strokes:
        raise NoWriting(f"{name} shows no ink: nothing in it stands out from its background.")
    scale = PAPER / max(seen.shape)
    x, y = (PAPER / 2 - np.array(seen.shape[1::-1]) * scale / 2).tolist()
    left, top, right, bottom = bounds(strokes)
    longer = max(right - left, bottom - top) * scale
    is_dot = longer < max(stroke.width for stroke in strokes) * scale
    if longer < SMALL * PAPER and not is_dot:
        scale *= LARGER * PAPER / longer
        x, y = PAPER / 2 - (left + right) / 2 * scale, PAPER / 2 - (top + bottom) / 2 * scale
    return Drawing(
        tuple(stroke.moved(scale, (x, y), float(np.clip(stroke.width * scale, *PENS))) for stroke in strokes)
    )


def seen_of(colours: Colours) -> tuple[Colours, int]:
    """Return the sheet in `colours` at the size at which ink is looked for, and how soft its edges are."""
    sheet = cut_to_sheet(colours)
    longer = max(sheet.shape[:2])
    wanted = min(max(longer, SHORTEST), LONGEST)
    return resized(sheet, wanted), max(2, round(wanted / longer))
