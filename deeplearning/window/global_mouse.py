"""The mouse as the system knows it, past what SDL takes for its state."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

import pygame

LEFT_MASK = 1
"""The left button in SDL's mask of buttons."""


def is_left_button_held() -> bool | None:
    """Return whether the left button is held down now; None where the system cannot be asked."""
    try:
        library = ctypes.CDLL(_sdl_library())
        library.SDL_GetGlobalMouseState.restype = ctypes.c_uint32
        return bool(library.SDL_GetGlobalMouseState(None, None) & LEFT_MASK)
    except (OSError, AttributeError, StopIteration):
        return None


def _sdl_library() -> str:
    """Return the path of the library of SDL that pygame has loaded; StopIteration where it is not found."""
    if sys.platform == "win32":
        return str(Path(pygame.__file__).with_name("SDL2.dll"))
    if sys.platform == "darwin":
        return str(next((Path(pygame.__file__).parent / ".dylibs").glob("libSDL2-2*")))
    with Path("/proc/self/maps").open(encoding="utf-8", errors="replace") as maps:
        return next(line.split(maxsplit=5)[-1].strip() for line in maps if "libSDL2-2" in line)
