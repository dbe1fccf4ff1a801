"""Drawings by writer, and which of them are single digits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from deeplearning.ink.drawings import Drawing


def is_digit(drawing: Drawing) -> bool:
    """Whether `drawing` is labelled as one digit and has strokes."""
    return bool(drawing.strokes) and drawing.label in tuple("0123456789")


def group_by_writer(drawings: Sequence[Drawing], writers: str | None = None) -> list[list[Drawing]]:
    """Return `drawings` grouped by writer; only those of the comma-separated `writers`, where given."""
    hands: dict[str, list[Drawing]] = defaultdict(list)
    for drawing in drawings:
        hands[str(drawing.notes.get("writer"))].append(drawing)
    wanted = sorted(hands) if writers is None else [name for name in writers.split(",") if name in hands]
    return [hands[name] for name in wanted]
