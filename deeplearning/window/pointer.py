"""The pointer: one mouse or finger at a time draws on the paper, or presses what lies beside it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import pygame

from deeplearning.window.replica import replica_box
from deeplearning.window.shortcuts import BUTTONS

if TYPE_CHECKING:
    from deeplearning.window.layout import Layout
    from deeplearning.window.view import View

LEFT, RIGHT = 1, 3
"""The mouse's buttons, as SDL numbers them."""

Place = tuple[float, float]


class Hooks(NamedTuple):
    """What the pointer makes happen: a stroke begins, goes on and ends, a press beside the paper, a hover."""

    begin: Callable[[Place], None]
    move: Callable[[Place], None]
    end: Callable[[], None]
    press: Callable[[Place], None]
    hover: Callable[[Place], None]
    clear: Callable[[], None]


class Pointer:
    """Turns events of mice and fingers into strokes and presses; a second pointer is left alone."""

    def __init__(self, hooks: Hooks, is_paper: Callable[[Place], bool]) -> None:
        """Begin with nothing held; `is_paper` says whether a place of the window lies on the paper."""
        self._hooks = hooks
        self._is_paper = is_paper
        # What draws: None, "mouse" or a finger's number.
        self._held: Any = None

    def handle_mouse(self, event: pygame.event.Event) -> None:
        """Take in a press, a movement or a release of the mouse."""
        if event.type == pygame.MOUSEMOTION:
            if self._held == "mouse":
                # A button that comes up outside the window is not always reported.
                if getattr(event, "buttons", (1,))[0]:
                    self._move(event.pos)
                else:
                    self.lift()
            self._hooks.hover(event.pos)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == LEFT:
            self._press(event.pos, "mouse")
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == RIGHT:
            self._hooks.clear()
        elif event.type == pygame.MOUSEBUTTONUP and event.button == LEFT and self._held == "mouse":
            self._move(event.pos)
            self.lift()

    def handle_finger(self, event: pygame.event.Event) -> None:
        """Take in a touch, a movement or a release of a finger."""
        width, height = pygame.display.get_surface().get_size()
        place = event.x * width, event.y * height
        if event.type == pygame.FINGERDOWN:
            self._press(place, event.finger_id)
        elif self._held == event.finger_id:
            self._move(place)
            if event.type == pygame.FINGERUP:
                self.lift()

    def lift(self) -> None:
        """End the stroke that is being drawn, if there is one."""
        self._hooks.end()
        self._held = None

    def _press(self, place: Place, pointer: Any) -> None:
        if self._held == pointer:  # Its lifting went unseen.
            self.lift()
        if self._held is not None or not all(map(math.isfinite, place)):
            return
        if self._is_paper(place):
            self._held = pointer
            self._hooks.begin(place)
        else:
            self._hooks.press(place)

    def _move(self, place: Place) -> None:
        if all(map(math.isfinite, place)):
            self._hooks.move(place)


class Target(NamedTuple):
    """What a press beside the paper means: an `action` by name, or a `digit` by its index in the view."""

    action: str = ""
    digit: int | None = None


def target_at(layout: Layout, view: View, place: Place) -> Target | None:
    """Return what a press at `place`, beside the paper, would do; None for nothing."""
    for rect, button in zip(layout.buttons, BUTTONS, strict=True):
        if rect.holds(*place):
            return Target(button.action)
    if len(view.page) < len(view.digits):
        for rect, action in ((layout.previous, "earlier cards"), (layout.next, "later cards")):
            if rect.holds(*place):
                return Target(action)
    for slot, index in zip(layout.cards, view.page, strict=False):
        if slot.holds(*place):
            return Target(digit=index)
    boxes = [(replica_box(layout, digit), index) for index, digit in enumerate(view.digits)]
    for box, index in sorted(boxes, key=lambda both: both[0].w * both[0].h):
        if box.holds(*place):
            return Target(digit=index)
    return None
