"""Enrolment: boxes on the paper in which a person writes every digit twice, so that their hand is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deeplearning.ink.box import Box
from deeplearning.ink.history import Cleared, Ink, Position
from deeplearning.ink.stroke import PAPER, Stroke, inked_box
from deeplearning.window.layout import Layout, Rect
from deeplearning.window.shapes import MIN_TEXT_SIZE, Frame, Shape, Text

BOXES_ACROSS, BOX_ROWS = 5, 4
"""Boxes in a row, and rows: two rows hold each digit once."""

INSTRUCTION = "Write every digit in its box. Press here, or Enter, to teach them; Escape leaves."
"""What the strip says meanwhile."""


class Enrolment:
    """Whether the boxes are on the paper, and what stood there before them."""

    def __init__(self) -> None:
        """Begin without boxes."""
        self.is_on = False
        self._began: Position = (None, None)
        self._set_aside: Cleared | None = None

    def begin(self, ink: Ink, was_cleared: bool) -> None:
        """Put the boxes on the empty paper, which `was_cleared` for them or not."""
        self.is_on, self._began = True, ink.position
        step = ink.position[0]
        self._set_aside = step if was_cleared and isinstance(step, Cleared) else None

    def is_next_to_undo(self, ink: Ink) -> bool:
        """Return whether nothing that could be undone was done since the boxes came."""
        return self.is_on and not ink.drawing and ink.position[0] is self._began[0]

    def redo(self, ink: Ink) -> None:
        """Do again what was undone last, and with it let the boxes come or go."""
        _, undone = ink.position
        was_before_them = undone is not None and undone is self._began[1]
        was_their_clearing = undone is not None and undone is self._set_aside
        if was_before_them and self.is_next_to_undo(ink):
            self.is_on = False
        ink.redo()
        if was_their_clearing:
            self.begin(ink, was_cleared=True)

    def leave(self, ink: Ink) -> bool:
        """Take the boxes away; where nothing stands in them, what stood on the paper before comes back.

        Return whether something stood there that does not.
        """
        stays_hidden = self.is_on and self._set_aside is not None and bool(ink.strokes)
        if self.is_on and self._set_aside and not ink.strokes:
            if ink.position[0] is self._set_aside:
                ink.undo()
            else:  # what was written meanwhile and wiped off can still be undone
                ink.paste(self._set_aside.strokes, self._set_aside.named)
        self.is_on = False
        return stays_hidden


def box_labels() -> Iterator[tuple[Box, str]]:
    """Yield each box in paper pixels, and the digit that is to be written in it."""
    wide, high = PAPER / BOXES_ACROSS, PAPER / BOX_ROWS
    for number in range(BOXES_ACROSS * BOX_ROWS):
        row, column = divmod(number, BOXES_ACROSS)
        box = Box(column * wide, row * high, (column + 1) * wide, (row + 1) * high)
        yield box, str(number % 10)


def written(strokes: Sequence[Stroke]) -> list[tuple[tuple[Stroke, ...], str]]:
    """Return the strokes in each box that is not empty, with its digit; a stroke's middle tells its box."""
    groups = []
    middles = [inked_box([stroke]).centre for stroke in strokes]
    for box, label in box_labels():
        inside = tuple(
            stroke
            for stroke, (x, y) in zip(strokes, middles, strict=True)
            if box.left <= x < box.right and box.top <= y < box.bottom
        )
        if inside:
            groups.append((inside, label))
    return groups


def shapes(layout: Layout) -> Iterator[Shape]:
    """Yield the boxes on the paper, each with its digit in the corner."""
    size = max(MIN_TEXT_SIZE, layout.small)
    for box, label in box_labels():
        left, top = map(round, layout.from_paper(box.left, box.top))
        right, bottom = map(round, layout.from_paper(box.right, box.bottom))
        rect = Rect(left, top, right - left, bottom - top).inset(max(1, layout.unit // 4))
        yield Frame(rect, "hint", layout.line)
        corner = Rect(rect.x + layout.unit // 2, rect.y + layout.unit // 2, 2 * size, size)
        yield Text(corner, ((label, "hint"),), size, bold=True)
