"""Times readings while digits or whole drawings are drawn, as the window reads while a pen moves."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deeplearning.ink.drawings import Drawing
from deeplearning.ink.history import Ink
from deeplearning.ink.placement import place
from deeplearning.ink.stroke import Stroke
from deeplearning.recognition.group_reader import GroupReader, StrokeGroup
from deeplearning.recognition.network import Answers
from deeplearning.recognition.preprocessing import Image
from deeplearning.recognition.recognizer import Recognizer

PLACES = [(0.15 + 0.2 * column, 0.15 + 0.33 * row) for row in range(2) for column in range(4)]
"""Where digits stand, in paper sides: neighbours near enough to be thought one."""

DIGIT_HEIGHT_IN_PAPERS = 0.24
"""Height of the digits, in paper sides."""


@dataclass(frozen=True)
class Update:
    """Milliseconds of one reading and of its parts; `segmentation` is all that the other two are not."""

    whole: float
    segmentation: float
    preprocessing: float
    network: float


class TimedReader(GroupReader):
    """A reader that notes how many seconds it has spent on images and on the network."""

    drawing_seconds = asking_seconds = 0.0

    def draw(self, groups: Sequence[StrokeGroup]) -> Image:
        """Return the images of `groups`, and count the time."""
        start = time.perf_counter()
        images = super().draw(groups)
        self.drawing_seconds += time.perf_counter() - start
        return images

    def answers(self, images: Image) -> Answers:
        """Return what the network says of `images`, and count the time."""
        start = time.perf_counter()
        answers = super().answers(images)
        self.asking_seconds += time.perf_counter() - start
        return answers


def page(digits: Sequence[Drawing], number: int, standing: int) -> tuple[list[Stroke], tuple[Stroke, ...]]:
    """Return the strokes of `standing` digits on one paper, and of the one that is drawn beside them.

    `number` says which of `digits` comes first; `standing` is at most 7.
    """
    around = [digits[(number + 1 + k) % len(digits)] for k in range(standing + 1)]
    *before, last = [
        place(digit, DIGIT_HEIGHT_IN_PAPERS, at) for digit, at in zip(around, PLACES, strict=False)
    ]
    return [stroke for drawing in before for stroke in drawing.strokes], last.strokes


def time_updates(digits: Sequence[Drawing], standing: int, model: Path) -> list[Update]:
    """Return the times of every reading while each of `digits` is drawn beside `standing` others."""
    Recognizer(model).read(digits[0].strokes)  # the process's first reading warms it up
    updates = []
    for number in range(len(digits)):
        recognizer = Recognizer(model, TimedReader)
        before, drawn = page(digits, number, standing)
        ink = Ink(before)
        recognizer.read(ink)
        for stroke in drawn:
            (x, y), *rest = stroke.points.tolist()
            ink.begin(x, y, stroke.width)
            for x, y in rest:
                ink.add(x, y)
                updates.append(_time_update(recognizer, ink))
            ink.end()
    return updates


def time_strokes(strokes: Sequence[Stroke], model: Path) -> list[float]:
    """Return the milliseconds of the readings in the middle and at the end of every stroke that is drawn.

    The points between are not read. A stroke with one more point is a new one, and all of its groups are read
    anew, so the points between would cost as much and tell no more.
    """
    recognizer, ink, times = Recognizer(model), Ink(), []
    recognizer.read(strokes[:1])  # warms up
    for stroke in strokes:
        (x, y), *rest = stroke.points.tolist()
        ink.begin(x, y, stroke.width)
        for number, (x, y) in enumerate(rest, start=1):
            ink.add(x, y)
            if number in (len(rest) // 2, len(rest)):
                start = time.perf_counter()
                recognizer.read(ink)
                times.append(1000 * (time.perf_counter() - start))
        ink.end()
    return times


def _time_update(recognizer: Recognizer, ink: Ink) -> Update:
    reader = recognizer.reader
    assert isinstance(reader, TimedReader)
    drawing, asking = reader.drawing_seconds, reader.asking_seconds
    start = time.perf_counter()
    recognizer.read(ink)
    whole = 1000 * (time.perf_counter() - start)
    preprocessing = 1000 * (reader.drawing_seconds - drawing)
    network = 1000 * (reader.asking_seconds - asking)
    return Update(whole, whole - preprocessing - network, preprocessing, network)
