"""Keeps one sheet of ink with its history: drawing, undo, redo, pasting and clearing."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from deeplearning.ink.naming import APART, NamedGroup, without
from deeplearning.ink.stroke import PEN_WIDTH, Stroke

MAX_UNDO_STEPS = 10_000
"""As many steps can be undone; without a bound, what a day of scribbling took would never be freed."""

MAX_TAUGHT = 2_000
"""As many groups that were named count as taught, the newest ones: no memory keeps more."""


@dataclass(frozen=True)
class Cleared:
    """A step of the history: all `strokes`, and what some were named, were wiped off the sheet."""

    strokes: tuple[Stroke, ...]
    named: tuple[NamedGroup, ...] = ()


@dataclass(frozen=True)
class Pasted:
    """A step of the history: `strokes`, some of them `named`, came at once, after those that were there."""

    strokes: tuple[Stroke, ...]
    named: tuple[NamedGroup, ...] = ()


@dataclass(frozen=True)
class Renamed:
    """A step of the history: what groups are named changed from `before` to `after`.

    `taught` are those of `before` that were taught; the others came with their names.
    """

    before: tuple[NamedGroup, ...]
    after: tuple[NamedGroup, ...]
    taught: tuple[NamedGroup, ...]


@dataclass(frozen=True)
class Removed:
    """A step of the history: `strokes`, which stood at these ascending `places`, left the sheet.

    `named` are the groups that were named until then, `kept` those of them that lost no stroke.
    """

    places: tuple[int, ...]
    strokes: tuple[Stroke, ...]
    named: tuple[NamedGroup, ...]
    kept: tuple[NamedGroup, ...]


Step = Stroke | Cleared | Pasted | Renamed | Removed

Position = tuple[Step | None, Step | None]
"""Where in its history a sheet stands: the steps that would be undone and redone, None for none."""


class Ink:
    """One sheet of paper: strokes in writing order, the one being drawn included, with undo and redo."""

    def __init__(self, strokes: Iterable[Stroke] = (), named: Iterable[NamedGroup] = ()) -> None:
        """Begin with `strokes` on the paper, of which some are `named`; they cannot be undone one by one."""
        self._strokes = list(strokes)
        self._named = tuple(named)
        self._taught: tuple[NamedGroup, ...] = ()
        self._done: deque[Step] = deque(maxlen=MAX_UNDO_STEPS)
        self._undone: list[Step] = []
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

    @property
    def named(self) -> tuple[NamedGroup, ...]:
        """The groups that were named, in the order of naming; no stroke is in two that are one digit each."""
        return self._named

    @property
    def taught(self) -> tuple[NamedGroup, ...]:
        """The groups that were named here and neither named anew nor taken apart, those wiped off included.

        Of more than `MAX_TAUGHT` the oldest are not among them.
        What came with its names, such as a file's drawing, is not among them.
        """
        return self._taught

    @property
    def can_undo(self) -> bool:
        """Whether `undo` would take anything back."""
        return bool(self._done) or self._drawing

    @property
    def can_redo(self) -> bool:
        """Whether `redo` would bring anything back."""
        return bool(self._undone) and not self._drawing

    @property
    def position(self) -> Position:
        """Where in its history the sheet stands; a stroke that is open is no step yet."""
        return self._done[-1] if self._done else None, self._undone[-1] if self._undone else None

    def begin(self, x: float, y: float, width: float = PEN_WIDTH) -> None:
        """Touch down at (x, y); an unfinished stroke is ended first."""
        stroke = Stroke.of([(x, y)], width)
        self.end()
        self._drawing = True
        self._path = np.empty((64, 2))
        self._path[0] = x, y
        self._strokes.append(stroke)

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
        """Lift the pen and forget what could be redone; nothing happens when no stroke is open."""
        if self._drawing:
            self._drawing = False
            self._done.append(self._strokes[-1])
            self._undone.clear()

    def cancel(self) -> None:
        """Take the open stroke away as if it had never begun; nothing happens when no stroke is open."""
        if self._drawing:
            self._drawing = False
            self._strokes.pop()

    def undo(self) -> bool:
        """Take back the last step, such as a stroke; return whether there was any. Ends an open stroke."""
        self.end()
        if not self._done:
            return False
        step = self._done.pop()
        self._undone.append(step)
        if isinstance(step, Cleared):
            self._strokes, self._named = list(step.strokes), step.named
        elif isinstance(step, Pasted):
            del self._strokes[-len(step.strokes) :]
            self._named = without(self._named, step.strokes)
        elif isinstance(step, Renamed):
            self._rename(step.after, step.before, step.taught)
        elif isinstance(step, Removed):
            for place, stroke in zip(step.places, step.strokes, strict=True):
                self._strokes.insert(place, stroke)
            self._named = step.named
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
            self._strokes, self._named = [], ()
        elif isinstance(step, Pasted):
            self._strokes += step.strokes
            self._named += step.named
        elif isinstance(step, Renamed):
            self._rename(step.before, step.after, step.after)
        elif isinstance(step, Removed):
            self._take_out(step)
        else:
            self._strokes.append(step)
        return True

    def name(self, strokes: Iterable[Stroke], label: str) -> NamedGroup | None:
        """Name those of `strokes` that are on the paper as one group, which can be undone; return the group.

        `label` is a digit, or `?` for none. Earlier groups with any of them are taken apart. Returns None
        where none of them is on the paper. Ends an open stroke and forgets what could be redone. Raises
        ValueError for another label.
        """
        groups = self.name_all([(strokes, label)])
        return groups[0] if groups else None

    def name_all(self, labelled: Iterable[tuple[Iterable[Stroke], str]]) -> tuple[NamedGroup, ...]:
        """Do as `name` for several groups that share no stroke, as one step; return those on the paper."""
        self.end()
        groups = []
        for strokes, label in labelled:
            chosen = set(strokes)
            group = NamedGroup(tuple(stroke for stroke in self._strokes if stroke in chosen), label)
            groups += [group] if group.strokes else []
        if groups:
            taken = {stroke for group in groups for stroke in group.strokes}
            self._do(self._renaming((*without(self._named, taken), *groups)))
        return tuple(groups)

    def take_apart(self, named: Iterable[NamedGroup], joined: Iterable[Iterable[Stroke]] = ()) -> bool:
        """Forget that groups were `named`; the strokes of each of `joined` are more than one digit.

        It is one step, which can be undone; return whether it changed anything. What is said of strokes lasts
        until one of them is named or removed; of one stroke alone nothing is said. Ends an open stroke and
        forgets what could be redone.
        """
        self.end()
        gone, chosen = set(named), [set(group) for group in joined]
        left = [group for group in self._named if group not in gone]
        found = [tuple(stroke for stroke in self._strokes if stroke in group) for group in chosen]
        parted = [NamedGroup(strokes, APART) for strokes in found if len(strokes) > 1]
        if len(left) == len(self._named) and not parted:
            return False
        kept = [group for group in left if not any(_follows(group, other) for other in parted)]
        self._do(self._renaming((*kept, *parted)))
        return True

    def remove(self, strokes: Iterable[Stroke]) -> bool:
        """Take `strokes` off the paper, which can be undone; return whether any of them was there.

        Groups that were named with any of them are taken apart. Ends an open stroke and forgets what could be
        redone.
        """
        self.end()
        chosen = set(strokes)
        places = tuple(i for i, stroke in enumerate(self._strokes) if stroke in chosen)
        if not places:
            return False
        gone = tuple(self._strokes[i] for i in places)
        self._do(Removed(places, gone, self._named, without(self._named, chosen)))
        return True

    def _do(self, step: Renamed | Removed) -> None:
        """Take a new step, and forget what could be redone."""
        self._done.append(step)
        self._undone.clear()
        if isinstance(step, Renamed):
            self._rename(step.before, step.after, step.after)
        else:
            self._take_out(step)

    def _renaming(self, after: tuple[NamedGroup, ...]) -> Renamed:
        taught = set(self._taught)
        return Renamed(self._named, after, tuple(group for group in self._named if group in taught))

    def _rename(
        self,
        before: tuple[NamedGroup, ...],
        after: tuple[NamedGroup, ...],
        taught: tuple[NamedGroup, ...],
    ) -> None:
        """Name groups as in `after`; of those not named `before`, the ones in `taught` count as taught.

        What was taken apart is no digit that could be learnt from.
        """
        gone = set(before) - set(after)
        added = [group for group in after if group in taught and group not in before]
        new = [group for group in added if not group.is_apart]
        self._taught = (*(group for group in self._taught if group not in gone), *new)[-MAX_TAUGHT:]
        self._named = after

    def _take_out(self, step: Removed) -> None:
        for place in reversed(step.places):
            del self._strokes[place]
        self._named = step.kept

    def paste(self, strokes: Iterable[Stroke], named: Iterable[NamedGroup] = ()) -> bool:
        """Put `strokes`, some of them `named`, on the paper as one step; return whether there were any.

        Ends an open stroke and forgets what could be redone.
        """
        self.end()
        step = Pasted(tuple(strokes), tuple(named))
        if not step.strokes:
            return False
        self._strokes += step.strokes
        self._named += step.named
        self._done.append(step)
        self._undone.clear()
        return True

    def clear(self) -> bool:
        """Wipe the paper, which can be undone; return whether anything stood on it."""
        self.end()
        if not self._strokes:
            return False
        self._done.append(Cleared(tuple(self._strokes), self._named))
        self._strokes, self._named = [], ()
        self._undone.clear()
        return True


def _follows(group: NamedGroup, parted: NamedGroup) -> bool:
    """Return whether `parted` says what `group` says: further strokes do not make it one digit."""
    return group.is_apart and set(parted.strokes) <= set(group.strokes)
