"""Correcting: what a person says of the chosen digits is put down on the ink, and can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import pygame

from deeplearning.ink.naming import LABELS, NONE
from deeplearning.window import enrolment
from deeplearning.window.memory_panel import cells
from deeplearning.window.targets import Place, digit_at
from deeplearning.window.view import DigitView

if TYPE_CHECKING:
    from deeplearning.ink.stroke import Stroke
    from deeplearning.recognition.memory import Correction
    from deeplearning.window.application import Application

NOTHING_CHOSEN = "Choose a digit first: click its card, or press Left."


def namer(label: str) -> Callable[[Application], None]:
    """Return what names the chosen strokes, as one group, `label`."""

    def name(application: Application) -> None:
        strokes = chosen_strokes(application)
        group = application.ink.name(strokes, label) if strokes else None
        if group is None:
            application.notices.say(NOTHING_CHOSEN)
            return
        application.selection.pick(group.strokes)
        application.selection.adds = False

    return name


NAMERS = {label: namer(label) for label in LABELS}
"""What names the chosen strokes, by the label."""


def chosen_strokes(application: Application) -> list[Stroke]:
    """Return the strokes of all chosen digits; where none is chosen, of the only one that there is."""
    return [stroke for digit in _chosen(application) for stroke in application.whole_strokes_of(digit)]


def _chosen(application: Application) -> list[DigitView]:
    """Return all chosen digits; where none is chosen, the only one that there is."""
    view = application.view()
    if not view.chosen and len(view.digits) == 1:
        return list(view.digits)
    return [view.digits[index] for index in view.chosen]


def unusable_on(chosen: Iterable[DigitView]) -> frozenset[str]:
    """Return which actions would do nothing to the `chosen` digits."""
    digits = list(chosen)
    is_useless = not any(digit.state == "named" or _is_group(digit) for digit in digits)
    return frozenset({"take apart"} if digits and is_useless else ())


def _is_group(digit: DigitView) -> bool:
    """Return whether the network grouped several strokes as `digit`, and can group them otherwise."""
    return digit.state != "named" and len(digit.strokes) > 1 and not digit.given_up


def is_shift_held() -> bool:
    """Return whether the next digit that is chosen comes to those that are."""
    return bool(pygame.key.get_mods() & pygame.KMOD_SHIFT)


def remove(application: Application) -> None:
    """Take the chosen digits off the paper."""
    view = application.view()
    strokes = [stroke for index in view.chosen for stroke in application.whole_strokes_of(view.digits[index])]
    if strokes:
        application.ink.remove(strokes)
        application.selection.reset()
    else:
        application.notices.say(NOTHING_CHOSEN)


def remove_last(application: Application) -> None:
    """Take the chosen digits off the paper, or the one that was written last."""
    view = application.view()
    if view.chosen or not view.digits:
        remove(application)
        return
    last = max(view.digits, key=lambda digit: max(digit.strokes))
    application.ink.remove(application.whole_strokes_of(last))


def take_apart(application: Application) -> None:
    """Have the chosen digits grouped and read anew.

    Those that were named are read as if nobody had named them, those that the network made of several strokes
    as more than one digit.
    """
    strokes = set(chosen_strokes(application))
    named = [
        group
        for group in application.ink.named
        if not group.is_apart and not strokes.isdisjoint(group.strokes)
    ]
    joined = [application.whole_strokes_of(digit) for digit in _chosen(application) if _is_group(digit)]
    if not strokes:
        application.notices.say(NOTHING_CHOSEN)
        return
    if not named and not joined:
        application.notices.say("Only digits of several strokes, or named ones, can be taken apart.")
        return
    application.ink.take_apart(named, joined)
    application.selection.pick(None)


def choose(application: Application, index: int) -> None:
    """Choose a digit that was pressed, or no longer; with Shift, the others stay chosen."""
    view, selection = application.view(), application.selection
    strokes, adds = application.strokes_of(view.digits[index]), selection.adds or is_shift_held()
    if index in view.chosen and (adds or len(view.chosen) == 1):
        selection.drop(strokes)
    else:
        selection.pick(strokes, adds)


def choose_on_paper(application: Application, place: Place) -> None:
    """Choose the digit that stands at `place` on the paper, or none."""
    index = digit_at(application.layout, application.view(), place)
    if index is not None:
        choose(application, index)
    elif not is_shift_held():
        application.selection.pick(None)


def remembered(application: Application) -> tuple[tuple[str, bytes], ...]:
    """Return label and image of what is remembered, the newest first; images as far as there is room."""
    if application.recognizer is None:
        return ()
    room = len(cells(application.layout, len(application.teaching.known)))
    return application.teaching.newest(application.recognizer.reader.draw, room)


def offer_to_forget(application: Application, correction: Correction) -> None:
    """Offer to remember `correction` no longer."""
    what = "this mark" if correction.label == NONE else f"this {correction.label}"
    application.notices.offer(f"Forget {what}? Enter forgets it.", lambda: _forget(application, [correction]))


def offer_to_forget_all(application: Application) -> None:
    """Offer to forget everything that is remembered."""
    known = application.teaching.known
    if known:
        what = "the correction" if len(known) == 1 else f"all {len(known)} corrections"
        application.notices.offer(f"Forget {what}? Enter does it.", lambda: _forget(application, known))


def _forget(application: Application, corrections: Sequence[Correction]) -> None:
    """Forget `corrections`; say what went wrong."""
    if fault := application.teaching.forget(corrections):
        application.notices.say(fault)


def teach(application: Application) -> None:
    """Name what was written in the boxes, and take them away."""
    application.pointer.lift()
    groups = application.ink.name_all(enrolment.written(application.ink.strokes))
    if not groups:
        application.notices.say("The boxes are empty: write digits in some of them first.")
        return
    application.enrolment.is_on = False
    what = "1 digit of yours is" if len(groups) == 1 else f"{len(groups)} digits of yours are"
    application.notices.say(f"{what} remembered. Z takes that back.")


def add(application: Application) -> None:
    """Let the next digit that is pressed come to the chosen ones, or no longer."""
    application.selection.adds = not application.selection.adds


CORRECTING_ACTIONS: dict[str, Callable[[Application], None]] = {
    **{f"name {label}": name for label, name in NAMERS.items() if label != NONE},
    "name none": NAMERS[NONE],
    "take apart": take_apart,
    "remove": remove,
    "remove last": remove_last,
}
"""The functions of these actions by name."""
