"""What people write beside, around, under and over digits: how it is read, marks and all."""

import itertools
import json

import numpy as np
import pytest

from deeplearning.benchmark.worst_drawings import grid, hatching, scribbles
from deeplearning.ink.stroke import Stroke, bounds
from tests.support.handwriting import (
    comma,
    digit,
    frame,
    gone_over,
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
from tests.support.paths import ROOT

CASES = ROOT.parent / "shared" / "cases" / "drawings.jsonl"
SIZES = [(60, 40, 60, 6), (100, 80, 110, 15), (30, 200, 160, 15), (60, 150, 140, 20), (20, 20, 40, 4)]
"""Places, heights and pens: x, y, height, pen."""

anywhere = pytest.mark.parametrize(("x", "y", "height", "pen"), SIZES)


def cases():
    if not CASES.exists():
        return []
    return [json.loads(text) for text in CASES.read_text(encoding="utf-8").splitlines()]


def kinds(reading):
    return sorted(mark.kind for mark in reading.marks)


@pytest.mark.skipif(not CASES.exists(), reason="drawings.jsonl is not beside the checkout (../shared/cases)")
@pytest.mark.parametrize("case", cases(), ids=lambda case: case["name"])
def test_what_others_reported_is_read(network, case):
    widths = case.get("widths", [15] * len(case["strokes"]))
    reading = network.read(
        [Stroke.of(path, width) for path, width in zip(case["strokes"], widths, strict=True)]
    )
    assert reading.text.replace("?", "").replace(" ", "") in case["accept"]


@anywhere
@pytest.mark.parametrize("share", [0.0, 0.1, 0.2])
def test_a_slashed_zero_is_a_zero(network, share, x, y, height, pen):
    zero = digit("0", x, y, height, pen=pen)
    assert network.read([*zero, slash(zero, share * height, pen)]).text == "0"
    one = digit("1", x, y, height, pen=pen)
    zero = digit("0", x + 0.3 * height + pen, y, height, pen=pen)
    assert network.read([*one, *zero, slash(zero, share * height, pen)]).text == "10"
    assert network.read([*zero, *one, slash(zero, share * height, pen)]).text == "10"


@pytest.mark.parametrize("height", [60, 100, 160])
def test_neighbours_may_overhang(network, height):
    """The top of a seven reaches over a one, the foot of a two under it: all three stand apart."""
    one = line((100, 200 - height), (102, 200))
    seven = through(
        [
            (100 - 0.1 * height, 200 - 1.12 * height),
            (100 + 0.7 * height, 200 - 1.14 * height),
            (100 + 0.4 * height, 200),
        ]
    )
    assert network.read([one, seven]).text == "17"
    head = [(0.3, -0.8), (0.45, -1.0), (0.75, -1.0), (0.85, -0.75), (0.5, -0.2), (-0.08, 0.14), (0.9, 0.14)]
    two = through([(100 + height * x, 200 + height * y) for x, y in head])
    assert network.read([one, two]).text == "12"


@anywhere
@pytest.mark.parametrize("text", ["17", "93", "425"])
@pytest.mark.parametrize("slope", [-0.06, 0.0, 0.06])
def test_an_underlined_number_is_read(network, text, slope, x, y, height, pen):
    digits = number(text, x, y, height, pen=pen)
    first = underline(digits, max(0.14 * height, pen), slope, pen)
    second = Stroke.of(first.points + np.array([0, 1.2 * pen]), pen)
    for lines in ([first], [first, second]):
        reading = network.read([*digits, *lines])
        assert (reading.text, kinds(reading)) == (text, ["line"] * len(lines))


@anywhere
def test_a_number_that_is_struck_out_is_read(network, x, y, height, pen):
    for text in ("17", "425"):
        digits = number(text, x, y, height, pen=pen)
        reading = network.read([*digits, strike_out(digits, 0.5, pen)])
        assert (reading.text, kinds(reading)) == (text, ["line"])


@pytest.mark.parametrize(("above", "below"), [("3", "4"), ("17", "25"), ("1", "2"), ("5", "8")])
@pytest.mark.parametrize("height", [50, 90, 140])
def test_a_fraction_is_two_lines(network, above, below, height):
    pen = min(15, 0.12 * height)
    upper = number(above, 100, 40, height, pen=pen)
    y = bounds(upper).bottom + 0.25 * height + pen
    lower = number(below, 100, y + 0.25 * height + pen, height, pen=pen)
    box = bounds([*upper, *lower])
    bar = line((box.left - 0.2 * height, y), (box.right + 0.2 * height, y + 2), pen)
    for strokes in ([*upper, bar, *lower], [*upper, *lower, bar]):
        reading = network.read(strokes)
        assert (reading.text, kinds(reading)) == (f"{above} {below}", ["line"])


@anywhere
@pytest.mark.parametrize("text", ["5", "17", "31", "80"])
def test_digits_in_a_ring_or_box_are_read(network, text, x, y, height, pen):
    digits = number(text, x, y, height, pen=pen)
    for around in (
        [ring(digits, 0.3 * height, pen)],
        [frame(digits, 0.2 * height, pen)],
        sides(digits, 0.2 * height, pen),
    ):
        reading = network.read([*digits, *around])
        assert (reading.text, kinds(reading)) == (text, ["frame"])
        assert len(reading.marks[0].strokes) == len(around)


@anywhere
@pytest.mark.parametrize("text", ["42", "71", "16"])
def test_points_commas_and_apostrophes_are_left_out(network, text, x, y, height, pen):
    left = number(text[0], x, y, height, pen=pen)
    right = number(text[1], bounds(left).right + 0.5 * height + pen, y, height, pen=pen)
    middle, foot, top = (bounds(left).right + bounds(right).left) / 2, bounds(left).bottom, bounds(left).top
    signs = [point(middle, foot, pen)]
    for share in (0.12, 0.18, 0.25):
        signs += [comma(middle, at, share * height, pen) for at in (foot - 0.03 * height, top - 0.1 * height)]
    for sign in signs:
        reading = network.read([*left, sign, *right])
        assert (reading.text, len(reading.marks)) == (text, 1)


@pytest.mark.parametrize(("height", "pen"), [(60, 6), (100, 12)])
def test_thousands_may_be_parted(network, height, pen):
    one = number("1", 60, 100, height, pen=pen)
    rest = number("000", 60 + 0.5 * height + pen, 100, height, pen=pen)
    for share, top in itertools.product((0.15, 0.25), (-0.1, -0.02)):
        sign = comma(60 + 0.25 * height + pen / 2, 100 + top * height, share * height, pen)
        assert network.read([*one, sign, *rest]).text == "1000"


@anywhere
@pytest.mark.parametrize("label", list("0123456789"))
def test_a_digit_that_is_gone_over_stays_one(network, label, x, y, height, pen):
    strokes = digit(label, x, y, height, pen=pen)
    for aside in (0.02, 0.05, 0.08):
        reading = network.read([*strokes, gone_over(strokes[0], aside * height)])
        assert (reading.text, kinds(reading)) == (label, [])


@anywhere
def test_a_small_one_beside_tall_digits_is_read(network, x, y, height, pen):
    eight = digit("8", x, y, height, pen=pen)
    right = bounds(eight).right + 0.3 * height + pen
    reading = network.read([*eight, line((right, y + 0.45 * height), (right + 2, y + height), pen)])
    assert (reading.text, kinds(reading)) == ("81", [])


@pytest.mark.parametrize(
    ("label", "style"),
    [
        ("5", "bar detached"),
        ("7", "crossed"),
        ("8", "two rings"),
        ("0", "round"),
        ("0", "narrow"),
        ("1", "flag and foot"),
        ("4", "closed"),
        ("4", "bar last"),
    ],
)
@anywhere
def test_a_digit_keeps_all_of_its_strokes(network, label, style, x, y, height, pen):
    strokes = digit(label, x, y, height, style, pen)
    reading = network.read(strokes)
    assert (reading.text, kinds(reading)) == (label, [])
    assert reading.digits[0].strokes == tuple(range(len(strokes)))


@pytest.mark.parametrize("height", [80, 140, 200])
def test_the_bar_of_a_four_may_reach_towards_its_neighbour(network, height):
    four = digit("4", 100, 100, height, "bar last")
    begin = four[1].points[0]
    bar = Stroke.of((four[1].points - begin) * (1.2, 1) + begin)
    reading = network.read([four[0], bar, *digit("3", bounds([*four, bar]).right + 18, 100, height)])
    assert (reading.text, kinds(reading)) == ("43", [])


@pytest.mark.parametrize("length", [60, 150, 300])
def test_a_minus_alone_is_refused(network, length):
    assert network.read([line((100, 300), (100 + length, 302))]).text == "?"


@pytest.mark.parametrize("length", [80, 150])
def test_an_equals_sign_is_refused(network, length):
    signs = [line((100, y), (100 + length, y + 2)) for y in (280, 280 + 0.4 * length)]
    assert set(network.read(signs).text.replace(" ", "")) == {"?"}


LETTERS = {
    "X": [[(0, 0), (70, 100)], [(70, 0), (0, 100)]],
    "H": [[(0, 0), (0, 100)], [(70, 0), (70, 100)], [(0, 50), (70, 50)]],
    "R": [[(0, 100), (0, 0), (50, 5), (60, 25), (45, 48), (2, 50), (65, 100)]],
    "K": [[(0, 0), (0, 100)], [(60, 0), (2, 52), (65, 100)]],
    "A": [[(0, 100), (35, 0), (70, 100)], [(14, 62), (56, 62)]],
    "M": [[(0, 100), (5, 0), (40, 60), (75, 0), (80, 100)]],
    "N": [[(0, 100), (0, 0), (60, 100), (60, 0)]],
    "W": [[(0, 0), (20, 100), (40, 30), (60, 100), (80, 0)]],
    "E": [[(60, 0), (0, 0), (0, 100), (60, 100)], [(0, 50), (45, 50)]],
}


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_letter_is_refused_whole(network, letter, scale):
    strokes = [through([(150 + scale * x, 150 + scale * y) for x, y in path]) for path in LETTERS[letter]]
    reading = network.read(strokes)
    assert reading.text == "?"
    assert reading.digits[0].strokes == tuple(range(len(strokes)))


@pytest.mark.parametrize("make", [grid, hatching, scribbles])
def test_what_is_no_writing_is_given_up_and_refused(network, make):
    strokes = make()
    reading = network.read(strokes)
    given_up = [digit for digit in reading.digits if digit.given_up]
    assert given_up
    assert all(digit.refused and digit.label == "?" for digit in given_up)
    assert len(max(given_up, key=lambda digit: len(digit.strokes)).strokes) >= 8
    held = [i for part in (*reading.digits, *reading.marks) for i in part.strokes]
    assert sorted(held) == list(range(len(strokes)))


def test_digits_are_not_given_up(network):
    assert not any(digit.given_up for digit in network.read(number("425", 100, 100, 150)).digits)
