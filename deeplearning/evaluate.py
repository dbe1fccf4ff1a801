"""How well drawings are read: `python -m deeplearning.evaluate FILE` prints it by digit, gap and writer.

Every drawing goes through exactly what the window uses, on paper of 640 x 640 pixels. A UNIPEN digit has a
tablet's coordinates, so it is first placed on the paper; JSON Lines are taken as they are; a folder holds
pictures named `LABEL_anything.png`; the test images of `mnist.npz` go straight to the network.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from deeplearning.blobs import BlobReader
from deeplearning.drawings import Drawing, DrawingError, load, place
from deeplearning.network import ModelError, Network, warn
from deeplearning.opening import load_pictures, pictures_in
from deeplearning.recognizer import MODEL, Reading, Recognizer

BATCH = 50
"""MNIST's images go to the network in batches of this many."""


@dataclass(frozen=True)
class Item:
    """One drawing's result: what was meant, what was read (`?` a refused digit), and how surely (0 to 1)."""

    label: str
    read: str
    confidence: float | None
    notes: dict[str, Any]
    seconds: float

    @property
    def exact(self) -> bool:
        """Whether every digit was read as it was meant, and none besides."""
        return self.read == self.label

    @property
    def refused(self) -> bool:
        """Whether something was drawn and none of it taken for a digit."""
        return bool(self.read) and set(self.read) == {"?"}


def read_drawings(drawings: Iterable[Drawing], recognizer: Recognizer | BlobReader) -> Iterator[Item]:
    """Yield each drawing's result, read as the window reads it."""
    for drawing in drawings:
        start = time.perf_counter()
        reading = recognizer.read(drawing.strokes)
        seconds = time.perf_counter() - start
        label = (drawing.label or "").replace(" ", "")
        yield Item(label, reading.text.replace(" ", ""), _least_sure(reading), drawing.notes, seconds)


def _least_sure(reading: Reading) -> float | None:
    return min((digit.confidence for digit in reading.digits), default=None)


def read_mnist(path: Path, network: Network) -> Iterator[Item]:
    """Yield the result of each test image of `mnist.npz`; raises DrawingError where it holds none."""
    try:
        with np.load(path, allow_pickle=False) as data:
            images, labels = data["x_test"], data["y_test"]
        if images.shape[1:] != (28, 28) or not 0 < len(images) == len(labels):
            raise ValueError
    except FileNotFoundError as error:
        raise DrawingError(f"{path} cannot be read: {error.strerror}.") from error
    except Exception as error:  # NumPy raises seven kinds of error for a damaged archive
        raise DrawingError(
            f"{path} holds no MNIST test images (x_test, 28 x 28, and y_test): download it again."
        ) from error
    for begin in range(0, len(images), BATCH):
        start = time.perf_counter()
        batch = images[begin : begin + BATCH].astype(np.float32) / 255
        answers = network.probabilities(batch)
        seconds = (time.perf_counter() - start) / len(batch)
        for label, row in zip(labels[begin : begin + BATCH], answers, strict=True):
            yield Item(str(label), str(row.argmax()), float(row.max()), {}, seconds)


def summarise(items: Sequence[Item]) -> dict[str, Any]:
    """Return the figures as `--json` writes them; fractions from 0 to 1, milliseconds."""
    milliseconds = np.array([item.seconds for item in items]) * 1000
    return {
        "n": len(items),
        "exact": _fraction(item.exact for item in items),
        "refused": _fraction(item.refused for item in items),
        "by_digit": _table(items, lambda item: item.label if len(item.label) == 1 else None),
        "by_gap": _table(items, lambda item: item.notes.get("gap")),
        "by_writer": _table(items, lambda item: item.notes.get("writer")),
        "latency_ms": {
            "p50": float(np.percentile(milliseconds, 50)) if items else 0.0,
            "p95": float(np.percentile(milliseconds, 95)) if items else 0.0,
        },
        "items": [{"label": item.label, "read": item.read, "confidence": item.confidence} for item in items],
    }


def _fraction(truths: Iterable[bool]) -> float:
    values = list(truths)
    return sum(values) / len(values) if values else 0.0


