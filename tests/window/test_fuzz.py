"""Events that no sane hand would send, and what must hold after each of them all the same.

In full, with figures: DIGITS_FUZZ=300000 python -m pytest tests/window/test_fuzz.py

A run that was stopped goes on where it was: DIGITS_FUZZ_ROUND names the rounds that are done already, and
DIGITS_FUZZ the events that are left.
"""

import contextlib
import os
import tempfile
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from unittest import mock

import hypothesis
import numpy as np
import pygame
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from deeplearning.ink.drawings import dump, load
from deeplearning.ink.history import Ink
from deeplearning.recognition.memory import Memory
from deeplearning.recognition.recognizer import Recognizer
from deeplearning.window import actions, clipboard
from deeplearning.window.application import Application
from deeplearning.window.autosave import Autosave
from deeplearning.window.display import DEFAULT_SIZE, open_window
from deeplearning.window.loop import wait_for_events, without_old_sizes
from deeplearning.window.pasting import Pasting
from deeplearning.window.side_panels import file_rows
from deeplearning.window.targets import target_at
from tests.support.hand import DRAWINGS, pixels, pressed
from tests.support.ink_model import CORRECTING, KEYS, Model

EVENTS = int(os.environ.get("DIGITS_FUZZ", "0")) or 2_000
ROUNDS_DONE = int(os.environ.get("DIGITS_FUZZ_ROUND", "0"))
FRESH = 250
"""Events from one fresh reading to the next: loading a network takes as long as a hundred events."""

CROWDED = 7
"""Strokes from which the paper is cleared: reading a dense scribble takes long, and shows nothing new."""

COUNTS = Counter()

WILD = [0, -1, 639, 640, 1279, 32767, -32768, 2**31 - 1, -(2**31), 1e30, -1e300]
NOT_NUMBERS = [float("nan"), float("inf"), float("-inf")]
PIXELS = st.integers(-40, 1320) | st.integers(0, 640) | st.sampled_from(WILD + NOT_NUMBERS)
PLACES = st.tuples(PIXELS, PIXELS)
SHARES = st.floats(-0.25, 1.25, width=32) | st.floats(0, 0.5, width=32) | st.sampled_from(WILD + NOT_NUMBERS)
NUMBERS = st.integers(0, len(DRAWINGS) - 1)
FINGERS = st.integers(0, 1)
INSIDE = st.tuples(st.integers(0, 320), st.integers(0, 319))
"""Places that lie on the paper at any size of the window, or nearly."""

LOST = [pygame.WINDOWFOCUSLOST, pygame.WINDOWMINIMIZED, pygame.WINDOWHIDDEN]
PRESSES = st.builds(
    lambda place, button, touch: (pygame.MOUSEBUTTONDOWN, {"pos": place, "button": button, "touch": touch}),
    INSIDE | PLACES,
    st.sampled_from([1, 1, 1, 1, 1, 1, 2, 3, 9]),
    st.sampled_from([False] * 4 + [True]),
)
MOVES = st.builds(
    lambda place, held, touch: (
        pygame.MOUSEMOTION,
        {"pos": place, "buttons": (held, 0, 0), "touch": touch},
    ),
    INSIDE | PLACES,
    st.sampled_from([1, 1, 1, 1, 0]),
    st.sampled_from([False] * 4 + [True]),
)
RELEASES = st.builds(
    lambda place, button: (pygame.MOUSEBUTTONUP, {"pos": place, "button": button}),
    INSIDE | PLACES,
    st.sampled_from([1, 1, 1, 2, 3]),
)
TOUCHES = st.builds(
    lambda kind, x, y, number: (kind, {"x": x, "y": y, "finger_id": number, "touch_id": 1}),
    st.sampled_from([pygame.FINGERDOWN, pygame.FINGERMOTION, pygame.FINGERMOTION, pygame.FINGERUP]),
    SHARES,
    SHARES,
    FINGERS,
)
LOSSES = st.sampled_from([(kind, {}) for kind in LOST])
POINTERS = st.one_of(PRESSES, MOVES, MOVES, MOVES, TOUCHES, TOUCHES, RELEASES | LOSSES)
"""What mice and fingers do, in any order, and what takes them away from the window."""

