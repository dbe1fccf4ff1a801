"""Turns pictures of digits, scans and photos, into drawings whose strokes keep their pixels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from deeplearning.ink.box import Box
from deeplearning.ink.drawings import Drawing, DrawingError
from deeplearning.ink.stroke import PAPER, bounds
from deeplearning.pictures.cleaning import TooMuchInk
from deeplearning.pictures.decoding import Colours, decode, read_bytes, resized
from deeplearning.pictures.sheet import cut_to_sheet
from deeplearning.pictures.thresholding import find_ink
from deeplearning.pictures.tracing import trace

MAX_SIDE = 1600
"""Larger pictures are averaged down to this longer side, in pixels: strokes are still several pixels wide."""

MIN_SIDE = 400
"""Smaller ones are enlarged to this longer side, so that thin strokes have a middle."""

SMALL_SHARE = 0.3
"""Ink smaller than this, in paper sides, is enlarged: a line on a whole page could not be seen."""

ENLARGED_SHARE = 0.6
"""The longer side that it is enlarged to, in paper sides."""

MIN_PEN, MAX_PEN = 2.0, 50.0
"""Thinnest and thickest pen that a stroke from a picture has, in paper pixels."""

MIN_SOFTNESS = 2
"""The edges of strokes are at least this many pixels wide."""


class NoWriting(DrawingError):
    """A sound picture in which no writing is found."""


@dataclass(frozen=True)
class Scanned:
    """What stands in a picture, and where in it: a point p of the paper is p * `scale` + (`left`, `top`)."""

    drawing: Drawing
    scale: float
    left: float
    top: float

    def to_pixels(self, box: Box) -> Box:
        """Return a `box` of the paper in pixels of the picture, as it is seen upright."""
        xs, ys = (box.left, box.right), (box.top, box.bottom)
        (left, right), (top, bottom) = (
            [side * self.scale + shift for side in sides]
            for sides, shift in ((xs, self.left), (ys, self.top))
        )
        return Box(left, top, right, bottom)


def load_picture(path: Path) -> Drawing:
    """Return what stands in the picture at `path`, as `scan` does; raises DrawingError."""
    return scan(decode(read_bytes(path), str(path)).colours, str(path)).drawing


def scan(colours: Colours, name: str) -> Scanned:
    """Return what stands in a picture, a stroke for each connected part, from left to right.

    The picture fills the paper of `stroke.PAPER` pixels, its aspect kept; small ink is enlarged. Raises
    NoWriting, which calls the picture `name`, where nothing or far too much in it looks like ink.
    """
    sheet = cut_to_sheet(colours)
    longer = max(sheet.colours.shape[:2])
    seen = resized(sheet.colours, min(max(longer, MIN_SIDE), MAX_SIDE))
    enlarged = max(seen.shape[:2]) / longer
    softness = max(MIN_SOFTNESS, round(enlarged))
    beyond = resized(sheet.beyond.astype(np.uint8), max(seen.shape[:2])) > 0
    try:
        ink = find_ink(seen, softness, beyond)
        strokes = [] if ink is None else trace(ink.mask, ink.contrast, softness)
    except TooMuchInk as error:
        raise NoWriting(f"{name} shows too much for writing: crop it to the digits.") from error
    if not strokes:
        raise NoWriting(f"{name} shows no ink: nothing in it stands out from its background.")
    high, wide = seen.shape[:2]
    scale = PAPER / max(high, wide)
    x, y = (PAPER - wide * scale) / 2, (PAPER - high * scale) / 2
    box = bounds(strokes)
    is_dot = box.longer_side < max(stroke.width for stroke in strokes)
    if box.longer_side * scale < SMALL_SHARE * PAPER and not is_dot:
        scale = ENLARGED_SHARE * PAPER / box.longer_side
        x, y = (PAPER / 2 - middle * scale for middle in box.centre)
    placed = [
        stroke.moved(scale, (x, y), float(np.clip(stroke.width * scale, MIN_PEN, MAX_PEN)))
        for stroke in strokes
    ]
    back = 1 / (scale * enlarged)
    return Scanned(Drawing(tuple(placed)), back, sheet.left - x * back, sheet.top - y * back)
