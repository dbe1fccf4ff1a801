"""What was copied in other programs comes onto the paper, as the three systems' clipboards hand it over."""

import io
import os
import shutil
import sys
import threading

import pygame
import pytest
from PIL import Image, ImageGrab

from deeplearning.ink.drawings import dump
from deeplearning.window import clipboard, copied
from deeplearning.window.ink_surface import to_png
from deeplearning.window.pasting import Pasting
from tests.support.hand import EIGHT, SEVEN, down, key, post, text, up

FAKE = """#!/bin/sh
for last; do :; done
exec cat "{folder}/$(echo "$last" | tr / _)"
"""
"""Stands for xclip: what it is asked for last, the list of types or one of them, is a file's name."""

PROGRAMS_ONLY = pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="these need no program")


@pytest.fixture
def copy_types(monkeypatch, tmp_path):
    """Put something on a clipboard that a program brings, as several types."""
    folder = tmp_path / "clipboard"

    def put(types):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "TARGETS").write_text("".join(f"{kind}\n" for kind in ("TARGETS", *types)))
        for kind, content in types.items():
            (folder / kind.replace("/", "_")).write_bytes(content)
        program = folder / "xclip"
        program.write_text(FAKE.format(folder=folder))
        program.chmod(0o700)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return put


@pytest.fixture
def copy_to_system(monkeypatch):
    """Put something on a clipboard that answers as Pillow's does; an exception is raised there."""

    def put(content):
        def grab():
            if isinstance(content, Exception):
                raise content
            return content

        monkeypatch.setattr(ImageGrab, "grabclipboard", grab)

    monkeypatch.setattr(copied, "usual_program", lambda: None)
    clipboard.put_text("no path of a file")
    return put


@pytest.fixture(params=["system", pytest.param("program", marks=PROGRAMS_ONLY)])
def copy(request):
    """Copy a picture, or the paths of files, on one of the two kinds of system."""
    if request.param == "system":
        return request.getfixturevalue("copy_to_system")
    put = request.getfixturevalue("copy_types")

    def put_as_types(content):
        if isinstance(content, Image.Image):
            file = io.BytesIO()
            content.save(file, "PNG")
            put({"UTF8_STRING": b"its address", "image/png": file.getvalue()})
        elif content:
            put({"text/uri-list": "\r\n".join(map(str, content)).encode()})
        else:
            put({})

    return put_as_types


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


@pytest.mark.parametrize("content", [None, []])
def test_where_nothing_was_copied_the_window_says_so(window, copy, content):
    copy(content)
    paste(window)
    assert window.message.startswith("The clipboard holds no picture, no file")
    assert window.ink.strokes == ()


WORDS = [
    "12 345",
    "~100 km",
    "/ 2",
    "x" * 5000,
    "a page\nof text\n/and/no/such/path",
    "a\0b",
]


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words[:6])
def test_a_text_that_is_no_path_is_no_file(window, copy_to_system, words):
    clipboard.put_text(words)
    copy_to_system(None)
    paste(window)
    assert window.message.startswith("The clipboard holds no picture, no file")


@PROGRAMS_ONLY
@pytest.mark.parametrize("words", WORDS, ids=lambda words: words[:6])
def test_a_text_that_a_program_brings_is_no_file(window, copy_types, words):
    copy_types({"UTF8_STRING": words.encode()})
    paste(window)
    assert window.message.startswith("The clipboard holds no picture, no file")


PATHS = [
    "/no/such/file.png",
    "'/no/such/file.png'",
    '"/no/such/file.png"',
    "file:///no/such.png",
    "~/no/such.png",
    "/no_such.png",
    "file://[abc",
    "file: 10:30",
]


def test_a_copied_folder_is_told_from_a_file_that_is_not_there(window, copy_to_system, tmp_path):
    copy_to_system(None)
    clipboard.put_text(str(tmp_path))
    paste(window)
    assert window.message == f"{tmp_path} is a folder: open it, and copy a file of it."


@pytest.mark.parametrize("path", PATHS)
def test_the_path_of_no_file_is_named(window, copy_to_system, path):
    clipboard.put_text(f" {path}\n")
    copy_to_system(None)
    paste(window)
    assert window.message == f"{path} was copied, but there is no such file."


@PROGRAMS_ONLY
@pytest.mark.parametrize("path", PATHS)
def test_the_path_of_no_file_that_a_program_brings_is_named(window, copy_types, path):
    copy_types({"UTF8_STRING": f"{path}\n".encode()})
    paste(window)
    assert window.message == f"{path} was copied, but there is no such file."


