"""Saves what was drawn: files of one name, whole or not at all, over nothing that exists."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import datetime
from itertools import count
from pathlib import Path

from deeplearning.ink.atomic_write import settle, write_aside


def save(folder: Path, contents: Mapping[str, bytes], now: datetime) -> list[Path]:
    """Write one file into `folder` for every suffix in `contents`; return their paths in that order.

    The name, common to all, is the time, with a number where that is taken. Raises OSError; then none of the
    files is left behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    claimed: list[Path] = []
    try:
        for data in contents.values():
            written.append(write_aside(folder, data))
            # What write_aside() leaves only its owner can read; a drawing is an ordinary file. Not every
            # disk knows permissions.
            with contextlib.suppress(OSError):
                written[-1].chmod(0o644)
        claimed = _claim(folder, list(contents), now)
        for temporary, final in zip(written, claimed, strict=True):
            temporary.replace(final)
        settle(folder)
    except BaseException:
        for path in written + claimed:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        raise
    return claimed


def _claim(folder: Path, suffixes: list[str], now: datetime) -> list[Path]:
    """Create empty files of the first name that is free for all `suffixes`."""
    for number in count(1):
        stem = now.strftime("%Y-%m-%d_%H%M%S") + (f"_{number}" if number > 1 else "")
        claimed: list[Path] = []
        try:
            for suffix in suffixes:
                path = folder / (stem + suffix)
                path.open("xb").close()
                claimed.append(path)
            return claimed
        except BaseException as error:
            for path in claimed:
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)
            if not isinstance(error, FileExistsError):
                raise
    raise AssertionError("unreachable")
