"""Lines, words and their order, told from boxes alone; and what a reading says of them."""

import itertools
import random

import pytest

from deeplearning.ink.box import Box
from deeplearning.recognition.reading_order import lines_of, words_of
from tests.support.handwriting import digit, line, number, underline


def row(count, x, y, slope=0.0, width=30, height=50, gap=20):
    step = width + gap
    return [
        Box(x + i * step, y + slope * i * step, x + i * step + width, y + slope * i * step + height)
        for i in range(count)
    ]


def test_no_boxes_have_no_lines():
    assert lines_of([]) == []
    assert words_of([], []) == []


@pytest.mark.parametrize("slope", [-0.3, -0.15, 0.0, 0.15, 0.3])
@pytest.mark.parametrize("count", [2, 3, 8])
def test_a_sloping_row_is_one_line(slope, count):
    boxes = row(count, 50, 300, slope)
    for seed in range(4):
        order = list(range(count))
        random.Random(seed).shuffle(order)
        (found,) = lines_of([boxes[i] for i in order])
        assert [order[i] for i in found] == list(range(count))


@pytest.mark.parametrize("slope", [-0.2, 0.0, 0.2])
def test_two_sloping_rows_are_two_lines(slope):
    boxes = [*row(6, 50, 200, slope), *row(5, 60, 290, slope)]
    assert lines_of(boxes) == [list(range(6)), list(range(6, 11))]


def test_a_digit_that_reaches_over_its_neighbour_does_not_pass_it():
    seven, one = Box(100, 100, 200, 200), Box(170, 115, 176, 200)
    assert lines_of([one, seven]) == [[1, 0]]
    foot, one = Box(100, 100, 210, 200), Box(185, 90, 190, 195)
    assert lines_of([one, foot]) == [[1, 0]]


def test_small_digits_belong_to_the_row_they_stand_in():
    assert lines_of([Box(0, 100, 60, 200), Box(80, 165, 110, 200), Box(130, 100, 190, 200)]) == [[0, 1, 2]]


@pytest.mark.parametrize(("gap", "count"), [(10, 1), (30, 1), (60, 2), (120, 2)])
def test_a_gap_wider_than_a_digit_parts_words(gap, count):
    boxes = [Box(0, 0, 30, 50), Box(40, 0, 70, 50), Box(70 + gap, 0, 100 + gap, 50)]
    assert len(words_of(boxes, [0, 1, 2])) == count


def test_ones_stand_wide_apart_without_a_space():
    boxes = [Box(x, 0, x + 4, 60) for x in (0, 40, 80)]
    assert words_of(boxes, [0, 1, 2]) == [[0, 1, 2]]


@pytest.mark.parametrize(("height", "pen"), [(60, 6), (100, 15), (140, 15)])
def test_a_space_stands_where_a_gap_is_wider_than_a_digit(network, height, pen):
    assert network.read(number("26 3", 40, 100, height, pen=pen)).text == "26 3"
    assert network.read(number("263", 40, 100, height, pen=pen)).text == "263"


def test_lines_hold_the_places_of_their_digits(network):
    strokes = [*number("47", 60, 300, 110), *number("263", 40, 80, 110)]
    reading = network.read(strokes)
    assert reading.text == "263 47"
    assert reading.lines == ((0, 1, 2), (3, 4))
    labels = ["".join(reading.digits[i].label for i in line) for line in reading.lines]
    assert labels == ["263", "47"]


@pytest.mark.parametrize("slope", [-0.2, 0.2])
def test_a_rising_and_a_falling_number_are_read_from_left_to_right(network, slope):
    strokes = []
    for i, label in enumerate("26385"):
        strokes += digit(label, 30 + 115 * i, 260 + slope * 115 * i, 90)
    reading = network.read(strokes)
    assert (reading.text, reading.lines) == ("26385", ((0, 1, 2, 3, 4),))


def test_marks_keep_out_of_the_text_and_tell_their_strokes(network):
    digits = number("26", 100, 100, 150)
    reading = network.read([underline(digits, 30), *digits])
    assert reading.text == "26"
    (mark,) = reading.marks
    assert (mark.kind, mark.strokes) == ("line", (0,))
    assert mark.box.width > 200
    assert sorted(itertools.chain(*(digit.strokes for digit in reading.digits))) == [1, 2]


def test_every_stroke_is_in_a_digit_or_a_mark(network):
    digits = number("4256", 40, 100, 110)
    strokes = [*digits, underline(digits, 30), line((20, 400), (600, 403))]
    reading = network.read(strokes)
    held = [i for part in (*reading.digits, *reading.marks) for i in part.strokes]
    assert sorted(held) == list(range(len(strokes)))
