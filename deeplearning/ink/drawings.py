"""Reads and writes files of drawings: JSON Lines of strokes, and UNIPEN as UCI's pen digits come in.

One line of JSON is one drawing on a paper of `stroke.PAPER` pixels, `widths` and `label` optional:

    {"label": "7", "strokes": [[[101.5, 88.0], [102.0, 91.5]], [[140.0, 90.0]]], "widths": [15, 15]}

Strokes that came from a picture keep its pixels in a list `scans`, as `Scan.to_record` returns them.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, count, islice
from pathlib import Path
from typing import Any, TextIO

from deeplearning._errors import UserError
from deeplearning.ink.bounded_read import check_ordinary
from deeplearning.ink.scan import MAX_SCAN_PIXELS, Scan
from deeplearning.ink.stroke import PEN_WIDTH, Stroke

MAX_POINTS = 1_000_000
"""Most points of one drawing: a day of writing has fewer, and more would fill the memory."""

OPENABLE = "open a picture, or a drawing that S has saved"
"""What to do with a file that holds no drawing."""

TOO_MANY_POINTS = "a drawing has at most {:,} points"

MAX_DRAWINGS = 1_000_000
"""Most drawings that `load` keeps in memory; the largest collection that is known has a tenth."""

KEYS = ("strokes", "widths", "scans", "label")
"""What a line of JSON says of the drawing itself; all else are notes."""

MAX_COORDINATE = 1e6
"""A point further than this from the paper's corner, in pixels along x or y, is taken for a damaged file."""


class DrawingError(UserError):
    """A file holds no readable drawing; the message is one sentence."""


@dataclass(frozen=True)
class Drawing:
    """What somebody drew: `strokes` in writing order, and `label`, which text was meant (None if unknown).

    `notes` holds what else the file says of it (`writer`, `gap`, ...), for grouping results.
    """

    strokes: tuple[Stroke, ...]
    label: str | None = None
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def writer(self) -> str:
        """The name of the writer that the notes give, or nothing where they give none."""
        writer = self.notes.get("writer")
        return "" if writer is None else str(writer)


def load(path: str | Path) -> list[Drawing]:
    """Return all drawings of a JSON Lines or UNIPEN file, as `read` yields them.

    Raises DrawingError, also where there are more than `MAX_DRAWINGS`.
    """
    found = list(islice(read(path), MAX_DRAWINGS + 1))
    if len(found) > MAX_DRAWINGS:
        raise DrawingError(f"{path} holds more than {MAX_DRAWINGS:,} drawings: split it.")
    return found


def read(path: str | Path) -> Iterator[Drawing]:
    """Yield the drawings of a JSON Lines or UNIPEN file; its first character says which of them it is.

    Only one drawing is in memory at a time. UNIPEN digits keep the tablet's unit, turned so that y points
    down. Raises DrawingError at the first fault, and where there is no drawing at all.
    """
    name = str(path)
    try:
        check_ordinary(Path(path))
        with Path(path).open(encoding="utf-8-sig") as file:
            lines = _lines(file, name)
            number, line = next((both for both in lines if both[1].strip()), (1, ""))
            formats = {".": _unipen, "{": _json_lines, "": lambda *_: iter(())}
            if line.lstrip()[:1] not in formats:
                raise DrawingError(
                    f"{name} line {number} is no drawing, neither JSON Lines nor UNIPEN: {OPENABLE}."
                )
            drawings = formats[line.lstrip()[:1]](chain([(number, line)], lines), name)
            first = next(drawings, None)
            if first is None:
                raise DrawingError(f"{name} holds no drawing: {OPENABLE}.")
            yield first
            yield from drawings
    except OSError as error:
        raise DrawingError(f"{name} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise DrawingError(
            f"{name} is no drawing: drawings are texts in UTF-8, JSON Lines or UNIPEN, as S saves them."
        ) from error


def is_unipen(path: Path) -> bool:
    """Return whether the file at `path`, which holds drawings, begins as UNIPEN does: with a dot."""
    with path.open(encoding="utf-8-sig") as file:
        lines = _lines(file, str(path))
        return next((line for _, line in lines if line.strip()), "").lstrip().startswith(".")


def _lines(file: TextIO, name: str) -> Iterator[tuple[int, str]]:
    """Yield number and text of every line; raises DrawingError for one too long to be a drawing."""
    # A point is about 30 characters long; a line of twice that for each would only fill the memory.
    most = 60 * MAX_POINTS
    for number in count(1):
        line = file.readline(most + 1)
        if not line:
            return
        if len(line) > most:
            raise DrawingError(
                f"{name} line {number} is not a drawing: {TOO_MANY_POINTS.format(MAX_POINTS)}."
            )
        yield number, line


def dump(drawings: Iterable[Drawing]) -> str:
    """Return `drawings` as JSON Lines, coordinates rounded to a hundredth of a pixel."""
    lines = []
    for drawing in drawings:
        record: dict[str, Any] = {} if drawing.label is None else {"label": drawing.label}
        record |= drawing.notes
        record["strokes"] = [stroke.points.round(2).tolist() for stroke in drawing.strokes]
        record["widths"] = [stroke.width for stroke in drawing.strokes]
        scans = [stroke.scan.to_record() if stroke.scan else None for stroke in drawing.strokes]
        if any(scans):
            record["scans"] = scans
        lines.append(json.dumps(record) + "\n")
    return "".join(lines)


