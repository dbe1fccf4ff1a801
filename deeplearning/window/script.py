"""Scripts: what a film shows, cue by cue, as lines of JSON that are checked before anything is recorded.

A line is a drawing as in any file of drawings, which is drawn where it stands on the paper, or one of these:

    {"say": "Press what it is"}   words below the window, until others come; "" takes them away
    {"key": "1"}                  presses a key: one of FILM_KEYS
    {"choose": "7"}               clicks the first digit in the headline that is read as 7
    {"press": "Inside"}           clicks a button by its name
    {"drop": "photo.jpg"}         drops a picture that lies beside the script
    {"wait": 1.5}                 lets seconds pass
    {"reads": "2026 19"}          goes on only if the window reads this, so that no film tells what is not so
    {"still": "correction.png"}   is where a recording of that name keeps what the window shows
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pygame

from deeplearning._errors import UserError
from deeplearning.ink.drawings import parse
from deeplearning.ink.stroke import PAPER
from deeplearning.window.shortcuts import BUTTONS, CHOICE_BUTTONS

SUFFIX = ".film.jsonl"
"""What the name of a script ends in."""

MAX_WAIT_SECONDS = 30.0
"""Longest time that a cue lets pass."""

FILM_KEYS = {
    **{letter: ord(letter) for letter in "0123456789?+-aehimrtyz"},
    "Left": pygame.K_LEFT,
    "Right": pygame.K_RIGHT,
    "Delete": pygame.K_DELETE,
    "Backspace": pygame.K_BACKSPACE,
    "Enter": pygame.K_RETURN,
}
"""The keys that a film may press, by name: none that quits or touches the person's files or clipboard."""

UNUSABLE_BUTTONS = ("Copy", "Save", "Open")
"""The buttons that would touch these."""


class Cue(NamedTuple):
    """One thing that a film does. `kind` is a key of CHECKS; a drawing's `value` is its strokes."""

    kind: str
    value: Any
    line: int = 0


def is_script(path: Path) -> bool:
    """Return whether the file at `path` is called like a script."""
    return path.name.lower().endswith(SUFFIX)


def load(path: Path) -> list[Cue]:
    """Return the cues of the script at `path`. Raises UserError, whose sentence names file and line."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not a text file in UTF-8, so it is no script.") from error
    cues = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            cues.append(Cue(*_parse(line, path.parent), number))
        except (ValueError, RecursionError) as error:
            reason = "it is not JSON" if isinstance(error, json.JSONDecodeError) else error
            raise UserError(f"{path} line {number} is no cue of a film: {reason}.") from error
    if not cues:
        raise UserError(f"{path} holds no cue of a film.")
    return cues


def _parse(line: str, folder: Path) -> tuple[str, Any]:
    """Return kind and value of the cue in a `line`; raises ValueError whose message is half a sentence."""
    record = json.loads(line)
    if isinstance(record, dict) and "strokes" in record:
        strokes = parse(line).strokes
        if not all(0 <= place < PAPER for stroke in strokes for place in stroke.points.ravel().tolist()):
            raise ValueError(f"its strokes leave the paper, which is {PAPER} pixels wide and high")
        return "strokes", strokes
    if not isinstance(record, dict) or len(record) != 1 or not CHECKS.keys() >= record.keys():
        raise ValueError(f'it needs "strokes", or one of {", ".join(CHECKS)}')
    ((kind, value),) = record.items()
    return kind, CHECKS[kind](value, folder)


def _wait(value: Any, _: Path) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= MAX_WAIT_SECONDS:
        raise ValueError(f'"wait" is a number of seconds above 0, at most {MAX_WAIT_SECONDS:g}')
    return float(value)


def _text(value: Any, _: Path) -> str:
    if not isinstance(value, str):
        raise ValueError("what is said or read is a text")
    return value


def _key(value: Any, _: Path) -> str:
    if not isinstance(value, str) or value not in FILM_KEYS:
        raise ValueError(f'"key" is one of {" ".join(FILM_KEYS)}')
    return value


def _button(value: Any, _: Path) -> str:
    names = [one.name for one in (*BUTTONS, *CHOICE_BUTTONS) if one.name not in UNUSABLE_BUTTONS]
    if value not in names:
        raise ValueError(f'"press" is one of {", ".join(names)}')
    return str(value)


def _label(value: Any, _: Path) -> str:
    if not isinstance(value, str) or value not in [*"0123456789?"]:
        raise ValueError('"choose" is what a digit is read as, "0" to "9" or "?"')
    return value


def _picture(value: Any, folder: Path) -> Path:
    if not isinstance(value, str) or Path(value).name != value or not (folder / value).is_file():
        raise ValueError('"drop" is the name of a file that lies beside the script')
    return folder / value


def _still(value: Any, _: Path) -> str:
    if not isinstance(value, str) or Path(value).name != value or not value.endswith(".png"):
        raise ValueError('"still" is a file\'s name that ends in .png')
    return value


CHECKS: dict[str, Callable[[Any, Path], Any]] = {
    "say": _text,
    "key": _key,
    "choose": _label,
    "press": _button,
    "drop": _picture,
    "wait": _wait,
    "reads": _text,
    "still": _still,
}
"""What makes a cue's value of what a line says, for each kind but drawings."""
