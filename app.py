"""The window: a person draws digits on the paper at the left, and the answer stands at the right.

Run `python app.py --help` for the options. What is drawn is kept as ink (`deeplearning.ink`), read at every
change (`deeplearning.recognizer`), and shown as panels (`deeplearning.panels`) that are painted here.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import io
import math
import os
import signal
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deeplearning.ink import placement

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
os.environ.setdefault("SDL_VIDEO_X11_WMCLASS", "RealTime DigitRecognizer")
# Without this, the click that brings the window to the front draws nothing.
os.environ.setdefault("SDL_MOUSE_FOCUS_CLICKTHROUGH", "1")
# Without this, Windows enlarges a small picture of the window on screens of many pixels, and blurs it.
os.environ.setdefault("SDL_WINDOWS_DPI_AWARENESS", "permonitorv2")
from deeplearning.window.omission import without

# pygame looks for its data through pkg_resources where that is installed, and loads all that plays sound.
with without("pkg_resources", "pygame.mixer", "pygame.mixer_music"):
    import pygame
    import pygame.freetype

from deeplearning._stderr import quiet
from deeplearning.ink.drawings import Drawing, dump
from deeplearning.ink.history import Ink
from deeplearning.ink.raster import PixelBox, Sheet
from deeplearning.ink.stroke import PAPER, PEN_WIDTH, Stroke
from deeplearning.window import panels, startup
from deeplearning.window.autosave import Autosave, location
from deeplearning.window.layout import Layout, Rect, arrange, first_size
from deeplearning.window.panels import Arrow, Fill, Frame, Panel, Text, Tile, View, Words
from deeplearning.window.startup import Unusable
from deeplearning.window.theme import THEMES, Colour
from deeplearning.window.view import Settler, Shown

if TYPE_CHECKING:
    from deeplearning.recognition.reading import Reading
    from deeplearning.recognition.recognizer import Recognizer

SIZE = (1280, 640)
"""Size of the window at the start, in pixels, where there is no desktop to choose it by."""

PENS = (3.0, 5.0, 7.0, 9.0, 12.0, PEN_WIDTH, 18.0, 22.0, 27.0, 33.0, 40.0, 50.0)
"""Widths of pen that `-` and `+` choose from, in paper pixels."""

FRAMES = 120
"""Most frames a second; events that come faster share a frame."""

AWAKE = 500
"""Milliseconds without an event after which the window waits with less care."""

NAP = 15
"""Milliseconds between two looks for events then: too short to be felt, too long to cost anything."""

FONT = Path(pygame.__file__).with_name("freesansbold.ttf")
"""The font that comes with pygame; looking for one in the system takes a second."""

FINE = 4
"""Letters and corners are drawn this many times larger and averaged down; hinting would push those apart."""

LEAST_TEXT = 11
"""Words that do not fit are made smaller down to this size in pixels, and then cut."""

Runs = tuple[tuple[str, str], ...]


class Painter:
    """Paints shapes onto a surface, and remembers the words, corners and images that it has drawn."""

    def __init__(self, theme: str) -> None:
        """Begin with the colours of `theme`, a key of THEMES."""
        self.colours = THEMES[theme]
        self._font = pygame.freetype.Font(str(FONT))
        self._font.pad = True  # Surfaces as wide as the pen advances, so that spaces count.
        self._word = functools.lru_cache(1024)(self._draw_word)
        self._disc = functools.lru_cache(64)(self._draw_disc)
        self._tile = functools.lru_cache(64)(_draw_tile)

    def paint(self, surface: pygame.Surface, panel: Panel) -> None:
        """Paint the shapes of `panel`, and nothing outside it."""
        surface.set_clip(panel.rect)
        for shape in panel.shapes:
            match shape:
                case Fill(rect, colour, radius):
                    self._fill(surface, rect, self.colours[colour], radius)
                case Frame(rect, colour, width):
                    pygame.draw.rect(surface, self.colours[colour], rect, width)
                case Text(rect, runs, size, align):
                    self._text(surface, rect, runs, size, align)
                case Words(rect, words, colour, size, align):
                    self._words(surface, rect, words, colour, size, align)
                case Tile(rect, image):
                    surface.blit(self._tile(image, rect.w), rect)
                case Arrow(rect, colour, left):
                    _arrow(surface, rect, self.colours[colour], left)
        surface.set_clip(None)

    def _fill(self, surface: pygame.Surface, rect: Rect, colour: Colour, radius: int) -> None:
        r = min(radius, rect.w // 2, rect.h // 2)
        surface.fill(colour, (rect.x + r, rect.y, rect.w - 2 * r, rect.h))
        if r:
            surface.fill(colour, (rect.x, rect.y + r, r, rect.h - 2 * r))
            surface.fill(colour, (rect.right - r, rect.y + r, r, rect.h - 2 * r))
            disc = self._disc(r, colour)
            for x, left in ((rect.x, 0), (rect.right - r, r)):
                for y, top in ((rect.y, 0), (rect.bottom - r, r)):
                    surface.blit(disc, (x, y), (left, top, r, r))

    def _text(self, surface: pygame.Surface, rect: Rect, runs: Runs, size: int, align: float) -> None:
        runs, size, wide = self.fitted(runs, size, rect.w)
        x = rect.x + max(0, round((rect.w - wide) * align))
        # The middle of capitals and digits, 0.73 of the size high, comes to the rectangle's middle.
        baseline = rect.y + rect.h / 2 + 0.365 * size
        for run, colour in runs:
            image, ascent = self._word(run, size, self.colours[colour])
            surface.blit(image, (x, round(baseline - ascent)))
            x += image.get_width()

    def fitted(self, runs: Runs, size: int, room: int) -> tuple[Runs, int, int]:
        """Return the runs, size and width in which a line fits `room` pixels: smaller, then cut."""
        wide = self._wide(runs, size)
        if wide > room:
            least = min(size, LEAST_TEXT)
            size = max(least, int(size * room / wide))
            # The width of every run is rounded by itself, so the right size may be a little smaller.
            while self._wide(runs, size) > room and size > least:
                size -= 1
            while (wide := self._wide(runs, size)) > room and sum(len(run) for run, _ in runs) > 3:
                runs = _shortened(runs)
        return runs, size, wide

    def _wide(self, runs: Runs, size: int) -> int:
        return sum(self._word(run, size, self.colours[colour])[0].get_width() for run, colour in runs)

    def _words(
        self, surface: pygame.Surface, rect: Rect, words: str, colour: str, size: int, align: float
    ) -> None:
        lines = self._lines(rect.w, words, colour, size)
        while len(lines) * panels.line_height(size) > rect.h and size > LEAST_TEXT:
            size -= 1
            lines = self._lines(rect.w, words, colour, size)
        step = panels.line_height(size)
        top = rect.y + max(0, (rect.h - step * len(lines)) // 2)
        for number, line in enumerate(lines):
            place = Rect(rect.x, top + number * step, rect.w, step)
            self._text(surface, place, ((line, colour),), size, align)

    def _lines(self, room: int, words: str, colour: str, size: int) -> list[str]:
        """Return `words` as lines of at most `room` pixels; a longer word has a line to itself."""
        lines = [""]
        for word in words.split():
            longer = f"{lines[-1]} {word}".strip()
            if self._wide(((longer, colour),), size) <= room or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _draw_word(self, word: str, size: int, colour: Colour) -> tuple[pygame.Surface, float]:
        """Return an image of `word`, and how far its baseline lies below the image's top."""
        fine, bounds = self._font.render(word, colour, size=FINE * size)
        shrunk = round(fine.get_width() / FINE), round(fine.get_height() / FINE)
        return pygame.transform.smoothscale(fine, shrunk), bounds.y / FINE

    def _draw_disc(self, radius: int, colour: Colour) -> pygame.Surface:
        fine = pygame.Surface((2 * radius * FINE, 2 * radius * FINE), pygame.SRCALPHA)
        fine.fill((*colour, 0))
        pygame.draw.circle(fine, colour, (radius * FINE, radius * FINE), radius * FINE)
        return pygame.transform.smoothscale(fine, (2 * radius, 2 * radius))


