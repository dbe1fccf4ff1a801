import hashlib
import json
import os

import numpy as np
import pytest

from deeplearning.recognition.network import ModelError, Network
from deeplearning.recognition.recognizer import MODEL


def copy(tmp_path, content=None, **card):
    path = tmp_path / "copy.tflite"
    content = MODEL.read_bytes() if content is None else content
    path.write_bytes(content)
    if card:
        card.setdefault("sha256", {path.name: hashlib.sha256(content).hexdigest()})
        path.with_suffix(".json").write_text(json.dumps(card))
    return path


@pytest.fixture
def images():
    return np.random.default_rng(0).random((5, 28, 28), np.float32)


def test_batches_of_any_size_give_the_same_probabilities(images):
    network = Network(MODEL)
    together = network.probabilities(images)
    assert together.shape == (5, 10)
    assert together.sum(axis=1) == pytest.approx(1, abs=1e-5)
    for i in range(5):
        assert network.probabilities(images[i : i + 1])[0] == pytest.approx(together[i], abs=1e-5)


def test_the_cards_temperature_softens_and_keeps_the_order(tmp_path, images):
    plain = Network(copy(tmp_path)).probabilities(images)
    soft = Network(copy(tmp_path, temperature=4.0)).probabilities(images)
    logits = np.log(plain.astype(float)) / 4
    expected = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    assert soft == pytest.approx(expected, abs=1e-5)
    assert (soft.argmax(axis=1) == plain.argmax(axis=1)).all()


@pytest.mark.parametrize("length", [0, 6, 8, 200, 50_000, -3])
def test_a_truncated_file_is_refused_in_one_sentence(tmp_path, length):
    with pytest.raises(ModelError, match=r"copy\.tflite is not a network") as caught:
        Network(copy(tmp_path, MODEL.read_bytes()[:length]))
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(ModelError, match="cannot be read"):
        Network(tmp_path / "none.tflite")


def test_a_flipped_bit_is_found_by_the_card(tmp_path):
    content = bytearray(MODEL.read_bytes())
    digest = hashlib.sha256(content).hexdigest()
    content[len(content) // 2] ^= 1
    with pytest.raises(ModelError, match="damaged"):
        Network(copy(tmp_path, bytes(content), sha256={"copy.tflite": digest}))


@pytest.mark.parametrize(
    "card",
    [
        {"sha256": {"other.tflite": ""}},
        {"temperature": 0},
        {"temperature": "hot"},
        {"threshold": 2},
        {"sha256": 3},
        {"temperature": float("nan")},
        {"temperature": 10**400},
    ],
)
def test_a_bad_card_is_named(tmp_path, card):
    with pytest.raises(ModelError, match=r"copy\.json is not the card"):
        Network(copy(tmp_path, **card))


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "[" * 100_000])
def test_a_card_that_is_no_card_is_named(tmp_path, text):
    path = copy(tmp_path)
    path.with_suffix(".json").write_text(text)
    with pytest.raises(ModelError, match=r"copy\.json is not the card"):
        Network(path)


def test_loading_a_network_writes_nothing_to_standard_error(capfd):
    Network(MODEL)
    os.write(2, b"what comes later is written")
    assert capfd.readouterr().err == "what comes later is written"
