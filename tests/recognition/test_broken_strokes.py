"""A pen that skips leaves pieces of a stroke; they are joined, and nothing else is."""

import numpy as np
import pytest

from deeplearning.ink.stroke import Stroke, bounds
from deeplearning.recognition.broken_strokes import join_broken
from tests.support.handwriting import PLAIN, digit, line, number, skipping, through


def joined(strokes):
    return [unit.indices for unit in join_broken(strokes, {})]


@pytest.mark.parametrize("label", ["0", "1", "6"])  # which have no corner at which they might be broken
@pytest.mark.parametrize("pieces", range(2, 9))
@pytest.mark.parametrize(("height", "pen"), [(220, 15), (110, 12), (50, 4)])
def test_pieces_that_touch_make_the_stroke_that_they_were(label, pieces, height, pen):
    stroke = digit(label, 60, 60, height, pen=pen)[-1]
    broken = skipping(stroke, pieces)
    (unit,) = join_broken(broken, {})
    assert unit.indices == tuple(range(pieces))
    assert unit.stroke.box == pytest.approx(stroke.box, abs=height / 50)


@pytest.mark.parametrize("label", ["0", "6"])
@pytest.mark.parametrize("pieces", [3, 5, 7])
def test_a_gap_as_wide_as_the_pen_is_bridged_on_a_curve(label, pieces):
    assert len(joined(skipping(digit(label, 60, 60, 200)[0], pieces, gap=15))) == 1


def test_an_unbroken_stroke_stays_the_same_object():
    (unit,) = join_broken(strokes := digit("3", 60, 60, 200), {})
    assert unit.stroke is strokes[0]


def test_the_same_pieces_give_the_same_object_again():
    known: dict[tuple[Stroke, ...], Stroke] = {}
    pieces = skipping(digit("3", 60, 60, 200)[0], 4)
    assert join_broken(pieces, known)[0].stroke is join_broken(pieces, known)[0].stroke


@pytest.mark.parametrize("gap", [10, 30])
def test_digits_and_their_own_strokes_are_not_joined(gap):
    strokes = [
        *number("2715", 40, 60, 150, gap),
        *digit("4", 40, 300, 150),
        *digit("4", 200, 300, 150, "closed"),
    ]
    assert joined(strokes) == [(i,) for i in range(len(strokes))]


def test_a_corner_is_no_skip():
    assert len(joined([line((100, 100), (200, 100)), line((202, 102), (200, 200))])) == 2
    back = [line((100, 100), (200, 100)), line((200, 106), (100, 106))]
    assert len(joined(back)) == 2


def test_a_one_that_stands_under_another_is_not_joined():
    assert len(joined([line((100, 100), (100, 200)), line((100, 240), (100, 340))])) == 2


def test_pieces_are_only_joined_in_writing_order():
    one, two = skipping(digit("2", 60, 60, 200)[0], 2)
    assert joined([two, one]) == [(0,), (1,)]
    assert joined([one, line((500, 100), (500, 300)), two]) == [(0,), (1,), (2,)]


@pytest.mark.parametrize("pieces", [2, 4, 8])
def test_what_is_read_belongs_to_all_pieces(network, pieces):
    six, seven = digit("6", 60, 60, 200), digit("7", 300, 60, 200)
    reading = network.read([*skipping(six[0], pieces), *seven])
    assert reading.text == "67"
    assert reading.digits[0].strokes == tuple(range(pieces))
    (whole,) = reading.digits[0].parts
    assert whole.box == pytest.approx(bounds(six), abs=4)


def test_very_short_pieces_are_no_points(network):
    one = line((300, 100), (302, 260), 22)
    reading = network.read(skipping(one, 12))
    assert reading.text == "1"
    assert reading.marks == ()


def test_joining_moves_nothing():
    pieces = skipping(digit("3", 60, 60, 200)[0], 4, gap=8)
    (unit,) = join_broken(pieces, {})
    assert (unit.stroke.points == np.concatenate([piece.points for piece in pieces])).all()
    assert unit.stroke.width == pieces[0].width


def test_the_widest_pen_is_kept():
    thin, thick = through([(0, 0), (50, 0)], 10), through([(50, 0), (100, 0)], 14)
    assert join_broken([thin, thick], {})[0].stroke.width == 14


@pytest.mark.parametrize("label", sorted(PLAIN))
@pytest.mark.parametrize(("height", "pen"), [(220, 15), (110, 15), (40, 4)])
def test_every_digit_is_read_in_two_to_eight_pieces(network, label, height, pen):
    whole = digit(label, 100, 80, height, pen=pen)
    for pieces in range(2, 9):
        assert network.read([part for stroke in whole for part in skipping(stroke, pieces)]).text == label
