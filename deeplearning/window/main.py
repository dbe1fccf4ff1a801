"""The program: reads the command line, opens the window and runs it, or records one that nobody sees."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pygame

from deeplearning._errors import UserError, import_advice
from deeplearning._state import MEMORY_FOLDER
from deeplearning.ink.history import Ink
from deeplearning.ink.naming import names_in
from deeplearning.window import startup
from deeplearning.window.application import Application
from deeplearning.window.autosave import Autosave
from deeplearning.window.display import open_window
from deeplearning.window.earlier import read_note
from deeplearning.window.loop import SWITCH_SECONDS, run
from deeplearning.window.opening import offer_last
from deeplearning.window.pace import LIVE
from deeplearning.window.script import Cue, is_script, load
from deeplearning.window.startup import Unusable

MAX_RECORDED_POINTS = 50_000
"""Most points of a drawing that is recorded: eight minutes, whose frames are all kept in memory."""


def main(argv: Sequence[str] | None = None, on_frame: Callable[[Application], None] | None = None) -> int:
    """Open the window and run until it is closed; return the exit status, 2 where it cannot run.

    `on_frame` as for `loop.run`.
    """
    options = startup.parse_options(argv)
    try:
        if options.record:
            _record(options)
        else:
            _run(options, on_frame)
    except Unusable as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        pygame.quit()
    return 0


def _run(options: argparse.Namespace, on_frame: Callable[[Application], None] | None) -> None:
    startup.check_packages()
    autosave, ink, message = Autosave(), Ink(), ""
    try:
        if options.restore:
            begun = startup.restore(autosave.last())
            ink.paste(begun.strokes, names_in(begun))
        elif options.open:
            begun = startup.open_drawing(options.open)
            ink.paste(begun.strokes, names_in(begun))
    except Unusable as error:
        message = str(error)
        print(message, file=sys.stderr)  # which stays when the message in the window has gone
    autosave.begin_with(ink.strokes, ink.named)
    open_window()
    application = Application(ink, options.theme)
    application.notices.say(message)
    application.pace = LIVE
    sys.setswitchinterval(SWITCH_SECONDS)
    run(application, options.model, _offering(autosave, options, on_frame), autosave)


def _offering(
    autosave: Autosave, options: argparse.Namespace, on_frame: Callable[[Application], None] | None
) -> Callable[[Application], None]:
    """Return a hook that opens the memory and offers the last drawing after the first frame.

    It then does as `on_frame` does.
    """
    is_first, is_due = True, not (options.open or options.restore)

    def hook(application: Application) -> None:
        nonlocal is_first, is_due
        application.kept_folder = autosave.folder
        if is_due and (last := autosave.last()):
            offer_last(application, last, read_note(last))
        if is_first and autosave.folder:
            fault = application.teaching.open(autosave.folder / MEMORY_FOLDER, options.writer)
            if fault:
                application.notices.interrupt(fault)
        is_first = is_due = False
        if on_frame:
            on_frame(application)

    return hook


def _record(options: argparse.Namespace) -> None:
    """Play a script or draw a drawing where nobody's mouse is in the way, and write what the window shows.

    Nothing of the person's is read or written: no kept drawing, and no memory but the window's own.
    """
    from deeplearning.window.film import Film

    if not options.record.parent.is_dir():
        raise Unusable(f"{options.record} cannot be written: there is no folder {options.record.parent}.")
    cues, name = _cues(options.open)
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    open_window()
    film = Film(cues, name, options.record.name if options.record.suffix.lower() == ".png" else "")
    try:
        from tqdm import tqdm

        with tqdm(desc="Recording", unit=" frames", disable=None) as progress:  # seen on a terminal only

            def record_frame(application: Application) -> None:
                film(application)
                progress.update()

            run(Application(theme=options.theme, clock=film.clock), options.model, record_frame)
        film.recording.save(options.record)
    except ImportError as error:
        raise Unusable(import_advice(error)) from error
    except OSError as error:
        raise Unusable(f"{options.record} cannot be written: {error.strerror or error}.") from error


def _cues(path: Path) -> tuple[list[Cue], str]:
    """Return what is to be recorded, and the name of the script that says so, if it is one."""
    if not is_script(path):
        strokes = startup.open_drawing(path).strokes
        if sum(len(stroke.points) for stroke in strokes) > MAX_RECORDED_POINTS:
            raise Unusable(f"{path} is too long to be recorded: at most {MAX_RECORDED_POINTS:,} points.")
        return [Cue("strokes", strokes)], ""
    try:
        return load(path), str(path)
    except UserError as error:
        raise Unusable(str(error)) from error
