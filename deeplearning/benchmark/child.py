"""Runs the benchmark's probes and trainings, each in a Python of its own, and collects what they tell."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Output(NamedTuple):
    """What a child told: `moments`, in seconds from its start, and `figures`, both by name."""

    moments: dict[str, float]
    figures: dict[str, Any]


class ChildError(Exception):
    """A child ended badly; the message says how."""


def run_probe(probe: str, *arguments: object, environment: Mapping[str, str] | None = None) -> Output:
    """Run the module `probe` of `benchmark/probes` to its end; raises ChildError where it fails.

    Its moments are noted as they are told, so the start of Python itself counts. `environment` is this
    process's where none is given, with a screen in memory where there is no other.
    """
    values = [str(value.resolve() if isinstance(value, Path) else value) for value in arguments]
    command = [sys.executable, "-m", f"deeplearning.benchmark.probes.{probe}", *values]
    # In an empty folder there is nothing that a window could find or leave, and no user's last drawing.
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as errors:
        settings = child_environment(environment or with_screen(os.environ), folder)
        try:
            return listen(command, stderr=errors, cwd=folder, env=settings)
        except ChildError as error:
            errors.seek(0)
            lines = errors.read().strip().splitlines()
            raise ChildError(lines[-1] if lines else str(error)) from None


def child_environment(environment: Mapping[str, str], folder: str) -> dict[str, str]:
    """Return `environment` for a child that runs anywhere and keeps its state in `folder`."""
    path = os.pathsep.join(filter(None, [str(ROOT), environment.get("PYTHONPATH")]))
    return {
        **environment,
        "PYTHONPATH": path,
        "DIGITS_STATE": folder,
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYGAME_HIDE_SUPPORT_PROMPT": "1",
    }


def listen(command: list[str], **settings: Any) -> Output:
    """Run `command` and return what it tells, line by line; raises ChildError with its status."""
    moments: dict[str, float] = {}
    figures: dict[str, Any] = {}
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **settings) as process:
        assert process.stdout
        for line in process.stdout:
            word, _, rest = line.strip().partition(" ")
            if word == "MOMENT":
                moments.setdefault(rest, time.perf_counter() - start)
            elif word == "FIGURES":
                figures |= json.loads(rest)
    if process.returncode:
        raise ChildError(f"it ended with status {process.returncode}")
    return Output(moments, figures)


def with_screen(environment: Mapping[str, str]) -> dict[str, str]:
    """Return `environment`, with SDL's dummy driver where a Linux machine has no display."""
    shown = any(environment.get(name) for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"))
    if sys.platform != "linux" or shown:
        return dict(environment)
    return {**environment, "SDL_VIDEODRIVER": "dummy"}
