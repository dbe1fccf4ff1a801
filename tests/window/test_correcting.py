"""Putting it right: digits are chosen, named, joined, taken apart and removed, by real events, and undone."""

import pygame
import pytest

from deeplearning.ink.drawings import dump, load
from deeplearning.ink.naming import names_in
from deeplearning.window import clipboard, copied
from deeplearning.window.boxes import box_of
from deeplearning.window.cards import bar_places, slots
from deeplearning.window.headline import digit_places
from deeplearning.window.opening import open_file
from deeplearning.window.painter import Painter
from deeplearning.window.shortcuts import CHOICE_BUTTONS
from deeplearning.window.toolbar import choice_places
from tests.support.hand import EIGHT, SEVEN, down, draw, finger, key, middle, post, resize, text, up

FIVE = pygame.K_5


@pytest.fixture
def eight(window):
    """The window with eight digits, drawn at once."""
    window.ink.paste(EIGHT.strokes)
    window.show()
    return window


@pytest.fixture
def held():
    """Hold keys such as Shift down while the mouse clicks."""
    yield pygame.key.set_mods
    if pygame.display.get_init():
        pygame.key.set_mods(0)


def click(window, rect):
    post(window, down(*middle(rect)), up(*middle(rect)))


def labels(window):
    return [digit.label for digit in window.view().digits]


def name(window, code):
    key(window, code, unicode=chr(code))


def choice_button(window, wanted):
    at = [button.name for button in CHOICE_BUTTONS].index(wanted)
    return choice_places(window.layout)[at]


def test_a_chosen_digit_is_named_and_that_is_undone_and_redone(eight):
    before = labels(eight)
    key(eight, pygame.K_LEFT)
    name(eight, FIVE)
    assert labels(eight) == [*before[:-1], "5"]
    assert eight.view().digits[-1].state == "named"
    assert eight.view().picked == 7
    assert [one.label for one in eight.recognizer.memory.corrections] == ["5"]
    key(eight, pygame.K_z)
    assert labels(eight) == before
    assert len(eight.recognizer.memory) == 0
    key(eight, pygame.K_y)
    assert labels(eight) == [*before[:-1], "5"]
    assert [one.label for one in eight.recognizer.memory.corrections] == ["5"]


def test_strokes_are_said_to_be_no_digit(eight):
    key(eight, pygame.K_LEFT)
    key(eight, pygame.K_SLASH, mod=pygame.KMOD_SHIFT, unicode="?")
    assert labels(eight)[-1] == "?"
    assert eight.view().digits[-1].state == "named"


def test_what_was_named_stays_whatever_is_written_then(window):
    draw(window, SEVEN.strokes)
    name(window, FIVE)
    assert text(window) == "5"
    draw(window, [stroke.moved(1, (-150, 0)) for stroke in SEVEN.strokes])
    assert "5" in labels(window)
    assert [digit.state for digit in window.view().digits].count("named") == 1


def test_digits_chosen_together_become_one_and_are_taken_apart(eight):
    before = labels(eight)
    key(eight, pygame.K_LEFT)
    key(eight, pygame.K_LEFT, mod=pygame.KMOD_SHIFT)
    assert sorted(eight.view().chosen) == [6, 7]
    name(eight, FIVE)
    assert (len(labels(eight)), labels(eight).count("5")) == (7, 1)
    key(eight, pygame.K_a)
    assert labels(eight) == before
    assert len(eight.recognizer.memory) == 0
    key(eight, pygame.K_z)
    assert len(labels(eight)) == 7
    key(eight, pygame.K_z)
    assert labels(eight) == before


def test_taking_several_apart_is_one_step(eight):
    before = labels(eight)
    for _ in range(2):
        key(eight, pygame.K_LEFT)
        name(eight, FIVE)
        eight.selection.pick(None)
    named = eight.ink.named
    key(eight, pygame.K_LEFT)
    for _ in range(7):
        key(eight, pygame.K_LEFT, mod=pygame.KMOD_SHIFT)
    key(eight, pygame.K_a)
    assert not [group for group in eight.ink.named if not group.is_apart]
    key(eight, pygame.K_z)
    assert eight.ink.named == named
    key(eight, pygame.K_y)
    assert not [group for group in eight.ink.named if not group.is_apart]
    assert len(labels(eight)) >= len(before)


