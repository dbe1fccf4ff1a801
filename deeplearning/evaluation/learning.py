"""Measures what corrections are worth: reads each writer's drawings in turn, and corrects what is misread."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from deeplearning.evaluation.scoring import Item, read_drawing
from deeplearning.evaluation.text_tables import table
from deeplearning.ink.drawings import Drawing
from deeplearning.ink.naming import LABELS
from deeplearning.ink.stroke import Stroke
from deeplearning.ink.writers import is_digit
from deeplearning.recognition.memory import Memory
from deeplearning.recognition.reading import Digit, Reading
from deeplearning.recognition.recognizer import Recognizer


@dataclass
class Late:
    """How many drawings of one writer's second half there are, and how many are read exactly."""

    n: int = 0
    exact: int = 0
    exact_without: int = 0


@dataclass
class _Writer:
    """One writer while being read: how many drawings are his, and how many of them have been read."""

    count: int
    done: int = 0
    memory: Memory = field(default_factory=Memory)
    late: Late = field(default_factory=Late)

    @property
    def is_late(self) -> bool:
        """Whether the next drawing is one of the second half."""
        return self.done >= self.count // 2


class Learner:
    """Reads drawings by several writers, each with an empty memory at first, and corrects what is misread."""

    def __init__(self, recognizer: Recognizer, drawings: Sequence[Drawing], enrolled: int = 0) -> None:
        """Teach `recognizer` the first `enrolled` digits of every class and writer, and read the others."""
        self._recognizer = recognizer
        taught, self.drawings = _parted(drawings, enrolled)
        counts = Counter(drawing.writer for drawing in self.drawings)
        self._writers = {writer: _Writer(count) for writer, count in counts.items()}
        self.corrections = 0
        for drawing in taught:
            if drawing.writer in self._writers:
                recognizer.memory = self._writers[drawing.writer].memory
                recognizer.learn(drawing.strokes, str(drawing.label))

    def read(self) -> Iterator[Item]:
        """Yield the results in the drawings' order, each read before it is corrected or left as right."""
        for drawing in self.drawings:
            writer = self._writers[drawing.writer]
            self._recognizer.memory = writer.memory
            item, reading = read_drawing(drawing, self._recognizer)
            if writer.is_late:
                writer.late.n += 1
                writer.late.exact += item.exact
                writer.late.exact_without += self._is_exact_without(drawing, item, writer)
            writer.done += 1
            if item.exact:
                self._recognizer.accept(drawing.strokes, reading)
            else:
                self._correct(item.label, drawing.strokes, reading)
            yield item

    def figures(self) -> dict[str, Any]:
        """Return what `--json` says of learning, after all has been read."""
        late = [writer.late for writer in self._writers.values()]
        sums = {name: sum(getattr(one, name) for one in late) for name in ("n", "exact", "exact_without")}
        return {"corrections": self.corrections, "late": sums}

    def late(self) -> dict[str, Late]:
        """Return the figures of each writer's second half."""
        return {name: writer.late for name, writer in self._writers.items()}

    def _is_exact_without(self, drawing: Drawing, item: Item, writer: _Writer) -> bool:
        """Return whether the network alone reads `drawing` exactly."""
        if not len(writer.memory):
            return item.exact
        self._recognizer.memory = Memory()
        alone, _ = read_drawing(drawing, self._recognizer)
        self._recognizer.memory = writer.memory
        return alone.exact

    def _correct(self, label: str, strokes: Sequence[Stroke], reading: Reading) -> None:
        """Name the groups that were misread, where naming can put the drawing right."""
        if len(label) == 1 and label in LABELS:
            self._learn(_strokes_meant(strokes, reading.digits), label)
            return
        if len(reading.digits) != len(label) or not set(label) <= set(LABELS):
            return
        # The digits of a reading stand in the order of its text.
        for digit, meant in zip(reading.digits, label, strict=True):
            if digit.label != meant:
                self._learn(_strokes_meant(strokes, [digit]), meant)

    def _learn(self, strokes: Sequence[Stroke], label: str) -> None:
        if strokes:
            self._recognizer.learn(strokes, label)
            self.corrections += 1


def report_learning(learner: Learner) -> str:
    """Return the figures of the second halves for a person, by writer where an error was made."""
    figures = learner.figures()
    late = figures["late"]
    wrong = {key: late["n"] - late[key] for key in ("exact", "exact_without")}
    first = (
        f"{figures['corrections']:,} corrections; of the {late['n']:,} drawings in the second halves "
        f"{wrong['exact']:,} are wrong or refused, {wrong['exact_without']:,} without learning"
    )
    rows = [
        (name or "-", f"{one.n:,}", str(one.n - one.exact_without), str(one.n - one.exact))
        for name, one in learner.late().items()
        if min(one.exact, one.exact_without) < one.n
    ]
    if not rows:
        return first
    return first + "\n\n" + table(("writer", "drawings", "wrong without", "wrong"), rows)


def _parted(drawings: Sequence[Drawing], enrolled: int) -> tuple[list[Drawing], list[Drawing]]:
    """Return the first `enrolled` drawings of every digit and writer, and all others, in their order."""
    seen: dict[tuple[str, str | None], int] = defaultdict(int)
    taught, others = [], []
    for drawing in drawings:
        key = drawing.writer, drawing.label
        if is_digit(drawing) and seen[key] < enrolled:
            seen[key] += 1
            taught.append(drawing)
        else:
            others.append(drawing)
    return taught, others


def _strokes_meant(strokes: Sequence[Stroke], digits: Sequence[Digit]) -> Sequence[Stroke]:
    """Return the strokes that a person chooses who calls `digits` one; all, where there are none.

    Where one digit was read, they are what was read in its place, joined or split as it was.
    """
    if len(digits) == 1 and digits[0].parts:
        return digits[0].parts
    chosen = sorted({i for digit in digits for i in digit.strokes})
    return [strokes[i] for i in chosen] if chosen else strokes
