"""Films: scripts whose cues are played by a mouse and keys of the film's own, and README's own film."""

import json
from pathlib import Path

import numpy as np
import pygame
import pytest
from PIL import Image

from deeplearning._errors import UserError
from deeplearning._state import memory_folder
from deeplearning.ink.drawings import Drawing, dump
from deeplearning.recognition.memory import Correction
from deeplearning.recognition.memory_file import MemoryFile
from deeplearning.window.application import Application
from deeplearning.window.display import open_window
from deeplearning.window.film import Film
from deeplearning.window.loop import run
from deeplearning.window.main import main
from deeplearning.window.recording import FRAMES_PER_SECOND
from deeplearning.window.script import load
from deeplearning.window.startup import Unusable
from tests.support.hand import BY_STYLE, post
from tests.support.paths import ROOT

IMG = ROOT / "img"
DEMO = IMG / "demo.film.jsonl"
MAX_GIF_BYTES = 2_000_000

PLAIN = BY_STYLE["plain"]
"""A seven without a bar, which another person would call a one."""


def drawing(x=0, y=0):
    """A cue that draws the seven at a third of its size."""
    strokes = tuple(stroke.moved(0.35, (x, y)) for stroke in PLAIN.strokes)
    return json.loads(dump([Drawing(strokes)]))


class Show:
    """A script that was played to its end: all events that the window got, and what it said before each."""

    def __init__(self, folder: Path, *cues, still=""):
        path = folder / "x.film.jsonl"
        path.write_text("".join(json.dumps(cue) + "\n" for cue in cues))
        self.film = Film(load(path), path.name, still)
        open_window()
        self.app = Application(clock=self.film.clock, folder=folder / "drawings")
        self.events, self.messages = [], []
        answer = self.app.handle_event

        def note(event):
            self.events.append(event)
            self.messages.append(self.app.message)
            answer(event)

        self.app.handle_event = note
        run(self.app, None, self.film)

    def of(self, kind):
        return [event for event in self.events if event.type == kind]

    @property
    def text(self):
        return " ".join(self.app.text.split())


@pytest.fixture
def show(tmp_path):
    yield lambda *cues, **options: Show(tmp_path, *cues, **options)
    pygame.quit()


def test_a_digit_is_put_right_by_real_events_and_the_next_one_is_read_by_memory(show):
    shown = show(
        {"say": "A seven to the network"},
        drawing(40, 200),
        {"reads": "7"},
        {"wait": 1},
        {"choose": "7"},
        {"key": "1"},
        {"reads": "1"},
        drawing(300, 200),
        {"wait": 1},
        {"reads": "1 1"},
    )
    assert shown.text == "1 1"
    assert [group.label for group in shown.app.ink.named] == ["1"]
    assert [event.unicode for event in shown.of(pygame.KEYDOWN)] == ["1"]
    # Two strokes and one click on the side of the answer, each begun and ended by a button.
    pressed, lifted = shown.of(pygame.MOUSEBUTTONDOWN), shown.of(pygame.MOUSEBUTTONUP)
    assert [event.pos[0] >= 640 for event in pressed] == [False, True, False]
    assert len(lifted) == 3
    # The mouse leaves at the end, and never jumps.
    places = [event.pos for event in shown.of(pygame.MOUSEMOTION)]
    assert np.hypot(*np.diff(places, axis=0).T).max() < 65
    assert places[-1][1] > 640


def test_a_photo_is_dropped_and_read_and_buttons_are_pressed_by_name(show, tmp_path):
    (tmp_path / "photo.jpg").write_bytes((IMG / "photo.jpg").read_bytes())
    shown = show({"drop": "photo.jpg"}, {"reads": "345 62"}, {"press": "Inside"}, {"wait": 0.1})
    assert [Path(event.file).name for event in shown.of(pygame.DROPFILE)] == ["photo.jpg"]
    assert shown.app.side == "inside"


