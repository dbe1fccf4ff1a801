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
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from statistics import median
from typing import Any

from deeplearning.benchmark.child import ROOT, Failed, listen
from deeplearning.evaluation.text_tables import figure, spread, table, wanted

ACCURACY = 0.9955
"""Share of the official test images that the original's recipe, trained anew, reads correctly."""

Recipe = Mapping[str, Any]
"""What `recipes` tells of a training."""


def report(epochs: int, full: bool) -> int:
    """Time `epochs` of both recipes, or all of the notebook's if `full`, and print the table.

    Return the exit status: 2 where there is no data or no Keras to train with.
    """
    try:
        print(f"the original's recipe, {epochs} epochs", file=sys.stderr, flush=True)
        original = _train("original", epochs)
        print("the notebook's recipe", file=sys.stderr, flush=True)
        newer = _train("notebook", 0 if full else epochs)
    except Failed as error:
        print(f"The training cannot be timed here: {error}.", file=sys.stderr)
        return 2
    for text in tell(original, newer, full):
        print(text)
    return 0


def _train(recipe: str, epochs: int) -> Recipe:
    environment = {name: value for name, value in os.environ.items() if name != "DIGITS_FAST"}
    if data := os.environ.get("DIGITS_DATA"):
        environment["DIGITS_DATA"] = str(Path(data).resolve())
    with tempfile.TemporaryDirectory() as folder:
        environment |= {"DIGITS_OUT": folder, "MPLBACKEND": "Agg"}
        command = [sys.executable, "-m", "deeplearning.benchmark.train_child", recipe, str(epochs)]
        return listen(command, cwd=ROOT, env=environment).figures


def tell(original: Recipe, newer: Recipe, full: bool) -> Iterator[str]:
    """Yield what both took; `full` says that the newer one was trained to its end."""
    versions = ", ".join(f"{name} {version}" for name, version in newer["versions"].items())
    yield f"{newer['data']}; {platform.system()} {platform.machine()}, {os.cpu_count()} cores; {versions}\n"
    slow = original["full"] * _epoch(original)
    fast = newer["whole"] if full else newer["full"] * _epoch(newer)
    share = fast / slow
    rows = [["the notebook's training, in the original's", figure(share), wanted([share], most=1 / 3)]]
    if full:
        rows.append(_passed(newer, slow))
    yield table(["", "", "wanted"], rows) + "\n"
    rows = []
    for name, recipe, whole in (("the original's", original, slow), ("the notebook's", newer, fast)):
        how = f"{name}: {recipe['precision']}, batches of {recipe['batch']}"
        images = [f"{count:,}" for count in recipe["images"]]
        rows.append([how, *images, spread(_counted(recipe)), str(recipe["full"]), figure(whole)])
    yield table(["", "learns from", "validates with", "s an epoch", "epochs", "in full, s"], rows)
    timed = "The original's" if full else "Each"
    yield f"{timed} full training is its epochs times the median of {len(_counted(original))} that were timed"


def _counted(recipe: Recipe) -> Sequence[float]:
    """Return the seconds of all epochs but the first, which warms up; of a single one all the same."""
    seconds = [took for took, *_ in recipe["epochs"]]
    return seconds[1:] or seconds


def _epoch(recipe: Recipe) -> float:
    return median(_counted(recipe))


def _passed(recipe: Recipe, slow: float) -> list[str]:
    """Return a row that says when `ACCURACY` was passed, as a share of the `slow` recipe's seconds."""
    title = f"until {ACCURACY:.2%} of the {recipe['exam']} images"
    scores = [examined for _, examined in recipe["epochs"]]
    elapsed = list(accumulate(took for took, _ in recipe["epochs"]))
    for number, (score, seconds) in enumerate(zip(scores, elapsed, strict=True), start=1):
        if score >= ACCURACY:
            share = seconds / slow
            return [
                f"{title} (epoch {number}, {figure(seconds)} s)",
                figure(share),
                wanted([share], most=1 / 6),
            ]
    return [f"{title} (best: {max(scores):.2%})", "never", "under 0.17: MISSED"]
