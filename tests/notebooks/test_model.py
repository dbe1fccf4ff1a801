"""What the notebook saved and the window loads: weights, LiteRT file and card belong together."""

import hashlib
import json
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from sklearn.datasets import load_digits

from tests.support.keras_reference import keras_probabilities, litert_probabilities
from tests.support.paths import ROOT, data_file

MODEL = ROOT / "model"


NAMES = ("mnist", "digits", "held-out")


def card_of(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((MODEL / f"{name}.json").read_text(encoding="utf-8"))
    return content


def scanned_digits(n: int) -> npt.NDArray[np.float32]:
    """Return n real handwritten digits as (n, 28, 28) from 0 to 1; scikit-learn brings them along, 8 x 8."""
    large = np.kron(load_digits().images[:n] / 16, np.ones((3, 3)))
    return np.pad(large, ((0, 0), (2, 2), (2, 2))).astype(np.float32)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["mnist", "digits"])
def test_weights_and_litert_file_give_the_same_probabilities(name: str) -> None:
    images = scanned_digits(200)
    expected = keras_probabilities(card_of(name)["architecture"], MODEL / f"{name}.weights.h5", images)
    answers = litert_probabilities(MODEL / f"{name}.tflite", images)
    np.testing.assert_allclose(answers, expected, atol=1e-5)
    assert len(set(answers.argmax(axis=1))) == 10, "the images must reach all ten answers to prove anything"


@pytest.mark.parametrize("name", NAMES)
def test_the_card_names_the_files_beside_it(name: str) -> None:
    card = card_of(name)
    found = {file: hashlib.sha256((MODEL / file).read_bytes()).hexdigest() for file in card["sha256"]}
    assert f"{name}.tflite" in found
    assert found == card["sha256"]


@pytest.mark.parametrize("name", NAMES)
def test_the_card_is_of_a_full_run(name: str) -> None:
    card = card_of(name)
    assert card["fast"] is False
    assert card["parameters"] == 887_530
    assert 0 < card["temperature"] < 10


def test_the_tutorial_s_network_was_trained_with_several_seeds() -> None:
    seeds = card_of("mnist")["seeds"]
    assert len(seeds["accuracy"]) >= 3
    assert seeds["mean"] == pytest.approx(np.mean(seeds["accuracy"]))
    assert seeds["spread"] == pytest.approx(np.std(seeds["accuracy"], ddof=1))
    assert seeds["accuracy"][0] == card_of("mnist")["test_accuracy"]


def test_only_the_networks_that_know_pens_refuse() -> None:
    assert "threshold" not in card_of("mnist")
    assert 0.1 < card_of("digits")["threshold"] == card_of("held-out")["threshold"] < 0.9


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_accuracy_on_the_card_is_that_of_the_file(name: str) -> None:
    with np.load(data_file("mnist.npz")) as data:
        images, labels = data["x_test"][:2000] / np.float32(255), data["y_test"][:2000]
    answers = litert_probabilities(MODEL / f"{name}.tflite", images)
    found = (answers.argmax(axis=1) == labels).mean()
    assert found == pytest.approx(card_of(name)["test_accuracy"], abs=0.005)
