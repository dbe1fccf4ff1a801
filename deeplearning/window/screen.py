"""The screen: the surfaces that make up the window's picture, and which parts of them have changed."""

from __future__ import annotations

import pygame

from deeplearning.ink.raster import PixelBox
from deeplearning.ink.stroke import Stroke
from deeplearning.window import panels
from deeplearning.window.headline import NAME, chars_per_line, line_count
from deeplearning.window.ink_surface import InkSurface
from deeplearning.window.layout import Extent, Layout, Rect, arrange
from deeplearning.window.painter import Painter
from deeplearning.window.shapes import Panel, Shape, changed_areas, changed_shapes, reach
from deeplearning.window.view import View


class Screen:
    """What the window shows; the display must have a mode."""

    def __init__(self, theme: str) -> None:
        """Begin with nothing painted, in the colours of `theme`."""
        self.theme = theme
        self.frames = 0
        self._title = ""
        self._refused_size: tuple[int, int] | None = None
        self._lines = 1
        self._extent: Extent = (0.0, 0.0)
        self._panels: dict[str, Panel] = {}
        self._overlay: tuple[Shape, ...] | None = None
        self._reaches: tuple[Rect, ...] = ()
        self._example: InkSurface | None = None
        self.painter = Painter(theme)
        self.resize(pygame.display.get_surface().get_size())

    def resize(self, size: tuple[int, int]) -> None:
        """Lay everything out for a window of `size` pixels."""
        self._size = size
        self.layout: Layout = arrange(*size, self._lines, self._extent)
        # A window manager may refuse; a second request for the same size would begin a quarrel.
        wanted = self.layout.window[2:]
        if pygame.display.get_surface().get_size() != wanted and size != self._refused_size:
            self._refused_size = size
            pygame.display.set_mode(wanted, pygame.RESIZABLE)
        self.painter = Painter(self.theme)
        self._lay_paper()

    def _lay_paper(self) -> None:
        """Begin with a paper of the layout's size, on which nothing is painted yet."""
        colours, paper = self.painter.colours, self.layout.paper
        size = paper.w, paper.h
        self._ink = InkSurface(size, self.layout.scale, colours["paper"], colours["ink"])
        self.forget()

    def fit(self, view: View, extent: Extent) -> None:
        """Make room for as many lines as the headline of `view` has, and for ink as far as `extent`."""
        lines = line_count(view.text, chars_per_line(self.layout.headline.w, self.layout.title))
        if lines == self._lines and extent == self._extent:
            return
        self._lines, self._extent = lines, extent
        before, self.layout = self.layout, arrange(*self._size, lines, extent)
        if before.scale != self.layout.scale:
            self._lay_paper()

    def set_theme(self, theme: str) -> None:
        """Show everything in the colours of `theme`."""
        self.theme = theme
        self.painter = Painter(theme)
        colours = self.painter.colours
        self._ink.set_colours(colours["paper"], colours["ink"])
        self.forget()

    def forget(self) -> None:
        """Take nothing on the display for painted: the next frame paints everything."""
        self._panels = {}
        self._overlay = None
        self._example = None

    def set_title(self, text: str) -> None:
        """Show `text`, what was read, in the window's title."""
        title = f"{text} - {NAME}" if text else NAME
        if title != self._title:
            self._title = title
            pygame.display.set_caption(title)

    def show_ink(self, strokes: tuple[Stroke, ...]) -> None:
        """Paint the ink that is new, before anything else is thought of, and flip it."""
        box = self._ink.sheet.update(strokes)
        self._show_ink_in(box)

    def show_example(self, strokes: tuple[Stroke, ...]) -> None:
        """Show `strokes` in ghost ink on the empty paper, or take what was shown of them away."""
        if not strokes:
            if self._example is not None:
                self._example, self._overlay = None, None
            return
        paper = self.layout.paper
        if self._example is None:
            colours = self.painter.colours
            size = paper.w, paper.h
            self._example = InkSurface(size, self.layout.scale, colours["paper"], colours["faint"])
            self._overlay = None
        box = self._example.sheet.update(strokes)
        self._show_ink_in(box)

    def _show_ink_in(self, box: PixelBox) -> None:
        """Paint and flip the part of the paper in `box`; nothing where all of it is still to be painted."""
        if self._overlay is None or box.empty:
            return
        paper = self.layout.paper
        area = Rect(paper.x + box.left, paper.y + box.top, box.right - box.left, box.bottom - box.top)
        self._paint_paper(area)
        self._flip([area])

    def show(self, view: View, is_empty: bool) -> None:
        """Paint what has changed beside the ink and flip it; nothing is flipped where nothing has changed."""
        dirty = self._paint_overlay(panels.on_paper(self.layout, view, is_empty))
        dirty += self._paint_panels(panels.compose(self.layout, view))
        self._flip(dirty)

    def _paint_panels(self, now: dict[str, Panel]) -> list[Rect]:
        """Paint what has changed of the panels, and nothing where some are gone; return what to show.

        Panels that stay as they were lie on none that goes, as no two ever lie on each other.
        """
        surface, background = pygame.display.get_surface(), self.painter.colours["panel"]
        before, self._panels = self._panels, now
        gone = [
            panel.rect for name, panel in before.items() if name not in now or panel.rect != now[name].rect
        ]
        dirty = gone if before else [self.layout.panel]
        for area in dirty:
            surface.fill(background, area)
        for name, panel in now.items():
            if before.get(name) == panel:
                continue
            reaches = [(reach(shape), shape) for shape in panel.shapes]
            for area in changed_areas(before.get(name), panel):
                surface.fill(background, area)
                shapes = tuple(shape for place, shape in reaches if place.meets(area))
                self.painter.paint(surface, Panel(area, shapes))
                dirty.append(area)
        return dirty

    def _flip(self, dirty: list[Rect]) -> None:
        if dirty:
            pygame.display.update(dirty)
            self.frames += 1

    def _paint_overlay(self, overlay: tuple[Shape, ...]) -> list[Rect]:
        """Paint what stands on the paper beside the ink, where it has changed; return what to show."""
        before, self._overlay = self._overlay, overlay
        if overlay == before:
            return []
        self._reaches = tuple(map(reach, overlay))
        changed = [self.layout.paper]
        if before is not None:
            changed = [reach(shape).cut(self.layout.paper) for shape in changed_shapes(before, overlay)]
        for area in changed:
            self._paint_paper(area)
        return changed

    def _paint_paper(self, area: Rect) -> None:
        """Paint a part of the paper: the ink, and over it the shapes that reach into the part."""
        surface, paper = pygame.display.get_surface(), self.layout.paper
        box = PixelBox(area.x - paper.x, area.y - paper.y, area.right - paper.x, area.bottom - paper.y)
        ink = self._example or self._ink
        surface.blit(ink.surface, area[:2], (box.left, box.top, area.w, area.h))
        places = zip(self._reaches, self._overlay or (), strict=False)
        shapes = tuple(shape for place, shape in places if place.meets(area))
        if shapes:
            self.painter.paint(surface, Panel(area, shapes))
