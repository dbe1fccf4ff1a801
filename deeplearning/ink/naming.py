"""What a person said of strokes: which are one digit, and which one, or are not; kept in drawings as a note.

{"label": null, "strokes": [...], "named": [[[0, 1], "7"], [[2], "?"], [[3, 4], "apart"]]}
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from deeplearning.ink.drawings import Drawing, DrawingError
from deeplearning.ink.stroke import Stroke

NONE = "?"
"""The label of strokes that are no digit."""

APART = "apart"
"""The label of strokes that are more than one digit; how they are grouped is left to the network."""

LABELS = (*"0123456789", NONE)
"""What strokes can be called as one."""

NOTE = "named"
"""The key of a drawing's note."""


def check_label(label: str) -> None:
    """Raise ValueError for a `label` that strokes cannot have."""
    if label not in LABELS:
        raise ValueError(f"strokes can be called a digit or {NONE}, not {label!r}")


@dataclass(frozen=True, eq=False)
class NamedGroup:
    """Strokes, in writing order, that a person calls one digit, or none where `label` is `?`.

    Where it is `APART`, two strokes or more that are not all of one digit.
    """

    strokes: tuple[Stroke, ...]
    label: str

    def __post_init__(self) -> None:
        """Raise ValueError for another label."""
        if not self.is_apart:
            check_label(self.label)

    @property
    def is_apart(self) -> bool:
        """Whether a person said that these strokes are more than one digit."""
        return self.label == APART


def without(groups: Iterable[NamedGroup], strokes: Collection[Stroke]) -> tuple[NamedGroup, ...]:
    """Return those of the `groups` that have none of the `strokes`."""
    return tuple(group for group in groups if not any(stroke in strokes for stroke in group.strokes))


def with_names(drawing: Drawing, groups: Sequence[NamedGroup]) -> Drawing:
    """Return `drawing` with a note of those `groups` that are of its strokes."""
    places = {stroke: i for i, stroke in enumerate(drawing.strokes)}
    note = [
        [[places[stroke] for stroke in group.strokes], group.label]
        for group in groups
        if all(stroke in places for stroke in group.strokes)
    ]
    notes = {key: value for key, value in drawing.notes.items() if key != NOTE}
    return Drawing(drawing.strokes, drawing.label, {**notes, NOTE: note} if note else notes)


def names_in(drawing: Drawing) -> tuple[NamedGroup, ...]:
    """Return the groups that the note of `drawing` names; raises DrawingError where it makes no sense."""
    note = drawing.notes.get(NOTE, [])
    if not isinstance(note, list) or not all(_is_name(entry, len(drawing.strokes)) for entry in note):
        raise _senseless()
    places = [place for entry in note if entry[1] != APART for place in entry[0]]
    if len(places) != len(set(places)):
        raise _senseless()
    return tuple(NamedGroup(tuple(drawing.strokes[i] for i in sorted(entry[0])), entry[1]) for entry in note)


def _senseless() -> DrawingError:
    return DrawingError(
        f'A drawing\'s "{NOTE}" must be a list such as [[[0, 1], "7"]]: numbers of strokes, none twice, '
        f'and a digit, {NONE}, or "{APART}" for two strokes or more.'
    )


def _is_name(entry: Any, count: int) -> bool:
    """Return whether `entry` names some of `count` strokes."""
    if not isinstance(entry, list) or len(entry) != 2 or entry[1] not in (*LABELS, APART):
        return False
    places = entry[0]
    if not isinstance(places, list) or len(places) < (2 if entry[1] == APART else 1):
        return False
    if not all(isinstance(i, int) and not isinstance(i, bool) and 0 <= i < count for i in places):
        return False
    return len(places) == len(set(places))
