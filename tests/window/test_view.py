import numpy as np
import pytest

from deeplearning.recognition.reading import Digit, Reading, percent
from deeplearning.window.view import LabelHysteresis, shown_text


def digit(strokes=(0,), refused=False, **chances):
    """A digit with the probabilities d0=..., d1=...; what is left goes to all alike."""
    left = 1 - sum(chances.values())
    row = np.full(10, left / 10, np.float32)
    for name, chance in chances.items():
        row[int(name[1:])] += chance
    return Digit(strokes, (0.0, 0.0, 50.0, 80.0), row, np.zeros((28, 28), np.float32), refused)


def labels(hysteresis, *digits, drawing=True):
    text = "".join(digit.label for digit in digits)
    return [shown.label for shown in hysteresis.show(Reading(text, digits), drawing)]


def test_a_sure_digit_is_shown_with_its_confidence():
    (shown,) = LabelHysteresis().show(Reading("7", (digit(d7=0.95),)), drawing=False)
    assert (shown.label, shown.state) == ("7", "sure")
    assert shown.confidence == pytest.approx(0.955)
    assert len(shown.image) == 28 * 28


def test_an_unsure_digit_names_the_runner_up():
    (shown,) = LabelHysteresis().show(Reading("1", (digit(d1=0.6, d7=0.35),)), drawing=False)
    assert (shown.label, shown.state, shown.second) == ("1", "unsure", "7")


def test_a_refused_digit_is_a_question_mark():
    (shown,) = LabelHysteresis().show(Reading("?", (digit(d1=0.99, refused=True),)), drawing=False)
    assert (shown.label, shown.state) == ("?", "refused")


def test_while_drawing_an_unsure_answer_does_not_replace_a_likely_one():
    hysteresis = LabelHysteresis()
    assert labels(hysteresis, digit(d1=0.6, d7=0.35)) == ["1"]
    assert labels(hysteresis, digit(d1=0.4, d7=0.55)) == ["1"]
    assert labels(hysteresis, digit(d1=0.55, d7=0.4)) == ["1"]
    assert labels(hysteresis, digit(d1=0.1, d7=0.7)) == ["7"]


def test_a_label_that_stays_is_shown_with_its_own_confidence_and_the_other_as_runner_up():
    hysteresis = LabelHysteresis()
    labels(hysteresis, digit(d1=0.6, d7=0.35))
    (shown,) = hysteresis.show(Reading("7", (digit(d1=0.4, d7=0.55),)), drawing=True)
    assert (shown.label, shown.second, shown.state) == ("1", "7", "ghost")
    assert shown.confidence == pytest.approx(0.405)


def test_two_digits_of_one_stroke_keep_a_label_each():
    hysteresis = LabelHysteresis()
    assert labels(hysteresis, digit(d2=0.9), digit(d1=0.6, d7=0.35)) == ["2", "1"]
    assert labels(hysteresis, digit(d3=0.5, d2=0.4), digit(d1=0.4, d7=0.55)) == ["2", "1"]


def test_a_clear_answer_is_shown_at_once():
    hysteresis = LabelHysteresis()
    labels(hysteresis, digit(d1=0.99))
    assert labels(hysteresis, digit(d7=0.95)) == ["7"]


def test_when_the_pen_is_up_the_reading_is_shown_as_it_is():
    hysteresis = LabelHysteresis()
    labels(hysteresis, digit(d1=0.6, d7=0.35))
    assert labels(hysteresis, digit(d1=0.45, d7=0.5), drawing=False) == ["7"]


def test_refusals_are_never_held_back():
    hysteresis = LabelHysteresis()
    labels(hysteresis, digit(d1=0.6))
    assert labels(hysteresis, digit(d1=0.6, refused=True)) == ["·"]  # nobody is scolded in mid-stroke
    assert labels(hysteresis, digit(d4=0.5, d9=0.4)) == ["4"]


def states(hysteresis, *digits, drawing=False, resting=True):
    text = "".join(digit.label for digit in digits)
    return [shown.state for shown in hysteresis.show(Reading(text, digits), drawing, resting)]


def test_the_newest_digit_is_a_ghost_until_the_pen_rests():
    hysteresis = LabelHysteresis()
    assert states(hysteresis, digit(d7=0.99), drawing=True, resting=False) == ["ghost"]
    assert states(hysteresis, digit(d7=0.99), resting=False) == ["ghost"]
    assert states(hysteresis, digit(d7=0.99)) == ["sure"]


def test_a_finished_digit_stays_sure_and_a_doubtful_one_stays_doubtful_while_the_next_is_drawn():
    hysteresis = LabelHysteresis()
    sure, unsure = digit((0,), d7=0.99), digit((1,), d1=0.6, d7=0.35)
    assert states(hysteresis, sure, unsure) == ["sure", "unsure"]
    new = digit((2,), d1=0.3)
    assert states(hysteresis, sure, unsure, new, drawing=True, resting=False) == ["sure", "unsure", "ghost"]


def test_what_becomes_doubtful_while_the_pen_writes_is_not_said_before_it_rests():
    hysteresis = LabelHysteresis()
    half, new = digit((0,), d5=0.5, refused=True), digit((1,), d1=0.99)
    assert states(hysteresis, half, new, drawing=True, resting=False) == ["ghost", "ghost"]
    assert states(hysteresis, half, new) == ["refused", "sure"]


def test_each_digit_keeps_its_own_label():
    hysteresis = LabelHysteresis()
    labels(hysteresis, digit((0,), d1=0.6, d7=0.35), digit((1,), d3=0.6, d5=0.3))
    # The second digit now comes first in reading order.
    again = digit((1,), d3=0.4, d5=0.5), digit((0,), d1=0.4, d7=0.55)
    assert labels(hysteresis, *again) == ["3", "1"]


@pytest.mark.parametrize(
    ("probability", "words"), [(1.0, ">99%"), (0.995, ">99%"), (0.99, "99%"), (0.5, "50%"), (0.001, "<1%")]
)
def test_percentages_never_claim_certainty(probability, words):
    assert percent(probability) == words


def test_lines_are_parted_by_line_breaks_and_words_by_spaces():
    digits = tuple(digit((n,), **{f"d{n}": 0.99}) for n in range(4))
    reading = Reading("0 1 23", digits, lines=((0, 1), (2, 3)))
    assert shown_text(reading, LabelHysteresis().show(reading, drawing=False)) == "0 1\n23"
