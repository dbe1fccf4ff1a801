"""Draws groups of strokes as the network is to see them, asks it and the memory, and keeps what they said."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from deeplearning.ink.stroke import FloatArray, Stroke
from deeplearning.recognition.memory import Floats, Memory, describe
from deeplearning.recognition.network import Answers, Network
from deeplearning.recognition.preprocessing import Image, is_scanned, mark, render, render_scan
from deeplearning.recognition.reading import Probabilities

MAX_REMEMBERED_GROUPS = 4096
"""Groups whose reading is kept; every point of a stroke makes new ones."""

DOUBT_STEPS = (0.0, 0.25, 1.0)
"""Nats at which a further unit of doubt begins to count differently, see `doubt_features`."""

UNMARKED_SHARE = 0.55
"""How much a scan's reading without the pen's mark counts, beside that with it."""

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

StrokeGroup = tuple[Stroke, ...]
"""Strokes that are read as one digit."""


@dataclass(frozen=True, eq=False)
class GroupReading:
    """What one group looks like, (28, 28), and its ten probabilities, (10,), wherever it stands.

    `none` is the probability, by what the writer said of others like it, that it is no digit.
    """

    image: Image
    probabilities: Probabilities
    none: float = 0.0

    @property
    def confidence(self) -> float:
        """Probability of the best answer."""
        return float(self.probabilities.max())

    @property
    def is_none(self) -> bool:
        """Whether the writer said of others like it that they are no digit."""
        return self.none > 0.5

    @property
    def certainty(self) -> float:
        """Probability of the best answer, or that the group is none by what the writer said."""
        return max(self.confidence, self.none)


@dataclass(eq=False)
class _Seen:
    """What the network made of one group, before the memory; `description` is made when it is needed."""

    image: Image
    probabilities: Probabilities
    features: Floats | None
    description: Floats | None = None


class GroupReader:
    """Reads groups of strokes with one network and one writer's memory; it keeps what it has read."""

    def __init__(self, network: Network) -> None:
        """Ask `network`, and begin with an empty memory."""
        self._network = network
        self._memory = Memory()
        self._version = self._memory.version
        self._seen: OrderedDict[StrokeGroup, _Seen] = OrderedDict()
        self._readings: OrderedDict[StrokeGroup, GroupReading] = OrderedDict()

    @property
    def memory(self) -> Memory:
        """What the writer has corrected."""
        return self._memory

    @memory.setter
    def memory(self, memory: Memory) -> None:
        self._memory, self._version = memory, memory.version
        self._readings.clear()

    def draw(self, groups: Sequence[StrokeGroup]) -> Image:
        """Return the images of `groups`, (n, 28, 28), from 0 (paper) to 1 (ink)."""
        return np.stack([draw_group(group) for group in groups])

    def ask(self, images: Image) -> Probabilities:
        """Return the network's ten probabilities, (n, 10), for `images` of drawings, (n, 28, 28)."""
        return self.answers(images).probabilities

    def answers(self, images: Image) -> Answers:
        """Return all that the network says of `images` of drawings, (n, 28, 28)."""
        return self._network.answers(mark(images))

    def read(self, groups: Sequence[StrokeGroup]) -> list[GroupReading]:
        """Return the readings of `groups`; all that are new go to the network in one batch."""
        if self._version != self._memory.version:
            self.memory = self._memory
        found = {group: self._readings[group] for group in groups if group in self._readings}
        new = list(dict.fromkeys(group for group in groups if group not in found))
        if new:
            found |= zip(new, self._adjusted(self._look(new)), strict=True)
        for group, reading in found.items():
            remember(self._readings, group, reading, MAX_REMEMBERED_GROUPS)
        return [found[group] for group in groups]

    def _answers(self, groups: Sequence[StrokeGroup], images: Image) -> Answers:
        """Return what the network says of each of `groups`, which `images` show.

        Whoever wrote what was scanned may mean what MNIST's writers meant or what pens of today mean, so the
        network is asked without the mark and with it, and both count: the first a little more.
        """
        probabilities, features = self.answers(images)
        scanned = [i for i, group in enumerate(groups) if is_scanned(group)]
        if scanned:
            plain = self._network.probabilities(images[scanned])
            probabilities[scanned] = UNMARKED_SHARE * plain + (1 - UNMARKED_SHARE) * probabilities[scanned]
        return Answers(probabilities, features)

    def probabilities(self, groups: Sequence[StrokeGroup]) -> Probabilities:
        """Return the ten probabilities of each of one or more `groups`, (n, 10)."""
        return np.stack([reading.probabilities for reading in self.read(groups)])

    def describe(self, groups: Sequence[StrokeGroup]) -> Floats:
        """Return the descriptions of one or more `groups`, (n, length), as `memory.describe` makes them."""
        return self._described(self._look(groups))

    def _look(self, groups: Sequence[StrokeGroup]) -> list[_Seen]:
        """Return what the network alone makes of `groups`."""
        found = {group: self._seen[group] for group in groups if group in self._seen}
        new = list(dict.fromkeys(group for group in groups if group not in found))
        if new:
            images = self.draw(new)
            probabilities, features = self._answers(new, images)
            rows = [None] * len(new) if features is None else features
            found |= {
                group: _Seen(*row) for group, *row in zip(new, images, probabilities, rows, strict=True)
            }
        for group, seen in found.items():
            remember(self._seen, group, seen, MAX_REMEMBERED_GROUPS)
        return [found[group] for group in groups]

    def _adjusted(self, seen: Sequence[_Seen]) -> list[GroupReading]:
        """Return the readings that what was seen and the memory together make."""
        if not len(self._memory):
            return [GroupReading(one.image, one.probabilities) for one in seen]
        rows = np.stack([one.probabilities for one in seen])
        probabilities, none = self._memory.adjusted(rows, self._described(seen))
        return [
            GroupReading(one.image, row, chance)
            for one, row, chance in zip(seen, probabilities, none.tolist(), strict=True)
        ]

    def _described(self, seen: Sequence[_Seen]) -> Floats:
        """Return the descriptions of what was seen, each made once."""
        new = [one for one in seen if one.description is None]
        if new:
            features = [one.features for one in new if one.features is not None]
            images = np.stack([one.image for one in new])
            for one, row in zip(new, describe(images, np.stack(features) if features else None), strict=True):
                one.description = row
        return np.stack([one.description for one in seen if one.description is not None])


