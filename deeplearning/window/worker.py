"""The worker: answers questions in a thread of its own, so that no frame waits for what takes long."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")

CLOSING_SECONDS_OF_WORK = 10.0
"""Longest time that closing waits for an answer."""

IDLE_SECONDS = 10.0
"""After this time without a question the thread ends. OpenCV never frees what it keeps for a thread, about a
kilobyte, so one for every question would fill the memory in a day."""


class Worker(Generic[Question, Answer]):
    """Answers the newest question first; a question that a newer one has overtaken is never answered.

    What `work` uses belongs to the worker's thread alone.
    """

    def __init__(self, work: Callable[[Question], Answer], wake: Callable[[], object]) -> None:
        """Answer by calling `work`; call `wake`, in the worker's thread, after an answer nobody waits for."""
        self._work = work
        self._wake = wake
        self._changed = threading.Condition()
        self._questions: list[Question] = []  # the newest one, or none
        self._answer: Answer | None = None
        self._error: BaseException | None = None
        self._has_thread = False
        self._is_busy = False
        self._is_awaited = False
        self._is_closed = False

    def ask(self, question: Question) -> None:
        """Begin to answer `question` once what is being answered is done."""
        with self._changed:
            self._questions = [question]
            self._is_closed = False
            if not self._has_thread:
                self._has_thread = True
                threading.Thread(target=self._answer_all, name="worker", daemon=True).start()
            self._changed.notify_all()

    def wait(self, seconds: float | None) -> Answer | None:
        """Return the newest answer there is after at most `seconds`, None meaning as long as it takes.

        None comes back while nothing has been answered. Raises what `work` has raised.
        """
        with self._changed:
            self._is_awaited = True
            self._changed.wait_for(self._is_done, seconds)
            self._is_awaited = False
            if self._error:
                raise self._error
            return self._answer

    def close(self) -> None:
        """Forget the question that waits, and wait until what is being answered is done.

        A thread that outlived the program could end it with a fault of the libraries that it is in.
        """
        with self._changed:
            self._questions = []
            self._is_closed = True
            self._changed.notify_all()
            self._changed.wait_for(self._is_done, CLOSING_SECONDS_OF_WORK)

    def _is_done(self) -> bool:
        return not self._is_busy and not self._questions

    def _next_questions(self) -> list[Question]:
        """Return the newest question once there is one; none where none comes in time, or after closing."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._questions) or self._is_closed, IDLE_SECONDS)
            taken, self._questions = self._questions, []
            self._is_busy = self._has_thread = bool(taken)
            return taken

    def _answer_all(self) -> None:
        """Answer questions until none comes any more."""
        while taken := self._next_questions():
            answer, error = None, None
            try:
                answer = self._work(taken[0])
            except BaseException as caught:  # raised again where the answer is asked for
                error = caught
            with self._changed:
                self._is_busy = False
                self._error = error or self._error
                self._answer = self._answer if error else answer
                has_to_wake = self._is_done() and not self._is_awaited
                self._changed.notify_all()
            if has_to_wake:
                self._wake()
