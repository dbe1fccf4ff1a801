"""Writing for tests: our own digits put on paper, and what people draw around, under, over and through them.

Lengths are pixels of the paper. Every path has a point about every four pixels, as a mouse reports a hand.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from deeplearning.ink.drawings import load
from deeplearning.ink.paths import arc_length, resampled
from deeplearning.ink.stroke import PEN_WIDTH, Stroke, bounds

Point = tuple[float, float]

SPACING = 4.0
"""Distance between two points of a path."""

PLAIN = {
    "0": "round",
    "1": "bare line",
    "2": "swan",
    "3": "round",
    "4": "open, two strokes",
    "5": "one stroke",
    "6": "plain",
    "7": "plain",
    "8": "one stroke",
    "9": "straight leg",
}
"""The style in which each digit is written where a test asks for none."""

DRAWINGS = {(d.label, d.notes["style"]): d for d in load(Path(__file__).with_name("drawings.jsonl"))}


def through(points: Sequence[Point], pen: float = PEN_WIDTH) -> Stroke:
    """Return the stroke that runs straight from each point to the next."""
    path = np.array(points, float)
    return Stroke.of(resampled(path, max(2, round(arc_length(path) / SPACING))), pen)


def digit(
    label: str, x: float, y: float, height: float, style: str | None = None, pen: float = PEN_WIDTH
) -> list[Stroke]:
    """Return a digit whose box has its upper left corner at (x, y)."""
    drawing = DRAWINGS[label, style or PLAIN[label]]
    box = bounds(drawing.strokes)
    scale = height / box.height
    corner = np.array([box.left, box.top])
    return [through((stroke.points - corner) * scale + (x, y), pen) for stroke in drawing.strokes]


def number(
    text: str, x: float, y: float, height: float, gap: float | None = None, pen: float = PEN_WIDTH
) -> list[Stroke]:
    """Return digits side by side, the first one's upper left corner at (x, y); a blank is a wide gap."""
    gap = 0.25 * height + pen if gap is None else gap
    strokes: list[Stroke] = []
    for label in text:
        if label == " ":
            x += height
            continue
        strokes += digit(label, x, y, height, pen=pen)
        x = bounds(strokes).right + gap
    return strokes


def line(begin: Point, end: Point, pen: float = PEN_WIDTH) -> Stroke:
    """Return a straight line."""
    return through([begin, end], pen)


def underline(
    strokes: Sequence[Stroke], below: float, slope: float = 0.0, pen: float = PEN_WIDTH, beyond: float = 15.0
) -> Stroke:
    """Return a line `below` the feet of `strokes`, reaching a little beyond both of their sides.

    A sloping one falls to the right, or rises where `slope` is negative; that is its distance at its nearest.
    """
    box = bounds(strokes)
    left, right = box.left - beyond, box.right + beyond
    y, fall = box.bottom + below, slope * (right - left)
    return line((left, y + max(0.0, -fall)), (right, y + max(0.0, fall)), pen)


def strike_out(strokes: Sequence[Stroke], height: float = 0.5, pen: float = PEN_WIDTH) -> Stroke:
    """Return a level line through all of `strokes`, at a share of their height from the top."""
    box = bounds(strokes)
    y = box.top + height * box.height
    return line((box.left - 25, y), (box.right + 25, y + 3), pen)


def ring(strokes: Sequence[Stroke], margin: float = 30.0, pen: float = PEN_WIDTH) -> Stroke:
    """Return one stroke around `strokes`, as an ellipse that ends a little beyond its beginning."""
    box = bounds(strokes)
    middle = np.array(box.centre)
    radii = np.array([box.width, box.height]) / 2 * 1.2 + margin
    angles = np.linspace(-1.7, 2 * math.pi - 1.6, 90)
    return Stroke.of(middle + radii * np.column_stack([np.cos(angles), np.sin(angles)]), pen)


def frame(strokes: Sequence[Stroke], margin: float = 30.0, pen: float = PEN_WIDTH) -> Stroke:
    """Return one stroke around `strokes`: a box drawn without lifting the pen."""
    left, top, right, bottom = bounds(strokes).grown(margin)
    return through([(left, top), (right, top + 2), (right - 2, bottom), (left + 1, bottom), (left, top)], pen)


def sides(strokes: Sequence[Stroke], margin: float = 30.0, pen: float = PEN_WIDTH) -> list[Stroke]:
    """Return four strokes around `strokes`: a box drawn side by side, whose corners do not quite meet."""
    left, top, right, bottom = box = bounds(strokes).grown(margin)
    off = 0.03 * min(box.width, box.height)
    return [
        line((left - off, top), (right + off, top + off), pen),
        line((right, top + 2 * off), (right - off, bottom + off), pen),
        line((right - off, bottom), (left + off, bottom - off), pen),
        line((left, bottom - off), (left, top + off), pen),
    ]


def slash(strokes: Sequence[Stroke], beyond: float = 0.0, pen: float = PEN_WIDTH) -> Stroke:
    """Return the slash through a zero, which reaches `beyond` its ring at both ends."""
    box = bounds(strokes)
    middle = np.array(box.centre)
    half = np.array([0.36 * box.width, -0.36 * box.height])
    half *= 1 + beyond / float(np.hypot(*half))
    return line(tuple(middle - half), tuple(middle + half), pen)


def comma(x: float, y: float, size: float, pen: float = PEN_WIDTH) -> Stroke:
    """Return a comma or an apostrophe whose upper end is at (x, y)."""
    return through([(x, y), (x + 0.1 * size, y + 0.4 * size), (x - 0.25 * size, y + size)], pen)


def point(x: float, y: float, pen: float = PEN_WIDTH) -> Stroke:
    """Return what a touch of the pen leaves."""
    return Stroke.of([(x, y), (x + 0.1 * pen, y + 0.15 * pen)], pen)


def gone_over(stroke: Stroke, aside: float) -> Stroke:
    """Return a second stroke along the first, a little `aside` and a little shorter, as a hand goes over."""
    path = resampled(stroke.points, 40)[1:-1]
    return Stroke.of(path + np.array([aside, 0.3 * aside]), stroke.width)


def skipping(stroke: Stroke, pieces: int, gap: float = 0.0) -> list[Stroke]:
    """Return a stroke in so many pieces, `gap` pixels of its path missing between two of them."""
    count = max(40 * pieces, round(arc_length(stroke.points)))
    path = resampled(stroke.points, count)
    half = round(gap / 2 / arc_length(stroke.points) * count)
    cuts = np.linspace(0, count - 1, pieces + 1).round().astype(int).tolist()
    ends = [
        (begin + half * (k > 0), end - half * (k < pieces - 1))
        for k, (begin, end) in enumerate(itertools.pairwise(cuts))
    ]
    return [through(path[begin : end + 1].tolist(), stroke.width) for begin, end in ends if end > begin]
