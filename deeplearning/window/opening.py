"""Opening: files that come onto the paper, dropped on the window or chosen from a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from deeplearning.ink.drawings import Drawing
from deeplearning.ink.naming import names_in
from deeplearning.ink.placement import beside
from deeplearning.ink.stroke import Stroke, inked_box
from deeplearning.window import startup

if TYPE_CHECKING:
    from deeplearning.window.application import Application


def drop(application: Application, path: Path) -> None:
    """Put what the file at `path` shows beside the ink; where that fails, or there is no room, say so."""
    _put_beside(application, lambda: startup.open_drawing(path), path.name)


def drop_picture(application: Application, content: bytes, name: str) -> None:
    """Do as `drop` with the picture in `content`, a file's, which messages call `name`."""
    _put_beside(application, lambda: startup.open_picture(content, name), name)


def _put_beside(application: Application, load: Callable[[], Drawing], name: str) -> None:
    """Put what `load` returns beside the ink; where it raises Unusable, or there is no room, say so."""
    try:
        drawing = load()
    except startup.Unusable as error:
        application.notices.say(str(error))
        return
    if not drawing.strokes:
        application.notices.say(f"{name} holds an empty drawing.")
        return
    present = application.ink.strokes
    placed = beside(drawing, present)
    named = names_in(Drawing(placed, None, drawing.notes))
    if present and _overlap(placed, present):
        offer = "There is no room for it beside what is here. Enter opens it on a new page."
        application.notices.offer(offer, lambda: new_page(application, drawing))
        return
    application.ink.paste(placed, named)
    application.selection.reset()
    application.notices.dismiss()


def open_file(application: Application, path: Path) -> None:
    """Open the file at `path` on a new page; where that fails, say why."""
    try:
        drawing = startup.restore(path)
    except startup.Unusable as error:
        application.notices.say(str(error))
        return
    had_ink = bool(application.ink.strokes)
    new_page(application, drawing)
    if had_ink:
        application.notices.say(f"Opened {path.name}. Z, twice, brings back what was here.")


def new_page(application: Application, drawing: Drawing) -> None:
    """Clear the paper and put `drawing` on it: two steps that can be undone."""
    application.leave_paper()
    application.enrolling = False
    application.ink.clear()
    application.ink.paste(drawing.strokes, names_in(drawing))
    application.selection.reset()


def offer_last(application: Application, path: Path, read: str) -> None:
    """Offer the drawing at `path`, which reads `read`, for as long as the paper is empty."""
    words = f"Your last drawing: {read}." if read else "Your last drawing is still there."
    application.notices.offer(f"{words} Enter brings it back.", lambda: open_file(application, path))


def _overlap(one: Sequence[Stroke], other: Sequence[Stroke]) -> bool:
    """Return whether the boxes around both share paper."""
    a, b = inked_box(one), inked_box(other)
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom
