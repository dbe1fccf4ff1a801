"""The rectangle around something drawn, in paper pixels."""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle from (left, top) to (right, bottom), x to the right and y down."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """How far it reaches from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How far it reaches from top to bottom."""
        return self.bottom - self.top

    @property
    def longer_side(self) -> float:
        """The larger one of width and height."""
        return max(self.width, self.height)

    @property
    def centre(self) -> tuple[float, float]:
        """The point halfway between its corners."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def grown(self, margin: float) -> Box:
        """Return the box with `margin` added on every side."""
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)
