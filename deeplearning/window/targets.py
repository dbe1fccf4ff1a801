"""Targets: what a press beside the paper would do, for every place of the window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from deeplearning.window.boxes import box_of
from deeplearning.window.cards import bar_places, slots
from deeplearning.window.headline import digit_places
from deeplearning.window.layout import Layout, Rect
from deeplearning.window.memory_panel import cells, enrol_place, forget_place
from deeplearning.window.panels import pager
from deeplearning.window.shortcuts import BUTTONS, CHOICE_BUTTONS
from deeplearning.window.side_panels import file_rows
from deeplearning.window.toolbar import choice_places
from deeplearning.window.view import View

Place = tuple[float, float]


class Target(NamedTuple):
    """What can be pressed: an `action` by name, or a `digit`, `file` or `correction` by its index."""

    action: str = ""
    digit: int | None = None
    file: int | None = None
    correction: int | None = None

    @property
    def name(self) -> str:
        """What `View.hover` calls it."""
        if self.file is not None:
            return f"file {self.file}"
        if self.correction is not None:
            return f"correction {self.correction}"
        return self.action if self.digit is None else f"digit {self.digit}"


def target_at(layout: Layout, view: View, place: Place) -> Target | None:
    """Return what a press at `place` would do; None for nothing."""
    return next((target for rect, target in _targets(layout, view) if rect.holds(*place)), None)


def digit_at(layout: Layout, view: View, place: Place) -> int | None:
    """Return the digit whose box on the paper holds `place`, the smallest of several; None for none."""
    boxes = [box_of(layout, digit) for digit in view.digits]
    holding = [index for index, box in enumerate(boxes) if box.holds(*place)]
    return min(holding, key=lambda index: boxes[index].w * boxes[index].h, default=None)


def _targets(layout: Layout, view: View) -> Iterator[tuple[Rect, Target]]:
    """Yield all places that can be pressed; where two overlap, the first one counts."""
    if view.message:
        yield layout.close_button, Target("dismiss")
        yield layout.message, Target("accept" if view.offer else "dismiss")
    elif view.chosen:
        for rect, button in zip(choice_places(layout), CHOICE_BUTTONS, strict=True):
            yield rect, Target(button.action)
        yield layout.message, Target("dismiss")
    for rect, button in zip(layout.buttons, BUTTONS, strict=True):
        yield rect, Target(button.action)
    if view.side:
        yield layout.close, Target("close")
        if view.side == "open":
            for number, rect in enumerate(file_rows(layout, len(view.files))):
                yield rect, Target(file=number)
        if view.side == "memory":
            yield enrol_place(layout), Target("enrol")
        if view.side == "memory" and view.memory:
            yield forget_place(layout), Target("forget all")
            for number, rect in enumerate(cells(layout, len(view.memory))):
                yield rect, Target(correction=number)
        return
    if places := pager(layout, view.pages):
        yield places[0], Target("earlier cards")
        yield places[2], Target("later cards")
    cards = slots(layout, len(view.digits), view.picked is not None)
    for rect, index in digit_places(layout, view):
        yield rect, Target(digit=index)
    for slot, index in zip(cards, view.page, strict=False):
        if slot.kind == "full":
            for value, rect in enumerate(bar_places(layout, slot.rect)):
                yield rect, Target(f"name {value}")
        yield slot.rect, Target(digit=index)