def _draw_tile(image: bytes, side: int) -> pygame.Surface:
    small = pygame.image.frombuffer(image, (28, 28), "P")
    small.set_palette([(grey, grey, grey) for grey in range(256)])
    return pygame.transform.scale(small, (side, side))


def _arrow(surface: pygame.Surface, rect: Rect, colour: Colour, left: bool) -> None:
    x, y, reach = rect.x + rect.w / 2, rect.y + rect.h / 2, min(rect.w, rect.h) / 4
    tip = -reach if left else reach
    points = [(x + tip * 0.8, y), (x - tip * 0.6, y - reach), (x - tip * 0.6, y + reach)]
    pygame.draw.polygon(surface, colour, points)
    pygame.draw.aalines(surface, colour, True, points)


def _shortened(runs: Runs) -> Runs:
    """Return `runs` without their last letter, ending in dots."""
    *rest, (last, colour) = runs
    shorter = last.removesuffix("...")[:-1]
    if shorter or not rest:
        return (*rest, (shorter + "...", colour))
    *rest, (last, colour) = rest
    return (*rest, (last + "...", colour))


class InkSurface:
    """A sheet of ink as a surface: the sheet's pixels are the surface's memory, coverage its palette."""

    def __init__(self, side: int, paper: Colour, ink: Colour) -> None:
        """Begin empty, `side` pixels wide and high."""
        self.sheet = Sheet(side)
        self.surface = pygame.image.frombuffer(self.sheet.pixels.data.cast("B"), (side, side), "P")
        self.dye(paper, ink)

    def dye(self, paper: Colour, ink: Colour) -> None:
        """Give paper and ink other colours."""
        mix = [
            [round(p + (i - p) * share / 255) for p, i in zip(paper, ink, strict=True)]
            for share in range(256)
        ]
        self.surface.set_palette(mix)


