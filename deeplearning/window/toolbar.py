"""The toolbar: a button for everything that a hand without a keyboard needs, and the strip for messages."""

from __future__ import annotations

from collections.abc import Iterator

from deeplearning.window.layout import Layout, Rect
from deeplearning.window.shapes import Cross, Dot, Fill, Shape, Text, Words, slab
from deeplearning.window.shortcuts import BUTTONS, Button
from deeplearning.window.view import View


def button(layout: Layout, place: Rect, button: Button, view: View) -> Iterator[Shape]:
    """Yield one button as it stands: usable or not, under the mouse, pressed, or with its panel open."""
    is_disabled = button.action in view.disabled
    inside = "card"
    if (not is_disabled and view.pressed == button.action) or (view.side and view.side == button.action):
        inside = "pressed"
    elif not is_disabled and view.hover == button.action:
        inside = "hover"
    yield from slab(place, "line", inside, layout.line, layout.unit)
    colour = "disabled" if is_disabled else "text"
    if button.name.startswith("Pen"):
        yield from _pen(layout, place, button, colour)
        return
    is_wide = place.w > (0.6 * len(button.name) + 2.2) * layout.small
    key = ((f"  {button.key}", "disabled" if is_disabled else "muted"),) if is_wide else ()
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


def strip(layout: Layout, view: View) -> Iterator[Shape]:
    """Yield the message or the offer; where there is neither, the pen's width and how to see all keys."""
    area = layout.message
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
