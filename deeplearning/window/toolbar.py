"""The toolbar: a button for everything that a hand without a keyboard needs, and the strip for messages."""

from __future__ import annotations

from collections.abc import Iterator

from deeplearning.window.layout import Layout, Rect
from deeplearning.window.shapes import Cross, Dot, Fill, Shape, Text, Words, slab
from deeplearning.window.shortcuts import BUTTONS, CHOICE_BUTTONS, Button
from deeplearning.window.view import View

WORD_SHARE = 2.0
"""Width of a button with a word among those for chosen digits, in widths of one with a figure."""


def button(layout: Layout, place: Rect, button: Button, view: View) -> Iterator[Shape]:
    """Yield one button as it stands: usable or not, under the mouse, pressed, or with its panel open."""
    is_disabled = button.action in view.disabled
    inside = "card"
    is_on = button.action == view.side if view.side else view.adds and button.action == "add"
    if (not is_disabled and view.pressed == button.action) or is_on:
        inside = "pressed"
    elif not is_disabled and view.hover == button.action:
        inside = "hover"
    yield from slab(place, "line", inside, layout.line, layout.unit)
    colour = "disabled" if is_disabled else "text"
    if button.name.startswith("Pen"):
        yield from _pen(layout, place, button, colour)
        return
    is_wide = place.w > (0.6 * len(button.name) + 2.2) * layout.small
    key = ((f"  {button.key}", "disabled" if is_disabled else "muted"),) if is_wide and button.key else ()
    yield Text(place.inset(2), ((button.name, colour), *key), layout.small, 0.5)


def _pen(layout: Layout, place: Rect, button: Button, colour: str) -> Iterator[Shape]:
    """Yield what makes the pen thinner or thicker: a small or a large dot, and the key."""
    wide = 3 * layout.small
    left = place.x + (place.w - wide) // 2
    size = round(layout.small * (0.35 if button.action == "thinner" else 0.9))
    yield Dot(Rect(left, place.y, wide // 2, place.h), colour, size)
    yield Text(
        Rect(left + wide // 2, place.y, wide // 2, place.h), ((button.key, colour),), layout.small, 0.5
    )


def choice_places(layout: Layout) -> tuple[Rect, ...]:
    """Return the places of the buttons for chosen digits, in one row where they have room, else in two."""
    area, gap = layout.message, max(2, layout.unit // 4)
    widths = [1.0] * 10 + [WORD_SHARE] * 4
    if area.w / sum(widths) >= 2.2 * layout.small:
        rows = [list(range(14))]
    else:
        rows = [[0, 1, 2, 3, 4, 10, 12], [5, 6, 7, 8, 9, 11, 13]]
    high = (area.h + gap) // len(rows)
    places = {}
    for row, numbers in enumerate(rows):
        total, left = sum(widths[number] for number in numbers), 0.0
        for number in numbers:
            x = area.x + round(left * (area.w + gap) / total)
            left += widths[number]
            right = area.x + round(left * (area.w + gap) / total) - gap
            places[number] = Rect(x, area.y + row * high, right - x, high - gap)
    return tuple(places[number] for number in range(14))


def strip(layout: Layout, view: View) -> Iterator[Shape]:
    """Yield the message or the offer; where there is neither, the pen's width and how to see all keys."""
    area = layout.message
    if view.chosen and not view.message:
        for place, one in zip(choice_places(layout), CHOICE_BUTTONS, strict=True):
            yield from button(layout, place, one._replace(key=""), view)
        return
    if not view.message:
        words = f"Pen {view.pen:g}"
        keys = next(button.key for button in BUTTONS if button.action == "help")
        yield Text(area, ((f"{words}   {keys} shows all keys", "muted"),), layout.small)
        return
    yield Fill(area, "sure" if view.offer else "text", layout.unit)
    colour = "on colour" if view.offer else "panel"
    close = layout.close_button
    inner = Rect(area.x + layout.unit, area.y, close.x - area.x - 2 * layout.unit, area.h)
    yield Words(inner, view.message, colour, layout.small)
    yield Cross(close.inset(close.w // 4), colour)


def toolbar(layout: Layout, view: View) -> dict[str, tuple[Rect, Iterator[Shape]]]:
    """Return the buttons by name, with their places."""
    return {
        f"button {one.name}": (place, button(layout, place, one, view))
        for place, one in zip(layout.buttons, BUTTONS, strict=True)
    }
