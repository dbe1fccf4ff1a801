"""The papers that cost most: what each holds, and that every call returns the same."""

import numpy as np
import pytest

from deeplearning.benchmark import worst_drawings as worst
from deeplearning.ink.drawings import load
from deeplearning.ink.stroke import PAPER, bounds
from deeplearning.ink.writers import is_digit
from tests.support.paths import ROOT

DIGITS = [d for d in load(ROOT / "tests" / "support" / "drawings.jsonl") if is_digit(d)]


@pytest.mark.parametrize(("make", "count"), [(worst.grid, 20), (worst.hatching, 37), (worst.scribbles, 150)])
def test_a_paper_has_as_many_strokes_as_it_says_and_they_stay_the_same(make, count):
    strokes = make()
    assert len(strokes) == count
    left, top, right, bottom = bounds(strokes)
    assert min(left, top) >= 0
    assert max(right, bottom) <= PAPER
    assert all(np.array_equal(a.points, b.points) for a, b in zip(strokes, make(), strict=True))


@pytest.mark.parametrize("make", [worst.grid, worst.hatching])
def test_lines_of_two_directions_cross(make):
    strokes = make()
    half = (len(strokes) + 1) // 2
    for one in strokes[:half]:
        gaps = [np.abs(one.points[:, None] - other.points[None]).sum(-1).min() for other in strokes[half:]]
        assert sum(gap < 2 * worst.POINT_SPACING for gap in gaps) > len(gaps) / 3


def test_sixty_digits_stand_apart():
    strokes = worst.many_digits(DIGITS)
    whole = [d for n in range(60) for d in [DIGITS[n % len(DIGITS)]]]
    assert len(strokes) == sum(len(digit.strokes) for digit in whole)
    boxes, at = [], 0
    for digit in whole:
        boxes.append(bounds(strokes[at : at + len(digit.strokes)]))
        at += len(digit.strokes)
    for i, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[i + 1 :]:
            assert right < other[0] or other[2] < left or bottom < other[1] or other[3] < top
    assert bounds(strokes)[3] <= PAPER


def test_all_four_have_a_name_that_says_what_they_are():
    assert list(worst.worst_drawings(DIGITS)) == [
        "a grid of 20 lines",
        "hatching of 37 lines",
        "150 scribbles",
        "60 digits",
    ]
