"""Measures a real window's lag from outside: from a movement of the mouse to ink on the screen.

The program is started as a person starts it, fills a virtual screen, and is drawn on by the screen's mouse.
After every movement the pixel under the pen is watched until it has ink's colour.
"""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from deeplearning.benchmark.child import ROOT, ChildError, child_environment
from deeplearning.benchmark.findings import Lag, Timing
from deeplearning.benchmark.virtual_screen import VirtualScreen
from deeplearning.ink.drawings import Drawing, dump
from deeplearning.ink.stroke import PAPER, Stroke

MOVEMENTS_A_STROKE = 12

WATCHED_OFFSET = -3
"""Pixels from the mouse, in both directions, to the pixel that is watched. Ink reaches it, but no cursor: an
arrow, which is black, begins at the mouse, and the window's own cursor is a ring around the ink."""

STEP = 18.0
"""Paper pixels that a movement goes: before it, neither ink nor the ring covers the pixel watched next."""

BETWEEN_MOVEMENTS, BETWEEN_STROKES = 0.006, 0.05
"""Seconds of rest after ink was seen, and after the button came up."""

POLLING = 0.0002
"""Seconds between two looks at the screen. Without a rest the watcher would keep a core from the window."""

MISSED_SECONDS = 3.0
"""A movement that has left no ink by then is missed."""

MAX_SECONDS = 30.0
"""What drawing takes longest, so that a slow window does not hold up everything else."""

START_SECONDS = 60.0
"""What a window takes longest to appear and to leave its first ink, on a slow machine."""

WINDOW_CLASS = "DigitRecognizer"

T = TypeVar("T")


def measure_lag(screen: VirtualScreen, model: Path, strokes: Sequence[Stroke], movement_count: int) -> Lag:
    """Return the lag of the program on `screen` for so many movements, `strokes` being there already.

    Raises ChildError where the program ends or shows no window.
    """
    with _program(screen, model, strokes) as process:
        hand = Hand(screen, process)
        hand.fill_screen()
        hand.warm_up()
        seconds = hand.draw(movement_count)
        resident = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
        memory = resident * os.sysconf("SC_PAGE_SIZE") / 1e6
    if not seconds:
        raise ChildError("the paper was dark wherever the mouse went")
    missed = sum(took >= MISSED_SECONDS for took in seconds)
    return Lag(Timing.of([1000 * took for took in seconds]), missed, memory)


