"""Places drawings on the paper: scaled to a size, made to fit, or put beside what stands there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deeplearning.ink.drawings import Drawing
from deeplearning.ink.stroke import PAPER, Stroke, bounds, inked_box


def place(drawing: Drawing, height: float = 0.6, centre: tuple[float, float] = (0.5, 0.5)) -> Drawing:
    """Return `drawing` with its longer side `height` long and its box's middle at `centre`, in paper sides.

    Raises ValueError where it has no strokes.
    """
    box = bounds(drawing.strokes)
    scale = height * PAPER / max(box.longer_side, 1e-9)
    middle_x, middle_y = box.centre
    shift = (centre[0] * PAPER - middle_x * scale, centre[1] * PAPER - middle_y * scale)
    strokes = tuple(stroke.moved(scale, shift) for stroke in drawing.strokes)
    return Drawing(strokes, drawing.label, drawing.notes)


def on_paper(drawing: Drawing) -> Drawing:
    """Return `drawing` as it is where it lies on the paper, and else made to fit by `place`."""
    if not drawing.strokes:
        return drawing
    box = bounds(drawing.strokes)
    inside = is_seen(drawing.strokes) and max(box) <= PAPER
    return drawing if inside else place(drawing)


def is_seen(strokes: Sequence[Stroke]) -> bool:
    """Return whether no point of `strokes` lies left of the paper or above it, to where no window reaches."""
    return not strokes or min(bounds(strokes)) >= 0


GAP_IN_PAPERS = 0.03
"""Empty paper between what is there and what is put beside it, in paper sides."""

MIN_SCALE = 0.4
"""What would have to be scaled by less than this to fit beside what is there is put on top instead."""


def beside(drawing: Drawing, present: Sequence[Stroke]) -> tuple[Stroke, ...]:
    """Return the strokes of `drawing` as they go on a paper on which the strokes `present` stand.

    They stay where they are if that place is free. Otherwise they are scaled into the largest free side of
    the paper; where all sides are narrow, they are put on top.
    """
    strokes = on_paper(drawing).strokes
    if not present or not strokes:
        return strokes
    low, high = np.reshape(inked_box(strokes), (2, 2))  # each one x and y
    taken_low, taken_high = np.reshape(inked_box(present), (2, 2))
    gap = GAP_IN_PAPERS * PAPER
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
    if best < MIN_SCALE:
        return strokes
    scale = min(best, 1.0)
    shift_x, shift_y = (room_low + room_size / 2 - (low + high) / 2 * scale).tolist()
    return tuple(stroke.moved(scale, (shift_x, shift_y), stroke.width * scale) for stroke in strokes)
