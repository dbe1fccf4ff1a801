"""The pace: what the window waits for, and what it lets happen by itself."""

from __future__ import annotations

from typing import NamedTuple


class Pace(NamedTuple):
    """How the window treats time, in seconds.

    A frame waits `patience` for the reading of its ink (None: as long as it takes). The pen rests `rest`
    after it was lifted. Bars take `ease` to their new length. `shows_example` says that an empty paper shows
    one.
    """

    patience: float | None
    rest: float
    ease: float
    shows_example: bool


STILL = Pace(None, 0.0, 0.0, False)
"""Every frame shows all that follows from the events before it: for recordings, measurements and tests."""

LIVE = Pace(0.002, 0.6, 0.12, True)
"""For a person. Most readings take less than the patience, and then ink and answer come in one frame."""
