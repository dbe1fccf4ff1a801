"""What was named is remembered: in the reading, in the writer's file, and beside other windows."""

import numpy as np
import pygame
import pytest

from deeplearning.ink.placement import place
from deeplearning.ink.stroke import Stroke
from deeplearning.recognition.memory import Memory
from deeplearning.recognition.memory_file import MemoryFile
from deeplearning.window.application import Application
from deeplearning.window.correcting import offer_to_forget_all
from deeplearning.window.display import open_window
from deeplearning.window.enrolment import box_labels
from deeplearning.window.memory_panel import cells, enrol_place, forget_place, summary
from deeplearning.window.panels import compose
from deeplearning.window.shapes import Words
from tests.support.hand import BY_STYLE, down, draw, key, middle, post, resize, text, up

PLAIN = BY_STYLE["plain"]
"""A seven without a bar, which another person would call a one."""


@pytest.fixture
def writing(network, tmp_path):
    """Return a function that opens a window of a writer whose memory lies in a folder of the test's own."""
    open_window()

    def begin(writer=""):
        network.memory = Memory()
        window = Application(folder=tmp_path / "drawings")
        fault = window.teaching.open(tmp_path / "memory", writer)
        window.notices.say(fault)
        window.recognizer = network
        window.show()
        return window

    yield begin
    network.memory = Memory()
    pygame.quit()


def name(window, digit):
    key(window, pygame.K_0 + digit, unicode=str(digit))


def name_seven(window, digit):
    """Draw the seven on an empty paper, and name it."""
    key(window, pygame.K_r)
    draw(window, PLAIN.strokes)
    name(window, digit)


def again(window):
    """Draw the seven, a little shifted, on an empty paper."""
    key(window, pygame.K_r)
    draw(window, [stroke.moved(1, (3, 5)) for stroke in PLAIN.strokes])
    return text(window)


def stored(window):
    file = MemoryFile(window.teaching.path.parent)
    file.path = window.teaching.path
    return [correction.label for correction in file.load()[0]]


def test_a_correction_changes_the_next_reading_and_the_file_and_undoing_takes_both_back(writing):
    window = writing()
    name_seven(window, 1)
    assert stored(window) == ["1"]
    assert again(window) == "1"
    assert [digit.state for digit in window.view().digits] != ["named"]
    while window.ink.named == ():
        key(window, pygame.K_z)
    key(window, pygame.K_z)
    assert text(window) == "7"
    assert stored(window) == []
    key(window, pygame.K_y)
    assert text(window) == "1"
    assert stored(window) == ["1"]


def test_another_name_for_the_same_strokes_takes_the_place_of_the_first(writing):
    window = writing()
    name_seven(window, 1)
    name(window, 2)
    assert stored(window) == ["2"]
    key(window, pygame.K_z)
    assert stored(window) == ["1"]
    assert text(window) == "1"


def test_clearing_the_paper_forgets_nothing(writing):
    window = writing()
    name_seven(window, 1)
    key(window, pygame.K_r)
    assert stored(window) == ["1"]
    key(window, pygame.K_z)
    assert stored(window) == ["1"]


def test_what_was_learnt_is_known_to_the_next_window_of_the_same_writer_alone(writing):
    name_seven(writing("Ada"), 1)
    assert again(writing("ada ")) == "1"
    assert again(writing("Blaise")) == "7"
    assert again(writing()) == "7"


def test_two_windows_share_the_file_and_lose_nothing(writing, network):
    one = writing()
    name_seven(one, 1)
    other = writing()
    name_seven(other, 2)
    network.memory = Memory()
    one.recognizer = network  # its own memory, which the other's window has emptied
    key(one, pygame.K_z)
    assert stored(one) == ["2"]
    key(one, pygame.K_y)
    assert sorted(stored(other)) == ["1", "2"]


def test_a_damaged_line_costs_only_itself_and_is_told_in_one_sentence(writing):
    window = writing()
    name_seven(window, 1)
    path = window.teaching.path
    path.write_bytes(b"{damaged\n" + path.read_bytes())
    after = writing()
    assert str(path) in after.message
    assert "line 1" in after.message
    assert again(after) == "1"


def test_a_file_that_cannot_be_written_is_told_and_the_correction_counts_all_the_same(writing, tmp_path):
    window = writing()
    (tmp_path / "memory").write_text("a file stands in the way")
    name_seven(window, 1)
    assert "cannot be written" in window.message
    assert again(window) == "1"


