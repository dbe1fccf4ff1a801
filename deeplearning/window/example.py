"""The example: what an empty paper shows a newcomer, drawn once, slowly, in ghost ink."""

from __future__ import annotations

from collections.abc import Callable

from deeplearning.ink.stroke import Stroke

PATHS = (
    (
        (172, 202),
        (182, 183),
        (195, 166),
        (213, 155),
        (234, 150),
        (256, 150),
        (277, 155),
        (296, 165),
        (307, 183),
        (307, 205),
        (300, 225),
        (288, 243),
        (273, 259),
        (258, 275),
        (243, 290),
        (227, 305),
        (210, 319),
        (193, 332),
        (176, 345),
        (175, 351),
        (196, 347),
        (218, 347),
        (239, 352),
        (261, 354),
        (282, 351),
        (303, 346),
    ),
    (
        (345, 157),
        (368, 159),
        (392, 159),
        (415, 156),
        (438, 153),
        (462, 151),
        (476, 158),
        (466, 179),
        (455, 200),
        (444, 221),
        (433, 241),
        (423, 262),
        (412, 283),
        (403, 305),
        (395, 327),
        (388, 349),
    ),
    ((369, 252), (400, 247), (432, 244), (463, 243)),
)
"""Two digits as somebody drew them, in paper pixels."""

EXAMPLE_DELAY_SECONDS = 1.0
"""How long the paper is empty before the example begins."""

POINTS_PER_SECOND = 14.0
"""How fast it is drawn: so that the eye can follow it."""


class Example:
    """Strokes that grow with time, until they are whole."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Begin now; `clock` gives seconds."""
        self._clock = clock
        self._begun = clock()
        self._shown: tuple[Stroke, ...] = ()

    @property
    def is_moving(self) -> bool:
        """Whether more of it is still to come."""
        return self._count() < sum(map(len, PATHS))

    def strokes(self) -> tuple[Stroke, ...]:
        """Return what is drawn by now; the same strokes as before where nothing has come to them."""
        left, drawn = self._count(), []
        for number, path in enumerate(PATHS):
            part, left = path[: max(0, left)], left - len(path)
            if part:
                known = self._shown[number] if number < len(self._shown) else None
                drawn.append(known if known and len(known.points) == len(part) else Stroke.of(part))
        self._shown = tuple(drawn)
        return self._shown

    def _count(self) -> int:
        """Return how many points are drawn by now."""
        seconds = self._clock() - self._begun - EXAMPLE_DELAY_SECONDS
        return max(0, min(int(seconds * POINTS_PER_SECOND), sum(map(len, PATHS))))
