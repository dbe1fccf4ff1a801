"""Composes numbers of single pen digits, each number of digits by one writer, on the window's paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise

import numpy as np

from deeplearning._errors import UserError
from deeplearning.ink.drawings import Drawing
from deeplearning.ink.placement import place
from deeplearning.ink.stroke import FloatArray, Stroke, bounds

GAPS_IN_HEIGHTS = {"wide": (0.25, 0.60), "normal": (0.08, 0.25), "tight": (-0.04, 0.08), "late": (0.08, 0.25)}
"""Least and most empty paper between neighbours, in heights of a digit, by kind of number.

In `late` numbers every stroke but a digit's first comes when all digits have begun, as bars and crosses do.
"""

JOINED_GAP_IN_HEIGHTS = (0.05, 0.35)
"""The same for numbers of the kind `joined`: two of their digits are written without lifting the pen."""

ROW_GAP_IN_HEIGHTS = (0.02, 0.4)
"""Least and most empty paper between the two rows of the kind `rows`, where they come nearest."""

MAX_DIGITS, MAX_DIGITS_IN_ROW = 6, 4
"""Most digits in a number, and in either of two rows; the fewest are two."""

NUMBER_KINDS = (*GAPS_IN_HEIGHTS, "joined", "rows")

PEN_IN_HEIGHTS = 0.04
"""Width of the pen, in heights of a digit."""

MAX_NUMBER_IN_PAPERS = 0.9
"""Longer side of the largest number, in paper sides."""

MAX_VAIN_TRIES = 1000
"""After so many draws in a row that make nothing it is given up."""

Number = tuple[list[Stroke], list[tuple[int, ...]]]
"""Strokes in writing order, and for each digit the indices of its strokes."""


def compose_all(writers: list[list[Drawing]], rng: np.random.Generator, count: int) -> Iterator[Drawing]:
    """Yield `count` numbers of each kind in `NUMBER_KINDS`, each of digits by one of the `writers`.

    Raises UserError where their digits allow no number of a kind.
    """

    def draw(kind: str) -> Drawing | None:
        return compose(writers[rng.integers(len(writers))], rng, kind)

    for kind in NUMBER_KINDS:
        otherwise = f"No number of the kind {kind} can be composed of these digits: add others."
        yield from some_of(partial(draw, kind), count, otherwise)


def some_of(draw: Callable[[], Drawing | None], count: int, otherwise: str) -> Iterator[Drawing]:
    """Yield `count` drawings that `draw` makes, which at times makes none.

    Raises UserError with the sentence `otherwise` after `MAX_VAIN_TRIES` in a row.
    """
    made = vain = 0
    while made < count:
        drawing = draw()
        if drawing is not None:
            made, vain = made + 1, 0
            yield drawing
        elif (vain := vain + 1) == MAX_VAIN_TRIES:
            raise UserError(otherwise)


def compose(single_digits: list[Drawing], rng: np.random.Generator, kind: str) -> Drawing | None:
    """Return a number of a `kind` of `NUMBER_KINDS` from one writer's `single_digits`.

    None where the digits that were drawn by lot do not allow that kind.
    """

    def some(most: int) -> list[Drawing]:
        return [single_digits[rng.integers(len(single_digits))] for _ in range(rng.integers(2, most + 1))]

    if kind == "rows":
        return rows(some(MAX_DIGITS_IN_ROW), some(MAX_DIGITS_IN_ROW), rng)
    digits = some(MAX_DIGITS)
    return joined(digits, rng) if kind == "joined" else number(digits, rng, kind)


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
        cursor += box.width * scale + rng.uniform(*gap) + PEN_IN_HEIGHTS
    return strokes, groups


def stacked(upper: Number, lower: Number, rng: np.random.Generator, gap: tuple[float, float]) -> Number:
    """Return the `lower` row of digits under the `upper` one, `gap` heights of empty paper between them."""
    (strokes, groups), (others, other_groups) = upper, lower
    down = bounds(strokes).bottom - bounds(others).top + rng.uniform(*gap) + PEN_IN_HEIGHTS
    shift = np.array([rng.uniform(-0.5, 0.5), down])
    moved = [Stroke.of(stroke.points + shift) for stroke in others]
    begun = len(strokes)
    return [*strokes, *moved], [*groups, *(tuple(i + begun for i in group) for group in other_groups)]


def number(digits: Sequence[Drawing], rng: np.random.Generator, kind: str) -> Drawing:
    """Return `digits` as a number of a `kind` of `GAPS_IN_HEIGHTS`, somewhere on the paper."""
    strokes, groups = side_by_side(digits, rng, GAPS_IN_HEIGHTS[kind])
    if kind == "late":
        order = [group[0] for group in groups] + [i for group in groups for i in group[1:]]
        strokes = [strokes[i] for i in order]
    return _on_paper(strokes, digits, rng, kind)


def rows(above: Sequence[Drawing], below: Sequence[Drawing], rng: np.random.Generator) -> Drawing:
    """Return two rows of digits, one close under the other."""
    upper, lower = (side_by_side(digits, rng, GAPS_IN_HEIGHTS["normal"]) for digits in (above, below))
    strokes, _ = stacked(upper, lower, rng, ROW_GAP_IN_HEIGHTS)
    return _on_paper(strokes, [*above, *below], rng, "rows")


def joined(digits: Sequence[Drawing], rng: np.random.Generator) -> Drawing | None:
    """Return `digits` as a number of which two are one stroke; None where no neighbours allow it."""
    strokes, groups = side_by_side(digits, rng, JOINED_GAP_IN_HEIGHTS)
    ends = [(left[-1], right[0]) for left, right in pairwise(groups)]
    fit = [
        (i, j)
        for (i, j), left, right in zip(ends, groups[:-1], groups[1:], strict=True)
        if is_joinable([strokes[k] for k in left], [strokes[k] for k in right])
    ]
    if not fit:
        return None
    i, j = fit[rng.integers(len(fit))]
    path = np.concatenate([strokes[i].points, ligature(strokes[i], strokes[j], rng), strokes[j].points])
    return _on_paper([*strokes[:i], Stroke.of(path), *strokes[j + 1 :]], digits, rng, "joined")


def is_joinable(one: Sequence[Stroke], other: Sequence[Stroke]) -> bool:
    """Return whether a pen might go on from `one` digit to the `other`, on its right, without being lifted.

    The first must end at its top, or low or to the right and not on the way back to the left; the second
    must begin at its left or top, to the right of that end.
    """
    end, begin = one[-1].points[-1], other[0].points[0]
    x, y = _place_within(one, end)
    forth = _direction(one[-1].points[::-1])[0] < 0.5
    ends_well = (y < 0.25 and x > 0.3) or (forth and (x > 0.5 or y > 0.8))
    x, y = _place_within(other, begin)
    return ends_well and (x < 0.6 or y < 0.3) and bool(begin[0] - end[0] > PEN_IN_HEIGHTS)


def _place_within(strokes: Sequence[Stroke], point: FloatArray) -> tuple[float, float]:
    """Return where `point` stands in the strokes' box: 0 is left or top, 1 right or bottom."""
    box = bounds(strokes)
    x, y = (point - (box.left, box.top)).tolist()
    return x / max(box.width, PEN_IN_HEIGHTS), y / max(box.height, PEN_IN_HEIGHTS)


