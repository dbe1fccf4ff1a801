"""The layers: the same as Keras gives, and evidence that says what covering a part of the ink does."""

import json
import warnings

import numpy as np
import pytest

from deeplearning.ink.stroke import Stroke
from deeplearning.recognition.preprocessing import mark
from deeplearning.recognition.recognizer import Recognizer
from tests.support.hand import BY_STYLE, EIGHT, SEVEN
from tests.support.keras_reference import keras_outputs, litert_outputs
from tests.support.paths import ROOT

MODELS = ROOT / "model"


def image_of(strokes, recognizer):
    return recognizer.read(strokes).digits[0].image


@pytest.fixture(scope="module")
def reader(network):
    return network.open_layers()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["digits", "mnist"])
def test_every_layer_gives_what_it_gives_in_keras(name):
    recognizer = Recognizer(MODELS / f"{name}.tflite")
    image = image_of(SEVEN.strokes, recognizer)
    seen = recognizer.open_layers().look(image)
    architecture = json.loads((MODELS / f"{name}.json").read_text())["architecture"]
    weights = MODELS / f"{name}.weights.h5"
    layers = [f"conv{number}" for number in range(1, 5)]
    *expected, features = keras_outputs(architecture, weights, mark(image[None]), *layers, "dense")
    for maps, (one,) in zip(seen.maps, expected, strict=True):
        assert np.abs(maps.transpose(1, 2, 0) - one).max() < 1e-3
    assert np.abs(seen.features - features[0]).max() < 1e-3


@pytest.mark.parametrize("name", ["digits", "mnist"])
def test_the_maps_are_those_of_the_convolutions_and_not_the_pooled_ones(name):
    recognizer = Recognizer(MODELS / f"{name}.tflite")
    seen = recognizer.open_layers().look(image_of(SEVEN.strokes, recognizer))
    assert [maps.shape for maps in seen.maps] == [(32, 28, 28), (32, 28, 28), (64, 14, 14), (64, 14, 14)]
    assert all(maps.min() >= 0 and maps.max() > 0 for maps in seen.maps)


@pytest.mark.parametrize("style", ["crossed", "eight scattered, of different sizes"])
def test_answer_and_features_are_those_of_the_network_that_reads(network, reader, style):
    for digit in network.read(BY_STYLE[style].strokes).digits:
        seen = reader.look(digit.image)
        assert np.allclose(seen.probabilities, digit.probabilities, atol=1e-5)
        features = litert_outputs(MODELS / "digits.tflite", mark(digit.image[None]))[256][0]
        assert np.allclose(seen.features, features, atol=1e-3)


def test_what_is_seen_does_not_depend_on_what_was_seen_before(network, reader):
    images = [digit.image for digit in network.read(EIGHT.strokes).digits]
    first = reader.look(images[0])
    kept = [maps.copy() for maps in first.maps]
    for image in images[1:]:
        reader.look(image)
    again = reader.look(images[0])
    for before, now, then in zip(first.maps, again.maps, kept, strict=True):
        assert (before == then).all()
        assert (now == then).all()
    assert (first.evidence == again.evidence).all()


def test_the_ink_of_a_plain_seven_speaks_for_it(network, reader):
    strokes = [Stroke.of([(180, 150), (320, 150), (240, 360)])]
    digit = network.read(strokes).digits[0]
    evidence = reader.look(digit.image).evidence
    assert digit.label == "7"
    assert evidence[digit.image > 0.5].sum() > 0
    assert evidence.max() > -evidence.min()
    assert not evidence[:3].any()  # where there is no ink, none speaks


def test_evidence_is_what_covering_takes_from_the_answer(network, reader):
    image = image_of(SEVEN.strokes, network)
    seen = reader.look(image)
    # One square alone covers the middle of it: its neighbours reach only over its edge.
    row, column = np.unravel_index(seen.evidence[1::3, 1::3].argmax(), (9, 9))
    covered = image.copy()
    covered[3 * row : 3 * row + 4, 3 * column : 3 * column + 4] = 0

    def odds(of):
        probabilities = reader.look(of).probabilities.astype(np.float64)
        best = int(seen.probabilities.argmax())
        return np.log(probabilities[best] / np.delete(probabilities, best).sum())

    expected = odds(image) - odds(covered)
    assert expected > 0
    assert seen.evidence[3 * row + 1, 3 * column + 1] == pytest.approx(expected, abs=1e-3)


def test_a_network_without_convolutions_shows_what_there_is():
    recognizer = Recognizer(ROOT / "tests" / "support" / "small.tflite")
    seen = recognizer.open_layers().look(image_of(SEVEN.strokes, recognizer))
    assert seen.maps == ()
    assert seen.features.shape == (0,)
    assert seen.probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert np.isfinite(seen.evidence).all()


@pytest.mark.parametrize("ink", [0, 1])
def test_an_empty_and_a_full_image_are_seen_too(reader, ink):
    seen = reader.look(np.full((28, 28), ink, np.float32))
    assert np.isfinite(seen.evidence).all()
    assert bool(seen.evidence.any()) == bool(ink)


def test_opening_says_nothing(network, capfd):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        network.open_layers()
    assert capfd.readouterr() == ("", "")
