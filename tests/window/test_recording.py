"""Recordings: what the pen does frame by frame, and the files that main() writes of it."""

import re
import sys

import numpy as np
import pygame
import pytest
from PIL import Image

from deeplearning.ink.drawings import Drawing, dump, load
from deeplearning.ink.stroke import Stroke
from deeplearning.window.application import Application
from deeplearning.window.display import open_window
from deeplearning.window.main import main
from deeplearning.window.recording import (
    FIRST_FRAME_MS,
    FRAMES_PER_SECOND,
    LAST_FRAME_MS,
    POINTS_PER_FRAME,
    Recording,
    replay,
)
from deeplearning.window.startup import open_drawing
from tests.support.hand import DARK, LIGHT, SEVEN
from tests.support.paths import ROOT

DEMO = ROOT / "img" / "demo.jsonl"


def paths(frames):
    """The strokes that the steps draw, as lists of points."""
    drawn = []
    for step in (step for frame in frames for step in frame):
        if step.kind == "press":
            drawn.append([])
        if step.kind in ("press", "draw"):
            drawn[-1].append([step.x, step.y])
    return drawn


def test_a_replay_draws_every_point_in_its_order():
    frames = list(replay(SEVEN.strokes, (320, 641)))
    assert paths(frames) == [stroke.points.tolist() for stroke in SEVEN.strokes]
    assert max(map(len, frames)) == POINTS_PER_FRAME
    kinds = [step.kind for frame in frames for step in frame if step.kind in ("press", "lift")]
    assert kinds == ["press", "lift"] * len(SEVEN.strokes)


def test_the_lifted_pen_glides_from_stroke_to_stroke():
    strokes = Stroke.of([(100, 100), (100, 110)]), Stroke.of([(500, 300)])
    places = [(frame[-1].x, frame[-1].y) for frame in replay(strokes, (320, 641))]
    steps = np.hypot(*np.diff([(320, 641), *places], axis=0).T)
    assert steps.max() < 65
    assert places[-1] == (500, 300)


def test_nothing_to_draw_is_no_frame():
    assert list(replay((), (320, 641))) == []


def colour(value, side=40):
    return np.full((side, side, 3), value, np.uint8)


def test_a_gif_has_every_frame_and_a_pause_at_its_end(tmp_path):
    recording = Recording()
    for value in ((255, 255, 255), (0, 98, 178), (0, 0, 0), (7, 8, 9)):
        recording.add(colour(value))
    recording.save(tmp_path / "x.gif")
    with Image.open(tmp_path / "x.gif") as gif:
        assert gif.n_frames == len(recording) == 4
        assert gif.info["loop"] == 0
        seen = []
        for number in range(4):
            gif.seek(number)
            seen.append((gif.info["duration"], gif.convert("RGB").getpixel((20, 20))))
    each = 1000 // FRAMES_PER_SECOND
    assert seen == [
        (FIRST_FRAME_MS, (255, 255, 255)),
        (each, (0, 98, 178)),
        (each, (0, 0, 0)),
        (LAST_FRAME_MS, (7, 8, 9)),
    ]


def test_more_colours_than_a_gif_has_come_out_near(tmp_path):
    shades = np.arange(120, dtype=np.uint8)
    frame = np.stack(np.broadcast_arrays(shades[:, None] * 2, shades, np.uint8(50)), axis=-1)
    frame = np.ascontiguousarray(frame)
    frame[:60, :60] = 200, 10, 10
    recording = Recording()
    recording.add(frame)
    recording.save(tmp_path / "x.gif")
    with Image.open(tmp_path / "x.gif") as gif:
        seen = np.asarray(gif.convert("RGB"))
    assert np.abs(seen.astype(int) - frame).max() <= 24
    assert (seen[:60, :60] == (200, 10, 10)).all()


