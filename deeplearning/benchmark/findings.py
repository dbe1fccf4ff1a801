"""What the benchmark finds, as data: one `Run` for every repetition, and one `Training` for every recipe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

Size = tuple[int, int]
"""Width and height of a window or screen, in pixels."""


@dataclass(frozen=True)
class Timing:
    """How many milliseconds something takes that was done many times."""

    p50: float
    p95: float
    worst: float

    @classmethod
    def of(cls, milliseconds: Sequence[float]) -> Timing:
        """Return the timing of one or more single times."""
        p50, p95, worst = np.percentile(milliseconds, [50, 95, 100]).tolist()
        return cls(p50, p95, worst)


@dataclass(frozen=True)
class Startup:
    """Seconds from a process's start to its first frame and first reading; its peak memory by then, in MB."""

    first_frame: float
    first_reading: float
    peak_memory: float


@dataclass(frozen=True)
class UpdateTiming:
    """One reading while a digit is drawn, and the three parts that nearly all of its time goes to."""

    whole: Timing
    segmentation: Timing
    preprocessing: Timing
    network: Timing


@dataclass(frozen=True)
class WindowStart:
    """The window: its startup, and one image asked of LiteRT."""

    startup: Startup
    image: Timing


@dataclass(frozen=True)
class KerasStart:
    """The usual way: its startup, and one image asked of Keras by either of two calls."""

    startup: Startup
    image_by_call: Timing
    image_by_predict: Timing


@dataclass(frozen=True)
class CoreLoad:
    """Percent of a core that the window uses."""

    idle: float
    drawing: float


@dataclass(frozen=True)
class Lag:
    """What is seen from outside of a real window that stands on a screen, while it is drawn on.

    `movement` is the time from a movement of the mouse to ink in the screen's memory; `missed` movements left
    none in three seconds. `memory` is the process's resident memory afterwards, in MB.
    """

    movement: Timing
    missed: int
    memory: float


@dataclass(frozen=True)
class RealWindow:
    """The window on a screen of X11: its startup, its frames, and its lag by what is already drawn."""

    startup: Startup
    frames: Timing
    lags: dict[str, Lag]


@dataclass(frozen=True)
class Run:
    """What one run of every measurement found.

    `updates` go by the number of digits on the paper, `frames` and `real_windows` by size, `worst_drawings`
    by the drawing's name. `keras` is None where the usual way could not be started.
    """

    window: WindowStart
    keras: KerasStart | None
    updates: dict[int, UpdateTiming]
    worst_drawings: dict[str, Timing]
    frames: dict[Size, Timing]
    load: CoreLoad
    real_windows: dict[Size, RealWindow] = field(default_factory=dict)


@dataclass(frozen=True)
class Findings:
    """All runs, the driver that showed the window, and why a comparison is left out, empty where none is."""

    runs: list[Run]
    driver: str
    without_keras: str = ""
    without_real_window: str = ""


@dataclass(frozen=True)
class Training:
    """How a recipe trained: every epoch's seconds and then accuracy on the `exam` images, and what it used.

    `seconds` is the whole training's, `full_epochs` what the recipe would take to its end, `learned` and
    `validated` how many images it learned from and validated with.
    """

    epoch_seconds: list[float]
    epoch_accuracies: list[float]
    exam: str
    seconds: float
    full_epochs: int
    batch: int
    precision: str
    learned: int
    validated: int
    data: str
    versions: dict[str, str]
