"""From a file's bytes to the picture in it, laid on paper and the right way up."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError, features

from deeplearning.ink.bounded_read import read_at_most
from deeplearning.ink.drawings import DrawingError

FORMATS = ("PNG", "JPEG", "MPO", "WEBP", "BMP", "TIFF", "GIF", "AVIF", "JPEG2000", "HEIF")
"""What is opened, by Pillow's names; it knows others whose readers are more than a picture deserves."""

ENOUGH = 1600
"""Pictures are decoded at a fraction of their size where that still leaves this longer side, in pixels."""

MAX_PIXELS = 89_000_000
"""Larger pictures are refused: Pillow's own limit, of which each pixel costs three bytes or more."""

MAX_PICTURE_BYTES = 400_000_000
"""Larger files are refused unread: as many pixels as are allowed, at four bytes each, are fewer."""

OPAQUE = 0.9
"""Pixels at least as opaque as this, from 0 to 1, are paper or ink, fainter ones a shadow."""

WRITTEN_PERCENTILES, WRITTEN_CONTRAST = (0.1, 99.9), 48.0
"""On a sheet that somebody wrote on, tones from 0 to 255 at these percentiles are further apart than this."""

SOLID = 0.6
"""Opaque pixels that fill this share of their bounding box are a sheet of paper; ink leaves more free."""

Colours = npt.NDArray[np.uint8]
"""A picture, shape (height, width, 3), red first."""

Field = npt.NDArray[np.float32]

UNREADABLE = {
    b"%PDF": "{} is a PDF document: save its page as a picture (PNG or JPEG) and open that.",
    b"<svg": "{} is an SVG drawing: export it as a picture (PNG) and open that.",
    b"<?xml": "{} is an SVG drawing: export it as a picture (PNG) and open that.",
}
"""What is said of files that begin like this, which people take for pictures and Pillow does not read."""


@dataclass(frozen=True)
class Decoded:
    """A picture seen upright; `scale` is how many of the file's pixels one of its own stands for."""

    colours: Colours
    scale: float


