"""Subtitles: what a film shows besides the window, so that whoever watches knows what was done and why.

Below the window stand words, and what was pressed just now; in it the mouse, a ring around what it clicks,
and the picture that it carries. The system would draw the mouse, so no surface holds it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pygame

from deeplearning.window.cursor import ring
from deeplearning.window.layout import Rect
from deeplearning.window.painter import SUPERSAMPLING
from deeplearning.window.shapes import Fill, Panel, Shape, Text, slab
from deeplearning.window.targets import Place
from deeplearning.window.theme import THEMES

if TYPE_CHECKING:
    from deeplearning.window.application import Application

BAR_UNITS = 7
"""Height of the bar below the window, in units of the layout."""

CARRIED_SHARE = 0.5
"""Longer side of a carried picture, in heights of the window."""

CARRIED_COLOURS = 48
"""Colours of a carried picture: a GIF has few."""

HELD_AT = (0.85, 0.85)
"""Where the mouse holds a carried picture, in shares of its width and height."""

ARROW = ((0, 0), (0, 17), (4, 13.4), (6.6, 19.4), (9.4, 18.2), (6.8, 12.4), (12, 12))
"""The corners of the mouse's arrow, in pixels from its tip, for a unit of 5 pixels."""


class Subtitles:
    """What is to be seen besides the window, and how it is drawn."""

    def __init__(self, has_bar: bool) -> None:
        """Begin with nothing to say; without a bar nothing ever is."""
        self.has_bar = has_bar
        self.words = ""
        self.pressed = ""
        self.carried: pygame.Surface | None = None
        self.clicks = False

    def draw(self, application: Application, mouse: Place | None) -> pygame.Surface:
        """Return what the window of `application` shows with the `mouse` in it, and the bar below."""
        window, layout = pygame.display.get_surface(), application.layout
        wide, high = window.get_size()
        bar = Rect(0, high, wide, BAR_UNITS * layout.unit if self.has_bar else 0)
        picture = pygame.Surface((wide, bar.bottom))
        picture.blit(window, (0, 0))
        if mouse:
            picture.set_clip(pygame.Rect(0, 0, wide, high))
            self._draw_mouse(picture, application, mouse)
            picture.set_clip(None)
        if self.has_bar:
            application.screen.painter.paint(picture, Panel(bar, self._bar(bar, layout.unit)))
        return picture

    def _bar(self, bar: Rect, unit: int) -> tuple[Shape, ...]:
        size = round(2.9 * unit)
        inner = bar.inset(2 * unit)._replace(y=bar.y, h=bar.h)
        shapes: list[Shape] = [Fill(bar, "text"), Text(inner, ((self.words, "panel"),), size, bold=True)]
        if self.pressed:
            wide = round((1.4 + 0.62 * len(self.pressed)) * size)
            cap = Rect(inner.right - wide, bar.y + unit, wide, bar.h - 2 * unit)
            shapes += slab(cap, "faint", "card", max(1, unit // 4), unit)
            shapes.append(Text(cap.inset(unit // 2), ((self.pressed, "text"),), round(0.9 * size), 0.5))
        return tuple(shapes)

    def _draw_mouse(self, picture: pygame.Surface, application: Application, mouse: Place) -> None:
        layout, theme = application.layout, application.screen.theme
        if self.carried:
            wide, high = self.carried.get_size()
            place = self.carried.get_rect(
                topleft=(mouse[0] - HELD_AT[0] * wide, mouse[1] - HELD_AT[1] * high)
            )
            picture.fill(THEMES[theme]["text"], place.inflate(2, 2))
            picture.blit(self.carried, place)
        if layout.paper.holds(*mouse) and not self.carried:
            image = ring(application.pen, layout.scale, theme)
            picture.blit(image, image.get_rect(center=mouse))
            return
        if self.clicks:
            image = ring(3 * layout.unit, 1.0, theme)
            picture.blit(image, image.get_rect(center=mouse))
        picture.blit(arrow(layout.unit, theme), mouse)


def arrow(unit: int, theme: str) -> pygame.Surface:
    """Return the mouse's arrow, its tip in the upper left corner."""
    scale = SUPERSAMPLING * unit / 5
    side = round(24 * unit / 5)
    large = pygame.Surface((SUPERSAMPLING * side,) * 2, pygame.SRCALPHA)
    corners = [(scale * (x + 1), scale * (y + 1)) for x, y in ARROW]
    pygame.draw.polygon(large, THEMES[theme]["ink"], corners)
    pygame.draw.polygon(large, THEMES[theme]["paper"], corners, round(1.5 * scale))
    return pygame.transform.smoothscale(large, (side, side))


def load_carried(path: Path, height: int) -> pygame.Surface:
    """Return the picture at `path` as a mouse carries it over a window of that `height`, in pixels.

    Raises OSError where it is no picture, ImportError without Pillow.
    """
    from PIL import Image

    with Image.open(path) as file:
        image = file.convert("RGB")
    side = round(CARRIED_SHARE * height)
    image.thumbnail((side, side))
    few = image.quantize(CARRIED_COLOURS, dither=Image.Dither.NONE).convert("RGB")
    return pygame.surfarray.make_surface(np.asarray(few).swapaxes(0, 1))
