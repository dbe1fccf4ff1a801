"""Cuts the pixels of single strokes out of a picture."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from deeplearning.ink.scan import Scan
from deeplearning.pictures.contrast import Field, Mask

FULL = 80
"""Ink's own contrast is this percentile of its pixels': what is above it is drawn fully black."""

LARGEST = 224
"""Longer side of a scan, in pixels: eight times what the network looks at."""


def cut_out(contrast: Field, ink: Mask, pixels: Mask, corner: tuple[int, int], softness: int) -> Scan:
    """Return the scan of the ink `pixels`, a part of `ink` whose first pixel is at `corner` (x, y).

    Its grey is the `contrast` of the picture, within `softness` pixels of them; other ink is left out.
    """
    left, top = corner[0] - softness, corner[1] - softness
    mine = np.pad(pixels, softness)
    box = (left, top, left + mine.shape[1], top + mine.shape[0])
    around, taken = _window(contrast, box), _window(ink, box)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * softness + 1, 2 * softness + 1))
    near = (cv2.dilate(mine.astype(np.uint8), kernel) > 0) & (mine | ~taken)
    full = max(float(np.percentile(around[mine], FULL)), 1e-6)
    grey = np.where(near, np.clip(around * (255 / full), 0, 255), 0)
    times = int(np.ceil(max(grey.shape) / LARGEST))
    # Padded to a whole number of them, the larger pixels stay square.
    grey = np.pad(grey, [(0, -side % times) for side in grey.shape])
    grey = grey.reshape(grey.shape[0] // times, times, grey.shape[1] // times, times).mean(axis=(1, 3))
    return Scan.of(np.rint(grey).astype(np.uint8), left, top, times)


def _window(field: npt.NDArray[Any], box: tuple[int, int, int, int]) -> npt.NDArray[Any]:
    """Return what `box` (left, top, right, bottom) cuts out of `field`, with 0 beside it."""
    left, top, right, bottom = box
    window = np.zeros((bottom - top, right - left), field.dtype)
    high, wide = field.shape
    rows, columns = slice(max(top, 0), min(bottom, high)), slice(max(left, 0), min(right, wide))
    inside = slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left)
    window[inside] = field[rows, columns]
    return window
