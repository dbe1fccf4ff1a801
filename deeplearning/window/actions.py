"""The actions: what a key, a button or the right mouse button does to the application, by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from deeplearning.ink.drawings import Drawing, dump
from deeplearning.ink.stroke import PEN_WIDTH
from deeplearning.window.ink_surface import to_png

if TYPE_CHECKING:
    from deeplearning.window.application import Application

PENS = (3.0, 5.0, 7.0, 9.0, 12.0, PEN_WIDTH, 18.0, 22.0, 27.0, 33.0, 40.0, 50.0)
"""Widths of pen to choose from, in paper pixels."""


def perform(action: str, application: Application) -> None:
    """Do what the action of that name, one of `ACTIONS`, does; a message that is open goes."""
    if action != "back":  # which needs to know what is open
        application.message = ""
    ACTIONS[action](application)


def undo(application: Application) -> None:
    """Take back the last stroke, drop or clearing."""
    application.ink.undo()


def redo(application: Application) -> None:
    """Do again what was undone last."""
    application.ink.redo()


def clear(application: Application) -> None:
    """Wipe the paper, which can be undone."""
    application.ink.clear()
    application.selection.reset()


def thinner(application: Application) -> None:
    """Take the next thinner pen."""
    application.pen = max([pen for pen in PENS if pen < application.pen], default=PENS[0])


def thicker(application: Application) -> None:
    """Take the next thicker pen."""
    application.pen = min([pen for pen in PENS if pen > application.pen], default=PENS[-1])


def save(application: Application) -> None:
    """Write the drawing as a picture and as strokes, and say where."""
    application.ink.end()
    strokes = application.ink.strokes
    if not strokes:
        application.message = "There is nothing to save yet: the paper is empty."
        return
    from deeplearning.window.atomic_write import save as write

    notes = {"read": application.reading.text} if application.reading else {}
    contents = {".png": to_png(strokes), ".jsonl": dump([Drawing(strokes, None, notes)]).encode()}
    try:
        png, record = write(application.folder, contents, datetime.now())
    except OSError as error:
        reason = error.strerror or str(error)
        if isinstance(error, FileExistsError):
            reason = "a file of that name is in the way"
        application.message = (
            f"Not saved: {application.folder}/ cannot be written ({reason}). Your drawing is still here."
        )
    else:
        application.message = f"Saved {png} and {record.suffix}"


def toggle_help(application: Application) -> None:
    """Open or close the help."""
    application.help = not application.help


def toggle_theme(application: Application) -> None:
    """Change from light to dark, or back."""
    application.set_theme("dark" if application.screen.theme == "light" else "light")


def pick_previous(application: Application) -> None:
    """Pick the digit before the one that is shown in full."""
    application.step_selection(-1)


def pick_next(application: Application) -> None:
    """Pick the digit after the one that is shown in full."""
    application.step_selection(1)


def turn_to_earlier(application: Application) -> None:
    """Turn the cards to digits written earlier."""
    application.turn_cards(1)


def turn_to_later(application: Application) -> None:
    """Turn the cards to digits written later."""
    application.turn_cards(-1)


def go_back(application: Application) -> None:
    """Close the help, the message and the picked digit; where none is open, quit."""
    if application.help or application.message or application.view().picked:
        application.help, application.message = False, ""
        application.selection.unpick()
    else:
        leave(application)


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
    "help": toggle_help,
    "theme": toggle_theme,
    "previous digit": pick_previous,
    "next digit": pick_next,
    "earlier cards": turn_to_earlier,
    "later cards": turn_to_later,
    "back": go_back,
    "quit": leave,
}
"""The function of every action that `shortcuts.SHORTCUTS` names."""