CODES = st.sampled_from(sorted(KEYS)) | st.sampled_from(
    [getattr(pygame, name) for name in sorted(dir(pygame)) if name.startswith("K_")]
)
MODS = st.sampled_from([0, pygame.KMOD_SHIFT, pygame.KMOD_LSHIFT, pygame.KMOD_CTRL, pygame.KMOD_ALT, 0xFFFF])
SIZES = st.tuples(st.integers(-10, 1500), st.integers(-10, 1100)) | st.sampled_from(
    [(0, 0), (1, 1), (3000, 9)]
)
OTHERS = [
    pygame.ACTIVEEVENT, pygame.KEYUP, pygame.TEXTINPUT, pygame.TEXTEDITING, pygame.MOUSEWHEEL,
    pygame.JOYBUTTONDOWN, pygame.MULTIGESTURE, pygame.WINDOWENTER, pygame.WINDOWLEAVE, pygame.WINDOWSHOWN,
    pygame.WINDOWFOCUSGAINED, pygame.WINDOWRESTORED, pygame.WINDOWMOVED, pygame.VIDEOEXPOSE, pygame.USEREVENT,
    pygame.WINDOWEXPOSED, pygame.CLIPBOARDUPDATE, pygame.AUDIODEVICEADDED, pygame.USEREVENT + 77,
]  # fmt: skip
TIMES = [datetime(1, 1, 1), datetime(1970, 1, 1), datetime(2026, 3, 29, 2, 30), datetime(9999, 12, 31)]


class Clock:
    """What both of the program's clocks show; either may jump."""

    def __init__(self):
        self.seconds = 0.0
        self.date = TIMES[2]

    def __call__(self):
        return self.seconds

    def now(self):
        return self.date


