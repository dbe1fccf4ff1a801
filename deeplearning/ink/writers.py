"""Drawings by writer: who wrote a drawing, and the choice of some writers' drawings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path

from deeplearning.ink.drawings import Drawing, DrawingError, load
from deeplearning.ink.held_out import is_held_out

HELD_OUT = "held-out"
"""Stands for all writers that are held out, in a list of writers."""

MAX_NAMES_TOLD = 12
"""A sentence about an unknown writer names this many known ones at most."""


def is_digit(drawing: Drawing) -> bool:
    """Return whether `drawing` is labelled as one digit and has strokes."""
    return bool(drawing.strokes) and drawing.label in tuple("0123456789")


def load_digits(path: str | Path) -> list[Drawing]:
    """Return the drawings of a file that are single digits; raises DrawingError where there are none."""
    digits = [drawing for drawing in load(path) if is_digit(drawing)]
    if not digits:
        raise DrawingError(f"{path} holds no single digits.")
    return digits


def group_by_writer(drawings: Sequence[Drawing], writers: str | None = None) -> list[list[Drawing]]:
    """Return `drawings` grouped by writer, sorted by name; or those of `writers` alone, in that order.

    `writers` is a list as `matching_names` takes it. Raises DrawingError for a writer of none of them.
    """
    groups: dict[str, list[Drawing]] = defaultdict(list)
    for drawing in drawings:
        groups[drawing.writer].append(drawing)
    names = sorted(groups) if writers is None else matching_names(writers, groups)
    return [groups[name] for name in names]


def by_writers(drawings: Sequence[Drawing], writers: str) -> list[Drawing]:
    """Return the `drawings` by `writers` in their own order; raises DrawingError as `matching_names` does."""
    names = set(matching_names(writers, {drawing.writer for drawing in drawings}))
    return [drawing for drawing in drawings if drawing.writer in names]


def by_other_writers(drawings: Sequence[Drawing], writers: str) -> list[Drawing]:
    """Return the `drawings` by all but `writers`.

    Raises DrawingError as `matching_names` does, and where no drawing is left.
    """
    names = set(matching_names(writers, {drawing.writer for drawing in drawings}))
    others = [drawing for drawing in drawings if drawing.writer not in names]
    if not others:
        raise DrawingError(f"Without the drawings by {writers} there is none left.")
    return others


def matching_names(writers: str, known: Collection[str]) -> list[str]:
    """Return those of the `known` names that `writers`, a list separated by commas, asks for, in its order.

    What ends in a slash stands for all names that begin with it, such as `apa/` for `apa/a0` and `apa/a1`;
    `held-out` for all writers whom no network learns from (`held_out.is_held_out`).
    Raises DrawingError for a part that fits no known name, so that a slip cannot pass for a choice.
    """
    found: dict[str, None] = {}
    for part in (part.strip() for part in writers.split(",")):
        prefix = part if part.endswith("/") else None
        names = [name for name in sorted(known) if name == part or (prefix and name.startswith(prefix))]
        if part == HELD_OUT:
            names = [name for name in sorted(known) if is_held_out(name)]
        if not part or not names:
            raise DrawingError(f"No drawing is by writer {part!r}: {_told(known)}.")
        found |= dict.fromkeys(names)
    return list(found)


def _told(known: Collection[str]) -> str:
    """Return the part of a sentence that names the `known` writers, by contributor where they are many."""
    names = sorted(filter(None, known), key=lambda name: name.zfill(9) if name.isdecimal() else name)
    if not names:
        return "the drawings do not say who wrote them"
    if len(names) > MAX_NAMES_TOLD and all("/" in name for name in names):
        names = sorted({name[: name.index("/") + 1] for name in names})
    more = len(names) - MAX_NAMES_TOLD
    others = f" and {more} others" if more > 0 else ""
    return f"the writers are {', '.join(names[:MAX_NAMES_TOLD])}{others}"