def _json_lines(lines: Iterable[tuple[int, str]], name: str) -> Iterator[Drawing]:
    """Yield the drawings of numbered `lines` of JSON; `name` is the file's, for errors."""
    for number, line in lines:
        if not line.strip():
            continue
        try:
            yield parse(line)
        except (ValueError, RecursionError) as error:
            reason = "it is not JSON" if isinstance(error, json.JSONDecodeError) else error
            raise DrawingError(f"{name} line {number} is not a drawing: {reason}.") from error


def parse(line: str | bytes) -> Drawing:
    """Return the drawing that a `line` of JSON holds.

    Raises ValueError whose message is half a sentence, and RecursionError.
    """
    return _drawing(json.loads(line))


def _drawing(record: Any) -> Drawing:
    """Return the drawing that a line of JSON holds; raises ValueError whose message is half a sentence."""
    if not isinstance(record, dict) or not isinstance(record.get("strokes"), list):
        raise ValueError('it needs an object with "strokes", a list of lists of [x, y] pairs')
    paths = record["strokes"]
    widths = record.get("widths", [PEN_WIDTH] * len(paths))
    if not isinstance(widths, list) or len(widths) != len(paths) or not all(map(_is_width, widths)):
        raise ValueError('"widths" must hold one number above 0 for every stroke')
    if not all(isinstance(path, list) for path in paths):
        raise ValueError("a stroke is a list of one or more [x, y] pairs")
    if sum(map(len, paths)) > MAX_POINTS:
        raise ValueError(TOO_MANY_POINTS.format(MAX_POINTS))
    if not all(_is_point(point) for path in paths for point in path):
        raise ValueError(
            f"a point is a pair [x, y] of finite numbers within {MAX_COORDINATE:,.0f} of the paper"
        )
    label = record.get("label")
    if label is not None and not isinstance(label, str):
        raise ValueError('"label" must be a text')
    notes = {key: value for key, value in record.items() if key not in KEYS}
    return Drawing(tuple(map(Stroke.of, paths, widths, _scans(record, len(paths)))), label, notes)


def _scans(record: dict[str, Any], count: int) -> list[Scan | None]:
    """Return the scans of the `count` strokes in `record`; ValueError where they are no such."""
    scans = record.get("scans", [None] * count)
    if not isinstance(scans, list) or len(scans) != count:
        raise ValueError('"scans" must hold null or the pixels of a picture for every stroke')
    found: list[Scan | None] = []
    left = MAX_SCAN_PIXELS
    for scan in scans:
        found.append(None if scan is None else Scan.from_record(scan))
        left -= found[-1].grey.size if found[-1] else 0
        if left < 0:
            raise ValueError(f"its scans have more than {MAX_SCAN_PIXELS:,} pixels")
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= MAX_COORDINATE


def _is_point(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_number, value))


def _is_width(value: Any) -> bool:
    return _is_number(value) and value > 0 and math.isfinite(value)


def parse_point(words: Sequence[str], columns: tuple[int, int], where: str) -> tuple[float, float]:
    """Return the point whose x and y stand in the `columns` of a UNIPEN line's `words`, turned to y down.

    Raises DrawingError, which says `where`, unless both are numbers within MAX_COORDINATE.
    """
    try:
        x, y = float(words[columns[0]]), -float(words[columns[1]])
    except (ValueError, IndexError):
        raise DrawingError(f"{where} is not a point: it needs two numbers.") from None
    if not (abs(x) <= MAX_COORDINATE and abs(y) <= MAX_COORDINATE):
        raise DrawingError(f"{where} has a coordinate beyond {MAX_COORDINATE:,.0f}.")
    return x, y


def _is_of_uci(words: Sequence[str]) -> bool:
    """Return whether a comment is one of UCI's: numbers, of which the second is the writer's."""
    return len(words) > 1 and all(word.isdecimal() for word in words)


def _unipen(lines: Iterable[tuple[int, str]], name: str) -> Iterator[Drawing]:
    label: str | None = None
    notes: dict[str, Any] = {}
    paths: list[list[tuple[float, float]]] = []
    down, points = False, 0

    def finished() -> Iterator[Drawing]:
        strokes = tuple(Stroke.of(path) for path in paths if path)
        if strokes:
            yield Drawing(strokes, label, notes)

    for number, line in lines:
        words = line.split()
        if not words:
            continue
        if words[0] == ".SEGMENT":
            yield from finished()
            quoted = re.search(r'"([^"]*)"', line)
            label, notes, paths, down, points = (quoted[1] if quoted else None), {}, [], False, 0
        elif words[0] == ".COMMENT" and "writer" not in notes and _is_of_uci(words[1:]):
            notes["writer"] = words[2]
        elif words[0] == ".PEN_DOWN":
            paths.append([])
            down = True
        elif words[0] == ".PEN_UP":
            down = False
        elif not line.lstrip().startswith("."):
            if not down:
                continue  # Some tablets also report where the pen hovered.
            points += 1
            if points > MAX_POINTS:
                raise DrawingError(f"{name} line {number} is too much: {TOO_MANY_POINTS.format(MAX_POINTS)}.")
            paths[-1].append(parse_point(words, (0, 1), f"{name} line {number}"))
    yield from finished()
