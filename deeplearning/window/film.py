"""The film: plays cues with a mouse and keys of its own, frame by frame, and records what the window shows.

Everything goes through pygame's queue, as from a person. Time is counted in frames, also for the window, so a
film comes out alike on every machine, and the readings are waited for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pygame

from deeplearning.ink.stroke import PAPER, Stroke
from deeplearning.window.headline import digit_places
from deeplearning.window.layout import Rect
from deeplearning.window.loop import WAKE
from deeplearning.window.pace import LIVE, STILL
from deeplearning.window.recording import FRAMES_PER_SECOND, Recording, glide, replay
from deeplearning.window.script import FILM_KEYS, Cue
from deeplearning.window.shortcuts import BUTTONS, CHOICE_BUTTONS
from deeplearning.window.startup import Unusable
from deeplearning.window.subtitles import Subtitles, load_carried
from deeplearning.window.targets import Place
from deeplearning.window.toolbar import choice_places

if TYPE_CHECKING:
    from deeplearning.window.application import Application

MOUSE_EVENTS: dict[str, tuple[int, dict[str, Any]]] = {
    "hover": (pygame.MOUSEMOTION, {"buttons": (0, 0, 0)}),
    "press": (pygame.MOUSEBUTTONDOWN, {"button": 1}),
    "draw": (pygame.MOUSEMOTION, {"buttons": (1, 0, 0)}),
    "lift": (pygame.MOUSEBUTTONUP, {"button": 1}),
}
"""What the mouse reports for each kind of `recording.Step`."""

FILM_PACE = LIVE._replace(patience=None, shows_example=False)
"""A script's window takes its time as a person's does, but every frame has the reading of its own ink."""

PRESSED_SECONDS = 1.0
"""How long it is told which key was pressed, or that the mouse was."""

CLICK_FRAMES = 4
"""For how many frames the mouse's button is down."""

HOLD_FRAMES = 12
"""For how many frames a picture is held over the paper before it is dropped."""

CLICK_AT = (0.7, 0.7)
"""Where the mouse clicks, in shares of what it clicks: its arrow hides no word and no digit there."""

BELOW = (PAPER / 2, PAPER + 1.0)
"""Where the mouse comes from, in paper pixels."""

DROPPED_AT = (0.65 * PAPER, 0.7 * PAPER)
"""Where the mouse drops a picture, in paper pixels."""

Frames = Iterator[list[pygame.event.Event]]
"""The events of each frame."""


