"""The one table of keys: what each does, what the help says of it, and which button does the same.

The keyboard, the help and the footer's buttons are all read from `SHORTCUTS`; each action that it names is a
function in `actions`.
"""

from __future__ import annotations

from typing import NamedTuple

import pygame


class Binding(NamedTuple):
    """Keys and typed characters that start one action; `shift` says that Shift must be held."""

    action: str
    keys: tuple[int, ...] = ()
    characters: str = ""
    shift: bool = False


class Shortcut(NamedTuple):
    """One line of the help: the keys' captions, their meaning, what they start, and the button's name."""

    captions: tuple[str, ...]
    meaning: str
    bindings: tuple[Binding, ...] = ()
    button: str = ""

    @property
    def key(self) -> str:
        """The caption of the key that a button shows: the first that is one character."""
        return next((caption for caption in self.captions if len(caption) == 1), "")


SHORTCUTS = (
    Shortcut(("Left button", "Touch"), "draw"),
    Shortcut(("Right button", "R"), "clear the paper", (Binding("clear", (pygame.K_r,)),), "Clear"),
    Shortcut(("Z", "Ctrl+Z"), "undo, a clearing too", (Binding("undo", (pygame.K_z,)),), "Undo"),
    Shortcut(
        ("Y", "Ctrl+Y", "Shift+Z"),
        "redo",
        (Binding("redo", (pygame.K_y,)), Binding("redo", (pygame.K_z,), shift=True)),
    ),
    Shortcut(
        ("-", "+"),
        "thinner, thicker pen",
        (
            Binding("thinner", (pygame.K_MINUS, pygame.K_KP_MINUS), "-"),
            Binding("thicker", (pygame.K_PLUS, pygame.K_EQUALS, pygame.K_KP_PLUS), "+"),
        ),
    ),
    Shortcut(("S",), "save into drawings/", (Binding("save", (pygame.K_s,)),), "Save"),
    Shortcut(
        ("Click", "Left", "Right"),
        "choose a digit",
        (Binding("previous digit", (pygame.K_LEFT,)), Binding("next digit", (pygame.K_RIGHT,))),
    ),
    Shortcut(
        ("Page up", "Page down"),
        "other digits",
        (Binding("earlier cards", (pygame.K_PAGEUP,)), Binding("later cards", (pygame.K_PAGEDOWN,))),
    ),
    Shortcut(("Drop a file",), "add a picture"),
    Shortcut(("T",), "light or dark", (Binding("theme", (pygame.K_t,)),)),
    Shortcut(("H", "F1"), "these keys", (Binding("help", (pygame.K_h, pygame.K_F1)),), "Keys"),
    Shortcut(("Escape",), "back, then quit", (Binding("back", (pygame.K_ESCAPE,)),)),
    Shortcut(("Q",), "quit", (Binding("quit", (pygame.K_q,)),)),
)
"""All shortcuts, in the order in which the help shows them."""


class Button(NamedTuple):
    """A button of the footer: its name, the key that does the same, and the action that both start."""

    name: str
    key: str
    action: str


BUTTONS = tuple(
    Button(shortcut.button, shortcut.key, shortcut.bindings[0].action)
    for name in ("Undo", "Clear", "Save", "Keys")
    for shortcut in SHORTCUTS
    if shortcut.button == name
)
"""The footer's buttons, from the left."""


def action_of(key: int, modifiers: int = 0, character: str = "") -> str | None:
    """Return the action that a pressed key starts; None where it starts none."""
    shift = bool(modifiers & pygame.KMOD_SHIFT)
    bindings = [binding for shortcut in SHORTCUTS for binding in shortcut.bindings]
    # A binding with Shift goes before the one without it; other keys mean the same with and without.
    for binding in sorted(bindings, key=lambda binding: not binding.shift):
        if binding.shift and not shift:
            continue
        if key in binding.keys or (character and character in binding.characters):
            return binding.action
    return None
