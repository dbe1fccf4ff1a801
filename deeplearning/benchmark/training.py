"""Times the notebook's training beside the original's recipe: `python -m deeplearning.benchmark training`.

The original trained in float32, in batches of 32 images that Keras' ImageDataGenerator varied, with Adam, for
28 epochs, and set images aside to validate with. Both train the same network on the same data, found as the
notebook finds it (`DIGITS_DATA`).
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from statistics import median

from deeplearning._errors import UserError
from deeplearning.benchmark.child import ROOT, ChildError, listen
from deeplearning.benchmark.findings import Training
from deeplearning.evaluation.text_tables import figure, spread, table, wanted

ORIGINAL_ACCURACY = 0.9955
"""Share of the official test images that the original's recipe, trained anew, reads correctly."""


def measure(epochs: int, full: bool) -> Iterator[str]:
    """Time `epochs` of both recipes, or all of the notebook's if `full`, and yield the tables.

    Raises UserError where there is no data or no Keras to train with.
    """
    try:
        print(f"the original's recipe, {epochs} epochs", file=sys.stderr, flush=True)
        original = _train("original", epochs)
        print("the notebook's recipe", file=sys.stderr, flush=True)
        newer = _train("notebook", 0 if full else epochs)
    except ChildError as error:
        raise UserError(f"The training cannot be timed here: {error}.") from error
    yield from tell(original, newer, full)


def _train(recipe: str, epochs: int) -> Training:
    environment = {name: value for name, value in os.environ.items() if name != "DIGITS_FAST"}
    if data := os.environ.get("DIGITS_DATA"):
        environment["DIGITS_DATA"] = str(Path(data).resolve())
    with tempfile.TemporaryDirectory() as folder:
        environment |= {"DIGITS_OUT": folder, "MPLBACKEND": "Agg"}
        command = [sys.executable, "-m", "deeplearning.benchmark.train_child", recipe, str(epochs)]
        return Training(**listen(command, cwd=ROOT, env=environment).figures)


def tell(original: Training, newer: Training, full: bool) -> Iterator[str]:
    """Yield what both took; `full` says that the newer one was trained to its end."""
    versions = ", ".join(f"{name} {version}" for name, version in newer.versions.items())
    yield f"{newer.data}; {platform.system()} {platform.machine()}, {os.cpu_count()} cores; {versions}\n"
    slow = original.full_epochs * _epoch(original)
    fast = newer.seconds if full else newer.full_epochs * _epoch(newer)
    share = fast / slow
    rows = [["the notebook's training, in the original's", figure(share), wanted([share], most=1 / 3)]]
    if full:
        rows.append(_passed(newer, slow))
    yield table(["", "", "wanted"], rows) + "\n"
    rows = [_recipe("the original's", original, slow), _recipe("the notebook's", newer, fast)]
    yield table(["", "learns from", "validates with", "s an epoch", "epochs", "in full, s"], rows)
    timed = "The original's" if full else "Each"
    yield f"{timed} full training is its epochs times the median of {len(_counted(original))} that were timed"


def _recipe(name: str, training: Training, seconds: float) -> list[str]:
    """Return the row of a recipe that takes so many `seconds` in full."""
    how = f"{name}: {training.precision}, batches of {training.batch}"
    images = f"{training.learned:,}", f"{training.validated:,}"
    return [how, *images, spread(_counted(training)), str(training.full_epochs), figure(seconds)]


def _counted(training: Training) -> list[float]:
    """Return the seconds of all epochs but the first, which warms up; of a single one all the same."""
    return training.epoch_seconds[1:] or training.epoch_seconds


def _epoch(training: Training) -> float:
    return median(_counted(training))


def _passed(training: Training, slow: float) -> list[str]:
    """Return a row that says after what share of `slow` seconds `ORIGINAL_ACCURACY` was passed."""
    title = f"until {ORIGINAL_ACCURACY:.2%} of the {training.exam} images"
    epochs = zip(training.epoch_accuracies, accumulate(training.epoch_seconds), strict=True)
    for number, (accuracy, seconds) in enumerate(epochs, start=1):
        if accuracy >= ORIGINAL_ACCURACY:
            share = seconds / slow
            told = f"{title} (epoch {number}, {figure(seconds)} s)"
            return [told, figure(share), wanted([share], most=1 / 6)]
    return [f"{title} (best: {max(training.epoch_accuracies):.2%})", "never", "under 0.17: MISSED"]