def test_time_is_counted_in_frames(show):
    short, long = show({"key": "r"}, {"wait": 0.5}), show({"key": "r"}, {"wait": 1.5})
    assert len(long.film.recording) - len(short.film.recording) == FRAMES_PER_SECOND
    assert long.film.clock() - short.film.clock() == pytest.approx(1)
    # A message goes by the film's time: four seconds, which no test waits for.
    said = [drawing(), {"key": "r"}]
    assert show(*said, {"wait": 3.0}, still="x.png").messages[-1] == "Cleared, Z brings it back."
    assert show(*said, {"wait": 5.0}, still="x.png").messages[-1] == ""


def frame(recording, folder):
    recording.save(folder / "frame.png")
    with Image.open(folder / "frame.png") as image:
        return np.asarray(image.convert("RGB")).astype(int)


def test_words_and_keys_stand_below_the_window_and_never_on_it(show, tmp_path):
    bare, told = show({"wait": 1}), show({"wait": 1}, {"say": "Write"}, {"key": "r"}, {"wait": 0.5})
    bare, told = frame(bare.film.recording, tmp_path), frame(told.film.recording, tmp_path)
    assert bare.shape == told.shape
    assert bare.shape[0] > 640
    assert (bare[:640] == told[:640]).all()
    changed = (bare[640:] != told[640:]).any(axis=(0, 2)).nonzero()[0]
    assert changed.min() < 100  # the words, at the left
    assert changed.max() > 1100  # the key, at the right


def test_a_still_is_what_the_window_alone_shows_at_its_cue(show, tmp_path):
    shown = show(drawing(40, 200), {"wait": 1}, {"still": "x.png"}, {"key": "r"}, still="x.png")
    assert shown.text == "7"  # The film has ended before the paper was cleared.
    window = pygame.surfarray.array3d(pygame.display.get_surface()).swapaxes(0, 1)
    assert (frame(shown.film.recording, tmp_path) == window).all()
    unwanted = show(drawing(40, 200), {"wait": 1}, {"still": "x.png"}, {"key": "r"}, still="y.png")
    assert unwanted.text == ""


@pytest.mark.parametrize(
    ("cue", "reason"),
    [
        ({"reads": "1817"}, "reads nothing, not 1817"),
        ({"choose": "7"}, "no digit is seen that is read as 7"),
        ({"press": "Apart"}, "no button is called Apart now"),
        ({"drop": "x.film.jsonl"}, "is no picture"),
    ],
)
def test_a_cue_that_cannot_be_played_ends_the_film_in_a_sentence(show, cue, reason):
    with pytest.raises(Unusable) as raised:
        show({"wait": 0.1}, cue)
    assert str(raised.value).startswith("x.film.jsonl line 2 cannot be played: ")
    assert reason in str(raised.value)


DAMAGED = {
    "": "holds no cue",
    "{": "it is not JSON",
    "[1]": "it needs",
    "{}": "it needs",
    '{"jump": 3}': "it needs",
    '{"key": "1", "wait": 1}': "it needs",
    '{"key": "s"}': '"key" is one of',
    '{"key": "Escape"}': '"key" is one of',
    '{"key": ["1"]}': '"key" is one of',
    '{"press": "Save"}': '"press" is one of',
    '{"press": 3}': '"press" is one of',
    '{"choose": 7}': '"choose" is what',
    '{"choose": "12"}': '"choose" is what',
    '{"wait": 0}': '"wait" is a number',
    '{"wait": true}': '"wait" is a number',
    '{"wait": NaN}': '"wait" is a number',
    '{"wait": 1e9}': '"wait" is a number',
    '{"say": 5}': "a text",
    '{"reads": null}': "a text",
    '{"drop": "none.jpg"}': "lies beside",
    '{"drop": "../x.film.jsonl"}': "lies beside",
    '{"still": "../app.png"}': "ends in .png",
    '{"still": "app.gif"}': "ends in .png",
    '{"strokes": [[[1]]]}': "a point is",
    '{"strokes": [[[1, 1], [640, 1]]]}': "leave the paper",
    '{"strokes": [[[1, -1]]]}': "leave the paper",
    "[" * 100_000: "no cue of a film",
}


