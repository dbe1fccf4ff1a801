"""Runs the whole program with events of one's own, and notes what the window showed."""

import pygame

from deeplearning.window.main import main
from deeplearning.window.pace import STILL
from tests.support.hand import pixels

QUIT = [(pygame.QUIT, {})]


class Play:
    """A hook for the window's loop: posts one batch of events after each frame with a network."""

    def __init__(self, *batches):
        self.batches = iter([*batches, QUIT])
        self.titles, self.screens, self.messages = [], [], []

    def __call__(self, application):
        application.pace = STILL  # From here on every frame shows the reading of its own ink.
        if application.recognizer is None:
            return
        self.titles.append(pygame.display.get_caption()[0])
        self.screens.append(pixels())
        self.messages.append(application.message)
        for kind, settings in next(self.batches, ()):
            pygame.event.post(pygame.event.Event(kind, settings))


def play(argv, *batches):
    """Run the program with `argv` and batches of events, then close it; return what it showed."""
    shown = Play(*batches)
    assert main([str(word) for word in argv], shown) == 0
    return shown
