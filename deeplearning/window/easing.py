"""Easing: bars that glide to their new length, so that the eye can follow them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from deeplearning.window.view import DigitView

Values = npt.NDArray[np.float64]


class Easing:
    """Remembers for each digit what its bars showed and since when they glide."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Begin with no bars; `clock` gives seconds."""
        self._clock = clock
        # For each digit, by its first stroke: where its bars began to glide, where to, and since when.
        self._glides: dict[int, tuple[Values, Values, float]] = {}
        self.is_moving = False

    def ease(self, digits: Sequence[DigitView], seconds: float) -> tuple[DigitView, ...]:
        """Return `digits` with the probabilities that their bars show now, `seconds` being a whole glide."""
        now, before, eased = self._clock(), self._glides, []
        self._glides, self.is_moving = {}, False
        for digit in digits:
            target = np.array(digit.probabilities)  # (10,)
            begin, end, since = before.get(digit.strokes[0], (target, target, now))
            shown = _between(begin, end, (now - since) / seconds if seconds else 1.0)
            if (end != target).any():
                begin, end, since = shown, target, now
            self._glides[digit.strokes[0]] = begin, end, since
            if seconds and now - since < seconds and (begin != end).any():
                self.is_moving = True
                eased.append(replace(digit, probabilities=tuple(shown.tolist())))
            else:
                eased.append(digit)
        return tuple(eased)


def _between(begin: Values, end: Values, share: float) -> Values:
    """Return the values at `share` of the way, fast at first and slow at the end."""
    left = 1.0 - min(max(share, 0.0), 1.0)
    return end + (begin - end) * left * left
