"""The application: what is drawn, what was read of it, and how events change both."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from deeplearning.ink.box import Box
from deeplearning.ink.history import Ink
from deeplearning.ink.naming import NamedGroup
from deeplearning.ink.stroke import PAPER, PEN_WIDTH, Stroke, bounds
from deeplearning.window import opening
from deeplearning.window.actions import disabled_actions, perform
from deeplearning.window.correcting import choose, choose_on_paper, offer_to_forget, remembered, unusable_on
from deeplearning.window.cursor import Cursor
from deeplearning.window.earlier import Entry, earlier_drawings
from deeplearning.window.easing import Easing
from deeplearning.window.enrolment import INSTRUCTION, Enrolment
from deeplearning.window.example import Example
from deeplearning.window.headline import chars_per_line, line_count
from deeplearning.window.insight import Insight, examined, look_inside
from deeplearning.window.layout import MAX_HEADLINE_LINES, Extent, Layout
from deeplearning.window.notices import Notices
from deeplearning.window.pace import STILL, Pace
from deeplearning.window.pasting import PASTED, Pasting
from deeplearning.window.pointer import Hooks, Pointer
from deeplearning.window.reader import Question, Reader
from deeplearning.window.screen import Screen
from deeplearning.window.selection import Selection
from deeplearning.window.shortcuts import action_of
from deeplearning.window.targets import Place, target_at
from deeplearning.window.teaching import Pupil, Teaching
from deeplearning.window.view import DigitView, LabelHysteresis, View, shown_text

if TYPE_CHECKING:
    from deeplearning.recognition.reading import Reading
    from deeplearning.recognition.recognizer import Recognizer

LOSING = (pygame.WINDOWMINIMIZED, pygame.WINDOWHIDDEN)
"""Events after which the release of a button is never reported."""

MOUSE = (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEMOTION)

FINGER = (pygame.FINGERDOWN, pygame.FINGERMOTION, pygame.FINGERUP)

READING_PATIENCE_SECONDS = 0.2
"""How long what is done to the reading, such as copying or clearing it, waits until it is of all the ink."""

FRAME_SECONDS = 1 / 60
"""Time from one frame to the next while something moves by itself."""


class Application:
    """The window's state: the ink, its reading, and what the screen shows of both."""

    def __init__(
        self,
        ink: Ink | None = None,
        theme: str = "light",
        folder: Path = Path("drawings"),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin with `ink` on the paper; the display must have a mode. `folder` is where drawings are saved.

        Nothing is read until `recognizer` is set. `wake` is called, in another thread, for a reading that
        no frame waited for, `on_leave`, with what was read, before the paper is cleared.
        """
        self.ink = ink or Ink()
        self.reading: Reading | None = None
        self.running = True
        self.folder = folder
        self.kept_folder: Path | None = None
        self.pace: Pace = STILL
        self.wake: Callable[[], object] = bool
        self.pen = PEN_WIDTH
        self.side = ""
        self.enrolment = Enrolment()
        self.saved: tuple[tuple[tuple[Stroke, ...], tuple[NamedGroup, ...]], Sequence[Path]] = ((), ()), ()
        self.teaching = Teaching()
        self.notices = Notices(clock)
        self.selection, self.pasting = Selection(), Pasting()
        self.screen = Screen(theme)
        self.cursor = Cursor()
        self.pointer = Pointer(self._hooks(), lambda place: self.layout.paper.holds(*place), clock)
        self._clock = clock
        self._hysteresis = LabelHysteresis()
        self._easing = Easing(clock)
        self._digits: tuple[DigitView, ...] = ()
        self._files: list[Entry] = []
        self._measured: tuple[tuple[Stroke, ...], Extent] = (), (PAPER, PAPER)
        self._example: Example | None = None
        self._is_untouched = True
        self._mouse: Place | None = None
        self._pressed = ""
        self._begin_reading()

    def _begin_reading(self) -> None:
        self._recognizer: Recognizer | None = None
        self._reader: Reader | None = None
        self._insight: Insight | None = None
        self._pupil: Pupil | None = None
        self.on_leave: Callable[[str], object] = str
        self._asked: Question | None = None
        # What is shown of the reading: what it answers, and whether the pen drew or rested.
        self._answered = Question(())
        self._shown_at: tuple[bool, bool] = (False, True)
        self._rests_at = 0.0

    def _hooks(self) -> Hooks:
        return Hooks(
            self._begin, self._move, self._end, lambda: self.ink.cancel(),
            self._press, self._release, self._hover,
            lambda: perform("clear", self), lambda place: choose_on_paper(self, place),
        )  # fmt: skip

    @property
    def layout(self) -> Layout:
        """Where everything stands in the window."""
        return self.screen.layout

    @property
    def frames(self) -> int:
        """How many times anything that had changed was shown."""
        return self.screen.frames

    @property
    def message(self) -> str:
        """What the message strip says."""
        return self.notices.text

    @property
    def recognizer(self) -> Recognizer | None:
        """What reads the ink; the window's thread must not ask it while it reads."""
        return self._recognizer

    @recognizer.setter
    def recognizer(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer
        self._pupil = Pupil(recognizer)
        self._reader = Reader(self._pupil.read, lambda: self.wake())
        self._insight = Insight(recognizer, lambda: self.wake())
        self._asked = None

    # --- Events ---------------------------------------------------------------------------------------

    def handle_event(self, event: pygame.event.Event) -> None:
        """Change the state as `event` asks for; events that mean nothing here are ignored."""
        kind = event.type
        if kind == pygame.QUIT:
            perform("quit", self)
        elif kind == pygame.KEYDOWN:
            self._press_key(event)
        elif kind in MOUSE:
            # SDL also reports touch as the mouse; the finger's own events have drawn it.
            if not getattr(event, "touch", False):
                self.pointer.handle_mouse(event)
        elif kind in FINGER:
            self.pointer.handle_finger(event)
        elif kind == pygame.MOUSEWHEEL:
            self._scroll(-int(getattr(event, "y", 0)))
        elif kind == pygame.DROPFILE:
            self.pointer.lift()
            opening.drop(self, Path(event.file))
        elif kind == PASTED:
            self.pasting.finish(self, event.content)
        elif kind in LOSING:
            self.pointer.lose()
        elif kind == pygame.WINDOWFOCUSLOST:
            self.pointer.lift()
        elif kind == pygame.WINDOWLEAVE:
            self._mouse = None
        elif kind == pygame.VIDEORESIZE:
            self.screen.resize(event.size)
            self.cursor.forget()
        elif kind in (pygame.VIDEOEXPOSE, pygame.WINDOWEXPOSED):
            self.screen.forget()

    def _press_key(self, event: pygame.event.Event) -> None:
        modifiers, character = getattr(event, "mod", 0), getattr(event, "unicode", "")
        action = action_of(event.key, modifiers, character, getattr(event, "scancode", 0))
        if action:
            perform(action, self)

    def _begin(self, place: Place) -> None:
        self.selection.reset()
        self.notices.dismiss()
        self.ink.begin(*self.layout.to_paper(*place), self.pen)

    def _move(self, place: Place) -> None:
        self.ink.add(*self.layout.to_paper(*place))

    def _end(self) -> None:
        if self.ink.drawing:
            self._rests_at = self._clock() + self.pace.rest
        self.ink.end()

    def _press(self, place: Place) -> None:
        """Answer a press beside the paper."""
        view = self.view()
        target = target_at(self.layout, view, place)
        if target is None:
            self.selection.pick(None)
        elif target.file is not None:
            self.side = ""
            opening.open_file(self, self._files[target.file].path)
        elif target.correction is not None:
            offer_to_forget(self, self.teaching.known[::-1][target.correction])
        elif target.digit is not None:
            choose(self, target.digit)
        else:
            self._pressed = target.action
            perform(target.action, self)

    def _release(self) -> None:
        self._pressed = ""

    def _hover(self, place: Place) -> None:
        self._mouse = place

    def _scroll(self, lines: int) -> None:
        """Show other lines of a headline that is longer than its place."""
        self.selection.scroll(-lines, self._bottom_line())

    # --- What the actions need ------------------------------------------------------------------------

    def step_selection(self, way: int, adds: bool = False) -> None:
        """Pick the digit before (-1) or after (1) the picked one; where none is, the last or the first.

        With `adds` those that are picked stay so.
        """
        digits, picked = self._digits, self.view().picked
        if digits:
            beside = (0 if way > 0 else -1) if picked is None else picked + way
            self.selection.pick(self.strokes_of(digits[beside % len(digits)]), adds)

    def turn_cards(self, way: int) -> None:
        """Turn to another page of cards."""
        view = self.view()
        self.selection.turn_to(min(view.page_number + way, view.pages - 1))

    def list_files(self) -> None:
        """Look up the drawings that can be opened."""
        self._files = earlier_drawings([self.folder, self.kept_folder])

    # --- Reading and showing --------------------------------------------------------------------------

    def update(self, patience: float | None = None) -> None:
        """Have the ink read if it has changed, and take over the newest reading within `patience` seconds."""
        if self._reader is None:
            return
        if fault := self.teaching.follow(self.ink.taught):
            self.notices.interrupt(fault)
        question = Question(self.ink.strokes, self.ink.named, self.teaching.known)
        if self._asked != question:  # Strokes, groups and corrections compare by identity.
            self._asked = question
            self._reader.ask(question)
        answer = self._reader.wait(patience)
        drawing = self.ink.drawing
        state = drawing, not drawing and self._clock() >= self._rests_at
        if answer is None:
            return
        is_shown = answer.reading is self.reading and self._shown_at == state
        self._answered, self.reading = answer
        if not is_shown:
            self._shown_at = state
            self._digits = self._hysteresis.show(self.reading, *state)

    def close(self) -> None:
        """Wait for the reading that is being made, as nothing may be read after the window is closed."""
        self.pasting.close()
        for worker in (self._reader, self._insight):
            if worker:
                worker.close()

    def view(self) -> View:
        """Return what the window shows beside the ink, as of the last reading."""
        digits = self._digits
        chosen = self.selection.indices_in([self.strokes_of(digit) for digit in digits])
        picked = chosen[-1] if chosen else None
        page, number, pages = self.selection.page(self.layout, digits, picked)
        return View(
            digits,
            self.text,
            marks=tuple(mark.box for mark in self.reading.marks) if self.reading else (),
            picked=picked,
            chosen=chosen,
            adds=self.selection.adds,
            page=page,
            page_number=number,
            pages=pages,
            top_line=self.selection.top_line(self._bottom_line()),
            ready=self._reader is not None,
            pen=self.pen,
            message=self.notices.text or (INSTRUCTION if self.enrolment.is_on else ""),
            offer=self.notices.is_offer or (self.enrolment.is_on and not self.notices.text),
            enrolling=self.enrolment.is_on,
            side=self.side,
            pressed=self._pressed,
            disabled=disabled_actions(self) | unusable_on([digits[index] for index in chosen]),
            files=tuple(entry.caption for entry in self._files) if self.side == "open" else (),
            examined=examined(digits, picked) if self.side == "inside" else None,
            memory=remembered(self) if self.side == "memory" else (),
            writer=self.teaching.writer,
        )

    @property
    def text(self) -> str:
        """What is read, as it is shown, its lines parted by line breaks."""
        return shown_text(self.reading, self._digits) if self.reading else ""

    def _bottom_line(self) -> int:
        """Return the first line of the headline that is seen while it shows its end."""
        lines = line_count(self.text, chars_per_line(self.layout.headline.w, self.layout.title))
        return max(0, lines - MAX_HEADLINE_LINES)

    def strokes_of(self, digit: DigitView) -> tuple[Stroke, ...]:
        """Return the strokes, or parts of them, that were read as `digit`."""
        return digit.parts or self.whole_strokes_of(digit)

    def whole_strokes_of(self, digit: DigitView) -> tuple[Stroke, ...]:
        """Return the strokes of which `digit` was read, whole where only a part of one was."""
        return tuple(self._answered.strokes[index] for index in digit.strokes)

    def read_now(self) -> Reading | None:
        """Return the reading of all that stands there, waited for a moment; None where it is not made yet."""
        self.update(None if self.pace.patience is None else READING_PATIENCE_SECONDS)
        return self.reading if self._answered is self._asked else None

    def leave_paper(self, is_done: bool = True) -> None:
        """Have the paper's ink kept; where it `is_done` with, what nobody changed counts as read rightly."""
        reading = self.read_now()
        if is_done and self._pupil and reading:
            self._pupil.leave(self._answered.strokes, reading)
        self.on_leave(reading.text if reading else "")

    def _extent(self) -> Extent:
        """Return how far the ink reaches to the right and down; the paper that is always seen at least."""
        strokes = self.ink.strokes
        if strokes != self._measured[0] and not self.ink.drawing:
            box = bounds(strokes) if strokes else Box(0, 0, PAPER, PAPER)
            self._measured = strokes, (max(box.right, PAPER), max(box.bottom, PAPER))
        return self._measured[1]

    def show(self) -> None:
        """Bring the window up to date, ink first; what has not changed is not shown again."""
        if self.ink.strokes:
            self.screen.show_example(())
        self.screen.show_ink(self.ink.strokes)
        self.update(self.pace.patience)
        self.screen.fit(self.view(), self._extent())
        view = self.view()
        layers = look_inside(self._insight, view, self.pace)
        digits = self._easing.ease(view.digits, self.pace.ease)
        view = replace(view, digits=digits, hover=self._point(view), layers=layers)
        self.screen.set_title(self.reading.text if self.reading else "")
        self.screen.show_ink(self.ink.strokes)
        self.screen.show_example(self._example_strokes())
        self.screen.show(view, is_empty=not self.ink.strokes)

    def _example_strokes(self) -> tuple[Stroke, ...]:
        """Return what an untouched paper shows of the example; after the first touch it never comes back."""
        if not self.pace.shows_example or self._reader is None or self.enrolment.is_on:
            return ()
        if self.ink.strokes or self.ink.can_redo:
            self._is_untouched, self._example = False, None
        elif self._is_untouched and self._example is None:
            self._example = Example(self._clock)
        return self._example.strokes() if self._example else ()

    def _point(self, view: View) -> str:
        """Set the cursor to what is under the mouse, and return its name."""
        if self._mouse is None:
            return ""
        if self.layout.paper.holds(*self._mouse) or self.ink.drawing:
            self.cursor.show_ring(self.pen, self.layout.scale, self.screen.theme)
            return ""
        target = target_at(self.layout, view, self._mouse)
        if target is None or target.action in view.unusable:
            self.cursor.show_arrow()
            return ""
        self.cursor.show_hand()
        return target.name

    def seconds_until_change(self) -> float | None:
        """Return after how many seconds the window changes by itself; None where it waits for a person."""
        times = []
        if self._easing.is_moving or (self._example and self._example.is_moving):
            times.append(FRAME_SECONDS)
        if not all((self._shown_at[1], not self._digits)) and not self.ink.drawing:
            left = self._rests_at - self._clock()
            times += [left] if left > 0 else []
        if self.notices.text and self.notices.seconds_left is not None:
            times.append(self.notices.seconds_left)
        return min(times, default=None)
