"""The window's panels beside the ink: which boxes, words and images stand where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deeplearning.window import enrolment
from deeplearning.window.boxes import boxes
from deeplearning.window.cards import card, legend, slots
from deeplearning.window.headline import caption, headline
from deeplearning.window.layout import Layout, Rect
from deeplearning.window.shapes import Panel, Shape, Text, slab
from deeplearning.window.side_panels import side_panel
from deeplearning.window.toolbar import strip, toolbar
from deeplearning.window.view import View


def compose(layout: Layout, view: View) -> dict[str, Panel]:
    """Return the panels of the answer's side by name; none of them lies on another."""
    panels: dict[str, tuple[Rect, Iterable[Shape]]] = {}
    if view.side:
        panels["side"] = layout.side, side_panel(layout, view)
    else:
        panels["headline"] = layout.headline, headline(layout, view)
        panels["caption"] = layout.caption, _caption(layout, view)
        panels |= _cards(layout, view)
    panels["message"] = layout.message, strip(layout, view)
    panels |= toolbar(layout, view)
    return {name: Panel(rect, tuple(shapes)) for name, (rect, shapes) in panels.items()}


def on_paper(layout: Layout, view: View, is_empty: bool) -> tuple[Shape, ...]:
    """Return what stands on the paper beside the ink: boxes and tags, or what an empty paper says."""
    if view.enrolling:
        return tuple(enrolment.shapes(layout))
    return tuple(hint(layout) if is_empty else boxes(layout, view))


def hint(layout: Layout) -> Iterator[Shape]:
    """Yield what an empty paper says."""
    paper = layout.paper
    top = paper.y + round(0.74 * paper.h)
    middle = Rect(paper.x, top, paper.w, 2 * layout.title)
    below = Rect(paper.x, middle.bottom, paper.w, 2 * layout.body)
    yield Text(middle, (("Draw digits here", "hint"),), layout.title, 0.5, bold=True)
    yield Text(below, (("Right button clears, H shows all keys", "hint"),), layout.body, 0.5)


def pager(layout: Layout, pages: int) -> tuple[Rect, Rect, Rect] | None:
    """Return the places of the button to the page before, the page's number, and the button to the next."""
    if pages < 2:
        return None
    area, high = layout.caption, max(22, layout.caption.h)
    y = area.y + (area.h - high) // 2
    number = round(3.6 * layout.small)
    following = Rect(area.right - high, y, high, high)
    middle = Rect(following.x - number, y, number, high)
    return Rect(middle.x - high, y, high, high), middle, following


def _caption(layout: Layout, view: View) -> Iterator[Shape]:
    places = pager(layout, view.pages)
    if places is None:
        yield from caption(layout, view)
        return
    before, number, following = places
    for shape in caption(layout, view):
        rect = shape.rect._replace(w=max(1, before.x - layout.unit - shape.rect.x))
        yield shape._replace(rect=rect)
    yield Text(number, ((f"{view.page_number + 1}/{view.pages}", "muted"),), layout.small, 0.5)
    for place, action, mark in ((before, "earlier cards", "<"), (following, "later cards", ">")):
        usable = action not in view.unusable
        inside = "hover" if usable and view.hover == action else "card"
        yield from slab(place, "line", inside, layout.line, layout.unit // 2)
        yield Text(place, ((mark, "text" if usable else "disabled"),), layout.small, 0.5, bold=True)


def _cards(layout: Layout, view: View) -> dict[str, tuple[Rect, Iterable[Shape]]]:
    """Return each card as a panel of its own: on a large screen painting them all would hold up the ink."""
    places = slots(layout, len(view.digits), view.picked is not None)
    if view.digits:
        shown = [card(layout, slot, view, index) for slot, index in zip(places, view.page, strict=False)]
    else:
        shown = [legend(layout, slot, number) for number, slot in enumerate(places)]
    return {f"card {number}": (places[number].rect, shapes) for number, shapes in enumerate(shown)}
