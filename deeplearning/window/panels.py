"""The answer's half of the window as plain data: which boxes, words and images stand where.

Each panel is a list of shapes; two equal lists look the same, which is how the window knows what need not be
painted again. Colours are names of roles ("text", "sure", ...) that the window's theme gives values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from deeplearning.ink.stroke import PAPER
from deeplearning.recognition.reading import percent
from deeplearning.window.layout import Layout, Rect
from deeplearning.window.view import Shown

NAME = "RealTime DigitRecognizer"

MOST_PLACED = 100
"""Digits whose labels are placed so that they hide little; with more of them, something is hidden anyway."""

KEYS = (
    (("Left button", "Touch"), "draw"),
    (("Right button", "R"), "clear the paper"),
    (("Z", "Ctrl+Z"), "undo, a clearing too"),
    (("Y", "Ctrl+Y", "Shift+Z"), "redo"),
    (("-", "+"), "thinner, thicker pen"),
    (("S",), "save into drawings/"),
    (("Click", "Left", "Right"), "choose a digit"),
    (("Page up", "Page down"), "other digits"),
    (("Drop a file",), "add a picture"),
    (("T",), "light or dark"),
    (("H", "F1"), "these keys"),
    (("Escape",), "back, then quit"),
    (("Q",), "quit"),
)
"""What the help shows: keys, and what they do."""

BUTTONS = (("Undo", "z"), ("Clear", "r"), ("Save", "s"), ("Keys", "h"))
"""The footer's buttons, for hands without a keyboard: their names, and the keys that they stand for."""

LEGEND = (
    ("7", "sure", "at least 90% sure"),
    ("7", "unsure", "less sure"),
    ("?", "refused", "no digit"),
)
"""What the colours mean: a mark, its state and words; it stands on the cards while they are empty."""

LEAST = 11
"""The smallest type, in pixels."""


class Fill(NamedTuple):
    """A filled rectangle; a `radius` rounds its corners."""

    rect: Rect
    colour: str
    radius: int = 0


class Frame(NamedTuple):
    """A rectangle's outline, `width` pixels wide, inside `rect`."""

    rect: Rect
    colour: str
    width: int = 1


class Text(NamedTuple):
    """One line of (words, colour) runs, centred in height; made smaller, then cut, to fit `rect`.

    `align` is 0 for left, 0.5 for the middle, 1 for right.
    """

    rect: Rect
    runs: tuple[tuple[str, str], ...]
    size: int
    align: float = 0.0


class Words(NamedTuple):
    """Words over as many lines as they need, in the middle of `rect`'s height; `align` as for Text.

    They are made smaller where `rect` does not hold so many.
    """

    rect: Rect
    words: str
    colour: str
    size: int
    align: float = 0.0


class Tile(NamedTuple):
    """A 28 x 28 image, one byte a pixel, ink white on black."""

    rect: Rect
    image: bytes


class Arrow(NamedTuple):
    """A triangle that points to the left or to the right."""

    rect: Rect
    colour: str
    left: bool


Shape = Fill | Frame | Text | Words | Tile | Arrow


class Panel(NamedTuple):
    """A part of the window that is painted as one."""

    rect: Rect
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class View:
    """All that the answer's half shows. `digits` in reading order, `text` the shown reading.

    `chosen` is the index of the digit shown in full, and `picked` says that a person chose it; `page` holds
    the indices of the digits on cards, and `first` and `many` where they stand among those written.
    """

    digits: tuple[Shown, ...] = ()
    text: str = ""
    chosen: int | None = None
    picked: bool = False
    page: tuple[int, ...] = ()
    first: int = 0
    ready: bool = True
    pen: float = 15.0
    message: str = ""
    help: bool = False


