"""Keeps the drawing on disk while it grows, so that a crash or a kill loses little more than a second of it.

One file holds the last drawing that stood on the paper. An empty paper is never written, so a clearing can be
taken back that way, too.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from deeplearning.ink.drawings import Drawing, dump
from deeplearning.ink.history import Ink
from deeplearning.ink.stroke import Stroke
from deeplearning.window.atomic_write import write_aside

DELAY_SECONDS = 1.0
"""Seconds from a change to its being written, and so the least from one writing to the next."""

CLOSING_SECONDS = 5.0
"""Seconds that closing waits for a disk which does not answer."""

STALE_SECONDS = 3600.0
"""Seconds after which a file that was not finished is a dead program's."""


def location() -> Path | None:
    """Return the file for the last drawing, whether it exists or not; None for a user without a home.

    It lies in the folder `DIGITS_STATE` where that is set, otherwise where the system keeps the state of
    a user's programs.
    """
    chosen = os.environ.get("DIGITS_STATE")
    folder = Path(chosen) if chosen else _state_folder()
    return folder / "last.jsonl" if folder else None


def _state_folder() -> Path | None:
    try:
        import platformdirs  # which takes as long to import as a frame may

        folder = platformdirs.user_state_path("digit-recognizer", appauthor=False)
    except (ImportError, RuntimeError):
        return None
    return folder if folder.is_absolute() else None


class Autosave:
    """Writes what is drawn to one file, some time after a stroke has ended, by a thread of its own.

    The file is always replaced as a whole: whoever reads it, whenever, finds one drawing, and two windows
    that write to it do no harm to each other.
    """

    def __init__(self, path: Path | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """Write to `path`, or to `location()`; `clock` gives seconds."""
        self._path = path
        self._clock = clock
        self._seen: tuple[Stroke, ...] = ()
        self._written: tuple[Stroke, ...] = ()
        self._since: float | None = None
        self._writer: threading.Thread | None = None
        self._fault = ""
        self._told = False

    @cached_property
    def path(self) -> Path | None:
        """The file, found when it is first asked for; None where nothing can be kept."""
        return self._path or location()

    def begin_with(self, strokes: tuple[Stroke, ...]) -> None:
        """Take `strokes` for what the window began with: it is not written until it changes."""
        self._seen = self._written = strokes

    def poll(self, ink: Ink) -> str:
        """Begin to write what is drawn, where it is time; the first failure's sentence comes back, once.

        To be called often: it never waits, and does nothing while a stroke is being drawn.
        """
        if ink.drawing or (self._writer and self._writer.is_alive()):
            return ""
        now, strokes = self._clock(), ink.strokes
        if strokes != self._seen:
            self._seen = strokes
            self._since = now if self._since is None else self._since
        # Less than nothing: the clock was set back.
        if self._since is not None and not 0 <= now - self._since < DELAY_SECONDS:
            self._since = None
            if strokes and strokes != self._written:
                self._writer = threading.Thread(target=self._write, args=(strokes,), daemon=True)
                self._writer.start()
        if not self._fault or self._told:
            return ""
        self._told = True
        return self._fault

    def wait(self) -> bool:
        """Wait until what is being written is on the disk; return whether it is, within `CLOSING_SECONDS`."""
        if self._writer:
            self._writer.join(CLOSING_SECONDS)
        return not (self._writer and self._writer.is_alive())

    def close(self, ink: Ink) -> None:
        """Write what is not written yet, and wait until it is."""
        if self.wait() and ink.strokes and ink.strokes != self._written:
            self._write(ink.strokes)

    def _write(self, strokes: tuple[Stroke, ...]) -> None:
        if self.path is None:
            self._fault = _not_kept("no folder of yours was found")
            return
        folder = self.path.parent
        try:
            # Drawings are nobody else's business.
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            temporary = write_aside(folder, dump([Drawing(strokes)]).encode())
            try:
                temporary.replace(self.path)
            except OSError:
                temporary.unlink()
                raise
            self._written = strokes
            _remove_stale_parts(folder, self.path.stat().st_mtime)
        except OSError as error:
            reason = error.strerror or error
            self._fault = _not_kept(str(reason))


def _not_kept(reason: str) -> str:
    return f"This drawing cannot be kept for --restore ({reason}); S still saves it."


def _remove_stale_parts(folder: Path, now: float) -> None:
    """Remove what programs that were killed in the middle of writing have left behind."""
    for part in folder.glob(".*.part"):
        with contextlib.suppress(OSError):
            if now - part.stat().st_mtime > STALE_SECONDS:
                part.unlink()
