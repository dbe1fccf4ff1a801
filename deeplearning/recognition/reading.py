"""What is read of ink: digits, their probabilities, and the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from deeplearning.ink.box import Box
from deeplearning.ink.stroke import Stroke
from deeplearning.recognition.reading_order import lines_of, words_of

if TYPE_CHECKING:
    from deeplearning.recognition.preprocessing import Image  # which loads OpenCV

SURE = 0.9
"""Confidence from which an answer is shown as sure."""

Probabilities = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Digit:
    """One group of strokes and what the network makes of it.

    `strokes` are indices into the ink's strokes; `parts` is what was read in their place where one of them
    runs on into another digit, and else empty; `box` is that of the ink, the pen's width
    included; `probabilities` has shape (10,) and sums to 1; `image`, (28, 28) from 0
    (paper) to 1 (ink), is what the network saw, marks aside; `refused` says that it is taken for no digit;
    `given_up` that it was not read at all, because there is far more ink than writing has; `named` that a
    person said what it is.
    """

    strokes: tuple[int, ...]
    box: Box
    probabilities: Probabilities
    image: Image = field(repr=False)
    refused: bool
    parts: tuple[Stroke, ...] = ()
    given_up: bool = False
    named: bool = False

    @property
    def best(self) -> int:
        """The most probable digit."""
        return int(self.probabilities.argmax())

    @property
    def runner_up(self) -> int:
        """The second most probable digit."""
        return int(self.probabilities.argsort()[-2])

    @property
    def confidence(self) -> float:
        """Probability of the best answer, from 0.1 to 1."""
        return float(self.probabilities.max())

    @property
    def label(self) -> str:
        """One character: the best digit, or `?` where it is refused."""
        return "?" if self.refused else str(self.best)


@dataclass(frozen=True, eq=False)
class Mark:
    """Strokes that are no digit and no part of one, such as a comma or an underline; they are left out.

    `kind` is "point", "comma", "line" or "frame"; `strokes` and `box` are as in `Digit`.
    """

    kind: str
    strokes: tuple[int, ...]
    box: Box


@dataclass(frozen=True, eq=False)
class Reading:
    """What stands on the paper.

    `digits` are in reading order. `text` has a character for each, `?` for a refused one, and a space where
    a gap is wider than a digit and between lines. `lines` holds the places in `digits` that make each line,
    and `marks` what was left out.
    """

    text: str
    digits: tuple[Digit, ...]
    lines: tuple[tuple[int, ...], ...] = ()
    marks: tuple[Mark, ...] = ()


def in_order(digits: Sequence[Digit], marks: Sequence[Mark] = ()) -> Reading:
    """Return the reading of `digits`, given in any order."""
    boxes = [digit.box for digit in digits]
    lines = lines_of(boxes)
    words = [word for line in lines for word in words_of(boxes, line)]
    text = " ".join("".join(digits[i].label for i in word) for word in words)
    starts = np.cumsum([0, *map(len, lines)]).tolist()
    places = [tuple(range(start, start + len(line))) for start, line in zip(starts, lines, strict=False)]
    ordered = tuple(digits[i] for line in lines for i in line)
    return Reading(text, ordered, tuple(places), tuple(marks))


def percent(probability: float) -> str:
    """Return a probability for the eye: whole percents, and never a certainty that is none."""
    if probability >= 0.995:
        return ">99%"
    return "<1%" if probability < 0.005 else f"{probability:.0%}"
