"""Pictures of digits, scans and photos, as drawings: their ink becomes strokes, as if it were drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from deeplearning.ink.drawings import Drawing, DrawingError
from deeplearning.ink.stroke import PAPER, bounds
from deeplearning.pictures.decoding import decode, read_bytes, resized
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
    """Return what stands in the picture at `path`, a stroke for each connected part, from left to right.

    The picture fills the paper of `ink.PAPER` pixels, its aspect kept; small ink is enlarged. Raises
    DrawingError where the file cannot be read, NoWriting where nothing or far too much in it looks like ink.
    """
    seen, softness = seen_of(path)
    ink = find_ink(seen, softness)
    try:
        strokes = [] if ink is None else trace(ink.mask, ink.contrast, softness)
    except TooMuchInk as error:
        raise NoWriting(f"{path} shows too much for writing: crop it to the digits.") from error
    if not strokes:
        raise NoWriting(f"{path} shows no ink: nothing in it stands out from its background.")
    scale = PAPER / max(seen.shape)
    x, y = (PAPER / 2 - np.array(seen.shape[1::-1]) * scale / 2).tolist()
    left, top, right, bottom = bounds(strokes)
    longer = max(right - left, bottom - top) * scale
    if 0 < longer < SMALL * PAPER:
        scale *= LARGER * PAPER / longer
        x, y = PAPER / 2 - (left + right) / 2 * scale, PAPER / 2 - (top + bottom) / 2 * scale
    return Drawing(
        tuple(stroke.moved(scale, (x, y), float(np.clip(stroke.width * scale, *PENS))) for stroke in strokes)
    )
def seen_of(path):
    colours = cut_to_sheet(decode(read_bytes(path), str(path)))
    longer = max(colours.shape)
    wanted = min(max(longer, SHORTEST), LONGEST)
    return resized(colours, wanted),  max(2, round(wanted / longer))
