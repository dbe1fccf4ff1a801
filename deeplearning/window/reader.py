"""The reader: reads ink in a thread of its own, so that no frame waits for the recogniser."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from deeplearning.ink.naming import NamedGroup
from deeplearning.ink.stroke import Stroke
from deeplearning.window.worker import Worker

if TYPE_CHECKING:
    from deeplearning.recognition.memory import Correction
    from deeplearning.recognition.reading import Reading

Strokes = tuple[Stroke, ...]


class Question(NamedTuple):
    """What is to be read: strokes, what a person named of them, and the corrections to be remembered."""

    strokes: Strokes
    named: tuple[NamedGroup, ...] = ()
    known: tuple[Correction, ...] = ()


class Answer(NamedTuple):
    """A reading, and the question that it answers."""

    question: Question
    reading: Reading


class Reader(Worker[Question, Answer]):
    """Reads the newest ink first; ink that has changed before its turn came is never read.

    Strokes never change, so that both threads may hold them; the recogniser behind `read` belongs to the
    reader's thread alone.
    """

    def __init__(self, read: Callable[[Question], Reading], wake: Callable[[], object]) -> None:
        """Read by calling `read`; call `wake`, in the reader's thread, after an answer nobody waits for."""
        super().__init__(lambda question: Answer(question, read(question)), wake)