@pytest.mark.parametrize("size", [(640, 320), (1280, 640)])
def test_the_panel_shows_what_is_known_and_forgets_one_or_all(writing, size):
    window = writing()
    resize(window, *size)
    for digit in (4, 2, 3):
        key(window, pygame.K_r)
        scale = window.layout.scale
        draw(window, [stroke.moved(scale * (1 - digit / 20), (0, 0)) for stroke in PLAIN.strokes])
        name(window, digit)
    key(window, pygame.K_m)
    assert [label for label, _ in window.view().memory] == ["3", "2", "4"]
    assert all(len(image) == 784 and any(image) for _, image in window.view().memory)

    def press(rect):
        post(window, down(*middle(rect)), up(*middle(rect)))

    press(cells(window.layout, 3)[1])
    assert "this 2" in window.message
    assert len(stored(window)) == 3, "nothing is forgotten before the offer is accepted"
    key(window, pygame.K_RETURN)
    assert stored(window) == ["4", "3"]
    press(forget_place(window.layout))
    key(window, pygame.K_RETURN)
    assert stored(window) == []
    assert len(window.recognizer.memory) == 0
    assert window.view().memory == ()


def test_the_panel_says_how_much_is_known():
    assert summary(["7"] * 7 + ["1"] * 5) == "12 corrections, 7 of them sevens"
    assert summary(["?"]) == "1 correction"
    assert summary(["1", "2"]) == "2 corrections"


@pytest.mark.parametrize("size", [(640, 320), (700, 1100), (1280, 640)])
def test_digits_written_in_the_boxes_are_learnt_as_one_step(writing, size):
    window = writing()
    resize(window, *size)
    name_seven(window, 1)
    key(window, pygame.K_m)
    post(window, down(*middle(enrol_place(window.layout))))
    assert window.ink.strokes == ()
    assert window.view().enrolling
    for box, label in box_labels():
        strokes = place(
            BY_STYLE["plain"], 0.15, ((box.left + box.right) / 1280, (box.top + box.bottom) / 1280)
        )
        if label in "14":
            layout = window.layout
            draw(window, [stroke.moved(layout.scale, layout.paper[:2]) for stroke in strokes.strokes])
    assert stored(window) == ["1"], "nothing is learnt before the end"
    key(window, pygame.K_RETURN)
    assert not window.view().enrolling
    assert stored(window) == ["1", "1", "4", "1", "4"]
    assert sorted(digit.label for digit in window.view().digits) == ["1", "1", "4", "4"]
    key(window, pygame.K_z)
    assert stored(window) == ["1"]


def leave_boxes(window, way):
    """Take the boxes away in one of the three ways."""
    if way == "escape":
        key(window, pygame.K_ESCAPE)
    elif way == "cross":
        post(window, down(*middle(window.layout.close_button)))
    else:
        key(window, pygame.K_e)


def test_escape_and_the_cross_leave_the_boxes_and_teach_nothing(writing):
    window = writing()
    for way in ("escape", "cross", "again"):
        key(window, pygame.K_e)
        draw(window, PLAIN.strokes)
        assert window.view().enrolling
        leave_boxes(window, way)
        assert not window.view().enrolling
        assert len(window.ink.strokes) == len(PLAIN.strokes)
        assert window.running
        assert not window.teaching.known


@pytest.mark.parametrize("way", ["escape", "cross", "again"])
def test_what_stood_on_the_paper_comes_back_where_nothing_was_written_in_the_boxes(writing, way):
    window = writing()
    draw(window, PLAIN.strokes)
    before = window.ink.strokes
    key(window, pygame.K_e)
    assert window.ink.strokes == ()
    leave_boxes(window, way)
    assert not window.view().enrolling
    assert window.ink.strokes == before
    key(window, pygame.K_z)
    assert len(window.ink.strokes) == len(before) - 1, "the way into the boxes and out left a step"


def fill_a_box(window):
    """Write a digit in the first box."""
    draw(window, place(BY_STYLE["plain"], 0.15, (0.1, 0.125)).strokes)


def write_a_page_and_in_a_box(window):
    """Write a seven, have the boxes shown, and write in one; return the strokes of both papers."""
    draw(window, PLAIN.strokes)
    page = window.ink.strokes
    key(window, pygame.K_e)
    fill_a_box(window)
    return page, window.ink.strokes


@pytest.mark.parametrize("way", ["escape", "cross", "again"])
def test_what_stood_on_the_paper_comes_back_where_what_was_written_is_wiped_off(writing, way):
    window = writing()
    before, in_the_box = write_a_page_and_in_a_box(window)
    key(window, pygame.K_r)
    window.notices.dismiss()
    leave_boxes(window, way)
    assert window.ink.strokes == before
    assert not window.view().enrolling
    key(window, pygame.K_z)
    key(window, pygame.K_z)
    assert window.ink.strokes == in_the_box, "what was written in the box is lost"


@pytest.mark.parametrize("way", ["escape", "cross", "again"])
def test_where_something_stays_in_the_boxes_it_is_said_how_the_page_comes_back(writing, way):
    window = writing()
    before, in_the_box = write_a_page_and_in_a_box(window)
    leave_boxes(window, way)
    assert window.ink.strokes == in_the_box
    assert window.message.startswith("Nothing was taught. Z, again and again")
    for _ in range(len(in_the_box) + 1):
        key(window, pygame.K_z)
    assert window.ink.strokes == before


