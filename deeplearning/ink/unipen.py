"""The UNIPEN collection: what people in many countries wrote with many kinds of pens, from 1990 on.

It comes as a folder (International Unipen Foundation, doi 10.5281/zenodo.1195803). Files under `data/`, by
category, hold lines that say what was written where:

    .INCLUDE apb/data/a.dat
    .SEGMENT CHARACTER 3-5 OK "7"

What they include lies under `include/` and holds the pen's path. Components begin at `.PEN_DOWN` or
`.PEN_UP` and are numbered from 0, pen-up ones too, but only those that hold points. `3:10-5:20` leaves out
what comes before point 10 of component 3 and after point 20 of component 5.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from deeplearning.ink.drawings import MAX_POINTS, Drawing, DrawingError, parse_point
from deeplearning.ink.stroke import PAPER, FloatArray, Stroke

MAX_FILE_BYTES = 100_000_000
"""A larger file is none of the collection's, whose largest have a few million bytes."""

MAX_PAGE_POINTS = 5_000_000
"""Most points in a file and all that it includes."""

MAX_PAGE_FILES = 100
"""Most files that one may include, so that files that include each other twice do not grow beyond measure."""

LONGEST_SEGMENT = 10_000
"""Most characters of what belongs to one `.SEGMENT`."""

MAX_SPAN_COMPONENTS = 1_000
"""Most components that one span may name."""

SIDE = 0.45 * PAPER
"""Height of what is placed on the paper, in pixels; a single character's longer side."""

MAX_NUMBER_WIDTH = 0.88 * PAPER

DECIMALS = 1
"""Decimals of a coordinate on the paper: finer than any of the tablets."""

SPAN = re.compile(r"(\d{1,9})(?::(\d{1,9}))?(?:-(\d{1,9})(?::(\d{1,9}))?)?")
SEGMENT = re.compile(r'\s*(\S+)\s+([\d:,\s-]*\d)\s+[^"]*"(.*)"\s*', re.DOTALL)


@dataclass(frozen=True)
class Kind:
    """A kind of drawings: the categories that hold it, which labels are its, and how wide it may get."""

    categories: tuple[str, ...]
    has_label: Callable[[str], bool]
    width: float = SIDE


KINDS = {
    "digits": Kind(("1a",), lambda label: len(label) == 1 and label in "0123456789"),
    "others": Kind(("1b", "1c", "1d"), lambda label: len(label) == 1 and not label.isdecimal()),
    "numbers": Kind(
        ("7", "8"),
        lambda label: label.isascii() and label.isdecimal() and 2 <= len(label) <= 12,
        MAX_NUMBER_WIDTH,
    ),
}
"""What can be read of the collection: single digits, letters and signs, numbers of 2 to 12 digits."""


@dataclass(frozen=True)
class Component:
    """One path of the pen, (n, 2), y down; on the paper (`down`) or above it."""

    points: FloatArray
    down: bool
    writer: str


@dataclass
class Page:
    """All components of a file and what it includes, and its segments as they stand there."""

    components: list[Component] = field(default_factory=list)
    segments: list[str] = field(default_factory=list)


def collection_files(folder: Path, kind: Kind) -> list[tuple[str, Path]]:
    """Return the data files of a `kind` in a collection, each with its contributor's name.

    Raises DrawingError where `folder` is no collection or lacks the categories.
    """
    if not ((folder / "data").is_dir() and (folder / "include").is_dir()):
        raise DrawingError(
            f"{folder} is not the UNIPEN collection: name the folder that holds `data` and `include`."
        )
    found = []
    for category in kind.categories:
        top = folder / "data" / category
        for path in sorted(path for path in top.rglob("*") if path.is_file()):
            found.append((path.relative_to(top).parts[0].split(".")[0], path))
    if not found:
        raise DrawingError(f"{folder / 'data'} has no file in category {' or '.join(kind.categories)}.")
    return found


def read_drawings(path: Path, include: Path, kind: Kind, contributor: str) -> Iterator[Drawing]:
    """Yield the drawings of a `kind` in the data file at `path`, on the paper, as they stand there.

    `include` is the collection's folder of that name. Left out are segments of other labels, those that
    name components which are not there, and dots, which have no size. Raises DrawingError for damage.
    """
    page = read_page(path, include)
    seen = set()
    for segment in page.segments:
        match = SEGMENT.fullmatch(segment)
        # A number may be marked as a word and once more as a text.
        if match is None or not kind.has_label(match[3]) or match.groups()[1:] in seen:
            continue
        seen.add(match.groups()[1:])
        chosen = select(page.components, match[2])
        strokes = placed([part.points for part in chosen], kind.width)
        if strokes:
            label = match[3]
            notes = {"writer": f"{contributor}/{chosen[0].writer or path.stem}", "gap": contributor}
            if not label.isdecimal():
                label, notes["letter"] = "?", label
            yield Drawing(strokes, label, notes)


def read_page(path: Path, include: Path) -> Page:
    """Return what the file at `path` and all that it includes from the folder `include` hold.

    Raises DrawingError, which names file and line, where any of it is damaged, missing or too large.
    """
    parser = _Parser(include)
    try:
        parser.read(path)
    except OSError as error:
        raise DrawingError(f"{error.filename or path} cannot be read: {error.strerror or error}.") from error
    return parser.page


