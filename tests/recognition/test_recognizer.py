import numpy as np
import pytest

from deeplearning.ink.box import Box
from deeplearning.ink.drawings import load
from deeplearning.ink.history import Ink
from deeplearning.ink.placement import place
from deeplearning.ink.stroke import PAPER, Stroke
from deeplearning.recognition.network import Network
from deeplearning.recognition.preprocessing import mark, render
from deeplearning.recognition.reading_order import lines_of
from deeplearning.recognition.recognizer import Recognizer


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer()


def digit(kind, x, y, height):
    """A seven, a one or a zero as plain as they come, its top left corner at (x, y)."""
    shapes = {
        "7": [(0, 0), (0.3, 0.01), (0.6, 0), (0.45, 0.4), (0.3, 1)],
        "1": [(0, 0), (0.02, 0.5), (0, 1)],
        "0": [(0.3 - 0.3 * np.sin(t), 0.5 - 0.5 * np.cos(t)) for t in np.linspace(0, 2 * np.pi, 40)],
    }
    return Stroke.of(np.array(shapes[kind]) * height + (x, y))


def number(*placed):
    return [digit(kind, x, y, height) for kind, x, y, height in placed]


def same(one, other):
    assert one.text == other.text
    for left, right in zip(one.digits, other.digits, strict=True):
        assert (left.strokes, left.box, left.refused) == (right.strokes, right.box, right.refused)
        assert left.probabilities == pytest.approx(right.probabilities, abs=1e-5)
        assert (left.image == right.image).all()


def test_an_empty_paper_reads_as_empty(recognizer):
    reading = recognizer.read(Ink())
    assert (reading.text, reading.digits) == ("", ())


def test_a_digit_comes_with_its_box_probabilities_and_image(recognizer):
    stroke = digit("7", 100, 50, 200)
    (seven,) = recognizer.read([stroke]).digits
    assert (seven.label, seven.best, seven.strokes, seven.refused) == ("7", 7, (0,), False)
    assert seven.box == pytest.approx((92.5, 42.5, 227.5, 257.5))
    assert seven.probabilities.shape == (10,)
    assert seven.probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert seven.confidence == seven.probabilities[7] > 0.5
    assert seven.probabilities[seven.runner_up] == sorted(seven.probabilities)[-2]
    assert (seven.image == render([stroke])).all()


def test_digits_are_read_from_left_to_right_whatever_the_order_of_writing(recognizer):
    strokes = number(("0", 320, 100, 150), ("7", 60, 100, 150), ("1", 230, 95, 160))
    assert recognizer.read(strokes).text == "710"


def test_lines_are_read_from_top_to_bottom(recognizer):
    strokes = number(
        ("1", 300, 330, 130),
        ("7", 50, 50, 130),
        ("0", 170, 60, 120),
        ("0", 60, 340, 120),
        ("7", 180, 335, 130),
    )
    assert recognizer.read(strokes).text == "70 071"


def test_a_stroke_is_read_before_it_ends(recognizer):
    ink = Ink()
    points = digit("7", 100, 100, 300).points
    ink.begin(*points[0])
    for x, y in points[1:]:
        ink.add(x, y)
    assert ink.drawing
    assert recognizer.read(ink).text == "7"


def test_a_reading_depends_on_the_ink_alone(recognizer, pendigits):
    """Whatever was read before, the same strokes read as they do to one who has seen nothing."""
    used = Recognizer()
    rng = np.random.default_rng(0)
    for written in load(pendigits)[:12]:
        ink = Ink(place(written, 0.3, tuple(rng.uniform(0.2, 0.8, 2))).strokes)
        used.read(ink)
        ink.begin(*rng.uniform(0, PAPER, 2))
        for _ in range(10):
            ink.add(*rng.uniform(0, PAPER, 2))
            same(used.read(ink), recognizer.read(ink))
        ink.undo()
        same(used.read(ink), Recognizer().read(Ink(ink.strokes)))


def test_what_has_not_changed_is_not_read_again(monkeypatch):
    recognizer = Recognizer()
    asked = []
    ask = recognizer.reader.answers
    monkeypatch.setattr(recognizer.reader, "answers", lambda images: asked.append(len(images)) or ask(images))
    strokes = number(("7", 60, 100, 150), ("1", 500, 95, 160))
    recognizer.read(strokes[:1])
    assert sum(asked) == 1
    recognizer.read(strokes)
    assert sum(asked) == 2
    recognizer.read(strokes)
    recognizer.read(list(reversed(strokes)))
    assert sum(asked) == 2


def test_a_tap_alone_is_no_digit_and_beside_digits_it_is_nothing(recognizer):
    tap = Stroke.of([(400, 300), (402, 301)])
    assert recognizer.read([tap]).text == "?"
    reading = recognizer.read([tap, digit("7", 100, 100, 200)])
    assert reading.text == "7"
    assert reading.digits[0].strokes == (1,)


def test_reading_order_of_boxes():
    boxes = [(0, 0, 10, 20), (30, 5, 40, 22), (15, 3, 25, 18), (5, 60, 15, 80), (-10, 58, 0, 79)]
    assert lines_of([Box(*box) for box in boxes]) == [[0, 2, 1], [4, 3]]
    assert lines_of([]) == []


def test_a_rising_line_is_one_line():
    boxes = [Box(40 * i, 300 - 10 * i, 40 * i + 30, 350 - 10 * i) for i in range(8)]
    assert lines_of(boxes) == [list(range(8))]


def test_drawings_are_marked_for_the_network_and_shown_without(monkeypatch):
    """A network that tells scans and drawings apart by the mark would read an unmarked drawing as a scan."""
    recognizer, asked = Recognizer(), []
    answer = Network.answers
    monkeypatch.setattr(Network, "answers", lambda self, images: asked.append(images) or answer(self, images))
    reading = recognizer.read(number(("7", 100, 100, 200), ("0", 300, 100, 200)))
    assert reading.text == "70"
    images = np.concatenate(asked)
    assert len(images) >= 2
    assert (images[:, ::27, ::27] == 1).all()
    for digit in reading.digits:
        assert (digit.image[::27, ::27] == 0).all()
        assert any((image == mark(digit.image)).all() for image in images)
