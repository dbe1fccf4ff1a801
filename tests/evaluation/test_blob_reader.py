"""The usual way to read ink, which the project's own is compared with."""

import numpy as np
import pytest

from deeplearning.evaluate import main
from deeplearning.evaluation.blob_reader import FITTED_SIDE, BlobReader, fitted
from deeplearning.ink.drawings import load
from deeplearning.ink.placement import place
from deeplearning.ink.stroke import Stroke
from tests.support.paths import ROOT

DRAWINGS = ROOT / "tests" / "support" / "drawings.jsonl"


@pytest.fixture(scope="module")
def reader():
    return BlobReader(ROOT / "model" / "mnist.tflite")


def digit(label, x):
    """Return the strokes of one of our own digits, its middle at `x` paper sides from the left."""
    drawing = next(drawing for drawing in load(DRAWINGS) if drawing.label == label)
    return place(drawing, 0.3, (x, 0.5)).strokes


def test_plain_digits_far_apart_are_read(reader):
    assert reader.read([*digit("3", 0.2), *digit("8", 0.8)]).text == "3 8"


def test_strokes_that_do_not_touch_become_a_digit_each(reader):
    dash, stem = Stroke.of([(200, 100), (300, 100)]), Stroke.of([(210, 140), (200, 300), (250, 400)])
    assert len(reader.read([dash, stem]).digits) == 2


def test_digits_that_touch_become_one(reader):
    assert len(reader.read([*digit("0", 0.4), *digit("0", 0.55)]).digits) == 1


def test_an_empty_paper_reads_as_nothing(reader):
    assert reader.read([]).text == ""


@pytest.mark.parametrize("shape", [(100, 40), (7, 300), (1, 1)])
def test_a_blob_fills_its_box_in_the_middle(shape):
    image = fitted(np.ones(shape, np.uint8))
    rows, columns = np.nonzero(image)
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == FITTED_SIDE
    assert abs(rows.min() - (27 - rows.max())) <= 1
    assert abs(columns.min() - (27 - columns.max())) <= 1
    assert set(np.unique(image)) == {0.0, 1.0}


def test_evaluate_reads_that_way_when_asked(capsys):
    assert main([str(DRAWINGS), "--model", str(ROOT / "model" / "mnist.tflite"), "--blobs"]) == 0
    assert f"{len(load(DRAWINGS)):,} drawings" in capsys.readouterr().out
