"""Targets: what a press beside the paper would do, for every place of the window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from deeplearning.window.cards import slots
from deeplearning.window.layout import Layout, Rect
from deeplearning.window.panels import pager
from deeplearning.window.shortcuts import BUTTONS
from deeplearning.window.side_panels import file_rows
from deeplearning.window.view import View

Place = tuple[float, float]


class Target(NamedTuple):
    """What can be pressed: an `action` by name, or a `digit` or `file` by its index in the view."""

    action: str = ""
    digit: int | None = None
    file: int | None = None

    @property
    def name(self) -> str:
        """What `View.hover` calls it."""
        if self.file is not None:
            return f"file {self.file}"
        return self.action if self.digit is None else f"digit {self.digit}"


def target_at(layout: Layout, view: View, place: Place) -> Target | None:
    """Return what a press at `place` would do; None for nothing."""
    return next((target for rect, target in _targets(layout, view) if rect.holds(*place)), None)


def _targets(layout: Layout, view: View) -> Iterator[tuple[Rect, Target]]:
    """Yield all places that can be pressed; where two overlap, the first one counts."""
    if view.message:
        yield layout.close_button, Target("dismiss")
        yield layout.message, Target("accept" if view.offer else "dismiss")
    for rect, button in zip(layout.buttons, BUTTONS, strict=True):
        yield rect, Target(button.action)
    if view.side:
        yield layout.close, Target("close")
        if view.side == "open":
            for number, rect in enumerate(file_rows(layout, len(view.files))):
                yield rect, Target(file=number)
        return
    if places := pager(layout, view.pages):
        yield places[0], Target("earlier cards")
        yield places[2], Target("later cards")
    cards = slots(layout, len(view.digits), view.picked is not None)
    for slot, index in zip(cards, view.page, strict=False):
        yield slot.rect, Target(digit=index)
