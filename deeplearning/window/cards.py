"""Cards: one digit each, with the image that the network saw and ten bars; and the digit shown in full."""

from __future__ import annotations

from collections.abc import Iterator

from deeplearning.recognition.reading import percent
from deeplearning.window.layout import Layout, Rect
from deeplearning.window.shapes import MIN_TEXT_SIZE, Fill, Shape, Text, Tile, Words, line_height, slab
from deeplearning.window.view import DigitView, View

LEGEND = (
    ("7", "sure", "at least 90% sure"),
    ("7", "unsure", "less sure"),
    ("?", "refused", "no digit"),
)
"""What the colours mean: a mark, its state and words; it stands on the cards while they are empty."""


def card(layout: Layout, rect: Rect, view: View, index: int | None) -> Iterator[Shape]:
    """Yield the card of the digit at `index`, or an empty place for None."""
    unit = layout.unit
    if index is None:
        yield from _empty_card(layout, rect, view)
        return
    digit = view.digits[index]
    if view.picked and index == view.chosen:
        yield from slab(rect, digit.state, "card", max(2, unit // 3), unit)
    else:
        yield from slab(rect, "line", "card", layout.line, unit)
    inner = rect.inset(unit if unit > 4 else 6)
    tile = Rect(inner.x, inner.y, *[28 * max(1, round(inner.h * 0.42 / 28))] * 2)
    yield Tile(tile, digit.image)
    beside = Rect(tile.right + unit, tile.y, inner.right - tile.right - unit, tile.h)
    if beside.h < 40:
        upper = beside._replace(w=beside.h * 2 // 3)
        lower = Rect(upper.right, beside.y, beside.right - upper.right, beside.h)
    else:
        upper = beside._replace(h=beside.h - line_height(layout.small))
        lower = Rect(beside.x, upper.bottom, beside.w, beside.bottom - upper.bottom)
    yield Text(upper, ((digit.label, digit.state),), round(min(upper.h * 1.1, layout.giant * 0.6)), 0.5)
    notes = {"sure": percent(digit.confidence), "unsure": f"or {digit.second}?", "refused": "none"}
    colour = "text" if digit.state == "sure" else digit.state
    yield Text(lower, ((notes[digit.state], colour),), layout.small, 0.5)
    below = Rect(inner.x, tile.bottom + unit, inner.w, inner.bottom - tile.bottom - unit)
    yield from _columns(layout, digit, below)


def _empty_card(layout: Layout, rect: Rect, view: View) -> Iterator[Shape]:
    if rect.y != layout.cards[0].y:  # one row of empty places says enough
        return
    yield from slab(rect, "line", "panel", layout.line, layout.unit)
    slot = layout.cards.index(rect)
    if not view.digits and slot < len(LEGEND):
        yield from _legend(layout, rect.inset(layout.unit), *LEGEND[slot])


def _legend(layout: Layout, area: Rect, mark: str, state: str, words: str) -> Iterator[Shape]:
    words_high = 2 * line_height(layout.small)
    size = min(round(layout.giant * 0.6), area.h - words_high)
    top = area.y + (area.h - words_high - size) // 2
    yield Text(Rect(area.x, top, area.w, size), ((mark, state),), size, 0.5)
    yield Words(Rect(area.x, top + size, area.w, words_high), words, "muted", layout.small, 0.5)


def _columns(layout: Layout, digit: DigitView, area: Rect) -> Iterator[Shape]:
    """Yield ten bars that stand side by side over their numerals."""
    size = max(MIN_TEXT_SIZE, layout.small - 2)
    height = area.h - size
    for value, probability in enumerate(digit.probabilities):
        left = area.x + round(value * area.w / 10)
        right = area.x + round((value + 1) * area.w / 10)
        best = digit.label == str(value)
        column = Rect(left + 1, area.y, right - left - 2, height - 2)
        yield Fill(column, "track", 1)
        if high := round(column.h * probability):
            bar = Rect(column.x, column.bottom - high, column.w, high)
            yield Fill(bar, digit.state if best else "bar", 1)
        below = Rect(left, area.bottom - size, right - left, size)
        yield Text(below, ((str(value), "text" if best else "muted"),), size, 0.5)


def detail(layout: Layout, view: View) -> Iterator[Shape]:
    """Yield the chosen digit in full: its image, its label, and ten bars with their percentages."""
    digit = None if view.chosen is None else view.digits[view.chosen]
    area, unit = layout.detail, layout.unit
    top = area.y
    if area.h >= 230:
        top = area.y + 28 * max(1, area.h // 115) + unit
        tile = Rect(area.x, area.y, top - unit - area.y, top - unit - area.y)
        words = Rect(tile.right + 2 * unit, tile.y, max(1, area.right - tile.right - 2 * unit), tile.h)
        yield from _headline(layout, digit, tile, words, view)
    yield from _rows(layout, digit, area._replace(y=top, h=area.bottom - top))


def _headline(
    layout: Layout, digit: DigitView | None, tile: Rect, words: Rect, view: View
) -> Iterator[Shape]:
    """Yield the image that the network saw, large, and beside it the answer."""
    if digit is None:
        yield Fill(tile, "track", layout.unit // 2)
        yield Words(words, "What the network sees, and its ten probabilities.", "muted", layout.small)
        return
    yield Tile(tile, digit.image)
    third = words.h // 3
    yield Text(words._replace(h=2 * third), ((digit.label, digit.state),), round(layout.giant * 0.65))
    note = {"sure": percent(digit.confidence), "refused": "no digit"}.get(digit.state)
    note = note or f"{percent(digit.confidence)}, or {digit.second}?"
    indent = round(layout.giant * 0.6)
    right = words._replace(x=words.x + indent, w=max(1, words.w - indent))
    yield Text(right._replace(h=2 * third), ((note, "text"),), layout.body)
    many = len(digit.strokes)
    origin = ("Chosen" if view.picked else "Written last") + f", {many} stroke{'s' * (many > 1)}"
    yield Text(words._replace(y=words.y + 2 * third, h=third), ((origin, "muted"),), layout.small)


def _rows(layout: Layout, digit: DigitView | None, area: Rect) -> Iterator[Shape]:
    """Yield ten rows of a numeral, a bar and a percentage."""
    row = area.h / 10
    size = min(layout.small, int(row * 0.9))
    numeral, figure = size + layout.unit // 2, round(size * 3.1)
    for value in range(10):
        y, high = round(area.y + value * row), round(row)
        probability = digit.probabilities[value] if digit else 0.0
        best = digit is not None and digit.label == str(value)
        colour = "text" if best else "muted"
        yield Text(Rect(area.x, y, numeral, high), ((str(value), colour),), size)
        bar = Rect(area.x + numeral, y + high // 5, area.w - numeral - figure, high - 2 * (high // 5))
        yield Fill(bar, "track", bar.h // 3)
        if digit and round(bar.w * probability):
            yield Fill(bar._replace(w=round(bar.w * probability)), digit.state if best else "bar", bar.h // 3)
        if digit:
            place = Rect(area.right - figure, y, figure, high)
            yield Text(place, ((percent(probability), colour),), size, 1.0)
