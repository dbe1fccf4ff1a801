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


class NewPage:
    """Puts drawings for which there was no room on a new page; what an offer does when it is accepted."""

    def __init__(self, application: Application) -> None:
        """Begin without any."""
        self._application = application
        self.drawings: list[Drawing] = []

    def __call__(self) -> None:
        """Open a page with the first of them, and put the others beside it, as far as there is room."""
        first, *others = self.drawings
        new_page(self._application, first)
        for drawing in others:
            _put_beside(self._application, drawing)


def drop(application: Application, path: Path) -> None:
    """Put what the file at `path` shows beside the ink; where that fails, or there is no room, say so."""
    _load(application, lambda: startup.open_drawing(path))


def drop_picture(application: Application, content: bytes, name: str) -> None:
    """Do as `drop` with the picture in `content`, a file's, which messages call `name`."""
    _load(application, lambda: startup.open_picture(content, name))


def _load(application: Application, load: Callable[[], Drawing]) -> None:
    """Put what `load` returns beside the ink; where it raises Unusable, or there is no room, say so."""
    try:
        drawing = load()
    except startup.Unusable as error:
        # Where several files are dropped at once, what was offered for another one stays.
        application.notices.interrupt(str(error))
    else:
        _put_beside(application, drawing)


def _put_beside(application: Application, drawing: Drawing) -> None:
    """Put `drawing` beside the ink, or offer it a new page, with others that wait for one."""
    present = application.ink.strokes
    placed = beside(drawing, present)
    named = names_in(Drawing(placed, None, drawing.notes))
    if present and _overlap(placed, present):
        waiting = application.notices.offered
        page = waiting if isinstance(waiting, NewPage) else NewPage(application)
        page.drawings.append(drawing)
        count = len(page.drawings)
        what = "it beside what is here. Enter opens it" if count == 1 else f"{count} files. Enter opens them"
        application.notices.offer(f"There is no room for {what} on a new page.", page, keeps_message=True)
        return
    application.ink.paste(placed, named)
    application.selection.reset()
    if not isinstance(application.notices.offered, NewPage):  # other files, for which there was no room, wait
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
    application.enrolment.is_on = False
    application.ink.clear()
    application.ink.paste(drawing.strokes, names_in(drawing))
    application.selection.reset()


def offer_last(application: Application, path: Path, read: str) -> None:
    """Offer the drawing at `path`, which reads `read`, until something else is done."""
    words = f"Your last drawing: {read}." if read else "Your last drawing is still there."
    application.notices.offer(f"{words} Enter brings it back.", lambda: open_file(application, path))


def _overlap(one: Sequence[Stroke], other: Sequence[Stroke]) -> bool:
    """Return whether the boxes around both share paper."""
    a, b = inked_box(one), inked_box(other)
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom
