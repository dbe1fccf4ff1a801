"""Keeps each window's drawing on disk while it grows, so that a crash or a kill loses hardly a second of it.

Every window writes files of its own, and begins a new one with a new drawing; the ten newest files are kept.
An empty paper is never written, so a clearing can be taken back that way, too; what stood there is written
first.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from itertools import count
from pathlib import Path

from deeplearning._state import state_folder
from deeplearning.ink.atomic_write import write_aside
from deeplearning.ink.drawings import Drawing, dump
from deeplearning.ink.history import Ink
from deeplearning.ink.naming import NamedGroup, with_names
from deeplearning.ink.stroke import Stroke
from deeplearning.window.earlier import drawings_in

DELAY_SECONDS = 1.0
"""Time from a change to its being written, and so the least from one writing to the next."""

CLOSING_SECONDS = 5.0
"""How long closing waits for a disk which does not answer."""

STALE_SECONDS = 3600.0
"""After this time a file that was not finished is a dead program's."""

AHEAD_SECONDS = 60.0
"""A drawing newer by more than this than the one written last is from before the clock was set back."""

MAX_KEPT = 10
"""As many drawings are kept, the newest ones."""

Strokes = tuple[Stroke, ...]
Groups = tuple[NamedGroup, ...]

_NUMBERS = count(1)


class Autosave:
    """Writes what is drawn, some time after a stroke has ended, by a thread of its own.

    A file is always replaced as a whole: whoever reads it, whenever, finds one drawing.
    """

    def __init__(self, folder: Path | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """Write into `folder`, or into `state_folder()`; `clock` gives seconds."""
        self._folder = folder
        self._clock = clock
        self.path: Path | None = None
        self._seen: tuple[Strokes, Groups] = (), ()
        self._written: tuple[Strokes, Groups] = (), ()
        self._since: float | None = None
        self._left: list[tuple[Strokes, Groups, str]] = []
        self._writer: threading.Thread | None = None
        self._fault = ""
        self._told = False

    @cached_property
    def folder(self) -> Path | None:
        """The folder, found when it is first asked for; None where nothing can be kept."""
        return self._folder or state_folder()

    def last(self) -> Path | None:
        """Return the newest drawing in the folder that is not this window's own; None where there is none."""
        found = [path for path in drawings_in(self.folder) if path != self.path]
        return found[0] if found else None

    def begin_with(self, strokes: Strokes, named: Groups = ()) -> None:
        """Take `strokes`, of which some are `named`, for written already: the window began with them."""
        self._seen = self._written = strokes, named

    def poll(self, ink: Ink, read: str = "") -> str:
        """Begin to write what is drawn and `read`, where it is time; say where it begins to fail.

        To be called often: it never waits. A stroke that is not finished is left out.
        """
        if self._begin_to_write_left():
            return ""
        now, drawn = self._clock(), _finished(ink)
        if drawn != self._seen:
            self._seen = drawn
            self._since = now if self._since is None else self._since
        # Less than nothing: the clock was set back.
        if self._since is not None and not 0 <= now - self._since < DELAY_SECONDS:
            self._since = None
            if drawn[0] and drawn != self._written:
                self._begin_to_write(*drawn, read)
        if not self._fault or self._told:
            return ""
        self._told = True
        return self._fault

    def leave(self, ink: Ink, read: str = "") -> None:
        """Begin to write what is drawn and `read`, without delay: the paper is about to be cleared."""
        drawn = _finished(ink)
        if drawn[0] and drawn != self._written:
            self._left.append((*drawn, read))
            self._begin_to_write_left()

    def _begin_to_write(self, strokes: Strokes, named: Groups, read: str) -> None:
        self._writer = threading.Thread(target=self._write, args=(strokes, named, read), daemon=True)
        self._writer.start()

    def _begin_to_write_left(self) -> bool:
        """Begin to write what stood on a paper that was cleared; return whether anything is being written."""
        if self._writer and self._writer.is_alive():
            return True
        if self._left:
            self._begin_to_write(*self._left.pop(0))
            return True
        return False

    def wait(self) -> bool:
        """Wait until what is being written is on the disk; return whether it is, within `CLOSING_SECONDS`."""
        if self._writer:
            self._writer.join(CLOSING_SECONDS)
        return not (self._writer and self._writer.is_alive())

    def close(self, ink: Ink, read: str = "") -> None:
        """Write what is not written yet, and wait until it is."""
        if not self.wait():
            return
        while self._left:
            self._write(*self._left.pop(0))
        if ink.strokes and (ink.strokes, ink.named) != self._written:
            self._write(ink.strokes, ink.named, read)

    def _write(self, strokes: Strokes, named: Groups, read: str) -> None:
        if self.folder is None:
            self._fault = _not_kept("no folder of yours was found")
            return
        try:
            # Drawings are nobody else's business.
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # A drawing that shares no stroke with the one written last is another one.
            path = self.path if set(strokes) & set(self._written[0]) else None
            drawing = with_names(Drawing(strokes, None, {"read": read} if read else {}), named)
            content = dump([drawing]).encode()
            if path is None and (same := _find_same(self.folder, content)):
                # What was brought back is there already; it only becomes the newest again.
                same.touch()
                self.path, self._written = None, (strokes, named)
                self._fault, self._told = "", False
                return
            self.path = path or _new_path(self.folder)
            temporary = write_aside(self.folder, content)
            try:
                temporary.replace(self.path)
            except OSError:
                temporary.unlink()
                raise
            self._written = strokes, named
            self._fault, self._told = "", False
            _date_back(self.folder, self.path)
            _remove_old(self.folder, self.path)
        except OSError as error:
            self._fault = _not_kept(f"{self.folder}: {error.strerror or error}")


def _finished(ink: Ink) -> tuple[Strokes, Groups]:
    """Return what is drawn without a stroke that is not finished."""
    return ink.strokes[: len(ink.strokes) - ink.drawing], ink.named


def _not_kept(reason: str) -> str:
    return f"This drawing cannot be kept for --restore ({reason}); S still saves it."


def _new_path(folder: Path) -> Path:
    """Return a path in `folder` that no other drawing has: time, process and a number are in its name."""
    return folder / f"{datetime.now():%Y-%m-%d_%H%M%S}_{os.getpid()}_{next(_NUMBERS):04d}.jsonl"


def _find_same(folder: Path, content: bytes) -> Path | None:
    """Return the kept drawing that holds exactly `content`; None where there is none."""
    for path in drawings_in(folder):
        with contextlib.suppress(OSError):
            if path.stat().st_size == len(content) and path.read_bytes() == content:
                return path
    return None


def _date_back(folder: Path, own: Path) -> None:
    """Make all drawings older than `own`, which was written last, where the clock has been set back since.

    Otherwise those of the time ahead would be the newest, and kept, until that time comes. Their order stays.
    """
    now = own.stat().st_mtime_ns
    ahead = [path for path in drawings_in(folder) if path.stat().st_mtime_ns - now > AHEAD_SECONDS * 1e9]
    for place, path in enumerate(ahead, 1):
        with contextlib.suppress(OSError):
            os.utime(path, ns=(now, now - place * 1_000_000))


def _remove_old(folder: Path, own: Path) -> None:
    """Remove all drawings but the newest, and what programs that were killed in writing have left."""
    now = own.stat().st_mtime
    for path in drawings_in(folder)[MAX_KEPT:]:
        if path != own:
            with contextlib.suppress(OSError):
                path.unlink()
    for part in folder.glob(".*.part"):
        with contextlib.suppress(OSError):
            if now - part.stat().st_mtime > STALE_SECONDS:
                part.unlink()
