"""main() from the first frame to the last, and what ends it before the first."""

import importlib.machinery
import importlib.util
import json

import pygame
import pytest

from deeplearning._errors import import_advice
from deeplearning.ink.history import Ink
from deeplearning.window.application import Application
from deeplearning.window.display import open_window
from deeplearning.window.main import MAX_RECORDED_POINTS, main
from tests.support.hand import DRAWINGS, SEVEN, events, text
from tests.support.paths import ROOT
from tests.support.play import play


def test_main_from_the_first_frame_to_quit(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    save = (pygame.KEYDOWN, {"key": pygame.K_s, "mod": 0, "unicode": "s"})
    shown = play([], events(SEVEN.strokes), [save])
    assert shown.titles == ["RealTime DigitRecognizer"] + 2 * ["7 - RealTime DigitRecognizer"]
    assert (shown.screens[0] != shown.screens[1]).any()
    assert len(list((tmp_path / "drawings").iterdir())) == 2
    assert not pygame.display.get_init()


def test_the_hook_is_called_after_every_frame_the_first_without_a_reading():
    readings = []

    def note(application):
        readings.append(application.reading)
        if len(readings) == 2:
            pygame.event.post(pygame.event.Event(pygame.QUIT))

    assert main(["--open", str(ROOT / "tests" / "support" / "drawings.jsonl")], note) == 0
    assert readings[0] is None
    assert readings[1].text == DRAWINGS[0].label
    assert len(readings) == 2


def test_many_sizes_in_a_row_count_as_the_last():
    sizes = [
        (pygame.VIDEORESIZE, {"size": size, "w": size[0], "h": size[1]}) for size in ((900, 500), (700, 400))
    ]
    assert play([], sizes).screens[1].shape == (700, 400, 3)


def test_opening_a_drawing_reads_it():
    shown = play(["--open", ROOT / "tests" / "support" / "drawings.jsonl"])
    assert shown.titles[0] == f"{DRAWINGS[0].label} - RealTime DigitRecognizer"


def test_opening_a_drawing_without_strokes_begins_with_an_empty_paper(tmp_path):
    (tmp_path / "empty.jsonl").write_text('{"strokes": []}')
    shown = play(["--open", tmp_path / "empty.jsonl"])
    assert shown.titles[0] == "RealTime DigitRecognizer"


def test_opening_a_drawing_of_another_paper_makes_it_fit(tmp_path):
    (tmp_path / "far.jsonl").write_text('{"strokes": [[[-4000, 90], [-3000, 95], [-3600, 1800]]]}')
    shown = play(["--open", tmp_path / "far.jsonl"])
    assert shown.titles[0].startswith("7")
    assert (shown.screens[0][:640] == 0).any()


@pytest.fixture
def broken(tmp_path):
    """Files that are no model and no drawing."""
    model = ROOT / "model" / "mnist.tflite"
    (tmp_path / "truncated.tflite").write_bytes(model.read_bytes()[:50_000])
    (tmp_path / "foreign.tflite").write_bytes(b"not a network" * 100)
    (tmp_path / "bad.jsonl").write_text('{"strokes": [[[1, "x"]]]}\n')
    (tmp_path / "empty.jsonl").write_text("")
    return tmp_path


@pytest.mark.parametrize("name", ["missing.tflite", "truncated.tflite", "foreign.tflite", "."])
def test_a_bad_network_ends_it_with_one_sentence(broken, capsys, name):
    assert main(["--model", str(broken / name)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.rstrip().endswith(".")
    assert (broken / name).name in err


@pytest.mark.parametrize("name", ["missing.jsonl", "bad.jsonl", "empty.jsonl", "truncated.tflite", "."])
def test_a_bad_drawing_opens_an_empty_window_with_the_sentence_in_it(broken, capsys, name):
    shown = play(["--open", broken / name])
    assert shown.titles == ["RealTime DigitRecognizer"]
    assert (broken / name).name in shown.messages[0]
    assert shown.messages[0].endswith(".")
    assert capsys.readouterr().err == shown.messages[0] + "\n", "it is gone with the window's message"


def test_a_bad_drawing_cannot_be_recorded_and_is_one_sentence(broken, capsys):
    assert main(["--open", str(broken / "bad.jsonl"), "--record", str(broken / "x.png")]) == 2
    assert "bad.jsonl" in capsys.readouterr().err


def test_a_drawing_too_long_to_be_recorded_is_one_sentence(tmp_path, capsys):
    path = tmp_path / "long.jsonl"
    points = [[n % 640, n % 639] for n in range(MAX_RECORDED_POINTS + 1)]
    path.write_text(json.dumps({"strokes": [points]}))
    assert main(["--open", str(path), "--record", str(tmp_path / "x.png")]) == 2
    assert "long.jsonl is too long to be recorded: at most 50,000 points." in capsys.readouterr().err


def test_a_file_may_be_named_without_an_option():
    shown = play([ROOT / "tests" / "support" / "drawings.jsonl"])
    assert shown.titles[0] == f"{DRAWINGS[0].label} - RealTime DigitRecognizer"


@pytest.mark.parametrize("package", ["cv2", "ai_edge_litert"])
@pytest.mark.parametrize("is_half_there", [False, True])
def test_a_missing_or_half_removed_package_is_told_before_a_window_opens(
    monkeypatch, capsys, package, is_half_there
):
    find_spec = importlib.util.find_spec
    left = importlib.machinery.ModuleSpec(package, None) if is_half_there else None
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: left if name == package else find_spec(name)
    )
    monkeypatch.setattr(pygame.display, "set_mode", lambda *_: pytest.fail("a window was opened"))
    assert main([]) == 2
    err = capsys.readouterr().err
    assert package in err
    assert "requirements.txt" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("library", "package"),
    [("libGL.so.1", "libgl1"), ("libglib-2.0.so.0", "libglib2.0-0"), ("libgthread-2.0.so.0", "libglib2.0-0")],
)
def test_a_missing_system_library_names_its_package(library, package):
    error = ImportError(f"{library}: cannot open shared object file: No such file or directory")
    assert f"apt-get install {package}`" in import_advice(error)


def test_a_missing_package_names_the_requirements():
    assert "requirements.txt" in import_advice(ModuleNotFoundError("No module named 'cv2'"))


def test_the_ink_can_be_given(network):
    open_window()
    app = Application(Ink(SEVEN.strokes))
    app.show()
    assert app.reading is None  # the network is not there yet, the drawing is
    app.recognizer = network
    app.show()
    assert text(app) == "7"
    pygame.quit()


def test_a_writers_memory_is_a_file_of_their_own(monkeypatch, tmp_path):
    monkeypatch.setenv("DIGITS_STATE", str(tmp_path))
    paths = []

    def stop(app):
        paths.append(app.teaching.path)
        app.running = False

    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    assert main(["--writer", "Ada"], stop) == 0
    assert main([], stop) == 0
    assert {path.name for path in paths} == {"memory-ada.jsonl", "memory.jsonl"}
    assert {path.parent for path in paths} == {tmp_path / "memory"}


def test_a_writers_name_that_is_no_text_is_one_sentence_and_status_2(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--writer", "\udcff"])
    assert stopped.value.code == 2
    assert "not UTF-8" in capsys.readouterr().err


def test_too_long_a_name_of_a_writer_is_one_sentence_and_status_2(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--writer", "x" * 300])
    assert stopped.value.code == 2
    assert "too long" in capsys.readouterr().err


def test_a_recording_into_a_folder_that_is_not_there_is_refused_before_anything_is_drawn(tmp_path, capsys):
    path = tmp_path / "none" / "x.gif"
    assert main(["--open", str(ROOT / "img" / "demo.jsonl"), "--record", str(path)]) == 2
    assert f"there is no folder {path.parent}" in capsys.readouterr().err
