"""The selection: which digits a person has picked, and which page of cards and lines of text are seen."""

from __future__ import annotations

import math
from collections.abc import Sequence

from deeplearning.ink.stroke import Stroke
from deeplearning.window.cards import slots
from deeplearning.window.layout import Layout
from deeplearning.window.view import DigitView, page_of


class Selection:
    """Picked digits, remembered by their strokes, so that they stay picked while others are written."""

    def __init__(self) -> None:
        """Begin with nothing picked, at the first page."""
        self._picked: list[tuple[Stroke, ...]] = []
        self._page = self._lines_above = 0
        # Whether the next digit that is pressed is added, as if Shift were held.
        self.adds = False

    def reset(self) -> None:
        """Pick nothing, turn to the first page, and show the headline's end."""
        self.pick(None)
        self._page = self._lines_above = 0

    def pick(self, strokes: tuple[Stroke, ...] | None, adds: bool = False) -> None:
        """Pick the digit that `strokes` make up, None for none; with `adds`, others stay picked."""
        if strokes is None:
            self._picked, self.adds = [], False
            return
        self._picked = [*(other for other in self._picked if adds and other != strokes), strokes]

    def drop(self, strokes: tuple[Stroke, ...]) -> None:
        """Pick the digit that `strokes` make up no longer."""
        self._picked = [other for other in self._picked if other != strokes]

    def indices_in(self, written: Sequence[tuple[Stroke, ...]]) -> tuple[int, ...]:
        """Return which of the digits, each as its strokes, are picked; the last one was picked last."""
        places = {strokes: index for index, strokes in enumerate(written)} if self._picked else {}
        return tuple(places[strokes] for strokes in self._picked if strokes in places)

    def page(
        self, layout: Layout, digits: Sequence[DigitView], picked: int | None
    ) -> tuple[tuple[int, ...], int, int]:
        """Return the digits on the cards, the picked one first, the page's number, and how many there are."""
        count = len(slots(layout, len(digits), picked is not None))
        if picked is None:
            number, pages = self._bounded(len(digits), count)
            return page_of(digits, count, number), number, pages
        others = [index for index in range(len(digits)) if index != picked]
        if count < 2:
            return (picked,), 0, 1
        number, pages = self._bounded(len(others), count - 1)
        page = page_of([digits[index] for index in others], count - 1, number)
        return (picked, *(others[at] for at in page)), number, pages

    def turn_to(self, number: int) -> None:
        """Turn to the page of this number, from 0 on; where there are fewer, the last one shows."""
        self._page = max(0, number)

    def scroll(self, lines: int, bottom: int) -> None:
        """Show the headline so many `lines` higher, or lower; `bottom` is the first line seen at its end."""
        self._lines_above = min(max(0, self._lines_above + lines), bottom)

    def top_line(self, bottom: int) -> int:
        """Return the first line of the headline that is seen; `bottom` where its end is."""
        return max(0, bottom - self._lines_above)

    def _bounded(self, digits: int, cards: int) -> tuple[int, int]:
        """Return the number of the page that is turned up, and how many pages there are."""
        pages = max(1, math.ceil(digits / max(1, cards)))
        return min(self._page, pages - 1), pages
