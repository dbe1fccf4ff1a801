"""The boxes on the paper: one around each digit, and a tag that names it, beside the ink and never on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deeplearning.window.layout import Layout, Rect
from deeplearning.window.shapes import MIN_TEXT_SIZE, Check, Fill, Frame, Shape, Text
from deeplearning.window.view import DigitView, View

MAX_PLACED_TAGS = 100
"""With more digits than this none gets a tag: there would be no room, and looking for it would take long."""


ROOM_FOR_CHECK = "  "
"""As much room as the check mark takes beside the label in the tag of a digit that a person named."""


def boxes(layout: Layout, view: View) -> list[Shape]:
    """Return the boxes and tags of all digits that are finished; a digit in work has neither.

    A mark that was left out, such as a comma, has a thin grey box without a tag.

    Their order follows from their places alone, so that what did not change looks the same where two cross.
    """
    order = {Frame: 0, Fill: 1, Text: 2, Check: 3}
    return sorted(_boxes(layout, view), key=lambda shape: (order[type(shape)], shape.rect))


def _boxes(layout: Layout, view: View) -> Iterator[Frame | Fill | Text | Check]:
    yield from (Frame(box_around(layout, mark), "bar") for mark in view.marks)
    places = [box_of(layout, digit) for digit in view.digits]
    tags: list[Rect] = []
    for index, (digit, box) in enumerate(zip(view.digits, places, strict=True)):
        if digit.state == "ghost":
            continue
        picked = index in view.chosen or index == view.picked
        yield Frame(box, digit.state, (2 if picked else 1) * layout.edge)
        if len(places) > MAX_PLACED_TAGS:
            continue
        taken = [*places[:index], *places[index + 1 :], *tags]
        labels = [f"{digit.label} or {digit.second}"] if digit.state == "unsure" else []
        labels += [digit.label + ROOM_FOR_CHECK] if digit.state == "named" else []
        for label in (*labels, digit.label):
            if tag := tag_place(layout, label, box, taken):
                tags.append(tag)
                yield Fill(tag, digit.state, layout.edge)
                place = tag
                if label.endswith(ROOM_FOR_CHECK):
                    side, place = round(0.6 * tag_size(layout)), tag._replace(w=tag.w // 2)
                    rest = Rect(place.right, tag.y + (tag.h - side) // 2, side, side)
                    yield Check(rest, "on colour")
                yield Text(place, ((label.strip(), "on colour"),), tag_size(layout), 0.5, bold=True)
                break


def box_of(layout: Layout, digit: DigitView) -> Rect:
    """Return where the box of `digit` stands around its ink, cut at the paper's edges."""
    return box_around(layout, digit.box)


def box_around(layout: Layout, ink: tuple[float, float, float, float]) -> Rect:
    """Return where a box stands around `ink`, a box in paper pixels, cut at the paper's edges."""
    area, pad = layout.paper, layout.unit // 2 + layout.edge
    left, top = layout.from_paper(*ink[:2])
    right, bottom = layout.from_paper(*ink[2:])
    x, y = max(area.x, round(left) - pad), max(area.y, round(top) - pad)
    w, h = min(area.right, round(right) + pad) - x, min(area.bottom, round(bottom) + pad) - y
    return Rect(x, y, max(1, w), max(1, h))


def tag_size(layout: Layout) -> int:
    """Return the size of the tags' type."""
    return max(MIN_TEXT_SIZE, layout.small)


def tag_place(layout: Layout, label: str, box: Rect, taken: Sequence[Rect]) -> Rect | None:
    """Return where a digit's tag stands beside its `box` and hides nothing of `taken`; None for nowhere.

    Above is best, then below, then at the sides.
    """
    area, size = layout.paper, tag_size(layout)
    w, h = round(size * 0.66 * len(label)) + size // 2 + 2, round(size * 1.35)
    reach = box.inset(-(w + h))
    near = [other for other in taken if other.meets(reach)]
    along = [min(max(x, area.x), area.right - w) for x in (box.x, box.x + (box.w - w) // 2, box.right - w)]
    ends = [(x, y) for y in (box.y - h, box.bottom) for x in along]
    sides = [(x, y) for x in (box.right, box.x - w) for y in (box.y, box.bottom - h)]
    for x, y in ends + sides:
        place = Rect(x, y, w, h)
        inside = area.x <= x and area.y <= y and place.right <= area.right and place.bottom <= area.bottom
        if inside and not any(place.meets(other) for other in near):
            return place
    return None
