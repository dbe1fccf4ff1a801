"""Layers: what every layer of the network makes of one image, and which ink spoke for the answer.

Which ink spoke is found by occlusion (Zeiler and Fergus 2014): small squares of the image are covered with
paper, one after another, and what that takes from the answer's log-odds is what the square said for it. The
log-odds fall even where the probability stays at nearly 1.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from ai_edge_litert.interpreter import Interpreter

from deeplearning._stderr import quiet
from deeplearning.recognition.network import CLASSES, Network, calibrated
from deeplearning.recognition.preprocessing import FIELD, Image, mark

COVER_SIDE = 4
"""Rows and columns of the square that is covered, in pixels: a little wider than a stroke."""

COVER_STEP = 3
"""Distance from one square to the next, in pixels, so that squares overlap by one and the last one fits."""

BATCH = 5
"""Images that go through the network together: always as many, as another number would set it up anew.

All that the layers make of them is kept: 15 MB for 16 images, 8 for 5, which take no longer.
"""

LEAST_COVERED_INK = 0.5
"""Ink in a square, in full pixels, below which covering it would tell nothing."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Layers:
    """What the layers make of an `image`, (28, 28) from 0 to 1, with the marks that the network is shown.

    `maps` are those of each convolution, (count, rows, columns), and `features`, (256,), those before the
    answer; both 0 or more, and empty where the network has none. `probabilities` is (10,). `evidence`,
    (28, 28), is in nats: above 0 where ink spoke for the likeliest digit, and below where it spoke against;
    squares of `cover_side` pixels were covered to know it.
    """

    image: Image
    maps: tuple[Floats, ...]
    features: Floats
    probabilities: Floats
    evidence: Floats
    cover_side: int = COVER_SIDE


class LayerReader:
    """A second interpreter of a network, which keeps what its layers give."""

    def __init__(self, network: Network) -> None:
        """Load what `network` holds once more; that takes some milliseconds and 8 MB."""
        self._temperature = network.card.temperature
        with quiet(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # LiteRT warns of the memory that keeping all tensors takes.
            self._interpreter = Interpreter(
                model_content=network.content, num_threads=1, experimental_preserve_all_tensors=True
            )
            entry = self._interpreter.get_input_details()[0]["index"]
            self._interpreter.resize_tensor_input(entry, (BATCH, FIELD, FIELD, 1))
            self._interpreter.allocate_tensors()
            self._input = entry
            self._run(np.zeros((BATCH, FIELD, FIELD), np.float32))
        outputs = self._interpreter.get_output_details()
        output = next(one for one in outputs if one["shape"][-1] == CLASSES)
        self._output = output["index"]
        self._features = next((one["index"] for one in outputs if one["index"] != self._output), None)
        self._convolutions = self._find_convolutions()

    def look(self, image: Image) -> Layers:
        """Return what the layers make of `image`, (28, 28) from 0 to 1, marks aside."""
        covers = _covers(image)
        covered = np.repeat(image[None], 1 + len(covers), axis=0)
        for number, (row, column) in enumerate(covers, 1):
            covered[number, row : row + COVER_SIDE, column : column + COVER_SIDE] = 0
        images = mark(covered)  # (1 + n, 28, 28)
        answers = [self._answer(images[:BATCH])]
        # The first of the first batch is the image as it is.
        maps = tuple(self._tensor(index)[0].transpose(2, 0, 1).copy() for index in self._convolutions)
        features = np.zeros(0, np.float32) if self._features is None else self._tensor(self._features)[0]
        answers += [self._answer(images[i : i + BATCH]) for i in range(BATCH, len(images), BATCH)]
        probabilities = np.concatenate(answers)
        return Layers(images[0], maps, features.copy(), probabilities[0], _evidence(covers, probabilities))

    def _answer(self, images: Image) -> Floats:
        """Return the calibrated probabilities, (n, 10), of up to BATCH images."""
        batch = np.zeros((BATCH, FIELD, FIELD), np.float32)
        batch[: len(images)] = images
        self._run(batch)
        return calibrated(self._tensor(self._output), self._temperature)[: len(images)]

    def _run(self, batch: Floats) -> None:
        self._interpreter.set_tensor(self._input, batch[..., None])
        self._interpreter.invoke()

    def _tensor(self, index: int) -> Floats:
        values: Floats = np.nan_to_num(self._interpreter.get_tensor(index))
        return values

    def _find_convolutions(self) -> list[int]:
        """Return the tensors that convolutions give, in the network's order.

        They are blocks of maps, one block an image; a smaller block of as many maps as before is pooled.
        """
        found, before = [], (FIELD, 1)
        for tensor in self._interpreter.get_tensor_details():
            shape = tuple(int(length) for length in tensor["shape"])
            if len(shape) != 4 or shape[0] != BATCH or shape[1] != shape[2] or tensor["index"] == self._input:
                continue
            side, count = shape[2:]
            if not (side < before[0] and count == before[1]) and np.issubdtype(tensor["dtype"], np.floating):
                found.append(int(tensor["index"]))
            before = side, count
        return found


def _covers(image: Image) -> list[tuple[int, int]]:
    """Return the upper left pixel of every square that holds ink."""
    corners = range(0, FIELD - COVER_SIDE + 1, COVER_STEP)
    return [
        (row, column)
        for row in corners
        for column in corners
        if image[row : row + COVER_SIDE, column : column + COVER_SIDE].sum() >= LEAST_COVERED_INK
    ]


def _evidence(covers: list[tuple[int, int]], probabilities: Floats) -> Floats:
    """Return for each pixel what the squares over it said on average for the answer, (28, 28), in nats."""
    best = int(probabilities[0].argmax())
    tiny = np.finfo(np.float32).tiny
    others = np.delete(probabilities, best, axis=1).sum(axis=1)
    odds = np.log(np.maximum(probabilities[:, best], tiny)) - np.log(np.maximum(others, tiny))
    total, count = np.zeros((FIELD, FIELD), np.float32), np.zeros((FIELD, FIELD), np.float32)
    for (row, column), left in zip(covers, odds[1:], strict=True):
        square = slice(row, row + COVER_SIDE), slice(column, column + COVER_SIDE)
        total[square] += odds[0] - left
        count[square] += 1
    evidence: Floats = (total / np.maximum(count, 1)).astype(np.float32)
    return evidence
