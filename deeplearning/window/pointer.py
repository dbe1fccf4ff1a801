"""The pointer: one mouse or finger at a time draws on the paper, or presses what lies beside it.

A touch that only rests, as a palm does, gives way to the next finger, and two fingers that tap draw nothing.
It still draws where it moves before any other finger has.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import pygame

from deeplearning.window import global_mouse
from deeplearning.window.shortcuts import COMMAND
from deeplearning.window.targets import Place

LEFT, RIGHT = 1, 3
"""The mouse's buttons, as SDL numbers them."""

MIN_STROKE_SHARE = 0.015
"""What moves less than this share of the window's shorter side rests."""

RESTING_SECONDS = 0.5
"""A finger that has not moved for so long gives way to another one."""


class Hooks(NamedTuple):
    """What the pointer makes happen to a stroke, and what a press or a hover beside the paper does."""

    begin: Callable[[Place], None]
    move: Callable[[Place], None]
    end: Callable[[], None]
    cancel: Callable[[], None]
    press: Callable[[Place], None]
    release: Callable[[], None]
    hover: Callable[[Place], None]
    clear: Callable[[], None]
    choose: Callable[[Place], None]


class Pointer:
    """Turns events of mice and fingers into strokes and presses."""

    def __init__(self, hooks: Hooks, is_paper: Callable[[Place], bool], clock: Callable[[], float]) -> None:
        """Begin with nothing held; `is_paper` tells whether a place is on the paper, `clock` the seconds."""
        self._hooks = hooks
        self._is_paper = is_paper
        self._clock = clock
        # What draws: None, "mouse" or a finger's number.
        self._held: Any = None
        self._rest: Place = (0.0, 0.0)  # where it rested last
        self._has_moved = False
        self._moved_at = 0.0
        # Whether the finger that draws took over from one that rested: a tap of both is no dot.
        self._took_over = False
        # Fingers that gave way, and where they rest, until another one has drawn.
        self._given_way: dict[Any, Place] = {}
        # Whether SDL takes the left button for held, though the window was away when it came up.
        self._is_stuck = False

    def handle_mouse(self, event: pygame.event.Event) -> None:
        """Take in a press, a movement or a release of the mouse."""
        if event.type == pygame.MOUSEMOTION:
            self._move_mouse(event.pos, bool(getattr(event, "buttons", (1,))[0]))
        elif event.button == RIGHT and event.type == pygame.MOUSEBUTTONDOWN:
            if all(map(math.isfinite, event.pos)) and self._is_paper(event.pos):
                self._hooks.clear()
        elif event.button == LEFT:
            self._is_stuck = False
            if event.type == pygame.MOUSEBUTTONDOWN:
                if self._held is None and _is_choosing() and self._is_paper(event.pos):
                    self._hooks.choose(event.pos)
                else:
                    self._press(event.pos, "mouse")
                return
            self._hooks.release()
            if self._held == "mouse":
                self._move(event.pos)
                self.lift()

    def _move_mouse(self, place: Place, is_held: bool) -> None:
        if self._held == "mouse":
            # A button that comes up outside the window is not always reported.
            if is_held:
                self._move(place)
            else:
                self.lift()
        elif self._is_stuck and is_held and self._held is None and global_mouse.is_left_button_held():
            # SDL reports no second press of a button whose release it has missed, only movements.
            self._press(place, "mouse")
        self._is_stuck = self._is_stuck and is_held
        self._hooks.hover(place)

    def handle_finger(self, event: pygame.event.Event) -> None:
        """Take in a touch, a movement or a release of a finger."""
        width, height = pygame.display.get_surface().get_size()
        place = event.x * width, event.y * height
        if event.type == pygame.FINGERDOWN:
            self._press(place, event.finger_id)
            return
        if event.finger_id in self._given_way and self._has_set_out(event.finger_id, place):
            self._take_back(event.finger_id)
        if event.type == pygame.FINGERUP:
            self._given_way.pop(event.finger_id, None)
            self._hooks.release()
        if self._held == event.finger_id:
            self._move(place)
            if event.type == pygame.FINGERUP:
                if self._took_over and not self._has_moved:
                    self._cancel()
                self.lift()

    def lift(self) -> None:
        """End the stroke that is being drawn, if there is one."""
        self._hooks.end()
        self._held = None

    def lose(self) -> None:
        """End the stroke, as the window goes away and what happens to the button will not be seen."""
        self._is_stuck = self._is_stuck or self._held == "mouse"
        self.lift()

    def _press(self, place: Place, pointer: Any) -> None:
        if self._held == pointer:  # Its lifting went unseen.
            self.lift()
        self._given_way.pop(pointer, None)
        if not all(map(math.isfinite, place)):
            return
        took_over = False
        if self._held is not None:
            if not self._is_resting():
                return
            took_over = not self._has_moved
            if took_over:
                self._given_way[self._held] = self._rest
                self._cancel()
            self.lift()
        if self._is_paper(place):
            self._begin(place, pointer, took_over)
        else:
            self._hooks.press(place)

    def _begin(self, place: Place, pointer: Any, took_over: bool) -> None:
        self._held, self._rest, self._has_moved, self._took_over = pointer, place, False, took_over
        self._moved_at = self._clock()
        self._hooks.begin(place)

    def _has_set_out(self, finger: Any, place: Place) -> bool:
        """Return whether a finger that gave way has moved to `place`, and nothing else draws."""
        is_free = self._held is None or (self._held != "mouse" and not self._has_moved)
        return is_free and _reach() < math.dist(place, self._given_way[finger]) < math.inf

    def _take_back(self, finger: Any) -> None:
        """Let a finger that gave way draw from where it rested."""
        if self._held is not None:
            self._cancel()
        self._begin(self._given_way.pop(finger), finger, took_over=False)

    def _is_resting(self) -> bool:
        """Return whether what holds the pen is a finger that rests, so that another may have it."""
        if self._held == "mouse":
            return False
        return not self._has_moved or self._clock() - self._moved_at >= RESTING_SECONDS

    def _cancel(self) -> None:
        self._hooks.cancel()
        self._held = None

    def _move(self, place: Place) -> None:
        if not all(map(math.isfinite, place)):
            return
        if math.dist(place, self._rest) > _reach():
            self._rest, self._has_moved, self._moved_at = place, True, self._clock()
            self._given_way.clear()
        self._hooks.move(place)


def _reach() -> float:
    """Return how far what rests may move, in pixels."""
    return MIN_STROKE_SHARE * min(pygame.display.get_surface().get_size())


def _is_choosing() -> bool:
    """Return whether a press on the paper chooses what stands there: Ctrl is held, or a Mac's command key."""
    return bool(pygame.key.get_mods() & COMMAND)
