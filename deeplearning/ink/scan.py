"""The pixels of a stroke that came from a picture, kept beside its path."""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt

LONGEST_SIDE = 4096
"""A scan in a file has no longer side than this, in pixels."""

MAX_SCAN_PIXELS = 50_000_000
"""All scans of a drawing in a file have at most so many pixels; those of a photo of a page have 100,000."""

MAX_PLACE = 1e6
"""A scan in a file lies no further than this from the paper's corner, and its pixels are no larger."""

MIN_PIXEL = 1e-6
"""A scan's pixel in a file has no smaller side than this, in paper pixels: it could not be scaled to any."""

GreyImage = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Scan:
    """What a picture shows of one stroke, and where that lies on the paper.

    `grey` has shape (height, width), uint8 from 0 (paper) to 255 (ink), read-only; ink of other strokes is 0
    in it. `left` and `top` are the outer corner of its first pixel and `pixel` is a pixel's side, all three
    in paper pixels.
    """

    grey: GreyImage
    left: float
    top: float
    pixel: float

    @classmethod
    def of(cls, grey: GreyImage, left: float, top: float, pixel: float) -> Self:
        """Return a scan with a copy of `grey`; ValueError where it has no ink or no place on the paper."""
        copy = np.array(grey, np.uint8)
        if copy.ndim != 2 or not copy.any():
            raise ValueError("a scan is an image with ink in it")
        if not (np.isfinite([left, top, pixel]).all() and pixel > 0):
            raise ValueError("a scan's place must be finite and its pixels larger than 0")
        copy.setflags(write=False)
        return cls(copy, float(left), float(top), float(pixel))

    def moved(self, scale: float, shift: tuple[float, float]) -> Self:
        """Return the scan with its place scaled by `scale` and then moved by `shift`, in paper pixels."""
        left, top = self.left * scale + shift[0], self.top * scale + shift[1]
        return replace(self, left=left, top=top, pixel=self.pixel * scale)

    def to_record(self) -> dict[str, Any]:
        """Return the scan as JSON holds it: its pixels row by row, compressed and in base 64."""
        pixels = base64.b64encode(zlib.compress(self.grey.tobytes())).decode("ascii")
        place = {"left": round(self.left, 3), "top": round(self.top, 3), "pixel": self.pixel}
        return {**place, "size": list(self.grey.shape), "pixels": pixels}

    @classmethod
    def from_record(cls, record: Any) -> Self:
        """Return the scan that `to_record` made `record` of; ValueError where it is none."""
        try:
            high, wide = record["size"]
            if not (0 < high <= LONGEST_SIDE and 0 < wide <= LONGEST_SIDE):
                raise ValueError
            left, top, pixel = (float(record[key]) for key in ("left", "top", "pixel"))
            if not (abs(left) <= MAX_PLACE and abs(top) <= MAX_PLACE and MIN_PIXEL <= pixel <= MAX_PLACE):
                raise ValueError
            packed = base64.b64decode(record["pixels"], validate=True)
            # Bounded, because a few bytes may unpack to more than the memory holds.
            pixels = zlib.decompressobj().decompress(packed, high * wide + 1)
            grey = np.frombuffer(pixels, np.uint8).reshape(high, wide)
            return cls.of(grey, left, top, pixel)
        except (KeyError, TypeError, ValueError, OverflowError, zlib.error) as error:
            raise ValueError('"scans" must hold null or the pixels of a picture for every stroke') from error