def test_frames_of_another_size_and_empty_recordings_are_refused(tmp_path):
    recording = Recording()
    with pytest.raises(ValueError, match="without frames"):
        recording.save(tmp_path / "x.gif")
    recording.add(colour(3))
    for frame in (colour(3, 41), colour(3).astype(float), colour(3)[..., 0]):
        with pytest.raises(ValueError, match="one size"):
            recording.add(frame)


@pytest.fixture
def seven(tmp_path):
    """A file of one crossed seven drawn with a thick pen."""
    strokes = tuple(Stroke.of(stroke.points, 22) for stroke in SEVEN.strokes)
    path = tmp_path / "seven.jsonl"
    path.write_text(dump([Drawing(strokes)]))
    return path


def shown(network, path, theme="light"):
    """What the window shows when the drawing is simply opened."""
    open_window()
    app = Application(theme=theme)
    app.ink.paste(open_drawing(path).strokes)
    app.recognizer, app.pen = network, 22
    app.show()
    pixels = pygame.surfarray.array3d(pygame.display.get_surface()).swapaxes(0, 1)
    pygame.quit()
    return pixels.astype(int)


@pytest.mark.slow
def test_a_gif_of_the_window_ends_with_what_it_reads(network, seven, tmp_path):
    assert main(["--open", str(seven), "--record", str(tmp_path / "seven.gif")]) == 0
    with Image.open(tmp_path / "seven.gif") as gif:
        frames = []
        for number in range(gif.n_frames):
            gif.seek(number)
            frames.append(np.asarray(gif.convert("RGB")).astype(int))
    assert len(frames) > 20
    papers = np.array([(frame[:, :640] < 60).all(axis=-1).sum() for frame in frames])
    assert papers[0] == 0
    assert (papers > 0).mean() > 0.5
    assert np.abs(frames[-1] - shown(network, seven)).mean() < 0.2
    # The pen's ring is around the place where the ink ends.
    rings = [(frame[:, :640] == LIGHT["sure"]).all(axis=-1).sum() for frame in frames]
    assert np.count_nonzero(rings) > 0.8 * len(frames)


def test_a_terminal_is_told_how_far_a_recording_is(seven, tmp_path, capsys, monkeypatch):
    path = str(tmp_path / "seven.png")
    assert main(["--open", str(seven), "--record", path]) == 0
    assert "Recording" not in capsys.readouterr().err
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["--open", str(seven), "--record", path]) == 0
    counts = [int(count) for count in re.findall(r"Recording: (\d+) frames", capsys.readouterr().err)]
    assert counts[0] == 0
    assert counts[-1] > 20


def test_a_picture_shows_the_end_in_either_theme(network, seven, tmp_path):
    for theme, colours in (("light", LIGHT), ("dark", DARK)):
        path = tmp_path / f"{theme}.png"
        assert main(["--open", str(seven), "--record", str(path), "--theme", theme]) == 0
        with Image.open(path) as image:
            pixels = np.asarray(image.convert("RGB"))
        assert tuple(pixels[5, 5]) == colours["paper"]
        assert (pixels == shown(network, seven, theme)).all()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--record", "x.gif"], "--open"),
        (["--open", str(DEMO), "--record", "x.mp4"], "x.mp4"),
    ],
)
def test_what_cannot_be_recorded_is_told_before_anything_opens(capsys, arguments, reason):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert reason in capsys.readouterr().err


def test_a_recording_that_cannot_be_written_is_one_sentence(seven, tmp_path, capsys):
    assert main(["--open", str(seven), "--record", str(tmp_path / "none" / "x.png")]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "x.png cannot be written" in err


def test_the_readmes_drawing_is_what_its_pictures_promise(network):
    (drawing,) = load(DEMO)
    reading = network.read(drawing.strokes)
    assert reading.text == "2026 7?85"
    strokes = {digit.label: digit.strokes for digit in reading.digits}
    assert strokes["7"] == (4, len(drawing.strokes) - 1)  # its bar comes last
    assert len(strokes["5"]) == 2
