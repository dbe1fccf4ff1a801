"""The window by its keys: undo, pens, help, saving, themes, and the cards that they turn."""

import io

import numpy as np
import pygame
import pytest

from deeplearning.benchmark.worst_drawings import many_digits
from deeplearning.ink.drawings import load
from deeplearning.ink.stroke import PAPER, PEN_WIDTH
from deeplearning.window.boxes import box_of
from deeplearning.window.cards import slots
from deeplearning.window.display import open_window
from deeplearning.window.notices import MESSAGE_SECONDS
from deeplearning.window.pace import STILL
from deeplearning.window.panels import pager
from tests.support.hand import (
    DARK,
    EIGHT,
    SEVEN,
    down,
    draw,
    events,
    has,
    key,
    middle,
    pixels,
    post,
    resize,
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


def test_help_shows_and_closes_by_its_key_or_escape(window):
    before = pixels()
    for open_key, close_key in ((pygame.K_h, pygame.K_h), (pygame.K_F1, pygame.K_ESCAPE)):
        key(window, open_key)
        assert (pixels()[640:] != before[640:]).any()
        key(window, close_key)
        assert window.running
        assert (pixels() == before).all()


def test_escape_quits_only_while_the_window_says_so(timed, clock):
    key(timed, pygame.K_ESCAPE)
    assert timed.running
    assert "again" in timed.message
    clock.now += MESSAGE_SECONDS
    key(timed, pygame.K_ESCAPE)
    assert timed.running
    clock.now += MESSAGE_SECONDS - 0.1
    key(timed, pygame.K_ESCAPE)
    assert not timed.running


def test_escape_closes_what_opened_since_it_was_pressed_first(window):
    key(window, pygame.K_ESCAPE)
    window.notices.offer("Take it?", bool)
    window.show()
    key(window, pygame.K_ESCAPE)
    assert window.running
    assert window.message == ""


def test_escape_lets_go_of_a_digit_before_it_quits(window):
    draw(window, SEVEN.strokes)
    key(window, pygame.K_ESCAPE)
    press(window, window.layout.cards)
    assert window.view().picked is not None
    key(window, pygame.K_ESCAPE)
    assert (window.view().picked, window.running) == (None, True)


def test_escape_closes_what_is_open_before_it_quits(window):
    draw(window, SEVEN.strokes)
    key(window, pygame.K_LEFT)
    key(window, pygame.K_h)
    key(window, pygame.K_ESCAPE)
    assert (window.side, window.view().picked) == ("", None)
    assert window.message == ""
    assert window.running


def test_a_message_fades_after_four_seconds_and_an_offer_stays(timed, clock):
    key(timed, pygame.K_s)
    assert "empty" in timed.message
    assert timed.seconds_until_change() == pytest.approx(4)
    clock.now += 3.9
    timed.show()
    assert "empty" in timed.message
    clock.now += 0.2
    timed.show()
    assert timed.message == ""
    assert timed.seconds_until_change() is None
    timed.notices.offer("Take it?", bool)
    clock.now += 1000
    assert timed.message == "Take it?"
    assert timed.seconds_until_change() is None


def test_while_a_digit_is_drawn_it_is_a_ghost_and_nobody_is_scolded(timed, clock):
    timed.pace = STILL._replace(rest=0.5)
    bar, stem = SEVEN.strokes
    path = list(events([bar]))
    for event in path[:-1]:
        post(timed, event)
        assert {digit.state for digit in timed.view().digits} == {"ghost"}
        assert "?" not in timed.view().text
    post(timed, path[-1])
    assert {digit.state for digit in timed.view().digits} == {"ghost"}, "the pen has not rested yet"
    assert timed.seconds_until_change() == pytest.approx(0.5)
    post(timed, *events([stem]))
    clock.now += 0.6
    timed.show()
    assert [digit.state for digit in timed.view().digits] == ["sure"]
    assert timed.seconds_until_change() is None


def test_letters_are_shortcuts_on_keyboards_without_latin_letters(window):
    draw(window, SEVEN.strokes)
    # Cyrillic, Greek, Hebrew, Arabic, Thai, Georgian.
    for letter in "яζזئผზ":
        event = {"key": ord(letter), "mod": 0, "unicode": letter, "scancode": pygame.KSCAN_Z}
        post(window, (pygame.KEYDOWN, event))
        assert len(window.ink.strokes) == 1, letter
        post(window, (pygame.KEYDOWN, {**event, "mod": pygame.KMOD_SHIFT}))
        assert len(window.ink.strokes) == 2, letter


def test_a_latin_letter_means_itself_wherever_its_key_is(window):
    draw(window, SEVEN.strokes)
    # On a French keyboard Z lies where an American one has W.
    post(window, (pygame.KEYDOWN, {"key": pygame.K_z, "mod": 0, "unicode": "z", "scancode": pygame.KSCAN_W}))
    assert len(window.ink.strokes) == 1
    post(window, (pygame.KEYDOWN, {"key": pygame.K_w, "mod": 0, "unicode": "w", "scancode": pygame.KSCAN_Z}))
    assert len(window.ink.strokes) == 1


def test_where_plus_is_typed_with_shift_the_key_at_its_place_does_it(window):
    pen = window.pen
    caret = {"key": pygame.K_CARET, "mod": 0, "unicode": "^", "scancode": pygame.KSCAN_EQUALS}
    post(window, (pygame.KEYDOWN, caret))
    assert window.pen > pen
    quote = {"key": pygame.K_QUOTE, "mod": 0, "unicode": "'", "scancode": pygame.KSCAN_MINUS}
    post(window, (pygame.KEYDOWN, quote))
    assert window.pen == pen


def test_an_input_method_does_not_swallow_letters(monkeypatch):
    stopped = []
    monkeypatch.setattr(pygame.key, "stop_text_input", lambda: stopped.append(True))
    open_window()
    pygame.quit()
    assert stopped


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
    assert png.is_absolute()


def test_saving_the_same_drawing_again_says_that_it_is_saved(window):
    draw(window, SEVEN.strokes)
    key(window, pygame.K_s)
    png = next(window.folder.glob("*.png"))
    key(window, pygame.K_s)
    assert window.message == f"This drawing is saved already: {png}"
    assert len(list(window.folder.iterdir())) == 2
    key(window, pygame.K_z)
    key(window, pygame.K_s)
    assert len(list(window.folder.iterdir())) == 4
    for suffix in ("*", "*.jsonl", "*.png"):
        for path in window.folder.glob(suffix):
            path.unlink()
        key(window, pygame.K_s)
        assert "Saved" in window.message, "what was removed by hand is saved again"
    assert len(list(window.folder.glob("*.jsonl"))) == 2


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


def press(window, rect):
    post(window, down(*middle(rect)), up(*middle(rect)))


def cards(window):
    view = window.view()
    return slots(window.layout, len(view.digits), view.picked is not None)


def test_clicking_a_card_shows_that_digit_in_full_and_marks_its_box(window):
    draw(window, EIGHT.strokes)
    index = window.view().page[2]
    box = box_of(window.layout, window.view().digits[index])
    before = pixels()[box.x : box.right, box.y : box.bottom]
    press(window, cards(window)[2].rect)
    assert window.view().picked == index
    assert window.view().page[0] == index
    assert cards(window)[0].kind == "full"
    assert (pixels()[box.x : box.right, box.y : box.bottom] != before).any()
    press(window, cards(window)[0].rect._replace(w=20))  # beside the bars, which name
    assert window.view().picked is None
    assert (pixels()[box.x : box.right, box.y : box.bottom] == before).all()


def test_clicking_another_card_picks_that_one(window):
    draw(window, EIGHT.strokes)
    press(window, cards(window)[2].rect)
    index = window.view().page[3]
    press(window, cards(window)[3].rect)
    assert window.view().picked == index


def test_arrow_keys_go_through_all_digits(window):
    draw(window, EIGHT.strokes)
    seen = []
    for _ in range(8):
        key(window, pygame.K_RIGHT)
        seen.append(window.view().picked)
        assert window.view().picked in window.view().page
    assert seen == list(range(8))
    key(window, pygame.K_ESCAPE)
    assert window.view().picked is None
    key(window, pygame.K_LEFT)
    assert window.view().picked == 7
    assert window.running


def many(window):
    """Draw so many digits that they do not all fit on cards."""
    resize(window, 640, 320)
    window.ink.paste(many_digits([SEVEN], 60))
    window.show()


def test_pages_of_cards_show_every_digit_once(window):
    many(window)
    pages = window.view().pages
    assert pages > 1
    seen = []
    for _ in range(pages):
        seen += window.view().page
        key(window, pygame.K_PAGEDOWN)
    assert sorted(seen) == list(range(len(window.view().digits)))
    assert window.view().page_number == pages - 1
    for _ in range(2 * pages):
        key(window, pygame.K_PAGEUP)
    assert window.view().page_number == 0
    before, _, following = pager(window.layout, pages)
    press(window, following)
    assert window.view().page_number == 1
    press(window, before)
    assert window.view().page_number == 0


def test_the_wheel_shows_the_other_lines_of_a_long_reading(window):
    many(window)
    bottom = window.view().top_line
    assert bottom > 0
    post(window, (pygame.MOUSEWHEEL, {"x": 0, "y": 2}))
    assert window.view().top_line < bottom
    post(window, (pygame.MOUSEWHEEL, {"x": 0, "y": 99}))
    assert window.view().top_line == 0
    post(window, (pygame.MOUSEWHEEL, {"x": 0, "y": -1}))
    assert window.view().top_line == 1


def test_the_wheel_forgets_its_lines_with_the_page(window):
    many(window)
    post(window, (pygame.MOUSEWHEEL, {"x": 0, "y": 99}))
    key(window, pygame.K_r)
    many(window)
    assert window.view().top_line > 0, "the lines written last are not seen"


def test_where_fewer_pages_are_left_they_turn_at_once(window):
    many(window)
    few = window.ink.strokes[: 3 * len(window.view().page)]  # two strokes each: a page and a half
    for _ in range(window.view().pages):
        key(window, pygame.K_PAGEDOWN)
    window.ink.remove(set(window.ink.strokes) - set(few))
    window.show()
    last = window.view().page_number
    assert last == window.view().pages - 1 > 0
    key(window, pygame.K_PAGEUP)
    assert window.view().page_number == last - 1


def test_drawing_on_picks_nothing_and_turns_to_the_first_page(window):
    many(window)
    key(window, pygame.K_LEFT)
    key(window, pygame.K_PAGEDOWN)
    post(window, down(300, 300))
    assert window.view().picked is None
    assert window.view().page_number == 0


def test_arrow_keys_and_clicks_on_an_empty_paper_draw_nothing_and_do_no_harm(window):
    for code in (pygame.K_LEFT, pygame.K_RIGHT, pygame.K_PAGEUP, pygame.K_PAGEDOWN):
        key(window, code)
    for x in range(650, 1280, 40):
        for y in range(10, 640, 40):
            post(window, down(x, y), up(x, y))
    assert window.ink.strokes == ()
    assert window.running
