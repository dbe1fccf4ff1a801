"""Inside the network: what it makes of one digit. Loaded when the panel is opened for the first time."""

from __future__ import annotations

from collections.abc import Iterator

from deeplearning.window.cards import IMAGE_SIDE
from deeplearning.window.layout import Layout, Rect, line_height
from deeplearning.window.shapes import Shape, Text, Tile, Words
from deeplearning.window.view import View


def inside(layout: Layout, view: View, area: Rect) -> Iterator[Shape]:
    """Yield the image that the network sees of the picked digit, or of the one written last."""
    if not view.digits:
        high = 2 * line_height(layout.small)
        yield Words(
            area._replace(h=high), "Draw a digit to see what the network sees.", "muted", layout.small
        )
        return
    last = max(range(len(view.digits)), key=lambda index: max(view.digits[index].strokes))
    digit = view.digits[last if view.picked is None else view.picked]
    side = IMAGE_SIDE * max(1, min(area.w, area.h - line_height(layout.small)) // IMAGE_SIDE)
    yield Tile(Rect(area.x, area.y, side, side), digit.image)
    words = Rect(area.x, area.y + side, area.w, line_height(layout.small))
    yield Text(words, ((f"28 x 28 pixels, read as {digit.label}", "muted"),), layout.small)
