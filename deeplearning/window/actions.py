"""The actions: what a key, a button or the right mouse button does to the application, by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deeplearning.ink.drawings import Drawing, dump
from deeplearning.ink.naming import with_names
from deeplearning.ink.stroke import PEN_WIDTH
from deeplearning.window import clipboard, copied, correcting, opening, startup
from deeplearning.window.ink_surface import to_png

if TYPE_CHECKING:
    from deeplearning.window.application import Application

PENS = (3.0, 5.0, 7.0, 9.0, 12.0, PEN_WIDTH, 18.0, 22.0, 27.0, 33.0, 40.0, 50.0)
"""Widths of pen to choose from, in paper pixels."""

LEAVING = "Press Escape again to quit. Your drawing is kept."
"""What is said where Escape has nothing to close; while it is, Escape quits."""

STILL_READING = "Still reading what stands there: press that again in a moment."


def perform(action: str, application: Application) -> None:
    """Do what the action of that name, one of `ACTIONS`, does; a message or an offer goes."""
    if action not in ("back", "accept", "dismiss"):  # which need to know what is open
        application.notices.dismiss()
    if action in ACTIONS_ON_READING and application.recognizer and not application.read_now():
        application.notices.say(STILL_READING)
        return
    ACTIONS[action](application)


def disabled_actions(application: Application) -> frozenset[str]:
    """Return the actions that would do nothing now."""
    ink = application.ink
    usable = {
        "undo": ink.can_undo or application.enrolment.is_on,
        "redo": ink.can_redo,
        "clear": bool(ink.strokes),
        "copy": bool(application.text),
        "save": bool(ink.strokes),
        "thinner": application.pen > PENS[0],
        "thicker": application.pen < PENS[-1],
    }
    return frozenset(action for action, is_usable in usable.items() if not is_usable)


def undo(application: Application) -> None:
    """Take back the last stroke, drop, opening, naming, removal or clearing, or boxes that are empty."""
    if application.enrolment.is_next_to_undo(application.ink):
        _leave_boxes(application)
    else:
        application.ink.undo()


def redo(application: Application) -> None:
    """Do again what was undone last; boxes come back with it, or go where it was done before they came."""
    application.enrolment.redo(application.ink)


def clear(application: Application) -> None:
    """Wipe the paper, which can be undone; never while a stroke is being drawn."""
    if application.ink.drawing:
        return
    application.leave_paper()
    if not application.ink.clear():
        return
    application.selection.reset()
    application.notices.say("Cleared, Z brings it back.")


def thinner(application: Application) -> None:
    """Take the next thinner pen."""
    application.pen = max([pen for pen in PENS if pen < application.pen], default=PENS[0])


def thicker(application: Application) -> None:
    """Take the next thicker pen."""
    application.pen = min([pen for pen in PENS if pen > application.pen], default=PENS[-1])


def save(application: Application) -> None:
    """Write the drawing as a picture and as strokes, and say where."""
    application.ink.end()
    drawn = application.ink.strokes, application.ink.named
    if not drawn[0]:
        application.notices.say("There is nothing to save yet: the paper is empty.")
        return
    try:
        if application.saved[0] == drawn and all(path.exists() for path in application.saved[1]):
            application.notices.say(f"This drawing is saved already: {application.saved[1][0]}")
            return
        png, record = _write(application)
    except OSError as error:
        reason = error.strerror or str(error)
        if isinstance(error, FileExistsError):
            reason = "a file of that name is in the way"
        application.notices.say(
            f"Not saved: {application.folder}/ cannot be written ({reason}). Your drawing is still here."
        )
    else:
        application.saved = drawn, (png, record)
        application.notices.say(f"Saved {png} and {record.suffix}")


def _write(application: Application) -> list[Path]:
    """Write the drawing into the folder for it; return the paths of picture and strokes. Raises OSError."""
    from deeplearning.window.saving import save

    strokes, reading = application.ink.strokes, application.read_now()
    drawing = Drawing(strokes, None, {"read": reading.text} if reading else {})
    contents = {
        ".png": to_png(strokes),
        ".jsonl": dump([with_names(drawing, application.ink.named)]).encode(),
    }
    return save(application.folder.absolute(), contents, datetime.now())


def copy(application: Application) -> None:
    """Put what is read on the clipboard, lines as lines."""
    text = application.text
    if not text:
        application.notices.say("There is nothing to copy yet: nothing was read.")
    elif clipboard.put_text(text):
        application.notices.say(f"Copied: {' '.join(text.split())}")
    else:
        application.notices.say("Not copied: the system's clipboard cannot be used.")


def paste(application: Application) -> None:
    """Put the picture or file that was copied, or the one whose path was, beside the ink."""
    try:
        path = None if copied.find_program() else copied.get_file()
    except startup.Unusable as error:
        application.notices.say(str(error))
        return
    if path is None:
        application.pasting.begin(application)
        return
    application.pointer.lift()
    opening.drop(application, path)


def toggle_side(name: str) -> Callable[[Application], None]:
    """Return what opens the panel of that name on the answer's side, or closes it."""

    def toggle(application: Application) -> None:
        application.side = "" if application.side == name else name

    return toggle


