"""Writes a file whole or not at all, so that whoever reads it, whenever, finds one state of it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


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


def replace_file(path: Path, data: bytes) -> None:
    """Give the file at `path`, whether it exists or not, the content `data` at once; raises OSError."""
    temporary = write_aside(path.parent, data)
    try:
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    settle(path.parent)


def settle(folder: Path) -> None:
    """Bring the names in `folder` through to the disk, where the system lets a folder be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
