"""The network as LiteRT runs it: 28 x 28 images in, ten probabilities each out. No TensorFlow needed."""

from __future__ import annotations

import hashlib
import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from ai_edge_litert.interpreter import Interpreter

from deeplearning._errors import UserError
from deeplearning._stderr import quiet
from deeplearning.ink.bounded_read import read_at_most
from deeplearning.recognition.network_check import survives
from deeplearning.recognition.preprocessing import FIELD

CLASSES = 10

MAX_NETWORK_BYTES, MAX_CARD_BYTES = 100_000_000, 1_000_000
"""Larger files are no network of 28 x 28 images, or no card; ours have 3,600,000 and 13,000."""

UNKNOWN = "{} has no card (a .json file of its name): damage goes unnoticed, and nothing is refused."
"""The warning for such a network."""


def warn(warning: str) -> None:
    """Print a network's `warning`, if there is any, where errors go."""
    if warning:
        print(warning, file=sys.stderr)


class ModelError(UserError):
    """A file that holds no network for digits; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Card:
    """What the window needs of a network's card, the JSON file of the same name.

    Logits are divided by `temperature` (above 0; Guo et al. 2017), so that confidences mean what they say;
    an answer less sure than `threshold` (0 to 1) is refused.
    """

    temperature: float = 1.0
    threshold: float = 0.0

    @classmethod
    def of(cls, model: Path, content: bytes) -> Card | None:
        """Return the card beside the file `model`, or None where there is none.

        Raises ModelError where the card is damaged, or was made for another file than this `content`.
        """
        path = model.with_suffix(".json")
        if not path.exists():
            return None
        try:
            record: dict[str, Any] = json.loads(read_at_most(path, MAX_CARD_BYTES).decode())
            digest = record["sha256"][model.name]
            card = cls(float(record.get("temperature", 1)), float(record.get("threshold", 0)))
            if not (0 < card.temperature < math.inf and 0 <= card.threshold <= 1):
                raise ValueError
        except (OSError, ArithmeticError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise ModelError(f"{path} is not the card of {model.name}; restore or remove it.") from None
        if digest != hashlib.sha256(content).hexdigest():
            raise ModelError(f"{model} is damaged: it is not the file that its card {path.name} describes.")
        return card


class Answers(NamedTuple):
    """What a network says of n images: ten probabilities, (n, 10), and features, (n, k), if it has any."""

    probabilities: npt.NDArray[np.float32]
    features: npt.NDArray[np.float32] | None


class Network:
    """One interpreter, loaded once and kept warm.

    `warning` is a sentence that the person should read, or empty; `content` is the file's.
    """

    def __init__(self, path: str | Path) -> None:
        """Load the `.tflite` file at `path`.

        Raises ModelError where it is missing, unreadable, damaged, or takes or gives other shapes.
        """
        path = Path(path)
        try:
            content = read_at_most(path, MAX_NETWORK_BYTES)
        except OSError as error:
            raise ModelError(
                f"The network {path} cannot be read ({error.strerror or error}); "
                "name a .tflite file with --model, or make one with deeplearning/MNIST.ipynb."
            ) from error
        foreign = f"{path} is not a network of handwritten digits that this program can load"
        # Bytes 4 to 8 of every TensorFlow Lite file.
        if content[4:8] != b"TFL3":
            raise ModelError(f"{foreign}; name another .tflite file with --model.")
        card = Card.of(path, content)
        self.card, self.warning = card or Card(), "" if card else UNKNOWN.format(path)
        self.content = content
        if not card and not survives(content):
            raise ModelError(f"{foreign}; it may be damaged, so copy it again.")
        try:
            with quiet():  # LiteRT tells on standard error what it runs on
                self._interpreter = Interpreter(model_content=content, num_threads=1)
                self._input = self._interpreter.get_input_details()[0]
                outputs = self._interpreter.get_output_details()
                # A network may also give features; the output of ten values is the answer.
                self._output = next((o for o in outputs if o["shape"][-1] == CLASSES), outputs[0])
                self._features = next((o for o in outputs if o is not self._output), None)
                self._batch = 0
                answer = self._ask(np.zeros((1, FIELD, FIELD), np.float32))
        except (ValueError, RuntimeError, IndexError) as error:
            raise ModelError(f"{foreign}; it may be damaged, so copy it again.") from error
        if answer.shape != (1, CLASSES):
            raise ModelError(f"{foreign}; it gives {answer.shape[-1]} answers where ten are needed.")
        if not (np.isfinite(answer).all() and answer.min() >= 0 and abs(answer.sum() - 1) < 0.01):
            raise ModelError(f"{foreign}; its ten answers are no probabilities.")

    def probabilities(self, images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return the ten probabilities, (n, 10), of n `images` of shape (n, 28, 28) from 0 to 1.

        They are calibrated: softened or sharpened by the card's temperature.
        """
        return self.answers(images).probabilities

    def answers(self, images: npt.NDArray[np.float32]) -> Answers:
        """Return probabilities and features of `images`, which are asked about once."""
        answer = self._ask(images)
        # A network without a card may be damaged: where it does not say, it does not know.
        answer = np.where(np.isfinite(answer).all(axis=-1, keepdims=True), answer, np.float32(1 / CLASSES))
        features = None
        if self._features is not None:
            features = np.nan_to_num(self._interpreter.get_tensor(self._features["index"]))
        return Answers(calibrated(answer, self.card.temperature), features)

    def _ask(self, images: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return the answers to `images` as the network gives them."""
        batch = np.ascontiguousarray(images, np.float32)[..., None]
        if len(batch) != self._batch:
            self._interpreter.resize_tensor_input(self._input["index"], batch.shape)
            self._interpreter.allocate_tensors()
            self._batch = len(batch)
        self._interpreter.set_tensor(self._input["index"], batch)
        self._interpreter.invoke()
        answers: npt.NDArray[np.float32] = self._interpreter.get_tensor(self._output["index"])
        return answers


def calibrated(probabilities: npt.NDArray[np.float32], temperature: float) -> npt.NDArray[np.float32]:
    """Return a network's `probabilities`, (n, 10), softened or sharpened by a card's `temperature`."""
    if temperature == 1:
        return probabilities
    # The network ends in a softmax; a logarithm brings its logits back but for a constant.
    powers = np.maximum(probabilities, np.finfo(np.float32).tiny) ** np.float32(1 / temperature)
    softened: npt.NDArray[np.float32] = powers / powers.sum(axis=1, keepdims=True)
    return softened
