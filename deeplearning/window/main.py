"""The program: reads the command line, opens the window and runs it, or records one that nobody sees."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

import pygame

from deeplearning.ink.history import Ink
from deeplearning.window import startup
from deeplearning.window.application import Application
from deeplearning.window.autosave import Autosave
from deeplearning.window.display import open_window
from deeplearning.window.loop import PATIENCE_SECONDS, SWITCH_SECONDS, run
from deeplearning.window.startup import Unusable


def main(argv: Sequence[str] | None = None, on_frame: Callable[[Application], None] | None = None) -> int:
    """Open the window and run until it is closed; return the exit status, 2 where it cannot run.

    `on_frame` as for `loop.run`.
    """
    options = startup.parse_options(argv)
    try:
        if options.record:
            _record(Ink(startup.open_drawing(options.open).strokes), options)
        else:
            _run(options, on_frame)
    except Unusable as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        pygame.quit()
    return 0


def _run(options: argparse.Namespace, on_frame: Callable[[Application], None] | None) -> None:
    autosave, message = Autosave(), ""
    if options.restore:
        ink, message = startup.restore(autosave.path)
    else:
        ink = Ink(startup.open_drawing(options.open).strokes if options.open else ())
    autosave.begin_with(ink.strokes)
    open_window()
    application = Application(ink, options.theme)
    application.message = message
    application.patience = PATIENCE_SECONDS
    sys.setswitchinterval(SWITCH_SECONDS)
    run(application, options.model, on_frame, autosave)


def _record(ink: Ink, options: argparse.Namespace) -> None:
    """Draw `ink` anew where nobody's mouse is in the way, and write what the window shows meanwhile."""
    from deeplearning.window.film import Film

    os.environ["SDL_VIDEODRIVER"] = "dummy"
    open_window()
    film = Film(ink.strokes)
    run(Application(theme=options.theme), options.model, film)
    try:
        film.recording.save(options.record)
    except ImportError as error:
        raise Unusable(startup.missing(error)) from error
    except OSError as error:
        raise Unusable(f"{options.record} cannot be written: {error.strerror or error}.") from error
