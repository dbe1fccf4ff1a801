"""Pasting: fetches what was copied in a thread of its own, since another program has to hand it over."""

from __future__ import annotations

import contextlib
import queue
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from deeplearning.window import copied, opening
from deeplearning.window.startup import Unusable

if TYPE_CHECKING:
    from deeplearning.window.application import Application

PASTED = pygame.event.custom_type()
"""The event that brings what was copied, as `content`."""

PATIENCE_SECONDS = 5.0
"""After this time a clipboard that does not answer is given up."""

FETCHING = "Fetching what was copied ..."

NOTHING_COPIED = "The clipboard holds no picture, no file and no path of one: copy one of them first."

NO_ANSWER = "The clipboard does not answer: save the picture as a file and drop that here."

PICTURE_NAME = "The copied picture"
"""What messages call it."""

Content = bytes | Path | Unusable | None
"""A picture file's content, the path of a file, what went wrong, or nothing."""


class Pasting:
    """Fetches one thing at a time; while that takes, the window goes on."""

    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        """Wait at most `patience` seconds for what was copied."""
        self._patience = patience
        self.is_waiting = False

    def begin(self, application: Application) -> None:
        """Fetch what was copied, and post it as an event; only said again while that is being done."""
        application.notices.say(FETCHING)
        if not self.is_waiting:
            self.is_waiting = True
            threading.Thread(target=self._fetch, name="pasting", daemon=True).start()

    def finish(self, application: Application, content: Content) -> None:
        """Put what was fetched beside the ink; where that fails, say so."""
        self.is_waiting = False
        if application.notices.text == FETCHING:
            application.notices.close()
        if content is None or isinstance(content, Unusable):
            application.notices.interrupt(NOTHING_COPIED if content is None else str(content))
            return
        application.pointer.lift()
        if isinstance(content, Path):
            opening.drop(application, content)
        else:
            opening.drop_picture(application, content, PICTURE_NAME)

    def close(self) -> None:
        """Wait for nothing any more."""
        copied.stop_programs()

    def _fetch(self) -> None:
        """Post what `_look` finds in time; a program that has not answered then is ended."""
        found: queue.SimpleQueue[Content] = queue.SimpleQueue()
        threading.Thread(target=lambda: found.put(_look()), name="clipboard", daemon=True).start()
        try:
            content = found.get(timeout=self._patience)
        except queue.Empty:
            content = Unusable(NO_ANSWER)
            copied.stop_programs()
        with contextlib.suppress(pygame.error):  # The window may have been closed meanwhile.
            pygame.event.post(pygame.event.Event(PASTED, content=content))


def _look() -> Content:
    """Return what is on the clipboard, or what went wrong."""
    try:
        return copied.get_picture()
    except Unusable as error:
        return error
