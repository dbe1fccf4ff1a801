"""The drawing's copy on the answer's side: a box around each digit, and a tag that names it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deeplearning.ink.stroke import PAPER
from deeplearning.window.layout import Layout, Rect
from deeplearning.window.shapes import MIN_TEXT_SIZE, Fill, Frame, Shape, Text
from deeplearning.window.view import DigitView, View

MAX_PLACED_TAGS = 100
"""Digits whose labels are placed so that they hide little; with more of them, something is hidden anyway."""


def replica(layout: Layout, view: View) -> Iterator[Shape]:
    """Yield the boxes and tags of all digits."""
    boxes = [replica_box(layout, digit) for digit in view.digits]
    tags: list[Rect] = []
    for index, (digit, box) in enumerate(zip(view.digits, boxes, strict=True)):
        picked = view.picked and index == view.chosen
        yield Frame(box, digit.state, (2 if picked else 1) * layout.edge)
        taken = [*boxes[:index], *boxes[index + 1 :], *tags] if len(boxes) <= MAX_PLACED_TAGS else []
        labels = [f"{digit.label} or {digit.second}"] if digit.state == "unsure" else []
        for label in (*labels, digit.label):
            if tag := tag_place(layout, label, box, taken):
                tags.append(tag)
                yield Fill(tag, digit.state)
                yield Text(tag, ((label, "on colour"),), _tag_size(layout), 0.5)
                break
    yield Frame(layout.replica, "line", layout.line)


def replica_box(layout: Layout, digit: DigitView) -> Rect:
    """Return where the box of `digit` stands in the drawing's copy, cut at its edges."""
    scale, area = layout.replica.w / PAPER, layout.replica
    pad = layout.unit // 2 + layout.edge
    left = max(area.x, area.x + round(digit.box[0] * scale) - pad)
    top = max(area.y, area.y + round(digit.box[1] * scale) - pad)
    right = min(area.right, area.x + round(digit.box[2] * scale) + pad)
    bottom = min(area.bottom, area.y + round(digit.box[3] * scale) + pad)
    return Rect(left, top, max(1, right - left), max(1, bottom - top))


def _tag_size(layout: Layout) -> int:
    return max(MIN_TEXT_SIZE, layout.small - 1)


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
        if inside and not any(place.meets(other) for other in taken):
            return place
    return None
