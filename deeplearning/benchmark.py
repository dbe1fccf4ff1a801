"""How fast ink is read, side by side with the usual way: `python -m deeplearning.benchmark`.

It draws digits of a file of drawings point by point and times the reading after every point, as the window
does while a pen moves, with 1, 3 and 6 digits already on the paper. Then the same network answers as LiteRT
runs it and as Keras does, each in a process of its own. Warm-up is left out; ratios matter more than
milliseconds, which are this machine's.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from deeplearning.compose import is_digit
from deeplearning.drawings import Drawing, DrawingError, load, place
from deeplearning.ink import Ink
from deeplearning.network import ModelError
from deeplearning.recognizer import MODEL, Image, Probabilities, Recognizer

ROOT = Path(__file__).resolve().parent.parent
DRAWINGS = ROOT / "tests" / "drawings.jsonl"
PLACES = [(0.15 + 0.2 * column, 0.15 + 0.33 * row) for row in range(2) for column in range(4)]
"""Where digits stand, in paper sides: neighbours near enough to be thought one."""

HEIGHT = 0.24
"""Height of the digits, in paper sides."""

BEGIN = """
import json, os, sys, time
from pathlib import Path
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
start = time.perf_counter()
import numpy as np
image = np.random.default_rng(0).random((1, 28, 28, 1), np.float32)
def timed(answer, n):
    answer()
    times = []
    for _ in range(n):
        began = time.perf_counter()
        answer()
        times.append(1000 * (time.perf_counter() - began))
    return times
"""
"""What each process of the comparison begins with; it is given the path of a .tflite file."""

LITERT = """
from deeplearning.network import Network
network = Network(sys.argv[1])
network.probabilities(image[..., 0])
first = time.perf_counter() - start
found = {"LiteRT": timed(lambda: network.probabilities(image[..., 0]), 200)}
"""

KERAS = """
import keras
card = json.loads(Path(sys.argv[1]).with_suffix(".json").read_text())
model = keras.models.model_from_json(json.dumps(card["architecture"]))
model.load_weights(Path(sys.argv[1]).with_suffix(".weights.h5"))
model.predict(image, verbose=0)
first = time.perf_counter() - start
found = {"Model.predict": timed(lambda: model.predict(image, verbose=0), 40),
         "model(x)": timed(lambda: np.asarray(model(image)), 100)}
"""

END = """
try:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
except ImportError:  # Windows
    peak = float("nan")
print("FOUND" + json.dumps({"times": found, "first": first, "peak": peak}))
"""
"""What each ends with: times in milliseconds, seconds to the first answer, megabytes."""


class TimedRecognizer(Recognizer):
    """A recognizer that notes how long its network took."""

    network_seconds = 0.0

    def ask(self, images: Image) -> Probabilities:
        """Return the probabilities of `images`, and count the time."""
        start = time.perf_counter()
        answer = super().ask(images)
        self.network_seconds += time.perf_counter() - start
        return answer


def updates(digits: Sequence[Drawing], standing: int, model: Path) -> tuple[list[float], list[float]]:
    """Return the milliseconds of every reading, and of the network in it, while one more digit is drawn.

    Every digit of `digits` is drawn once, beside `standing` others.
    """
    whole, network = [], []
    for i in tqdm(range(len(digits)), desc=f"{standing} on paper", file=sys.stderr, leave=False):
        recognizer = TimedRecognizer(model)
        around = [digits[(i + 1 + k) % len(digits)] for k in range(standing + 1)]
        placed = [place(d, HEIGHT, at) for d, at in zip(around, PLACES, strict=False)]
        ink = Ink([stroke for drawing in placed[:-1] for stroke in drawing.strokes])
        recognizer.read(ink)
        for stroke in placed[-1].strokes:
            (x, y), *rest = stroke.points.tolist()
            ink.begin(x, y, stroke.width)
            for x, y in rest:
                ink.add(x, y)
                recognizer.network_seconds = 0.0
                start = time.perf_counter()
                recognizer.read(ink)
                whole.append(1000 * (time.perf_counter() - start))
                network.append(1000 * recognizer.network_seconds)
            ink.end()
    return whole, network


def spread(milliseconds: Sequence[float]) -> str:
    """Return p50 and p95 as a person reads them."""
    return f"{np.percentile(milliseconds, 50):7.2f} {np.percentile(milliseconds, 95):7.2f}"


def in_process(code: str, model: Path) -> dict[str, dict[str, list[float]]] | None:
    """Run `code` in a Python of its own; return what it found, or None where it failed."""
    command = [sys.executable, "-c", BEGIN + code + END, str(model)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    for line in run.stdout.splitlines():
        if line.startswith("FOUND"):
            found: dict[str, dict[str, list[float]]] = json.loads(line[5:])
            return found
    return None


def compare(model: Path) -> None:
    """Print LiteRT's and Keras' time for an image, to a first answer, and memory, and the ratios."""
    lite, keras = in_process(LITERT, model), in_process(KERAS, model)
    if lite is None or keras is None:
        print("\nNot compared with Keras: it, or the network's card or weights, are not here.")
        return
    print(f"\n{'one image, ms':24} {'p50':>7} {'p95':>7}  {'times LiteRT':>12}")
    base = float(np.median(lite["times"]["LiteRT"]))
    for name, times in (lite["times"] | keras["times"]).items():
        print(f"{name:24} {spread(times)}  {np.median(times) / base:12.1f}")
    for key, title in (("first", "start to first answer, s"), ("peak", "peak memory, MB")):
        ratio = float(keras[key]) / float(lite[key])  # type: ignore[arg-type]
        print(f"{title}: LiteRT {lite[key]:.2f}, Keras {keras[key]:.2f}, {ratio:.1f} times as much")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status, 2 where a file cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m deeplearning.benchmark", description=__doc__)
    parser.add_argument("--drawings", type=Path, default=DRAWINGS, help="JSON Lines with single digits")
    parser.add_argument("--model", type=Path, default=MODEL, help="a .tflite file (default: the window's)")
    arguments = parser.parse_args(argv)
    try:
        Recognizer(arguments.model)  # a bad one is told before anything is printed
        digits = [drawing for drawing in load(arguments.drawings) if is_digit(drawing)]
        if not digits:
            raise DrawingError(f"{arguments.drawings} holds no single digits.")
        print(f"{'an update, ms':24} {'p50':>7} {'p95':>7}   of which network")
        for standing in (0, 2, 5, 6):
            whole, network = updates(digits, standing, arguments.model)
            print(f"{standing + 1} digits on paper{'':9} {spread(whole)}  {spread(network)}")
    except (DrawingError, ModelError) as error:
        print(error, file=sys.stderr)
        return 2
    compare(arguments.model)
    return 0


if __name__ == "__main__":
    sys.exit(main())
