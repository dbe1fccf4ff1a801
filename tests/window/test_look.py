"""How the window looks and is pointed at: buttons, cursors, and words that fit where they stand."""

import pygame
import pytest

from deeplearning.window.cursor import ring
from deeplearning.window.layout import arrange, line_height
from deeplearning.window.painter import Painter
from deeplearning.window.panels import compose
from deeplearning.window.shapes import Dot, Fill, Panel, Rect, Text, Tile, Words
from deeplearning.window.shortcuts import BUTTONS
from deeplearning.window.view import View
from tests.support.hand import (
    DARK,
    LIGHT,
    SEVEN,
    down,
    draw,
    has,
    key,
    middle,
    move,
    post,
    resize,
    text,
    up,
)
from tests.window.test_panels import shown, view_of


def press(window, rect):
    post(window, down(*middle(rect)), up(*middle(rect)))


def button(window, name):
    return next(rect for rect, one in zip(window.layout.buttons, BUTTONS, strict=True) if one.name == name)


def test_buttons_do_what_their_keys_do(window):
    draw(window, SEVEN.strokes)
    press(window, button(window, "Undo"))
    assert len(window.ink.strokes) == 1
    press(window, button(window, "Redo"))
    assert len(window.ink.strokes) == 2
    press(window, button(window, "Clear"))
    assert text(window) == ""
    press(window, button(window, "Undo"))
    assert text(window) == "7"
    press(window, button(window, "Save"))
    assert len(list(window.folder.iterdir())) == 2
    pen = window.pen
    press(window, button(window, "Pen +"))
    assert window.pen > pen
    press(window, button(window, "Pen -"))
    assert window.pen == pen
    press(window, button(window, "Theme"))
    assert window.screen.theme == "dark"
    for name, side in (("Keys", "help"), ("Open", "open"), ("Inside", "inside")):
        press(window, button(window, name))
        assert window.side == side
        press(window, button(window, name))
        assert window.side == ""


@pytest.mark.parametrize("size", [(640, 320), (1280, 640), (700, 1100)])
def test_what_covers_the_answer_closes_by_its_cross(window, size):
    resize(window, *size)
    for code in (pygame.K_h, pygame.K_o, pygame.K_i):
        key(window, code)
        assert window.side
        press(window, window.layout.close)
        assert window.side == ""


def test_a_message_covers_no_control_and_goes_by_its_cross(window):
    draw(window, SEVEN.strokes)
    key(window, pygame.K_s)
    assert window.message
    layout = window.layout
    assert not any(layout.message.meets(place) for place in (*layout.buttons, layout.cards, layout.paper))
    press(window, layout.close_button)
    assert window.message == ""


def test_buttons_are_there_for_fingers_at_the_smallest_size(window):
    resize(window, 640, 320)
    post(window, down(100, 100), move(150, 200), up(150, 200))
    x, y = middle(button(window, "Clear"))
    post(window, (pygame.FINGERDOWN, {"x": x / 640, "y": y / 320, "finger_id": 1, "touch_id": 1}))
    assert window.ink.strokes == ()


def test_buttons_that_can_do_nothing_say_so(window):
    assert window.view().disabled >= {"undo", "redo", "clear", "save"}
    draw(window, SEVEN.strokes)
    assert window.view().disabled == {"redo"}
    key(window, pygame.K_z)
    key(window, pygame.K_z)
    assert window.view().disabled == {"undo", "clear", "copy", "save"}
    for _ in range(20):
        key(window, pygame.K_MINUS)
    assert "thinner" in window.view().disabled


def test_a_button_under_the_mouse_and_one_that_is_pressed_look_different(window):
    draw(window, SEVEN.strokes)
    place = button(window, "Save")
    assert not has(place, LIGHT["hover"])
    post(window, move(*middle(place), held=0))
    assert has(place, LIGHT["hover"])
    post(window, down(*middle(place)))
    assert has(place, LIGHT["pressed"])
    post(window, up(*middle(place)))
    assert not has(place, LIGHT["pressed"])
    post(window, (pygame.WINDOWLEAVE, {}))
    assert not has(place, LIGHT["hover"])


