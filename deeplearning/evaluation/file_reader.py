"""Reads files, pictures and drawings, one after the other or several at once in processes of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from deeplearning._processes import process_count
from deeplearning._state import memory_folder
from deeplearning.evaluation.annotation import write_annotated
from deeplearning.ink import drawings
from deeplearning.ink.box import Box
from deeplearning.ink.drawings import Drawing, DrawingError
from deeplearning.ink.naming import names_in
from deeplearning.ink.placement import on_paper
from deeplearning.pictures.decoding import Colours, Decoded, decode, read_bytes
from deeplearning.pictures.files import is_picture
from deeplearning.pictures.picture import NoWriting, scan
from deeplearning.recognition.memory_file import MemoryFile
from deeplearning.recognition.network import warn
from deeplearning.recognition.reading import Digit, Reading
from deeplearning.recognition.recognizer import MODEL, Recognizer

FEW = 4
"""As many files are read before other processes would have started."""

TURNS = {1: "to the right", 2: "upside down", 3: "to the left"}
"""How a picture lies that reads better after so many quarter turns, counterclockwise."""

MIN_DIGITS_OF_A_PAGE = 3
"""Of fewer digits it cannot be told which way up they are."""

DOUBTFUL, CLEAR, CLEARER = 0.8, 0.85, 0.2
"""A page read less surely than the first, on average, is tried turned; it is, if it then reads as surely as
the second and more surely by the third."""


@dataclass(frozen=True)
class ReadDigit:
    """One digit: `label` is `?` where it is refused, `box` left, top, right and bottom in picture pixels."""

    label: str
    box: tuple[float, float, float, float]
    probabilities: list[float]


@dataclass(frozen=True)
class FileReading:
    """What stands in a picture or drawing; where it cannot be read `error` is the sentence that says why."""

    name: str
    text: str = ""
    digits: list[ReadDigit] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    error: str = ""

    def to_record(self) -> dict[str, Any]:
        """Return all that is known as JSON holds it."""
        return asdict(self)


class FileReader:
    """Reads files with one network, and writes them with boxes and labels where `annotated` says.

    `warnings` are sentences about network and memory that the person should read.
    """

    def __init__(
        self, model: Path | None = None, annotated: Path | None = None, writer: str | None = None
    ) -> None:
        """Load the network, None being the window's, and what the `writer` has corrected, if one is named.

        Raises ModelError, and UserError for a writer's name that is too long.
        """
        self._recognizer = Recognizer(model or MODEL)
        self._annotated = annotated
        self.warnings = [self._recognizer.warning]
        folder = memory_folder()
        if writer is not None and folder is not None:
            memory = MemoryFile(folder, writer)
            corrections, fault = memory.load()
            none = "" if corrections else f"{memory.path} keeps no corrections, so none count here."
            self.warnings.append(fault or none)
            self._recognizer.learn_all(corrections)

    def read(self, path: Path, alias: str = "") -> list[FileReading]:
        """Return what stands in the picture at `path`, or in each of the drawings in that file.

        `alias` is what it is called where it is written with boxes; unasked, as the file.
        """
        found = []
        try:
            if is_picture(path):
                found.append(self.read_picture(read_bytes(path), str(path), alias or path.name))
            else:
                found.extend(self._read_drawings(path, alias or path.name))
        except DrawingError as error:
            found.append(FileReading(str(path), error=str(error)))
        except OSError as error:
            found.append(FileReading(str(path), error=f"{path} cannot be read: {error.strerror or error}."))
        return found

    def read_picture(self, data: bytes, name: str, alias: str) -> FileReading:
        """Return what stands in the picture in `data`, a file's content; `alias` as for `read`."""
        try:
            decoded = decode(data, name)
        except DrawingError as error:
            return FileReading(name, error=str(error))
        try:
            reading, digits = self._read_colours(decoded, name)
        except NoWriting as error:
            return FileReading(name, warnings=[str(error)])
        warnings = []
        turn = self._better_turn(decoded.colours, reading)
        if turn:
            warnings.append(f"{name} seems to be turned {TURNS[turn]}: turn it upright and read it again.")
        found = FileReading(name, reading.text, digits, warnings)
        self._annotate(found, alias, decoded.colours, decoded.scale)
        return found

    def _read_colours(self, decoded: Decoded, name: str) -> tuple[Reading, list[ReadDigit]]:
        scanned = scan(decoded.colours, name)
        reading = self._recognizer.read(scanned.drawing.strokes)
        places = [scanned.to_pixels(Box(*digit.box)) for digit in reading.digits]
        sides = [(side * decoded.scale for side in place) for place in places]
        digits = [_read_digit(*both) for both in zip(reading.digits, map(Box._make, sides), strict=True)]
        return reading, digits

    def _better_turn(self, colours: Colours, reading: Reading) -> int:
        """Return after how many quarter turns the page in `colours` is read far more surely; mostly none."""
        sure = _sureness(reading)
        if len(reading.digits) < MIN_DIGITS_OF_A_PAGE or sure >= DOUBTFUL:
            return 0
        found = {}
        for turn in TURNS:
            try:
                strokes = scan(np.ascontiguousarray(np.rot90(colours, turn)), "").drawing.strokes
            except NoWriting:
                continue
            turned = self._recognizer.read(strokes)
            if len(turned.digits) >= MIN_DIGITS_OF_A_PAGE:
                found[turn] = _sureness(turned)
        best = max(found, key=lambda turn: found[turn], default=0)
        return best if best and found[best] >= max(CLEAR, sure + CLEARER) else 0

    def _read_drawings(self, path: Path, alias: str) -> Iterator[FileReading]:
        every = drawings.read(path)
        first_two = list(islice(every, 2))
        for number, drawing in enumerate(chain(first_two, every), 1):
            which = "" if len(first_two) == 1 else f":{number}"
            placed = on_paper(drawing)
            try:
                named = names_in(placed)
            except DrawingError as error:
                yield FileReading(f"{path}{which}", error=f"{path}{which} is not read: {error}")
                continue
            reading = self._recognizer.read(placed.strokes, named)
            digits = [_read_digit(digit, digit.box) for digit in reading.digits]
            found = FileReading(f"{path}{which}", reading.text, digits)
            if self._annotated is not None:
                self._annotate(found, alias + which.replace(":", "_"), _drawn(placed), 1.0)
            yield found

    def _annotate(self, found: FileReading, alias: str, colours: Colours, scale: float) -> None:
        if self._annotated is None:
            return
        labels = [(digit.label, Box(*(side / scale for side in digit.box))) for digit in found.digits]
        try:
            write_annotated(self._annotated / f"{alias}_read.png", colours, labels)
        except OSError as error:
            reason = error.strerror or error
            found.warnings.append(f"{found.name} cannot be written with boxes and labels: {reason}.")


