"""Ink: what a person draws, kept as vectors from the first touch to the last.

Coordinates are pixels of a paper of 640 x 640, x to the right and y down, whatever size the paper is
shown at. An `Ink` is one sheet with its history; `Stroke` is one path of the pen and never changes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

PAPER = 640
"""Length of the paper's sides, in pixels."""

PEN_WIDTH = 15.0
"""Width of the pen in pixels, where nobody chose another."""

HISTORY = 10_000
"""How many steps can be undone; without a bound, a day of scribbling would never be freed."""

FloatArray = npt.NDArray[np.floating]


@dataclass(frozen=True, eq=False)
class Stroke:
    """The pen's path from touching down to lifting off.

    `points` has shape (n, 2), n >= 1, float64, in paper pixels, read-only. `width` is the pen's, in paper
    pixels. Strokes compare and hash by identity, so that one can key what was computed from it.
    """

    points: FloatArray
    width: float = PEN_WIDTH

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """The path's left, top, right and bottom, the pen's width left out."""
        (left, top), (right, bottom) = self.points.min(axis=0).tolist(), self.points.max(axis=0).tolist()
        return left, top, right, bottom

    @classmethod
    def of(cls, points: Iterable[Sequence[float]] | FloatArray, width: float = PEN_WIDTH) -> Stroke:
        """Return a stroke through `points`; ValueError if there are none, or any is not a finite pair."""
        path = np.array(points if isinstance(points, np.ndarray) else list(points), dtype=np.float64)
        if path.ndim != 2 or path.shape[1] != 2 or not len(path):
            raise ValueError("a stroke is a list of one or more [x, y] pairs")
        if not np.isfinite(path).all():
            raise ValueError("a stroke's coordinates must be finite numbers")
        if not (np.isfinite(width) and width > 0):
            raise ValueError("a pen's width must be a finite number above 0")
        path.setflags(write=False)
        return cls(path, float(width))


@dataclass(frozen=True)
class Cleared:
    """A step of the history: the whole sheet was wiped of these strokes."""

    strokes: tuple[Stroke, ...]


@dataclass(frozen=True)
class Pasted:
    """A step of the history: these strokes came onto the sheet at once, after those that were there."""

    strokes: tuple[Stroke, ...]


class Ink:
    """One sheet of paper: strokes in writing order, the one being drawn included, with undo and redo."""

    def __init__(self, strokes: Iterable[Stroke] = ()) -> None:
        """Begin with `strokes` on the paper; they cannot be undone one by one, only cleared."""
        self._strokes = list(strokes)
        self._done: deque[Stroke | Cleared | Pasted] = deque(maxlen=HISTORY)
        self._undone: list[Stroke | Cleared | Pasted] = []
        self._drawing = False
        # The open stroke's path, doubled in length when full: views of its beginning never change.
        self._path = np.empty((64, 2))

    @property
    def drawing(self) -> bool:
        """Whether a stroke has begun and not ended."""
        return self._drawing

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """All strokes in writing order; an unfinished one is last, as it stands."""
        return tuple(self._strokes)

    def begin(self, x: float, y: float, width: float = PEN_WIDTH) -> None:
        """Touch down at (x, y); an unfinished stroke is ended first. Forgets what could be redone."""
        stroke = Stroke.of([(x, y)], width)
        self.end()
        self._drawing = True
        self._path = np.empty((64, 2))
        self._path[0] = x, y
        self._strokes.append(stroke)
        self._undone.clear()

    def add(self, x: float, y: float) -> None:
        """Move the touching pen to (x, y); nothing happens when no stroke is open, or it has not moved.

        Raises ValueError for a coordinate that is not a finite number.
        """
        if not self._drawing:
            return
        if not (np.isfinite(x) and np.isfinite(y)):
            raise ValueError("a stroke's coordinates must be finite numbers")
        n = len(self._strokes[-1].points)
        if self._path[n - 1, 0] == x and self._path[n - 1, 1] == y:
            return
        if n == len(self._path):
            self._path = np.concatenate([self._path, np.empty_like(self._path)])
        self._path[n] = x, y
        view = self._path[: n + 1]
        view.setflags(write=False)
        self._strokes[-1] = Stroke(view, self._strokes[-1].width)

    def end(self) -> None:
        """Lift the pen; nothing happens when no stroke is open."""
        if self._drawing:
            self._drawing = False
            self._done.append(self._strokes[-1])

    def undo(self) -> bool:
        """Take back the last stroke, pasting or clearing; return whether there was any. Ends an open one."""
        self.end()
        if not self._done:
            return False
        step = self._done.pop()
        self._undone.append(step)
        if isinstance(step, Cleared):
            self._strokes = list(step.strokes)
        elif isinstance(step, Pasted):
            del self._strokes[-len(step.strokes) :]
        else:
            self._strokes.pop()
        return True

    def redo(self) -> bool:
        """Do again what was undone last; return whether there was anything. Ends an open stroke."""
        self.end()
        if not self._undone:
            return False
        step = self._undone.pop()
        self._done.append(step)
        if isinstance(step, Cleared):
            self._strokes = []
        elif isinstance(step, Pasted):
            self._strokes += step.strokes
        else:
            self._strokes.append(step)
        return True

    def paste(self, strokes: Iterable[Stroke]) -> bool:
        """Put `strokes` on the paper as one step that can be undone; return whether there were any.

        Ends an open stroke and forgets what could be redone.
        """
        self.end()
        step = Pasted(tuple(strokes))
        if not step.strokes:
            return False
        self._strokes += step.strokes
        self._done.append(step)
        self._undone.clear()
        return True

    def clear(self) -> bool:
        """Wipe the paper, which can be undone; return whether anything stood on it."""
        self.end()
        if not self._strokes:
            return False
        self._done.append(Cleared(tuple(self._strokes)))
        self._strokes = []
        self._undone.clear()
        return True


def bounds(strokes: Iterable[Stroke]) -> tuple[float, float, float, float]:
    """Return (left, top, right, bottom) of the paths' points in pixels, the pen's width left out.

    Raises ValueError for no strokes.
    """
    boxes = [stroke.box for stroke in strokes]
    if not boxes:
        raise ValueError("no strokes have no bounds")
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