def compose(layout: Layout, view: View) -> dict[str, Panel]:
    """Return the panels by name, those in front last."""
    if view.help:
        panels = {"help": Panel(layout.panel, tuple(_help(layout)))}
    else:
        chosen = None if view.chosen is None else view.digits[view.chosen]
        panels = {
            "reading": Panel(_around(layout.reading, layout.caption), tuple(_reading(layout, view))),
            "replica": Panel(layout.replica, tuple(_replica(layout, view))),
            "detail": Panel(layout.detail, tuple(_detail(layout, chosen, view))),
            "footer": Panel(layout.footer, tuple(_footer(layout, view))),
        }
        for slot, rect in enumerate(layout.cards):
            index = view.page[slot] if slot < len(view.page) else None
            panels[f"card {slot}"] = Panel(rect, tuple(_card(layout, rect, view, index)))
    if view.message:
        rect = message_place(layout, view.message)
        inner = rect.inset(layout.unit)._replace(y=rect.y + layout.unit // 2, h=rect.h - layout.unit)
        words = Words(inner, view.message, "panel", layout.small)
        panels["message"] = Panel(rect, (Fill(rect, "text", layout.unit), words))
    return panels


def page_of(digits: Sequence[Shown], slots: int, back: int) -> tuple[tuple[int, ...], int]:
    """Return which digits stand on `slots` cards, in reading order, and how many were written before them.

    Page 0 has the digits written last; `back` turns that many pages to earlier ones.
    """
    written = sorted(range(len(digits)), key=lambda index: max(digits[index].strokes))
    end = max(min(slots, len(written)), len(written) - back * slots)
    first = max(0, end - slots)
    return tuple(sorted(written[first:end])), first


def message_place(layout: Layout, message: str) -> Rect:
    """Return where a message stands: over the footer and, where it needs more room, whole rows of cards."""
    area, inner = layout.footer, layout.footer.w - 2 * layout.unit
    # A letter of the bold font is half its size wide, on average; too long a line is made smaller.
    lines = 1 + int(len(message) * layout.small * 0.52 / max(1, inner))
    height = lines * line_height(layout.small) + layout.unit
    bottom = layout.window.bottom - max(1, layout.unit // 4)
    top = min(bottom - height, area.y)
    if top < layout.cards[-1].bottom:
        top = max((card.y for card in layout.cards if card.y <= top), default=layout.cards[0].y)
    return Rect(area.x, top, area.w, bottom - top)


def line_height(size: int) -> int:
    """Return the distance of two lines of text, in pixels."""
    return round(size * 1.3)


def replica_box(layout: Layout, digit: Shown) -> Rect:
    """Return where the box of `digit` stands in the drawing's copy, cut at its edges."""
    scale, area = layout.replica.w / PAPER, layout.replica
    pad = layout.unit // 2 + _edge(layout)
    left = max(area.x, area.x + round(digit.box[0] * scale) - pad)
    top = max(area.y, area.y + round(digit.box[1] * scale) - pad)
    right = min(area.right, area.x + round(digit.box[2] * scale) + pad)
    bottom = min(area.bottom, area.y + round(digit.box[3] * scale) + pad)
    return Rect(left, top, max(1, right - left), max(1, bottom - top))


def _edge(layout: Layout) -> int:
    return max(1, layout.unit // 4)


def _line(layout: Layout) -> int:
    return max(1, layout.unit // 8)


def _around(one: Rect, other: Rect) -> Rect:
    left, top = min(one.x, other.x), min(one.y, other.y)
    return Rect(left, top, max(one.right, other.right) - left, max(one.bottom, other.bottom) - top)


def _reading(layout: Layout, view: View) -> Iterator[Shape]:
    if not view.digits:
        yield Text(layout.reading, ((NAME, "text"),), layout.title)
        words = (
            "Draw on the paper: digits are read as you write." if view.ready else "Loading the network ..."
        )
        yield Text(layout.caption, ((words, "muted"),), layout.body)
        return
    states = iter(view.digits)
    colours = {"sure": "text", "unsure": "unsure", "refused": "refused"}
    runs = [(mark, "text" if mark == " " else colours[next(states).state]) for mark in view.text]
    yield Text(layout.reading, tuple(runs), layout.giant)
    yield Text(layout.caption, _verdict(view.digits), layout.body)


def _verdict(digits: Sequence[Shown]) -> tuple[tuple[str, str], ...]:
    """Say in one line how far the reading can be trusted."""
    refused = sum(digit.state == "refused" for digit in digits)
    unsure = [digit for digit in digits if digit.state == "unsure"]
    if unsure:
        worst = min(unsure, key=lambda digit: digit.confidence)
        words = f"Unsure: {worst.label} ({percent(worst.confidence)}), could be {worst.second}"
        more = f" - and {len(unsure) - 1} more" if len(unsure) > 1 else ""
        none = f" - {refused} no digit" if refused else ""
        return ((words + more, "unsure"), (none, "refused")) if none else ((words + more, "unsure"),)
    if refused:
        what = "This is" if len(digits) == 1 else "One mark is" if refused == 1 else f"{refused} marks are"
        return ((f"{what} no digit that I know", "refused"),)
    lowest = min(digit.confidence for digit in digits)
    return ((f"Sure, {percent(lowest)}" if len(digits) == 1 else f"Sure of all {len(digits)}", "sure"),)


def _replica(layout: Layout, view: View) -> Iterator[Shape]:
    boxes = [replica_box(layout, digit) for digit in view.digits]
    tags: list[Rect] = []
    for index, (digit, box) in enumerate(zip(view.digits, boxes, strict=True)):
        picked = view.picked and index == view.chosen
        yield Frame(box, digit.state, (2 if picked else 1) * _edge(layout))
        taken = [*boxes[:index], *boxes[index + 1 :], *tags] if len(boxes) <= MOST_PLACED else []
        labels = [f"{digit.label} or {digit.second}"] if digit.state == "unsure" else []
        for label in (*labels, digit.label):
            if tag := tag_place(layout, label, box, taken):
                tags.append(tag)
                yield Fill(tag, digit.state)
                yield Text(tag, ((label, "on colour"),), _tag_size(layout), 0.5)
                break
    yield Frame(layout.replica, "line", _line(layout))


def _tag_size(layout: Layout) -> int:
    return max(LEAST, layout.small - 1)


def tag_place(layout: Layout, label: str, box: Rect, taken: Sequence[Rect]) -> Rect | None:
    """Return where a digit's tag stands beside its `box` and hides nothing of `taken`; None for nowhere.

    Above is best, then below, then at the sides.
    """
    area, size = layout.replica, _tag_size(layout)
    w, h = round(size * 0.62 * len(label)) + size // 2 + 2, round(size * 1.35)
    along = [min(max(x, area.x), area.right - w) for x in (box.x, box.x + (box.w - w) // 2, box.right - w)]
    ends = [(x, y) for y in (box.y - h, box.bottom) for x in along]
    sides = [(x, y) for x in (box.right, box.x - w) for y in (box.y, box.bottom - h)]
    for x, y in ends + sides:
        place = Rect(x, y, w, h)
        inside = area.x <= x and area.y <= y and place.right <= area.right and place.bottom <= area.bottom
        if inside and not any(_meet(place, other) for other in taken):
            return place
    return None


def _meet(one: Rect, other: Rect) -> bool:
    """Whether both rectangles share a pixel."""
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def _detail(layout: Layout, digit: Shown | None, view: View) -> Iterator[Shape]:
    area, unit = layout.detail, layout.unit
    top = area.y
    if area.h >= 230:
        top = area.y + 28 * max(1, area.h // 115) + unit
        tile = Rect(area.x, area.y, top - unit - area.y, top - unit - area.y)
        words = Rect(tile.right + 2 * unit, tile.y, max(1, area.right - tile.right - 2 * unit), tile.h)
        yield from _headline(layout, digit, tile, words, view)
    row = (area.bottom - top) / 10
    size = min(layout.small, int(row * 0.9))
    numeral, figure = size + unit // 2, round(size * 3.1)
    for value in range(10):
        y, high = round(top + value * row), round(row)
        probability = digit.probabilities[value] if digit else 0.0
        best = digit is not None and digit.label == str(value)
        colour = "text" if best else "muted"
        yield Text(Rect(area.x, y, numeral, high), ((str(value), colour),), size)
        bar = Rect(area.x + numeral, y + high // 5, area.w - numeral - figure, high - 2 * (high // 5))
        yield Fill(bar, "track", bar.h // 3)
        if digit and round(bar.w * probability):
            yield Fill(bar._replace(w=round(bar.w * probability)), digit.state if best else "bar", bar.h // 3)
        if digit:
            yield Text(
                Rect(area.right - figure, y, figure, high), ((percent(probability), colour),), size, 1.0
            )


def _headline(layout: Layout, digit: Shown | None, tile: Rect, words: Rect, view: View) -> Iterator[Shape]:
    """The image that the network saw, large, and beside it the answer."""
    if digit is None:
        yield Fill(tile, "track", layout.unit // 2)
        yield Words(words, "What the network sees, and its ten probabilities.", "muted", layout.small)
        return
    yield Tile(tile, digit.image)
    third = words.h // 3
    yield Text(words._replace(h=2 * third), ((digit.label, digit.state),), round(layout.giant * 0.65))
    note = {"sure": percent(digit.confidence), "refused": "no digit"}.get(digit.state)
    note = note or f"{percent(digit.confidence)}, or {digit.second}?"
    right = words._replace(
        x=words.x + round(layout.giant * 0.6), w=max(1, words.w - round(layout.giant * 0.6))
    )
    yield Text(right._replace(h=2 * third), ((note, "text"),), layout.body)
    many = len(digit.strokes)
    origin = ("Chosen" if view.picked else "Written last") + f", {many} stroke{'s' * (many > 1)}"
    yield Text(words._replace(y=words.y + 2 * third, h=third), ((origin, "muted"),), layout.small)


def _card(layout: Layout, rect: Rect, view: View, index: int | None) -> Iterator[Shape]:
    unit = layout.unit
    if index is None:
        if rect.y == layout.cards[0].y:  # one row of empty places says enough
            yield from _slab(rect, "line", "panel", _line(layout), unit)
            slot = layout.cards.index(rect)
            if not view.digits and slot < len(LEGEND):
                yield from _legend(layout, rect.inset(unit), *LEGEND[slot])
        return
    digit = view.digits[index]
    if view.picked and index == view.chosen:
        yield from _slab(rect, digit.state, "card", max(2, unit // 3), unit)
    else:
        yield from _slab(rect, "line", "card", _line(layout), unit)
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
    note = {"sure": percent(digit.confidence), "unsure": f"or {digit.second}?", "refused": "none"}[
        digit.state
    ]
    yield Text(lower, ((note, "text" if digit.state == "sure" else digit.state),), layout.small, 0.5)
    yield from _columns(
        layout, digit, Rect(inner.x, tile.bottom + unit, inner.w, inner.bottom - tile.bottom - unit)
    )


def _legend(layout: Layout, area: Rect, mark: str, state: str, words: str) -> Iterator[Shape]:
    words_high = 2 * line_height(layout.small)
    size = min(round(layout.giant * 0.6), area.h - words_high)
    top = area.y + (area.h - words_high - size) // 2
    yield Text(Rect(area.x, top, area.w, size), ((mark, state),), size, 0.5)
    yield Words(Rect(area.x, top + size, area.w, words_high), words, "muted", layout.small, 0.5)


def _slab(rect: Rect, edge: str, inside: str, width: int, radius: int) -> Iterator[Shape]:
    """A filled rectangle with round corners and an edge."""
    yield Fill(rect, edge, radius)
    yield Fill(rect.inset(width), inside, radius - width)


def _columns(layout: Layout, digit: Shown, area: Rect) -> Iterator[Shape]:
    """Ten bars that stand side by side over their numerals."""
    size = max(LEAST, layout.small - 2)
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
        yield Text(
            Rect(left, area.bottom - size, right - left, size),
            ((str(value), "text" if best else "muted"),),
            size,
            0.5,
        )


def _footer(layout: Layout, view: View) -> Iterator[Shape]:
    for place, (name, key) in zip(layout.buttons, BUTTONS, strict=True):
        yield from _slab(place, "line", "card", _line(layout), layout.unit)
        letter = ((f" {key.upper()}", "muted"),) if place.w > 4.6 * layout.small else ()
        yield Text(place.inset(2), ((name, "text"), *letter), layout.small, 0.5)
    if layout.rest.w > 5 * layout.small:
        yield Text(layout.rest, ((f"Pen {view.pen:g}", "muted"),), layout.small, 0.5)
    if len(view.page) < len(view.digits):
        last = view.first + len(view.page)
        yield Arrow(layout.previous, "text" if view.first else "line", left=True)
        words = f"{view.first + 1}–{last} of {len(view.digits)}"
        yield Text(layout.pages, ((words, "text"),), layout.small, 0.5)
        yield Arrow(layout.next, "text" if last < len(view.digits) else "line", left=False)


def _help(layout: Layout) -> Iterator[Shape]:
    margin, unit = layout.footer.x - layout.panel.x, layout.unit
    area = layout.panel._replace(x=layout.footer.x, w=layout.footer.w)
    head = Rect(area.x, margin // 2, area.w, 2 * layout.title)
    yield Text(head, (("Keys", "text"),), layout.title)
    top = head.bottom
    row = min((area.bottom - margin // 2 - top) / len(KEYS), layout.body * 2.6)
    size = min(layout.body, int(row * 0.62))
    middle = round(area.w * 0.58)
    for number, (keys, meaning) in enumerate(KEYS):
        y, high = round(top + number * row), round(row)
        x = area.x
        for key in keys:
            # Capitals are wider than the small letters of a longer name.
            cap = Rect(x, y + 1, round(size * (0.52 * len(key) + 0.9)), high - max(2, high // 6))
            yield from _slab(cap, "line", "card", _line(layout), unit // 2 + 1)
            yield Text(cap, ((key, "text"),), size, 0.5)
            x = cap.right + unit // 2
        yield Text(Rect(area.x + middle, y, area.w - middle, cap.h), ((meaning, "muted"),), size)
