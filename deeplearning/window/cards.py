"""Cards: one digit each, as large as their number allows; the picked one shows all that is known of it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deeplearning.recognition.reading import percent
from deeplearning.window.layout import Layout, Rect, line_height
from deeplearning.window.shapes import MIN_TEXT_SIZE, Fill, Shape, Text, Tile, Words, slab
from deeplearning.window.view import DigitView, View

LEGEND = (
    ("7", "sure", "at least 90% sure"),
    ("7", "unsure", "less sure"),
    ("?", "refused", "no digit"),
)
"""What the colours mean: a mark, its state and words; it stands on the cards while they are empty."""

IMAGE_SIDE = 28
"""Rows and columns of the image that the network sees."""

MIN_SIZES = {"bars": ((104, 96), (17, 20)), "image": ((92, 44), (12, 7)), "label": ((46, 26), (7, 5))}
"""The smallest size of each kind of card, (width, height), in pixels and in units: the larger one counts.

"bars" shows image, label and ten bars, "image" no bars, and "label" only label and percentage.
"""

MAX_GROWTH = 2.2
"""How many times its smallest size a card grows where there is room."""

FULL_SIZE = (76, 60)
"""Largest size of the card that shows a digit in full, in units; it is never higher than wide."""

MIN_FULL_HEIGHT = 60
"""Least height of that card, in pixels: in less, nothing of a digit in full can be told."""

MIN_PICKED_HEIGHT = 140
"""Least height of that card while others stand below it, in pixels."""

MAX_BAR_UNITS = 36
"""Longest bar, in units; what is longer is not read better."""

WRITTEN_FROM = 0.01
"""Probability from which a percentage is written beside its bar."""


class Slot(NamedTuple):
    """A card's place and kind: a key of MIN_SIZES, or "full"."""

    rect: Rect
    kind: str


def slots(layout: Layout, count: int, is_picked: bool) -> tuple[Slot, ...]:
    """Return the cards' places for `count` digits, the full one first where one is picked."""
    area = layout.cards
    if count == 0:
        return _grid(layout, area, len(LEGEND))
    if (count > 1 and not is_picked) or area.h < MIN_FULL_HEIGHT:
        return _grid(layout, area, count)
    unit, gap = layout.unit, layout.gap
    wide = min(area.w, FULL_SIZE[0] * unit)
    full = Rect(area.x, area.y, wide, min(area.h, wide, FULL_SIZE[1] * unit))
    if count == 1:
        return (Slot(full, "full"),)
    # The others stand below, where there is room for a row of them.
    least = _least(layout, "label")[1]
    high = max(24 * unit, MIN_PICKED_HEIGHT)
    if area.h >= high + gap + least:
        full = full._replace(h=high)
    below = Rect(area.x, full.bottom + gap, area.w, area.bottom - full.bottom - gap)
    others = _grid(layout, below, count - 1) if below.h >= least else ()
    return (Slot(full, "full"), *others)


def _least(layout: Layout, kind: str) -> tuple[int, int]:
    pixels, units = MIN_SIZES[kind]
    return max(pixels[0], units[0] * layout.unit), max(pixels[1], units[1] * layout.unit)


