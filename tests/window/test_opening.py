"""Files that come into the window: dropped on a full paper, with odd names, or chosen from the list."""

import ctypes
import os
from pathlib import Path

import pygame
import pytest

from deeplearning.ink.drawings import Drawing, dump
from deeplearning.ink.stroke import Stroke
from deeplearning.window.loop import run
from deeplearning.window.panels import compose
from deeplearning.window.shapes import Text
from deeplearning.window.side_panels import file_rows
from tests.support.hand import BY_STYLE, SEVEN, down, draw, key, middle, post, text, up


@pytest.fixture
def seven(tmp_path):
    path = tmp_path / "seven.jsonl"
    path.write_text(dump([Drawing(SEVEN.strokes, None, {"read": "7"})]))
    return path


def drop(window, path):
    post(window, (pygame.DROPFILE, {"file": str(path)}))


FULL = [Stroke.of([(30, y), (610, y)]) for y in range(30, 620, 90)]


def test_a_drop_on_a_full_paper_lands_on_nothing_and_offers_a_new_page(window, seven):
    draw(window, FULL)
    before = window.ink.strokes
    drop(window, seven)
    assert window.ink.strokes == before
    assert window.notices.is_offer
    assert "new page" in window.message
    key(window, pygame.K_RETURN)
    assert text(window) == "7"
    key(window, pygame.K_z)
    key(window, pygame.K_z)
    assert window.ink.strokes == before


def test_an_offer_is_taken_by_touch_and_left_by_escape(window, seven):
    draw(window, FULL)
    drop(window, seven)
    key(window, pygame.K_ESCAPE)
    assert (window.message, len(window.ink.strokes)) == ("", len(FULL))
    drop(window, seven)
    x, y = window.layout.message.x + 20, window.layout.message.y + 5
    post(window, down(x, y), up(x, y))
    assert text(window) == "7"


