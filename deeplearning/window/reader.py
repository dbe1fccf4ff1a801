"""The reader: reads ink in a thread of its own, so that no frame waits for the recogniser."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from deeplearning.ink.naming import NamedGroup
from deeplearning.ink.stroke import Stroke

if TYPE_CHECKING:
    from deeplearning.recognition.memory import Correction
    from deeplearning.recognition.reading import Reading

Strokes = tuple[Stroke, ...]

CLOSING_SECONDS_OF_READING = 10.0
"""Longest time that closing waits for a reading."""


class Question(NamedTuple):
    """What is to be read: strokes, what a person named of them, and the corrections to be remembered."""

    strokes: Strokes
    named: tuple[NamedGroup, ...] = ()
    known: tuple[Correction, ...] = ()


class Answer(NamedTuple):
    """A reading, and the strokes that it is of."""

    strokes: Strokes
    reading: Reading


class Reader:
    """Answers the newest question first; a question that a newer one has overtaken is never read.

    Its thread lives while there is something to read. Strokes never change, so that both threads may hold
    them; the recogniser behind `read` belongs to the reader's thread alone.
    """

    def __init__(self, read: Callable[[Question], Reading], wake: Callable[[], object]) -> None:
        """Read by calling `read`; call `wake`, in the reader's thread, after an answer nobody waits for."""
        self._read = read
        self._wake = wake
        self._changed = threading.Condition()
        self._question: Question | None = None
        self._answer: Answer | None = None
        self._error: BaseException | None = None
        self._is_reading = False
        self._is_awaited = False

    def ask(self, question: Question) -> None:
        """Begin to read what `question` holds, once what is being read is done."""
        with self._changed:
            self._question = question
            if not self._is_reading:
                self._is_reading = True
                threading.Thread(target=self._work, name="reader", daemon=True).start()

    def wait(self, seconds: float | None) -> Answer | None:
        """Return the newest answer there is after at most `seconds`, None meaning as long as it takes.

        None comes back while nothing has been read. Raises what `read` has raised.
        """
        with self._changed:
            self._is_awaited = True
            self._changed.wait_for(lambda: not self._is_reading, seconds)
            self._is_awaited = False
            if self._error:
                raise self._error
            return self._answer

    def close(self) -> None:
        """Forget the question that waits, and wait until what is being read is done.

        A thread that outlived the program could end it with a fault of the libraries that it is in.
        """
        with self._changed:
            self._question = None
            self._changed.wait_for(lambda: not self._is_reading, CLOSING_SECONDS_OF_READING)

    def _work(self) -> None:
        """Answer questions until there are none."""
        while True:
            with self._changed:
                question, self._question = self._question, None
                if question is None:
                    self._is_reading = False
                    self._changed.notify_all()
                    is_awaited = self._is_awaited
                    break
            try:
                answer = Answer(question.strokes, self._read(question))
            except BaseException as error:  # raised again where the answer is asked for
                with self._changed:
                    self._error = error
            else:
                with self._changed:
                    self._answer = answer
        if not is_awaited:
            self._wake()
