"""What ought to be on the paper after any events, told by a second, much simpler program than the window's.

It keeps every sheet that there ever was, whole; undoing goes back to the sheet before.
"""

import math
from itertools import count

import pygame

from deeplearning.ink.stroke import PEN_WIDTH
from deeplearning.window.actions import LEAVING, PENS
from deeplearning.window.enrolment import written
from deeplearning.window.shortcuts import BUTTONS
from deeplearning.window.targets import target_at

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
CORRECTING = {
    **{code: f"name {n}" for n in range(10) for code in (pygame.K_0 + n, getattr(pygame, f"K_KP{n}"))},
    pygame.K_SLASH: "name none",
    pygame.K_QUESTION: "name none",
    pygame.K_a: "take apart",
    pygame.K_DELETE: "remove",
    pygame.K_BACKSPACE: "remove last",
}
ENROLLING = {
    pygame.K_e: "enrol",
    pygame.K_RETURN: "accept",
    pygame.K_KP_ENTER: "accept",
    pygame.K_ESCAPE: "back",
}
KEYS |= CORRECTING | ENROLLING
LETTERS = {"-": THINNER, "+": THICKER, "?": "name none", **{str(n): f"name {n}" for n in range(10)}}
CONTROL = pygame.KMOD_CTRL | pygame.KMOD_META
WITH_CTRL = {pygame.K_z, pygame.K_y, pygame.K_s, pygame.K_q}
LIFTING = {pygame.WINDOWFOCUSLOST, pygame.DROPFILE, pygame.QUIT}
LOSING = {pygame.WINDOWMINIMIZED, pygame.WINDOWHIDDEN}
RESTING = 0.015, 0.5
"""A touch rests that moves less than this share of the window's shorter side, or not for so many seconds."""


