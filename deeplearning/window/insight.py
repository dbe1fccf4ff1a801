"""The insight: has the network's layers look at the digit that the panel "inside" is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from deeplearning.window.cards import IMAGE_SIDE
from deeplearning.window.pace import Pace
from deeplearning.window.view import DigitView, View
from deeplearning.window.worker import Worker

if TYPE_CHECKING:
    from deeplearning.recognition.layers import LayerReader, Layers
    from deeplearning.recognition.recognizer import Recognizer


class Insight:
    """Looks in a thread of its own, the newest image first; nothing is loaded before it is asked."""

    def __init__(self, recognizer: Recognizer, wake: Callable[[], object]) -> None:
        """Look with the network of `recognizer`; `wake` as for Worker."""
        self._recognizer = recognizer
        self._reader: LayerReader | None = None
        self._asked: bytes | None = None
        self._worker = Worker(self._look, wake)

    def layers(self, image: bytes, patience: float | None) -> Layers | None:
        """Return what the layers made of `image`, or of one shortly before, within `patience` seconds.

        None comes back while they have seen nothing yet.
        """
        if image != self._asked:
            self._asked = image
            self._worker.ask(image)
        return self._worker.wait(patience)

    def close(self) -> None:
        """Wait for what is being looked at."""
        self._worker.close()

    def _look(self, image: bytes) -> Layers:
        if self._reader is None:
            self._reader = self._recognizer.open_layers()
        pixels = np.frombuffer(image, np.uint8).reshape(IMAGE_SIDE, IMAGE_SIDE)
        return self._reader.look((pixels / 255).astype(np.float32))


def examined(digits: Sequence[DigitView], picked: int | None) -> int | None:
    """Return the index of the digit that the panel is about: the picked one, or the one written last."""
    if picked is not None or not digits:
        return picked
    return max(range(len(digits)), key=lambda index: max(digits[index].strokes))


def look_inside(insight: Insight | None, view: View, pace: Pace) -> Layers | None:
    """Return what the layers make of the digit that `view` examines; None where it examines none."""
    if view.examined is None or insight is None:
        return None
    # Looking takes longer than a frame has patience for: a person's next frame shows it.
    return insight.layers(view.digits[view.examined].image, None if pace.patience is None else 0.0)
