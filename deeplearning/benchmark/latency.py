"""Times every reading while a digit is drawn point by point, as the window reads while a pen moves."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from deeplearning.ink.drawings import Drawing
from deeplearning.ink.history import Ink
from deeplearning.ink.placement import place
from deeplearning.ink.stroke import Stroke
from deeplearning.recognition.preprocessing import Image
from deeplearning.recognition.reading import Probabilities
from deeplearning.recognition.recognizer import Grouped, Recognizer

PLACES = [(0.15 + 0.2 * column, 0.15 + 0.33 * row) for row in range(2) for column in range(4)]
"""Where digits stand, in paper sides: neighbours near enough to be thought one."""

HEIGHT = 0.24
"""Height of the digits, in paper sides."""


class Update(NamedTuple):
    """Milliseconds of one reading, and of the three parts that nearly all of it goes to."""

    whole: float
    segmentation: float
    preprocessing: float
    network: float


class TimedRecognizer(Recognizer):
    """A recognizer that notes where its time goes, in seconds since it was loaded."""

    grouping = drawing = asking = 0.0

    def _groups(self, strokes: Sequence[Stroke]) -> list[Grouped]:
        start, within = time.perf_counter(), self.drawing + self.asking
        groups = super()._groups(strokes)
        # Groups are read in order to choose among them, which is not segmentation's own time.
        self.grouping += time.perf_counter() - start - (self.drawing + self.asking - within)
        return groups

    def draw(self, groups: Sequence[tuple[Stroke, ...]]) -> Image:
        """Return the images of `groups`, and count the time."""
        start = time.perf_counter()
        images = super().draw(groups)
        self.drawing += time.perf_counter() - start
        return images

    def ask(self, images: Image) -> Probabilities:
        """Return the probabilities of `images`, and count the time."""
        start = time.perf_counter()
        answer = super().ask(images)
        self.asking += time.perf_counter() - start
        return answer


def page(digits: Sequence[Drawing], number: int, standing: int) -> tuple[list[Stroke], tuple[Stroke, ...]]:
    """Return the strokes of `standing` digits on one paper, and of the one that is drawn beside them.

    `number` says which of `digits` comes first; `standing` is at most 7.
    """
    around = [digits[(number + 1 + k) % len(digits)] for k in range(standing + 1)]
    *before, last = [place(digit, HEIGHT, at) for digit, at in zip(around, PLACES, strict=False)]
    return [stroke for drawing in before for stroke in drawing.strokes], last.strokes


def updates(digits: Sequence[Drawing], standing: int, model: Path) -> list[Update]:
    """Return the times of every reading while each of `digits` is drawn beside `standing` others."""
    TimedRecognizer(model).read(digits[0].strokes)  # the process's first reading warms it up
    found = []
    for number in range(len(digits)):
        recognizer = TimedRecognizer(model)
        before, drawn = page(digits, number, standing)
        ink = Ink(before)
        recognizer.read(ink)
        for stroke in drawn:
            (x, y), *rest = stroke.points.tolist()
            ink.begin(x, y, stroke.width)
            for x, y in rest:
                ink.add(x, y)
                found.append(_update(recognizer, ink))
            ink.end()
    return found


def _update(recognizer: TimedRecognizer, ink: Ink) -> Update:
    before = np.array([recognizer.grouping, recognizer.drawing, recognizer.asking])
    start = time.perf_counter()
    recognizer.read(ink)
    whole = time.perf_counter() - start
    parts = np.array([recognizer.grouping, recognizer.drawing, recognizer.asking]) - before
    return Update(*(1000 * np.array([whole, *parts])).tolist())
