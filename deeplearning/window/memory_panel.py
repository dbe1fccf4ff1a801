"""The memory's panel: how many corrections there are, and each as a small image that can be forgotten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from deeplearning.window.layout import Layout, Rect, line_height
from deeplearning.window.shapes import Shape, Text, Tile, Words, slab
from deeplearning.window.view import View

NUMERALS = ("zeros", "ones", "twos", "threes", "fours", "fives", "sixes", "sevens", "eights", "nines")
"""What the digits are called where there are several."""

EMPTY = (
    "Nothing is remembered yet. Choose a digit and press what it is, 0 to 9, or ? for none; "
    "or press Teach and write every digit twice."
)

TILE = 28
"""The side of a correction's image, in pixels, or a multiple of it."""


def summary(labels: Sequence[str]) -> str:
    """Say how many corrections there are, and of which digit the most; empty for none."""
    if not labels:
        return ""
    if len(labels) == 1:
        return "1 correction"
    (label, most), *others = Counter(labels).most_common(2)
    if others and others[0][1] == most:
        return f"{len(labels)} corrections"
    what = "no digit" if label == "?" else NUMERALS[int(label)]
    return f"{len(labels)} corrections, {most} of them {what}"


def forget_place(layout: Layout) -> Rect:
    """Return where the button stands that forgets everything."""
    high = max(24, round(2 * layout.small))
    wide = 8 * layout.small
    right = layout.side.right - layout.margin
    return Rect(right - wide, layout.close.bottom + layout.unit // 2, wide, high)


def enrol_place(layout: Layout) -> Rect:
    """Return where the button stands that shows boxes in which to write every digit."""
    forget = forget_place(layout)
    wide = 5 * layout.small
    return forget._replace(x=forget.x - layout.unit - wide, w=wide)


def cells(layout: Layout, count: int) -> tuple[Rect, ...]:
    """Return the places of up to `count` corrections, as many as fit."""
    area, gap = layout.side, max(4, layout.unit // 2)
    top = forget_place(layout).bottom + layout.unit
    side = TILE * max(1, round(layout.unit / 5))
    wide, high = side + 2 * gap, side + line_height(layout.small) + gap
    left, room = area.x + layout.margin, area.w - 2 * layout.margin
    across, down = max(1, (room + gap) // (wide + gap)), max(0, (area.bottom - top + gap) // (high + gap))
    places = [divmod(number, across) for number in range(min(count, across * down))]
    return tuple(Rect(left + x * (wide + gap), top + y * (high + gap), wide, high) for y, x in places)


def memory_panel(layout: Layout, view: View, area: Rect) -> Iterator[Shape]:
    """Yield how much is remembered, and the newest corrections."""
    labels = [label for label, _ in view.memory]
    yield from _button(layout, enrol_place(layout), "Teach", view.hover == "enrol")
    if not labels:
        top = forget_place(layout).bottom + layout.unit
        words = area._replace(y=top, h=3 * line_height(layout.small))
        by = f"Writer: {view.writer}. " if view.writer else ""
        yield Words(words, by + EMPTY, "muted", layout.small)
        return
    yield from _button(layout, forget_place(layout), "Forget all", view.hover == "forget all")
    beside = enrol_place(layout)
    told = Rect(area.x, beside.y, beside.x - area.x - layout.unit, beside.h)
    shown = len(cells(layout, len(labels)))
    more = f" - the newest {shown} are:" if shown < len(labels) else ""
    by = f", by {view.writer}" if view.writer else ""
    yield Words(told, summary(labels) + by + more, "text", layout.small)
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


def _button(layout: Layout, place: Rect, name: str, is_hovered: bool) -> Iterator[Shape]:
    yield from slab(place, "line", "hover" if is_hovered else "card", layout.line, layout.unit // 2)
    yield Text(place, ((name, "text"),), layout.small, 0.5)