@contextmanager
def _program(
    screen: VirtualScreen, model: Path, strokes: Sequence[Stroke]
) -> Iterator[subprocess.Popen[str]]:
    """Run `app.py` with `strokes` on its paper, in an empty folder, until the context ends."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as errors:
        command = [sys.executable, str(ROOT / "app.py"), "--theme", "light", "--model", str(model.resolve())]
        if strokes:
            drawing = Path(folder) / "drawing.jsonl"
            drawing.write_text(dump([Drawing(tuple(strokes), None)]), encoding="utf-8")
            command += ["--open", str(drawing)]
        settings = child_environment(screen.environment, folder)
        with subprocess.Popen(command, cwd=folder, env=settings, stderr=errors, text=True) as process:
            try:
                yield process
            except ChildError as error:
                errors.seek(0)
                lines = errors.read().strip().splitlines()
                raise ChildError(lines[-1] if lines else str(error)) from None
            finally:
                process.terminate()


class Hand:
    """Draws with a screen's mouse in the window of a program, and sees how late the ink is."""

    def __init__(self, screen: VirtualScreen, process: subprocess.Popen[str]) -> None:
        """Take the screen and the program, which may not have opened its window yet."""
        self._screen, self._process = screen, process

    def fill_screen(self) -> None:
        """Give the window the screen's size, and wait until it has that."""
        window = self._wait_for(self._find_window, "no window appeared")
        width, height = self._screen.size
        self._screen.xdotool("windowmove", window, 0, 0)
        self._screen.xdotool("windowsize", window, width, height)
        wanted = {"X=0", "Y=0", f"WIDTH={width}", f"HEIGHT={height}"}

        def is_filled() -> bool:
            return wanted <= {*self._screen.xdotool("getwindowgeometry", "--shell", window).split()}

        self._wait_for(is_filled, "the window does not take the screen's size")
        self._screen.xdotool("windowfocus", window)

    def warm_up(self) -> None:
        """Draw a little until it is seen: the window has its size and its network then."""
        places = itertools.cycle(range(40, 140, 5))

        def leaves_ink() -> bool:
            x, y = self._on_screen(next(places), 40)
            if self._has_ink(x, y):  # other ink, or the window has painted nothing yet
                return False
            self._screen.move_mouse(x, y)
            self._screen.press()
            self._screen.move_mouse(x + 1, y)
            self._screen.release()
            self._screen.move_mouse(*self._on_screen(PAPER / 2, PAPER / 2))
            return self._wait_for_ink(x, y) < MISSED_SECONDS

        self._wait_for(leaves_ink, "the window shows no ink")

    def draw(self, movement_count: int) -> list[float]:
        """Draw steps of stairs; return the seconds from each movement that met empty paper to its ink.

        It ends after `movement_count` of these, or after `MAX_SECONDS` where ink comes late or paper is rare.
        """
        rng, end = random.Random(5), time.monotonic() + MAX_SECONDS
        seconds: list[float] = []
        while len(seconds) < movement_count and time.monotonic() < end:
            self._check_process()
            seconds += self._draw_stairs(rng.uniform(60, 450), rng.uniform(60, 450))
        return seconds

    def _draw_stairs(self, x: float, y: float) -> list[float]:
        """Draw one stroke from that point of the paper; return its movements' seconds, as `draw` does."""
        seconds = []
        self._screen.move_mouse(*self._on_screen(x, y))
        time.sleep(BETWEEN_STROKES)
        self._screen.press()
        time.sleep(BETWEEN_STROKES)
        for number in range(MOVEMENTS_A_STROKE):
            x, y = (x + STEP, y) if number % 4 < 2 else (x, y + STEP)
            here = self._on_screen(x, y)
            met_paper = not self._has_ink(*here)
            self._screen.move_mouse(*here)
            if met_paper:
                seconds.append(self._wait_for_ink(*here))
            time.sleep(BETWEEN_MOVEMENTS)
        self._screen.release()
        time.sleep(BETWEEN_STROKES)
        return seconds

    def _on_screen(self, x: float, y: float) -> tuple[float, float]:
        """Return about where on the screen a point of the paper's middle part lies."""
        width, height = self._screen.size
        side = min(width // 2, height)
        return x * side / PAPER, (height - side) / 2 + y * side / PAPER

    def _has_ink(self, x: float, y: float) -> bool:
        """Return whether there is ink where the mouse is or was at that pixel."""
        return self._screen.is_dark(x + WATCHED_OFFSET, y + WATCHED_OFFSET)

    def _wait_for_ink(self, x: float, y: float) -> float:
        """Return the seconds from now until there is ink, `MISSED_SECONDS` or more where there is none."""
        began = time.perf_counter()
        while not self._has_ink(x, y) and time.perf_counter() - began < MISSED_SECONDS:
            time.sleep(POLLING)
        return time.perf_counter() - began

    def _wait_for(self, look: Callable[[], T], fault: str) -> T:
        """Return what `look` finds, once it finds something; raises ChildError with `fault` otherwise."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            self._check_process()
            if found := look():
                return found
            time.sleep(0.05)
        raise ChildError(fault)

    def _check_process(self) -> None:
        """Raise ChildError where the program has ended."""
        if self._process.poll() is not None:
            raise ChildError(f"it ended with status {self._process.returncode}")

    def _find_window(self) -> str:
        """Return the number of the program's window, empty before there is one."""
        # SDL has a nameless window of that class, too, for a moment.
        numbers = self._screen.xdotool("search", "--onlyvisible", "--class", WINDOW_CLASS).split()
        return next((number for number in numbers if self._screen.xdotool("getwindowname", number)), "")
