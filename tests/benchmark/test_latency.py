import pytest

from deeplearning.benchmark.latency import TimedReader, page, time_strokes, time_updates
from deeplearning.ink.drawings import load
from deeplearning.recognition.recognizer import MODEL, Recognizer
from tests.support.paths import ROOT

DIGITS = load(ROOT / "tests" / "support" / "drawings.jsonl")[:4]


def test_every_point_of_a_digit_is_timed_with_its_parts_apart():
    found = time_updates(DIGITS, 2, MODEL)
    assert len(found) == sum(len(s.points) - 1 for d in DIGITS for s in d.strokes)
    for update in found:
        parts = update.segmentation, update.preprocessing, update.network
        assert min(parts) >= 0
        assert sum(parts) == pytest.approx(update.whole)
    for part in ("segmentation", "preprocessing", "network"):
        assert sum(getattr(update, part) for update in found) > 0


def test_a_drawing_is_timed_twice_a_stroke():
    strokes = [stroke for digit in DIGITS for stroke in digit.strokes]
    times = time_strokes(strokes, MODEL)
    assert len(times) == 2 * len(strokes)
    assert min(times) > 0


def test_timing_changes_no_reading():
    before, drawn = page(DIGITS, 0, 3)
    strokes = [*before, *drawn]
    timed, plain = Recognizer(MODEL, TimedReader).read(strokes), Recognizer(MODEL).read(strokes)
    assert timed.text == plain.text
    assert [digit.strokes for digit in timed.digits] == [digit.strokes for digit in plain.digits]


def test_a_page_has_the_digits_beside_each_other():
    before, drawn = page(DIGITS, 0, 3)
    assert len(before) == sum(len(DIGITS[i].strokes) for i in (1, 2, 3))
    assert len(drawn) == len(DIGITS[0].strokes)
    assert not any(stroke.points.min() < 0 or stroke.points.max() > 640 for stroke in [*before, *drawn])


@pytest.mark.parametrize("standing", [0, 7])
def test_a_page_holds_up_to_eight(standing):
    before, drawn = page(DIGITS, 1, standing)
    assert bool(before) == bool(standing)
    assert drawn
