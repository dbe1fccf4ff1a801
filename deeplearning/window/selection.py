"""The selection: which digit a person has picked, and how far the cards are turned back."""

from __future__ import annotations

import math
from collections.abc import Sequence

from deeplearning.ink.stroke import Stroke
from deeplearning.window.view import DigitView, page_of


class Selection:
    """A picked digit, remembered by its strokes, so that it stays picked while others are written."""

    def __init__(self) -> None:
        """Begin with nothing picked, at the digits written last."""
        self._picked: tuple[Stroke, ...] | None = None
        self.pages_back = 0

    def reset(self) -> None:
        """Pick nothing, and turn to the digits written last."""
        self._picked, self.pages_back = None, 0

    def unpick(self) -> None:
        """Pick nothing; the cards stay where they are."""
        self._picked = None

    def index_in(self, written: Sequence[tuple[Stroke, ...]]) -> int | None:
        """Return which of the digits, each as its strokes, is picked; None where none is."""
        for index, strokes in enumerate(written):
            if strokes == self._picked:
                return index
        return None

    def pick(self, index: int, strokes: tuple[Stroke, ...], digits: Sequence[DigitView], slots: int) -> None:
        """Pick the digit at `index`, which `strokes` make up, and turn the cards to it."""
        self._picked = strokes
        pages = math.ceil(len(digits) / slots)
        while index not in page_of(digits, slots, self.pages_back)[0]:
            self.pages_back = (self.pages_back + 1) % pages

    def turn(self, way: int, count: int, slots: int) -> None:
        """Turn `slots` cards to digits written earlier (1) or later (-1), of `count` in all."""
        pages = math.ceil(count / slots)
        self.pages_back = min(max(self.pages_back + way, 0), max(pages - 1, 0))
