"""How fast the window is, beside the usual way to build one: `python -m deeplearning.benchmark`.

The usual way is pygame with Keras, asked by `Model.predict`. Both are started anew for every run, on the same
strokes: how soon the first frame and the first reading are there, and in how much memory. Then it tells what
a reading takes while a digit is being drawn, what a frame takes, and how busy a core is. Warm-up is left out;
ratios come first, for seconds are this machine's. With `training` it times the notebook's training beside the
original's recipe.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from deeplearning.benchmark import training
from deeplearning.benchmark.child import ROOT, Failed, run
from deeplearning.benchmark.latency import Update
from deeplearning.benchmark.programs import FRAMES, KERAS, LOAD, START, UPDATES
from deeplearning.evaluation.text_tables import spread, table, wanted
from deeplearning.ink.drawings import DrawingError, load
from deeplearning.ink.writers import is_digit
from deeplearning.recognition.network import ModelError, Network, warn
from deeplearning.recognition.recognizer import MODEL

DRAWINGS = ROOT / "tests" / "support" / "drawings.jsonl"

ON_PAPER = (1, 3, 6)
"""Digits on the paper while readings are timed, the one that is being drawn included."""

SIZES = ((1280, 640), (2560, 1280))
"""Sizes of the window, in pixels, at which frames are timed."""

STANDING = 6
"""Digits on the paper while frames are timed, beside the one that is being drawn."""

EVENTS = 120
"""Events a second while a core's load is measured: what a fast mouse or a pen sends."""

Found = Mapping[str, Sequence[float]]
"""Figures by name, one for every run."""


def measure(model: Path, drawings: Path, runs: int, fast: bool) -> tuple[Found, str, str]:
    """Return the figures, the driver of the screen, and why Keras was not compared (or nothing).

    `fast` looks at few digits and only for a moment, to see that all works. Raises processes.Failed where the
    window cannot run.
    """
    found: dict[str, list[float]] = defaultdict(list)
    screen, missing = "", ""
    digits, images, seconds = (2, 5, 0.3) if fast else (1000, 200, 5.0)

    def note(name: str, times: Sequence[float]) -> None:
        for percent in (50, 95):
            found[f"{name} p{percent}"].append(float(np.percentile(times, percent)))

    def start(way: str, program: str) -> str:
        moments, figures = run(program, model, drawings, images)
        found[f"{way} memory"].append(figures["peak"])
        for moment, took in moments.items():
            found[f"{way} {moment}"].append(took)
        for name, times in figures["images"].items():
            note(name, times)
        return str(figures.get("screen"))

    for _ in tqdm(range(runs), desc="runs", file=sys.stderr, leave=False):
        screen = start("window", START)
        if not missing:
            try:
                start("keras", KERAS)
            except Failed as failed:
                missing = str(failed)
        others = [many - 1 for many in ON_PAPER]
        timed = run(UPDATES, model, drawings, digits, *others).figures["updates"]
        for many, updates in zip(ON_PAPER, timed.values(), strict=True):
            for part, times in zip(Update._fields, zip(*updates, strict=True), strict=True):
                note(f"{many} {part}", times)
        for size in SIZES:
            note(f"{size}", run(FRAMES, model, drawings, digits, STANDING, *size).figures["frames"])
        for state, percent in run(LOAD, model, drawings, seconds, seconds, EVENTS).figures.items():
            found[state].append(percent)
    return found, screen, missing


def report(found: Found) -> list[str]:
    """Return the tables as text; those that compare with Keras only where it was there."""
    tables = [_starts(found), _updates(found), _images(found), _frames(found), _load(found)]
    return [_ratios(found), *tables] if "keras frame" in found else tables


def _ratios(found: Found) -> str:
    compared = [
        ("start to first frame", "keras frame", "window frame", 5),
        ("start to first reading", "keras reading", "window reading", None),
        ("peak memory by then", "keras memory", "window memory", 4),
        ("one image by Model.predict, for an update with 1 digit", "Model.predict p50", "1 whole p50", 20),
        ("one image by Model.predict, for one by LiteRT", "Model.predict p50", "LiteRT p50", None),
        ("one image by model(x), for one by LiteRT", "model(x) p50", "LiteRT p50", None),
    ]
    rows = []
    for title, usual, ours, least in compared:
        ratios = [one / other for one, other in zip(found[usual], found[ours], strict=True)]
        rows.append([title, spread(ratios), "" if least is None else wanted(ratios, least=least)])
    return table(["the usual way takes so many times as much", "", "wanted"], rows)