@PROGRAMS_ONLY
@pytest.mark.parametrize("kind", ["text/uri-list", "UTF8_STRING", "text/plain;charset=utf-8", "STRING"])
@pytest.mark.parametrize("form", ["{path}", "'{path}'", '"{path}"', "{uri}", "# a remark\r\n{uri}\r\n"])
def test_a_file_is_found_in_whatever_form_its_path_was_copied(window, copy_types, tmp_path, kind, form):
    path = tmp_path / "a seven ü.jsonl"
    path.write_text(dump([SEVEN]))
    copy_types({kind: form.format(path=path, uri=path.as_uri()).encode()})
    paste(window)
    assert text(window) == "7"


@PROGRAMS_ONLY
def test_a_picture_counts_before_the_text_that_comes_with_it(window, copy_types, tmp_path):
    path = tmp_path / "eight.jsonl"
    path.write_text(dump([EIGHT]))
    copy_types({"UTF8_STRING": str(path).encode(), "image/png": to_png(SEVEN.strokes)})
    paste(window)
    assert text(window) == "7"


@PROGRAMS_ONLY
@pytest.mark.parametrize(("content", "said"), [(b"", "The clipboard cannot be read"), (b"no picture", "PNG")])
def test_a_picture_that_is_none_is_one_sentence(window, copy_types, content, said):
    copy_types({"image/png": content})
    paste(window)
    assert said in window.message
    assert window.ink.strokes == ()


@PROGRAMS_ONLY
def test_a_copied_picture_that_is_too_large_is_refused_before_it_is_decoded(window, copy_types, monkeypatch):
    monkeypatch.setattr(copied, "MAX_COPIED_BYTES", 1000)
    copy_types({"image/png": to_png(SEVEN.strokes)})
    paste(window)
    assert window.message.startswith("The copied picture is too large")
    assert window.ink.strokes == ()


@PROGRAMS_ONLY
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
        OSError("cannot identify image file"),
        Image.DecompressionBombError("too many pixels"),
        ValueError("Odd-length string"),
    ],
)
def test_a_clipboard_that_fails_is_one_sentence(window, copy_to_system, error):
    copy_to_system(error)
    paste(window)
    assert window.message.startswith("The clipboard cannot be read")
    assert window.ink.strokes == ()


def test_a_picture_without_ink_is_one_sentence(window, copy):
    copy(Image.new("RGB", (300, 200), "white"))
    paste(window)
    assert window.message.startswith("The copied picture shows no ink")


@pytest.fixture
def hanging(copy_to_system, monkeypatch):
    """A program that copied a picture and does not hand it over before `set` is called; what asked it."""
    answers, asked = threading.Event(), []

    def hang():
        asked.append(True)
        answers.wait()
        return seven()

    copy_to_system(None)
    monkeypatch.setattr(ImageGrab, "grabclipboard", hang)
    yield answers, asked
    answers.set()


def test_while_another_program_hangs_the_window_goes_on_and_asks_no_second_time(window, hanging):
    answers, asked = hanging
    window.pasting = Pasting(patience=600)
    press_v(window)
    press_v(window)
    assert window.message == "Fetching what was copied ..."
    post(window, down(300, 300), up(300, 400))
    assert len(window.ink.strokes) == 1
    assert window.pasting.is_waiting
    answers.set()
    arrive(window)
    assert len(asked) == 1
    assert len(window.ink.strokes) > 1
    assert not window.pasting.is_waiting


def test_a_program_that_never_answers_is_given_up_and_what_comes_too_late_does_not_come(
    window, hanging, copy_to_system
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
    copy_to_system(seven())
    window.pasting = Pasting()
    paste(window)
    assert "7" in text(window)


@PROGRAMS_ONLY
@pytest.mark.parametrize("end", ["patience", "closing"])
def test_a_program_that_hangs_is_ended(window, copy_types, tmp_path, end):
    copy_types({})
    program, note = tmp_path / "clipboard" / "xclip", tmp_path / "number"
    program.write_text(f"#!/bin/sh\necho $$ >{note}.part && mv {note}.part {note}\nexec sleep 600\n")
    window.pasting = Pasting(patience=5 if end == "patience" else 600)
    press_v(window)
    while not note.exists():
        pygame.time.wait(1)
    if end == "patience":
        arrive(window)
        assert window.message.startswith("The clipboard does not answer")
    else:
        window.close()
    for thread in threading.enumerate():
        if thread.name == "clipboard":
            thread.join(60)
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)
