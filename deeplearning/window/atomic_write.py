"""Saves what was drawn: files of one name, whole or not at all, over nothing that exists."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from datetime import datetime
from itertools import count
from pathlib import Path


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
        _settle(folder)
    except BaseException:
        for path in written + claimed:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        raise
    return claimed


def write_aside(folder: Path, data: bytes) -> Path:
    """Write `data` to a new hidden file in `folder`, through to the disk; return its path.

    Renaming it gives another file its content at once, or not at all. Raises OSError, leaving nothing.
    """
    import tempfile  # with all that it needs in turn, more than the first frame should wait for

    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        raise
    return path


def _settle(folder: Path) -> None:
    """Bring the names in `folder` through to the disk, where the system lets a folder be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


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