def shared(window, strokes):
    """Whether one digit has all of the strokes."""
    return any(set(strokes) <= set(digit.strokes) for digit in window.view().digits)


def test_strokes_that_the_network_joined_are_taken_apart_undone_and_done_again(window):
    draw(window, SEVEN.strokes)
    assert (text(window), shared(window, (0, 1))) == ("7", True)
    key(window, pygame.K_a)
    assert not shared(window, (0, 1))
    assert window.view().chosen == ()
    assert len(window.recognizer.memory) == 0
    key(window, pygame.K_z)
    assert text(window) == "7"
    key(window, pygame.K_y)
    assert not shared(window, (0, 1))
    # What stands there alone now is named alone.
    key(window, pygame.K_LEFT)
    name(window, FIVE)
    assert [digit.strokes for digit in window.view().digits if digit.state == "named"] in ([(0,)], [(1,)])
    assert not shared(window, (0, 1))


def test_what_was_taken_apart_stays_so_in_a_saved_drawing(window, tmp_path):
    draw(window, SEVEN.strokes)
    key(window, pygame.K_a)
    key(window, pygame.K_s)
    (record,) = (tmp_path / "drawings").glob("*.jsonl")
    key(window, pygame.K_r)
    open_file(window, record)
    window.show()
    assert len(window.ink.strokes) == 2
    assert not shared(window, (0, 1))


def test_a_digit_of_one_stroke_cannot_be_taken_apart(window):
    draw(window, SEVEN.strokes[:1])
    key(window, pygame.K_LEFT)
    assert "take apart" in window.view().disabled
    key(window, pygame.K_a)
    assert "several strokes" in window.message
    assert not window.ink.named


def test_the_button_apart_can_be_pressed_where_there_are_several_strokes(window):
    draw(window, SEVEN.strokes)
    key(window, pygame.K_LEFT)
    assert "take apart" not in window.view().disabled


def test_a_digit_is_removed_from_the_middle(eight):
    before, strokes = labels(eight), eight.ink.strokes
    for _ in range(3):
        key(eight, pygame.K_RIGHT)
    key(eight, pygame.K_DELETE)
    assert labels(eight) == before[:2] + before[3:]
    key(eight, pygame.K_z)
    assert eight.ink.strokes == strokes
    assert labels(eight) == before


def test_backspace_removes_the_chosen_digit_or_the_last_one(eight):
    last = max(eight.view().digits, key=lambda digit: max(digit.strokes))
    others = [digit.label for digit in eight.view().digits if digit is not last]
    key(eight, pygame.K_BACKSPACE)
    assert labels(eight) == others
    key(eight, pygame.K_RIGHT)
    key(eight, pygame.K_BACKSPACE)
    assert labels(eight) == others[1:]


@pytest.mark.parametrize("code", [FIVE, pygame.K_SLASH, pygame.K_DELETE, pygame.K_a])
def test_with_nothing_chosen_the_window_says_what_to_do(eight, code):
    before = labels(eight)
    name(eight, code)
    assert eight.message
    assert labels(eight) == before
    assert eight.ink.named == ()


def test_a_digit_is_chosen_in_the_headline_and_on_the_paper(eight, held):
    for rect, index in list(digit_places(eight.layout, eight.view())):
        click(eight, rect)
        assert eight.view().chosen == (index,)
    held(pygame.KMOD_LCTRL)
    strokes = eight.ink.strokes
    for index in range(8):
        click(eight, box_of(eight.layout, eight.view().digits[index]))
        assert eight.view().chosen == (index,)
    held(pygame.KMOD_LCTRL | pygame.KMOD_LSHIFT)
    click(eight, box_of(eight.layout, eight.view().digits[2]))
    assert eight.view().chosen == (7, 2)
    held(pygame.KMOD_LCTRL)
    post(eight, down(635, 635), up(635, 635))
    assert eight.view().chosen == ()
    assert eight.ink.strokes == strokes


@pytest.mark.parametrize("size", [(640, 320), (1280, 640)])
def test_the_headline_is_pressed_where_its_figures_are_seen(eight, size):
    resize(eight, *size)
    painter = Painter("light")
    lines = {}
    for rect, _ in digit_places(eight.layout, eight.view()):
        lines.setdefault(rect.y, []).append(rect)
    for rects in lines.values():
        runs, sized = (("8 8 8", "text"),), round(rects[0].w / 0.682)
        _, _, wide = painter.fit(runs, sized, 10_000, bold=True)
        assert len(rects) in (2, 3)
        assert abs(3 * rects[0].w + 2 * round(0.232 * sized) - wide) <= 5


