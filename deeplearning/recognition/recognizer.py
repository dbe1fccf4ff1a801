"""Reads ink: groups its strokes into digits and names each by the network in a `.tflite` file."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from deeplearning.ink.history import Ink
from deeplearning.ink.stroke import Stroke, inked_box
from deeplearning.recognition.network import CLASSES, Network
from deeplearning.recognition.preprocessing import Image, is_scanned, mark, render, render_scan
from deeplearning.recognition.reading import Digit, Probabilities, Reading, reading_order
from deeplearning.recognition.segmentation import NOWHERE, Group, Segmenter, Surroundings
from deeplearning.recognition.splitting import Cover, Cutter

MODEL = Path(__file__).resolve().parents[2] / "model" / "digits.tflite"
"""The network that the window loads."""

READ_WEIGHT = 4.85
"""Cost in a cover of one nat by which the network's best answer falls short of certainty; fitted with
`segmentation.WEIGHTS`."""

REMEMBERED = 4096
"""Groups whose reading, and clusters whose cover, are kept; every point of a stroke makes new ones."""

MOST_STROKES = 1000
"""More strokes than this on one paper are no writing: they are refused as one, without being read."""

UNMARKED_SHARE = 0.55
"""How much a scan's reading without the pen's mark counts, beside that with it."""

TAP = 0.7
"""A stroke smaller than this, in widths of its pen, is a dot: no digit, and no part of a number."""

Grouped = tuple[tuple[int, ...], tuple[Stroke, ...]]
"""Indices of strokes, and what is read as one digit: these strokes, or the part of one that belongs to it."""

_Key = TypeVar("_Key")

_Value = TypeVar("_Value")


@dataclass(frozen=True, eq=False)
class _Seen:
    """What one group of strokes looks like and reads as, wherever it stands in the ink."""

    image: Image
    probabilities: Probabilities


class Recognizer:
    """Reads ink with one network, which stays loaded; what it has read once it remembers."""

    def __init__(self, model_path: str | Path = MODEL) -> None:
        """Load the network; raises `network.ModelError` where the file is missing or no such network."""
        self._network = Network(model_path)
        self.segmenter = Segmenter()
        self._seen: OrderedDict[tuple[Stroke, ...], _Seen] = OrderedDict()
        self.cutter = Cutter(
            self._cheapest, lambda groups: np.stack([seen.probabilities for seen in self._look(groups)])
        )
        self._covers: OrderedDict[tuple[tuple[Stroke, ...], Surroundings], list[Grouped]] = OrderedDict()

    @property
    def threshold(self) -> float:
        """Confidence, 0 to 1, below which an answer is refused."""
        return self._network.card.threshold

    @property
    def warning(self) -> str:
        """What the person should know of the network before trusting it; empty where all is well."""
        return self._network.warning

    def read(self, ink: Ink | Sequence[Stroke]) -> Reading:
        """Return the reading of all strokes, an unfinished one included.

        It depends on the strokes alone, never on what was read before.
        """
        strokes = ink.strokes if isinstance(ink, Ink) else tuple(ink)
        if len(strokes) > MOST_STROKES:
            return Reading("?", (_crowd(strokes),))
        written = [i for i, stroke in enumerate(strokes) if not _is_tap(stroke)]
        groups: list[Grouped]
        if written:
            found = self._groups([strokes[i] for i in written])
            groups = [(tuple(written[at] for at in indices), pieces) for indices, pieces in found]
        else:
            groups = [((i,), (stroke,)) for i, stroke in enumerate(strokes)]
        digits = [self._digit(strokes, *group) for group in groups]
        lines = reading_order([digit.box for digit in digits])
        text = " ".join("".join(digits[i].label for i in line) for line in lines)
        return Reading(text, tuple(digits[i] for line in lines for i in line))

    def _groups(self, strokes: Sequence[Stroke]) -> list[Grouped]:
        """Return the groups of the cheapest covers of all clusters of `strokes`."""
        found = []
        among = self.segmenter.surroundings(strokes)
        for cluster in self.segmenter.clusters(strokes, among):
            # A cover follows from its strokes and their surroundings, so one that has not changed is known.
            key = tuple(strokes[i] for i in cluster.members), among
            cover = self._covers.get(key)
            if cover is None:
                cover = self._cover(*key)
            _remember(self._covers, key, cover)
            found += [(tuple(cluster.members[at] for at in places), pieces) for places, pieces in cover]
        return found

    def _cover(self, strokes: tuple[Stroke, ...], among: Surroundings) -> list[Grouped]:
        """Return the groups of a cluster's cheapest cover, strokes that run through two digits cut."""
        groups = self._cheapest(strokes, among)[1]
        whole: list[Grouped] = [(group, tuple(strokes[i] for i in group)) for group in groups]
        refused = [
            group
            for group, seen in zip(groups, self._look([g for _, g in whole]), strict=True)
            if self._refuses(seen)
        ]
        cuts = self.cutter.parts(strokes, groups, refused)
        if not cuts:
            return whole
        pieces: list[Stroke] = []
        owners: list[int] = []
        for i, stroke in enumerate(strokes):
            parts = cuts.get(i, (stroke,))
            pieces += parts
            owners += [i] * len(parts)
        return [
            (tuple(sorted({owners[at] for at in group})), tuple(pieces[at] for at in group))
            for group in self._cheapest(pieces, replace(among, strokes=0))[1]
        ]

    def _cheapest(self, strokes: Sequence[Stroke], among: Surroundings = NOWHERE) -> Cover:
        """Return the cheapest cover of `strokes`, none of them cut, and its cost in nats."""

        def cost(groups: list[Group]) -> list[float]:
            keys = [tuple(strokes[i] for i in group.strokes) for group in groups]
            return [READ_WEIGHT * doubt for doubt in self.doubts(keys)]

        total, found = 0.0, []
        for cluster in self.segmenter.clusters(strokes, among):
            cover = cluster.best_cover(cost)
            geometry = sum(float(group.features @ self.segmenter.weights) for group in cover)
            total += geometry + sum(cost(cover))
            found += [group.strokes for group in cover]
        return total, found

    def draw(self, groups: Sequence[tuple[Stroke, ...]]) -> Image:
        """Return the images of `groups`, (n, 28, 28), as the network is to see them."""
        return np.stack([_image(group) for group in groups])

    def ask(self, images: Image) -> Probabilities:
        """Return the network's ten probabilities for each of n drawings (n, 28, 28), marked as such."""
        return self._network.probabilities(mark(images))

    def doubts(self, groups: Sequence[tuple[Stroke, ...]]) -> list[float]:
        """Return by how many nats the network's answer for each group falls short of certainty, 0 or more."""
        return [max(0.0, -float(np.log(seen.probabilities.max()))) for seen in self._look(groups)]

    def _look(self, groups: Sequence[tuple[Stroke, ...]]) -> list[_Seen]:
        """Return what each group looks like and reads as; all that are new go to the network in one batch."""
        found = {group: self._seen[group] for group in groups if group in self._seen}
        new = list(dict.fromkeys(group for group in groups if group not in found))
        if new:
            images = self.draw(new)
            answers = self._answer(new, images)
            found |= {group: _Seen(*both) for group, *both in zip(new, images, answers, strict=True)}
        for group, seen in found.items():
            _remember(self._seen, group, seen)
        return [found[group] for group in groups]

    def _answer(self, groups: Sequence[tuple[Stroke, ...]], images: Image) -> Probabilities:
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

    def _refuses(self, seen: _Seen) -> bool:
        return bool(seen.probabilities.max() < self.threshold)

    def _digit(self, strokes: Sequence[Stroke], group: tuple[int, ...], pieces: tuple[Stroke, ...]) -> Digit:
        seen = self._look([pieces])[0]
        refused = self._refuses(seen) or all(map(_is_tap, pieces))
        parts = () if pieces == tuple(strokes[i] for i in group) else pieces
        return Digit(group, inked_box(pieces), seen.probabilities, seen.image, refused, parts)


def _remember(memory: OrderedDict[_Key, _Value], key: _Key, value: _Value) -> None:
    """Keep `value`, as the newest of the `REMEMBERED` last."""
    memory[key] = value
    memory.move_to_end(key)
    if len(memory) > REMEMBERED:
        memory.popitem(last=False)


def _crowd(strokes: tuple[Stroke, ...]) -> Digit:
    """Return all `strokes` as one mark that nobody can read; its image, a blot, is of the last of them."""
    nobody_knows, blot = np.full(CLASSES, 1 / CLASSES, np.float32), _image(strokes[-MOST_STROKES:])
    return Digit(tuple(range(len(strokes))), inked_box(strokes), nobody_knows, blot, refused=True)


def _is_tap(stroke: Stroke) -> bool:
    return stroke.box.longer_side < TAP * stroke.width


def _image(group: tuple[Stroke, ...]) -> Image:
    if is_scanned(group):
        return render_scan(group)
    image = render(group)
    assert image is not None  # a group holds at least one stroke
    return image