def test_a_message_about_a_name_that_is_not_utf_8_can_be_shown(window, tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.png"))
    try:
        path.write_bytes(b"no picture")
    except OSError:
        pytest.skip("this system has no such names")
    post(window, (pygame.DROPFILE, {"file": str(path)}))
    assert window.message
    window.message.encode("utf-8")


class DropEvent(ctypes.Structure):
    """SDL_DropEvent of SDL 2."""

    _fields_ = (
        ("type", ctypes.c_uint32),
        ("timestamp", ctypes.c_uint32),
        ("file", ctypes.c_void_p),
        ("window", ctypes.c_uint32),
        ("padding", ctypes.c_uint8 * 32),
    )


@pytest.fixture
def sdl():
    """The library of SDL that pygame has loaded."""
    maps = Path("/proc/self/maps")
    loaded = (
        [line.split()[-1] for line in maps.read_text().splitlines() if "libSDL2-2" in line]
        if maps.exists()
        else []
    )
    if not loaded:
        pytest.skip("SDL's library is found on Linux only")
    library = ctypes.CDLL(loaded[0])
    library.SDL_malloc.restype = ctypes.c_void_p
    library.SDL_malloc.argtypes = [ctypes.c_size_t]
    return library


def push_drop(sdl, name):
    """Drop a file of that name, in bytes, as the system does."""
    memory = sdl.SDL_malloc(len(name) + 1)
    ctypes.memmove(memory, name + b"\0", len(name) + 1)
    event = DropEvent(type=0x1000, file=memory, window=1)
    assert sdl.SDL_PushEvent(ctypes.byref(event)) == 1


def test_a_dropped_name_that_is_not_utf_8_is_a_message_and_the_window_lives(window, sdl):
    draw(window, SEVEN.strokes)
    seen = []

    def drop_and_leave(application):
        seen.append(application.message)
        if len(seen) == 2:
            push_drop(sdl, b"/tmp/\xff\xfe.png")
        elif len(seen) == 3:
            pygame.event.post(pygame.event.Event(pygame.QUIT))

    run(window, None, drop_and_leave)
    assert seen[-1]
    assert len(window.ink.strokes) == len(SEVEN.strokes)


def test_the_list_of_drawings_opens_one_by_a_press(window, seven):
    window.kept_folder = seven.parent
    draw(window, BY_STYLE["looped foot"].strokes)
    key(window, pygame.K_o)
    assert window.view().files[0].startswith("7 ")
    place = middle(file_rows(window.layout, 1)[0])
    post(window, down(*place), up(*place))
    assert window.side == ""
    assert text(window) == "7"
    key(window, pygame.K_z)
    key(window, pygame.K_z)
    assert text(window) == "2"


def test_an_empty_drawing_leaves_the_paper_as_it_is(window, tmp_path):
    path = tmp_path / "empty.jsonl"
    path.write_text(dump([Drawing(())]))
    window.kept_folder = tmp_path
    draw(window, SEVEN.strokes)
    key(window, pygame.K_o)
    place = middle(file_rows(window.layout, 1)[0])
    post(window, down(*place), up(*place))
    assert (text(window), window.message) == ("7", "empty.jsonl holds an empty drawing.")
    drop(window, path)
    assert (text(window), window.message) == ("7", "empty.jsonl holds an empty drawing.")


def test_several_files_without_room_come_to_one_new_page(window, seven, tmp_path):
    two = tmp_path / "two.jsonl"
    two.write_text(dump([BY_STYLE["looped foot"]]))
    draw(window, FULL)
    drop(window, seven)
    drop(window, two)
    assert window.message == "There is no room for 2 files. Enter opens them on a new page."
    key(window, pygame.K_RETURN)
    assert sorted(text(window).replace(" ", "")) == ["2", "7"]


def small(stroke):
    """The stroke a quarter as large, in the paper's lower right corner."""
    return stroke.moved(0.2, (500, 500))


def test_files_that_wait_for_a_page_are_not_forgotten_for_one_that_finds_room(window, tmp_path):
    little, large = tmp_path / "little.jsonl", tmp_path / "large.jsonl"
    little.write_text(dump([Drawing(tuple(map(small, SEVEN.strokes)))]))
    large.write_text(dump([Drawing(tuple(FULL))]))
    draw(window, FULL[:5])
    drop(window, tmp_path / "missing.png")
    drop(window, large)
    assert "missing.png" in window.message, "an offer covers what was wrong with another file"
    drop(window, little)
    assert len(window.ink.strokes) == 5 + len(SEVEN.strokes)
    window.notices.close()
    assert window.message == "There is no room for it beside what is here. Enter opens it on a new page."
    key(window, pygame.K_RETURN)
    assert len(window.ink.strokes) == len(FULL)


def test_what_has_no_room_on_the_new_page_either_is_offered_again(window, tmp_path):
    large, little = tmp_path / "large.jsonl", tmp_path / "little.jsonl"
    large.write_text(dump([Drawing(tuple(FULL))]))
    little.write_text(dump([Drawing(tuple(map(small, SEVEN.strokes)))]))
    draw(window, FULL)
    for path in (large, little, large):
        drop(window, path)
    assert "3 files" in window.message
    key(window, pygame.K_RETURN)
    assert len(window.ink.strokes) == len(FULL)
    assert "2 files" in window.message


def test_the_list_says_how_many_of_the_drawings_it_shows(window, seven, tmp_path):
    window.kept_folder = tmp_path
    for number in range(20):
        (tmp_path / f"{number}.jsonl").write_bytes(seven.read_bytes())
    key(window, pygame.K_o)
    rows = len(file_rows(window.layout, 21))
    words = [
        shape.runs[0][0]
        for shape in compose(window.layout, window.view())["side"].shapes
        if isinstance(shape, Text)
    ]
    assert f"The newest {rows} are here. Drop another one on the window, or a picture." in words


def test_a_drawing_that_stood_beside_the_paper_comes_onto_it(window, tmp_path):
    path = tmp_path / "outside.jsonl"
    path.write_text(dump([Drawing(tuple(stroke.moved(1, (-400, -10)) for stroke in SEVEN.strokes))]))
    window.kept_folder = tmp_path
    key(window, pygame.K_o)
    place = middle(file_rows(window.layout, 1)[0])
    post(window, down(*place), up(*place))
    assert text(window) == "7"
    assert min(stroke.points.min() for stroke in window.ink.strokes) >= 0


def test_a_listed_file_that_is_gone_or_damaged_is_a_message(window, seven):
    window.kept_folder = seven.parent
    key(window, pygame.K_o)
    seven.unlink()
    place = middle(file_rows(window.layout, 1)[0])
    post(window, down(*place), up(*place))
    assert "seven.jsonl" in window.message
    seven.write_text("{")
    key(window, pygame.K_o)
    assert window.view().files[0].startswith("not read")
    post(window, down(*place), up(*place))
    assert "seven.jsonl" in window.message
