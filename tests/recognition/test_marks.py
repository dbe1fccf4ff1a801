"""What is no digit and no part of one is told by geometry alone: the network has no say here."""

import pytest

from deeplearning.ink.stroke import Stroke, bounds
from deeplearning.recognition.links import Shape
from deeplearning.recognition.marks import find_frames, find_marks, is_tap
from tests.support.handwriting import (
    comma,
    digit,
    frame,
    line,
    number,
    point,
    ring,
    sides,
    slash,
    strike_out,
    through,
    underline,
)

SIZES = [(60, 40, 60, 6), (100, 80, 110, 15), (30, 200, 220, 15), (60, 150, 160, 22), (20, 20, 40, 4)]
"""Places, heights and pens: x, y, height, pen."""


def shapes(strokes):
    return [Shape.of(stroke) for stroke in strokes]


def marks(strokes):
    return {(mark.kind, mark.strokes) for mark in find_marks(shapes(strokes))}


def frames(strokes):
    return [(mark.strokes, mark.content) for mark in find_frames(shapes(strokes))]


@pytest.mark.parametrize(("x", "y", "height", "pen"), SIZES)
@pytest.mark.parametrize("text", ["17", "93", "425"])
@pytest.mark.parametrize("slope", [0.0, 0.06])
def test_lines_under_a_number_are_no_digits(text, slope, x, y, height, pen):
    digits = number(text, x, y, height, pen=pen)
    below = max(0.14 * height, pen)
    first = underline(digits, below, slope, pen)
    second = underline(digits, below + 1.2 * pen, slope, pen)
    n = len(digits)
    assert marks([*digits, first]) == {("line", (n,))}
    assert marks([first, *digits]) == {("line", (0,))}
    assert marks([*digits, first, second]) == {("line", (n,)), ("line", (n + 1,))}


def test_a_line_far_under_one_digit_need_not_reach_beyond_it():
    six = digit("6", 200, 100, 200)
    assert marks([*six, underline(six, 40, beyond=0)]) == {("line", (1,))}


@pytest.mark.parametrize(("x", "y", "height", "pen"), SIZES)
@pytest.mark.parametrize("share", [0.4, 0.6])
def test_a_line_through_a_whole_number_strikes_it_out(share, x, y, height, pen):
    digits = number("425", x, y, height, pen=pen)
    assert ("line", (len(digits),)) in marks([*digits, strike_out(digits, share, pen)])


def test_a_fraction_bar_is_a_line():
    above, below = number("17", 100, 60, 120), number("25", 100, 260, 120)
    assert marks([*above, line((80, 220), (330, 222)), *below]) == {("line", (2,))}


def test_bars_and_feet_are_no_lines():
    assert marks([*digit("1", 300, 100, 200), *digit("7", 80, 100, 200, "crossed")]) == set()
    assert marks([*digit("4", 100, 100, 200), *digit("1", 300, 100, 200)]) == set()
    assert marks(digit("5", 100, 100, 200, "bar detached")) == set()
    assert marks([*digit("5", 100, 100, 200, "bar detached"), *digit("1", 300, 100, 200)]) == set()
    assert marks(digit("1", 100, 100, 200, "flag and foot")) == set()
    swan, foot = through([(100, 120), (160, 80), (200, 130), (90, 260)]), line((96, 266), (230, 264))
    assert marks([swan, foot]) == set()
    bar, stem, belly = (
        line((100, 100), (200, 98)),
        line((100, 100), (96, 190)),
        through([(98, 190), (170, 180), (200, 230), (160, 290), (90, 280)]),
    )
    assert marks([bar, stem, belly]) == set()


def test_the_bar_of_a_four_may_reach_into_its_neighbour():
    four = digit("4", 100, 100, 200, "bar last")
    long_bar = [four[0], Stroke.of((four[1].points - four[1].points[0]) * (1.5, 1) + four[1].points[0])]
    assert marks([*long_bar, *digit("1", bounds(four).right + 10, 100, 200)]) == set()


def test_lines_by_themselves_are_not_marks():
    bars = [line((100, 100), (220, 100)), line((100, 150), (220, 150))]
    assert marks(bars[:1]) == set()
    assert marks(bars) == set()


@pytest.mark.parametrize(("x", "y", "height", "pen"), SIZES)
@pytest.mark.parametrize("text", ["42", "16", "71"])
@pytest.mark.parametrize("share", [0.18, 0.25])
def test_commas_and_apostrophes_stand_low_or_high_between_digits(share, text, x, y, height, pen):
    left = number(text[0], x, y, height, pen=pen)
    right = number(text[1], bounds(left).right + 0.5 * height + pen, y, height, pen=pen)
    middle = (bounds(left).right + bounds(right).left) / 2
    n = len(left)
    low = comma(middle, bounds(left).bottom - 0.03 * height, share * height, pen)
    assert marks([*left, low, *right]) == {("comma", (n,))}
    for top in (-0.12, -0.02):
        high = comma(middle, bounds(left).top + top * height, share * height, pen)
        assert marks([*left, high, *right]) == {("comma", (n,))}


def test_a_small_one_beside_tall_digits_stays():
    tall = digit("8", 100, 100, 200)
    for low in (140, 170, 200):
        assert marks([*tall, line((280, low), (281, low + 80))]) == set()
    assert marks([*tall, line((280, 190), (281, 240))]) == set()


def test_a_superscript_stays():
    assert marks([*digit("3", 100, 100, 200), *digit("2", 260, 60, 80)]) == set()


@pytest.mark.parametrize(("x", "y", "height", "pen"), SIZES)
@pytest.mark.parametrize("text", ["5", "17", "31", "80"])
def test_rings_and_boxes_around_digits_are_frames(text, x, y, height, pen):
    digits = number(text, x, y, height, pen=pen)
    inside = tuple(range(len(digits)))
    n = len(digits)
    for margin in (0.16 * height, 0.3 * height):
        assert frames([*digits, ring(digits, margin, pen)]) == [((n,), inside)]
        assert frames([*digits, frame(digits, margin, pen)]) == [((n,), inside)]
        assert frames([*digits, *sides(digits, margin, pen)]) == [((n, n + 1, n + 2, n + 3), inside)]


def test_a_ring_in_haste_may_touch_one_of_several_digits():
    digits = number("425", 100, 100, 150)
    around = ring(digits, 8)
    assert len(frames([*digits, around])) == 1


@pytest.mark.parametrize("style", ["round", "narrow"])
@pytest.mark.parametrize("beyond", [-5, 0, 12, 30])
def test_a_slashed_or_dotted_zero_is_no_frame(style, beyond):
    zero = digit("0", 200, 100, 160, style)
    assert frames([*zero, slash(zero, beyond)]) == []
    x, y = bounds(zero).centre
    assert frames([*zero, line((x - 6, y), (x + 6, y + 10))]) == []


def test_digits_of_two_strokes_are_no_frames():
    for label, style in [("8", "two rings"), ("4", "closed"), ("5", "bar detached"), ("7", "crossed")]:
        assert frames(digit(label, 100, 100, 200, style)) == []


def test_a_zero_as_high_as_its_neighbours_is_no_frame():
    zero = digit("0", 200, 100, 160)
    x, y = bounds(zero).centre
    inside = line((x, y - 40), (x + 2, y + 40))
    assert frames([*zero, inside, *digit("4", 380, 100, 160)]) == []


def test_a_tap_is_smaller_than_its_pen():
    assert is_tap(point(100, 100))
    assert is_tap(point(100, 100, 40))
    assert not is_tap(line((100, 100), (100, 115)))
