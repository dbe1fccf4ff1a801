"""Draws groups of strokes as the network is to see them, asks it, and remembers what it said."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from deeplearning.ink.stroke import FloatArray, Stroke
from deeplearning.recognition.network import Network
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
    """What one group looks like, (28, 28), and its ten probabilities, (10,), wherever it stands."""

    image: Image
    probabilities: Probabilities

    @property
    def confidence(self) -> float:
        """Probability of the best answer."""
        return float(self.probabilities.max())


class GroupReader:
    """Reads groups of strokes with one network; what it has read once it remembers."""

    def __init__(self, network: Network) -> None:
        """Ask `network`."""
        self._network = network
        self._known: OrderedDict[StrokeGroup, GroupReading] = OrderedDict()

    def draw(self, groups: Sequence[StrokeGroup]) -> Image:
        """Return the images of `groups`, (n, 28, 28), from 0 (paper) to 1 (ink)."""
        return np.stack([draw_group(group) for group in groups])

    def ask(self, images: Image) -> Probabilities:
        """Return the network's ten probabilities, (n, 10), for `images` of drawings, (n, 28, 28)."""
        return self._network.probabilities(mark(images))

    def read(self, groups: Sequence[StrokeGroup]) -> list[GroupReading]:
        """Return the readings of `groups`; all that are new go to the network in one batch."""
        found = {group: self._known[group] for group in groups if group in self._known}
        new = list(dict.fromkeys(group for group in groups if group not in found))
        if new:
            images = self.draw(new)
            answers = self._answer(new, images)
            found |= {group: GroupReading(*both) for group, *both in zip(new, images, answers, strict=True)}
        for group, reading in found.items():
            remember(self._known, group, reading, MAX_REMEMBERED_GROUPS)
        return [found[group] for group in groups]

    def _answer(self, groups: Sequence[StrokeGroup], images: Image) -> Probabilities:
        """Return the ten probabilities for each of `groups`, (n, 10), that `images` show.

        Whoever wrote what was scanned may mean what MNIST's writers meant or what pens of today mean, so the
        network is asked without the mark and with it, and both count: the first a little more.
        """
        answers = self.ask(images)
        scanned = [i for i, group in enumerate(groups) if is_scanned(group)]
        if scanned:
            plain = self._network.probabilities(images[scanned])
            answers[scanned] = UNMARKED_SHARE * plain + (1 - UNMARKED_SHARE) * answers[scanned]
        return answers

    def probabilities(self, groups: Sequence[StrokeGroup]) -> Probabilities:
        """Return the ten probabilities of each of one or more `groups`, (n, 10)."""
        return np.stack([reading.probabilities for reading in self.read(groups)])


def draw_group(group: StrokeGroup) -> Image:
    """Return the image of one or more strokes, (28, 28), as the network is to see it, its mark aside."""
    if is_scanned(group):
        return render_scan(group)
    image = render(group)
    assert image is not None  # a group holds at least one stroke
    return image


def doubt_features(probabilities: Probabilities) -> FloatArray:
    """Return how far answers, (n, 10), fall short of certainty, (n, len(DOUBT_STEPS)), in nats, 0 or more.

    The doubt is minus the logarithm of the best probability. Each column counts the part of it between its
    step and the next one, so that weights may let the last part, where there is no digit at all, cost less:
    what is no digit then stands as what it is, and need not be divided into what look like digits.
    """
    doubt = np.maximum(0.0, -np.log(np.maximum(probabilities.max(axis=1), 1e-9)))
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
