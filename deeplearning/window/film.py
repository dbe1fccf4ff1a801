"""The film: draws strokes with a mouse of its own, frame by frame, and records what the window shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pygame

from deeplearning.ink.stroke import Stroke
from deeplearning.window.cursor import ring
from deeplearning.window.recording import Recording, replay

if TYPE_CHECKING:
    from deeplearning.window.application import Application

MOUSE_EVENTS: dict[str, tuple[int, dict[str, Any]]] = {
    "hover": (pygame.MOUSEMOTION, {"buttons": (0, 0, 0)}),
    "press": (pygame.MOUSEBUTTONDOWN, {"button": 1}),
    "draw": (pygame.MOUSEMOTION, {"buttons": (1, 0, 0)}),
    "lift": (pygame.MOUSEBUTTONUP, {"button": 1}),
}
"""What the mouse reports for each kind of `recording.Step`."""


class Film:
    """A hook for `loop.run` that draws, records and, at the end, closes the window."""

    def __init__(self, strokes: Sequence[Stroke]) -> None:
        """Begin before the first of `strokes`."""
        self.recording = Recording()
        self._steps = replay(strokes)
        self._pen: tuple[float, float] | None = None

    def __call__(self, application: Application) -> None:
        """Keep what `application` shows and post the events of the next frame, a QUIT after the last.

        Nothing is recorded before the network is there.
        """
        if application.recognizer is None:
            return
        screen = pygame.display.get_surface().copy()
        layout = application.layout
        if self._pen and layout.paper.holds(*self._pen):
            # The system draws the cursor, so it is on no surface.
            image = ring(application.pen, layout.scale, application.screen.theme)
            screen.blit(image, image.get_rect(center=self._pen))
        self.recording.add(pygame.surfarray.array3d(screen).swapaxes(0, 1))
        steps = next(self._steps, None)
        if steps is None:
            pygame.event.post(pygame.event.Event(pygame.QUIT))
            return
        for kind, x, y, application.pen in steps:
            self._pen = layout.from_paper(x, y)
            event, held = MOUSE_EVENTS[kind]
            pygame.event.post(pygame.event.Event(event, {"pos": self._pen, "touch": False, **held}))
