"""A hand for tests: events as the mouse, a finger and the keyboard send them, and what the screen shows."""

from pathlib import Path

import numpy as np
import pygame

from deeplearning.ink.drawings import load
from deeplearning.window.theme import THEMES

DRAWINGS = load(Path(__file__).with_name("drawings.jsonl"))
BY_STYLE = {drawing.notes["style"]: drawing for drawing in DRAWINGS}
SEVEN = BY_STYLE["crossed"]
EIGHT = BY_STYLE["eight scattered, of different sizes"]
LIGHT, DARK = THEMES["light"], THEMES["dark"]


def post(app, *events):
    """Send events through pygame's queue, then let the window catch up."""
    for kind, settings in events:
        pygame.event.post(pygame.event.Event(kind, settings))
        for event in pygame.event.get():
            app.handle_event(event)
    app.show()


def pressed(code, mod=0, unicode=""):
    return pygame.KEYDOWN, {"key": code, "mod": mod, "unicode": unicode, "scancode": 0}


def key(app, code, mod=0, unicode=""):
    post(app, pressed(code, mod, unicode))


def down(x, y, button=1):
    return pygame.MOUSEBUTTONDOWN, {"pos": (round(x), round(y)), "button": button, "touch": False}


def move(x, y, held=1):
    return pygame.MOUSEMOTION, {
        "pos": (round(x), round(y)),
        "rel": (0, 0),
        "buttons": (held, 0, 0),
        "touch": False,
    }


def up(x, y, button=1):
    return pygame.MOUSEBUTTONUP, {"pos": (round(x), round(y)), "button": button, "touch": False}


def finger(kind, x, y, number=7):
    return kind, {
        "x": x / 1280,
        "y": y / 640,
        "finger_id": number,
        "touch_id": 1,
        "dx": 0,
        "dy": 0,
        "pressure": 1,
    }


def events(strokes, scale=1.0, left=0, top=0):
    """The mouse's events that draw `strokes` on a paper of that scale and place."""
    for stroke in strokes:
        first, *rest = (stroke.points * scale + (left, top)).tolist()
        yield down(*first)
        yield from (move(*point) for point in rest)
        yield up(*[first, *rest][-1])


def draw(app, strokes):
    for stroke in strokes:
        post(app, *events([stroke]))


def near(drawn, meant, tolerance):
    """Whether every point that was meant lies near one that was drawn."""
    apart = np.abs(drawn.points[:, None] - meant.points[None]).max(axis=2)
    return bool((apart.min(axis=0) <= tolerance).all())


def resize(app, width, height):
    post(app, (pygame.VIDEORESIZE, {"size": (width, height), "w": width, "h": height}))


def pixels():
    return pygame.surfarray.array3d(pygame.display.get_surface())


def has(place, colour):
    """Whether any pixel of the rectangle has exactly the colour."""
    part = pixels()[place.x : place.right, place.y : place.bottom]
    return bool((part == colour).all(axis=-1).any())


def text(app):
    return app.reading.text


def middle(rect):
    return rect.x + rect.w // 2, rect.y + rect.h // 2
