"""A window that draws strokes one after the other, tells when each has ended, and is killed after a time.

Arguments: a number that no other window has, and the seconds that it lives. They count while the system lets
it run: of a frame that took longer than `LONGEST_FRAME_SECONDS`, only so much, as whatever stopped the window
also stopped what writes its drawing.
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
LONGEST_FRAME_SECONDS = 0.25
drawn = []
last_frame, now = time.monotonic(), 0.0


def draw_on(application):
    global last_frame, now
    passed, last_frame = time.monotonic() - last_frame, time.monotonic()
    now += min(passed, LONGEST_FRAME_SECONDS)
    strokes = application.ink.strokes
    if len(strokes) > len(drawn):
        drawn.append(now)
        print("stroke", now, strokes[-1].points[0][0], flush=True)
    if now > SECONDS:
        print("killed", now, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    if application.recognizer:
        x = (NUMBER * 37 + len(drawn) * 11) % 600 + 5
        for kind, settings in (down(x, 100), move(x, 130), up(x, 130)):
            pygame.event.post(pygame.event.Event(kind, settings))
        time.sleep(0.05)


main([], draw_on)
