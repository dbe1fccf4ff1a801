"""Where the program keeps what it must know the next time: drawings, and corrections by writer."""

from __future__ import annotations

import os
from pathlib import Path

MEMORY_FOLDER = "memory"
"""The folder of what writers have corrected, in the folder of the kept drawings."""


def state_folder() -> Path | None:
    """Return the folder for drawings, whether it exists or not; None for a user without a home.

    It is `DIGITS_STATE` where that is set, otherwise where the system keeps the state of a user's programs.
    """
    chosen = os.environ.get("DIGITS_STATE")
    if chosen:
        return Path(chosen)
    try:
        import platformdirs  # which takes as long to import as a frame may

        folder = platformdirs.user_state_path("digit-recognizer", appauthor=False)
    except (ImportError, RuntimeError):
        return None
    return folder if folder.is_absolute() else None


def memory_folder() -> Path | None:
    """Return the folder for writers' corrections, as `state_folder` does.

    It is one of its own, because the oldest of the drawings beside it are removed.
    """
    folder = state_folder()
    return None if folder is None else folder / MEMORY_FOLDER
