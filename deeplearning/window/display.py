"""The display: opens the window, with its icon, title and first size."""

from __future__ import annotations

import os

import pygame
import pygame.freetype

from deeplearning._stderr import quiet
from deeplearning.window.headline import NAME
from deeplearning.window.layout import Rect, first_size
from deeplearning.window.painter import Painter
from deeplearning.window.shapes import Fill, Panel, Text
from deeplearning.window.startup import Unusable

DEFAULT_SIZE = (1280, 640)
"""Size of the window at the start, in pixels, where there is no desktop to choose it by."""

UNACCELERATED_DRIVERS = ("x11",)
"""SDL's drivers by which the window's surface goes to the screen without OpenGL.

Measured under Xvfb: a window of 3840 x 2160 shows ink after 22 ms instead of 171, and takes 140 MB instead of
324. Other drivers keep SDL's choice, as nobody has measured them.
"""


def open_window() -> None:
    """Open the display; raises Unusable where there is none."""
    chosen = os.environ.get("SDL_VIDEODRIVER", "")
    try:
        with quiet():  # SDL's drivers complain; what fails is said below
            pygame.display.init()
        # Without a display SDL falls back on a driver that draws into memory, where nobody sees it.
        unseen = pygame.display.get_driver() in ("offscreen", "dummy")
        if unseen and not chosen:
            raise pygame.error("no screen was found")
        if pygame.display.get_driver() in UNACCELERATED_DRIVERS:
            os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
        pygame.freetype.init()
        pygame.display.set_icon(_icon())
        pygame.display.set_caption(NAME)
        size = DEFAULT_SIZE if unseen else first_size(pygame.display.get_desktop_sizes()[0])
        pygame.display.set_mode(size, pygame.RESIZABLE)
        # Letters are shortcuts here: with an input method on, they would be swallowed.
        pygame.key.stop_text_input()
    except pygame.error as error:
        raise Unusable(
            f"No window can be opened here ({error}): start this program in a desktop session."
        ) from error


def _icon() -> pygame.Surface:
    side = Rect(0, 0, 64, 64)
    icon = pygame.Surface(side[2:], pygame.SRCALPHA)
    Painter("light").paint(
        icon, Panel(side, (Fill(side, "sure", 14), Text(side, (("7", "card"),), 52, 0.5, bold=True)))
    )
    return icon
