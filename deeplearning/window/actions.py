"""The actions: what a key, a button or the right mouse button does to the application, by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from deeplearning.ink.drawings import Drawing, dump
from deeplearning.ink.naming import with_names
from deeplearning.ink.stroke import PEN_WIDTH
from deeplearning.window import clipboard, correcting, opening, startup
from deeplearning.window.ink_surface import to_png

if TYPE_CHECKING:
    from deeplearning.window.application import Application

PENS = (3.0, 5.0, 7.0, 9.0, 12.0, PEN_WIDTH, 18.0, 22.0, 27.0, 33.0, 40.0, 50.0)
"""Widths of pen to choose from, in paper pixels."""

QUIT_SECONDS = 1.0
"""Escape quits where it is pressed again within this time."""


def perform(action: str, application: Application) -> None:
    """Do what the action of that name, one of `ACTIONS`, does; a message or an offer goes."""
    if action not in ("back", "accept", "dismiss"):  # which need to know what is open
        application.notices.dismiss()
    ACTIONS[action](application)


def disabled_actions(application: Application) -> frozenset[str]:
    """Return the actions that would do nothing now."""
    ink = application.ink
    usable = {
        "undo": ink.can_undo,
        "redo": ink.can_redo,
        "clear": bool(ink.strokes),
        "copy": bool(application.text),
        "save": bool(ink.strokes),
        "thinner": application.pen > PENS[0],
        "thicker": application.pen < PENS[-1],
    }
    return frozenset(action for action, is_usable in usable.items() if not is_usable)


def undo(application: Application) -> None:
    """Take back the last stroke, drop, opening, naming, removal or clearing."""
    application.ink.undo()


def redo(application: Application) -> None:
    """Do again what was undone last."""
    application.ink.redo()


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
    strokes, named = application.ink.strokes, application.ink.named
    if not strokes:
        application.notices.say("There is nothing to save yet: the paper is empty.")
        return
    if (
        application.saved is not None
        and application.saved[0] == (strokes, named)
        and application.saved[1].exists()
    ):
        application.notices.say(f"This drawing is saved already: {application.saved[1]}")
        return
    from deeplearning.window.atomic_write import save as write

    notes = {"read": application.reading.text} if application.reading else {}
    contents = {
        ".png": to_png(strokes),
        ".jsonl": dump([with_names(Drawing(strokes, None, notes), named)]).encode(),
    }
    folder = application.folder.absolute()
    try:
        png, record = write(folder, contents, datetime.now())
    except OSError as error:
        reason = error.strerror or str(error)
        if isinstance(error, FileExistsError):
            reason = "a file of that name is in the way"
        application.notices.say(
            f"Not saved: {folder}/ cannot be written ({reason}). Your drawing is still here."
        )
    else:
        application.saved = (strokes, named), png
        application.notices.say(f"Saved {png} and {record.suffix}")


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
        path = None if clipboard.find_program() else clipboard.get_file()
    except startup.Unusable as error:
        application.notices.say(str(error))
        return
    if path is None:
        application.pasting.begin()
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
    if not application.notices.accept() and application.enrolling:
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
    if application.is_leaving() and not view.side and not view.offer:
        leave(application)
    elif view.side or view.message or view.picked is not None:
        if not view.side:
            _leave_boxes(application)
        application.side = ""
        application.notices.close()
        application.selection.pick(None)
    else:
        application.prepare_leaving(QUIT_SECONDS)
        application.notices.say("Press Escape again to quit. Your drawing is kept.")


def enrol(application: Application) -> None:
    """Show boxes in which to write every digit, on an empty paper, or take them away."""
    if application.enrolling:
        _leave_boxes(application)
        return
    application.pointer.lift()
    application.side = ""
    application.enrolling, application.cleared_for_boxes = True, bool(application.ink.strokes)
    clear(application)
    application.notices.dismiss()


def _leave_boxes(application: Application) -> None:
    """Take the boxes away; where nothing was written in them, what stood on the paper comes back."""
    if application.enrolling and application.cleared_for_boxes and not application.ink.strokes:
        application.ink.undo()
    application.enrolling = False


def leave(application: Application) -> None:
    """Close the window."""
    application.pointer.lift()
    application.running = False


ACTIONS: dict[str, Callable[[Application], None]] = {
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
    **correcting.ACTIONS_OF_KEYS,
}
"""The function of every action that `shortcuts.SHORTCUTS` names."""

ACTIONS_OF_PRESSES: dict[str, Callable[[Application], None]] = {
    "close": close,
    "dismiss": dismiss,
    "add": correcting.add,
    "forget all": correcting.offer_to_forget_all,
}
"""The function of every action that only a press starts."""

ACTIONS |= ACTIONS_OF_PRESSES
