"""The worker: answers questions in a thread of its own, so that no frame waits for what takes long."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")

CLOSING_SECONDS_OF_WORK = 10.0
"""Longest time that closing waits for an answer."""


class Worker(Generic[Question, Answer]):
    """Answers the newest question first; a question that a newer one has overtaken is never answered.

    Its thread lives while there is something to do. What `work` uses belongs to that thread alone.
    """

    def __init__(self, work: Callable[[Question], Answer], wake: Callable[[], object]) -> None:
        """Answer by calling `work`; call `wake`, in the worker's thread, after an answer nobody waits for."""
        self._work = work
        self._wake = wake
        self._changed = threading.Condition()
        self._questions: list[Question] = []  # the newest one, or none
        self._answer: Answer | None = None
        self._error: BaseException | None = None
        self._is_working = False
        self._is_awaited = False

    def ask(self, question: Question) -> None:
        """Begin to answer `question` once what is being answered is done."""
        with self._changed:
            self._questions = [question]
            if not self._is_working:
                self._is_working = True
                threading.Thread(target=self._answer_all, name="worker", daemon=True).start()

    def wait(self, seconds: float | None) -> Answer | None:
        """Return the newest answer there is after at most `seconds`, None meaning as long as it takes.

        None comes back while nothing has been answered. Raises what `work` has raised.
        """
        with self._changed:
            self._is_awaited = True
            self._changed.wait_for(lambda: not self._is_working, seconds)
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
            self._changed.wait_for(lambda: not self._is_working, CLOSING_SECONDS_OF_WORK)

    def _answer_all(self) -> None:
        """Answer questions until there are none."""
        while True:
            with self._changed:
                if not self._questions:
                    self._is_working = False
                    self._changed.notify_all()
                    is_awaited = self._is_awaited
                    break
                question = self._questions.pop()
            try:
                answer = self._work(question)
            except BaseException as error:  # raised again where the answer is asked for
                with self._changed:
                    self._error = error
            else:
                with self._changed:
                    self._answer = answer
        if not is_awaited:
            self._wake()