def _read_digit(digit: Digit, box: Box) -> ReadDigit:
    left, top, right, bottom = (round(float(side), 1) for side in box)
    return ReadDigit(
        digit.label, (left, top, right, bottom), [round(float(p), 4) for p in digit.probabilities]
    )


def _sureness(reading: Reading) -> float:
    """Return how surely digits were read on average, refused ones counting nothing."""
    return float(np.mean([0.0 if digit.refused else digit.confidence for digit in reading.digits] or [0.0]))


def _drawn(drawing: Drawing) -> Colours:
    """Return a picture of a drawing that lies on the paper."""
    from deeplearning.ink.raster import Sheet
    from deeplearning.ink.stroke import PAPER

    sheet = Sheet(PAPER)
    sheet.update(drawing.strokes)
    return np.repeat(255 - np.asarray(sheet.pixels, np.uint8)[..., None], 3, axis=2)


_reader: FileReader | None = None
"""The reader of this process, where it is one of several."""


def _begin(model: Path | None, annotated: Path | None, writer: str | None) -> None:
    global _reader
    cv2.setNumThreads(1)  # the processes are as many as the cores already
    _reader = FileReader(model, annotated, writer)


def _read_in_process(path: Path, alias: str) -> list[FileReading]:
    assert _reader is not None
    return _reader.read(path, alias)


@contextmanager
def reading(
    model: Path | None, annotated: Path | None, paths: Sequence[Path], writer: str | None = None
) -> Iterator[Iterator[list[FileReading]]]:
    """Yield what stands in the files at `paths`, in their order; several processes read them if many.

    What should be known of network and memory is printed. Raises as `FileReader` does, before any process is
    started.
    """
    processes = process_count(len(paths))
    reader, aliases = FileReader(model, annotated, writer), distinct_names(paths)
    for sentence in reader.warnings:
        warn(sentence)
    if len(paths) <= FEW or processes == 1:
        yield (reader.read(path, aliases[path]) for path in paths)
        return
    # A new interpreter for each, because a copy of one in which OpenCV's threads run may hang.
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _begin, (model, annotated, writer))
    try:
        yield _all_of(pool, [(path, aliases[path]) for path in paths])
    finally:
        pool.shutdown(cancel_futures=True)


def distinct_names(paths: Iterable[Path]) -> dict[Path, str]:
    """Return a name for each file: its own, or where others have that, one with its folders before it.

    As many folders are named as tell the files apart, and else numbers; small and capital letters are one.
    """
    depths = dict.fromkeys(paths, 1)
    while True:
        names = {
            path: "_".join(part.strip("/\\:") for part in path.parts[-depth:])
            for path, depth in depths.items()
        }
        counts = Counter(name.casefold() for name in names.values())
        alike = [path for path, name in names.items() if counts[name.casefold()] > 1]
        deeper = [path for path in alike if depths[path] < len(path.parts)]
        depths |= {path: depths[path] + 1 for path in deeper}
        if not deeper:
            return names | {path: f"{number}_{names[path]}" for number, path in enumerate(alike)}


def _all_of(pool: ProcessPoolExecutor, files: Iterable[tuple[Path, str]]) -> Iterator[list[FileReading]]:
    """Yield what stands in each file; what a file that ends its process shows is not known."""
    waiting = [(path, pool.submit(_read_in_process, path, alias)) for path, alias in files]
    for path, future in waiting:
        try:
            yield future.result()
        except BrokenProcessPool:
            yield [FileReading(str(path), error=f"{path} was not read: a process ended before it.")]
