"""main() from the first frame to the last, and what ends it before the first."""

import pygame
import pytest

import app as program
from deeplearning.ink.history import Ink
from tests.support.hand import DRAWINGS, SEVEN, events, pixels, text
from tests.support.paths import ROOT


def play(monkeypatch, *batches):
    """Let main() find one batch of events whenever it waits; return what the screen showed each time."""
    real, left, seen = pygame.event.wait, list(batches), []

    def wait(*args):
        seen.append((pygame.display.get_caption()[0], pixels()))
        for kind, settings in left.pop(0):
            pygame.event.post(pygame.event.Event(kind, settings))
        return real(*args)

    monkeypatch.setattr(pygame.event, "wait", wait)
    return seen


def test_main_from_the_first_frame_to_quit(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    save = (pygame.KEYDOWN, {"key": pygame.K_s, "mod": 0, "unicode": "s"})
    seen = play(monkeypatch, events(SEVEN.strokes), [save], [(pygame.QUIT, {})])
    assert program.main([]) == 0
    assert [title for title, _ in seen] == ["RealTime DigitRecognizer"] + 2 * ["7 - RealTime DigitRecognizer"]
    assert (seen[0][1] != seen[1][1]).any()
    assert len(list((tmp_path / "drawings").iterdir())) == 2
    assert not pygame.display.get_init()


def test_many_sizes_in_a_row_count_as_the_last(monkeypatch):
    sizes = [
        (pygame.VIDEORESIZE, {"size": size, "w": size[0], "h": size[1]}) for size in ((900, 500), (700, 400))
    ]
    seen = play(monkeypatch, sizes, [(pygame.QUIT, {})])
    assert program.main([]) == 0
    assert seen[1][1].shape == (700, 400, 3)


def test_opening_a_drawing_reads_it(monkeypatch):
    seen = play(monkeypatch, [(pygame.QUIT, {})])
    path = ROOT / "tests" / "support" / "drawings.jsonl"
    assert program.main(["--open", str(path)]) == 0
    assert seen[0][0] == f"{DRAWINGS[0].label} - RealTime DigitRecognizer"


def test_opening_a_drawing_without_strokes_begins_with_an_empty_paper(monkeypatch, tmp_path):
    (tmp_path / "empty.jsonl").write_text('{"strokes": []}')
    seen = play(monkeypatch, [(pygame.QUIT, {})])
    assert program.main(["--open", str(tmp_path / "empty.jsonl")]) == 0
    assert seen[0][0] == "RealTime DigitRecognizer"


def test_opening_a_drawing_of_another_paper_makes_it_fit(monkeypatch, tmp_path):
    (tmp_path / "far.jsonl").write_text('{"strokes": [[[-4000, 90], [-3000, 95], [-3600, 1800]]]}')
    seen = play(monkeypatch, [(pygame.QUIT, {})])
    assert program.main(["--open", str(tmp_path / "far.jsonl")]) == 0
    assert seen[0][0].startswith("7")
    assert (seen[0][1][:640] == 0).any()


@pytest.fixture
def broken(tmp_path):
    """Files that are no model and no drawing."""
    model = program.Path(program.__file__).parent / "model" / "mnist.tflite"
    (tmp_path / "truncated.tflite").write_bytes(model.read_bytes()[:50_000])
    (tmp_path / "foreign.tflite").write_bytes(b"not a network" * 100)
    (tmp_path / "bad.jsonl").write_text('{"strokes": [[[1, "x"]]]}\n')
    (tmp_path / "empty.jsonl").write_text("")
    return tmp_path


@pytest.mark.parametrize(
    ("option", "name"),
    [
        ("--model", "missing.tflite"),
        ("--model", "truncated.tflite"),
        ("--model", "foreign.tflite"),
        ("--model", "."),
        ("--open", "missing.jsonl"),
        ("--open", "bad.jsonl"),
        ("--open", "empty.jsonl"),
        ("--open", "truncated.tflite"),
        ("--open", "."),
    ],
)
def test_bad_files_end_it_with_one_sentence(broken, capsys, option, name):
    assert program.main([option, str(broken / name)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.rstrip().endswith(".")
    assert (broken / name).name in err


@pytest.mark.parametrize(
    ("library", "package"),
    [("libGL.so.1", "libgl1"), ("libglib-2.0.so.0", "libglib2.0-0"), ("libgthread-2.0.so.0", "libglib2.0-0")],
)
def test_a_missing_system_library_names_its_package(library, package):
    error = ImportError(f"{library}: cannot open shared object file: No such file or directory")
    assert f"apt-get install {package}`" in program.startup.missing(error)


def test_a_missing_package_names_the_requirements():
    assert "requirements.txt" in program.startup.missing(ModuleNotFoundError("No module named 'cv2'"))


def test_the_ink_can_be_given(network):
    program._open_window()
    app = program.App(Ink(SEVEN.strokes))
    app.show()
    assert app.reading is None  # the network is not there yet, the drawing is
    app.recognizer = network
    app.show()
    assert text(app) == "7"
    pygame.quit()
