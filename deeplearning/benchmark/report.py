"""Tells what the benchmark found as tables of text; ratios come first, for seconds are one machine's."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from deeplearning.benchmark.findings import Findings, KerasStart, Run, Size, Startup, Timing
from deeplearning.benchmark.measure import EMPTY_PAPER, EVENT_RATE, STANDING_DIGITS
from deeplearning.evaluation.text_tables import spread, table, wanted

WANTED_FRAME_RATE = 60
"""Frames a second that the window shows at least."""

MAX_FIRST_FRAME_SECONDS = 0.6

MAX_LAG_MS = {(1280, 640): 16, (3840, 2160): 20}
"""Milliseconds from a movement of the mouse to its ink, by the screen's size, for 95 of 100 movements."""

MAX_BUSY_LAG_MS = 33
"""The same where the paper is full of lines that cross."""

MAX_UPDATE_MS = 30
"""Milliseconds that no update takes, whatever is drawn."""

T = TypeVar("T")


def tell(findings: Findings, digit_count: int, file_name: str) -> Iterator[str]:
    """Yield the whole report, block by block."""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    yield (
        f"{digit_count} digits of {file_name}; {machine}; Python {platform.python_version()}\n"
        f"screen: SDL's {findings.driver}, where no other is named; "
        f"each figure is the median of {len(findings.runs)} runs (least to most)"
    )
    yield from tables(findings)
    if findings.without_keras:
        which = "Not in every run" if any(run.keras for run in findings.runs) else "Not"
        yield f"{which} compared with Keras: {findings.without_keras}"
    if findings.without_real_window:
        which = "Not in every run" if any(run.real_windows for run in findings.runs) else "Not"
        yield f"{which} measured on a screen of X11: {findings.without_real_window}"


def tables(findings: Findings) -> list[str]:
    """Return the tables; those that compare with Keras only where it was there."""
    runs = findings.runs
    compared = [(run, run.keras) for run in runs if run.keras]
    found = [_ratios(compared)] if compared else []
    real = [run for run in runs if run.real_windows]
    return [
        *found,
        *([_real_windows(real), _lags(real)] if real else []),
        _startup(runs, compared),
        _updates(runs),
        _worst_drawings(runs),
        _images(runs, compared),
        _frames(runs),
        _load(runs),
    ]


def _of(runs: Sequence[T], value: Callable[[T], float]) -> list[float]:
    """Return a value of every run."""
    return [value(run) for run in runs]


Compared = Sequence[tuple[Run, KerasStart]]
"""The runs in which the usual way was there, each with what it took."""


def _ratios(compared: Compared) -> str:
    ratios: list[tuple[str, Callable[[Run, KerasStart], float], float | None]] = [
        (
            "start to first frame",
            lambda run, keras: keras.startup.first_frame / run.window.startup.first_frame,
            5,
        ),
        (
            "start to first reading",
            lambda run, keras: keras.startup.first_reading / run.window.startup.first_reading,
            None,
        ),
        (
            "peak memory by then",
            lambda run, keras: keras.startup.peak_memory / run.window.startup.peak_memory,
            4,
        ),
        (
            "one image by Model.predict, for an update with 1 digit",
            lambda run, keras: keras.image_by_predict.p50 / run.updates[1].whole.p50,
            20,
        ),
        (
            "one image by Model.predict, for one by LiteRT",
            lambda run, keras: keras.image_by_predict.p50 / run.window.image.p50,
            None,
        ),
        (
            "one image by model(x), for one by LiteRT",
            lambda run, keras: keras.image_by_call.p50 / run.window.image.p50,
            None,
        ),
    ]
    rows = []
    for title, ratio, least in ratios:
        values = [ratio(*both) for both in compared]
        rows.append([title, spread(values), "" if least is None else wanted(values, least=least)])
    return table(["the usual way takes so many times as much", "", "wanted"], rows)


def _startup(runs: Sequence[Run], compared: Compared) -> str:
    ways = {"the window": [run.window.startup for run in runs]}
    if compared:
        ways["the usual way"] = [keras.startup for _, keras in compared]
    aim = wanted(_of(runs, lambda run: run.window.startup.first_frame), most=MAX_FIRST_FRAME_SECONDS)
    figures: list[tuple[str, Callable[[Startup], float], str]] = [
        ("start to first frame, s", lambda start: start.first_frame, aim),
        ("start to first reading, s", lambda start: start.first_reading, ""),
        ("peak memory by then, MB", lambda start: start.peak_memory, ""),
    ]
    rows = [
        [title, *(spread(_of(starts, value)) for starts in ways.values()), aim]
        for title, value, aim in figures
    ]
    return table(["", *ways, "wanted"], rows)


