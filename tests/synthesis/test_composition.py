from itertools import pairwise

import numpy as np
import pytest

from deeplearning import fit_splitting
from deeplearning.compose import main
from deeplearning.ink.drawings import Drawing, dump, load
from deeplearning.ink.stroke import PAPER, Stroke, bounds
from deeplearning.ink.writers import group_by_writer
from deeplearning.synthesis.composition import (
    GAPS_IN_HEIGHTS,
    NUMBER_KINDS,
    is_joinable,
    joined,
    ligature,
    number,
    rows,
    side_by_side,
)


@pytest.fixture
def writers(pendigits):
    return group_by_writer(load(pendigits), "1,2")


def test_digits_stand_as_far_apart_as_asked(writers):
    rng = np.random.default_rng(0)
    digits = writers[0][:6]
    strokes, groups = side_by_side(digits, rng, (0.25, 0.25), size=0.0)
    boxes = [bounds([strokes[i] for i in group]) for group in groups]
    for left, right in pairwise(boxes):
        assert right[0] - left[2] == pytest.approx(0.29)
    assert sorted(i for group in groups for i in group) == list(range(len(strokes)))


@pytest.mark.parametrize("kind", GAPS_IN_HEIGHTS)
def test_a_number_fits_the_paper_and_says_what_it_is(writers, kind):
    rng = np.random.default_rng(0)
    for _ in range(20):
        digits = [writers[1][rng.integers(len(writers[1]))] for _ in range(4)]
        made = number(digits, rng, kind)
        assert made.label == "".join(digit.label for digit in digits)
        assert made.notes == {"gap": kind, "writer": "2"}
        assert len(made.strokes) == sum(len(digit.strokes) for digit in digits)
        assert min(bounds(made.strokes)) >= 0
        assert max(bounds(made.strokes)) <= PAPER


def test_joined_numbers_have_one_stroke_less(writers):
    rng = np.random.default_rng(0)
    made = 0
    for _ in range(60):
        digits = [writers[0][rng.integers(len(writers[0]))] for _ in range(3)]
        whole = joined(digits, rng)
        if whole is None:
            continue
        made += 1
        assert whole.label == "".join(digit.label for digit in digits)
        assert whole.notes["gap"] == "joined"
        assert len(whole.strokes) == sum(len(digit.strokes) for digit in digits) - 1
        assert min(bounds(whole.strokes)) >= 0
        assert max(bounds(whole.strokes)) <= PAPER
    assert made > 20


def test_rows_stand_one_under_the_other(writers):
    rng = np.random.default_rng(0)
    for _ in range(20):
        above, below = ([writers[0][rng.integers(len(writers[0]))] for _ in range(3)] for _ in range(2))
        both = rows(above, below, rng)
        assert both.label == "".join(digit.label for digit in (*above, *below))
        assert both.notes["gap"] == "rows"
        upper = sum(len(digit.strokes) for digit in above)
        assert bounds(both.strokes[:upper])[3] < bounds(both.strokes[upper:])[1]
        assert min(bounds(both.strokes)) >= 0
        assert max(bounds(both.strokes)) <= PAPER


def test_a_pen_goes_on_to_the_right_only():
    down, left = Stroke.of([(0.5, 0.0), (0.5, 1.0)]), Stroke.of([(0.0, 0.0), (0.5, 0.5), (0.0, 1.0)])
    after = Stroke.of([(0.9, 0.0), (0.9, 1.0)])
    assert is_joinable([down], [after])
    assert not is_joinable([left], [after])
    assert not is_joinable([after], [down])


def test_a_ligature_runs_evenly_from_one_end_to_the_other():
    one, other = Stroke.of([(0.0, 0.0), (0.0, 1.0)]), Stroke.of([(1.0, 0.0), (1.0, 1.0)])
    for seed in range(20):
        way = np.concatenate(
            [one.points[-1:], ligature(one, other, np.random.default_rng(seed)), other.points[:1]]
        )
        assert np.hypot(*np.diff(way, axis=0).T).max() < 0.15
        assert way[:, 0].min() >= -0.01


def test_the_command_writes_what_can_be_read(pendigits, tmp_path, capsys):
    out = tmp_path / "numbers.jsonl"
    assert main([str(pendigits), str(out), "--count", "3", "--writers", "5"]) == 0
    made = load(out)
    assert [drawing.notes["gap"] for drawing in made] == [kind for kind in NUMBER_KINDS for _ in range(3)]
    assert {drawing.notes["writer"] for drawing in made} == {"5"}
    assert main([str(pendigits), str(out), "--writers", "99"]) == 2
    assert main([str(tmp_path / "none"), str(out)]) == 2
    assert main([str(pendigits), str(tmp_path / "no" / "folder"), "--count", "1"]) == 2
    assert capsys.readouterr().err.count("\n") == 3


def test_what_is_no_single_digit_is_left_out(tmp_path, capsys):
    path = tmp_path / "odd.jsonl"
    path.write_text(
        '{"strokes": [], "label": "3"}\n{"strokes": [[[1, 2]]], "label": "12"}\n{"strokes": []}\n'
    )
    assert main([str(path), str(tmp_path / "out")]) == 2
    assert "no single digits" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main([str(path), str(tmp_path / "out"), "--seed", "-1"])


def test_digits_that_nothing_can_be_composed_of_end_it(tmp_path, capsys):
    path = tmp_path / "up.jsonl"
    upwards = Stroke.of([(300, 500), (300, 100)])  # which begins where no pen goes on to the right
    path.write_text(dump([Drawing((upwards,), "1", {"writer": "a"})] * 3))
    assert main([str(path), str(tmp_path / "out.jsonl"), "--count", "1"]) == 2
    assert "can be composed of these digits" in capsys.readouterr().err
    assert fit_splitting.main([str(path), "--count", "1"]) == 2
    assert "No two of these digits can be joined" in capsys.readouterr().err
