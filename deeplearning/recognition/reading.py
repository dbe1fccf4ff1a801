"""What is read of ink: digits, their probabilities, and the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from deeplearning.ink.box import Box
from deeplearning.ink.stroke import Stroke

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
    (paper) to 1 (ink), is what the network saw, marks aside; `refused` says that it is taken for no digit.
    """

    strokes: tuple[int, ...]
    box: Box
    probabilities: Probabilities
    image: Image
    refused: bool
    parts: tuple[Stroke, ...] = ()

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
class Reading:
    """What stands on the paper: `digits` in reading order, and as `text`, lines joined by a space."""

    text: str
    digits: tuple[Digit, ...]


def reading_order(boxes: Sequence[Box]) -> list[list[int]]:
    """Return the indices of `boxes` as lines from top to bottom, each from left to right.

    A box belongs to the line whose last box to its left overlaps it by more than half the lower one's
    height; lines follow each other by the middle of their first boxes.
    """
    lines: list[list[int]] = []
    for i in sorted(range(len(boxes)), key=lambda i: (boxes[i].left, boxes[i].top)):
        best, line = 0.5, None
        for candidate in lines:
            share = _shared_height(boxes[candidate[-1]], boxes[i])
            if share > best:
                best, line = share, candidate
        if line is None:
            lines.append([i])
        else:
            line.append(i)
    return sorted(lines, key=lambda line: np.mean([boxes[i].top + boxes[i].bottom for i in line]))


def _shared_height(one: Box, other: Box) -> float:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared / min(one.height, other.height)


def percent(probability: float) -> str:
    """Return a probability for the eye: whole percents, and never a certainty that is none."""
    if probability >= 0.995:
        return ">99%"
    return "<1%" if probability < 0.005 else f"{probability:.0%}"