def _real_windows(runs: Sequence[Run]) -> str:
    rows = []
    for size in runs[0].real_windows:
        windows = [run.real_windows[size] for run in runs]
        first_frames = [window.startup.first_frame for window in windows]
        figures = [
            first_frames,
            [window.startup.first_reading for window in windows],
            [window.startup.peak_memory for window in windows],
            [window.frames.p50 for window in windows],
            [window.frames.p95 for window in windows],
        ]
        rows.append(
            [_pixels(size), *map(spread, figures), wanted(first_frames, most=MAX_FIRST_FRAME_SECONDS)]
        )
    headings = [
        "first frame, s",
        "first reading, s",
        "peak memory by then, MB",
        "a frame p50, ms",
        "p95",
        "wanted",
    ]
    return table(["a real window on a screen of X11 (Xvfb)", *headings], rows)


def _lags(runs: Sequence[Run]) -> str:
    rows = []
    for size, window in runs[0].real_windows.items():
        for paper in window.lags:
            lags = [run.real_windows[size].lags[paper] for run in runs]
            most = MAX_LAG_MS.get(size) if paper == EMPTY_PAPER else MAX_BUSY_LAG_MS
            aim = wanted([lag.movement.p95 for lag in lags], most=most) if most else ""
            memory = spread([lag.memory for lag in lags])
            missed = str(sum(lag.missed for lag in lags))
            timings = _timings([lag.movement for lag in lags], worst=True)
            rows.append([f"{_pixels(size)}, {paper}", *timings, aim, missed, memory])
    title = "from a movement of the mouse to ink on that screen, ms"
    return table([title, "p50", "p95", "worst", "wanted p95", "missed", "memory, MB"], rows)


def _pixels(size: Size) -> str:
    return "{} x {} pixels".format(*size)


def _timings(timings: Sequence[Timing], worst: bool = False) -> list[str]:
    """Return the cells of the same timing in all runs: p50, p95, and the worst where asked for."""
    cells = [spread([timing.p50 for timing in timings]), spread([timing.p95 for timing in timings])]
    return [*cells, spread([timing.worst for timing in timings])] if worst else cells


def _updates(runs: Sequence[Run]) -> str:
    rows = []
    for count in runs[0].updates:
        updates = [run.updates[count] for run in runs]
        parts = (
            [update.segmentation.p50 for update in updates],
            [update.preprocessing.p50 for update in updates],
            [update.network.p50 for update in updates],
        )
        title = f"{count} digit{'s' * (count > 1)} on paper, the last being drawn"
        rows.append([title, *_timings([update.whole for update in updates]), *map(spread, parts)])
    headings = ["p50", "p95", "segmentation p50", "preprocessing p50", "network p50"]
    return table(["an update, ms", *headings], rows)


def _worst_drawings(runs: Sequence[Run]) -> str:
    rows = []
    for name in runs[0].worst_drawings:
        timings = [run.worst_drawings[name] for run in runs]
        aim = wanted([timing.worst for timing in timings], most=MAX_UPDATE_MS)
        rows.append([name, *_timings(timings, worst=True), aim])
    title = "an update while one of the worst drawings is drawn, ms"
    return table([title, "p50", "p95", "worst", "wanted"], rows)


def _images(runs: Sequence[Run], compared: Compared) -> str:
    rows = [["LiteRT", *_timings([run.window.image for run in runs])]]
    if compared:
        rows.append(["model(x)", *_timings([keras.image_by_call for _, keras in compared])])
        rows.append(["Model.predict", *_timings([keras.image_by_predict for _, keras in compared])])
    return table(["one image, ms", "p50", "p95"], rows)


def _frames(runs: Sequence[Run]) -> str:
    rows = []
    for size in runs[0].frames:
        timings = [run.frames[size] for run in runs]
        rate = [1000 / timing.p95 for timing in timings]
        aim = wanted(rate, least=WANTED_FRAME_RATE)
        rows.append([_pixels(size), *_timings(timings), spread(rate), aim])
    title = f"a frame while one more digit is drawn beside {STANDING_DIGITS}, ms"
    return table([title, "p50", "p95", "frames a second, by p95", "wanted"], rows)


def _load(runs: Sequence[Run]) -> str:
    idle = _of(runs, lambda run: run.load.idle)
    rows = [
        ["idle", spread(idle), wanted(idle, most=1)],
        [f"drawing, {EVENT_RATE} events a second", spread(_of(runs, lambda run: run.load.drawing)), ""],
    ]
    return table(["% of a core", "", "wanted"], rows)
