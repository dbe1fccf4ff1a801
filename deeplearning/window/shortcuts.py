"""The one table of keys: what each does, what the help says of it, and which button does the same.

The keyboard, the help and the buttons are all read from `SHORTCUTS`; each action that it names is a function
in `actions`.
"""

from __future__ import annotations

from typing import NamedTuple

import pygame


class Binding(NamedTuple):
    """Keys and typed characters that start one action; `shift` says that Shift must be held.

    `button` is the name of the button that starts the same action, if there is one.
    """

    action: str
    keys: tuple[int, ...] = ()
    characters: str = ""
    shift: bool = False
    button: str = ""


class Shortcut(NamedTuple):
    """One line of the help: its group, the keys' captions, their meaning, and what they start."""

    group: str
    captions: tuple[str, ...]
    meaning: str
    bindings: tuple[Binding, ...] = ()


DRAW, CORRECT, LOOK, FILES = "Draw", "Put right", "Look", "Files and window"
GROUPS = (DRAW, CORRECT, LOOK, FILES)
"""The groups of the help, in their order."""

SHORTCUTS = (
    Shortcut(DRAW, ("Left button", "Touch"), "draw"),
    Shortcut(
        DRAW,
        ("-", "+"),
        "pen width",
        (
            Binding("thinner", (pygame.K_MINUS, pygame.K_KP_MINUS), "-", button="Pen -"),
            Binding("thicker", (pygame.K_PLUS, pygame.K_EQUALS, pygame.K_KP_PLUS), "+", button="Pen +"),
        ),
    ),
    Shortcut(CORRECT, ("Z", "Ctrl+Z"), "undo", (Binding("undo", (pygame.K_z,), button="Undo"),)),
    Shortcut(
        CORRECT,
        ("Y", "Ctrl+Y", "Shift+Z"),
        "redo",
        (
            Binding("redo", (pygame.K_y,), button="Redo"),
            Binding("redo", (pygame.K_z,), shift=True),
        ),
    ),
    Shortcut(
        CORRECT, ("R", "Right button"), "clear the paper", (Binding("clear", (pygame.K_r,), button="Clear"),)
    ),
    Shortcut(
        LOOK,
        ("Click", "Left", "Right"),
        "choose a digit",
        (Binding("previous digit", (pygame.K_LEFT,)), Binding("next digit", (pygame.K_RIGHT,))),
    ),
    Shortcut(
        LOOK,
        ("Page up", "Page down"),
        "other digits",
        (Binding("earlier cards", (pygame.K_PAGEUP,)), Binding("later cards", (pygame.K_PAGEDOWN,))),
    ),
    Shortcut(LOOK, ("I",), "inside the network", (Binding("inside", (pygame.K_i,), button="Inside"),)),
    Shortcut(LOOK, ("T",), "light or dark", (Binding("theme", (pygame.K_t,), button="Theme"),)),
    Shortcut(LOOK, ("H", "F1"), "these keys", (Binding("help", (pygame.K_h, pygame.K_F1), button="Keys"),)),
    Shortcut(FILES, ("S",), "save the drawing", (Binding("save", (pygame.K_s,), button="Save"),)),
    Shortcut(FILES, ("O",), "open a drawing", (Binding("open", (pygame.K_o,), button="Open"),)),
    Shortcut(FILES, ("Drop a file",), "add it"),
    Shortcut(
        FILES,
        ("Enter",),
        "accept an offer",
        (Binding("accept", (pygame.K_RETURN, pygame.K_KP_ENTER)),),
    ),
    Shortcut(FILES, ("Escape",), "back, twice to quit", (Binding("back", (pygame.K_ESCAPE,)),)),
    Shortcut(FILES, ("Q",), "quit", (Binding("quit", (pygame.K_q,)),)),
)
"""All shortcuts, in the order in which the help shows them within their groups."""


class Button(NamedTuple):
    """A button: its name, the caption of the key that does the same, and the action that both start."""

    name: str
    key: str
    action: str


BUTTONS = tuple(
    Button(name, shortcut.captions[number if name.startswith("Pen") else 0], binding.action)
    for name in ("Undo", "Redo", "Clear", "Pen -", "Pen +", "Save", "Open", "Theme", "Inside", "Keys")
    for shortcut in SHORTCUTS
    for number, binding in enumerate(shortcut.bindings)
    if binding.button == name
)
"""The buttons, from the left."""


def action_of(key: int, modifiers: int = 0, character: str = "", scancode: int = 0) -> str | None:
    """Return the action that a pressed key starts; None where it starts none.

    `scancode` tells the key by its place. It counts where the key's own meaning is no Latin letter, as on
    Cyrillic or Hebrew keyboards, so that letters work everywhere.
    """
    if (key == 0 or key > LAST_LATIN) and not key & SPECIAL_KEY:
        key = LETTER_AT.get(scancode, key)
    shift = bool(modifiers & pygame.KMOD_SHIFT)
    bindings = [binding for shortcut in SHORTCUTS for binding in shortcut.bindings]
    # A binding with Shift goes before the one without it; other keys mean the same with and without.
    for binding in sorted(bindings, key=lambda binding: not binding.shift):
        if binding.shift and not shift:
            continue
        if key in binding.keys or (character and character in binding.characters):
            return binding.action
    # Where + is typed with Shift, as on Swiss or Turkish keyboards, the keys of American ones do it, too.
    return action_of(SIGN_AT[scancode]) if scancode in SIGN_AT and key != SIGN_AT[scancode] else None


LAST_LATIN = 0x24F
"""The last Latin letter of Unicode's first four blocks; SDL numbers a key by the character that it types."""

SPECIAL_KEY = 1 << 30
"""The bit that SDL sets in the number of a key that types no character."""

SIGN_AT = {pygame.KSCAN_MINUS: pygame.K_MINUS, pygame.KSCAN_EQUALS: pygame.K_EQUALS}
"""The keys of - and + on an American keyboard, by their scancodes."""

LETTER_AT = {pygame.KSCAN_A + number: ord("a") + number for number in range(26)}
"""The letter of each scancode on an American keyboard."""
