"""The window by its keys: undo, pens, help, saving, themes, and the cards that they turn."""

import io

import numpy as np
import pygame
import pytest

from deeplearning.ink.drawings import load
from deeplearning.ink.stroke import PAPER, PEN_WIDTH
from deeplearning.window.replica import replica_box
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
    pixels,
    post,
    text,
    up,
)


def test_undo_and_redo(window):
    draw(window, SEVEN.strokes)
    whole = pixels()
    key(window, pygame.K_z)
    assert len(window.ink.strokes) == 1
    key(window, pygame.K_z, mod=pygame.KMOD_LCTRL)
    assert text(window) == ""
    key(window, pygame.K_y)
    key(window, pygame.K_y, mod=pygame.KMOD_LCTRL)
    assert text(window) == "7"
    assert (pixels() == whole).all()


def test_clearing_can_be_undone(window):
    draw(window, SEVEN.strokes)
    key(window, pygame.K_r)
    assert text(window) == ""
    key(window, pygame.K_z)
    assert text(window) == "7"


@pytest.mark.parametrize(
    ("code", "unicode", "wider"),
    [
        (pygame.K_PLUS, "+", True),
        (pygame.K_EQUALS, "=", True),
        (pygame.K_KP_PLUS, "+", True),
        (pygame.K_1, "+", True),
        (pygame.K_MINUS, "-", False),
        (pygame.K_KP_MINUS, "-", False),
        (pygame.K_6, "-", False),
    ],
)
def test_plus_and_minus_change_the_pen(window, code, unicode, wider):
    key(window, code, unicode=unicode)
    post(window, down(100, 100), up(100, 100))
    width = window.ink.strokes[0].width
    assert width > PEN_WIDTH if wider else width < PEN_WIDTH


def test_the_pen_has_a_smallest_and_a_largest_width(window):
    for code in (pygame.K_MINUS, pygame.K_PLUS):
        for _ in range(40):
            key(window, code)
        post(window, down(100, 100), up(100, 100))
    thin, thick = (stroke.width for stroke in window.ink.strokes)
    assert 1 < thin < PEN_WIDTH < thick < 100


def test_help_shows_and_closes_before_escape_quits(window):
    before = pixels()
    for open_key, close_key in ((pygame.K_h, pygame.K_h), (pygame.K_F1, pygame.K_ESCAPE)):
        key(window, open_key)
        assert (pixels()[640:] != before[640:]).any()
        key(window, close_key)
        assert window.running
        assert (pixels() == before).all()
    key(window, pygame.K_ESCAPE)
    assert not window.running


@pytest.mark.parametrize(
    "event",
    [(pygame.QUIT, {}), (pygame.KEYDOWN, {"key": pygame.K_q, "mod": 0, "unicode": "q"})],
    ids=["close", "Q"],
)
def test_quitting(window, event):
    post(window, down(100, 100), event)
    assert not window.running
    assert not window.ink.drawing


def test_the_theme_changes_and_changes_back(window):
    draw(window, SEVEN.strokes)
    before = pixels()
    key(window, pygame.K_t)
    assert tuple(pixels()[5, 5]) == DARK["paper"]
    assert has(window.layout.paper, DARK["ink"])
    key(window, pygame.K_t)
    assert (pixels() == before).all()


def test_saving_writes_the_drawing_and_says_where(window):
    draw(window, SEVEN.strokes)
    key(window, pygame.K_t)
    key(window, pygame.K_s)
    record, png = sorted(window.folder.iterdir())
    assert str(png) in window.message
    (saved,) = load(record)
    for stroke, drawn in zip(saved.strokes, window.ink.strokes, strict=True):
        assert np.allclose(stroke.points, drawn.points)
    picture = pygame.surfarray.array3d(pygame.image.load(io.BytesIO(png.read_bytes()), "x.png"))
    assert picture.shape == (PAPER, PAPER, 3)
    assert (picture.min(), picture.max()) == (0, 255)
    assert (picture[5, 5] == 255).all()
    key(window, pygame.K_s)
    assert len(list(window.folder.iterdir())) == 4


