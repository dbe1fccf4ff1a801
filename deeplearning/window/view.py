"""What a person is shown of a reading: labels that do not flicker, how sure they are, and the cards' page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from deeplearning.recognition.reading import SURE

if TYPE_CHECKING:
    from deeplearning.ink.stroke import Stroke
    from deeplearning.recognition.layers import Layers
    from deeplearning.recognition.reading import Digit, Reading

KEPT_LABEL_RATIO = 0.35
"""While a digit is being drawn, its shown label stays as long as it is this likely beside the best one."""

UNFINISHED_MARK = "·"
"""What stands for a digit that is not finished, and that would be refused as it is."""


@dataclass(frozen=True)
class DigitView:
    """One digit as it is shown: `label`, one character, and the percentages that go with it.

    `state` is "sure", "unsure", "refused", "named" for what a person said, or "ghost" for a digit that may
    still be unfinished; `second` the likeliest other digit; `confidence` the label's probability (the best
    one's where refused); `image` 28 x 28 bytes, 255 for ink; `box` left, top, right and bottom in paper
    pixels; `strokes` indices into the ink; `parts` and `given_up` as in `Digit`.
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
    given_up: bool = False


@dataclass(frozen=True)
class View:
    """All that the window shows beside the ink. `digits` in reading order, `text` the reading by lines.

    `marks` are the boxes, in paper pixels, of marks that were left out, such as commas. `picked` is the
    index of the digit that a person chose last, `chosen` those of all that are chosen, and `adds` says that
    the next one is added to them; `enrolling` says that the paper shows boxes in which to write every
    digit; `page` holds the indices of the digits on cards, and `pages` how many pages of cards there are;
    `top_line` is the first line of the headline that is seen. `side` names the panel that covers the
    answer's side ("help", "open", "inside", "memory"), `message` says something once, and `offer` that
    Enter accepts what it says. `hover` and `pressed` name buttons by their actions, `disabled` those that
    can do nothing; `files` are the captions of what can be opened. `memory` is label and image of what is
    remembered, the newest first, and `writer` by whom, where one is named. `examined` is the index of the
    digit whose `layers` the panel "inside" shows, once known.
    """

    digits: tuple[DigitView, ...] = ()
    text: str = ""
    marks: tuple[tuple[float, float, float, float], ...] = ()
    picked: int | None = None
    chosen: tuple[int, ...] = ()
    adds: bool = False
    enrolling: bool = False
    page: tuple[int, ...] = ()
    page_number: int = 0
    pages: int = 1
    top_line: int = 0
    ready: bool = True
    pen: float = 15.0
    message: str = ""
    offer: bool = False
    side: str = ""
    hover: str = ""
    pressed: str = ""
    disabled: frozenset[str] = frozenset()
    files: tuple[str, ...] = ()
    examined: int | None = None
    layers: Layers | None = None
    memory: tuple[tuple[str, bytes], ...] = ()
    writer: str = ""

    @property
    def unusable(self) -> frozenset[str]:
        """What is disabled, and the ways to pages that there are not."""
        ends = {"earlier cards": self.page_number == 0, "later cards": self.page_number + 1 >= self.pages}
        return self.disabled | {action for action, is_end in ends.items() if is_end}


class LabelHysteresis:
    """Turns each reading into what is shown, and remembers what it has shown."""

    def __init__(self) -> None:
        """Begin with nothing shown."""
        self._labels: dict[tuple[int, int], str] = {}
        # How digits, by their strokes, stood when the pen rested last.
        self._rested: dict[tuple[int, ...], str] = {}

    def show(self, reading: Reading, drawing: bool, resting: bool = True) -> tuple[DigitView, ...]:
        """Return the digits of `reading` as they are shown, in the same order.

        While a stroke is being drawn an unsure answer does not replace a label that is still likely; a sure
        one does at once. Until the pen is `resting`, a digit that may be unfinished is a ghost.
        """
        shown = []
        labels: dict[tuple[int, int], str] = {}
        newest = max((max(digit.strokes) for digit in reading.digits), default=-1)
        for digit in reading.digits:
            # Where a stroke runs through two digits, both begin with it.
            key = digit.strokes[0], sum(begun == digit.strokes[0] for begun, _ in labels)
            label = digit.label
            before = self._labels.get(key) if drawing else None
            if before is not None and before != "?" and not digit.refused and digit.confidence < SURE:
                likely = float(digit.probabilities[int(before)])
                label = before if likely > KEPT_LABEL_RATIO * digit.confidence else label
            labels[key] = label
            view = _digit_view(digit, label)
            if (drawing or not resting) and self._is_unfinished(view, newest):
                view = ghost(view)
            shown.append(view)
        self._labels = labels
        if resting and not drawing:
            self._rested = {view.strokes: view.state for view in shown}
        return tuple(shown)

    def _is_unfinished(self, view: DigitView, newest: int) -> bool:
        """Return whether a digit has the newest stroke, or is doubtful and was not so when the pen rested."""
        if view.state == "named":
            return False
        if newest in view.strokes:
            return True
        return view.state != "sure" and self._rested.get(view.strokes) != view.state


def ghost(view: DigitView) -> DigitView:
    """Return a digit as it is shown while it may be unfinished: without a verdict."""
    label = UNFINISHED_MARK if view.label == "?" else view.label
    return replace(view, label=label, state="ghost")


def _digit_view(digit: Digit, label: str) -> DigitView:
    second, confidence = digit.runner_up, digit.confidence
    if label != digit.label:
        second, confidence = digit.best, float(digit.probabilities[int(label)])
    state = "refused" if digit.refused else "sure" if confidence >= SURE else "unsure"
    state = "named" if digit.named else state
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
        digit.given_up,
    )


def shown_text(reading: Reading, digits: Sequence[DigitView]) -> str:
    """Return the text of `reading` with the labels that `digits` show, its lines parted by line breaks."""
    line_ends = {line[-1] for line in reading.lines[:-1] if line}
    shown, index = [], -1
    for mark in reading.text:
        if mark == " ":
            shown.append("\n" if index in line_ends else " ")
        else:
            index += 1
            shown.append(digits[index].label)
    return "".join(shown)


def page_of(digits: Sequence[DigitView], slots: int, page: int) -> tuple[int, ...]:
    """Return which digits stand on the `slots` cards of a page, in reading order.

    Where there are more digits than cards, those that need a look come first: on page 0 stand doubtful ones,
    then those written last.
    """
    order = sorted(
        range(len(digits)), key=lambda index: (_is_settled(digits[index]), -max(digits[index].strokes))
    )
    return tuple(sorted(order[page * slots : (page + 1) * slots]))


def _is_settled(digit: DigitView) -> bool:
    return digit.state in ("sure", "ghost", "named")
