"""Reads ink as most programs of its kind do, for comparison: every blob of pixels is taken for a digit.

The drawing is thresholded and split into connected blobs; each is cropped to its bounding box, scaled to fit
22 pixels, put into the middle of 28 x 28, made black and white, and named by the network. Nothing is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from deeplearning.ink.box import Box
from deeplearning.ink.raster import Sheet
from deeplearning.ink.stroke import PAPER, Stroke
from deeplearning.recognition.network import Network
from deeplearning.recognition.preprocessing import FIELD, Image
from deeplearning.recognition.reading import Digit, Reading, in_order

FITTED_SIDE = 22
"""Longer side of a digit in the image, in pixels."""

MIN_BLOB_AREA = 20
"""A blob of fewer pixels of the paper than this is left out."""

INK_LEVEL = 127
"""A pixel above this, of 0 to 255, is ink."""

Mask = npt.NDArray[np.uint8]


class BlobReader:
    """Reads strokes blob by blob; it has the same `read` as `Recognizer`."""

    def __init__(self, model: Path) -> None:
        """Load the `.tflite` file `model`; raises ModelError."""
        self._network = Network(model)
        self.warning = self._network.warning

    def read(self, strokes: Sequence[Stroke]) -> Reading:
        """Return the reading of `strokes`; its digits do not name the strokes they were made of."""
        sheet = Sheet(PAPER)
        sheet.update(tuple(strokes))
        ink = (np.asarray(sheet.pixels) > INK_LEVEL).astype(np.uint8)
        count, parts, stats, _ = cv2.connectedComponentsWithStats(ink)
        digits = []
        for blob in range(1, count):
            x, y, w, h, area = stats[blob].tolist()
            if area < MIN_BLOB_AREA:
                continue
            image = fitted((parts[y : y + h, x : x + w] == blob).astype(np.uint8))
            answer = self._network.probabilities(image[None])[0]
            digits.append(Digit((), Box(x, y, x + w, y + h), answer, image, refused=False))
        return in_order(digits)


def fitted(blob: Mask) -> Image:
    """Return a `blob` (h, w) of 0 and 1 as 28 x 28 of 0 and 1: centred, its longer side `FITTED_SIDE`."""
    h, w = blob.shape
    scale = FITTED_SIDE / max(h, w)
    size = max(1, round(w * scale)), max(1, round(h * scale))
    small = cv2.resize(blob * np.uint8(255), size, interpolation=cv2.INTER_AREA) > INK_LEVEL
    image = np.zeros((FIELD, FIELD), np.float32)
    top, left = (FIELD - size[1]) // 2, (FIELD - size[0]) // 2
    image[top : top + size[1], left : left + size[0]] = small
    return image