class App:
    """The window's state: what is drawn, what was read, and what the screen shows of both."""

    def __init__(self, ink: Ink | None = None, theme: str = "light", folder: Path = Path("drawings")) -> None:
        """Begin with `ink` on the paper; the display must have a mode. `folder` is where S saves.

        Nothing is read until `recognizer` is set.
        """
        self.ink = ink or Ink()
        self.recognizer: Recognizer | None = None
        self.reading: Reading | None = None
        self.running = True
        self.theme = theme
        self.folder = folder
        self.pen = PEN_WIDTH
        self.message = ""
        self.help = False
        self.frames = 0
        self._digits: tuple[Shown, ...] = ()
        self._settler = Settler()
        self._read: tuple[tuple[Stroke, ...], bool] | None = None
        self._picked: tuple[Stroke, ...] | None = None
        self._back = 0
        # What draws: None, "mouse" or a finger's number. A second pointer is left alone.
        self._pointer: Any = None
        self._cursor: Any = None
        self._title = ""
        self._painted: dict[str, Panel] = {}
        self._refused: tuple[int, int] | None = None
        self._resize(pygame.display.get_surface().get_size())

    # --- Events ---------------------------------------------------------------------------------------

    def handle_event(self, event: pygame.event.Event) -> None:
        """Change the state as `event` asks for; events that mean nothing here are ignored."""
        kind = event.type
        if kind == pygame.QUIT:
            self._lift()
            self.running = False
        elif kind == pygame.KEYDOWN:
            self._key(event)
        elif kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEMOTION):
            # SDL also reports touch as the mouse; the finger's own events have drawn it.
            if not getattr(event, "touch", False):
                self._mouse(event)
        elif kind in (pygame.FINGERDOWN, pygame.FINGERMOTION, pygame.FINGERUP):
            self._finger(event)
        elif kind == pygame.DROPFILE:
            self._drop(Path(event.file))
        elif kind in (pygame.WINDOWFOCUSLOST, pygame.WINDOWMINIMIZED, pygame.WINDOWHIDDEN):
            self._lift()
        elif kind == pygame.VIDEORESIZE:
            self._resize(event.size)
        elif kind in (pygame.VIDEOEXPOSE, pygame.WINDOWEXPOSED):
            self._painted = {}

    def _mouse(self, event: pygame.event.Event) -> None:
        if event.type == pygame.MOUSEMOTION:
            if self._pointer == "mouse":
                # A button that comes up outside the window is not always reported.
                if getattr(event, "buttons", (1,))[0]:
                    self._move(event.pos)
                else:
                    self._lift()
            self._point(event.pos)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            self._press(event.pos, "mouse")
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 3:
            self._clear()
        elif event.type == pygame.MOUSEBUTTONUP and event.button == 1 and self._pointer == "mouse":
            self._move(event.pos)
            self._lift()

    def _finger(self, event: pygame.event.Event) -> None:
        window = pygame.display.get_surface().get_size()
        position = event.x * window[0], event.y * window[1]
        if event.type == pygame.FINGERDOWN:
            self._press(position, event.finger_id)
        elif self._pointer == event.finger_id:
            self._move(position)
            if event.type == pygame.FINGERUP:
                self._lift()

    def _press(self, position: tuple[float, float], pointer: Any) -> None:
        if self._pointer == pointer:  # Where it was lifted nobody saw it.
            self._lift()
        if self._pointer is not None or not all(map(math.isfinite, position)):
            return
        if not self.layout.paper.holds(*position):
            self._click(position)
            return
        self._pointer, self._picked, self._back, self.message = pointer, None, 0, ""
        self.ink.begin(*self.layout.to_paper(*position), self.pen)

    def _move(self, position: tuple[float, float]) -> None:
        if all(map(math.isfinite, position)):
            self.ink.add(*self.layout.to_paper(*position))

    def _lift(self) -> None:
        self.ink.end()
        self._pointer = None

    def _click(self, position: tuple[float, float]) -> None:
        """Answer a press beside the paper."""
        if self.message or self.help:
            self.message, self.help = "", False
            return
        view = self._view()
        match self._target(position):
            case "key", code:
                self._key(pygame.event.Event(pygame.KEYDOWN, key=code))
            case "turn", way:
                self._turn(way)
            case "digit", index if not (view.picked and view.chosen == index):
                self._pick(index)
            case target:
                if target or self.layout.replica.holds(*position):
                    self._picked = None

    def _target(self, position: tuple[float, float]) -> tuple[str, int] | None:
        """Return what a press beside the paper would do: a "key" and its code, a "turn" or a "digit"."""
        layout, view = self.layout, self._view()
        for button, (_, key) in zip(layout.buttons, panels.BUTTONS, strict=True):
            if button.holds(*position):
                return "key", ord(key)
        if len(view.page) < len(view.digits):
            for button, way in ((layout.previous, 1), (layout.next, -1)):
                if button.holds(*position):
                    return "turn", way
        for slot, index in zip(layout.cards, view.page, strict=False):
            if slot.holds(*position):
                return "digit", index
        boxes = [(panels.replica_box(layout, digit), index) for index, digit in enumerate(view.digits)]
        for box, index in sorted(boxes, key=lambda both: both[0].w * both[0].h):
            if box.holds(*position):
                return "digit", index
        return None

    def _key(self, event: pygame.event.Event) -> None:
        key, letter = event.key, getattr(event, "unicode", "")
        again = getattr(event, "mod", 0) & pygame.KMOD_SHIFT
        message, self.message = self.message, ""
        if key == pygame.K_ESCAPE and (self.help or message or self._view().picked):
            self.help, self._picked = False, None
        elif key in (pygame.K_ESCAPE, pygame.K_q):
            self._lift()
            self.running = False
        elif key == pygame.K_r:
            self._clear()
        elif key == pygame.K_y or (key == pygame.K_z and again):
            self.ink.redo()
        elif key == pygame.K_z:
            self.ink.undo()
        elif key in (pygame.K_MINUS, pygame.K_KP_MINUS) or letter == "-":
            self.pen = max([pen for pen in PENS if pen < self.pen], default=PENS[0])
        elif key in (pygame.K_PLUS, pygame.K_EQUALS, pygame.K_KP_PLUS) or letter == "+":
            self.pen = min([pen for pen in PENS if pen > self.pen], default=PENS[-1])
        elif key == pygame.K_s:
            self._save()
        elif key in (pygame.K_h, pygame.K_F1):
            self.help = not self.help
        elif key == pygame.K_t:
            self._dye("dark" if self.theme == "light" else "light")
        elif key in (pygame.K_LEFT, pygame.K_RIGHT):
            self._step(1 if key == pygame.K_RIGHT else -1)
        elif key in (pygame.K_PAGEUP, pygame.K_PAGEDOWN):
            self._turn(1 if key == pygame.K_PAGEUP else -1)
        else:
            self.message = message

    def _clear(self) -> None:
        self.ink.clear()
        self._picked, self._back, self.message = None, 0, ""

    def _drop(self, path: Path) -> None:
        """Put what the file at `path` shows beside the ink; where that fails, say why."""
        self._lift()
        try:
            drawing = startup.opened(path)
        except Unusable as error:
            self.message = str(error)
            return
        self.ink.paste(placement.beside(drawing, self.ink.strokes))
        self._picked, self._back = None, 0
        self.message = "" if drawing.strokes else f"{path.name} holds an empty drawing."

    def _pick(self, index: int) -> None:
        """Show a digit in full, and its card."""
        self._picked = self._written(self._digits[index])
        slots = len(self.layout.cards)
        while index not in panels.page_of(self._digits, slots, self._back)[0]:
            pages = math.ceil(len(self._digits) / slots)
            self._back = (self._back + 1) % pages

    def _written(self, digit: Shown) -> tuple[Stroke, ...]:
        """Return the strokes, or parts of them, that were read as `digit`."""
        strokes = self.ink.strokes
        return digit.parts or tuple(strokes[i] for i in digit.strokes)

    def _step(self, way: int) -> None:
        """Choose the digit before or after the one that is shown in full."""
        view = self._view()
        if view.chosen is not None:
            self._pick((view.chosen + way) % len(view.digits))

    def _turn(self, way: int) -> None:
        """Turn the cards to digits written earlier (1) or later (-1)."""
        pages = math.ceil(len(self._view().digits) / len(self.layout.cards))
        self._back = min(max(self._back + way, 0), max(pages - 1, 0))

    def _save(self) -> None:
        self.ink.end()
        if not self.ink.strokes:
            self.message = "There is nothing to save yet: the paper is empty."
            return
        from deeplearning.window.atomic_write import save

        contents = {".png": _png(self.ink.strokes), ".jsonl": self._record().encode()}
        try:
            png, record = save(self.folder, contents, datetime.now())
        except OSError as error:
            reason = error.strerror or str(error)
            if isinstance(error, FileExistsError):
                reason = "a file of that name is in the way"
            self.message = (
                f"Not saved: {self.folder}/ cannot be written ({reason}). Your drawing is still here."
            )
        else:
            self.message = f"Saved {png} and {record.suffix}"

    def _record(self) -> str:
        notes = {"read": self.reading.text} if self.reading else {}
        return dump([Drawing(self.ink.strokes, None, notes)])

    # --- Update ---------------------------------------------------------------------------------------

    def update(self) -> None:
        """Read the ink if it has changed since it was read last."""
        if self.recognizer is None:
            return
        strokes, drawing = self.ink.strokes, self.ink.drawing
        if self._read is not None and self._read[1] == drawing and _alike(self._read[0], strokes):
            return
        if self.reading is None or self._read is None or not _alike(self._read[0], strokes):
            self.reading = self.recognizer.read(self.ink)
        self._read = strokes, drawing
        self._digits = self._settler.show(self.reading, drawing)

    def _view(self) -> View:
        """Return what the answer's half shows now."""
        self.update()
        digits = self._digits
        chosen = max(range(len(digits)), key=lambda index: (max(digits[index].strokes), index), default=None)
        picked = False
        for index, digit in enumerate(digits if self._picked else ()):
            if _alike(self._picked or (), self._written(digit)):
                chosen, picked = index, True
        page, first = panels.page_of(digits, len(self.layout.cards), self._back)
        read = self.reading.text if self.reading else ""
        labels = iter(digit.label for digit in digits)
        text = "".join(mark if mark == " " else next(labels) for mark in read)
        ready = self.recognizer is not None
        return View(digits, text, chosen, picked, page, first, ready, self.pen, self.message, self.help)

    # --- Drawing --------------------------------------------------------------------------------------

    def _resize(self, size: tuple[int, int]) -> None:
        """Lay everything out for a window of `size` pixels."""
        self.layout: Layout = arrange(*size)
        # A window manager may refuse; a second request for the same size would begin a quarrel.
        wanted = self.layout.window[2:]
        if pygame.display.get_surface().get_size() != wanted and size != self._refused:
            self._refused = size
            pygame.display.set_mode(wanted, pygame.RESIZABLE)
        self._painter = Painter(self.theme)
        colours = self._painter.colours
        self._paper = InkSurface(self.layout.paper.w, colours["paper"], colours["ink"])
        self._copy = InkSurface(self.layout.replica.w, colours["paper"], colours["ink"])
        self._glow = InkSurface(self.layout.replica.w, colours["paper"], colours["sure"])
        self._glow.surface.set_colorkey(0)
        self._painted = {}
        self._back, self._cursor = 0, None

    def _dye(self, theme: str) -> None:
        self.theme = theme
        self._painter = Painter(theme)
        colours = self._painter.colours
        self._paper.dye(colours["paper"], colours["ink"])
        self._copy.dye(colours["paper"], colours["ink"])
        self._glow.dye(colours["paper"], colours["sure"])
        self._painted, self._cursor = {}, None

    def draw(self) -> list[Rect]:
        """Paint what has changed since the last call; return the rectangles of the window to show."""
        screen, view, before = pygame.display.get_surface(), self._view(), self._painted
        now = panels.compose(self.layout, view)
        paper = Panel(self.layout.paper, () if self.ink.strokes else tuple(self._hint()))
        # A panel that lay in front of others leaves a hole.
        whole = before.keys() != {*now, "paper"} or before.get("message") != now.get("message")
        if whole:
            self._draw_desk(screen)
        dirty = self._draw_paper(screen, paper, whole)
        inked = self._ink_replica(view)
        for name, panel in now.items():
            if whole or before[name] != panel or (inked and name == "replica"):
                self._draw_panel(screen, name, panel, view.picked)
                dirty.append(panel.rect)
        self._painted = {**now, "paper": paper}
        return [self.layout.window] if whole else dirty

    def _ink_replica(self, view: View) -> bool:
        """Bring the drawing's copy up to date; return whether it has changed."""
        strokes = self.ink.strokes
        picked = () if view.chosen is None or not view.picked else self._written(view.digits[view.chosen])
        changed = self._copy.sheet.update(strokes), self._glow.sheet.update(picked)
        return not all(box.empty for box in changed)

    def _draw_panel(self, screen: pygame.Surface, name: str, panel: Panel, picked: bool) -> None:
        if name == "replica":
            screen.blit(self._copy.surface, panel.rect)
            if picked:
                screen.blit(self._glow.surface, panel.rect)
        else:
            screen.fill(self._painter.colours["panel"], panel.rect)
        self._painter.paint(screen, panel)

    def _draw_desk(self, screen: pygame.Surface) -> None:
        paper, colours = self.layout.paper, self._painter.colours
        screen.fill(colours["desk"], (0, 0, paper.w, paper.y))
        screen.fill(colours["desk"], (0, paper.bottom, paper.w, self.layout.window.h - paper.bottom))
        screen.fill(colours["panel"], self.layout.panel)

    def _draw_paper(self, screen: pygame.Surface, panel: Panel, whole: bool) -> list[Rect]:
        paper = self.layout.paper
        box = self._paper.sheet.update(self.ink.strokes)
        if whole or self._painted["paper"] != panel:
            box = PixelBox(0, 0, paper.w, paper.w)
        if box.empty:
            return []
        area = Rect(box.left, box.top, box.right - box.left, box.bottom - box.top)
        screen.blit(self._paper.surface, (paper.x + box.left, paper.y + box.top), area)
        self._painter.paint(screen, panel)
        return [area._replace(x=paper.x + box.left, y=paper.y + box.top)]

    def _hint(self) -> list[panels.Shape]:
        """What an empty paper says."""
        layout, paper = self.layout, self.layout.paper
        middle = Rect(paper.x, paper.y + paper.h // 2 - layout.title, paper.w, 2 * layout.title)
        below = Rect(paper.x, middle.bottom, paper.w, 2 * layout.body)
        return [
            Text(middle, (("Draw digits here", "hint"),), layout.title, 0.5),
            Text(below, (("Right button clears, H shows all keys", "hint"),), layout.body, 0.5),
        ]

    def _point(self, position: tuple[float, float]) -> None:
        """Show the pen's size over the paper, and what can be clicked beside it."""
        wanted: Any = (self.pen, self.layout.paper.w, self.theme)
        if not (self.layout.paper.holds(*position) or self.ink.drawing):
            answers = self._target(position) and not (self.help or self.message)
            wanted = pygame.SYSTEM_CURSOR_HAND if answers else pygame.SYSTEM_CURSOR_ARROW
        if wanted == self._cursor:
            return
        self._cursor = wanted
        with contextlib.suppress(pygame.error):  # Not every display can show a cursor of one's own.
            if isinstance(wanted, tuple):
                ring = self.ring()
                pygame.mouse.set_cursor((ring.get_width() // 2,) * 2, ring)
            else:
                pygame.mouse.set_cursor(wanted)

    def ring(self) -> pygame.Surface:
        """Return the pen as the cursor shows it: a ring around the ink that it would leave."""
        inside = max(5, round(self.pen * self.layout.paper.w / PAPER))
        side = inside + 12
        image = pygame.Surface((FINE * side, FINE * side), pygame.SRCALPHA)
        colours, middle = self._painter.colours, (FINE * side // 2, FINE * side // 2)
        for colour, out, width in (("paper", 5, 5), ("sure", 4, 3)):
            pygame.draw.circle(image, colours[colour], middle, FINE * (inside / 2 + out), FINE * width)
        return pygame.transform.smoothscale(image, (side, side))

    def show(self) -> None:
        """Bring the window up to date: read, draw, flip; nothing is flipped where nothing has changed."""
        self.update()
        title = f"{self.reading.text} - {panels.NAME}" if self.reading and self.reading.text else panels.NAME
        if title != self._title:
            self._title = title
            pygame.display.set_caption(title)
        if dirty := self.draw():
            pygame.display.update(dirty)
            self.frames += 1


class Film:
    """Draws strokes with a mouse of its own, frame by frame, and records what the window shows of it."""

    def __init__(self, strokes: Sequence[Stroke]) -> None:
        """Begin before the first of `strokes`."""
        from deeplearning.window.recording import Recording, replay

        self.recording = Recording()
        self._frames = replay(strokes)
        self._pen: tuple[float, float] | None = None

    def turn(self, app: App) -> None:
        """Keep what `app` shows and post the events of the next frame; the last one closes the window."""
        screen = pygame.display.get_surface().copy()
        if self._pen and app.layout.paper.holds(*self._pen):
            ring = app.ring()  # the system draws the cursor, so it is on no surface
            screen.blit(ring, ring.get_rect(center=self._pen))
        self.recording.add(pygame.surfarray.array3d(screen).swapaxes(0, 1))
        steps = next(self._frames, None)
        if steps is None:
            pygame.event.post(pygame.event.Event(pygame.QUIT))
            return
        for kind, x, y, app.pen in steps:
            self._pen = app.layout.from_paper(x, y)
            event, held = MOUSE[kind]
            pygame.event.post(pygame.event.Event(event, {"pos": self._pen, "touch": False, **held}))


MOUSE: dict[str, tuple[int, dict[str, Any]]] = {
    "hover": (pygame.MOUSEMOTION, {"buttons": (0, 0, 0)}),
    "press": (pygame.MOUSEBUTTONDOWN, {"button": 1}),
    "draw": (pygame.MOUSEMOTION, {"buttons": (1, 0, 0)}),
    "lift": (pygame.MOUSEBUTTONUP, {"button": 1}),
}
"""What the mouse reports for each kind of `recording.Step`."""


def _alike(one: Sequence[Stroke], other: Sequence[Stroke]) -> bool:
    """Whether both hold the same strokes, which compare by identity."""
    return tuple(one) == tuple(other)


def _png(strokes: tuple[Stroke, ...]) -> bytes:
    """Return the drawing as a PNG file of PAPER x PAPER pixels, black on white."""
    view = InkSurface(PAPER, (255, 255, 255), (0, 0, 0))
    view.sheet.update(strokes)
    file = io.BytesIO()
    pygame.image.save(view.surface.convert(24), file, "drawing.png")
    return file.getvalue()


def _open_window() -> None:
    """Open the display; raises Unusable where there is none."""
    chosen = os.environ.get("SDL_VIDEODRIVER", "")
    try:
        with quiet():  # SDL's drivers; what fails is said below
            pygame.display.init()
        # Without a display SDL falls back on a driver that draws into memory, where nobody sees it.
        unseen = pygame.display.get_driver() in ("offscreen", "dummy")
        if unseen and not chosen:
            raise pygame.error("no screen was found")
        pygame.freetype.init()
        pygame.display.set_icon(_icon())
        pygame.display.set_caption(panels.NAME)
        size = SIZE if unseen else first_size(pygame.display.get_desktop_sizes()[0])
        pygame.display.set_mode(size, pygame.RESIZABLE)
    except pygame.error as error:
        raise Unusable(
            f"No window can be opened here ({error}): start this program in a desktop session."
        ) from error


def _icon() -> pygame.Surface:
    side = Rect(0, 0, 64, 64)
    icon = pygame.Surface(side[2:], pygame.SRCALPHA)
    Painter("light").paint(icon, Panel(side, (Fill(side, "sure", 14), Text(side, (("7", "card"),), 52, 0.5))))
    return icon


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window and run until it is closed; return the exit status, 2 where it cannot run."""
    options = startup.options(argv)
    try:
        if options.record:
            _record(Ink(startup.opened(options.open).strokes), options)
            return 0
        last, message = location(), ""
        if options.restore:
            ink, message = startup.restored(last)
        else:
            ink = Ink(startup.opened(options.open).strokes if options.open else ())
        _open_window()
        app = App(ink, options.theme)
        app.message = message
        run(app, options.model, autosave=Autosave(last, ink.strokes) if last else None)
    except Unusable as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        pygame.quit()
    return 0


def _record(ink: Ink, options: argparse.Namespace) -> None:
    """Draw `ink` anew where nobody's mouse is in the way, and write what the window shows meanwhile."""
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    _open_window()
    film = Film(ink.strokes)
    run(App(theme=options.theme), options.model, film)
    try:
        film.recording.save(options.record)
    except ImportError as error:
        raise Unusable(startup.missing(error)) from error
    except OSError as error:
        raise Unusable(f"{options.record} cannot be written: {error.strerror or error}.") from error


def run(app: App, model: Path | None, film: Film | None = None, autosave: Autosave | None = None) -> None:
    """Show the first frame, load the network, then answer events until the person, or `film`, quits."""
    app.show()
    app.recognizer = startup.load_network(model)
    clock = pygame.time.Clock()

    def keep() -> bool:
        fault = autosave.poll(app.ink) if autosave else ""
        app.message = fault or app.message
        return bool(fault)

    try:
        while app.running:
            app.show()
            if film:
                film.turn(app)
            clock.tick(FRAMES)
            for event in _latest(_wait(keep)):
                app.handle_event(event)
    finally:
        if autosave:
            autosave.close(app.ink)


def _wait(meanwhile: Callable[[], bool] = bool) -> list[pygame.event.Event]:
    """Return all events that have come, once there are any; none once `meanwhile`, asked often, says so.

    pygame.event.wait() looks a thousand times a second, 2% of a core, so it is left after a while.
    """
    if meanwhile():
        return []
    event = pygame.event.wait(AWAKE)
    while event.type == pygame.NOEVENT:
        if meanwhile():
            return []
        pygame.time.wait(NAP)
        event = pygame.event.poll()
    return [event, *pygame.event.get()]


def _latest(events: list[pygame.event.Event]) -> list[pygame.event.Event]:
    """Return `events` without all sizes of the window but the last: the others are history."""
    sizes = [event for event in events if event.type == pygame.VIDEORESIZE]
    return [event for event in events if event.type != pygame.VIDEORESIZE or event is sizes[-1]]


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(main())
