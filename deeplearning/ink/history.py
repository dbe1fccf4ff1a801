"""Keeps one sheet of ink with its history: drawing, undo, redo, pasting and clearing."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from deeplearning.ink.stroke import PEN_WIDTH, Stroke

MAX_UNDO_STEPS = 10_000
"""As many steps can be undone; without a bound, what a day of scribbling took would never be freed."""


@dataclass(frozen=True)
class Cleared:
    """A step of the history: all `strokes` were wiped off the sheet."""

    strokes: tuple[Stroke, ...]


@dataclass(frozen=True)
class Pasted:
    """A step of the history: `strokes` came onto the sheet at once, after those that were there."""

    strokes: tuple[Stroke, ...]


class Ink:
    """One sheet of paper: strokes in writing order, the one being drawn included, with undo and redo."""

    def __init__(self, strokes: Iterable[Stroke] = ()) -> None:
        """Begin with `strokes` on the paper; they cannot be undone one by one, only cleared."""
        self._strokes = list(strokes)
        self._done: deque[Stroke | Cleared | Pasted] = deque(maxlen=MAX_UNDO_STEPS)
        self._undone: list[Stroke | Cleared | Pasted] = []
        self._drawing = False
        # The points of the open stroke, (capacity, 2). Strokes are views of its beginning, which never
        # changes; when it is full, it is copied into one twice as long.
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
