import numpy as np
import pytest

from deeplearning.evaluation.segmentation_fitting import (
    all_examples,
    composed_examples,
    fit,
    number_examples,
    whole_examples,
)
from deeplearning.fit_segmentation import main
from deeplearning.ink.drawings import Drawing, dump, load
from deeplearning.ink.stroke import Stroke
from deeplearning.recognition.recognizer import Recognizer

H = [[(100, 100), (100, 300)], [(220, 100), (220, 300)], [(100, 200), (220, 200)]]
ONE_ZERO = [
    [(100, 100), (100, 300)],
    [(200 + 50 * np.sin(t), 200 - 100 * np.cos(t)) for t in np.linspace(0, 6.3, 40)],
]


def drawing(label, paths, **notes):
    return Drawing(tuple(map(Stroke.of, paths)), label, notes)


@pytest.mark.slow
def test_fitted_weights_group_numbers_of_other_writers(pendigits):
    drawings = load(pendigits)
    known = [drawing for drawing in drawings if drawing.notes["writer"] in ("1", "2", "3", "4")]
    weights, right = fit(list(composed_examples(known, Recognizer(), 60, 0)))
    assert right > 0.9
    others = [drawing for drawing in drawings if drawing.notes["writer"] in ("5", "6", "7")]
    unseen = list(composed_examples(others, Recognizer(), 40, 1))
    assert np.mean([example.right[(example.sums @ weights).argmin()] for example in unseen]) > 0.9
    assert (weights[-3:] >= 0).all()


def test_a_letter_is_right_as_one_group_only(network):
    (example,) = whole_examples([drawing("?", H, letter="H")], network, 0.5)
    assert example.right.sum() == 1
    assert example.weight == 0.5


def test_a_real_number_is_right_in_every_cover_that_reads_as_its_label(network):
    close = [ONE_ZERO[0], [(x - 45, y) for x, y in ONE_ZERO[1]]]
    (example,) = number_examples([drawing("10", close)], network, 4.0)
    assert example.right.sum() == 1
    assert not list(number_examples([drawing("777777", close)], network, 4.0))


def test_examples_of_all_kinds_are_found_by_their_labels(pendigits, network):
    drawings = [*load(pendigits)[:80], drawing("?", H, letter="H"), drawing("10", ONE_ZERO)]
    assert len(all_examples(drawings, network, 4, 0)) > 4


def test_the_command_leaves_out_who_is_held_out(tmp_path, capsys):
    path = tmp_path / "held.jsonl"
    path.write_text(dump([drawing("1", [ONE_ZERO[0]], writer="21")]))
    assert main([str(path)]) == 2
    assert "not held out" in capsys.readouterr().err
