"""Where drawings go on the paper: scaled to a size, made to fit, or put beside what stands there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deeplearning.ink.drawings import Drawing
from deeplearning.ink.stroke import PAPER, Stroke, bounds


def place(drawing: Drawing, height: float = 0.6, centre: tuple[float, float] = (0.5, 0.5)) -> Drawing:
    """Return `drawing` with its longer side `height` long and its box's middle at `centre`, in paper sides.

    ValueError where it has no strokes.
    """
    left, top, right, bottom = bounds(drawing.strokes)
    scale = height * PAPER / max(right - left, bottom - top, 1e-9)
    middle = np.array([(left + right) / 2, (top + bottom) / 2])
    shift_x, shift_y = (np.array(centre) * PAPER - middle * scale).tolist()
    strokes = tuple(stroke.moved(scale, (shift_x, shift_y)) for stroke in drawing.strokes)
    return Drawing(strokes, drawing.label, drawing.notes)


def on_paper(drawing: Drawing) -> Drawing:
    """Return `drawing`, made to fit by `place` only where part of it lies beside the paper."""
    if not drawing.strokes:
        return drawing
    left, top, right, bottom = bounds(drawing.strokes)
    inside = min(left, top) >= 0 and max(right, bottom) <= PAPER
    return drawing if inside else place(drawing)


GAP = 0.03
"""Empty paper between what is there and what is put beside it, in paper sides."""

SMALLEST = 0.4
"""What would have to be made smaller than this, compared with how it came, is not put beside but on top."""


def beside(drawing: Drawing, present: Sequence[Stroke]) -> tuple[Stroke, ...]:
    """Return the strokes of `drawing` as they go on a paper on which the strokes `present` stand.

    They stay where they are if that is free; otherwise they are scaled into the largest free side of the
    paper, and where all sides are narrow, they are put on top.
    """
    strokes = on_paper(drawing).strokes
    if not present or not strokes:
        return strokes
    (low, high), (taken_low, taken_high) = _box(strokes), _box(present)
    gap = GAP * PAPER
    if ((low > taken_high + gap) | (high < taken_low - gap)).any():
        return strokes
    best, room_low = 0.0, np.zeros(2)
    for axis in (0, 1):
        for start, end in ((0.0, taken_low[axis] - gap), (taken_high[axis] + gap, float(PAPER))):
            corner, room = np.full(2, gap), np.full(2, PAPER - 2 * gap)
            corner[axis], room[axis] = max(start, gap), min(end, PAPER - gap) - max(start, gap)
            scale = float((room / np.maximum(high - low, 1.0)).min())
            if scale > best:
                best, room_low, room_size = scale, corner, room
    if best < SMALLEST:
        return strokes
    scale = min(best, 1.0)
    shift_x, shift_y = (room_low + room_size / 2 - (low + high) / 2 * scale).tolist()
    return tuple(stroke.moved(scale, (shift_x, shift_y), stroke.width * scale) for stroke in strokes)


def _box(strokes: Sequence[Stroke]) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the largest x and y of the ink, the pen's width included."""
    left, top, right, bottom = bounds(strokes)
    half = max(stroke.width for stroke in strokes) / 2
    return np.array([left, top]) - half, np.array([right, bottom]) + half
