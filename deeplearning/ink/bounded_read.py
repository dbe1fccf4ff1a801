"""Reads files that anybody may have made: ordinary ones only, and no more of them than there is room for."""

from __future__ import annotations

import errno
import stat
from pathlib import Path


def read_at_most(path: Path, most_bytes: int) -> bytes:
    """Return the content of the file at `path`; raises OSError, also where it has more than `most_bytes`."""
    check_ordinary(path)
    with path.open("rb") as file:
        # What a file says of its size may be wrong, as under /proc, so one byte more is asked for.
        content = file.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise OSError(errno.EFBIG, f"it has more than {most_bytes:,} bytes")
    return content


def check_ordinary(path: Path) -> None:
    """Raise OSError where a pipe or a device is at `path`, whose end may never come; or nothing at all."""
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # Opening a folder says itself that it is one.
        raise OSError(errno.EINVAL, "it is no ordinary file")
