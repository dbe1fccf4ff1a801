"""Drawings of before, kept by the program or saved by the person, that can be opened again."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from deeplearning.ink.bounded_read import read_at_most
from deeplearning.window.notices import printable

MAX_LISTED = 30
"""More drawings than this are never listed; the newest are."""

MAX_BYTES = 4_000_000
"""Of larger files only the date is told, as it takes too long to look into them."""

MAX_NOTE = 60
"""Most characters of a note that are told: of a page of digits the first lines."""

MAX_CAPTION_READ = 16
"""Most characters of it in a list, where date and name of the file stand beside it in one size of type."""

NOTE_CHARACTERS = frozenset("0123456789? \n")
"""What a reading is made of. A note with anything else was not written by this program."""


class Entry(NamedTuple):
    """A drawing of before: its file, what was read of it (empty where unsaid), and when it was written."""

    path: Path
    read: str
    when: datetime

    @property
    def caption(self) -> str:
        """One line that tells the drawing from others; of a page of digits the beginning."""
        read = " ".join(self.read.split())
        read = read if len(read) <= MAX_CAPTION_READ else read[:MAX_CAPTION_READ] + "..."
        return f"{read or 'not read'}   {self.when:%d %b %Y, %H:%M}   {printable(self.path.name)}"


def earlier_drawings(folders: Iterable[Path | None]) -> list[Entry]:
    """Return the drawings in `folders`, the newest first; folders that cannot be read hold none."""
    found = []
    for path in (path for folder in folders for path in drawings_in(folder)):
        # It may just have been removed, or be from a year that no calendar has.
        with contextlib.suppress(OSError, ValueError, OverflowError):
            found.append((datetime.fromtimestamp(path.stat().st_mtime), path))
    return [Entry(path, read_note(path), when) for when, path in sorted(found, reverse=True)[:MAX_LISTED]]


def drawings_in(folder: Path | None) -> list[Path]:
    """Return the drawings in `folder`, the newest first; a folder that cannot be read holds none."""
    found = []
    with contextlib.suppress(OSError):
        for path in folder.glob("*.jsonl") if folder else ():
            with contextlib.suppress(
                OSError
            ):  # Another window may just have removed it, or it leads nowhere.
                found.append((path.stat().st_mtime_ns, path))
    return [path for _, path in sorted(found, reverse=True)]


def read_note(path: Path) -> str:
    """Return what a drawing's file says was read of it; empty where it says nothing that could be read."""
    try:
        record = json.loads(read_at_most(path, MAX_BYTES).partition(b"\n")[0])
        read = record.get("read", "")
    except (OSError, ValueError, AttributeError, RecursionError):
        return ""
    if not isinstance(read, str) or not NOTE_CHARACTERS.issuperset(read):
        return ""
    return read if len(read) <= MAX_NOTE else read[:MAX_NOTE] + " ..."
