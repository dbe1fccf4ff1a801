"""Keeps one writer's corrections on disk: JSON Lines of drawings, one line a correction, oldest first.

    {"label": "7", "day": "2026-01-31", "strokes": [[[101.5, 88.0], [102.0, 91.5]]], "widths": [15.0]}

The strokes are kept and no features, so that every network, also a later one, can learn from them.
"""

from __future__ import annotations

import contextlib
import errno
import time
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from deeplearning._errors import UserError
from deeplearning.ink.atomic_write import replace_file
from deeplearning.ink.bounded_read import read_at_most
from deeplearning.ink.drawings import Drawing, dump, parse
from deeplearning.ink.naming import check_label
from deeplearning.recognition.memory import MAX_CORRECTIONS, Correction

MAX_MEMORY_BYTES = 64_000_000
"""A larger file is none of ours: `MAX_CORRECTIONS` of a usual size are a tenth of it."""

MAX_MEMORY_LINES, MAX_MEMORY_LINE_BYTES = 10 * MAX_CORRECTIONS, 4_000_000
"""No file of ours has more lines, nor a longer one: a longer one counts as damaged, unread."""

LOCK_SECONDS, LOCK_STEP_SECONDS = 2.0, 0.01
"""How long another window is waited for that writes, and how often it is looked whether it still does."""

MAX_NAME_BYTES = 200
"""A file's name has at most 255 bytes on most disks, and a writer's name is the most of it."""


class MemoryFile:
    """The file of one writer's corrections.

    Several windows may keep the same file: each writes only what it has learnt or forgotten itself.
    """

    def __init__(self, folder: Path, writer: str = "") -> None:
        """Keep the corrections by `writer` in `folder`, which may not exist; without a name, by anybody.

        Capital letters and blanks at the ends of a name do not count. Raises UserError as `file_name` does.
        """
        self.path = folder / file_name(writer)
        self._known: tuple[Correction, ...] = ()

    def load(self) -> tuple[tuple[Correction, ...], str]:
        """Return the corrections in the file, oldest first, and a sentence where not all could be read.

        There are none where there is no file. A damaged line costs nothing but itself, and stays in the file.
        """
        self._known = ()
        try:
            lines = self._lines()
        except OSError as error:
            return (), f"{self.path} cannot be read ({error.strerror or error}): nothing is remembered."
        read = [_correction(line) for line in lines]
        self._known = tuple(correction for correction in read if correction)[-MAX_CORRECTIONS:]
        damaged = [number for number, correction in enumerate(read, 1) if correction is None]
        if not damaged:
            return self._known, ""
        which = f"line {damaged[0]}" if len(damaged) == 1 else f"{len(damaged)} lines from {damaged[0]} on"
        return self._known, f"{self.path} is damaged: {which} could not be read, all others are remembered."

    def store(self, corrections: Sequence[Correction]) -> None:
        """Bring the file to what is remembered now, `corrections`; raises OSError.

        What was added since the last `load` or `store` is added to the file, and what is gone is removed; all
        else that stands there now, also by another window, stays.
        """
        known, now = set(self._known), set(corrections)
        added = [_line(correction) for correction in corrections if correction not in known]
        gone = [_line(correction) for correction in self._known if correction not in now]
        if not added and not gone:
            return
        # What was drawn is nobody else's business.
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _locked(self.path.with_suffix(".lock")):
            lines = self._lines()
            for line in gone:
                if line in lines:
                    # The last of several alike: that is the one that was added last.
                    del lines[len(lines) - 1 - lines[::-1].index(line)]
            lines = [*lines, *added][-MAX_CORRECTIONS:]
            replace_file(self.path, b"".join(line + b"\n" for line in lines))
        self._known = tuple(corrections)

    def _lines(self) -> list[bytes]:
        """Return the lines of the file that are not empty, none where there is no file; raises OSError."""
        try:
            content = read_at_most(self.path, MAX_MEMORY_BYTES)
        except FileNotFoundError:
            return []
        if content.count(b"\n") + content.count(b"\r") > MAX_MEMORY_LINES:
            raise OSError(errno.EFBIG, f"it has more than {MAX_MEMORY_LINES:,} lines")
        return [line for line in content.splitlines() if line.strip()]


def file_name(writer: str) -> str:
    """Return the name of the file for `writer`, a name that any disk takes.

    Raises UserError where it is too long, or no text.
    """
    try:
        writer.encode()
    except UnicodeEncodeError as error:
        raise UserError("The writer's name is not UTF-8: write it in another way.") from error
    name = quote(unicodedata.normalize("NFC", writer.strip()).casefold(), safe="")
    if len(name) > MAX_NAME_BYTES:
        raise UserError(f"The writer's name {writer[:20]!r}... is too long for a file: choose a shorter one.")
    return f"memory-{name}.jsonl" if name else "memory.jsonl"


def _line(correction: Correction) -> bytes:
    notes = {"day": correction.day} if correction.day else {}
    return dump([Drawing(correction.strokes, correction.label, notes)]).strip().encode()


def _correction(line: bytes) -> Correction | None:
    """Return the correction in a line of the file, or None where the line is damaged."""
    if len(line) > MAX_MEMORY_LINE_BYTES:
        return None
    try:
        drawing = parse(line)
        label, day = drawing.label or "", drawing.notes.get("day", "")
        check_label(label)
    except (ValueError, RecursionError):
        return None
    return Correction(drawing.strokes, label, str(day)) if drawing.strokes else None


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Let nobody else write while this goes on, where the system and the disk can do that.

    Raises OSError where somebody else goes on writing: a program that was stopped must not stop this one.
    """
    try:
        import fcntl
    except ImportError:  # Windows; two windows that learn at the same instant may then lose one correction
        yield
        return
    with path.open("ab") as file:
        end = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    raise OSError(errno.EAGAIN, "another program is writing it") from None
                time.sleep(LOCK_STEP_SECONDS)
            except OSError:  # a disk without locks
                break
        yield
