"""What `evaluate --learn` says, on drawings whose labels are made up so that there is something to learn."""

import json

import numpy as np
import pytest

from deeplearning.evaluate import main
from deeplearning.evaluation.learning import Learner
from deeplearning.ink.drawings import Drawing, dump
from deeplearning.ink.stroke import Stroke
from deeplearning.recognition.recognizer import Recognizer

RNG = np.random.default_rng(0)


def strokes(kind, x=0.0):
    """A seven, a one or a zero, a little different every time."""
    shapes = {
        "7": [(100, 100), (190, 102), (280, 100), (230, 220), (190, 400)],
        "1": [(200, 100), (201, 250), (200, 400)],
        "0": [(200 - 100 * np.sin(t), 250 - 150 * np.cos(t)) for t in np.linspace(0, 2 * np.pi, 40)],
    }
    return (Stroke.of(np.array(shapes[kind]) * 0.7 + (x, 0) + RNG.normal(0, 1.5, (len(shapes[kind]), 2))),)


def drawing(kind, label=None, writer="a", x=0.0):
    return Drawing(strokes(kind, x), kind if label is None else label, {"writer": writer})


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer()


def read(recognizer, drawings, enrolled=0):
    learner = Learner(recognizer, drawings, enrolled)
    return [item.read for item in learner.read()], learner.figures()


def test_what_was_misread_once_is_read_right_when_it_comes_again(recognizer):
    """This writer's sevens are what all others call a one."""
    drawings = [drawing("1", "7") for _ in range(6)] + [drawing("0") for _ in range(2)]
    texts, figures = read(recognizer, drawings)
    assert texts == ["1", "7", "7", "7", "7", "7", "0", "0"]
    assert figures == {"corrections": 1, "late": {"n": 4, "exact": 4, "exact_without": 2}}


def test_nothing_is_learnt_where_all_is_read(recognizer):
    texts, figures = read(recognizer, [drawing(kind) for kind in "701701"])
    assert texts == list("701701")
    assert figures == {"corrections": 0, "late": {"n": 3, "exact": 3, "exact_without": 3}}


def test_writers_do_not_mix(recognizer):
    drawings = [
        drawing("1", "7", "a"),
        drawing("1", "1", "b"),
        drawing("1", "7", "a"),
        drawing("1", "1", "b"),
    ]
    texts, figures = read(recognizer, drawings)
    assert texts == ["1", "1", "7", "1"]
    assert figures == {"corrections": 1, "late": {"n": 2, "exact": 2, "exact_without": 1}}


def test_what_is_none_is_refused_once_it_was_said(recognizer):
    texts, figures = read(recognizer, [drawing("0", "?") for _ in range(4)])
    assert texts == ["0", "?", "?", "?"]
    assert figures["late"] == {"n": 2, "exact": 2, "exact_without": 0}


def test_a_digit_of_a_number_is_corrected_and_a_wrong_division_is_left(recognizer):
    def number(label):
        return Drawing((*strokes("1", 0), *strokes("0", 250)), label, {"writer": "a"})

    texts, figures = read(recognizer, [number("70"), number("70"), number("700"), number("70")])
    assert texts == ["10", "70", "70", "70"]
    assert figures["corrections"] == 1


def test_a_digit_that_was_read_as_two_is_joined_by_naming_both(recognizer):
    apart = [Drawing((*strokes("1", 0), *strokes("0", 170)), "4", {"writer": "a"}) for _ in range(2)]
    texts, figures = read(recognizer, apart)
    assert texts[0] == "10"
    assert figures["corrections"] >= 1


def test_the_enrolled_are_taught_and_left_out(recognizer):
    drawings = [drawing("1", "7"), drawing("0"), drawing("1", "7"), drawing("0"), drawing("1", "7")]
    texts, figures = read(recognizer, drawings, enrolled=1)
    assert texts == ["7", "0", "7"]
    assert figures == {"corrections": 0, "late": {"n": 2, "exact": 2, "exact_without": 1}}


def lines(path, drawings):
    path.write_text(dump(drawings))
    return path


def test_json_gains_learning_and_loses_nothing(tmp_path, capsys):
    path = lines(tmp_path / "d.jsonl", [drawing("1", "7") for _ in range(4)])
    out, plain = tmp_path / "out.json", tmp_path / "plain.json"
    assert main([str(path), "--json", str(plain)]) == 0
    assert "corrections" not in capsys.readouterr().out
    assert main([str(path), "--learn", "--json", str(out)]) == 0
    figures = json.loads(out.read_text())
    assert set(figures) == {*json.loads(plain.read_text()), "learning"}
    assert figures["learning"] == {"corrections": 1, "late": {"n": 2, "exact": 2, "exact_without": 0}}
    assert [item["read"] for item in figures["items"]] == ["1", "7", "7", "7"]
    assert figures["exact"] == 0.75
    assert "1 corrections; of the 2 drawings in the second halves 0 are wrong" in capsys.readouterr().out
    assert main([str(path), "--learn", "--enrol", "1", "--json", str(out)]) == 0
    assert json.loads(out.read_text())["n"] == 3


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--enrol", "2"], "give both"),
        (["--learn", "--blobs"], "--blobs has no memory"),
    ],
)
def test_options_that_do_not_go_together_are_told(tmp_path, capsys, arguments, sentence):
    path = lines(tmp_path / "d.jsonl", [drawing("1")])
    assert main([str(path), *arguments]) == 2
    assert sentence in capsys.readouterr().err


def test_learning_needs_strokes(tmp_path, capsys):
    np.savez(tmp_path / "some.npz", x_test=np.zeros((1, 28, 28), np.uint8), y_test=[0])
    for path in (tmp_path, tmp_path / "some.npz"):
        assert main([str(path), "--learn"]) == 2
        assert "which --learn needs" in capsys.readouterr().err