def test_a_click_on_a_bar_names(eight):
    key(eight, pygame.K_LEFT)
    view = eight.view()
    full = slots(eight.layout, len(view.digits), True)[0].rect
    click(eight, bar_places(eight.layout, full)[3])
    assert labels(eight)[-1] == "3"
    assert eight.view().digits[-1].state == "named"


@pytest.mark.parametrize("size", [(640, 320), (1280, 640), (700, 1100)])
def test_a_finger_can_do_all_of_it(eight, size):
    resize(eight, *size)

    def touch(rect):
        x, y = middle(rect)
        for kind in (pygame.FINGERDOWN, pygame.FINGERUP):
            post(eight, finger(kind, x * 1280 / size[0], y * 640 / size[1]))

    def touch_digit(index):
        touch({at: rect for rect, at in digit_places(eight.layout, eight.view())}[index])

    touch_digit(0)
    touch(choice_button(eight, "9"))
    assert labels(eight)[0] == "9"
    touch(choice_button(eight, "None"))
    assert labels(eight)[0] == "?"
    touch(choice_button(eight, "Add"))
    touch_digit(1)
    assert len(eight.view().chosen) == 2
    touch(choice_button(eight, "4"))
    assert len(labels(eight)) == 7
    touch(choice_button(eight, "Apart"))
    assert len(labels(eight)) == 8
    touch_digit(5)
    touch(choice_button(eight, "Delete"))
    assert len(labels(eight)) == 7


@pytest.mark.parametrize("size", [(640, 320), (800, 600), (1280, 640), (700, 1100), (3840, 2160)])
def test_the_buttons_of_a_chosen_digit_lie_apart_in_the_strip(window, size):
    resize(window, *size)
    places, strip = choice_places(window.layout), window.layout.message
    for number, place in enumerate(places):
        assert strip.x <= place.x
        assert strip.y <= place.y
        assert place.right <= strip.right
        assert place.bottom <= strip.bottom
        assert min(place.w, place.h) >= 20
        assert not any(place.meets(other) for other in places[number + 1 :])


def test_names_are_saved_and_opened_with_the_drawing(eight):
    key(eight, pygame.K_LEFT)
    name(eight, FIVE)
    key(eight, pygame.K_s)
    record = next(eight.folder.glob("*.jsonl"))
    assert [group.label for group in names_in(load(record)[0])] == ["5"]
    key(eight, pygame.K_s)
    assert "saved already" in eight.message
    key(eight, pygame.K_z)
    assert labels(eight)[-1] != "5"
    open_file(eight, record)
    eight.show()
    assert labels(eight)[-1] == "5"
    key(eight, pygame.K_z)
    key(eight, pygame.K_z)
    assert labels(eight)[-1] != "5"


def test_drawing_on_lets_go_of_what_is_chosen_and_escape_too(eight):
    key(eight, pygame.K_LEFT)
    key(eight, pygame.K_ESCAPE)
    assert eight.view().chosen == ()
    key(eight, pygame.K_LEFT)
    post(eight, down(600, 600), up(600, 600))
    assert eight.view().chosen == ()


def test_the_reading_is_copied_with_its_lines(eight):
    key(eight, pygame.K_c, mod=pygame.KMOD_LCTRL)
    assert clipboard.get_text() == eight.view().text
    assert "\n" in eight.view().text
    assert eight.message.startswith("Copied")


@pytest.mark.parametrize("form", ["{path}", "copy\nfile://{path}\n"])
def test_a_file_whose_path_was_copied_is_pasted(window, tmp_path, monkeypatch, form):
    monkeypatch.setattr(copied, "usual_program", lambda: None)
    path = tmp_path / "seven.jsonl"
    path.write_text(dump([SEVEN]))
    assert clipboard.put_text(form.format(path=path))
    key(window, pygame.K_v, mod=pygame.KMOD_LCTRL)
    assert text(window) == "7"
    key(window, pygame.K_z)
    assert window.ink.strokes == ()
