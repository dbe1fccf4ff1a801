"""Runs every measurement, each in a process of its own, as often as asked for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from tqdm import tqdm

from deeplearning.benchmark.child import ChildError, Output, run_probe
from deeplearning.benchmark.findings import (
    CoreLoad,
    Findings,
    KerasStart,
    RealWindow,
    Run,
    Size,
    Startup,
    Timing,
    UpdateTiming,
    WindowStart,
)
from deeplearning.benchmark.lag import measure_lag
from deeplearning.benchmark.virtual_screen import VirtualScreen, why_unavailable
from deeplearning.benchmark.worst_drawings import GRID, HATCHING, grid, hatching

DIGITS_ON_PAPER = (1, 3, 6)
"""Digits on the paper while readings are timed, the one that is being drawn included."""

FRAME_SIZES: tuple[Size, ...] = ((1280, 640), (2560, 1280))
"""Sizes of the window at which frames are timed."""

STANDING_DIGITS = 6
"""Digits on the paper while frames are timed, beside the one that is being drawn."""

EMPTY_PAPER = "an empty paper"

LAG_PAPERS = {EMPTY_PAPER: (), GRID: grid(), HATCHING: hatching()}
"""What is already drawn while a real window's lag is measured, by name."""

EVENT_RATE = 120
"""Events a second while a core's load is measured: what a fast mouse or a pen sends."""


@dataclass(frozen=True)
class Effort:
    """How much of everything one run looks at."""

    digits: int = 1000
    images: int = 200
    seconds: float = 5.0
    strokes: int = 1000
    movements: int = 60
    screens: tuple[Size, ...] = ((1280, 640), (3840, 2160))


BRIEF = Effort(digits=2, images=5, seconds=0.3, strokes=4, movements=6, screens=((1280, 640),))
"""Enough to see that all works."""


def measure(model: Path, drawings: Path, run_count: int, effort: Effort) -> Findings:
    """Return what `run_count` runs of everything find; raises ChildError where the window cannot run."""
    bench = _Bench(model, drawings, effort)
    runs = [bench.run() for _ in tqdm(range(run_count), desc="runs", file=sys.stderr, leave=False)]
    return Findings(runs, bench.driver, bench.without_keras, bench.without_real_window)


class _Bench:
    """Measures one network on one file of drawings, and remembers what cannot be measured here."""

    def __init__(self, model: Path, drawings: Path, effort: Effort) -> None:
        """Take the network's file, the drawings' file, and how much to look at."""
        self._files, self._effort = (model, drawings), effort
        self.driver = self.without_keras = ""
        self.without_real_window = why_unavailable()

    def run(self) -> Run:
        """Measure everything once."""
        return Run(
            window=self._window_start(),
            keras=self._keras_start(),
            updates=self._updates(),
            worst_drawings=self._worst_drawings(),
            frames={size: self._frames(size) for size in FRAME_SIZES},
            load=self._load(),
            real_windows=self._real_windows(),
        )

    def _probe(self, name: str, *numbers: float) -> Output:
        return run_probe(name, *self._files, *numbers)

    def _window_start(self) -> WindowStart:
        output = self._probe("window_start", self._effort.images)
        self.driver = output.figures["driver"]
        return WindowStart(startup(output), Timing.of(output.figures["images"]))

    def _keras_start(self) -> KerasStart | None:
        if self.without_keras:
            return None
        try:
            output = self._probe("keras_start", self._effort.images)
        except ChildError as error:
            self.without_keras = str(error)
            return None
        figures = output.figures
        return KerasStart(startup(output), Timing.of(figures["by_call"]), Timing.of(figures["by_predict"]))

    def _updates(self) -> dict[int, UpdateTiming]:
        others = [count - 1 for count in DIGITS_ON_PAPER]
        updates = self._probe("updates", self._effort.digits, *others).figures["updates"]
        return {
            count: _update_timing(found)
            for count, found in zip(DIGITS_ON_PAPER, updates.values(), strict=True)
        }

    def _worst_drawings(self) -> dict[str, Timing]:
        updates = self._probe("worst_updates", self._effort.strokes).figures["updates"]
        return {name: Timing.of(times) for name, times in updates.items()}

    def _frames(self, size: Size) -> Timing:
        output = self._probe("window_frames", self._effort.digits, STANDING_DIGITS, *size)
        return Timing.of(output.figures["frames"])

    def _load(self) -> CoreLoad:
        seconds = self._effort.seconds
        return CoreLoad(**self._probe("window_load", seconds, seconds, EVENT_RATE).figures)

    def _real_windows(self) -> dict[Size, RealWindow]:
        """Measure the window on every screen; return nothing, and remember why, where that fails."""
        if self.without_real_window:
            return {}
        try:
            return {size: self._real_window(size) for size in self._effort.screens}
        except ChildError as error:
            self.without_real_window = str(error)
            return {}

    def _real_window(self, size: Size) -> RealWindow:
        model, drawings = self._files
        effort = self._effort
        with VirtualScreen(size) as screen:
            start = run_probe("window_start", model, drawings, 1, environment=screen.environment)
            numbers = effort.digits, STANDING_DIGITS, *size
            frames = run_probe("window_frames", model, drawings, *numbers, environment=screen.environment)
            lags = {
                name: measure_lag(screen, model, strokes, effort.movements)
                for name, strokes in LAG_PAPERS.items()
            }
        return RealWindow(startup(start), Timing.of(frames.figures["frames"]), lags)


def startup(output: Output) -> Startup:
    """Return the startup that a window's or Keras' probe has told of."""
    return Startup(output.moments["frame"], output.moments["reading"], output.figures["peak_memory"])


def _update_timing(updates: Sequence[dict[str, Any]]) -> UpdateTiming:
    parts = [field.name for field in fields(UpdateTiming)]
    return UpdateTiming(**{part: Timing.of([update[part] for update in updates]) for part in parts})