class Model:
    """The paper, its history, the pen, and what draws with it; `clock` gives the window's seconds."""

    def __init__(self, strokes, clock):
        # Of every sheet its strokes, the names of some, as (number, places, label), and what is learnt, as
        # {number: label}.
        self.sheets = [(tuple((stroke.points.tolist(), stroke.width) for stroke in strokes), (), {})]
        self.numbers = count()
        self.at = 0
        self.open = None
        self.pointer = None
        self.pen = PENS.index(PEN_WIDTH)
        self.clock = clock
        # Of what draws: where it rested last and since when, whether it has moved, whether it took over.
        self.rest, self.since, self.moved, self.took_over = None, 0.0, False, False
        # Fingers that gave way to another one, and where they rest.
        self.given_way = {}
        # While there are boxes: of which sheet they came, which could be redone then, and what they hid.
        self.boxes = None
        # The empty sheet that was made for boxes last.
        self.made_for_boxes = None

    @property
    def strokes(self):
        """All strokes as (points, width), an open one last."""
        return (*self.sheets[self.at][0], *([self.open] if self.open else []))

    @property
    def names(self):
        """What strokes are named, as (places, label)."""
        return [(places, label) for _, places, label in self.sheets[self.at][1]]

    @property
    def learnt(self):
        """The labels of all that is learnt."""
        return sorted(self.sheets[self.at][2].values())

    def do(self, strokes=None, names=None, learnt=None):
        """Go on to a new sheet, which differs from this one in what is given."""
        before = self.sheets[self.at]
        del self.sheets[self.at + 1 :]
        new = (strokes, names, learnt)
        self.sheets.append(tuple(old if now is None else now for old, now in zip(before, new, strict=True)))
        self.at += 1

    def handle(self, kind, event, app):
        """Take in what the event does to the paper of the window `app`, which has not seen it yet."""
        if kind == pygame.KEYDOWN:
            self.key(event["key"], event.get("mod", 0), event.get("unicode", ""), app)
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
            return
        if number in self.given_way and all(map(math.isfinite, place)):
            is_free = self.pointer is None or (self.pointer != "mouse" and not self.moved)
            if is_free and self.is_far(place, self.given_way[number]):
                self.open = None
                self.touch(number, self.given_way.pop(number), False, app)
        if kind == pygame.FINGERUP:
            self.given_way.pop(number, None)
        if self.pointer == number:
            self.move(place, app)
            if kind == pygame.FINGERUP:
                if self.took_over and not self.moved:
                    self.open = None
                self.lift()

    def press(self, pointer, place, app):
        if self.pointer == pointer:
            self.lift()
        self.given_way.pop(pointer, None)
        if not all(map(math.isfinite, place)):
            return
        took_over = False
        if self.pointer is not None:
            if self.pointer == "mouse" or (self.moved and self.clock() - self.since < RESTING[1]):
                return
            took_over = not self.moved
            if took_over:
                self.given_way[self.pointer] = self.rest
                self.open = None
            self.lift()
        if app.layout.paper.holds(*place):
            self.touch(pointer, place, took_over, app)
            return
        for rect, button in zip(app.layout.buttons, BUTTONS, strict=True):
            if rect.holds(*place):
                self.key(ord(button.key.lower()), 0, "", app)
        target = target_at(app.layout, app.view(), place)
        if target and target.action in CORRECTING.values():
            self.correct(target.action, app)
        elif target and target.action in ("enrol", "accept", "dismiss"):
            self.enrol(target.action, app)

    def touch(self, pointer, place, took_over, app):
        """Begin a stroke at `place`."""
        self.pointer = pointer
        self.rest, self.since, self.moved, self.took_over = place, self.clock(), False, took_over
        self.open = ([self.on_paper(place, app.layout)], PENS[self.pen])

    @staticmethod
    def is_far(place, rest):
        return math.dist(place, rest) > RESTING[0] * min(pygame.display.get_surface().get_size())

    def move(self, place, app):
        if not all(map(math.isfinite, place)):
            return
        if self.is_far(place, self.rest):
            self.rest, self.since, self.moved = place, self.clock(), True
            self.given_way.clear()
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
            self.do(strokes=self.strokes)
            self.open = None

    def lift(self):
        self.end()
        self.pointer = None

    def paste(self, strokes, named=()):
        """Take `strokes`, as (points, width), for pasted in one step, some `named` as (places, label)."""
        if strokes:
            new = [(next(self.numbers), places, label) for places, label in named]
            self.do(strokes=(*self.strokes, *strokes), names=(*self.sheets[self.at][1], *new))

    def clear(self):
        if self.strokes and not self.open:
            self.do(strokes=(), names=())

    def correct(self, action, app):
        """Do what `action` does to the strokes that are chosen in the window `app`."""
        app.read_now()  # as the window does first
        view = app.view()
        digits = [view.digits[index] for index in view.chosen]
        if not digits and (action == "remove last" or (len(view.digits) == 1 and action != "remove")):
            digits = sorted(view.digits, key=lambda digit: max(digit.strokes))[-1:]
        chosen = {index for digit in digits for index in digit.strokes}
        joined = [
            set(digit.strokes)
            for digit in digits
            if digit.state != "named" and len(digit.strokes) > 1 and not digit.given_up
        ]
        named = [places for places, label in self.names if label != "apart" and chosen & places]
        if not chosen or (action == "take apart" and not named and not joined):
            return
        self.end()
        _, names, learnt = self.sheets[self.at]
        hit = [name for name in names if chosen & name[1]]
        if action == "take apart":
            gone = {name[0] for name in hit if name[2] != "apart"}
            apart = [(next(self.numbers), places, "apart") for places in joined]
            kept = [
                name
                for name in names
                if name[0] not in gone
                and (name[2] != "apart" or not any(places <= name[1] for places in joined))
            ]
            learnt = {key: label for key, label in learnt.items() if key not in gone}
            self.do(names=(*kept, *apart), learnt=learnt)
            return
        names = tuple(name for name in names if name not in hit)
        if action.startswith("name"):
            gone, number, label = {name[0] for name in hit}, next(self.numbers), action.split()[-1]
            label = label.replace("none", "?")
            learnt = {key: known for key, known in learnt.items() if key not in gone}
            self.do(names=(*names, (number, chosen, label)), learnt={**learnt, number: label})
            return
        left = [index for index in range(len(self.strokes)) if index not in chosen]
        moved = tuple((number, {left.index(at) for at in places}, label) for number, places, label in names)
        self.do(strokes=tuple(self.strokes[index] for index in left), names=moved)

    def enrol(self, action, app):
        """Show the boxes in which to write every digit, name what was written in them, or take them away."""
        if not self.boxes and action == "enrol":
            self.lift()
            hidden = self.sheets[self.at] if self.strokes else None
            self.clear()
            self.put_boxes(hidden)
        elif self.boxes and self.leaves_boxes(action, app):
            self.leave_boxes()
        elif self.boxes and action == "accept" and not app.notices.is_offer:
            self.lift()
            places = {stroke: index for index, stroke in enumerate(app.ink.strokes)}
            groups = [({places[stroke] for stroke in inside}, label) for inside, label in written(places)]
            _, names, learnt = self.sheets[self.at]
            taken = set().union(*(group for group, _ in groups))
            gone = {name[0] for name in names if taken & name[1]}
            new = [(next(self.numbers), group, label) for group, label in groups]
            if new:
                self.boxes = None
                self.do(
                    names=(*(name for name in names if name[0] not in gone), *new),
                    learnt={key: label for key, label in learnt.items() if key not in gone}
                    | {number: label for number, _, label in new},
                )

    def put_boxes(self, hidden):
        self.boxes = self.at, len(self.sheets), hidden
        self.made_for_boxes = self.sheets[self.at] if hidden else None

    def leave_boxes(self):
        """Take the boxes away; what they hid comes back where nothing stands in them."""
        (began, _, hidden), self.boxes = self.boxes, None
        if hidden and not self.strokes:
            if self.at == began:
                self.at -= 1
            else:
                self.do(strokes=hidden[0], names=hidden[1])

    def leaves_boxes(self, action, app):
        view = app.view()
        quits = view.message == LEAVING and not view.side and view.picked is None
        return (
            action == "enrol"
            or (action == "back" and not view.side and not quits)
            or (action == "dismiss" and not app.notices.text)
        )

    def step(self, forth):
        """Undo, or redo with `forth`; boxes go with what was done before they came."""
        self.end()
        is_untouched = self.boxes and self.boxes[0] == self.at
        if is_untouched and not forth:
            self.leave_boxes()
            return
        if is_untouched and self.boxes[1] == len(self.sheets) > self.at + 1:
            self.boxes = None
        before = self.sheets[self.at]
        self.at = min(self.at + 1, len(self.sheets) - 1) if forth else max(self.at - 1, 0)
        if forth and before is not self.sheets[self.at] is self.made_for_boxes:
            self.put_boxes(before)

    def key(self, code, mod, letter, app):
        if mod & (pygame.KMOD_RALT | pygame.KMOD_MODE):
            effect = LETTERS.get(letter)
        elif mod & pygame.KMOD_ALT or (mod & CONTROL and code in range(ord("a"), ord("z") + 1)):
            effect = KEYS[code] if code in WITH_CTRL and not mod & pygame.KMOD_ALT else None
        else:
            effect = LETTERS.get(letter) if letter in LETTERS else KEYS.get(code)
        if effect in CORRECTING.values():
            self.correct(effect, app)
        elif effect in ENROLLING.values():
            self.enrol(effect, app)
        elif effect in (UNDO, REDO):
            self.step(effect == REDO or mod & pygame.KMOD_SHIFT)
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