def select(components: list[Component], spans: str) -> list[Component]:
    """Return the pen-down parts of `components` that `spans` names, such as `3-5,8:2-8:40`.

    None of them where it names any that is not there, or more than a drawing may have.
    """
    chosen: list[Component] = []
    points = 0
    for span in re.split(r"[,\s]+", spans.strip()):
        match = SPAN.fullmatch(span)
        if match is None:
            return []
        first, last = int(match[1]), int(match[3] or match[1])
        if last >= len(components) or last - first >= MAX_SPAN_COMPONENTS:
            return []
        for number in range(first, last + 1):
            part = components[number]
            begin = int(match[2]) if match[2] and number == first else 0
            end = int(match[4]) + 1 if match[4] and number == last else len(part.points)
            if part.down and len(part.points[begin:end]):
                chosen.append(Component(part.points[begin:end], True, part.writer))
                points += len(chosen[-1].points)
                if points > MAX_POINTS:
                    return []
    return chosen


def placed(paths: list[FloatArray], width: float) -> tuple[Stroke, ...]:
    """Return `paths` as strokes in the middle of the paper, SIDE high or `width` wide; none of a mere dot."""
    if not paths:
        return ()
    points = np.concatenate(paths)
    low, high = points.min(axis=0), points.max(axis=0)
    size = high - low
    if not size.max():
        return ()
    scale = (np.array([width, SIDE]) / np.maximum(size, 1e-9)).min()
    rounded = [((path - (low + high) / 2) * scale + PAPER / 2).round(DECIMALS) for path in paths]
    return tuple(Stroke.of(path[_moves(path)]) for path in rounded)


def _moves(path: FloatArray) -> np.ndarray:
    """Return, for each point of `path`, whether it is another than the one before."""
    return np.concatenate([[True], (path[1:] != path[:-1]).any(axis=1)])


class _Parser:
    """Reads lines into a page, one after the other, and what they include in their place."""

    def __init__(self, include: Path) -> None:
        self.page = Page()
        self._include = include.resolve()
        self._open: list[Path] = []
        self._files, self._points = 0, 0
        self._columns = (0, 1)
        self._writer = ""
        self._down, self._path = False, list[tuple[float, float]]()
        self._within = ""  # the keyword that lines without one belong to

    def read(self, path: Path) -> None:
        """Read the file at `path`; raises DrawingError or OSError."""
        if path.stat().st_size > MAX_FILE_BYTES:
            raise DrawingError(
                f"{path} is no file of handwriting: it has more than {MAX_FILE_BYTES:,} bytes."
            )
        self._files += 1
        if self._files > MAX_PAGE_FILES:
            raise DrawingError(f"{path} is one of more than {MAX_PAGE_FILES} files that one includes.")
        self._open.append(path.resolve())
        with path.open(encoding="latin-1") as file:
            for number, line in enumerate(file, 1):
                words = line.split()
                if words and words[0].startswith("."):
                    self._keyword(words, line, f"{path} line {number}")
                elif words:
                    self._values(words, line, f"{path} line {number}")
        self._lift()
        self._open.pop()

    def _keyword(self, words: list[str], line: str, where: str) -> None:
        keyword = words[0]
        if keyword == ".DT":
            return  # a pause, within or between components
        self._lift()
        self._within = keyword
        if keyword in (".PEN_DOWN", ".PEN_UP"):
            self._down = keyword == ".PEN_DOWN"
        elif keyword == ".SEGMENT":
            self.page.segments.append(line.split(".SEGMENT", 1)[1])
        elif keyword == ".COORD":
            if not {"X", "Y"} <= set(words):
                raise DrawingError(f"{where} names no columns X and Y.")
            self._columns = words.index("X") - 1, words.index("Y") - 1
        elif keyword == ".WRITER_ID" and len(words) > 1:
            self._writer = words[1]
        elif keyword == ".INCLUDE":
            self.read(self._included(words, where))

    def _values(self, words: list[str], line: str, where: str) -> None:
        if self._within in (".PEN_DOWN", ".PEN_UP"):
            self._path.append(parse_point(words, self._columns, where))
            self._points += 1
            if self._points > MAX_PAGE_POINTS:
                raise DrawingError(f"{where} is too much: a page has at most {MAX_PAGE_POINTS:,} points.")
        elif self._within == ".SEGMENT":
            self.page.segments[-1] += line
            if len(self.page.segments[-1]) > LONGEST_SEGMENT:
                raise DrawingError(
                    f"{where} belongs to a segment of more than {LONGEST_SEGMENT:,} characters."
                )

    def _lift(self) -> None:
        """End the component that has begun; one without points counts for nothing."""
        if self._path:
            self.page.components.append(Component(np.array(self._path), self._down, self._writer))
            self._path = []
        self._within = ""

    def _included(self, words: list[str], where: str) -> Path:
        """Return the path of the file that an `.INCLUDE` names; raises DrawingError where it may not be."""
        path = self._include / " ".join(words[1:])
        try:
            inside = path.resolve().is_relative_to(self._include)
            present = path.is_file()
        except (ValueError, OSError, RuntimeError):  # a name that no file can have, links in a circle
            inside = present = False
        if len(words) < 2 or not inside:
            raise DrawingError(f"{where} includes what does not lie in {self._include}.")
        if not present:
            raise DrawingError(f"{where} includes {path}, which is not there.")
        if path.resolve() in self._open:
            raise DrawingError(f"{where} includes a file within itself.")
        return path