def draw_group(group: StrokeGroup) -> Image:
    """Return the image of one or more strokes, (28, 28), as the network is to see it, its mark aside."""
    if is_scanned(group):
        return render_scan(group)
    image = render(group)
    assert image is not None  # a group holds at least one stroke
    return image


def doubt_features(certainties: Sequence[float] | FloatArray) -> FloatArray:
    """Return how far n answers fall short of certainty, (n, len(DOUBT_STEPS)), in nats, 0 or more.

    The doubt is minus the logarithm of the certainty, the best probability. Each column counts the part of
    it between its step and the next one, so that weights may let the last part, where there is no digit at
    all, cost less: what is no digit then stands as what it is, and need not be divided into what look like
    digits.
    """
    doubt = np.maximum(0.0, -np.log(np.maximum(certainties, 1e-9)))
    ends = np.array([*DOUBT_STEPS[1:], np.inf])
    starts = np.array(DOUBT_STEPS)
    features: FloatArray = np.clip(doubt[:, None], starts, ends) - starts
    return features


def remember(memory: OrderedDict[_Key, _Value], key: _Key, value: _Value, limit: int) -> None:
    """Keep `value` as the newest of the `limit` last."""
    memory[key] = value
    memory.move_to_end(key)
    if len(memory) > limit:
        memory.popitem(last=False)