def decode(data: bytes, name: str) -> Decoded:
    """Return the picture in `data`, a file's content; raises DrawingError, which calls the file `name`."""
    for beginning, sentence in UNREADABLE.items():
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(beginning):
            raise DrawingError(sentence.format(name))
    damaged = f"{name} is a damaged picture: save or copy it again."
    too_large = f"{name} has more than {MAX_PIXELS // 1_000_000} million pixels: make it smaller or crop it."
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata, which nothing here asks for
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            register_heif()
            with Image.open(io.BytesIO(data), formats=_known_formats()) as opened:
                image: Image.Image = opened
                if image.width * image.height > MAX_PIXELS:
                    raise DrawingError(too_large)
                longer = max(image.size)
                image.draft("RGB", (ENOUGH, ENOUGH))
                if max(image.size) > 2 * ENOUGH:
                    image = _with_means(image).reduce(max(image.size) // ENOUGH)
                upright = ImageOps.exif_transpose(image)
                return Decoded(_on_paper(upright), longer / max(upright.size))
    except DrawingError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise DrawingError(too_large) from error
    except UnidentifiedImageError as error:
        if data[4:8] == b"ftyp" and "HEIF" not in Image.OPEN:
            raise DrawingError(
                f"{name} is an HEIC picture, which takes `pip install pillow-heif`."
            ) from error
        if data[4:8] == b"ftyp":
            raise DrawingError(damaged) from error
        what = "is no picture that can be read" if data else "is empty"
        raise DrawingError(f"{name} {what}: save it anew as PNG or JPEG.") from error
    except Exception as error:  # Pillow's decoders raise whatever a damaged file leads them to
        raise DrawingError(damaged) from error


def _with_means(image: Image.Image) -> Image.Image:
    """Return `image` in a mode whose pixels Pillow can average, which those of black and white it cannot."""
    if image.mode == "1":
        return image.convert("L")
    if image.mode.startswith("I;16"):
        return image.convert("I")
    if image.mode == "P":
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def read_bytes(path: Path) -> bytes:
    """Return the content of the file at `path`; raises DrawingError."""
    try:
        return read_at_most(path, MAX_PICTURE_BYTES)
    except OSError as error:
        raise DrawingError(f"{path} cannot be read: {error.strerror or error}.") from error


def register_heif() -> None:
    """Let Pillow read HEIC, which phones write, where pillow-heif is installed."""
    if "HEIF" in Image.OPEN:
        return
    try:
        from pillow_heif import register_heif_opener
    except ImportError:
        return
    register_heif_opener(thumbnails=False)


def _known_formats() -> list[str]:
    """Return those of `FORMATS` that this Pillow reads."""
    Image.init()
    return [name for name in FORMATS if name in Image.OPEN and (name != "AVIF" or features.check("avif"))]


def _on_paper(image: Image.Image) -> Colours:
    """Return the colours of `image`, its transparent parts laid on paper."""
    if image.mode.startswith(("I", "F")):
        values = np.asarray(image, np.float64)
        low, high = float(np.nanmin(values)), float(np.nanmax(values))
        values = np.nan_to_num((values - low) * (255 / max(high - low, 1e-9)), nan=0.0)
        return np.repeat(np.rint(values).astype(np.uint8)[..., None], 3, axis=2)
    if image.mode == "LAB":
        return _from_lab(image)
    if not image.has_transparency_data:
        return np.asarray(image.convert("RGB"))
    both = np.asarray(image.convert("RGBA"))
    colours: Field = both[..., :3].astype(np.float32)
    alpha: Field = np.divide(both[..., 3:], 255, dtype=np.float32)
    opaque = alpha[..., 0] >= OPAQUE
    if not opaque.any():
        opaque = alpha[..., 0] > 0
    is_sheet = _is_sheet(colours, opaque)
    paper = _paper_colour(colours, alpha, opaque, is_sheet)
    if is_sheet:
        # The sheet's shadow and its round corners are no ink.
        alpha = opaque[..., None].astype(np.float32)
    return np.rint(colours * alpha + paper * (1 - alpha)).astype(np.uint8)


def _from_lab(image: Image.Image) -> Colours:
    """Return the lightness of a picture in CIE L*a*b*, whose colours Pillow alone cannot convert."""
    return np.repeat(np.asarray(image)[..., :1], 3, axis=2)


def _is_sheet(colours: Field, opaque: npt.NDArray[np.bool_]) -> bool:
    """Whether the opaque pixels are a sheet with writing on it, rather than the writing alone."""
    if not opaque.any():
        return False
    rows, columns = np.nonzero(opaque)
    box = opaque[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    # A straight 1 fills its box, too, but in one colour.
    darkest, lightest = np.percentile(colours[opaque].mean(axis=1), WRITTEN_PERCENTILES)
    return float(box.mean()) > SOLID and lightest - darkest > WRITTEN_CONTRAST


def _paper_colour(colours: Field, alpha: Field, opaque: npt.NDArray[np.bool_], is_sheet: bool) -> Field:
    """Return the colour to lay a transparent picture on, shape (3,)."""
    if is_sheet:
        return np.asarray(np.median(colours[opaque], axis=0), np.float32)
    grey = colours.mean(axis=2, keepdims=True)
    shown = float((grey * alpha).sum() / max(float(alpha.sum()), 1e-6))
    return np.full(3, 255 if shown < 128 else 0, np.float32)


def resized(field: npt.NDArray[np.uint8], longer: int) -> npt.NDArray[np.uint8]:
    """Return a picture (height, width, ...) averaged down, or enlarged smoothly, to this longer side."""
    now = max(field.shape[:2])
    if longer == now:
        return field
    size = [max(1, round(side * longer / now)) for side in field.shape[1::-1]]
    how = cv2.INTER_AREA if longer < now else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(field, size, interpolation=how), np.uint8)