def _table(items: Sequence[Item], key: Callable[[Item], Any]) -> dict[str, dict[str, float]]:
    groups: dict[str, list[bool]] = defaultdict(list)
    for item in items:
        name = key(item)
        if name is not None and name != "?":
            groups[str(name)].append(item.exact)
    in_order = sorted(groups, key=lambda name: (int(name), "") if name.isdecimal() else (0, name))
    return {name: {"n": len(groups[name]), "exact": _fraction(groups[name])} for name in in_order}


def report(figures: dict[str, Any]) -> str:
    """Return the table that a person reads."""
    latency = figures["latency_ms"]
    lines = [
        f"{figures['n']:,} drawings: {figures['exact']:.2%} exactly right, {figures['refused']:.2%} refused, "
        f"{latency['p50']:.1f} ms a drawing (p50), {latency['p95']:.1f} ms (p95)"
    ]
    for title in ("digit", "gap", "writer"):
        rows = figures[f"by_{title}"]
        if rows:
            lines += ["", f"{title:>8}  {'drawings':>8}  {'exact':>8}"]
            lines += [f"{name:>8}  {row['n']:>8,}  {row['exact']:>8.2%}" for name, row in rows.items()]
    return "\n".join(lines)


def _pair(text: str) -> tuple[float, float]:
    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError:
        x = y = math.nan
    if not (math.isfinite(x) and math.isfinite(y)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a place: write two numbers, such as 0.3,0.3")
    return x, y


def _height(text: str) -> float:
    try:
        height = float(text)
    except ValueError:
        height = math.nan
    if not 0 < height < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is not a height: write a number above 0, such as 0.6")
    return height


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m deeplearning.evaluate", description="Print how well a file's drawings are read."
    )
    parser.add_argument(
        "file", type=Path, help="UNIPEN, JSON Lines of strokes, mnist.npz, or a folder of pictures"
    )
    parser.add_argument("--model", type=Path, default=MODEL, help="a .tflite file (default: the window's)")
    parser.add_argument(
        "--height", type=_height, default=0.6, help="a UNIPEN digit's longer side, in papers (default: 0.6)"
    )
    parser.add_argument("--at", type=_pair, default=(0.5, 0.5), metavar="X,Y", help="where its middle stands")
    parser.add_argument("--writers", metavar="A,B", help="only drawings by these")
    parser.add_argument(
        "--blobs", action="store_true", help="read as most programs do: every blob of pixels is a digit"
    )
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write all figures and items here")
    return parser


def _items(arguments: argparse.Namespace) -> tuple[Iterator[Item], int | None]:
    """Return the results, read as they are asked for, and how many there will be where that is known."""
    if arguments.file.suffix == ".npz":
        if arguments.writers or arguments.blobs:
            raise DrawingError(f"{arguments.file} holds no strokes, which --writers and --blobs need.")
        network = Network(arguments.model)
        warn(network.warning)
        return read_mnist(arguments.file, network), None
    recognizer = (BlobReader if arguments.blobs else Recognizer)(arguments.model)
    warn(recognizer.warning)
    if arguments.file.is_dir():
        if arguments.writers:
            raise DrawingError(f"{arguments.file} holds pictures, which --writers cannot tell apart.")
        pictures = pictures_in(arguments.file)
        return read_drawings(load_pictures(pictures), recognizer), len(pictures)
    drawings = load(arguments.file)
    with arguments.file.open("rb") as file:
        is_unipen = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b".")
    if arguments.writers:
        wanted = set(arguments.writers.split(","))
        drawings = [drawing for drawing in drawings if str(drawing.notes.get("writer")) in wanted]
        if not drawings:
            raise DrawingError(f"{arguments.file} holds no drawing by writer {arguments.writers}.")
    if is_unipen:
        drawings = [place(drawing, arguments.height, arguments.at) for drawing in drawings]
    return read_drawings(drawings, recognizer), len(drawings)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status, 2 where the file or the network cannot be read."""
    arguments = _parser().parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):  # Labels may hold what a terminal has no character for.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        items, total = _items(arguments)
        figures = summarise(list(tqdm(items, total=total, unit=" drawings", file=sys.stderr)))
        if arguments.json:
            arguments.json.write_text(json.dumps(figures) + "\n", encoding="utf-8")
        print(report(figures))
    except (DrawingError, ModelError) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{arguments.json} cannot be written: {error.strerror or error}.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
