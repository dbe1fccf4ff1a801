import numpy as np
import pytest

from deeplearning.evaluation.segmentation_fitting import examples, fit
from deeplearning.fit_segmentation import main
from deeplearning.ink.drawings import load
from deeplearning.recognition.recognizer import Recognizer
from deeplearning.recognition.segmentation import FEATURES


@pytest.mark.slow
def test_fitted_weights_group_numbers_by_other_writers(pendigits):
    drawings = load(pendigits)
    known = [drawing for drawing in drawings if drawing.notes["writer"] in ("1", "2", "3", "4")]
    data = list(examples(known, Recognizer(), 60, 0))
    weights, right = fit(data)
    assert right > 0.9
    others = [drawing for drawing in drawings if drawing.notes["writer"] in ("5", "6", "7")]
    unseen = list(examples(others, Recognizer(), 40, 1))
    assert np.mean([(example.sums @ weights).argmin() == example.true for example in unseen]) > 0.9
    assert weights[-1] >= 0


def test_the_command_prints_a_weight_for_every_feature(pendigits, capsys):
    assert main([str(pendigits), "--without-writers", "3,4", "--count", "5"]) == 0
    first, *rows = capsys.readouterr().out.splitlines()
    assert "clusters that leave a choice" in first
    assert [row.split(maxsplit=1)[1] for row in rows] == [*FEATURES, "network's surprisal"]
    assert all(np.isfinite(float(row.split()[0])) for row in rows)


def test_what_cannot_be_fitted_is_one_sentence(pendigits, tmp_path, capsys):
    (tmp_path / "letters.jsonl").write_text('{"strokes": [[[1, 2], [3, 4]]], "label": "A"}\n')
    for arguments, words in [
        ([tmp_path / "none"], "cannot be read"),
        ([tmp_path / "letters.jsonl"], "no single digits"),
        ([pendigits, "--without-writers", "99"], "No drawing is by writer '99'"),
        ([pendigits, "--model", tmp_path / "none.tflite"], "none.tflite"),
    ]:
        assert main([str(argument) for argument in arguments]) == 2
        err = capsys.readouterr().err
        assert words in err
        assert err.count("\n") == 1