def _grid(layout: Layout, area: Rect, count: int) -> tuple[Slot, ...]:
    """Return places for `count` cards, of the richest kind that fits; of the poorest, as many as fit."""
    gap = layout.gap
    for kind in MIN_SIZES:
        wide, high = _least(layout, kind)
        across, down = (area.w + gap) // (wide + gap), (area.h + gap) // (high + gap)
        if across * down >= count:
            break
    across, down = max(1, across), max(1, down)
    count = min(count, across * down)
    rows = math.ceil(count / across)
    across = math.ceil(count / rows)
    w = min((area.w - gap * (across - 1)) // across, round(MAX_GROWTH * wide))
    h = min((area.h - gap * (rows - 1)) // rows, round(MAX_GROWTH * high), max(high, round(1.1 * w)))
    places = [divmod(number, across) for number in range(count)]
    return tuple(
        Slot(Rect(area.x + column * (w + gap), area.y + row * (h + gap), w, h), kind)
        for row, column in places
    )


def card(layout: Layout, slot: Slot, view: View, index: int) -> Iterator[Shape]:
    """Yield the card of the digit at `index`."""
    digit, rect = view.digits[index], slot.rect
    if slot.kind == "full":
        yield from slab(rect, _edge_of(digit), "card", layout.edge, layout.unit)
        yield from _full(layout, digit, rect, view.hover)
        return
    doubtful = digit.state in ("unsure", "refused")
    chosen = index in view.chosen
    width = layout.edge if doubtful or chosen else layout.line
    edge = "text" if chosen else _edge_of(digit) if doubtful or digit.state == "named" else "line"
    yield from slab(rect, edge, "card", width, layout.unit)
    if slot.kind == "label":
        yield from _label_and_note(layout, digit, rect.inset(layout.edge + 1))
        return
    inner = rect.inset(max(4, round(0.75 * layout.unit)))
    room = inner.h if slot.kind == "image" else round(0.5 * inner.h)
    side = IMAGE_SIDE * max(1, min(room, inner.w // 2) // IMAGE_SIDE)
    if slot.kind == "image":
        yield Tile(Rect(inner.x, inner.y + (inner.h - side) // 2, side, side), digit.image)
    else:
        yield Tile(Rect(inner.x, inner.y, side, side), digit.image)
    high = inner.h if slot.kind == "image" else side
    beside = Rect(inner.x + side + layout.unit // 2, inner.y, inner.w - side - layout.unit // 2, high)
    yield from _label_and_note(layout, digit, beside)
    if slot.kind == "bars":
        top = inner.y + side + layout.unit
        yield from columns(layout, digit, Rect(inner.x, top, inner.w, inner.bottom - top))


def _edge_of(digit: DigitView) -> str:
    return "line" if digit.state == "ghost" else digit.state


def _note(digit: DigitView) -> tuple[str, str]:
    """Return what a card says beside the label, and its colour."""
    words = {"sure": percent(digit.confidence), "unsure": f"or {digit.second}?", "refused": "no digit"}
    words["named"] = "named"
    return words.get(digit.state, ""), "muted" if digit.state in ("sure", "ghost") else digit.state


def _label_and_note(layout: Layout, digit: DigitView, area: Rect) -> Iterator[Shape]:
    """Yield the label, large, and below or beside it the note."""
    words, colour = _note(digit)
    note = line_height(layout.small)
    if area.h >= 2.6 * note:
        upper, lower = area._replace(h=area.h - note), area._replace(y=area.bottom - note, h=note)
        size = min(round(upper.h * 0.9), round(area.w * 1.1), layout.giant)
        yield Text(upper, ((digit.label, digit.state),), size, 0.5, bold=True)
        yield Text(lower, ((words, colour),), layout.small, 0.5)
        return
    size = min(round(area.h * 0.8), layout.title)
    if area.w < size * 0.8 + 2.6 * layout.small:
        # No room for both: a doubtful digit says what else it could be, a sure one speaks for itself.
        mark = f"{digit.label}/{digit.second}" if digit.state == "unsure" else digit.label
        yield Text(area, ((mark, digit.state),), size, 0.5, bold=True)
        return
    left = area._replace(w=round(size * 0.8))
    yield Text(left, ((digit.label, digit.state),), size, 0.5, bold=True)
    right = area._replace(x=left.right, w=max(1, area.w - left.w))
    yield Text(right, ((words.replace("no digit", "none"), colour),), layout.small, 0.5)


def legend(layout: Layout, slot: Slot, number: int) -> Iterator[Shape]:
    """Yield an empty card that says what a colour means."""
    mark, state, words = LEGEND[number]
    yield from slab(slot.rect, "line", "panel", layout.line, layout.unit)
    area = slot.rect.inset(layout.unit)
    words_high = 2 * line_height(layout.small)
    size = min(layout.giant, area.h - words_high)
    top = area.y + (area.h - words_high - size) // 2
    yield Text(Rect(area.x, top, area.w, size), ((mark, state),), size, 0.5, bold=True)
    yield Words(Rect(area.x, top + size, area.w, words_high), words, "muted", layout.small, 0.5)


def columns(layout: Layout, digit: DigitView, area: Rect) -> Iterator[Shape]:
    """Yield ten bars that stand side by side over their numerals."""
    size = max(MIN_TEXT_SIZE, layout.small - 2)
    height = area.h - size - 2
    for value, probability in enumerate(digit.probabilities):
        left = area.x + round(value * area.w / 10)
        right = area.x + round((value + 1) * area.w / 10)
        best = digit.label == str(value)
        column = Rect(left + 1, area.y, right - left - 2, height)
        yield Fill(column, "track", 1)
        if high := round(column.h * probability):
            bar = Rect(column.x, column.bottom - high, column.w, high)
            yield Fill(bar, digit.state if best else "bar", 1)
        below = Rect(left, area.bottom - size, right - left, size)
        yield Text(below, ((str(value), "text" if best else "muted"),), size, 0.5)


def _full_area(layout: Layout, rect: Rect) -> tuple[Rect, int]:
    """Return the inside of the card at `rect` that shows a digit in full, and its image's side."""
    area = rect.inset(layout.unit + layout.edge)
    return area, IMAGE_SIDE * max(1, min(round(0.62 * area.h), round(0.38 * area.w)) // IMAGE_SIDE)


def bar_places(layout: Layout, rect: Rect) -> tuple[Rect, ...]:
    """Return the places of the ten rows of bars on the card at `rect` that shows a digit in full."""
    area, side = _full_area(layout, rect)
    left = area.x + side + 2 * layout.unit
    wide = min(area.right - left, (MAX_BAR_UNITS + 12) * layout.unit)
    edges = [round(area.y + row * area.h / 10) for row in range(11)]
    return tuple(Rect(left, top, wide, bottom - top) for top, bottom in itertools.pairwise(edges))


def _full(layout: Layout, digit: DigitView, rect: Rect, hover: str) -> Iterator[Shape]:
    """Yield a digit in full: its image and label, and ten bars with their percentages."""
    unit = layout.unit
    area, side = _full_area(layout, rect)
    yield Tile(Rect(area.x, area.y, side, side), digit.image)
    words = Rect(area.x, area.y + side + unit // 2, side, area.h - side - unit // 2)
    size = min(round(words.h * 0.9), round(side * 0.45), layout.giant)
    label = words._replace(w=round(size * 0.8))
    yield Text(label, ((digit.label, digit.state),), size, 0.5, bold=True)
    notes = words._replace(x=label.right + unit // 2, w=max(1, words.right - label.right - unit // 2))
    yield Words(notes, _remark(digit), "text", layout.small)
    yield from _rows(layout, digit, bar_places(layout, rect), hover)


def _remark(digit: DigitView) -> str:
    """Say how sure the answer is, or what else it could be."""
    if digit.state == "named":
        return "No digit, as you said" if digit.label == "?" else "As you said"
    if digit.state == "sure":
        return f"Sure, {percent(digit.confidence)}"
    if digit.state == "unsure":
        return f"{percent(digit.confidence)}, or {digit.second}?"
    if digit.given_up:
        return "Too much ink to read"
    return "No digit" if digit.state == "refused" else ""


def _rows(layout: Layout, digit: DigitView, rows: Sequence[Rect], hover: str) -> Iterator[Shape]:
    """Yield ten rows of a numeral, a bar and a percentage; the one that `hover` names stands out."""
    area = rows[0]
    size = max(MIN_TEXT_SIZE, min(layout.small, int(min(row.h for row in rows) * 0.9)))
    numeral, figure = size + layout.unit // 2, round(size * 2.9) + layout.unit // 2
    long = min(MAX_BAR_UNITS * layout.unit, area.w - numeral - figure)
    for value, probability in enumerate(digit.probabilities):
        y, high = rows[value].y, rows[value].h
        if hover == f"name {value}":
            yield Fill(rows[value], "hover", layout.unit // 2)
        best = digit.label == str(value)
        colour = "text" if best else "muted"
        yield Text(Rect(area.x, y, numeral, high), ((str(value), colour),), size, bold=best)
        bar = Rect(area.x + numeral, y + high // 5, long, high - 2 * (high // 5))
        yield Fill(bar, "track", bar.h // 3)
        if round(bar.w * probability):
            yield Fill(bar._replace(w=round(bar.w * probability)), digit.state if best else "bar", bar.h // 3)
        if probability >= WRITTEN_FROM:
            place = Rect(bar.right, y, figure, high)
            yield Text(place, ((percent(probability), colour),), size, 1.0, bold=best)
