"""Writes pictures with a box around every digit and its label above."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from deeplearning.ink.box import Box

COLOUR, REFUSED_COLOUR = (178, 98, 0), (122, 110, 102)
"""Blue, green and red, 0 to 255, of the boxes of digits and of what was taken for none."""

LABEL_SHARE = 0.04
"""Height of a label, in longer sides of the picture."""


def write_annotated(path: Path, colours: npt.NDArray[np.uint8], labels: Sequence[tuple[str, Box]]) -> None:
    """Write `colours`, (height, width, 3), with `labels` and their boxes in its pixels, to `path`, a .png.

    Raises OSError.
    """
    picture = np.ascontiguousarray(colours[..., ::-1])
    longer = max(picture.shape)
    thick = max(1, round(longer / 400))
    size = LABEL_SHARE * longer / 22  # OpenCV's capitals are 22 pixels high
    for label, box in labels:
        colour = REFUSED_COLOUR if label == "?" else COLOUR
        left, top, right, bottom = (round(side) for side in box)
        cv2.rectangle(picture, (left, top), (right, bottom), colour, thick)
        above = top - 2 * thick if top > LABEL_SHARE * longer else bottom + round(LABEL_SHARE * longer)
        cv2.putText(picture, label, (left, above), cv2.FONT_HERSHEY_SIMPLEX, size, colour, 2 * thick)
    written, encoded = cv2.imencode(".png", picture)
    if not written:
        raise OSError("it cannot be drawn")
    path.write_bytes(encoded.tobytes())