def _direction(path: FloatArray) -> FloatArray:
    """Return the unit vector in which `path` sets out; (0, 0) where it does not move."""
    way = path - path[0]
    far = np.hypot(*way.T) > PEN_IN_HEIGHTS
    ahead = way[int(far.argmax())] if far.any() else way[-1]
    heading: FloatArray = ahead / max(float(np.hypot(*ahead)), 1e-9)
    return heading


def ligature(one: Stroke, other: Stroke, rng: np.random.Generator) -> FloatArray:
    """Return the points between the end of `one` and the beginning of `other`: a cubic curve.

    It leaves and arrives in the strokes' own directions, more or less strongly; where not at all, it has
    corners.
    """
    end, begin = one.points[-1], other.points[0]
    length = float(np.hypot(*(begin - end)))
    leaving = -_direction(one.points[::-1]) * length * rng.uniform(0, 1)
    arriving = _direction(other.points) * length * rng.uniform(0, 1)
    t = np.linspace(0, 1, max(3, round(length / PEN_IN_HEIGHTS)) + 1)[1:-1, None]
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
    """Return `strokes` at a random size and place on the paper, with label and notes."""
    label = "".join(str(digit.label) for digit in digits)
    notes = {"gap": kind, "writer": digits[0].notes.get("writer")}
    box = bounds(strokes)
    wide, high = box.width, box.height
    # Heights from a sixth to two fifths of the paper, but never wider than fits.
    longer = min(MAX_NUMBER_IN_PAPERS, rng.uniform(0.17, 0.4) * max(wide / high, 1.0))
    spare = 1 - 1.05 * longer * np.array([wide, high]) / max(wide, high)
    x, y = 0.5 + spare * rng.uniform(-0.5, 0.5, 2)
    return place(Drawing(tuple(strokes), label, notes), longer, (float(x), float(y)))
