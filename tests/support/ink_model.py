"""What ought to be on the paper after any events, told by a second, much simpler program than the window's.

It keeps every sheet that there ever was, whole; undoing goes back to the sheet before.
"""

import math

import pygame

from deeplearning.ink.stroke import PEN_WIDTH
from deeplearning.window.actions import PENS
from deeplearning.window.shortcuts import BUTTONS

UNDO, REDO, CLEAR, SAVE, QUIT, THINNER, THICKER = (
    "undo",
    "redo",
    "clear",
    "save",
    "quit",
    "thinner",
    "thicker",
)
KEYS = {
    pygame.K_r: CLEAR,
    pygame.K_z: UNDO,
    pygame.K_y: REDO,
    pygame.K_s: SAVE,
    pygame.K_q: QUIT,
    pygame.K_MINUS: THINNER,
    pygame.K_KP_MINUS: THINNER,
    pygame.K_PLUS: THICKER,
    pygame.K_EQUALS: THICKER,
    pygame.K_KP_PLUS: THICKER,
}
LIFTING = {pygame.WINDOWFOCUSLOST, pygame.DROPFILE, pygame.QUIT}
LOSING = {pygame.WINDOWMINIMIZED, pygame.WINDOWHIDDEN}
RESTING = 0.015, 0.5
"""A touch rests that moves less than this share of the window's shorter side, or not for so many seconds."""


class Model:
    """The paper, its history, the pen, and what draws with it; `clock` gives the window's seconds."""

    def __init__(self, strokes, clock):
        self.sheets = [tuple((stroke.points.tolist(), stroke.width) for stroke in strokes)]
        self.at = 0
        self.open = None
        self.pointer = None
        self.pen = PENS.index(PEN_WIDTH)
        self.clock = clock
        # Of what draws: where it rested last and since when, whether it has moved, whether it took over.
        self.rest, self.since, self.moved, self.took_over = None, 0.0, False, False

    @property
    def strokes(self):
        """All strokes as (points, width), an open one last."""
        return (*self.sheets[self.at], *([self.open] if self.open else []))

    def handle(self, kind, event, app):
        """Take in what the event does to the paper of the window `app`, which has not seen it yet."""
        if kind == pygame.KEYDOWN:
            self.key(event["key"], event.get("mod", 0), event.get("unicode", ""))
        elif kind in (pygame.FINGERDOWN, pygame.FINGERMOTION, pygame.FINGERUP):
            window = pygame.display.get_surface().get_size()
            place = event["x"] * window[0], event["y"] * window[1]
            self.finger(kind, place, event["finger_id"], app)
        elif kind in LIFTING or kind in LOSING:
            self.lift()
        elif not event.get("touch"):
            self.mouse(kind, event, app)

    def mouse(self, kind, event, app):
        if kind == pygame.MOUSEMOTION:
            held = event["buttons"][0]
            if self.pointer == "mouse":
                if held:
                    self.move(event["pos"], app)
                else:
                    self.lift()
        elif kind == pygame.MOUSEBUTTONDOWN and event["button"] == 3:
            if all(map(math.isfinite, event["pos"])) and app.layout.paper.holds(*event["pos"]):
                self.clear()
        elif kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP) and event["button"] == 1:
            if kind == pygame.MOUSEBUTTONDOWN:
                self.press("mouse", event["pos"], app)
            elif self.pointer == "mouse":
                self.move(event["pos"], app)
                self.lift()

    def finger(self, kind, place, number, app):
        if kind == pygame.FINGERDOWN:
            self.press(number, place, app)
        elif self.pointer == number:
            self.move(place, app)
            if kind == pygame.FINGERUP:
                if self.took_over and not self.moved:
                    self.open = None
                self.lift()

    def press(self, pointer, place, app):
        if self.pointer == pointer:
            self.lift()
        if not all(map(math.isfinite, place)):
            return
        took_over = False
        if self.pointer is not None:
            if self.pointer == "mouse" or (self.moved and self.clock() - self.since < RESTING[1]):
                return
            took_over = not self.moved
            if took_over:
                self.open = None
            self.lift()
        if app.layout.paper.holds(*place):
            self.pointer = pointer
            self.rest, self.since, self.moved, self.took_over = place, self.clock(), False, took_over
            self.open = ([self.on_paper(place, app.layout)], PENS[self.pen])
            return
        for rect, button in zip(app.layout.buttons, BUTTONS, strict=True):
            if rect.holds(*place):
                self.key(ord(button.key.lower()), 0, "")

    def move(self, place, app):
        if not all(map(math.isfinite, place)):
            return
        if math.dist(place, self.rest) > RESTING[0] * min(pygame.display.get_surface().get_size()):
            self.rest, self.since, self.moved = place, self.clock(), True
        point = self.on_paper(place, app.layout)
        if self.open and point != self.open[0][-1]:
            self.open[0].append(point)

    @staticmethod
    def on_paper(place, layout):
        paper = layout.paper
        return [
            sorted((0.0, (at - corner) / layout.scale, side / layout.scale))[1]
            for at, corner, side in zip(place, paper[:2], paper[2:], strict=True)
        ]

    def end(self):
        if self.open:
            del self.sheets[self.at + 1 :]
            self.sheets.append(self.strokes)
            self.at += 1
            self.open = None

    def lift(self):
        self.end()
        self.pointer = None

    def paste(self, strokes):
        """Take `strokes`, as (points, width), for pasted in one step."""
        if strokes:
            del self.sheets[self.at + 1 :]
            self.sheets.append((*self.strokes, *strokes))
            self.at += 1

    def clear(self):
        if self.strokes and not self.open:
            del self.sheets[self.at + 1 :]
            self.sheets.append(())
            self.at += 1

    def key(self, code, mod, letter):
        effect = KEYS.get(code, {"-": THINNER, "+": THICKER}.get(letter))
        if effect in (UNDO, REDO):
            self.end()
            forth = effect == REDO or mod & pygame.KMOD_SHIFT
            self.at = min(self.at + 1, len(self.sheets) - 1) if forth else max(self.at - 1, 0)
        elif effect == CLEAR:
            self.clear()
        elif effect == SAVE:
            self.end()
        elif effect == QUIT:
            self.lift()
        elif effect == THINNER:
            self.pen = max(self.pen - 1, 0)
        elif effect == THICKER:
            self.pen = min(self.pen + 1, len(PENS) - 1)
