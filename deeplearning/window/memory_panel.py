"""The memory's panel: how many corrections there are, and each as a small image that can be forgotten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from deeplearning.window.layout import Layout, Rect, line_height
from deeplearning.window.shapes import Shape, Text, Tile, Words, slab
from deeplearning.window.view import View

NUMERALS = ("zeros", "ones", "twos", "threes", "fours", "fives", "sixes", "sevens", "eights", "nines")
"""What the digits are called where there are several."""

EMPTY = "Nothing is remembered yet. Choose a digit, then press what it is: 0 to 9, or ? for none."

TILE = 28
"""The side of a correction's image, in pixels, or a multiple of it."""


def summary(labels: Sequence[str]) -> str:
    """Say how many corrections there are, and of which digit the most; empty for none."""
    if not labels:
        return ""
    if len(labels) == 1:
        return "1 correction"
    label, most = Counter(labels).most_common(1)[0]
    what = "no digit" if label == "?" else NUMERALS[int(label)]
    return f"{len(labels)} corrections, {most} of them {what}" if most > 1 else f"{len(labels)} corrections"


def forget_place(layout: Layout) -> Rect:
    """Return where the button stands that forgets everything."""
    high = max(24, round(2 * layout.small))
    wide = 8 * layout.small
    right = layout.side.right - layout.margin
    return Rect(right - wide, layout.close.bottom + layout.unit // 2, wide, high)


def cells(layout: Layout, count: int) -> tuple[Rect, ...]:
    """Return the places of up to `count` corrections, as many as fit."""
    area, gap = layout.side, max(4, layout.unit // 2)
    top = forget_place(layout).bottom + layout.unit
    side = TILE * max(1, layout.unit // 8)
    wide, high = side + 2 * gap, side + line_height(layout.small) + gap
    left, room = area.x + layout.margin, area.w - 2 * layout.margin
    across, down = max(1, (room + gap) // (wide + gap)), max(0, (area.bottom - top + gap) // (high + gap))
    places = [divmod(number, across) for number in range(min(count, across * down))]
    return tuple(Rect(left + x * (wide + gap), top + y * (high + gap), wide, high) for y, x in places)


def memory_panel(layout: Layout, view: View, area: Rect) -> Iterator[Shape]:
    """Yield how much is remembered, and the newest corrections."""
    labels = [label for label, _ in view.memory]
    button = forget_place(layout)
    if not labels:
        high = 3 * line_height(layout.small)
        yield Words(area._replace(h=high), EMPTY, "muted", layout.small)
        return
    words = Rect(area.x, button.y, button.x - area.x - layout.unit, button.h)
    yield Words(words, summary(labels), "text", layout.small)
    inside = "hover" if view.hover == "forget all" else "card"
    yield from slab(button, "line", inside, layout.line, layout.unit // 2)
    yield Text(button, (("Forget all", "text"),), layout.small, 0.5)
    for number, place in enumerate(cells(layout, len(labels))):
        label, image = view.memory[number]
        inside = "hover" if view.hover == f"correction {number}" else "card"
        yield from slab(place, "line", inside, layout.line, layout.unit // 2)
        side = place.w - 2 * max(4, layout.unit // 2)
        x = place.x + (place.w - side) // 2
        if image:
            yield Tile(Rect(x, place.y + (place.w - side) // 2, side, side), image)
        below = Rect(place.x, place.bottom - line_height(layout.small), place.w, line_height(layout.small))
        yield Text(below, ((label, "text"),), layout.small, 0.5, bold=True)
