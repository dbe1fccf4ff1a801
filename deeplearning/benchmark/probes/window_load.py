"""Measures how busy the window keeps a core. Arguments: MODEL DRAWINGS IDLE DRAWING RATE.

It tells the percentage while nothing happens for IDLE seconds, and while RATE events a second come for
DRAWING seconds.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pygame

from deeplearning.benchmark.latency import DIGIT_HEIGHT_IN_PAPERS, PLACES
from deeplearning.benchmark.probes.telling import tell_figures
from deeplearning.ink.drawings import Drawing
from deeplearning.ink.placement import place
from deeplearning.ink.writers import load_digits
from deeplearning.window.main import main

if TYPE_CHECKING:
    from deeplearning.window.application import Application

DIGITS_A_PAGE = 6
"""Digits that are written before the paper is cleared."""

NAPPING = 1.0
"""Seconds without an event after which the window waits with less care."""

PAPER_MIDDLE = (320, 320)
"""A place on the paper, in pixels of the window, where the right button clears it."""

MouseEvent = tuple[int, dict[str, Any]]


def mouse_events(digits: Sequence[Drawing]) -> Iterator[MouseEvent]:
    """Yield without end the events of a mouse that writes `digits` in turn and clears every full page."""
    while True:
        for number, digit in enumerate(digits):
            for stroke in place(digit, DIGIT_HEIGHT_IN_PAPERS, PLACES[number % DIGITS_A_PAGE]).strokes:
                points = [(round(x), round(y)) for x, y in stroke.points]
                yield pygame.MOUSEBUTTONDOWN, {"pos": points[0], "button": 1, "touch": False}
                for point in points:
                    yield pygame.MOUSEMOTION, {"pos": point, "buttons": (1, 0, 0), "touch": False}
                yield pygame.MOUSEBUTTONUP, {"pos": points[-1], "button": 1, "touch": False}
            if number % DIGITS_A_PAGE == DIGITS_A_PAGE - 1:
                yield pygame.MOUSEBUTTONDOWN, {"pos": PAPER_MIDDLE, "button": 3, "touch": False}


def core_share(busy: Callable[[], object]) -> float:
    """Return the percentage of a core that the other threads use while `busy` runs in this one."""
    wall, used, own = time.perf_counter(), time.process_time(), time.thread_time()
    busy()
    # What it costs to make the events is not the window's.
    used = time.process_time() - used - (time.thread_time() - own)
    return 100 * used / (time.perf_counter() - wall)


class Hand(threading.Thread):
    """A thread that draws in the window as a person does, and closes it when it knows the window's load."""

    def __init__(self, digits: Sequence[Drawing], idle: float, drawing: float, rate: float) -> None:
        """Take the digits to draw, the seconds of rest and of drawing, and the events a second."""
        super().__init__()
        self._digits, self._idle, self._drawing, self._rate = digits, idle, drawing, rate

    def begin(self, application: Application) -> None:
        """Begin with the window's first reading; what comes before it is its start, not its load."""
        if application.reading is not None and self.ident is None:
            self.start()

    def run(self) -> None:
        """Draw to warm up, rest, draw, and tell the load of the last two.

        What is drawn first also ends the example that an empty paper draws once.
        """
        try:
            self._draw()
            time.sleep(NAPPING)
            idle = core_share(lambda: time.sleep(self._idle))
            tell_figures(idle=idle, drawing=core_share(self._draw))
        finally:
            pygame.event.post(pygame.event.Event(pygame.QUIT))

    def _draw(self) -> None:
        events, due = mouse_events(self._digits), time.perf_counter()
        end = due + self._drawing
        while due < end:
            pygame.event.post(pygame.event.Event(*next(events)))
            due += 1 / self._rate
            time.sleep(max(0.0, due - time.perf_counter()))
        pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=PAPER_MIDDLE, button=1, touch=False))


if __name__ == "__main__":
    model, drawings, *numbers = sys.argv[1:]
    hand = Hand(load_digits(drawings), *map(float, numbers))
    sys.exit(main(["--model", model], on_frame=hand.begin))
