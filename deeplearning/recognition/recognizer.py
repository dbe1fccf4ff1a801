"""Reads ink: groups its strokes into digits and names each by the network in a `.tflite` file."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from deeplearning.ink.history import Ink
from deeplearning.ink.naming import NONE, NamedGroup, check_label
from deeplearning.ink.stroke import Stroke, inked_box
from deeplearning.recognition.broken_strokes import Unit, join_broken
from deeplearning.recognition.cover import Surroundings
from deeplearning.recognition.covers import CoverFinder
from deeplearning.recognition.group_reader import GroupReader, GroupReading, StrokeGroup, draw_group, remember
from deeplearning.recognition.marks import MarkedStrokes, find_frames, find_marks, is_tap
from deeplearning.recognition.memory import Correction, Memory
from deeplearning.recognition.network import CLASSES, Network
from deeplearning.recognition.reading import Digit, Mark, Reading, in_order
from deeplearning.recognition.segmentation import Segmenter
from deeplearning.recognition.splitting import Splitter

if TYPE_CHECKING:
    from deeplearning.recognition.layers import LayerReader

MODEL = Path(__file__).resolve().parents[2] / "model" / "digits.tflite"
"""The network that the window loads."""

MAX_STROKES = 1000
"""More strokes than this on one paper are no writing: they are refused as one, without being read."""

MAX_REMEMBERED_COVERS = 4096
"""Clusters whose cover is kept, and broken strokes that were joined."""

MAX_REFUSED_TO_SPLIT = 2
"""Groups of a cluster that are refused, up to which it is asked whether one is two digits in one stroke."""

LEAST_WHOLE_CONFIDENCE = 0.5
"""What stands in a frame and the frame are one digit where they read as one with this probability."""

CORRECTIONS_PER_BATCH = 50
"""Corrections that go to the network together."""

MAX_DRAWN_STROKES = 60
"""Strokes of a group that is given up that are drawn for its image, a blot: the last ones."""

Found = tuple[tuple[int, ...], StrokeGroup, bool]
"""Indices of strokes, what is read as one digit (these strokes, or the part of one that belongs to it), and
whether it was given up."""

Places = frozenset[int]
"""Indices of strokes that are not one digit."""

CoverKey = tuple[StrokeGroup, Surroundings, frozenset[Places]]
"""What a cover follows from: its strokes, what they are seen among, and which are not one digit."""


class Recognizer:
    """Reads ink with one network, which stays loaded; what it has read once it remembers."""

    def __init__(
        self, model_path: str | Path = MODEL, make_reader: Callable[[Network], GroupReader] = GroupReader
    ) -> None:
        """Load the network; raises `network.ModelError` where the file is missing or no such network.

        `make_reader` gives what draws groups and asks the network; another one may watch both.
        """
        self._network = Network(model_path)
        self.reader = make_reader(self._network)
        self.finder = CoverFinder(Segmenter(), self.reader)
        self.splitter = Splitter(self.finder)
        self._joined: OrderedDict[StrokeGroup, Stroke] = OrderedDict()
        self._covers: OrderedDict[CoverKey, list[Found]] = OrderedDict()
        self._version = self.memory.version

    @property
    def threshold(self) -> float:
        """Confidence, 0 to 1, below which an answer is refused."""
        return self._network.card.threshold

    @property
    def warning(self) -> str:
        """What the person should know of the network before trusting it; empty where all is well."""
        return self._network.warning

    @property
    def memory(self) -> Memory:
        """What the writer has corrected; with an empty one, readings are the network's alone."""
        return self.reader.memory

    @memory.setter
    def memory(self, memory: Memory) -> None:
        self.reader.memory, self._version = memory, memory.version
        self._covers.clear()

    def open_layers(self) -> LayerReader:
        """Return what shows the network's layers at work; it may be asked while this reads."""
        from deeplearning.recognition.layers import LayerReader

        return LayerReader(self._network)

    def learn(self, strokes: Sequence[Stroke], label: str, day: str = "") -> Correction:
        """Remember that `strokes` are one digit, or none where `label` is `?`; return what can be forgotten.

        Raises ValueError where there are no strokes, and for another label.
        """
        correction = Correction(tuple(strokes), label, day)
        self.learn_all([correction])
        return correction

    def learn_all(self, corrections: Sequence[Correction]) -> None:
        """Remember `corrections`, oldest first; raises ValueError as `learn` does, having learnt nothing."""
        for correction in corrections:
            check_label(correction.label)
            if not correction.strokes:
                raise ValueError("a correction needs strokes")
        for start in range(0, len(corrections), CORRECTIONS_PER_BATCH):
            batch = corrections[start : start + CORRECTIONS_PER_BATCH]
            groups = [correction.strokes[-MAX_DRAWN_STROKES:] for correction in batch]
            for correction, description in zip(batch, self.reader.describe(groups), strict=True):
                self.memory.learn(correction, description)

    def accept(self, strokes: Sequence[Stroke], reading: Reading) -> None:
        """Take the digits in the `reading` of `strokes` for right, because the writer saw and left them.

        To be called once for what stood on a paper, when it is done with. It counts once something was
        corrected, and as long as the memory lives.
        """
        left = [digit for digit in reading.digits if not (digit.refused or digit.named)]
        if left and len(self.memory):
            groups = [digit.parts or tuple(strokes[i] for i in digit.strokes) for digit in left]
            self.memory.accept(np.stack([d.probabilities for d in left]), self.reader.describe(groups))

    def forget(self, correction: Correction) -> bool:
        """Take `correction` back, as if it had never been made; return whether it was known."""
        return self.memory.forget(correction)

    def read(self, ink: Ink | Sequence[Stroke], named: Sequence[NamedGroup] = ()) -> Reading:
        """Return the reading of all strokes, an unfinished one included.

        What a person named, in the ink or among the strokes as `named`, is read as they said. The rest
        depends on the strokes and on the memory alone, never on what was read before.
        """
        if self._version != self.memory.version:
            self.memory = self.memory  # what was found with the memory as it was is out of date
        strokes, named = (ink.strokes, ink.named) if isinstance(ink, Ink) else (tuple(ink), named)
        places = {stroke: i for i, stroke in enumerate(strokes)}
        there = [group for group in named if all(stroke in places for stroke in group.strokes)]
        said = [
            self._named(group, tuple(places[stroke] for stroke in group.strokes))
            for group in there
            if not group.is_apart
        ]
        parted = [group.strokes for group in there if group.is_apart]
        taken = {i for digit in said for i in digit.strokes}
        free = [i for i in range(len(strokes)) if i not in taken]
        digits, marks = self._read([strokes[i] for i in free], [strokes[i] for i in sorted(taken)], parted)
        return in_order(
            [*said, *(replace(digit, strokes=tuple(free[i] for i in digit.strokes)) for digit in digits)],
            [replace(mark, strokes=tuple(free[i] for i in mark.strokes)) for mark in marks],
        )

    def _read(
        self, strokes: Sequence[Stroke], named: Sequence[Stroke], parted: Sequence[StrokeGroup]
    ) -> tuple[list[Digit], list[Mark]]:
        """Return the digits and marks that `strokes` make, beside which all strokes in `named` are digits.

        No digit has all strokes of one in `parted`.
        """
        if len(strokes) > MAX_STROKES:
            return [self._given_up(strokes, tuple(range(len(strokes))))], []
        units = [part for unit in self._units(strokes) for part in _unjoined(unit, strokes, parted)]
        if not units:
            if named:
                return [], _points(strokes, units)
            return [self._digit(strokes, (i,), (stroke,)) for i, stroke in enumerate(strokes)], []
        marked = self._marked([unit.stroke for unit in units], named)
        left_out = {i for mark in marked for i in mark.strokes}
        kept = [unit for i, unit in enumerate(units) if i not in left_out]
        digits = self._digits(strokes, kept, named, parted)
        return digits, [*self._marks(strokes, units, marked), *_points(strokes, units)]

    def strokes_to_group(self, strokes: Sequence[Stroke]) -> list[Stroke]:
        """Return what is grouped into digits: `strokes` without marks and taps, broken ones joined."""
        units = [unit.stroke for unit in self._units(strokes)]
        left_out = {i for mark in self._marked(units) for i in mark.strokes} if units else set()
        return [stroke for i, stroke in enumerate(units) if i not in left_out]

    def _units(self, strokes: Sequence[Stroke]) -> list[Unit]:
        """Return all strokes but taps, those that a skipping pen broke joined."""
        units = join_broken(strokes, self._joined)
        while len(self._joined) > MAX_REMEMBERED_COVERS:
            self._joined.popitem(last=False)
        return [unit for unit in units if not is_tap(unit.stroke)]

    def _marked(self, strokes: Sequence[Stroke], named: Sequence[Stroke] = ()) -> list[MarkedStrokes]:
        """Return the marks among `strokes`, frames around what is surely a digit with them left out.

        Strokes in `named` stand beside them, and are neither marks nor parts of what a frame makes a digit.
        """
        everything, count = [*strokes, *named], len(strokes)
        shapes = [self.finder.segmenter.shape(stroke) for stroke in everything]
        frames = [
            frame
            for frame in find_frames(shapes)
            if max(frame.strokes) < count
            and (max(frame.content) >= count or not self._is_one_digit(strokes, frame))
        ]
        taken = {i for frame in frames for i in frame.strokes}
        free = [i for i in range(len(everything)) if i not in taken]
        others = find_marks([shapes[i] for i in free])
        found = [MarkedStrokes(mark.kind, tuple(free[i] for i in mark.strokes)) for mark in others]
        found = [mark for mark in found if max(mark.strokes) < count]
        # Where nothing else would be left, the largest part of it is what was meant.
        return [*frames, *found] if len(taken) + len(found) < len(everything) else frames

    def _is_one_digit(self, strokes: Sequence[Stroke], frame: MarkedStrokes) -> bool:
        """Return whether a frame and what it holds read as one digit: a zero with a stroke in it."""
        whole = tuple(strokes[i] for i in sorted((*frame.strokes, *frame.content)))
        return len(frame.content) == 1 and self.reader.read([whole])[0].confidence >= LEAST_WHOLE_CONFIDENCE

    def _marks(
        self, strokes: Sequence[Stroke], units: Sequence[Unit], marked: Sequence[MarkedStrokes]
    ) -> list[Mark]:
        """Return `marked` units as marks of `strokes`."""
        marks = []
        for mark in marked:
            indices = tuple(sorted(i for unit in mark.strokes for i in units[unit].indices))
            marks.append(Mark(mark.kind, indices, inked_box([strokes[i] for i in indices])))
        return marks

    def _digits(
        self,
        strokes: Sequence[Stroke],
        units: Sequence[Unit],
        named: Sequence[Stroke],
        parted: Sequence[StrokeGroup],
    ) -> list[Digit]:
        """Return the digits that `units` make beside strokes that are `named`, as `_read` does."""
        if not units:
            return []
        digits = []
        for places, pieces, given_up in self._groups(
            [unit.stroke for unit in units], named, _units_of(parted, strokes, units)
        ):
            indices = tuple(sorted(i for place in places for i in units[place].indices))
            if given_up:
                digits.append(self._given_up(strokes, indices))
            else:
                digits.append(self._digit(strokes, indices, pieces))
        return digits

    def _groups(
        self, strokes: Sequence[Stroke], named: Sequence[Stroke], parted: Sequence[Places]
    ) -> list[Found]:
        """Return the groups of the cheapest covers of all clusters of `strokes`, beside those in `named`.

        No group has all strokes of one in `parted`.
        """
        found: list[Found] = []
        among = self.finder.segmenter.surroundings([*strokes, *named])
        for cluster in self.finder.segmenter.clusters(strokes, among):
            # A cover follows from its strokes and their surroundings, so one that has not changed is known.
            places = {member: at for at, member in enumerate(cluster.members)}
            within = frozenset(
                frozenset(places[i] for i in group) for group in parted if group <= places.keys()
            )
            key = tuple(strokes[i] for i in cluster.members), among, within
            cover = self._covers.get(key)
            if cover is None:
                cover = self._cover(*key)
            remember(self._covers, key, cover, MAX_REMEMBERED_COVERS)
            for group, pieces, given_up in cover:
                found.append((tuple(cluster.members[at] for at in group), pieces, given_up))
        return found

    def _cover(self, strokes: StrokeGroup, among: Surroundings, parted: frozenset[Places]) -> list[Found]:
        """Return the groups of a cluster's cheapest cover, strokes that run through two digits split.

        No group has all strokes of one in `parted`, or a part of each.
        """

        def allows(group: Iterable[int]) -> bool:
            return not any(apart <= set(group) for apart in parted)

        cover = self.finder.cheapest(strokes, among, allows)
        if cover.given_up:
            return [(tuple(range(len(strokes))), strokes, True)]
        whole: list[Found] = [(group, tuple(strokes[i] for i in group), False) for group in cover.groups]
        readings = self.reader.read([pieces for _, pieces, _ in whole])
        refused = [group for group, seen in zip(cover.groups, readings, strict=True) if self._refuses(seen)]
        # Where much is refused, it is no writing, and looking for digits in each of it would take long.
        tried = refused if len(refused) <= MAX_REFUSED_TO_SPLIT else []
        parts = self.splitter.parts(strokes, cover.groups, tried)
        if not parts:
            return whole
        pieces = [piece for i, stroke in enumerate(strokes) for piece in parts.get(i, (stroke,))]
        owners = [i for i, stroke in enumerate(strokes) for _ in parts.get(i, (stroke,))]
        split = self.finder.cheapest(
            pieces, replace(among, stroke_count=0), lambda group: allows(owners[at] for at in group)
        )
        if split.given_up:
            return whole
        return [
            (tuple(sorted({owners[at] for at in group})), tuple(pieces[at] for at in group), False)
            for group in split.groups
        ]

    def _refuses(self, reading: GroupReading) -> bool:
        return reading.is_none or reading.confidence < self.threshold

    def _digit(self, strokes: Sequence[Stroke], indices: tuple[int, ...], pieces: StrokeGroup) -> Digit:
        reading = self.reader.read([pieces])[0]
        refused = self._refuses(reading) or all(map(is_tap, pieces))
        # Where a stroke was split or joined, what was read in its place belongs to the digit.
        parts = () if pieces == tuple(strokes[i] for i in indices) else pieces
        return Digit(indices, inked_box(pieces), reading.probabilities, reading.image, refused, parts)

    def _named(self, group: NamedGroup, indices: tuple[int, ...]) -> Digit:
        """Return the digit at `indices` that a person named: sure, or surely none."""
        box, blot = inked_box(group.strokes), draw_group(group.strokes[-MAX_DRAWN_STROKES:])
        if group.label == NONE:
            unknown = np.full(CLASSES, 1 / CLASSES, np.float32)
            return Digit(indices, box, unknown, blot, refused=True, named=True)
        sure = np.zeros(CLASSES, np.float32)
        sure[int(group.label)] = 1
        return Digit(indices, box, sure, blot, refused=False, named=True)

    def _given_up(self, strokes: Sequence[Stroke], indices: tuple[int, ...]) -> Digit:
        """Return strokes as one mark that nobody can read; its image, a blot, is of the last of them."""
        chosen = tuple(strokes[i] for i in indices)
        unknown = np.full(CLASSES, 1 / CLASSES, np.float32)
        blot = draw_group(chosen[-MAX_DRAWN_STROKES:])
        return Digit(indices, inked_box(chosen), unknown, blot, refused=True, given_up=True)


def _unjoined(unit: Unit, strokes: Sequence[Stroke], parted: Sequence[StrokeGroup]) -> list[Unit]:
    """Return the pieces of a `unit` of `strokes` that was joined of what a person `parted`; else the unit."""
    pieces = {strokes[i] for i in unit.indices}
    if not any(pieces.issuperset(group) for group in parted):
        return [unit]
    return [Unit((i,), strokes[i]) for i in unit.indices]


def _units_of(
    parted: Sequence[StrokeGroup], strokes: Sequence[Stroke], units: Sequence[Unit]
) -> list[Places]:
    """Return which `units` the groups of `strokes` in `parted` are, without those that have lost a stroke."""
    owners = {strokes[i]: at for at, unit in enumerate(units) for i in unit.indices}
    whole = [group for group in parted if all(stroke in owners for stroke in group)]
    return [frozenset(owners[stroke] for stroke in group) for group in whole]


def _points(strokes: Sequence[Stroke], units: Sequence[Unit]) -> list[Mark]:
    """Return the taps on a paper on which other strokes are written: points, or accidents."""
    taps = sorted(set(range(len(strokes))).difference(*(unit.indices for unit in units)))
    return [Mark("point", (i,), inked_box([strokes[i]])) for i in taps]
