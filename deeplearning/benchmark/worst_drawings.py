"""Makes the papers that cost the recogniser most: a grid, hatching, scribbles and sixty digits.

A person can draw each of them. The strokes come in writing order, and every call returns the same, so that
timings of different versions are of the same drawing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deeplearning.ink.drawings import Drawing
from deeplearning.ink.placement import place
from deeplearning.ink.stroke import PAPER, FloatArray, Stroke

LINE_COUNT = 20
"""Lines of the grid, half of them upright: those of a sudoku."""

HATCH_COUNT = 37
"""Lines of the hatching, half of them in each of two directions."""

GRID, HATCHING = f"a grid of {LINE_COUNT} lines", f"hatching of {HATCH_COUNT} lines"
"""Names of the two drawings over which a window's lag is measured, too."""

SCRIBBLE_COUNT = 150

DIGIT_COUNT = 60

MARGIN = 24.0
"""Empty paper around a drawing, in paper pixels."""

POINT_SPACING = 12.0
"""Distance between two points of a line, in paper pixels: a quick hand's, as a mouse reports it."""

WOBBLE = 0.7
"""Standard deviation of a hand's points around the straight line that it means, in paper pixels."""


def worst_drawings(digits: Sequence[Drawing]) -> dict[str, tuple[Stroke, ...]]:
    """Return all four papers by name; the sixty digits are taken from `digits`, which holds one or more."""
    return {
        GRID: grid(),
        HATCHING: hatching(),
        f"{SCRIBBLE_COUNT} scribbles": scribbles(),
        f"{DIGIT_COUNT} digits": many_digits(digits),
    }


def grid(count: int = LINE_COUNT) -> tuple[Stroke, ...]:
    """Return `count` lines across the paper, the upright first; each crosses all of the other kind."""
    rng, upright = np.random.default_rng(0), count // 2
    far = PAPER - MARGIN
    lines = [_line(rng, (x, MARGIN), (x, far)) for x in np.linspace(MARGIN, far, upright)]
    lines += [_line(rng, (MARGIN, y), (far, y)) for y in np.linspace(MARGIN, far, count - upright)]
    return tuple(lines)


def hatching(count: int = HATCH_COUNT) -> tuple[Stroke, ...]:
    """Return `count` slanting lines, as shade is drawn: first those that rise, then those that fall."""
    rng, rising = np.random.default_rng(1), (count + 1) // 2
    low, high, lean = MARGIN + 100, PAPER - MARGIN - 100, 90.0
    near, far = MARGIN + lean, PAPER - MARGIN - lean
    lines = [_line(rng, (x - lean, high), (x + lean, low)) for x in np.linspace(near, far, rising)]
    lines += [_line(rng, (x - lean, low), (x + lean, high)) for x in np.linspace(near, far, count - rising)]
    return tuple(lines)


def scribbles(count: int = SCRIBBLE_COUNT) -> tuple[Stroke, ...]:
    """Return `count` short zigzags of six points all over the paper, most of which cross several others."""
    rng = np.random.default_rng(2)
    middles = rng.uniform(40, PAPER - 40, (count, 1, 2))
    return tuple(Stroke.of(path) for path in middles + rng.uniform(-30, 30, (count, 6, 2)))


def many_digits(digits: Sequence[Drawing], count: int = DIGIT_COUNT) -> tuple[Stroke, ...]:
    """Return the strokes of `count` of the `digits`, taken in turn, in rows that fill the paper.

    The pen is thinned with them, as nobody writes so small with a pen as wide as the digit.
    """
    columns = int(np.ceil(np.sqrt(count)))
    pitch = 1 / columns
    strokes: list[Stroke] = []
    for number in range(count):
        row, column = divmod(number, columns)
        digit = place(
            digits[number % len(digits)], 0.7 * pitch, ((column + 0.5) * pitch, (row + 0.5) * pitch)
        )
        strokes += [Stroke.of(stroke.points, 0.06 * PAPER * pitch) for stroke in digit.strokes]
    return tuple(strokes)


def _line(rng: np.random.Generator, begin: tuple[float, float], end: tuple[float, float]) -> Stroke:
    """Return a line as a hand draws it, from `begin` to `end`."""
    ends: FloatArray = np.array([begin, end])
    count = 2 + int(np.hypot(*(ends[1] - ends[0])) / POINT_SPACING)
    shares = np.linspace(0, 1, count)[:, None]  # (count, 1)
    path = ends[0] + shares * (ends[1] - ends[0])  # (count, 2)
    return Stroke.of(path + rng.normal(0, WOBBLE, path.shape))
