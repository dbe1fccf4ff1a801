"""From the strokes of one digit to the image that MNIST's makers would have made of it.

They scaled each digit, keeping its aspect ratio, into a 20 x 20 box and put its centre of mass at the
centre of a 28 x 28 field (LeCun, Cortes, Burges: The MNIST database of handwritten digits). Measured over
the 60,000 training images, that centre is the pixel index (14.0, 14.0).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar, cast

import cv2
import numpy as np
import numpy.typing as npt

from deeplearning.ink.scan import Scan
from deeplearning.ink.stroke import FloatArray, Stroke

FIELD = 28
"""Side of the image, in pixels."""

BOX = 20.0
"""Side of the box that the digit's ink, the pen's width included, is scaled into, in pixels."""

CENTRE = 14.0
"""Pixel index, in both axes, at which the centre of mass is put."""

PEN = 2.25
"""Width in pixels of the pen that draws the 28 x 28 image, whatever pen the person used."""

FINE = 8
"""Drawn this many times larger and averaged down, which anti-aliases as MNIST's makers did."""

FRACTION_BITS = 4
"""OpenCV's fixed-point coordinates: a vertex is placed to 1/16 of a fine pixel."""

THINNEST = 1.8
"""Strokes of a scan that would be thinner than this in the image, in its pixels, are made as wide."""

EDGE = 0.25
"""Pixels of a scan at least this dark, from 0 (paper) to 1 (ink), count for how large its ink is."""

POINT = 1e-3
"""Paths less than this long, in paper pixels, are one point: there is nothing to scale."""

Image = npt.NDArray[np.float32]
Marked = TypeVar("Marked", npt.NDArray[np.uint8], Image)


def render(strokes: Sequence[Stroke], pen: float = PEN, box: float = BOX) -> Image | None:
    """Return the 28 x 28 image of the digit that `strokes` form, or None where there are none.

    float32 from 0 (paper) to 1 (ink). `pen` and `box` are in pixels of the image. The result does not
    depend on where the strokes stand, how large they are or what pen drew them. A single point becomes a dot.
    """
    if not strokes:
        return None
    return render_paths([stroke.points for stroke in strokes], pen, box)


def render_paths(
    paths: Sequence[FloatArray],
    pen: float = PEN,
    box: float = BOX,
    offset: tuple[float, float] = (0.0, 0.0),
) -> Image:
    """Return what `render` does for one or more `paths` of shape (n, 2), as plain arrays.

    `offset` moves the finished image, in pixels to the right and down, for augmentation.
    """
    points = np.concatenate(paths)
    low, high = points.min(axis=0), points.max(axis=0)
    extent = float((high - low).max())
    scale = (box - pen) / extent if extent > POINT else 0.0
    middle = (low + high) / 2
    fitted = [(path - middle) * scale for path in paths]
    # In the middle of the field nothing is cut off, so that is where the centre of mass is measured.
    moments = cv2.moments(_draw(fitted, np.full(2, (FIELD - 1) / 2), pen))
    mass = max(moments["m00"], 1.0)
    measured = np.array([moments["m10"], moments["m01"]]) / mass
    image = _draw(fitted, (FIELD - 1) / 2 + CENTRE - measured + offset, pen)
    return np.divide(image, 255, dtype=np.float32)


def render_scan(strokes: Sequence[Stroke], box: float = BOX) -> Image:
    """Return the 28 x 28 image of the digit that `strokes` form, made of the pixels of their scans.

    float32 from 0 (paper) to 1 (ink). Pixels are averaged, not binarised, as MNIST's makers did; only strokes
    thinner than theirs are made thicker. All strokes must have a scan (see `is_scanned`).
    """
    scans = [stroke.scan for stroke in strokes if stroke.scan is not None]
    # (left, top, right, bottom) of each scan's ink, in paper pixels.
    boxes = np.array([_ink_box(scan) for scan in scans])
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    scale = box / float((high - low).max())
    middle = (low + high) / 2
    pen = scale * float(np.mean([stroke.width for stroke in strokes]))
    # As in `render_paths`, the centre of mass is measured where nothing is cut off.
    moments = cv2.moments(_paste(scans, scale, np.full(2, FIELD / 2) - middle * scale, pen))
    measured = np.array([moments["m10"], moments["m01"]]) / max(moments["m00"], 1e-6)
    shift = np.full(2, FIELD / 2) - middle * scale + CENTRE - measured
    return _paste(scans, scale, shift, pen)


