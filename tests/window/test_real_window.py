"""The program as a person starts it: a process of its own, on a screen."""

import os
import shutil
import subprocess
import sys
import time

import numpy as np
import pytest
from PIL import Image, ImageDraw

from deeplearning.ink.drawings import load
from deeplearning.ink.placement import place
from tests.support.hand import SEVEN
from tests.support.paths import ROOT

CLEAN = {
    name: value for name, value in os.environ.items() if not name.startswith(("SDL_", "DISPLAY", "WAYLAND"))
}


def until(condition, seconds=60):
    """Ask until there is an answer; the deadline is for a program that hangs, not for a slow machine."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := condition():
            return answer
    raise TimeoutError


@pytest.fixture
def screen():
    """The environment of a program on a screen of its own."""
    missing = [tool for tool in ("Xvfb", "xdotool") if not shutil.which(tool)]
    if missing:
        pytest.skip(f"{' and '.join(missing)} must be installed")
    readable, writable = os.pipe()
    # Without -noreset the server starts anew whenever its last client leaves, which may be xdotool.
    command = [
        "Xvfb",
        "-noreset",
        "-displayfd",
        str(writable),
        "-screen",
        "0",
        "1400x800x24",
        "-nolisten",
        "tcp",
    ]
    server = subprocess.Popen(command, pass_fds=[writable], stderr=subprocess.DEVNULL)
    os.close(writable)
    with os.fdopen(readable) as pipe:
        number = pipe.readline().strip()
    yield {**CLEAN, "DISPLAY": f":{number}"}
    server.terminate()
    server.wait()


def xdotool(screen, *words):
    done = subprocess.run(["xdotool", *map(str, words)], env=screen, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def program(screen, tmp_path):
    """The running program's process and its window's number."""
    process = subprocess.Popen(
        [sys.executable, ROOT / "app.py"], cwd=tmp_path, env=screen, stderr=subprocess.PIPE
    )

    def found():
        if process.poll() is not None:
            raise AssertionError(process.stderr.read().decode())
        # SDL has a nameless window of that class, too, for a moment.
        numbers = xdotool(screen, "search", "--class", "DigitRecognizer").split()
        return [number for number in numbers if xdotool(screen, "getwindowname", number)]

    yield process, until(found)[0]
    process.kill()
    process.wait()
    process.stderr.close()


def _clipboard(screen):
    done = subprocess.run(
        ["xclip", "-o", "-selection", "clipboard"], env=screen, capture_output=True, text=True, timeout=60
    )
    return done.stdout


@pytest.mark.slow
def test_a_digit_drawn_with_the_mouse_is_read_in_the_title(screen, program, pendigits, tmp_path):
    process, number = program

    def title():
        return xdotool(screen, "getwindowname", number)

    assert until(title) == "RealTime DigitRecognizer"
    drawing = place(next(drawing for drawing in load(pendigits) if drawing.label == "8"), 0.6, (0.5, 0.5))
    for stroke in drawing.strokes:
        for index, (x, y) in enumerate(stroke.points.round().astype(int).tolist()):
            xdotool(screen, "mousemove", "--window", number, x, y, *([] if index else ["mousedown", 1]))
        xdotool(screen, "mouseup", 1)
    assert until(lambda: title().startswith("8 ")), title()
    assert title() == "8 - RealTime DigitRecognizer"
    xdotool(screen, "windowfocus", number, "key", "ctrl+c")
    if shutil.which("xclip"):
        assert until(lambda: _clipboard(screen)) == "8"
    xdotool(screen, "windowfocus", number, "key", "s")
    until(lambda: len(list(tmp_path.glob("drawings/*.jsonl"))) == 1)
    xdotool(screen, "key", "q")
    assert process.wait(60) == 0


@pytest.mark.slow
@pytest.mark.parametrize("side", [640, 1600])
def test_a_copied_picture_is_pasted_and_read_in_the_title(screen, program, tmp_path, side):
    """The large one takes more than a megabyte, and so goes from xclip to others in pieces."""
    if not shutil.which("xclip"):
        pytest.skip("xclip must be installed")
    process, number = program
    paper = 255 - np.random.default_rng(0).integers(0, 3, (side, side)).astype(np.uint8)
    sheet, scale = Image.fromarray(paper).convert("RGB" if side > 640 else "L"), side / 640
    for stroke in SEVEN.strokes:
        path = [(x, y) for x, y in (stroke.points * scale).tolist()]
        ImageDraw.Draw(sheet).line(path, 0, round(15 * scale))
    picture = tmp_path / "seven.png"
    sheet.save(picture)
    assert (picture.stat().st_size > 1_000_000) == (side > 640)
    # What puts it there stays to hand it over, until something else is copied or the screen is gone.
    subprocess.run(
        ["xclip", "-selection", "clipboard", "-t", "image/png", picture],
        env=screen,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    until(lambda: xdotool(screen, "getwindowname", number) == "RealTime DigitRecognizer")
    xdotool(screen, "windowfocus", number, "key", "ctrl+v")
    assert until(lambda: xdotool(screen, "getwindowname", number).startswith("7 "))
    xdotool(screen, "key", "q")
    assert process.wait(60) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_no_display_is_one_sentence_and_status_2(tmp_path):
    done = subprocess.run(
        [sys.executable, ROOT / "app.py"], cwd=tmp_path, env=CLEAN, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "No window can be opened here" in done.stderr


def test_a_missing_system_library_names_the_package(tmp_path):
    (tmp_path / "cv2.py").write_text("raise ImportError('libGL.so.1: cannot open shared object file')")
    environment = {**CLEAN, "SDL_VIDEODRIVER": "dummy", "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, ROOT / "app.py"], env=environment, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "apt-get install libgl1" in done.stderr


@pytest.mark.parametrize("package", ["pygame", "numpy"])
def test_a_missing_package_is_one_sentence_and_no_traceback(tmp_path, package):
    (tmp_path / f"{package}.py").write_text(f"raise ModuleNotFoundError('No module named {package}')")
    environment = {**CLEAN, "SDL_VIDEODRIVER": "dummy", "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, ROOT / "app.py"], env=environment, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert package in done.stderr
    assert "requirements.txt" in done.stderr


def test_a_half_removed_opencv_is_told_before_the_first_stroke(tmp_path):
    (tmp_path / "cv2").mkdir()
    (tmp_path / "cv2" / "__init__.py").write_text("")
    environment = {**CLEAN, "SDL_VIDEODRIVER": "dummy", "PYTHONPATH": str(tmp_path)}
    done = subprocess.run([sys.executable, ROOT / "app.py"], env=environment, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "cv2" in done.stderr


def test_help_needs_no_display():
    done = subprocess.run(
        [sys.executable, ROOT / "app.py", "--help"], env=CLEAN, capture_output=True, text=True
    )
    assert done.returncode == 0
    assert "--model" in done.stdout
    assert "--open" in done.stdout


def test_neither_tensorflow_nor_keras_is_loaded_and_the_first_frame_needs_no_opencv(tmp_path):
    environment = {**CLEAN, "SDL_VIDEODRIVER": "dummy"}
    support = ROOT / "tests" / "support"
    arguments = [sys.executable, support / "first_frame.py", support / "drawings.jsonl"]
    done = subprocess.run(arguments, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.stdout.split("\n")[-2] == "0 [] []", done.stderr