@pytest.mark.parametrize(("line", "reason"), DAMAGED.items(), ids=[line[:30] for line in DAMAGED])
def test_damaged_scripts_are_refused_in_a_sentence(tmp_path, line, reason):
    path = tmp_path / "x.film.jsonl"
    path.write_text(line)
    with pytest.raises(UserError) as raised:
        load(path)
    sentence = str(raised.value)
    assert sentence.startswith(str(path))
    assert reason in sentence
    assert sentence.count("\n") == 0
    assert sentence.endswith(".")


def test_scripts_that_cannot_be_read_are_refused_in_a_sentence(tmp_path, capsys):
    (tmp_path / "latin.film.jsonl").write_bytes(b'{"say": "\xe9"}\n')
    for name, reason in (("none.film.jsonl", "cannot be read"), ("latin.film.jsonl", "UTF-8")):
        assert main(["--open", str(tmp_path / name), "--record", str(tmp_path / "x.gif")]) == 2
        err = capsys.readouterr().err
        assert err.count("\n") == 1
        assert name in err
        assert reason in err


def test_a_script_that_is_opened_in_the_window_says_how_it_is_played(window):
    post(window, (pygame.DROPFILE, {"file": str(DEMO)}))
    assert "--record" in window.message
    assert window.ink.strokes == ()


def test_a_film_neither_knows_nor_changes_what_the_person_has_taught_and_kept(tmp_path, monkeypatch):
    folder = tmp_path / "state"
    monkeypatch.setenv("DIGITS_STATE", str(folder))
    MemoryFile(memory_folder()).store([Correction(PLAIN.strokes, "1", "2026-01-01")])
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    script = tmp_path / "x.film.jsonl"
    cues = [drawing(40, 200), {"wait": 1}, {"reads": "7"}, {"choose": "7"}, {"key": "9"}, {"wait": 0.1}]
    script.write_text("".join(json.dumps(cue) + "\n" for cue in cues))
    assert main(["--open", str(script), "--record", str(tmp_path / "x.png")]) == 0
    assert {path.name for path in before} == {"memory.jsonl", "memory.lock"}
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["state", "x.film.jsonl", "x.png"]


# --- README's film --------------------------------------------------------------------------------


class Beginning:
    """A hook that plays only so many frames of a film."""

    def __init__(self, film, frames):
        self.film, self.frames = film, frames

    def __call__(self, application):
        self.film(application)
        if len(self.film.recording) >= self.frames:
            application.running = False


def test_the_readmes_film_is_small_and_begins_as_its_script_does(tmp_path):
    assert (IMG / "demo.gif").stat().st_size < MAX_GIF_BYTES
    film = Film(load(DEMO), str(DEMO))
    open_window()
    run(Application(clock=film.clock), None, Beginning(film, 60))
    pygame.quit()
    film.recording.save(tmp_path / "x.gif")
    # What stays the same from frame to frame is one page of a GIF, so only some pages are compared.
    with Image.open(tmp_path / "x.gif") as made, Image.open(IMG / "demo.gif") as kept:
        assert made.size == kept.size
        for number in (0, 10, 25, 40):
            made.seek(number)
            kept.seek(number)
            pages = [np.asarray(gif.convert("RGB")).astype(int) for gif in (made, kept)]
            assert np.abs(pages[0] - pages[1]).mean() < 1
        kept.seek(kept.n_frames - 1)
        last = np.asarray(kept.convert("RGB")).astype(int)[:640]
    with Image.open(IMG / "app.png") as app:
        assert np.abs(last - np.asarray(app.convert("RGB"))).mean() < 1  # It ends as the picture shows it.


@pytest.mark.slow
@pytest.mark.parametrize("name", ["correction.png", "app.png"])
def test_the_readmes_pictures_are_what_its_film_shows(tmp_path, name):
    assert main(["--open", str(DEMO), "--record", str(tmp_path / name)]) == 0
    with Image.open(tmp_path / name) as made, Image.open(IMG / name) as kept:
        assert made.size == kept.size == (1280, 640)
        pages = [np.asarray(image.convert("RGB")).astype(int) for image in (made, kept)]
    assert np.abs(pages[0] - pages[1]).mean() < 0.5
