"""A window that draws a seven and is killed `before` or `after` its drawing comes to the disk."""

import os
import signal
import sys
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pygame

from deeplearning.window.main import main
from tests.support.hand import SEVEN, events

batches = [list(events(SEVEN.strokes))]
replace = Path.replace


def draw_once(application):
    if application.recognizer and batches:
        for kind, settings in batches.pop():
            pygame.event.post(pygame.event.Event(kind, settings))


def replace_and_die(path, target):
    if sys.argv[1] == "after":
        replace(path, target)
    os.kill(os.getpid(), signal.SIGKILL)


Path.replace = replace_and_die
main([], draw_once)