class Window(RuleBasedStateMachine):
    """The window beside the model of its ink."""

    recognizer: Recognizer

    @initialize(number=st.none() | NUMBERS)
    def open(self, number):
        self.stack = contextlib.ExitStack()
        self.folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="digits-")))
        self.clock = Clock()
        self.stack.enter_context(mock.patch.object(actions, "datetime", self.clock))
        pygame.display.set_mode(DEFAULT_SIZE, pygame.RESIZABLE)
        pygame.event.clear()
        clipboard.put_text("no path of a file")
        # Nor may it look for a picture that its user has copied.
        self.stack.enter_context(mock.patch.object(Pasting, "begin"))
        self.recognizer.memory = Memory()
        strokes = () if number is None else DRAWINGS[number].strokes
        self.app = Application(Ink(strokes), folder=self.folder / "drawings", clock=self.clock)
        self.app.recognizer = self.recognizer
        self.app.kept_folder = self.folder / "kept"
        self.keeper = Autosave(self.folder / "kept", self.clock)
        self.keeper.begin_with(strokes)
        self.model = Model(strokes, self.clock)
        # What is forgotten in the panel of the memory the model does not know.
        self.forget, self.has_forgotten = self.app.teaching.forget, False
        self.app.teaching.forget = self.note_forgetting
        self.saved, self.began = {}, strokes
        self.app.show()
        self.check()

    # --- Events -----------------------------------------------------------------------------------------

    def send(self, *events, together=False, unread=False):
        """Send events as the system does: through pygame's queue and the program's own loop.

        With `unread` the model does not know yet what comes of them.
        """
        if len(self.model.strokes) > CROWDED:
            self.model.lift()  # as losing the focus does
            self.app.handle_event(pygame.event.Event(pygame.WINDOWFOCUSLOST))
            self.model.clear()
            self.app.handle_event(pygame.event.Event(*pressed(pygame.K_r)))
            self.app.show()
        for number, (kind, event) in enumerate(events, start=1):
            if not unread and self.is_on_a_file(kind, event):
                continue  # What the list opens, a rule of its own knows.
            before = self.model.open
            self.model.handle(kind, event, self.app)
            pygame.event.post(pygame.event.Event(kind, event))
            COUNTS["events"] += 1
            COUNTS["strokes"] += self.model.open is not None and self.model.open is not before
            if not together or number == len(events):
                for one in without_old_sizes(wait_for_events(self.keep)):
                    self.app.handle_event(one)
                if not self.app.running:  # Escape, too, where nothing was open that it closes first.
                    self.model.lift()
                    self.app.running = True
                self.app.show()
                if not unread:
                    self.check()

    def is_on_a_file(self, kind, event):
        """Whether the event is a press on a drawing in the list of those that can be opened."""
        if kind == pygame.MOUSEBUTTONDOWN:
            place = event["pos"]
        elif kind == pygame.FINGERDOWN:
            place = np.multiply((event["x"], event["y"]), pygame.display.get_surface().get_size())
        else:
            return False
        target = target_at(self.app.layout, self.app.view(), place) if np.isfinite(place).all() else None
        return target is not None and target.file is not None

    def note_forgetting(self, corrections):
        self.has_forgotten = True
        return self.forget(corrections)

    def keep(self):
        if fault := self.keeper.poll(self.app.ink, self.app.reading.text):
            self.app.notices.interrupt(fault)
        return False

    @rule(first=INSIDE, events=st.lists(POINTERS, min_size=2, max_size=12))
    def gesture(self, first, events):
        self.send((pygame.MOUSEBUTTONDOWN, {"pos": first, "button": 1}), *events)

    @rule(places=st.lists(INSIDE, min_size=1, max_size=8), together=st.booleans())
    def scribble(self, places, together):
        first, *rest = places
        self.send(
            (pygame.MOUSEBUTTONDOWN, {"pos": first, "button": 1}),
            *[(pygame.MOUSEMOTION, {"pos": place, "buttons": (1, 0, 0)}) for place in rest],
            (pygame.MOUSEBUTTONUP, {"pos": places[-1], "button": 1}),
            together=together,
        )

    @rule(number=NUMBERS, at=INSIDE, size=st.sampled_from([0.2, 0.5, 1.0]))
    def digit(self, number, at, size):
        for stroke in DRAWINGS[number].strokes[:3]:
            places = (
                (stroke.points[:: max(1, len(stroke.points) // 10)] * size + at).round().astype(int).tolist()
            )
            self.scribble(places, together=False)

    @rule(
        steps=st.lists(st.sampled_from([pygame.K_LEFT, pygame.K_RIGHT]), max_size=4),
        code=st.sampled_from(sorted(CORRECTING)),
    )
    def correct(self, steps, code):
        """Some digits are chosen, and then named, taken apart or removed; undoing it leaves no trace."""
        self.send(pressed(pygame.K_F15), (pygame.WINDOWFOCUSLOST, {}))
        before, at = (self.app.ink.strokes, self.app.ink.named, self.app.teaching.known), self.model.at
        self.send(*[pressed(step, pygame.KMOD_SHIFT) for step in steps], pressed(code))
        taken = self.model.at - at
        COUNTS["corrections"] += taken
        if taken and code % 2:
            self.send(*[pressed(pygame.K_z)] * taken)
            assert (self.app.ink.strokes, self.app.ink.named) == before[:2]
            assert set(self.app.teaching.known) == set(before[2]) or self.has_forgotten
            self.send(*[pressed(pygame.K_y)] * taken)

    @rule(code=CODES, mod=MODS)
    def type(self, code, mod):
        self.send(pressed(code, mod))

    @rule(code=st.sampled_from([pygame.K_1, pygame.K_6, pygame.K_SLASH]), letter=st.sampled_from("-+r\0ß"))
    def type_as_on_another_keyboard(self, code, letter):
        self.send(pressed(code, pygame.KMOD_SHIFT, letter))

    @rule(size=SIZES, again=st.booleans())
    def resize(self, size, again):
        event = pygame.VIDEORESIZE, {"size": size, "w": size[0], "h": size[1]}
        self.send(*[event] * (1 + again), together=True)

    @rule(kind=st.sampled_from([*LOST, *OTHERS, pygame.QUIT]), stray=st.booleans())
    def other(self, kind, stray):
        event = {"pos": "nowhere", "size": None, "key": -1, "text": "7"} if stray else {}
        self.send((kind, event))

    @rule(number=NUMBERS, fault=st.sampled_from([None, None, "missing", "empty", "no drawing"]))
    def drop(self, number, fault):
        """A file that is dropped on the window comes to what is there, whole, or says why not."""
        path = self.folder / "dropped.jsonl"
        path.unlink(missing_ok=True)
        if fault != "missing":
            path.write_text({None: dump([DRAWINGS[number]]), "empty": ""}.get(fault, "no drawing"))
        self.send((pygame.WINDOWFOCUSLOST, {}), pressed(pygame.K_r))
        if number % 2:
            self.scribble([(300, 300), (310, 310)], False)
        before = self.model.strokes
        self.send((pygame.DROPFILE, {"file": str(path)}), unread=True)
        added = self.app.ink.strokes[len(before) :]
        assert len(added) == (0 if fault else len(DRAWINGS[number].strokes))
        assert bool(self.app.message) == bool(fault)
        assert not self.app.notices.is_offer
        self.model.paste([(stroke.points.tolist(), stroke.width) for stroke in added])
        self.check()

    @rule(number=NUMBERS, answer=st.sampled_from([pygame.K_RETURN, pygame.K_ESCAPE]))
    def drop_on_a_full_paper(self, number, answer):
        """A file for which there is no room is offered, and Enter, at once, puts it on a page of its own."""
        path = self.folder / "dropped.jsonl"
        path.write_text(dump([DRAWINGS[number]]))
        self.send((pygame.WINDOWFOCUSLOST, {}), pressed(pygame.K_r))
        layout = self.app.layout
        corners = [layout.from_paper(20, 20), layout.from_paper(620, 620)]
        self.scribble([(round(x), round(y)) for x, y in corners], False)
        before = self.model.strokes
        self.send((pygame.DROPFILE, {"file": str(path)}), unread=True)
        if not self.app.notices.is_offer:  # The scribble was made where another pointer held the pen.
            added = self.app.ink.strokes[len(before) :]
            self.model.paste([(stroke.points.tolist(), stroke.width) for stroke in added])
            self.check()
            return
        self.check()
        self.send(pressed(answer), unread=True)
        if answer == pygame.K_RETURN:
            self.model.boxes = None
            self.model.clear()
            self.model.paste([(stroke.points.tolist(), stroke.width) for stroke in self.app.ink.strokes])
        self.check()

    @rule(files=st.booleans())
    def open_from_the_list(self, files):
        """What the list opens comes to a page of its own; what stood there comes back by undoing twice."""
        self.send((pygame.WINDOWFOCUSLOST, {}), pressed(pygame.K_F15))
        if self.app.side != "open":
            self.send(pressed(pygame.K_o))
        view, before = self.app.view(), self.app.ink.strokes
        if view.side != "open" or not view.files or not files:
            return
        rect = file_rows(self.app.layout, len(view.files))[0]
        place = rect.x + rect.w // 2, rect.y + rect.h // 2
        self.send((pygame.MOUSEBUTTONDOWN, {"pos": place, "button": 1}), unread=True)
        opened = self.app.ink.strokes
        self.model.boxes = None
        if before:
            self.model.clear()
        places = {stroke: index for index, stroke in enumerate(opened)}
        named = [({places[stroke] for stroke in group.strokes}, group.label) for group in self.app.ink.named]
        self.model.paste([(stroke.points.tolist(), stroke.width) for stroke in opened], named)
        self.check()
        COUNTS["openings"] += 1

    @rule(seconds=st.sampled_from([0.1, 1.5, 3.0, -1e9, 1e12]), date=st.sampled_from(TIMES))
    def jump(self, seconds, date):
        self.clock.seconds += seconds
        self.clock.date = date if seconds > 1 else min(date, TIMES[2]) + timedelta(seconds=1)

    # --- Rules that know what must come of it -----------------------------------------------------------

    # Seldom, as the clock has it: a picture takes as long as ten other events to write.
    @precondition(lambda self: self.clock.seconds // 1 % 4 == 3)
    @rule()
    def save(self):
        """S tells the truth of where it has written the drawing, and writes over nothing."""
        new = self.press_s()
        if not self.model.strokes:
            assert not new
            assert "nothing to save" in self.app.message
            return
        if "saved already" in self.app.message:
            assert not new
            assert any(str(path) in self.app.message for path in self.saved)
            return
        record, png = sorted(new)
        assert str(png) in self.app.message
        assert_holds(record, self.model.strokes)
        self.saved |= {path: path.read_bytes() for path in new}
        COUNTS["savings"] += 1

    @precondition(lambda self: self.clock.seconds // 1 % 4 == 3)
    @rule()
    def save_on_a_full_disk(self):
        with mock.patch.object(os, "fsync", side_effect=OSError(28, "No space left on device")):
            assert not self.press_s()
        assert any(words in self.app.message for words in ("Not saved", "nothing to save", "saved already"))

    def press_s(self):
        before = set(self.folder.glob("drawings/*"))
        self.send(pressed(pygame.K_s))
        return set(self.folder.glob("drawings/*")) - before

    @rule(steps=st.sampled_from([1, 1, 3, 1000]), forth=st.booleans())
    def undo_and_redo(self, steps, forth):
        """Undoing and then redoing as often, or the other way round, leaves everything as it was."""
        codes = (pygame.K_y, pygame.K_z) if forth else (pygame.K_z, pygame.K_y)
        self.send(pressed(pygame.K_F15), (pygame.WINDOWFOCUSLOST, {}))
        if self.model.boxes:
            return  # They take one step for themselves.
        before = self.app.ink.strokes, self.app.ink.named
        steps = min(steps, len(self.model.sheets) - 1 - self.model.at if forth else self.model.at)
        self.send(*[pressed(code) for code in codes for _ in range(steps)])
        assert (self.app.ink.strokes, self.app.ink.named) == before

    # --- What must always hold --------------------------------------------------------------------------

    def check(self):
        ink, reading = self.app.ink, self.app.reading
        assert ink.drawing == (self.model.open is not None)
        assert self.app.enrolment.is_on == (self.model.boxes is not None)
        assert_alike(ink.strokes, self.model.strokes, 1e-6)
        places = {stroke: index for index, stroke in enumerate(ink.strokes)}
        named = [({places[stroke] for stroke in group.strokes}, group.label) for group in ink.named]
        assert named == self.model.names
        said = [(set(digit.strokes), digit.label) for digit in reading.digits if digit.named]
        assert sorted(map(str, said)) == sorted(str(name) for name in named if name[1] != "apart")
        known = self.app.teaching.known
        assert set(self.recognizer.memory.corrections) == set(known)
        assert self.has_forgotten or sorted(one.label for one in known) == self.model.learnt
        assert pygame.display.get_caption()[0] == " - ".join(
            filter(None, [reading.text, "RealTime DigitRecognizer"])
        )
        assert reading.text.replace(" ", "") == "".join(digit.label for digit in reading.digits)
        read = {index for group in (*reading.digits, *reading.marks) for index in group.strokes}
        assert read <= set(range(len(ink.strokes)))
        assert bool(read) == bool(ink.strokes)
        uncut = [index for digit in reading.digits if not digit.parts for index in digit.strokes]
        assert len(uncut) == len(set(uncut))
        if COUNTS["events"] >= COUNTS["fresh readings"] * FRESH:
            COUNTS["fresh readings"] += 1
            self.check_afresh()

    def check_afresh(self):
        """A network that has never read anything reads the same, and a window painted anew looks the same."""
        recognizer = Recognizer()
        recognizer.memory = self.recognizer.memory
        mine, fresh = self.app.reading, recognizer.read(self.app.ink)
        assert mine.text == fresh.text
        for one, other in zip(mine.digits, fresh.digits, strict=True):
            assert (one.strokes, one.label, one.box) == (other.strokes, other.label, other.box)
            assert np.allclose(one.probabilities, other.probabilities, atol=1e-4)
        seen = pixels()
        self.app.handle_event(pygame.event.Event(pygame.WINDOWEXPOSED))
        self.app.show()
        assert (pixels() == seen).all()

    def teardown(self):
        if not hasattr(self, "saved"):
            return
        self.keeper.close(self.app.ink)
        for path, content in self.saved.items():
            assert path.read_bytes() == content
        if self.model.strokes and self.app.ink.strokes != self.began:
            # Two files may be written within one tick of the disk's clock, so the newest is not asked for.
            assert any(holds(path, self.model.strokes) for path in (self.folder / "kept").glob("*.jsonl"))
        self.stack.close()


def assert_alike(strokes, meant, tolerance):
    assert len(strokes) == len(meant)
    for stroke, (points, width) in zip(strokes, meant, strict=True):
        assert stroke.width == width
        assert stroke.points.shape == (len(points), 2)
        assert np.abs(stroke.points - points).max() <= tolerance


def holds(path, meant):
    try:
        assert_holds(path, meant)
    except AssertionError:
        return False
    return True


def assert_holds(path, meant):
    (drawing,) = load(path)
    assert_alike(drawing.strokes, meant, 0.0051)


ROUND = settings(
    max_examples=10,
    stateful_step_count=40,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)


@pytest.mark.slow
def test_no_event_does_harm(network, capsys):
    COUNTS.clear()
    Window.recognizer = network
    open_window()
    rounds = ROUNDS_DONE
    while COUNTS["events"] < EVENTS:
        # Each round is another seed, the same ones in every run: a failure comes again.
        run_state_machine_as_test(hypothesis.seed(rounds)(Window), settings=ROUND)
        rounds += 1
        if "DIGITS_FUZZ" in os.environ:
            with capsys.disabled():
                print(f"round {rounds}: {figures()}", flush=True)
    pygame.quit()


def figures():
    return ", ".join(f"{n:,} {name}" for name, n in COUNTS.items()) + "; nothing lost"