def open_drawings(application: Application) -> None:
    """Show which drawings can be opened, or close that list."""
    application.side = "" if application.side == "open" else "open"
    if application.side:
        application.list_files()


def toggle_theme(application: Application) -> None:
    """Change from light to dark, or back."""
    application.screen.set_theme("dark" if application.screen.theme == "light" else "light")


def pick_previous(application: Application) -> None:
    """Pick the digit before the picked one, or the last."""
    application.step_selection(-1)


def pick_next(application: Application) -> None:
    """Pick the digit after the picked one, or the first."""
    application.step_selection(1)


def add_previous(application: Application) -> None:
    """Pick the digit before the one that was picked last, too."""
    application.step_selection(-1, adds=True)


def add_next(application: Application) -> None:
    """Pick the digit after the one that was picked last, too."""
    application.step_selection(1, adds=True)


def turn_back(application: Application) -> None:
    """Turn to the page of cards before this one."""
    application.turn_cards(-1)


def turn_forth(application: Application) -> None:
    """Turn to the page of cards after this one."""
    application.turn_cards(1)


def accept(application: Application) -> None:
    """Do what is offered, or teach what was written in the boxes."""
    if not application.notices.accept() and application.enrolment.is_on:
        correcting.teach(application)


def close(application: Application) -> None:
    """Close what covers the answer's side."""
    application.side = ""


def dismiss(application: Application) -> None:
    """Take the message, the offer or the boxes away."""
    if application.notices.text:
        application.notices.close()
    else:
        _leave_boxes(application)


def go_back(application: Application) -> None:
    """Close the panel, the message and the picked digit; where none is open, quit the second time."""
    view = application.view()
    if view.message == LEAVING and not view.side and view.picked is None:
        leave(application)
    elif view.side or view.message or view.picked is not None:
        leaves_boxes = not view.side
        application.side = ""
        application.notices.close()
        application.selection.pick(None)
        if leaves_boxes:
            _leave_boxes(application)
    else:
        application.notices.say(LEAVING)


def enrol(application: Application) -> None:
    """Show boxes in which to write every digit, on an empty paper, or take them away."""
    if application.enrolment.is_on:
        _leave_boxes(application)
        return
    application.pointer.lift()
    application.side = ""
    application.leave_paper(is_done=False)
    had_ink = application.ink.clear()
    application.selection.reset()
    application.enrolment.begin(application.ink, had_ink)


def _leave_boxes(application: Application) -> None:
    """Take the boxes away, and say where what stood there before them is to be found."""
    if application.enrolment.leave(application.ink):
        application.notices.say("Nothing was taught. Z, again and again, brings back what stood here before.")


def leave(application: Application) -> None:
    """Close the window."""
    application.pointer.lift()
    application.running = False


ACTIONS_OF_KEYS: dict[str, Callable[[Application], None]] = {
    "undo": undo,
    "redo": redo,
    "clear": clear,
    "thinner": thinner,
    "thicker": thicker,
    "save": save,
    "open": open_drawings,
    "help": toggle_side("help"),
    "inside": toggle_side("inside"),
    "memory": toggle_side("memory"),
    "enrol": enrol,
    "copy": copy,
    "paste": paste,
    "theme": toggle_theme,
    "previous digit": pick_previous,
    "next digit": pick_next,
    "previous digit, too": add_previous,
    "next digit, too": add_next,
    "earlier cards": turn_back,
    "later cards": turn_forth,
    "accept": accept,
    "back": go_back,
    "quit": leave,
    **correcting.CORRECTING_ACTIONS,
}
"""The function of every action that `shortcuts.SHORTCUTS` names."""

ACTIONS_OF_PRESSES: dict[str, Callable[[Application], None]] = {
    "close": close,
    "dismiss": dismiss,
    "add": correcting.add,
    "forget all": correcting.offer_to_forget_all,
}
"""The function of every action that only a press starts."""

ACTIONS = ACTIONS_OF_KEYS | ACTIONS_OF_PRESSES
"""The function of every action by its name."""

ACTIONS_ON_READING = frozenset({"copy", *correcting.CORRECTING_ACTIONS})
"""What is done to the reading, and therefore never to one of less ink than stands there."""
