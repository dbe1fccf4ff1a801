"""Drawings of before, kept by the program or saved by the person, that can be opened again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

MAX_LISTED = 30
"""More drawings than this are never listed; the newest are."""

MAX_BYTES = 4_000_000
"""Of larger files only the date is told, as it takes too long to look into them."""


class Entry(NamedTuple):
    """A drawing of before: its file, what was read of it (empty where unsaid), and when it was written."""

    path: Path
    read: str
    when: datetime

    @property
    def caption(self) -> str:
        """One line that tells the drawing from others."""
        return f"{self.read or 'not read'}   {self.when:%d %b %Y, %H:%M}   {self.path.name}"


def earlier_drawings(folders: Iterable[Path | None]) -> list[Entry]:
    """Return the drawings in `folders`, the newest first; folders that cannot be read hold none."""
    found: list[tuple[float, Path]] = []
    for folder in folders:
        try:
            paths = list(folder.glob("*.jsonl")) if folder else []
            found += [(path.stat().st_mtime, path) for path in paths]
        except OSError:
            continue
    newest = sorted(found, reverse=True)[:MAX_LISTED]
    return [Entry(path, read_note(path), datetime.fromtimestamp(time)) for time, path in newest]


def read_note(path: Path) -> str:
    """Return what a drawing's file says was read of it; empty where it says nothing."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return ""
        record = json.loads(path.read_text(encoding="utf-8").partition("\n")[0])
        read = record.get("read", "")
    except (OSError, ValueError, AttributeError, RecursionError):
        return ""
    return read if isinstance(read, str) else ""
