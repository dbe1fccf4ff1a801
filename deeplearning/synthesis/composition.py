"""Numbers composed of single pen digits: `python -m deeplearning.compose PENS OUT.jsonl` writes some.

Real numbers with known digits are rare, real digits are not. Each number is written by one hand, on the
window's paper, and says how far its digits stand apart; `evaluate` groups its results by that.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from deeplearning.ink.drawings import Drawing
from deeplearning.ink.placement import place
from deeplearning.ink.stroke import FloatArray, Stroke, bounds

GAPS = {"wide": (0.25, 0.60), "normal": (0.08, 0.25), "tight": (-0.04, 0.08), "late": (0.08, 0.25)}
"""Empty paper between neighbours, in heights of a digit. In `late` numbers every stroke but a digit's first
comes when all digits have begun, as bars and crosses do."""

JOINED = (0.05, 0.35)
"""The same for numbers of the kind `joined`: two of their digits are written without lifting the pen."""

ROW_GAP = (0.02, 0.4)
"""Empty paper between the two rows of the kind `rows`, in heights, where they come nearest."""

MOST_DIGITS, MOST_IN_ROW = 6, 4
"""Digits in a number, and in either of two rows; two at least."""

KINDS = (*GAPS, "joined", "rows")

PEN = 0.04
"""Width of the pen, in heights of a digit."""

LARGEST = 0.9
"""Longer side of the largest number, in paper sides."""

Number = tuple[list[Stroke], list[tuple[int, ...]]]


def side_by_side(
    digits: Sequence[Drawing],
    rng: np.random.Generator,
    gap: tuple[float, float],
    size: float = 0.12,
    rise: float = 0.08,
) -> Number:
    """Return the strokes of `digits` in a row, and for each digit the indices of its strokes.

    One height is 1. Sizes vary by `size` either way, the digits' middles by `rise`.
    """
    strokes: list[Stroke] = []
    groups = []
    cursor = 0.0
    for digit in digits:
        box = bounds(digit.strokes)
        scale = rng.uniform(1 - size, 1 + size) / max(box.longer_side, 1.0)
        shift = np.array([cursor - box.left * scale, rng.uniform(-rise, rise) - box.centre[1] * scale])
        groups.append(tuple(range(len(strokes), len(strokes) + len(digit.strokes))))
        strokes += [Stroke.of(stroke.points * scale + shift) for stroke in digit.strokes]
        cursor += box.width * scale + rng.uniform(*gap) + PEN
    return strokes, groups


def stacked(upper: Number, lower: Number, rng: np.random.Generator, gap: tuple[float, float]) -> Number:
    """Return two rows of digits, the `lower` under the `upper` one, `gap` heights of empty paper between."""
    (strokes, groups), (others, other_groups) = upper, lower
    down = bounds(strokes).bottom - bounds(others).top + rng.uniform(*gap) + PEN
    shift = np.array([rng.uniform(-0.5, 0.5), down])
    moved = [Stroke.of(stroke.points + shift) for stroke in others]
    begun = len(strokes)
    return [*strokes, *moved], [*groups, *(tuple(i + begun for i in group) for group in other_groups)]


def number(digits: Sequence[Drawing], rng: np.random.Generator, kind: str) -> Drawing:
    """Return `digits` as a number of a `kind` of `GAPS`, somewhere on the paper, with label and notes."""
    strokes, groups = side_by_side(digits, rng, GAPS[kind])
    if kind == "late":
        order = [group[0] for group in groups] + [i for group in groups for i in group[1:]]
        strokes = [strokes[i] for i in order]
    return _on_paper(strokes, digits, rng, kind)


def compose(hand: list[Drawing], rng: np.random.Generator, kind: str) -> Drawing | None:
    """Return a number of a `kind` of `KINDS`, of digits of one `hand`; None where they do not allow it."""

    def some(most: int) -> list[Drawing]:
        return [hand[rng.integers(len(hand))] for _ in range(rng.integers(2, most + 1))]

    if kind == "rows":
        return rows(some(MOST_IN_ROW), some(MOST_IN_ROW), rng)
    digits = some(MOST_DIGITS)
    return joined(digits, rng) if kind == "joined" else number(digits, rng, kind)


def rows(above: Sequence[Drawing], below: Sequence[Drawing], rng: np.random.Generator) -> Drawing:
    """Return two rows of digits, one close under the other."""
    upper, lower = (side_by_side(digits, rng, GAPS["normal"]) for digits in (above, below))
    strokes, _ = stacked(upper, lower, rng, ROW_GAP)
    return _on_paper(strokes, [*above, *below], rng, "rows")


def joined(digits: Sequence[Drawing], rng: np.random.Generator) -> Drawing | None:
    """Return `digits` as a number of which two are one stroke; None where no neighbours allow it."""
    strokes, groups = side_by_side(digits, rng, JOINED)
    ends = [(left[-1], right[0]) for left, right in pairwise(groups)]
    fit = [
        (i, j)
        for (i, j), left, right in zip(ends, groups[:-1], groups[1:], strict=True)
        if joinable([strokes[k] for k in left], [strokes[k] for k in right])
    ]
    if not fit:
        return None
    i, j = fit[rng.integers(len(fit))]
    path = np.concatenate([strokes[i].points, ligature(strokes[i], strokes[j], rng), strokes[j].points])
    return _on_paper([*strokes[:i], Stroke.of(path), *strokes[j + 1 :]], digits, rng, "joined")


def joinable(one: Sequence[Stroke], other: Sequence[Stroke]) -> bool:
    """Whether a pen might go on from `one` digit to the `other`, to its right, without being lifted.

    The first must end at its top, or low or to the right and not on the way back to the left; the second
    must begin at its left or top, to the right of that end.
    """
    end, begin = one[-1].points[-1], other[0].points[0]
    x, y = _within(one, end)
    forth = _heading(one[-1].points[::-1])[0] < 0.5
    ends_well = (y < 0.25 and x > 0.3) or (forth and (x > 0.5 or y > 0.8))
    x, y = _within(other, begin)
    return ends_well and (x < 0.6 or y < 0.3) and bool(begin[0] - end[0] > PEN)


def _within(strokes: Sequence[Stroke], point: FloatArray) -> tuple[float, float]:
    """Return where `point` stands in the strokes' box: 0 is left or top, 1 right or bottom."""
    box = bounds(strokes)
    x, y = (point - (box.left, box.top)).tolist()
    return x / max(box.width, PEN), y / max(box.height, PEN)


