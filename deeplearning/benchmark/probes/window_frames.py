"""Times the window's frames. Arguments: MODEL DRAWINGS DIGITS STANDING WIDTH HEIGHT.

DIGITS digits are drawn, each beside STANDING others, and every event makes a frame, as fast as they come.
Each frame waits for the reading of its ink, so that its time holds all the work that an event makes.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pygame

from deeplearning.benchmark.latency import page
from deeplearning.benchmark.probes.telling import tell_figures
from deeplearning.ink.drawings import Drawing
from deeplearning.ink.history import Ink
from deeplearning.ink.writers import load_digits
from deeplearning.window.application import Application
from deeplearning.window.display import open_window
from deeplearning.window.loop import SWITCH_SECONDS
from deeplearning.window.pace import LIVE
from deeplearning.window.startup import load_network


def time_frame(application: Application, kind: int, point: Sequence[float]) -> float:
    """Return the milliseconds from an event of the mouse at `point` of the paper to its frame."""
    x, y = application.layout.from_paper(*point)
    settings = {"pos": (round(x), round(y)), "button": 1, "buttons": (1, 0, 0), "touch": False}
    pygame.event.pump()
    event, began = pygame.event.Event(kind, settings), time.perf_counter()
    application.handle_event(event)
    application.show()
    return 1000 * (time.perf_counter() - began)


def time_digit(
    application: Application, digits: Sequence[Drawing], number: int, standing: int
) -> list[float]:
    """Return the milliseconds of every frame while digit `number` is drawn beside `standing` others."""
    before, strokes = page(digits, number, standing)
    application.ink = Ink(before)
    application.show()
    times = []
    for stroke in strokes:
        first, *rest = stroke.points.tolist()
        time_frame(application, pygame.MOUSEBUTTONDOWN, first)
        times += [time_frame(application, pygame.MOUSEMOTION, point) for point in rest]
        time_frame(application, pygame.MOUSEBUTTONUP, [first, *rest][-1])
    return times


def main(model: str, drawings: str, *numbers: str) -> None:
    """Tell the times of all frames; the first digit is drawn twice, once to warm up."""
    count, standing, width, height = map(int, numbers)
    open_window()
    pygame.display.set_mode((width, height), pygame.RESIZABLE)
    application = Application()
    application.recognizer = load_network(Path(model))
    application.pace = LIVE
    sys.setswitchinterval(SWITCH_SECONDS)
    digits = load_digits(drawings)
    time_digit(application, digits, 0, standing)
    chosen = range(min(count, len(digits)))
    frames = [took for number in chosen for took in time_digit(application, digits, number, standing)]
    tell_figures(frames=frames)
    application.close()  # a reading that is still being made would end the process with a fault
    pygame.quit()


if __name__ == "__main__":
    main(*sys.argv[1:])
