"""Runs the benchmark's programs, each in a Python of its own, and collects what they tell."""

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

from deeplearning.benchmark.programs import BEGIN

ROOT = Path(__file__).resolve().parents[2]


class Told(NamedTuple):
    """What a program told: `moments`, in seconds from its start, and `figures`, both by name."""

    moments: dict[str, float]
    figures: dict[str, Any]


class Failed(Exception):
    """A program ended badly; the message says how."""

    def __init__(self, message: str, status: int) -> None:
        """Take the program's exit `status`, too."""
        super().__init__(message)
        self.status = status


def run(program: str, model: Path, drawings: Path, *numbers: float) -> Told:
    """Run `program` to its end; raises Failed where it fails.

    Its moments are noted as they are told, so the start of Python itself counts.
    """
    names = [str(path.resolve()) for path in (ROOT, model, drawings)]
    command = [sys.executable, "-c", BEGIN + program, *names, *map(str, numbers)]
    # In an empty folder there is nothing that a window could find or leave, and no user's last drawing.
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+") as errors:
        return _listen(command, errors, cwd=folder, env=screen(os.environ) | {"DIGITS_STATE": folder})


def listen(command: list[str], **settings: Any) -> Told:
    """Run `command` and return what it tells, line by line; raises Failed with its status."""
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
        raise Failed(f"it ended with status {process.returncode}", process.returncode)
    return Told(moments, figures)


def _listen(command: list[str], errors: Any, **settings: Any) -> Told:
    try:
        return listen(command, stderr=errors, **settings)
    except Failed as failed:
        errors.seek(0)
        lines = errors.read().strip().splitlines()
        raise Failed(lines[-1] if lines else str(failed), failed.status) from None


def screen(environment: Mapping[str, str]) -> dict[str, str]:
    """Return `environment`, with SDL's dummy driver where a Linux machine has no display."""
    shown = any(environment.get(name) for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"))
    if sys.platform != "linux" or shown:
        return dict(environment)
    return dict(environment) | {"SDL_VIDEODRIVER": "dummy"}
