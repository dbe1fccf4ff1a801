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

KEYPAD = (
    pygame.K_KP0, pygame.K_KP1, pygame.K_KP2, pygame.K_KP3, pygame.K_KP4,
    pygame.K_KP5, pygame.K_KP6, pygame.K_KP7, pygame.K_KP8, pygame.K_KP9,
)  # fmt: skip
"""The keypad's digits, which SDL does not number in their order."""

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
    Shortcut(
        CORRECT,
        ("Click", "Left", "Right"),
        "choose a digit",
        (Binding("previous digit", (pygame.K_LEFT,)), Binding("next digit", (pygame.K_RIGHT,))),
    ),
    Shortcut(CORRECT, ("Ctrl+Click",), "on paper"),
    Shortcut(
        CORRECT,
        ("Shift+Left", "Shift+Right"),
        "one more",
        (
            Binding("previous digit, too", (pygame.K_LEFT,), shift=True),
            Binding("next digit, too", (pygame.K_RIGHT,), shift=True),
        ),
    ),
    Shortcut(
        CORRECT,
        ("0 to 9", "?"),
        "name a digit",
        (
            *(Binding(f"name {n}", (pygame.K_0 + n, KEYPAD[n]), str(n)) for n in range(10)),
            Binding("name none", (pygame.K_SLASH, pygame.K_QUESTION), "?"),
        ),
    ),
    Shortcut(CORRECT, ("A",), "take it apart", (Binding("take apart", (pygame.K_a,)),)),
    Shortcut(
        CORRECT,
        ("Delete", "Backspace"),
        "remove it",
        (Binding("remove", (pygame.K_DELETE,)), Binding("remove last", (pygame.K_BACKSPACE,))),
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
    Shortcut(CORRECT, ("E",), "teach your hand", (Binding("enrol", (pygame.K_e,)),)),
    Shortcut(
        LOOK,
        ("Page up", "Page down"),
        "other digits",
        (Binding("earlier cards", (pygame.K_PAGEUP,)), Binding("later cards", (pygame.K_PAGEDOWN,))),
    ),
    Shortcut(LOOK, ("M",), "what is remembered", (Binding("memory", (pygame.K_m,), button="Memory"),)),
    Shortcut(LOOK, ("I",), "inside the network", (Binding("inside", (pygame.K_i,), button="Inside"),)),
    Shortcut(LOOK, ("T",), "light or dark", (Binding("theme", (pygame.K_t,), button="Theme"),)),
    Shortcut(LOOK, ("H", "F1"), "these keys", (Binding("help", (pygame.K_h, pygame.K_F1), button="Keys"),)),
    Shortcut(FILES, ("C", "Ctrl+C"), "copy the text", (Binding("copy", (pygame.K_c,), button="Copy"),)),
    Shortcut(FILES, ("S",), "save the drawing", (Binding("save", (pygame.K_s,), button="Save"),)),
    Shortcut(FILES, ("O",), "open a drawing", (Binding("open", (pygame.K_o,), button="Open"),)),
    Shortcut(FILES, ("V", "Ctrl+V", "Drop a file"), "add a file", (Binding("paste", (pygame.K_v,)),)),
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


NAMES = (
    *("Undo", "Redo", "Clear", "Copy", "Pen -", "Pen +"),
    *("Save", "Open", "Theme", "Inside", "Memory", "Keys"),
)
"""The buttons' names, from the left."""

BUTTONS = tuple(
    Button(name, shortcut.captions[number if name.startswith("Pen") else 0], binding.action)
    for name in NAMES
    for shortcut in SHORTCUTS
    for number, binding in enumerate(shortcut.bindings)
    if binding.button == name
)
"""The buttons, in that order."""

CHOICE_BUTTONS = (
    *(Button(str(n), str(n), f"name {n}") for n in range(10)),
    Button("None", "?", "name none"),
    Button("Apart", "A", "take apart"),
    Button("Add", "", "add"),
    Button("Delete", "Delete", "remove"),
)
"""The buttons that are there while a digit is chosen; those without a key start what Shift does."""


def action_of(key: int, modifiers: int = 0, character: str = "", scancode: int = 0) -> str | None:
    """Return the action that a pressed key starts; None where it starts none.

    `scancode` tells the key by its place. It counts where the key's own meaning is no Latin letter, as on
    Cyrillic or Hebrew keyboards, so that letters work everywhere.
    """
    if (key == 0 or key > LAST_LATIN) and not key & SPECIAL_KEY:
        key = LETTER_AT.get(scancode, key)
    shift = bool(modifiers & pygame.KMOD_SHIFT)
    if modifiers & ALT_GR:
        return _typed(character)
    if modifiers & pygame.KMOD_ALT or (modifiers & COMMAND and key in LETTERS_OF_SYSTEM):
        return None
    # What is typed counts before the key that types it: + is the key of 1 on Swiss keyboards.
    if action := _typed(character) or _pressed(key, shift):
        return action
    # Where +, ? or a digit is typed with Shift, as on Turkish or French keyboards, the keys of American ones
    # do it, too.
    return action_of(SIGN_AT[scancode]) if scancode in SIGN_AT and key != SIGN_AT[scancode] else None


def _typed(character: str) -> str | None:
    """Return the action that a typed character starts."""
    return next((one.action for one in BINDINGS if character and character in one.characters), None)


def _pressed(key: int, shift: bool) -> str | None:
    """Return the action of a key; a binding with Shift goes before the one without it."""
    fitting = [one for one in BINDINGS if key in one.keys and (shift or not one.shift)]
    return max(fitting, key=lambda one: one.shift).action if fitting else None


BINDINGS = tuple(binding for shortcut in SHORTCUTS for binding in shortcut.bindings)

COMMAND = pygame.KMOD_CTRL | pygame.KMOD_META
"""Ctrl, or a Mac's Command key."""

LETTERS_OF_SYSTEM = frozenset(map(ord, "abcdefghijklmnopqrstuvwxyz")) - frozenset(map(ord, "zycvsoq"))
"""With Ctrl or Command, letters mean what everybody knows, or belong to the system, as all with Alt does."""

ALT_GR = pygame.KMOD_RALT | pygame.KMOD_MODE
"""The key for a third character: with it nothing counts but what it types."""

LAST_LATIN = 0x24F
"""The last Latin letter of Unicode's first four blocks; SDL numbers a key by the character that it types."""

SPECIAL_KEY = 1 << 30
"""The bit that SDL sets in the number of a key that types no character."""

SIGN_AT = {
    pygame.KSCAN_MINUS: pygame.K_MINUS,
    pygame.KSCAN_EQUALS: pygame.K_EQUALS,
    pygame.KSCAN_SLASH: pygame.K_SLASH,
    pygame.KSCAN_0: pygame.K_0,
    **{pygame.KSCAN_1 + number: pygame.K_1 + number for number in range(9)},
}
"""The keys of -, +, ? and the digits on an American keyboard, by their scancodes."""

LETTER_AT = {pygame.KSCAN_A + number: ord("a") + number for number in range(26)}
"""The letter of each scancode on an American keyboard."""
