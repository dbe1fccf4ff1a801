"""What a person is shown of a reading: labels that do not flicker, how sure they are, and the cards' page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from deeplearning.recognition.reading import SURE

if TYPE_CHECKING:
    from deeplearning.ink.stroke import Stroke
    from deeplearning.recognition.reading import Digit, Reading

KEPT_LABEL_RATIO = 0.35
"""While a digit is being drawn, its shown label stays as long as it is this likely beside the best one."""


@dataclass(frozen=True)
class DigitView:
    """One digit as it is shown: `label`, one character, and the percentages that go with it.

    `state` is "sure", "unsure" or "refused"; `second` the likeliest other digit; `confidence` the label's
    probability (the best one's where refused); `image` 28 x 28 bytes, 255 for ink; `box` left, top, right and
    bottom in paper pixels; `strokes` indices into the ink; `parts` as in `Digit`.
    """

    label: str
    state: str
    second: str
    confidence: float
    probabilities: tuple[float, ...]
    image: bytes
    box: tuple[float, float, float, float]
    strokes: tuple[int, ...]
    parts: tuple[Stroke, ...] = ()


@dataclass(frozen=True)
class View:
    """All that the answer's half shows. `digits` in reading order, `text` the shown reading.

    `chosen` is the index of the digit shown in full, and `picked` says that a person chose it; `page` holds
    the indices of the digits on cards, and `first` says how many were written before those.
    """

    digits: tuple[DigitView, ...] = ()
    text: str = ""
    chosen: int | None = None
    picked: bool = False
    page: tuple[int, ...] = ()
    first: int = 0
    ready: bool = True
    pen: float = 15.0
    message: str = ""
    help: bool = False


class LabelHysteresis:
    """Turns each reading into what is shown, and remembers the labels that it has shown."""

    def __init__(self) -> None:
        """Begin with nothing shown."""
        self._labels: dict[tuple[int, int], str] = {}

    def show(self, reading: Reading, drawing: bool) -> tuple[DigitView, ...]:
        """Return the digits of `reading` as they are shown, in the same order.

        Only while a stroke is being drawn may a label differ from the reading's: an unsure answer does not
        replace one that is still likely. A sure one does at once.
        """
        shown = []
        labels: dict[tuple[int, int], str] = {}
        for digit in reading.digits:
            # Where a stroke runs through two digits, both begin with it.
            key = digit.strokes[0], sum(begun == digit.strokes[0] for begun, _ in labels)
            label = digit.label
            before = self._labels.get(key) if drawing else None
            if before is not None and before != "?" and not digit.refused and digit.confidence < SURE:
                likely = float(digit.probabilities[int(before)])
                label = before if likely > KEPT_LABEL_RATIO * digit.confidence else label
            labels[key] = label
            shown.append(_digit_view(digit, label))
        self._labels = labels
        return tuple(shown)


def _digit_view(digit: Digit, label: str) -> DigitView:
    second, confidence = digit.runner_up, digit.confidence
    if label != digit.label:
        second, confidence = digit.best, float(digit.probabilities[int(label)])
    state = "refused" if digit.refused else "sure" if confidence >= SURE else "unsure"
    return DigitView(
        label,
        state,
        str(second),
        confidence,
        tuple(digit.probabilities.tolist()),
        np.rint(digit.image * 255).astype(np.uint8).tobytes(),
        digit.box,
        digit.strokes,
        digit.parts,
    )


def shown_text(text: str, digits: Sequence[DigitView]) -> str:
    """Return the reading `text` with the labels that `digits` show in place of its own."""
    labels = iter(digit.label for digit in digits)
    return "".join(mark if mark == " " else next(labels) for mark in text)


def page_of(digits: Sequence[DigitView], slots: int, back: int) -> tuple[tuple[int, ...], int]:
    """Return which digits stand on `slots` cards, in reading order, and how many were written before them.

    Page 0 has the digits written last; `back` turns that many pages to earlier ones.
    """
    written = sorted(range(len(digits)), key=lambda index: max(digits[index].strokes))
    end = max(min(slots, len(written)), len(written) - back * slots)
    first = max(0, end - slots)
    return tuple(sorted(written[first:end])), first
