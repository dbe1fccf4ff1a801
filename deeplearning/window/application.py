"""The application: what is drawn, what was read of it, and how events change both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from deeplearning.ink.history import Ink
from deeplearning.ink.placement import beside
from deeplearning.ink.stroke import PEN_WIDTH, Stroke
from deeplearning.window import startup
from deeplearning.window.actions import perform
from deeplearning.window.cursor import Cursor
from deeplearning.window.layout import Layout
from deeplearning.window.pointer import Hooks, Place, Pointer, target_at
from deeplearning.window.reader import Reader
from deeplearning.window.screen import Screen
from deeplearning.window.selection import Selection
from deeplearning.window.shortcuts import action_of
from deeplearning.window.view import DigitView, LabelHysteresis, View, page_of, shown_text

if TYPE_CHECKING:
    from deeplearning.recognition.reading import Reading
    from deeplearning.recognition.recognizer import Recognizer

LIFTING = (pygame.WINDOWFOCUSLOST, pygame.WINDOWMINIMIZED, pygame.WINDOWHIDDEN)
"""Events after which the pen's lifting may go unreported."""

MOUSE = (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEMOTION)

FINGER = (pygame.FINGERDOWN, pygame.FINGERMOTION, pygame.FINGERUP)


class Application:
    """The window's state: the ink, its reading, and what the screen shows of both."""

    def __init__(self, ink: Ink | None = None, theme: str = "light", folder: Path = Path("drawings")) -> None:
        """Begin with `ink` on the paper; the display must have a mode. `folder` is where drawings are saved.

        Nothing is read until `recognizer` is set. `patience` is for how many seconds a frame waits for the
        reading of its ink (None: as long as it takes); `wake` is called, in another thread, when a reading
        that took longer is there.
        """
        self.ink = ink or Ink()
        self.reading: Reading | None = None
        self.patience: float | None = None
        self.wake: Callable[[], object] = bool
        self.running = True
        self.folder = folder
        self.pen = PEN_WIDTH
        self.message = ""
        self.help = False
        self.selection = Selection()
        self.screen = Screen(theme)
        self.cursor = Cursor()
        hooks = Hooks(self._begin, self._move, self._end, self._press, self._hover, self._clear)
        self.pointer = Pointer(hooks, lambda place: self.layout.paper.holds(*place))
        self._hysteresis = LabelHysteresis()
        self._digits: tuple[DigitView, ...] = ()
        self._recognizer: Recognizer | None = None
        self._reader: Reader | None = None
        self._asked: tuple[Stroke, ...] | None = None
        # What is shown of the reading: of which strokes it is, and whether the last of them was unfinished.
        self._read: tuple[Stroke, ...] = ()
        self._read_unfinished = False

    @property
    def layout(self) -> Layout:
        """Where everything stands in the window."""
        return self.screen.layout

    @property
    def frames(self) -> int:
        """How many frames were shown in which anything had changed."""
        return self.screen.frames

    @property
    def recognizer(self) -> Recognizer | None:
        """What reads the ink; the window's thread must not ask it while it reads."""
        return self._recognizer

    @recognizer.setter
    def recognizer(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer
        self._reader = Reader(recognizer.read, lambda: self.wake())
        self._asked = None

    # --- Events ---------------------------------------------------------------------------------------

    def handle_event(self, event: pygame.event.Event) -> None:
        """Change the state as `event` asks for; events that mean nothing here are ignored."""
        kind = event.type
        if kind == pygame.QUIT:
            self.pointer.lift()
            self.running = False
        elif kind == pygame.KEYDOWN:
            self._press_key(event)
        elif kind in MOUSE:
            # SDL also reports touch as the mouse; the finger's own events have drawn it.
            if not getattr(event, "touch", False):
                self.pointer.handle_mouse(event)
        elif kind in FINGER:
            self.pointer.handle_finger(event)
        elif kind == pygame.DROPFILE:
            self._drop(Path(event.file))
        elif kind in LIFTING:
            self.pointer.lift()
        elif kind == pygame.VIDEORESIZE:
            self.screen.resize(event.size)
            self.selection.pages_back = 0
            self.cursor.forget()
        elif kind in (pygame.VIDEOEXPOSE, pygame.WINDOWEXPOSED):
            self.screen.forget()

    def _press_key(self, event: pygame.event.Event) -> None:
        action = action_of(event.key, getattr(event, "mod", 0), getattr(event, "unicode", ""))
        if action:
            perform(action, self)

    def _begin(self, place: Place) -> None:
        self.selection.reset()
        self.message = ""
        self.ink.begin(*self.layout.to_paper(*place), self.pen)

    def _move(self, place: Place) -> None:
        self.ink.add(*self.layout.to_paper(*place))

    def _end(self) -> None:
        self.ink.end()

    def _clear(self) -> None:
        perform("clear", self)

    def _press(self, place: Place) -> None:
        """Answer a press beside the paper."""
        if self.message or self.help:
            self.message, self.help = "", False
            return
        view = self.view()
        target = target_at(self.layout, view, place)
        if target and target.action:
            perform(target.action, self)
        elif target and target.digit is not None and not (view.picked and view.chosen == target.digit):
            self._pick(target.digit)
        elif target or self.layout.replica.holds(*place):
            self.selection.unpick()

    def _hover(self, place: Place) -> None:
        """Show the pen's size over the paper, and what can be pressed beside it."""
        if self.layout.paper.holds(*place) or self.ink.drawing:
            self.cursor.show_ring(self.pen, self.layout.paper.w, self.screen.theme)
        elif target_at(self.layout, self.view(), place) and not (self.help or self.message):
            self.cursor.show_hand()
        else:
            self.cursor.show_arrow()

    def _drop(self, path: Path) -> None:
        """Put what the file at `path` shows beside the ink; where that fails, say why."""
        self.pointer.lift()
        try:
            drawing = startup.open_drawing(path)
        except startup.Unusable as error:
            self.message = str(error)
            return
        self.ink.paste(beside(drawing, self.ink.strokes))
        self.selection.reset()
        self.message = "" if drawing.strokes else f"{path.name} holds an empty drawing."

    # --- What the actions need ------------------------------------------------------------------------

    def set_theme(self, theme: str) -> None:
        """Show everything in the colours of `theme`."""
        self.screen.set_theme(theme)
        self.cursor.forget()

    def step_selection(self, way: int) -> None:
        """Pick the digit before (-1) or after (1) the one that is shown in full."""
        view = self.view()
        if view.chosen is not None:
            self._pick((view.chosen + way) % len(view.digits))

    def turn_cards(self, way: int) -> None:
        """Turn the cards to digits written earlier (1) or later (-1)."""
        self.selection.turn(way, len(self._digits), len(self.layout.cards))

    def _pick(self, index: int) -> None:
        """Show a digit in full, and its card."""
        strokes = self._strokes_of(self._digits[index])
        self.selection.pick(index, strokes, self._digits, len(self.layout.cards))

    # --- Reading and showing --------------------------------------------------------------------------

    def update(self, patience: float | None = None) -> None:
        """Have the ink read if it has changed, and take over the newest reading within `patience` seconds."""
        if self._reader is None:
            return
        strokes, unfinished = self.ink.strokes, self.ink.drawing
        if self._asked != strokes:  # Strokes compare by identity.
            self._asked = strokes
            self._reader.ask(strokes)
        answer = self._reader.wait(patience)
        if answer is None or (answer.reading is self.reading and self._read_unfinished == unfinished):
            return
        self._read, self.reading = answer
        self._read_unfinished = unfinished
        self._digits = self._hysteresis.show(self.reading, unfinished)

    def view(self) -> View:
        """Return what the answer's half shows, as of the last reading."""
        digits = self._digits
        picked = self.selection.index_in([self._strokes_of(digit) for digit in digits])
        last = max(range(len(digits)), key=lambda index: (max(digits[index].strokes), index), default=None)
        page, first = page_of(digits, len(self.layout.cards), self.selection.pages_back)
        return View(
            digits,
            shown_text(self.reading.text if self.reading else "", digits),
            chosen=last if picked is None else picked,
            picked=picked is not None,
            page=page,
            first=first,
            ready=self._reader is not None,
            pen=self.pen,
            message=self.message,
            help=self.help,
        )

    def _strokes_of(self, digit: DigitView) -> tuple[Stroke, ...]:
        """Return the strokes, or parts of them, that were read as `digit`."""
        return digit.parts or tuple(self._read[index] for index in digit.strokes)

    def show(self) -> None:
        """Bring the window up to date: read, paint, flip; nothing is flipped where nothing has changed."""
        self.update(self.patience)
        view = self.view()
        self.screen.set_title(self.reading.text if self.reading else "")
        picked: tuple[Stroke, ...] = ()
        if view.picked and view.chosen is not None:
            picked = self._strokes_of(view.digits[view.chosen])
        self.screen.show(view, self.ink.strokes, picked)