def test_looking_into_the_boxes_makes_nothing_surer(writing):
    window = writing()
    name_seven(window, 4)
    draw(window, [Stroke.of([(560, 200), (560, 275), (560, 350)])])
    before = [digit.probabilities for digit in window.view().digits]
    assert max(before[-1]) < 0.98, "it cannot become surer"
    key(window, pygame.K_e)
    key(window, pygame.K_ESCAPE)
    again_read = [digit.probabilities for digit in window.view().digits]
    assert np.allclose(again_read, before, atol=1e-6)


def test_what_was_forgotten_does_not_come_back_by_undoing(writing):
    window = writing()
    name_seven(window, 1)
    offer_to_forget_all(window)
    key(window, pygame.K_RETURN)
    assert stored(window) == []
    name(window, 5)
    assert stored(window) == ["5"]
    for code in (pygame.K_z, pygame.K_z, pygame.K_y):
        key(window, code)
        assert stored(window) == []
    key(window, pygame.K_y)
    assert stored(window) == ["5"]


def test_undoing_takes_the_boxes_away_before_it_brings_back_what_stood_there(writing):
    window = writing()
    before, _ = write_a_page_and_in_a_box(window)
    while window.ink.strokes:
        key(window, pygame.K_z)
    assert window.view().enrolling
    key(window, pygame.K_z)
    assert (window.ink.strokes, window.view().enrolling) == (before, False)
    key(window, pygame.K_RETURN)
    assert stored(window) == [], "what stood on the paper was taught as if it were in boxes"
    key(window, pygame.K_y)
    assert (window.ink.strokes, window.view().enrolling) == ((), True), "what was undone is not done again"
    key(window, pygame.K_ESCAPE)
    assert (window.ink.strokes, window.view().enrolling) == (before, False)


def test_an_older_page_does_not_come_back_by_leaving_the_boxes(writing):
    window = writing()
    draw(window, BY_STYLE["looped foot"].strokes)
    key(window, pygame.K_r)
    draw(window, PLAIN.strokes)
    before = window.ink.strokes
    key(window, pygame.K_e)
    key(window, pygame.K_z)
    key(window, pygame.K_ESCAPE)
    assert window.ink.strokes == before


@pytest.mark.parametrize("code", [pygame.K_z, pygame.K_y])
def test_boxes_on_an_empty_paper_go_with_what_was_done_before_them(writing, code):
    window = writing()
    draw(window, PLAIN.strokes)
    if code == pygame.K_z:
        key(window, pygame.K_r)
    else:
        for _ in PLAIN.strokes:
            key(window, pygame.K_z)
    key(window, pygame.K_e)
    key(window, code)
    assert not window.view().enrolling
    key(window, pygame.K_RETURN)
    assert stored(window) == []


def test_what_was_undone_in_a_box_is_done_again_there(writing):
    window = writing()
    key(window, pygame.K_e)
    fill_a_box(window)
    before = window.ink.strokes
    for code in (pygame.K_z, pygame.K_y):
        for _ in before:
            key(window, code)
    assert (window.ink.strokes, window.view().enrolling) == (before, True)


def test_escape_closes_a_panel_before_the_boxes(writing):
    window = writing()
    key(window, pygame.K_e)
    draw(window, PLAIN.strokes)
    key(window, pygame.K_o)
    key(window, pygame.K_ESCAPE)
    assert (window.side, window.view().enrolling) == ("", True)
    key(window, pygame.K_ESCAPE)
    assert not window.view().enrolling


def test_empty_boxes_teach_nothing_and_say_so(writing):
    window = writing()
    key(window, pygame.K_e)
    key(window, pygame.K_RETURN)
    assert window.view().enrolling
    assert "boxes are empty" in window.message


@pytest.mark.parametrize(("digits", "words"), [(1, "1 digit of yours is"), (2, "2 digits of yours are")])
def test_how_many_digits_were_taught_is_told(writing, digits, words):
    window = writing()
    key(window, pygame.K_e)
    for box, _ in list(box_labels())[:digits]:
        centre = ((box.left + box.right) / 1280, (box.top + box.bottom) / 1280)
        draw(window, place(BY_STYLE["plain"], 0.15, centre).strokes)
    key(window, pygame.K_RETURN)
    assert window.message.startswith(words)


def test_the_memory_says_whose_it_is(writing):
    window = writing("Ada")
    key(window, pygame.K_m)
    assert any("Writer: Ada" in words for words in words_of(window))
    key(window, pygame.K_m)
    name_seven(window, 1)
    key(window, pygame.K_m)
    assert "1 correction, by Ada" in words_of(window)


def words_of(window):
    panel = compose(window.layout, window.view())["side"]
    return [shape.words for shape in panel.shapes if isinstance(shape, Words)]
