"""A window that draws strokes one after the other, tells when each has ended, and is killed after a time.

Arguments: a number that no other window has, and the seconds that it lives.
"""

import os
import signal
import sys
import time
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pygame

from deeplearning.window.main import main
from tests.support.hand import down, move, up

NUMBER, SECONDS = int(sys.argv[1]), float(sys.argv[2])
BEGUN = time.monotonic()
drawn = []


def draw_on(application):
    now = time.monotonic()
    strokes = application.ink.strokes
    if len(strokes) > len(drawn):
        drawn.append(now)
        print("stroke", now, strokes[-1].points[0][0], flush=True)
    if now - BEGUN > SECONDS:
        print("killed", now, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    if application.recognizer:
        x = (NUMBER * 37 + len(drawn) * 11) % 600 + 5
        for kind, settings in (down(x, 100), move(x, 130), up(x, 130)):
            pygame.event.post(pygame.event.Event(kind, settings))
        time.sleep(0.05)


main([], draw_on)