def _starts(found: Found) -> str:
    ways = ["window", "keras"] if "keras frame" in found else ["window"]
    rows = [
        [title, *(spread(found[f"{way} {name}"]) for way in ways), aim]
        for title, name, aim in [
            ("start to first frame, s", "frame", wanted(found["window frame"], most=0.6)),
            ("start to first reading, s", "reading", ""),
            ("peak memory by then, MB", "memory", ""),
        ]
    ]
    return table(["", *["the window", "the usual way"][: len(ways)], "wanted"], rows)


def _updates(found: Found) -> str:
    parts = Update._fields[1:]
    rows = []
    for many in ON_PAPER:
        names = [f"{many} whole p50", f"{many} whole p95", *(f"{many} {part} p50" for part in parts)]
        rows.append(
            [
                f"{many} digit{'s' * (many > 1)} on paper, the last being drawn",
                *(spread(found[name]) for name in names),
            ]
        )
    return table(["an update, ms", "p50", "p95", *(f"{part} p50" for part in parts)], rows)


def _images(found: Found) -> str:
    kinds = [kind for kind in ("LiteRT", "model(x)", "Model.predict") if f"{kind} p50" in found]
    rows = [[kind, *(spread(found[f"{kind} p{percent}"]) for percent in (50, 95))] for kind in kinds]
    return table(["one image, ms", "p50", "p95"], rows)


def _frames(found: Found) -> str:
    rows = []
    for size in SIZES:
        rate = [1000 / took for took in found[f"{size} p95"]]
        times = [spread(found[f"{size} p{percent}"]) for percent in (50, 95)]
        rows.append(["{} x {} pixels".format(*size), *times, spread(rate), wanted(rate, least=60)])
    title = f"a frame while one more digit is drawn beside {STANDING}, ms"
    return table([title, "p50", "p95", "frames a second, by p95", "wanted"], rows)


def _load(found: Found) -> str:
    rows = [
        ["idle", spread(found["idle"]), wanted(found["idle"], most=1)],
        [f"drawing, {EVENTS} events a second", spread(found["drawing"]), ""],
    ]
    return table(["% of a core", "", "wanted"], rows)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status, 2 where a file cannot be read or a program not run."""
    arguments = _arguments(argv)
    if arguments.what == "training":
        return training.report(arguments.epochs, arguments.full)
    try:
        warn(Network(arguments.model).warning)  # a bad one is told before anything else
        digits = sum(map(is_digit, load(arguments.drawings)))
        if not digits:
            raise DrawingError(f"{arguments.drawings} holds no single digits.")
        found, screen, missing = measure(arguments.model, arguments.drawings, arguments.runs, arguments.fast)
    except (DrawingError, ModelError) as error:
        print(error, file=sys.stderr)
        return 2
    except Failed as error:
        print(f"The window cannot be measured here: {error}", file=sys.stderr)
        return 2
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    print(f"{digits} digits of {arguments.drawings.name}; {machine}; Python {platform.python_version()}")
    print(f"screen: {screen}; each figure is the median of {arguments.runs} runs (least to most)")
    for text in report(found):
        print(f"\n{text}")
    if missing:
        print(f"\nNot compared with Keras: {missing}")
    return 0


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deeplearning.benchmark", description=__doc__)
    parser.add_argument("--drawings", type=Path, default=DRAWINGS, help="JSON Lines with single digits")
    parser.add_argument("--model", type=Path, default=MODEL, help="a .tflite file (default: the window's)")
    parser.add_argument("--runs", type=_positive, default=5, help="of every measurement (default: 5)")
    parser.add_argument("--fast", action="store_true", help="few digits, to see that all works")
    what = parser.add_subparsers(dest="what", metavar="training", help="time the training instead")
    train = what.add_parser("training", description=training.__doc__)
    train.add_argument(
        "--epochs",
        type=_positive,
        default=3,
        help="of each recipe, the first of which warms up and is left out (default: 3)",
    )
    train.add_argument("--full", action="store_true", help="train as the notebook does, to the end")
    return parser.parse_args(argv)


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 1 or more")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