class Film:
    """A hook for `loop.run` that plays, records and, at the end, closes the window."""

    def __init__(self, cues: Sequence[Cue], name: str = "", still: str = "") -> None:
        """Begin before the first of `cues`: those of the script called `name`, or a drawing's without one.

        With the name of a picture, `still`, only that is kept: what the window shows at the cue of that name,
        where the film ends, or else its last frame.
        """
        self.recording = Recording()
        self._shown = 0
        self._name, self._still_name = name, still
        self._subtitles = Subtitles(has_bar=bool(name))
        if cues and cues[0].kind == "say":  # The first frame is shown before any cue.
            self._subtitles.words = cues[0].value
        self._forgets_press_at = 0.0
        self._mouse: Place | None = None
        self._frames = self._play(cues)
        self._application: Application | None = None

    def clock(self) -> float:
        """Return for how many seconds the film has run."""
        return self._shown / FRAMES_PER_SECOND

    def __call__(self, application: Application) -> None:
        """Keep what `application` shows and post the events of the next frame, a QUIT after the last.

        Nothing is recorded before the network is there. Raises startup.Unusable where a cue cannot be played.
        """
        if application.recognizer is None:
            application.pace = FILM_PACE if self._name else STILL
            return
        self._application = application
        if self.clock() >= self._forgets_press_at:
            self._subtitles.pressed = ""
        picture = self._subtitles.draw(application, self._mouse)
        self._shown += 1
        if not self._still_name:
            self._add(picture)
        events = next(self._frames, None)
        if events is None:
            events = [pygame.event.Event(pygame.QUIT)]
            if not len(self.recording):
                self._add(picture)
        for event in events or [pygame.event.Event(WAKE)]:  # The loop waits for an event before it goes on.
            pygame.event.post(event)

    def _add(self, picture: pygame.Surface) -> None:
        self.recording.add(pygame.surfarray.array3d(picture).swapaxes(0, 1))

    @property
    def _window(self) -> Application:
        assert self._application is not None
        return self._application

    # --- Cues -----------------------------------------------------------------------------------------

    def _play(self, cues: Sequence[Cue]) -> Frames:
        players: dict[str, Callable[[Any], Frames]] = {
            "strokes": self._draw, "say": self._say, "key": self._key, "choose": self._choose,
            "press": self._press, "drop": self._drop, "wait": self._wait, "reads": self._check,
            "still": self._keep,
        }  # fmt: skip
        for cue in cues:
            try:
                yield from players[cue.kind](cue.value)
            except _Unplayable as error:
                raise Unusable(f"{self._name} line {cue.line} cannot be played: {error}.") from error
            if (cue.kind, cue.value) == ("still", self._still_name):
                return
        yield from self._leave()

    def _draw(self, strokes: Sequence[Stroke]) -> Frames:
        layout = self._window.layout
        begin = self._on_paper(self._mouse) if self._mouse else BELOW
        for steps in replay(strokes, begin):
            events = []
            for kind, x, y, self._window.pen in steps:
                events.append(self._move(kind, layout.from_paper(x, y)))
            yield events

    def _say(self, words: str) -> Frames:
        self._subtitles.words = words
        yield from ()

    def _key(self, name: str) -> Frames:
        self._tell(f"key {name.upper()}")
        settings = {
            "key": FILM_KEYS[name],
            "mod": 0,
            "unicode": name if len(name) == 1 else "",
            "scancode": 0,
        }
        yield [pygame.event.Event(pygame.KEYDOWN, settings), pygame.event.Event(pygame.KEYUP, settings)]

    def _choose(self, label: str) -> Frames:
        view = self._window.view()
        seen = () if view.side else digit_places(self._window.layout, view)
        places = (place for place, index in seen if view.digits[index].label == label)
        yield from self._click(next(places, None), f"no digit is seen that is read as {label}")

    def _press(self, name: str) -> Frames:
        layout, view = self._window.layout, self._window.view()
        buttons = [*zip(layout.buttons, BUTTONS, strict=True)]
        if view.chosen and not view.message:
            buttons += zip(choice_places(layout), CHOICE_BUTTONS, strict=True)
        places = (place for place, button in buttons if button.name == name)
        yield from self._click(next(places, None), f"no button is called {name} now")

    def _click(self, place: Rect | None, otherwise: str) -> Frames:
        if place is None:
            raise _Unplayable(otherwise)
        at = place.x + CLICK_AT[0] * place.w, place.y + CLICK_AT[1] * place.h
        yield from self._glide(at)
        self._tell("click")
        self._subtitles.clicks = True
        yield [self._move("press", at)]
        yield from [[]] * (CLICK_FRAMES - 1)
        self._subtitles.clicks = False
        yield [self._move("lift", at)]

    def _drop(self, path: Path) -> Frames:
        window = self._window.layout
        try:
            self._subtitles.carried = load_carried(path, window.window.h)
        except OSError as error:
            raise _Unplayable(f"{path.name} is no picture") from error
        x, y = window.from_paper(*DROPPED_AT)
        self._mouse = x, float(window.window.h + self._subtitles.carried.get_height())
        yield from self._glide((x, y))
        yield from [[]] * HOLD_FRAMES
        self._tell(f"drop {path.name}")
        self._subtitles.carried = None
        yield [pygame.event.Event(pygame.DROPFILE, {"file": str(path)})]

    def _wait(self, seconds: float) -> Frames:
        yield from [[]] * max(1, round(seconds * FRAMES_PER_SECOND))

    def _check(self, text: str) -> Frames:
        read = " ".join(self._window.text.split())
        if read != text:
            raise _Unplayable(f"the window reads {read or 'nothing'}, not {text}")
        yield from ()

    def _keep(self, name: str) -> Frames:
        if name == self._still_name:
            self._add(pygame.display.get_surface())
        yield from ()

    def _leave(self) -> Frames:
        """Let the mouse leave the window downwards."""
        if self._mouse and self._window.layout.window.holds(*self._mouse):
            yield from self._glide((self._mouse[0], self._window.layout.window.bottom + 1.0))

    # --- Mouse ----------------------------------------------------------------------------------------

    def _glide(self, end: Place) -> Frames:
        for at in glide(self._mouse or self._window.layout.from_paper(*BELOW), end):
            yield [self._move("hover", at)]

    def _move(self, kind: str, place: Place) -> pygame.event.Event:
        """Return what the mouse reports at `place`, in the window's pixels, where it is from now on."""
        self._mouse = place
        event, held = MOUSE_EVENTS[kind]
        return pygame.event.Event(event, {"pos": place, "touch": False, **held})

    def _on_paper(self, place: Place) -> Place:
        layout = self._window.layout
        return (place[0] - layout.paper.x) / layout.scale, (place[1] - layout.paper.y) / layout.scale

    def _tell(self, pressed: str) -> None:
        self._subtitles.pressed = pressed
        self._forgets_press_at = self.clock() + PRESSED_SECONDS


class _Unplayable(Exception):
    """A cue cannot be played; the message is half a sentence."""