def test_a_folder_that_cannot_be_written_keeps_the_ink_and_says_so(window):
    window.folder.write_text("a file stands in the way")
    draw(window, SEVEN.strokes)
    key(window, pygame.K_s)
    assert "Not saved" in window.message
    assert "cannot be written" in window.message
    assert text(window) == "7"
    assert len(window.ink.strokes) == 2


def test_an_empty_paper_is_not_saved(window):
    key(window, pygame.K_s)
    assert "empty" in window.message
    assert not window.folder.exists()


def test_a_message_goes_with_the_next_stroke_and_leaves_no_trace(window):
    draw(window, SEVEN.strokes)
    before = pixels()
    key(window, pygame.K_s)
    assert (pixels() != before).any()
    key(window, pygame.K_ESCAPE)
    assert window.running
    assert (pixels() == before).all()


def test_cards_show_the_digits_written_last_and_lead_to_the_others(window):
    draw(window, EIGHT.strokes)
    newest = window.view().page
    assert len(newest) == len(window.layout.cards) == 4
    post(window, down(*middle(window.layout.previous)), up(*middle(window.layout.previous)))
    assert not set(window.view().page) & set(newest)
    post(window, down(*middle(window.layout.next)), up(*middle(window.layout.next)))
    assert window.view().page == newest
    key(window, pygame.K_PAGEUP)
    assert not set(window.view().page) & set(newest)
    key(window, pygame.K_PAGEUP)
    assert window.view().first == 0
    key(window, pygame.K_PAGEDOWN)
    key(window, pygame.K_PAGEDOWN)
    assert window.view().page == newest


def test_clicking_a_card_shows_that_digit_in_full_and_its_strokes(window):
    draw(window, EIGHT.strokes)
    view = window.view()
    box = replica_box(window.layout, view.digits[view.page[0]])
    assert has(box, LIGHT["ink"])
    post(window, down(*middle(window.layout.cards[0])), up(*middle(window.layout.cards[0])))
    assert window.view().picked
    assert window.view().chosen == view.page[0]
    assert not has(box, LIGHT["ink"])
    post(window, down(*middle(window.layout.cards[0])), up(*middle(window.layout.cards[0])))
    assert not window.view().picked
    assert has(box, LIGHT["ink"])


def test_clicking_a_box_in_the_copy_chooses_its_digit(window):
    draw(window, EIGHT.strokes)
    index = next(i for i in range(8) if i not in window.view().page)
    place = middle(replica_box(window.layout, window.view().digits[index]))
    post(window, down(*place), up(*place))
    assert window.view().chosen == index
    assert index in window.view().page


def test_arrow_keys_go_through_all_digits(window):
    draw(window, EIGHT.strokes)
    seen = set()
    for _ in range(8):
        key(window, pygame.K_RIGHT)
        seen.add(window.view().chosen)
        assert window.view().chosen in window.view().page
    assert seen == set(range(8))
    key(window, pygame.K_ESCAPE)
    assert not window.view().picked
    assert window.running


def test_the_first_press_of_an_arrow_leaves_the_digit_that_is_shown(window):
    draw(window, EIGHT.strokes)
    shown = window.view().chosen
    for code, way in ((pygame.K_LEFT, -1), (pygame.K_RIGHT, 1)):
        key(window, code)
        assert window.view().picked
        assert window.view().chosen == (shown + way) % 8
        key(window, pygame.K_ESCAPE)
        assert window.view().chosen == shown


def test_drawing_on_shows_the_digit_being_drawn(window):
    draw(window, EIGHT.strokes)
    key(window, pygame.K_LEFT)
    key(window, pygame.K_PAGEUP)
    post(window, down(600, 560))
    view = window.view()
    assert not view.picked
    assert window.layout.cards
    assert view.first == len(view.digits) - len(window.layout.cards)


def test_arrow_keys_and_clicks_on_an_empty_paper_do_nothing(window):
    for code in (pygame.K_LEFT, pygame.K_RIGHT, pygame.K_PAGEUP, pygame.K_PAGEDOWN):
        key(window, code)
    for x in range(650, 1280, 40):
        for y in range(10, 640, 40):
            post(window, down(x, y), up(x, y))
    assert window.ink.strokes == ()
    assert window.running
