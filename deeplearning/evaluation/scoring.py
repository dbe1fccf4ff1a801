"""Scores readings: how many drawings are read exactly, and how many are refused."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np

from deeplearning.evaluation.blob_reader import BlobReader
from deeplearning.ink.bounded_read import check_ordinary
from deeplearning.ink.drawings import Drawing, DrawingError
from deeplearning.recognition.network import Network
from deeplearning.recognition.reading import Reading
from deeplearning.recognition.recognizer import Recognizer

IMAGES_PER_BATCH = 50
"""MNIST's images go to the network in batches of this many."""

MAX_ARCHIVE_BYTES = 500_000_000
"""An archive of images that unpacks to more is refused unread; MNIST's unpacks to 55,000,000."""

TABLES = {"digit": "by_digit", "group": "by_gap", "writer": "by_writer"}
"""The heading of each table, and its key in the figures; a group is a contributor, or a kind of drawing."""


@dataclass(frozen=True)
class Item:
    """The result for one drawing: the text meant, the text read (`?` for a refused digit), the confidence."""

    label: str
    read: str
    confidence: float | None
    notes: dict[str, Any]
    seconds: float

    @property
    def exact(self) -> bool:
        """Whether the text read is the text meant."""
        return self.read == self.label

    @property
    def refused(self) -> bool:
        """Whether something was drawn and all of it was refused."""
        return bool(self.read) and set(self.read) == {"?"}


def read_drawings(drawings: Iterable[Drawing], recognizer: Recognizer | BlobReader) -> Iterator[Item]:
    """Yield the result for each drawing, read as the window reads it."""
    for drawing in drawings:
        yield read_drawing(drawing, recognizer)[0]


def read_drawing(drawing: Drawing, recognizer: Recognizer | BlobReader) -> tuple[Item, Reading]:
    """Return the result for `drawing` and the reading that it is of."""
    start = time.perf_counter()
    reading = recognizer.read(drawing.strokes)
    seconds = time.perf_counter() - start
    label = (drawing.label or "").replace(" ", "")
    text = reading.text.replace(" ", "")
    return Item(label, text, _lowest_confidence(reading), drawing.notes, seconds), reading


def _lowest_confidence(reading: Reading) -> float | None:
    return min((digit.confidence for digit in reading.digits), default=None)


def read_mnist(path: Path, network: Network) -> Iterator[Item]:
    """Yield the result for each test image of `mnist.npz`; raises DrawingError where it holds none."""
    try:
        check_ordinary(path)
        with ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_ARCHIVE_BYTES:
                raise ValueError
        with np.load(path, allow_pickle=False) as data:
            images, labels = data["x_test"], data["y_test"]
        if images.shape[1:] != (28, 28) or images.dtype.kind not in "uif":
            raise ValueError
        if labels.shape != (len(images),) or not len(images):  # of another shape are one-hot labels
            raise ValueError
    except FileNotFoundError as error:
        raise DrawingError(f"{path} cannot be read: {error.strerror}.") from error
    except Exception as error:  # NumPy raises seven kinds of error for a damaged archive
        raise DrawingError(
            f"{path} holds no MNIST test images (x_test, 28 x 28, and y_test): download it again."
        ) from error
    for begin in range(0, len(images), IMAGES_PER_BATCH):
        start = time.perf_counter()
        batch = images[begin : begin + IMAGES_PER_BATCH].astype(np.float32) / 255
        answers = network.probabilities(batch)
        seconds = (time.perf_counter() - start) / len(batch)
        for label, row in zip(labels[begin : begin + IMAGES_PER_BATCH], answers, strict=True):
            yield Item(str(label), str(row.argmax()), float(row.max()), {}, seconds)


def summarise(items: Sequence[Item]) -> dict[str, Any]:
    """Return the figures as `--json` writes them: shares from 0 to 1, times in milliseconds."""
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
    in_order = sorted(groups, key=lambda name: (len(name) * name.isdecimal(), name))
    return {name: {"n": len(groups[name]), "exact": _fraction(groups[name])} for name in in_order}


def report(figures: dict[str, Any]) -> str:
    """Return the figures as tables for a person."""
    latency, count = figures["latency_ms"], figures["n"]
    lines = [
        f"{count:,} drawing{'' if count == 1 else 's'}: {figures['exact']:.2%} exactly right, "
        f"{figures['refused']:.2%} refused, "
        f"{latency['p50']:.1f} ms a drawing (p50), {latency['p95']:.1f} ms (p95)"
    ]
    for title, key in TABLES.items():
        rows = figures[key]
        if rows:
            wide = max(8, *map(len, rows))
            lines += ["", f"{title:>{wide}}  {'drawings':>8}  {'exact':>8}"]
            lines += [f"{name:>{wide}}  {row['n']:>8,}  {row['exact']:>8.2%}" for name, row in rows.items()]
    return "\n".join(lines)
