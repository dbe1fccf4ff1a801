"""The window: state, events, painter, panels, screen, loop; the only room with pygame.

Importing the room sets SDL's environment and imports pygame without what the window does not need, so every
module of the room may simply `import pygame`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def leaving_out(*names: str) -> Iterator[None]:
    """Make the import of each named module raise ImportError inside the block, unless it is imported already.

    For packages that try to import what they can do without.
    """
    absent = [name for name in names if name not in sys.modules]
    sys.modules |= dict.fromkeys(absent)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in absent:
            sys.modules.pop(name, None)


os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
os.environ.setdefault("SDL_VIDEO_X11_WMCLASS", "RealTime DigitRecognizer")
# Without this, the click that brings the window to the front draws nothing.
os.environ.setdefault("SDL_MOUSE_FOCUS_CLICKTHROUGH", "1")
# Without this, Windows enlarges a small picture of the window on screens of many pixels, and blurs it.
os.environ.setdefault("SDL_WINDOWS_DPI_AWARENESS", "permonitorv2")

# pygame looks for its data through pkg_resources where that is installed, pygame-ce through
# importlib.resources; both can do without, and both load all that plays sound.
with leaving_out("pkg_resources", "importlib.resources", "pygame.mixer", "pygame.mixer_music"):
    import pygame.freetype  # noqa: F401