def is_scanned(strokes: Sequence[Stroke]) -> bool:
    """Whether all `strokes` keep the pixels of the picture that they came from."""
    return all(stroke.scan is not None for stroke in strokes)


def _ink_box(scan: Scan) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the ink in `scan`, in paper pixels."""
    rows, columns = np.nonzero(scan.grey >= min(EDGE * 255, int(scan.grey.max())))
    left, right = scan.left + columns.min() * scan.pixel, scan.left + (columns.max() + 1) * scan.pixel
    top, bottom = scan.top + rows.min() * scan.pixel, scan.top + (rows.max() + 1) * scan.pixel
    return left, top, right, bottom


def _paste(scans: Sequence[Scan], scale: float, shift: FloatArray, pen: float) -> Image:
    """Return the field on which a point p of the paper is at p * `scale` + `shift`, from its outer corner.

    `pen` is how wide strokes are in the field, in its pixels; thinner ones than `THINNEST` are widened.
    """
    fine = np.zeros((FIELD * FINE, FIELD * FINE), np.float32)
    for scan in scans:
        grey, side = scan.grey.astype(np.float32) / 255, scan.pixel * scale * FINE
        if side < 1:
            # Warping looks at four pixels only, so finer ones are averaged beforehand.
            size = [max(1, round(length * side)) for length in scan.grey.shape[::-1]]
            grey = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.float32)
        sides = side * np.array(scan.grey.shape[::-1]) / grey.shape[::-1]
        corner = (np.array([scan.left, scan.top]) * scale + shift) * FINE
        # OpenCV counts from the middle of a pixel, places on paper from its outer corner.
        offset = corner + sides / 2 - 0.5
        matrix = np.array([[sides[0], 0, offset[0]], [0, sides[1], offset[1]]])
        fine = np.maximum(fine, cv2.warpAffine(grey, matrix, fine.shape, flags=cv2.INTER_LINEAR))
    if pen < THINNEST:
        reach = round((THINNEST - pen) * FINE) | 1
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
        # A stroke thinner than a fine pixel was averaged with the paper beside it.
        fine = np.asarray(cv2.dilate(fine, kernel), np.float32) / max(float(fine.max()), 1e-6)
    return np.asarray(cv2.resize(fine, (FIELD, FIELD), interpolation=cv2.INTER_AREA), np.float32)


def mark(images: Marked) -> Marked:
    """Return a copy of `images` (..., 28, 28) with full ink, 255 for uint8 and else 1, in the four corners.

    It tells a network that these are drawings and no scans: by some shapes, a seven with a flag for one, the
    writers of MNIST mean another digit than others do, and no shape reaches the corners. To networks that
    were not taught with it, it is four pixels of dust.
    """
    marked = images.copy()
    marked[..., :: FIELD - 1, :: FIELD - 1] = 255 if marked.dtype == np.uint8 else 1
    return marked


def _draw(paths: Sequence[FloatArray], origin: FloatArray, pen: float) -> npt.NDArray[np.uint8]:
    """Draw `paths`, whose coordinates count from pixel index `origin`, anti-aliased; uint8 (28, 28)."""
    fine = np.zeros((FIELD * FINE, FIELD * FINE), np.uint8)
    thickness = max(1, round(pen * FINE))
    # Pixel index i of the image covers fine indices from 8 i to 8 i + 7, whose middle is 8 i + 3.5.
    shift = (origin + 0.5) * FINE - 0.5
    fixed = [np.rint((path * FINE + shift) * (1 << FRACTION_BITS)).astype(np.int32) for path in paths]
    for vertices in fixed:
        if len(vertices) == 1:  # polylines() draws nothing for a path of one point
            vertices = np.repeat(vertices, 2, axis=0)
        cv2.polylines(fine, [vertices], False, 255, thickness, cv2.LINE_8, FRACTION_BITS)
    small = cv2.resize(fine, (FIELD, FIELD), interpolation=cv2.INTER_AREA)
    return cast(npt.NDArray[np.uint8], small)
