"""The answer's half of the window as panels: which boxes, words and images stand where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deeplearning.recognition.reading import percent
from deeplearning.window.cards import card, detail
from deeplearning.window.layout import Layout, Rect
from deeplearning.window.replica import replica
from deeplearning.window.shapes import Arrow, Fill, Panel, Shape, Text, Words, line_height, slab
from deeplearning.window.shortcuts import BUTTONS, SHORTCUTS
from deeplearning.window.view import DigitView, View

NAME = "RealTime DigitRecognizer"


def compose(layout: Layout, view: View) -> dict[str, Panel]:
    """Return the panels by name, those in front last."""
    if view.help:
        panels = {"help": Panel(layout.panel, tuple(_help(layout)))}
    else:
        panels = {
            "reading": Panel(layout.reading.around(layout.caption), tuple(_reading(layout, view))),
            "replica": Panel(layout.replica, tuple(replica(layout, view))),
            "detail": Panel(layout.detail, tuple(detail(layout, view))),
            "footer": Panel(layout.footer, tuple(_footer(layout, view))),
        }
        for slot, rect in enumerate(layout.cards):
            index = view.page[slot] if slot < len(view.page) else None
            panels[f"card {slot}"] = Panel(rect, tuple(card(layout, rect, view, index)))
    if view.message:
        panels["message"] = _message(layout, view.message)
    return panels


def hint(layout: Layout) -> Iterator[Shape]:
    """Yield what an empty paper says."""
    paper = layout.paper
    middle = Rect(paper.x, paper.y + paper.h // 2 - layout.title, paper.w, 2 * layout.title)
    below = Rect(paper.x, middle.bottom, paper.w, 2 * layout.body)
    yield Text(middle, (("Draw digits here", "hint"),), layout.title, 0.5)
    yield Text(below, (("Right button clears, H shows all keys", "hint"),), layout.body, 0.5)


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


def _message(layout: Layout, message: str) -> Panel:
    rect = message_place(layout, message)
    inner = rect.inset(layout.unit)._replace(y=rect.y + layout.unit // 2, h=rect.h - layout.unit)
    return Panel(rect, (Fill(rect, "text", layout.unit), Words(inner, message, "panel", layout.small)))


def _reading(layout: Layout, view: View) -> Iterator[Shape]:
    if not view.digits:
        yield Text(layout.reading, ((NAME, "text"),), layout.title)
        words = "Draw on the paper: digits are read as you write."
        words = words if view.ready else "Loading the network ..."
        yield Text(layout.caption, ((words, "muted"),), layout.body)
        return
    states = iter(view.digits)
    colours = {"sure": "text", "unsure": "unsure", "refused": "refused"}
    runs = [(mark, "text" if mark == " " else colours[next(states).state]) for mark in view.text]
    yield Text(layout.reading, tuple(runs), layout.giant)
    yield Text(layout.caption, _verdict(view.digits), layout.body)


def _verdict(digits: Sequence[DigitView]) -> tuple[tuple[str, str], ...]:
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


def _footer(layout: Layout, view: View) -> Iterator[Shape]:
    for place, button in zip(layout.buttons, BUTTONS, strict=True):
        yield from slab(place, "line", "card", layout.line, layout.unit)
        key = ((f" {button.key}", "muted"),) if place.w > 4.6 * layout.small else ()
        yield Text(place.inset(2), ((button.name, "text"), *key), layout.small, 0.5)
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
    row = min((area.bottom - margin // 2 - top) / len(SHORTCUTS), layout.body * 2.6)
    size = min(layout.body, int(row * 0.62))
    middle = round(area.w * 0.58)
    for number, shortcut in enumerate(SHORTCUTS):
        y, high = round(top + number * row), round(row)
        x = area.x
        for caption in shortcut.captions:
            # Capitals are wider than the small letters of a longer name.
            cap = Rect(x, y + 1, round(size * (0.52 * len(caption) + 0.9)), high - max(2, high // 6))
            yield from slab(cap, "line", "card", layout.line, unit // 2 + 1)
            yield Text(cap, ((caption, "text"),), size, 0.5)
            x = cap.right + unit // 2
        yield Text(Rect(area.x + middle, y, area.w - middle, cap.h), ((shortcut.meaning, "muted"),), size)
