"""Tells the benchmark what a probe found.

Imports next to nothing, because the imports of a probe are timed with its first frame.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def tell_moment(name: str) -> None:
    """Tell that `name` has come, now."""
    print("MOMENT", name, flush=True)


def tell_figures(**figures: object) -> None:
    """Tell `figures`, which JSON can hold, by their names."""
    import json  # not before the first frame

    print("FIGURES", json.dumps(figures), flush=True)


def peak_memory() -> float:
    """Return the most memory, in MB, that this process has held; not a number where no system tells it."""
    # A process inherits its parent's in getrusage(), so Linux is asked for the memory itself.
    try:
        with open("/proc/self/status") as status:  # noqa: PTH123 - pathlib is not needed before the first frame
            held = [line.split()[1] for line in status if line.startswith("VmHWM")]
        return int(held[0]) * 1024 / 1e6
    except (OSError, IndexError):
        pass
    try:
        import resource
    except ImportError:  # Windows
        return float("nan")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def time_calls(call: Callable[[T], object], inputs: Sequence[T], count: int) -> list[float]:
    """Return the milliseconds of `count` calls, each with the next of `inputs`, after one to warm up."""
    call(inputs[0])
    times = []
    for number in range(count):
        began = time.perf_counter()
        call(inputs[number % len(inputs)])
        times.append(1000 * (time.perf_counter() - began))
    return times