def _heading(path: FloatArray) -> FloatArray:
    """Return the unit vector in which `path` sets out; nothing where it does not move."""
    way = path - path[0]
    far = np.hypot(*way.T) > PEN
    ahead = way[int(far.argmax())] if far.any() else way[-1]
    heading: FloatArray = ahead / max(float(np.hypot(*ahead)), 1e-9)
    return heading


def ligature(one: Stroke, other: Stroke, rng: np.random.Generator) -> FloatArray:
    """Return the points between the end of `one` and the beginning of `other`: a cubic curve.

    It leaves and arrives more or less in the strokes' own directions; not at all, and it has corners.
    """
    end, begin = one.points[-1], other.points[0]
    length = float(np.hypot(*(begin - end)))
    leaving = -_heading(one.points[::-1]) * length * rng.uniform(0, 1)
    arriving = _heading(other.points) * length * rng.uniform(0, 1)
    t = np.linspace(0, 1, max(3, round(length / PEN)) + 1)[1:-1, None]
    # Hermite's form of a cubic.
    return np.asarray(
        (2 * t**3 - 3 * t**2 + 1) * end
        + (t**3 - 2 * t**2 + t) * leaving
        + (3 * t**2 - 2 * t**3) * begin
        + (t**3 - t**2) * arriving
    )


def _on_paper(
    strokes: Sequence[Stroke], digits: Sequence[Drawing], rng: np.random.Generator, kind: str
) -> Drawing:
    label = "".join(str(digit.label) for digit in digits)
    notes = {"gap": kind, "writer": digits[0].notes.get("writer")}
    box = bounds(strokes)
    wide, high = box.width, box.height
    # Heights from a sixth to two fifths of the paper, but never wider than fits.
    longer = min(LARGEST, rng.uniform(0.17, 0.4) * max(wide / high, 1.0))
    spare = 1 - 1.05 * longer * np.array([wide, high]) / max(wide, high)
    x, y = 0.5 + spare * rng.uniform(-0.5, 0.5, 2)
    return place(Drawing(tuple(strokes), label, notes), longer, (float(x), float(y)))