def test_the_cursor_is_the_pen_over_the_paper_and_a_hand_over_what_can_be_pressed(window, monkeypatch):
    seen = []
    monkeypatch.setattr(pygame.mouse, "set_cursor", lambda *arguments: seen.append(arguments))
    draw(window, SEVEN.strokes)
    layout = window.layout
    over = {
        "paper": middle(layout.paper),
        "nothing": (layout.caption.right - 1, layout.caption.y),
        "button": middle(button(window, "Save")),
        "idle button": middle(button(window, "Redo")),
        "card": middle(layout.cards),
    }
    elsewhere = {"paper": over["nothing"]}
    for name, place in over.items():
        # The cursor is set only where it changes.
        post(window, move(*elsewhere.get(name, middle(layout.paper)), held=0))
        post(window, move(*place, held=0))
        over[name] = seen[-1]
    hand, arrow = (pygame.SYSTEM_CURSOR_HAND,), (pygame.SYSTEM_CURSOR_ARROW,)
    assert (over["button"], over["card"]) == (hand, hand)
    assert (over["nothing"], over["idle button"]) == (arrow, arrow)
    spot, image = over["paper"]
    assert image.get_width() // 2 == spot[0]


def test_the_ring_grows_with_the_pen_while_the_mouse_rests(window, monkeypatch):
    seen = []
    monkeypatch.setattr(pygame.mouse, "set_cursor", lambda *arguments: seen.append(arguments))
    post(window, move(*middle(window.layout.paper), held=0))
    key(window, pygame.K_PLUS)
    (_, before), (_, after) = seen
    assert after.get_width() > before.get_width()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_ring_lies_around_the_ink_and_shows_on_paper_and_ink(theme):
    colours = {"light": LIGHT, "dark": DARK}[theme]
    for width in (3.0, 15.0, 50.0):
        image = ring(width, 1.0, theme)
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
    "help": View(side="help"),
    "open": View(side="open"),
    "inside": view_of(shown(), side="inside"),
    "one": view_of(shown()),
    "unsure": view_of(shown("7", "unsure", confidence=0.55)),
    "mixed": view_of(
        *[shown("7", state, (n,)) for n, state in enumerate(["sure", "unsure", "unsure", "refused"] * 3)]
    ),
    "message": view_of(shown(), message="Saved /home/someone/drawings/2026-10-31_235959.png and .jsonl"),
    "offer": View(message="Your last drawing: 58204. Enter brings it back.", offer=True),
}


@pytest.mark.parametrize("size", [(640, 320), (700, 1100), (800, 600), (960, 480), (1280, 640), (2560, 1280)])
@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.usefixtures("window")
def test_all_words_fit_uncut_and_large_enough(size, name):
    painter = Painter("light")
    for panel in compose(arrange(*size), VIEWS[name]).values():
        for shape in panel.shapes:
            if isinstance(shape, Text):
                runs, least, wide = painter.fit(shape.runs, shape.size, shape.rect.w, shape.bold)
                assert runs == shape.runs
                assert wide <= shape.rect.w
                assert least >= 11
            elif isinstance(shape, Words):
                lines = painter.break_lines(shape.words, shape.colour, 11, shape.rect.w)
                assert len(lines) * line_height(11) <= shape.rect.h, lines


def test_a_path_too_long_for_its_line_is_broken_and_not_cut(window):
    resize(window, 640, 320)
    painter = Painter("light")
    path = "/home/someone/" + "a-folder-of-some-length/" * 5
    lines = painter.break_lines(path, "text", 12, 200)
    assert "".join(lines) == path
    assert len(lines) > 2


@pytest.mark.usefixtures("window")
def test_what_a_small_window_has_no_room_for_is_left_out():
    surface = pygame.display.get_surface()
    surface.fill("white")
    for width, height in ((20, -2), (-1, 20), (0, 0)):
        rect = Rect(5, 5, width, height)
        shapes = (Fill(rect, "text", 4), Tile(rect, bytes(784)), Dot(rect, "text", 6))
        Painter("light").paint(surface, Panel(Rect(0, 0, 40, 40), shapes))
    assert (pygame.surfarray.array3d(surface)[:40, :40] == 255).all()


@pytest.mark.usefixtures("window")
def test_figures_are_all_of_one_width():
    painter = Painter("light")
    for bold in (False, True):
        widths = {painter.fit(((figure * 20, "text"),), 40, 9999, bold)[2] for figure in "0123456789"}
        assert max(widths) - min(widths) <= 2
