"""The stroke: one path of the pen, kept as a vector, which never changes.

Coordinates are pixels of a paper of 640 x 640, x to the right and y down, whatever size the paper is shown
at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from deeplearning.ink.box import Box
from deeplearning.ink.scan import Scan

PAPER = 640
"""Length of the paper's sides, in pixels."""

PEN_WIDTH = 15.0
"""Width of the pen in paper pixels, where nobody chose another."""

FloatArray = npt.NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class Stroke:
    """The pen's path from touching down to lifting off.

    `points` has shape (n, 2), n >= 1, float64, in paper pixels, read-only. `width` is the pen's, in paper
    pixels. `scan` holds the pixels that it was traced from, where it came from a picture. Strokes compare and
    hash by identity, so that what is computed from one can be kept by it.
    """

    points: FloatArray
    width: float = PEN_WIDTH
    scan: Scan | None = None

    @cached_property
    def box(self) -> Box:
        """The box around the path's points, the pen's width left out."""
        (left, top), (right, bottom) = self.points.min(axis=0).tolist(), self.points.max(axis=0).tolist()
        return Box(left, top, right, bottom)

    @classmethod
    def of(
        cls,
        points: Iterable[Sequence[float]] | FloatArray,
        width: float = PEN_WIDTH,
        scan: Scan | None = None,
    ) -> Stroke:
        """Return a stroke through `points`; ValueError if there are none, or any is not a finite pair."""
        path = np.array(points if isinstance(points, np.ndarray) else list(points), dtype=np.float64)
        if path.ndim != 2 or path.shape[1] != 2 or not len(path):
            raise ValueError("a stroke is a list of one or more [x, y] pairs")
        if not np.isfinite(path).all():
            raise ValueError("a stroke's coordinates must be finite numbers")
        if not (np.isfinite(width) and width > 0):
            raise ValueError("a pen's width must be a finite number above 0")
        path.setflags(write=False)
        return cls(path, float(width), scan)

    def moved(self, scale: float, shift: tuple[float, float], width: float | None = None) -> Stroke:
        """Return the stroke, and its scan, scaled by `scale` and then moved by `shift`, in paper pixels.

        The pen keeps its width, or gets another `width`. ValueError as `of` raises it.
        """
        scan = None if self.scan is None else self.scan.moved(scale, shift)
        return Stroke.of(self.points * scale + shift, self.width if width is None else width, scan)


def bounds(strokes: Iterable[Stroke]) -> Box:
    """Return the box around the points of all `strokes`, the pen's width left out.

    Raises ValueError for no strokes.
    """
    boxes = [stroke.box for stroke in strokes]
    if not boxes:
        raise ValueError("no strokes have no bounds")
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def inked_box(strokes: Sequence[Stroke]) -> Box:
    """Return the box around the ink of all `strokes`, that is, with half of the widest pen on every side.

    Raises ValueError for no strokes.
    """
    return bounds(strokes).grown(max((stroke.width for stroke in strokes), default=0.0) / 2)
