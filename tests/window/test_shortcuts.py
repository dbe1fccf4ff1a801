"""The one table of keys: what it names exists, what it promises works, and README tells the same."""

import re

import pygame
import pytest

from deeplearning.window.actions import ACTIONS_OF_KEYS, ACTIONS_OF_PRESSES
from deeplearning.window.shortcuts import BUTTONS, CHOICE_BUTTONS, SHORTCUTS, action_of
from tests.support.paths import ROOT

MODIFIERS = {"Ctrl": pygame.KMOD_LCTRL, "Shift": pygame.KMOD_LSHIFT}
BOUND = [shortcut for shortcut in SHORTCUTS if shortcut.bindings]
NOT_KEYS = {"Click", "Ctrl+Click", "Right button", "Drop a file"}


def keys_of_readme():
    """The first column of README's table of keys, as one line of small letters."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.split("| key or button |")[1].split("\n\n")[0]
    return " ; ".join(line.split("|")[1] for line in table.splitlines()[2:]).lower().replace("`", "")


@pytest.fixture(autouse=True, scope="module")
def _names_of_keys():
    pygame.display.init()  # which knows what keys are called
    yield
    pygame.quit()


def press(caption):
    """Return the action of the key that a caption names."""
    *modifiers, name = caption.replace("Enter", "Return").split("+") if len(caption) > 1 else [caption]
    held = sum(MODIFIERS[modifier] for modifier in modifiers)
    if name in "-+?":
        return action_of(0, held, name)
    return action_of(pygame.key.key_code(name), held)


def test_every_action_of_the_table_exists_and_none_is_forgotten():
    assert {binding.action for shortcut in BOUND for binding in shortcut.bindings} == set(ACTIONS_OF_KEYS)


@pytest.mark.parametrize("shortcut", BOUND, ids=lambda shortcut: shortcut.meaning)
def test_every_caption_of_the_help_starts_what_stands_beside_it(shortcut):
    promised = {binding.action for binding in shortcut.bindings}
    captions = [caption for caption in shortcut.captions if caption not in NOT_KEYS]
    captions = [*"0123456789", *captions[1:]] if captions[0] == "0 to 9" else captions
    started = {press(caption) for caption in captions}
    assert started == promised


def test_no_key_starts_two_things():
    taken = [(key, b.shift) for shortcut in BOUND for b in shortcut.bindings for key in b.keys]
    assert len(taken) == len(set(taken))
    assert action_of(pygame.K_F15) is None


def test_buttons_name_the_key_that_does_the_same():
    assert [button.name for button in BUTTONS] == [
        *("Undo", "Redo", "Clear", "Copy", "Pen -", "Pen +"),
        *("Save", "Open", "Theme", "Inside", "Memory", "Keys"),
    ]
    for button in (*BUTTONS, *CHOICE_BUTTONS):
        assert press(button.key) == button.action if button.key else button.action in ACTIONS_OF_PRESSES


def test_what_is_typed_counts_before_the_key_that_types_it():
    assert action_of(pygame.K_1, pygame.KMOD_SHIFT, "+") == "thicker"
    assert action_of(pygame.K_AMPERSAND, 0, "&", pygame.KSCAN_1) == "name 1"
    assert action_of(pygame.K_AMPERSAND, pygame.KMOD_SHIFT, "1", pygame.KSCAN_1) == "name 1"
    assert action_of(pygame.K_SLASH, 0, "/") == "name none"
    assert action_of(pygame.K_7, pygame.KMOD_SHIFT, "/") == "name 7"
    assert action_of(pygame.K_KP0, 0, "") == "name 0"


@pytest.mark.parametrize("held", [pygame.KMOD_LCTRL, pygame.KMOD_RCTRL, pygame.KMOD_LMETA])
def test_with_ctrl_or_command_only_what_everybody_knows_does_something(held):
    known = {letter: action_of(ord(letter), held, letter) for letter in "zycvsoq"}
    assert known == {letter: action_of(ord(letter)) for letter in "zycvsoq"}
    for letter in "rameithb":
        assert action_of(ord(letter), held, letter) is None
    for code in (pygame.K_7, pygame.K_DELETE, pygame.K_LEFT, pygame.K_ESCAPE):  # after Ctrl and a click
        assert action_of(code, held) == action_of(code)
    assert action_of(pygame.K_z, held | pygame.KMOD_LSHIFT) == "redo"


@pytest.mark.parametrize("letter", "zrm01?")
def test_what_alt_is_held_for_is_the_systems(letter):
    assert action_of(ord(letter), pygame.KMOD_LALT, letter) is None
    assert action_of(ord(letter), pygame.KMOD_LALT | pygame.KMOD_LCTRL, letter) is None


@pytest.mark.parametrize("held", [pygame.KMOD_RALT, pygame.KMOD_MODE, pygame.KMOD_RALT | pygame.KMOD_LCTRL])
def test_the_key_for_a_third_character_means_what_it_types(held):
    assert action_of(pygame.K_e, held, "€") is None
    assert action_of(pygame.K_PLUS, held, "?") == "name none"
    assert action_of(pygame.K_r, held) is None


def test_the_readme_lists_every_key_and_button():
    keys = keys_of_readme()
    for shortcut in BOUND:
        for caption in shortcut.captions:
            assert re.search(rf"(?<!\w){re.escape(caption.lower())}(?!\w)", keys), caption
    for button in BUTTONS:
        assert button.name.lower() in keys
