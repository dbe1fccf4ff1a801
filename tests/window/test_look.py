"""How the window looks and is pointed at: buttons, cursors, and words that fit where they stand."""

import pygame
import pytest

from deeplearning.window.cursor import ring
from deeplearning.window.layout import arrange
from deeplearning.window.painter import Painter
from deeplearning.window.panels import compose, message_place
from deeplearning.window.replica import replica_box
from deeplearning.window.shapes import Text, Words, line_height
from deeplearning.window.view import View
from tests.support.hand import (
    DARK,
    EIGHT,
    LIGHT,
    SEVEN,
    down,
    draw,
    has,
    key,
    middle,
    move,
    pixels,
    post,
    resize,
    text,
    up,
)
from tests.window.test_panels import shown, view_of


def press(window, rect):
    post(window, down(*middle(rect)), up(*middle(rect)))


def test_buttons_do_what_their_keys_do(window):
    undo, clear, save, keys = window.layout.buttons
    draw(window, SEVEN.strokes)
    press(window, undo)
    assert len(window.ink.strokes) == 1
    key(window, pygame.K_y)
    press(window, clear)
    assert text(window) == ""
    press(window, undo)
    assert text(window) == "7"
    press(window, save)
    assert len(list(window.folder.iterdir())) == 2
    press(window, window.layout.buttons[0])  # it lies under the message, which goes first
    assert (window.message, text(window)) == ("", "7")
    press(window, keys)
    assert window.help
    press(window, keys)
    assert not window.help


def test_buttons_are_there_for_fingers_at_the_smallest_size(window):
    resize(window, 640, 320)
    post(window, down(100, 100), move(150, 200), up(150, 200))
    x, y = middle(window.layout.buttons[1])
    post(window, (pygame.FINGERDOWN, {"x": x / 640, "y": y / 320, "finger_id": 1, "touch_id": 1}))
    assert window.ink.strokes == ()


def test_the_cursor_is_the_pen_over_the_paper_and_a_hand_over_what_can_be_pressed(window, monkeypatch):
    seen = []
    monkeypatch.setattr(pygame.mouse, "set_cursor", lambda *arguments: seen.append(arguments))
    draw(window, SEVEN.strokes)
    layout = window.layout
    over = {
        "paper": middle(layout.paper),
        "nothing": (layout.reading.right - 1, layout.reading.y),
        "button": middle(layout.buttons[0]),
        "card": middle(layout.cards[0]),
        "empty card": middle(layout.cards[1]),
        "copy": middle(replica_box(layout, window.view().digits[0])),
    }
    elsewhere = {"paper": over["nothing"]}
    for name, place in over.items():
        # The cursor is set only where it changes.
        post(window, move(*elsewhere.get(name, middle(layout.paper)), held=0))
        post(window, move(*place, held=0))
        over[name] = seen[-1]
    hand, arrow = (pygame.SYSTEM_CURSOR_HAND,), (pygame.SYSTEM_CURSOR_ARROW,)
    assert (over["button"], over["card"], over["copy"]) == (hand, hand, hand)
    assert (over["nothing"], over["empty card"]) == (arrow, arrow)
    spot, image = over["paper"]
    assert image.get_width() // 2 == spot[0]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_ring_lies_around_the_ink_and_shows_on_paper_and_ink(theme):
    colours = {"light": LIGHT, "dark": DARK}[theme]
    for width in (3.0, 15.0, 50.0):
        image = ring(width, 640, theme)
        half, inside = image.get_width() / 2, width / 2
        alphas = [image.get_at((x, int(half))).a for x in range(int(half), image.get_width())]
        assert all(alpha == 0 for alpha in alphas[: int(inside) - 1])
        blue = [
            x - half
            for x in range(int(half), image.get_width())
            if tuple(image.get_at((x, int(half))))[:3] == colours["sure"]
        ]
        assert inside <= min(blue) < inside + 4


VIEWS = {
    "empty": View(),
    "loading": View(ready=False),
    "help": View(help=True),
    "one": view_of(shown()),
    "unsure": view_of(shown("7", "unsure", confidence=0.55)),
    "mixed": view_of(
        *[shown("7", state, (n,)) for n, state in enumerate(["sure", "unsure", "unsure", "refused"] * 3)]
    ),
    "message": view_of(shown(), message="Saved drawings/2026-10-31_235959.png and .jsonl"),
}


@pytest.mark.parametrize("size", [(640, 320), (640, 900), (960, 480), (1280, 640), (2560, 1280)])
@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.usefixtures("window")
def test_all_words_fit_uncut_and_large_enough(size, name):
    painter = Painter("light")
    for panel in compose(arrange(*size), VIEWS[name]).values():
        for shape in panel.shapes:
            if isinstance(shape, Text):
                runs, least, wide = painter.fit(shape.runs, shape.size, shape.rect.w)
                assert runs == shape.runs
                assert wide <= shape.rect.w
                assert least >= 11
            elif isinstance(shape, Words):
                lines = painter.break_lines(shape.words, shape.colour, shape.size, shape.rect.w)
                assert len(lines) * line_height(shape.size) <= shape.rect.h, lines


def test_a_message_too_long_for_its_place_is_made_smaller(window):
    resize(window, 640, 320)
    draw(window, EIGHT.strokes)
    window.message = "WWWWWWWW " * 18
    window.show()
    place = message_place(window.layout, window.message)
    below = pixels()[place.x : place.right, place.bottom - 2 : place.bottom]
    assert has(place, LIGHT["panel"])
    assert (below[10:-10] == LIGHT["text"]).all()
