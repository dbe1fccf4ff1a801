"""What a person named stays, and what stands beside it is read as ever."""

import numpy as np
import pytest

from deeplearning.ink.history import Ink
from deeplearning.ink.naming import NamedGroup
from deeplearning.ink.stroke import Stroke
from deeplearning.recognition.recognizer import Recognizer


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer()


def one(x):
    return Stroke.of([(x, 100), (x + 1, 250), (x, 400)])


def zero(x):
    turns = np.linspace(0, 2 * np.pi, 40)
    return Stroke.of(np.stack([x + 80 - 80 * np.sin(turns), 250 - 150 * np.cos(turns)], axis=1))


def test_what_was_named_is_read_so_surely_and_marked(recognizer):
    ink = Ink([one(50), zero(150), one(400)])
    assert recognizer.read(ink).text == "101"
    ink.name(ink.strokes[:1], "7")
    reading = recognizer.read(ink)
    assert reading.text == "701"
    assert [digit.named for digit in reading.digits] == [True, False, False]
    assert [digit.strokes for digit in reading.digits] == [(0,), (1,), (2,)]
    assert (reading.digits[0].best, reading.digits[0].confidence, reading.digits[0].refused) == (7, 1, False)
    ink.undo()
    assert recognizer.read(ink).text == "101"


def test_what_was_named_none_is_refused(recognizer):
    ink = Ink([one(50), zero(150)])
    ink.name(ink.strokes[1:], "?")
    reading = recognizer.read(ink)
    assert reading.text == "1?"
    assert (reading.digits[1].named, reading.digits[1].refused) == (True, True)


def test_two_that_are_named_together_are_one_digit(recognizer):
    ink = Ink([one(50), zero(150), one(400)])
    ink.name(ink.strokes[:2], "4")
    reading = recognizer.read(ink)
    assert reading.text == "41"
    assert reading.digits[0].strokes == (0, 1)
    ink.take_apart(ink.named[:1])
    assert recognizer.read(ink).text == "101"


def test_no_later_stroke_overrules_it(recognizer):
    ink = Ink([one(200)])
    ink.name(ink.strokes, "1")
    ink.paste([Stroke.of([(160, 250), (250, 240)])])  # a bar across: alone it would make a plus of it
    digits = recognizer.read(ink).digits
    (named,) = [digit for digit in digits if digit.named]
    assert (named.strokes, named.label) == ((0,), "1")
    assert sorted(i for digit in digits for i in digit.strokes if not digit.named) in ([], [1])


def test_no_correction_overrules_it(recognizer):
    ink = Ink([zero(150)])
    ink.name(ink.strokes, "6")
    said = recognizer.learn([zero(200)], "8")
    assert recognizer.read(ink).text == "6"
    recognizer.forget(said)


def test_strokes_and_names_can_also_come_apart_from_ink(recognizer):
    strokes = [one(50), zero(150)]
    group = NamedGroup((strokes[0],), "7")
    assert recognizer.read(strokes, [group]).text == "70"
    # A group whose strokes are gone says nothing.
    assert recognizer.read(strokes[1:], [group]).text == "0"
    assert recognizer.read(strokes[:1], [group]).text == "7"


def test_points_and_commas_beside_what_was_named_are_still_marks(recognizer):
    tap, comma = Stroke.of([(380, 390), (381, 391)]), Stroke.of([(300, 395), (290, 440)])
    ink = Ink([one(50), zero(130), comma, tap])
    without = recognizer.read(ink)
    assert (without.text, {mark.kind for mark in without.marks}) == ("10", {"comma", "point"})
    ink.name(ink.strokes[:1], "7")
    ink.name(ink.strokes[1:2], "0")
    reading = recognizer.read(ink)
    assert reading.text == "70"
    assert {(mark.kind, mark.strokes) for mark in reading.marks} == {("comma", (2,)), ("point", (3,))}


def test_a_frame_around_what_was_named_is_left_out(recognizer):
    box = Stroke.of([(20, 20), (620, 20), (620, 600), (20, 600), (20, 20)])
    ink = Ink([box, zero(250)])
    ink.name(ink.strokes[1:], "0")
    reading = recognizer.read(ink)
    assert (reading.text, [mark.kind for mark in reading.marks]) == ("0", ["frame"])


def test_an_empty_list_of_names_changes_nothing(recognizer):
    strokes = [one(50), zero(150)]
    plain, other = recognizer.read(strokes), recognizer.read(Ink(strokes))
    assert [d.probabilities.tobytes() for d in plain.digits] == [
        d.probabilities.tobytes() for d in other.digits
    ]
    assert not any(digit.named for digit in plain.digits)


def bar(left, right, y):
    return Stroke.of([(left, y), ((left + right) / 2, y + 1), (right, y)])


def four(x):
    """A four of two strokes, the second of which is a one by itself."""
    return [Stroke.of([(x + 50, 100), (x, 250), (x + 130, 250)]), one(x + 90)]


def groups(reading):
    return [digit.strokes for digit in reading.digits]


def test_strokes_that_a_person_took_apart_are_not_one_digit(recognizer):
    ink = Ink([zero(30), *four(300), one(550)])
    before = recognizer.read(ink)
    assert before.text == "041"
    ink.take_apart((), [ink.strokes[1:3]])
    assert not any({1, 2} <= set(group) for group in groups(recognizer.read(ink)))
    ink.undo()
    after = recognizer.read(ink)
    assert (groups(after), after.text) == (groups(before), "041")


def test_strokes_that_were_taken_apart_are_not_joined_with_further_ones(recognizer):
    ink = Ink([*four(300), bar(300, 420, 320)])
    ink.take_apart((), [ink.strokes[:2]])
    assert not any({0, 1} <= set(group) for group in groups(recognizer.read(ink)))
    ink.take_apart((), [ink.strokes[1:]])
    assert groups(recognizer.read(ink)) in ([(0,), (1,), (2,)], [(0, 2), (1,)])


def test_what_a_skipping_pen_seemed_to_break_can_be_taken_apart(recognizer):
    ink = Ink([Stroke.of([(300, 100), (300, 250)]), Stroke.of([(300, 252), (300, 400)])])
    assert groups(recognizer.read(ink)) == [(0, 1)]
    ink.take_apart((), [ink.strokes])
    assert sorted(groups(recognizer.read(ink))) == [(0,), (1,)]


def test_a_group_that_lost_a_stroke_says_nothing(recognizer):
    strokes = [zero(30), *four(300)]
    apart = NamedGroup((strokes[1], strokes[2]), "apart")
    assert groups(recognizer.read(strokes, [apart])) == [(0,), (1,), (2,)]
    assert groups(recognizer.read(strokes[:2], [apart])) == [(0,), (1,)]
    assert recognizer.read(strokes).text == "04"


def test_naming_them_as_one_digit_overrules_it(recognizer):
    ink = Ink(four(300))
    ink.take_apart((), [ink.strokes])
    ink.name(ink.strokes, "9")
    assert recognizer.read(ink).text == "9"
