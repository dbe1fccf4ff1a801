"""Panels that cover the answer's side until they are closed: the keys, and what can be opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from deeplearning.window.layout import Layout, Rect, line_height
from deeplearning.window.memory_panel import memory_panel
from deeplearning.window.shapes import MIN_TEXT_SIZE, Cross, Shape, Text, Words, slab
from deeplearning.window.shortcuts import GROUPS, SHORTCUTS, Shortcut
from deeplearning.window.view import View


def side_panel(layout: Layout, view: View) -> Iterator[Shape]:
    """Yield the panel that `view.side` names, with its title and the cross that closes it."""
    title, content = SIDE_PANELS[view.side]
    area = layout.side
    head = Rect(area.x + layout.margin, layout.close.y, area.w - 2 * layout.margin, layout.close.h)
    yield Text(head, ((title, "text"),), layout.title, bold=True)
    yield from slab(
        layout.close, "line", "hover" if view.hover == "close" else "card", layout.line, layout.unit
    )
    yield Cross(layout.close.inset(layout.close.w // 3), "text")
    top = head.bottom + layout.unit
    yield from content(layout, view, Rect(head.x, top, head.w, area.bottom - top))


def _keys(layout: Layout, view: View, area: Rect) -> Iterator[Shape]:
    """Yield all shortcuts by group, in two columns where one is too narrow or too low for them."""
    del view
    groups = [[one for one in SHORTCUTS if one.group == group] for group in GROUPS]
    heights = [1 + len(lines) for lines in groups]
    one_column = area.h / sum(heights) >= 1.2 * layout.small and area.w < 46 * layout.small
    # Of all places to begin the second column the one that leaves the higher column lowest.
    splits = range(1, len(groups))
    split = min(splits, key=lambda at: max(sum(heights[:at]), sum(heights[at:])))
    columns = [groups] if one_column else [groups[:split], groups[split:]]
    row = min(area.h / max(sum(1 + len(lines) for lines in column) for column in columns), 2.4 * layout.small)
    size = max(MIN_TEXT_SIZE, min(layout.small, int(row * 0.68)))
    gap = 2 * layout.unit
    wide = (area.w - (len(columns) - 1) * gap) // len(columns)
    for number, column in enumerate(columns):
        at = 0
        for lines in column:
            for line in (None, *lines):
                y, bottom = round(area.y + at * row), round(area.y + (at + 1) * row)
                place = Rect(area.x + number * (wide + gap), y, wide, bottom - y)
                if line is None:
                    yield Text(place, ((lines[0].group, "text"),), size, bold=True)
                else:
                    yield from _key_line(layout, place, line, size)
                at += 1


def _key_line(layout: Layout, line: Rect, shortcut: Shortcut, size: int) -> Iterator[Shape]:
    """Yield the caps of a shortcut's keys, as many as leave room for its meaning, and that beside them."""
    x, high = line.x, line.h - max(2, line.h // 6)
    room = line.right - round(size * 0.56 * len(shortcut.meaning))
    for number, caption in enumerate(shortcut.captions):
        # Capitals are wider than the small letters of a longer name.
        cap = Rect(x, line.y + 1, round(size * (0.56 * len(caption) + 0.9)), high)
        if number and cap.right + layout.unit > room:
            break
        if high >= size:  # a lower cap would run through its own letters
            yield from slab(cap, "line", "card", layout.line, layout.unit // 2 + 1)
        yield Text(cap, ((caption, "text"),), size, 0.5)
        x = cap.right + layout.unit // 2
    x += layout.unit // 2
    yield Text(Rect(x, line.y + 1, max(1, line.right - x), high), ((shortcut.meaning, "muted"),), size)


def file_rows(layout: Layout, count: int) -> tuple[Rect, ...]:
    """Return the places of up to `count` drawings that can be opened."""
    area = layout.side
    top = layout.close.bottom + 2 * layout.unit + line_height(layout.small)
    high = max(26, round(2.2 * layout.small))
    left, wide = area.x + layout.margin, area.w - 2 * layout.margin
    fitting = max(0, (area.bottom - top) // (high + 2))
    return tuple(Rect(left, top + row * (high + 2), wide, high) for row in range(min(count, fitting)))


def _files(layout: Layout, view: View, area: Rect) -> Iterator[Shape]:
    """Yield one row for each drawing that can be opened."""
    words = "Drop a picture on the window to open it."
    head = area._replace(h=line_height(layout.small), y=layout.close.bottom + layout.unit // 2)
    places = file_rows(layout, len(view.files))
    if len(places) < len(view.files):
        words = f"The newest {len(places)} are here. Drop another one on the window, or a picture."
    if not view.files:
        words = "There are no earlier drawings yet. " + words
        yield Words(area._replace(h=3 * line_height(layout.small)), words, "muted", layout.small)
        return
    yield Text(head, ((words, "muted"),), layout.small)
    for number, (place, name) in enumerate(zip(places, view.files, strict=False)):
        inside = "hover" if view.hover == f"file {number}" else "card"
        yield from slab(place, "line", inside, layout.line, layout.unit // 2)
        inner = place._replace(x=place.x + layout.unit, w=place.w - 2 * layout.unit)
        yield Text(inner, ((name, "text"),), layout.small)


def _inside(layout: Layout, view: View, area: Rect) -> Iterator[Shape]:
    """Yield what the network sees of the picked digit, or of the one written last."""
    from deeplearning.window.inside import inside

    yield from inside(layout, view, area)


SIDE_PANELS: dict[str, tuple[str, Callable[[Layout, View, Rect], Iterator[Shape]]]] = {
    "help": ("Keys", _keys),
    "open": ("Open a drawing", _files),
    "inside": ("Inside the network", _inside),
    "memory": ("What is remembered", memory_panel),
}
"""The panels by the action that opens them: their title, and what yields their content for an area."""
