"""The screen: the surfaces that make up the window's picture, and which parts of it have changed."""

from __future__ import annotations

import pygame

from deeplearning.ink.raster import PixelBox
from deeplearning.ink.stroke import Stroke
from deeplearning.window import panels
from deeplearning.window.ink_surface import InkSurface
from deeplearning.window.layout import Layout, Rect, arrange
from deeplearning.window.painter import Painter
from deeplearning.window.shapes import Panel
from deeplearning.window.view import View


class Screen:
    """What the window shows; the display must have a mode."""

    def __init__(self, theme: str) -> None:
        """Begin with nothing painted, in the colours of `theme`."""
        self.theme = theme
        self.frames = 0
        self._title = ""
        self._painted: dict[str, Panel] = {}
        self._refused_size: tuple[int, int] | None = None
        self.resize(pygame.display.get_surface().get_size())

    def resize(self, size: tuple[int, int]) -> None:
        """Lay everything out for a window of `size` pixels."""
        self.layout: Layout = arrange(*size)
        # A window manager may refuse; a second request for the same size would begin a quarrel.
        wanted = self.layout.window[2:]
        if pygame.display.get_surface().get_size() != wanted and size != self._refused_size:
            self._refused_size = size
            pygame.display.set_mode(wanted, pygame.RESIZABLE)
        self.painter = Painter(self.theme)
        colours = self.painter.colours
        self._paper = InkSurface(self.layout.paper.w, colours["paper"], colours["ink"])
        self._copy = InkSurface(self.layout.replica.w, colours["paper"], colours["ink"])
        self._glow = InkSurface(self.layout.replica.w, colours["paper"], colours["sure"])
        self._glow.surface.set_colorkey(0)
        self.forget()

    def set_theme(self, theme: str) -> None:
        """Show everything in the colours of `theme`."""
        self.theme = theme
        self.painter = Painter(theme)
        colours = self.painter.colours
        self._paper.set_colours(colours["paper"], colours["ink"])
        self._copy.set_colours(colours["paper"], colours["ink"])
        self._glow.set_colours(colours["paper"], colours["sure"])
        self.forget()

    def forget(self) -> None:
        """Take nothing on the display for painted: the next frame paints everything."""
        self._painted = {}

    def set_title(self, text: str) -> None:
        """Show `text`, what was read, in the window's title."""
        title = f"{text} - {panels.NAME}" if text else panels.NAME
        if title != self._title:
            self._title = title
            pygame.display.set_caption(title)

    def show(self, view: View, strokes: tuple[Stroke, ...], picked: tuple[Stroke, ...]) -> None:
        """Paint what has changed and flip it; nothing is flipped where nothing has changed."""
        if dirty := self._paint(view, strokes, picked):
            pygame.display.update(dirty)
            self.frames += 1

    def _paint(self, view: View, strokes: tuple[Stroke, ...], picked: tuple[Stroke, ...]) -> list[Rect]:
        """Paint what has changed since the last call; return the rectangles of the window to show."""
        surface, before = pygame.display.get_surface(), self._painted
        now = panels.compose(self.layout, view)
        paper = Panel(self.layout.paper, () if strokes else tuple(panels.hint(self.layout)))
        # A panel that lay in front of others leaves a hole.
        whole = before.keys() != {*now, "paper"} or before.get("message") != now.get("message")
        if whole:
            self._paint_desk(surface)
        dirty = self._paint_paper(surface, paper, strokes, whole)
        inked = [self._copy.sheet.update(strokes), self._glow.sheet.update(picked)]
        copy_changed = not all(box.empty for box in inked)
        for name, panel in now.items():
            if whole or before[name] != panel or (copy_changed and name == "replica"):
                self._paint_panel(surface, name, panel, bool(picked))
                dirty.append(panel.rect)
        self._painted = {**now, "paper": paper}
        return [self.layout.window] if whole else dirty

    def _paint_desk(self, surface: pygame.Surface) -> None:
        """Paint what lies around the paper and behind the panels."""
        paper, colours = self.layout.paper, self.painter.colours
        surface.fill(colours["desk"], (0, 0, paper.w, paper.y))
        surface.fill(colours["desk"], (0, paper.bottom, paper.w, self.layout.window.h - paper.bottom))
        surface.fill(colours["panel"], self.layout.panel)

    def _paint_paper(
        self, surface: pygame.Surface, panel: Panel, strokes: tuple[Stroke, ...], whole: bool
    ) -> list[Rect]:
        """Paint the ink that is new, or the paper as a whole; return the rectangle of the window to show."""
        paper = self.layout.paper
        box = self._paper.sheet.update(strokes)
        if whole or self._painted["paper"] != panel:
            box = PixelBox(0, 0, paper.w, paper.w)
        if box.empty:
            return []
        area = Rect(box.left, box.top, box.right - box.left, box.bottom - box.top)
        surface.blit(self._paper.surface, (paper.x + box.left, paper.y + box.top), area)
        self.painter.paint(surface, panel)
        return [area._replace(x=paper.x + box.left, y=paper.y + box.top)]

    def _paint_panel(self, surface: pygame.Surface, name: str, panel: Panel, picked: bool) -> None:
        if name == "replica":
            surface.blit(self._copy.surface, panel.rect)
            if picked:
                surface.blit(self._glow.surface, panel.rect)
        else:
            surface.fill(self.painter.colours["panel"], panel.rect)
        self.painter.paint(surface, panel)
