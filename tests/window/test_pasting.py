"""What was copied in other programs comes onto the paper, as the three systems' clipboards hand it over."""

import io
import sys
import threading

import pygame
import pytest
from PIL import Image, ImageGrab

from deeplearning.ink.drawings import dump
from deeplearning.window import clipboard
from deeplearning.window.ink_surface import to_png
from deeplearning.window.pasting import Pasting
from tests.support.hand import SEVEN, down, key, post, text, up


@pytest.fixture
def copy(monkeypatch):
    """Put something on a clipboard that answers as Pillow's does; an exception is raised there."""

    def put(content):
        def grab():
            if isinstance(content, Exception):
                raise content
            return content

        monkeypatch.setattr(ImageGrab, "grabclipboard", grab)

    clipboard.put_text("no path of a file")
    return put


def seven():
    return Image.open(io.BytesIO(to_png(SEVEN.strokes)))


def press_v(window):
    key(window, pygame.K_v, mod=pygame.KMOD_LCTRL)


def arrive(window):
    """Handle events until what was asked for is there; the deadline is for a window that hangs."""
    while window.pasting.is_waiting:
        event = pygame.event.wait(60_000)
        assert event.type != pygame.NOEVENT
        window.handle_event(event)
    window.show()


def paste(window):
    press_v(window)
    arrive(window)


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P"])
def test_a_copied_picture_is_read_and_undone(window, copy, mode):
    copy(seven().convert(mode))
    paste(window)
    assert text(window) == "7"
    key(window, pygame.K_z)
    assert window.ink.strokes == ()


def test_a_second_copy_stands_beside_the_first(window, copy):
    copy(seven())
    paste(window)
    paste(window)
    assert text(window).replace("\n", " ").split() in (["77"], ["7", "7"])


def test_on_a_full_paper_it_is_offered_a_new_page(window, copy):
    post(window, down(5, 5), up(5, 5))
    for y in range(30, 620, 90):
        post(window, down(30, y), (pygame.MOUSEMOTION, {"pos": (610, y), "buttons": (1, 0, 0)}), up(610, y))
    copy(seven())
    paste(window)
    assert "new page" in window.message
    key(window, pygame.K_RETURN)
    assert text(window) == "7"


def test_the_first_file_of_those_that_were_copied_is_opened(window, copy, tmp_path):
    path = tmp_path / "seven.jsonl"
    path.write_text(dump([SEVEN]))
    copy([str(tmp_path / "gone.png"), str(path)])
    paste(window)
    assert text(window) == "7"


@pytest.mark.parametrize("content", [None, [], ["/no/such/file.png"]])
@pytest.mark.parametrize("words", ["12 345", "/no/such/file", "x" * 5000, "file:///"])
def test_where_there_is_neither_picture_nor_path_the_window_says_so(window, copy, content, words):
    clipboard.put_text(words)
    copy(content)
    paste(window)
    assert window.message.startswith("The clipboard holds no picture and no path")
    assert window.ink.strokes == ()


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="these need no program")
@pytest.mark.parametrize(("wayland", "package"), [("", "xclip"), ("wayland-0", "wl-clipboard")])
def test_where_no_program_brings_pictures_the_window_names_one(window, monkeypatch, wayland, package):
    clipboard.put_text("no path of a file")
    monkeypatch.setenv("WAYLAND_DISPLAY", wayland)
    monkeypatch.setenv("PATH", "")
    paste(window)
    assert f"apt-get install {package}" in window.message


@pytest.mark.parametrize(
    "error",
    [
        ChildProcessError("xclip error: Error: Can't open display: (null)"),
        OSError("cannot identify image file"),
        Image.DecompressionBombError("too many pixels"),
        ValueError("Odd-length string"),
    ],
)
def test_a_clipboard_that_fails_is_one_sentence(window, copy, monkeypatch, error):
    monkeypatch.setattr(clipboard.shutil, "which", lambda program: program)
    copy(error)
    paste(window)
    assert window.message.startswith("The clipboard cannot be read")
    assert window.ink.strokes == ()


def test_a_picture_without_ink_is_one_sentence(window, copy):
    copy(Image.new("RGB", (300, 200), "white"))
    paste(window)
    assert window.message.startswith("The copied picture shows no ink")


@pytest.fixture
def hanging(copy, monkeypatch):
    """A program that copied a picture and does not hand it over before `set` is called; what asked it."""
    answers, asked = threading.Event(), []

    def hang():
        asked.append(True)
        answers.wait()
        return seven()

    copy(None)
    monkeypatch.setattr(ImageGrab, "grabclipboard", hang)
    yield answers, asked
    answers.set()


def test_while_another_program_hangs_the_window_goes_on_and_asks_no_second_time(window, hanging):
    answers, asked = hanging
    window.pasting = Pasting(patience=600)
    press_v(window)
    press_v(window)
    post(window, down(300, 300), up(300, 400))
    assert len(window.ink.strokes) == 1
    assert window.pasting.is_waiting
    answers.set()
    arrive(window)
    assert len(asked) == 1
    assert len(window.ink.strokes) > 1
    assert not window.pasting.is_waiting


def test_a_program_that_never_answers_is_given_up_and_what_comes_too_late_does_not_come(
    window, hanging, copy
):
    answers, _ = hanging
    window.pasting = Pasting(patience=0.01)
    press_v(window)
    arrive(window)
    assert window.message.startswith("The clipboard does not answer")
    late = [thread for thread in threading.enumerate() if thread.name == "clipboard"]
    assert late
    answers.set()
    for thread in late:
        thread.join(60)
    assert [event for event in pygame.event.get() if hasattr(event, "content")] == []
    copy(seven())
    window.pasting = Pasting()
    paste(window)
    assert "7" in text(window)
