"""The loop: shows a frame, waits for events, and hands them to the application, until it stops running."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from deeplearning.window import startup

if TYPE_CHECKING:
    from deeplearning.window.application import Application
    from deeplearning.window.autosave import Autosave

MAX_FRAMES_PER_SECOND = 240
"""Events that come faster than this share a frame."""

FIRST_PATIENCE_SECONDS = 1.0
"""How long the first frame with a network waits for the reading of what the window began with."""

SWITCH_SECONDS = 0.0005
"""For how long Python lets the reader's thread run on while the frame's waits for its turn."""

WAKE = pygame.event.custom_type()
"""The event that tells the loop that a reading is there."""

AWAKE_MS = 500
"""Milliseconds without an event after which the window looks for events less often."""

NAP_MS = 15
"""Milliseconds between two looks for events then: too short to be felt, too long to cost anything."""


def run(
    application: Application,
    model: Path | None,
    on_frame: Callable[[Application], None] | None = None,
    autosave: Autosave | None = None,
) -> None:
    """Show the first frame, load the network at `model`, then answer events until the application stops.

    `on_frame` is called with the application after every frame, the first one included, in which nothing has
    been read yet. Raises startup.Unusable where the network cannot be loaded.
    """

    def show() -> None:
        application.show()
        if on_frame:
            on_frame(application)

    def keep() -> bool:
        fault = autosave.poll(application.ink, read_text(application)) if autosave else ""
        if fault:
            application.notices.interrupt(fault)
        return bool(fault)

    show()
    application.recognizer = startup.load_network(model)
    application.wake = _post_wake
    if autosave:
        application.on_leave = lambda read: autosave.leave(application.ink, read)
    application.update(FIRST_PATIENCE_SECONDS)
    clock = pygame.time.Clock()
    try:
        while application.running:
            show()
            clock.tick(MAX_FRAMES_PER_SECOND)
            for event in without_old_sizes(_events(application, keep)):
                application.handle_event(event)
    finally:
        if autosave:
            autosave.close(application.ink, read_text(application))
        application.close()


def _events(application: Application, keep: Callable[[], bool]) -> list[pygame.event.Event]:
    """Wait for events, or for what changes by itself; where an event cannot be told, say so."""
    try:
        return wait_for_events(keep, application.seconds_until_change())
    except (UnicodeError, SystemError):
        # pygame cannot tell the name of a dropped file that is not UTF-8; the event is gone then.
        application.notices.say("The name of what was dropped is not UTF-8: rename the file first.")
        return []


def read_text(application: Application) -> str:
    """Return what was read last; nothing while there is no reading."""
    return application.reading.text if application.reading else ""


def _post_wake() -> None:
    with contextlib.suppress(pygame.error):  # The window may have been closed meanwhile.
        pygame.event.post(pygame.event.Event(WAKE))


def wait_for_events(
    meanwhile: Callable[[], bool] = bool, seconds: float | None = None
) -> list[pygame.event.Event]:
    """Return all events that have come, once there are any, and none after `seconds`.

    None come back, either, once `meanwhile`, asked often, returns True. pygame.event.wait() looks a thousand
    times a second, 2% of a core, so it is left after a while.
    """
    if meanwhile():
        return []
    left = None if seconds is None else max(1, round(1000 * seconds))
    awake = AWAKE_MS if left is None else min(AWAKE_MS, left)
    event = pygame.event.wait(awake)
    left = None if left is None else left - awake
    while event.type == pygame.NOEVENT:
        if meanwhile() or (left is not None and left <= 0):
            return []
        pygame.time.wait(NAP_MS)
        left = None if left is None else left - NAP_MS
        event = pygame.event.poll()
    return [event, *pygame.event.get()]


def without_old_sizes(events: Sequence[pygame.event.Event]) -> list[pygame.event.Event]:
    """Return `events` without all sizes of the window but the last, the only one that still holds."""
    sizes = [event for event in events if event.type == pygame.VIDEORESIZE]
    return [event for event in events if event.type != pygame.VIDEORESIZE or event is sizes[-1]]
