"""Pictures of digits, scans and photos, as drawings: their ink becomes strokes, as if it were drawn."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from deeplearning.ink.drawings import Drawing, DrawingError
from deeplearning.ink.stroke import PAPER, bounds
from deeplearning.pictures.thresholding import Grey, find_ink_and_contrast
from deeplearning.pictures.tracing import TooMuchInk, trace

FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF")
"""What is opened, by Pillow's names; it knows others whose readers are more than a picture deserves."""

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
    grey, enlarged = _grey(path)
    found = find_ink_and_contrast(grey)
    try:
        strokes = [] if found is None else trace(*found, softness=max(2, round(enlarged)))
    except TooMuchInk as error:
        raise NoWriting(f"{path} shows too much for writing: crop it to the digits.") from error
    if not strokes:
        raise NoWriting(f"{path} shows no ink: nothing in it stands out from its background.")
    scale = PAPER / max(grey.shape)
    x, y = (PAPER / 2 - np.array(grey.shape[::-1]) * scale / 2).tolist()
    left, top, right, bottom = bounds(strokes)
    longer = max(right - left, bottom - top) * scale
    if 0 < longer < SMALL * PAPER:
        scale *= LARGER * PAPER / longer
        x, y = PAPER / 2 - (left + right) / 2 * scale, PAPER / 2 - (top + bottom) / 2 * scale
    return Drawing(
        tuple(stroke.moved(scale, (x, y), float(np.clip(stroke.width * scale, *PENS))) for stroke in strokes)
    )


def _grey(path: Path) -> tuple[Grey, float]:
    """Return the picture as grey values, (height, width), at the resolution at which ink is looked for.

    Also return by how much it was enlarged for that, 1 or more.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DrawingError(f"{path} cannot be read: {error.strerror or error}.") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                image.draft("L", (2 * LONGEST, 2 * LONGEST))  # a JPEG is decoded at a fraction of its size
                grey = _opaque(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise DrawingError(f"{path} has too many pixels: make it smaller or crop it.") from error
    except UnidentifiedImageError as error:
        raise DrawingError(f"{path} is no picture that can be read: save it as PNG or JPEG.") from error
    except Exception as error:  # Pillow's decoders raise whatever a damaged file leads them to
        raise DrawingError(f"{path} is a damaged picture: save or copy it again.") from error
    resized = _resized(grey)
    return resized, max(1.0, max(resized.shape) / max(grey.shape))


def _opaque(image: Image.Image) -> Grey:
    """Return the grey values of `image`, 0 to 255, laid on white, or on black where it is light itself."""
    if image.mode.startswith(("I", "F")):
        values = np.asarray(image, np.float64)
        low, high = float(values.min()), float(values.max())
        return np.rint((values - low) * (255 / max(high - low, 1e-9))).astype(np.uint8)
    if not image.has_transparency_data:
        return np.asarray(image.convert("L"))
    both = np.asarray(image.convert("LA"), np.float32)
    grey, alpha = both[..., 0], both[..., 1] / 255
    shown = float((grey * alpha).sum() / max(float(alpha.sum()), 1e-6))
    backing = 255.0 if shown < 128 else 0.0
    return np.rint(grey * alpha + backing * (1 - alpha)).astype(np.uint8)


def _resized(grey: Grey) -> Grey:
    longer = max(grey.shape)
    wanted = min(max(longer, SHORTEST), LONGEST)
    if wanted == longer:
        return grey
    size = [max(1, round(side * wanted / longer)) for side in grey.shape[::-1]]
    how = cv2.INTER_AREA if wanted < longer else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, size, interpolation=how), np.uint8)
