"""Files as a person opens them: by name, dropped on the window, and a folder of them for measuring."""

import json
import sys

import cv2
import numpy as np
import pygame
import pytest
from PIL import Image

from deeplearning import evaluate
from deeplearning.ink.drawings import Drawing, DrawingError, dump
from deeplearning.ink.placement import beside, on_paper, place
from deeplearning.ink.stroke import PAPER, Stroke, bounds
from deeplearning.pictures.files import first, is_picture, pictures_in
from tests.support.hand import SEVEN, draw, key, post, text
from tests.support.play import play


def picture(path, drawing=SEVEN):
    """A picture of the drawing at `path`, in OpenCV's hand."""
    grey = np.full((PAPER, PAPER), 225, np.uint8)
    for stroke in drawing.strokes:
        cv2.polylines(grey, [np.rint(stroke.points).astype(int)], False, 30, 12, cv2.LINE_AA)
    Image.fromarray(grey).save(path)
    return path


def drop(app, path):
    post(app, (pygame.DROPFILE, {"file": str(path)}))


def points(app):
    return [stroke.points.tolist() for stroke in app.ink.strokes]


# --- The window -------------------------------------------------------------------------------------------


def test_a_picture_opened_by_name_is_read_at_once(tmp_path):
    shown = play(["--open", picture(tmp_path / "photo.png")])
    assert shown.titles == ["7 - RealTime DigitRecognizer"]


def test_a_dropped_picture_is_ink_like_other_ink(window, tmp_path):
    drop(window, picture(tmp_path / "photo.jpg"))
    assert text(window) == "7"
    assert window.message == ""
    dropped = points(window)
    key(window, pygame.K_z)
    assert text(window) == ""
    assert points(window) == []
    key(window, pygame.K_y)
    assert points(window) == dropped
    key(window, pygame.K_s)
    (record,) = window.folder.glob("*.jsonl")
    assert json.loads(record.read_text())["read"] == "7"


def test_what_is_dropped_goes_beside_what_is_there_and_can_be_drawn_on(window, tmp_path):
    small = place(SEVEN, 0.4, (0.3, 0.5)).strokes
    draw(window, small)
    before = points(window)
    drop(window, picture(tmp_path / "photo.png"))
    assert points(window)[: len(before)] == before
    assert sorted(text(window).replace(" ", "")) == ["7", "7"]
    key(window, pygame.K_z)
    assert points(window) == before
    assert text(window) == "7"


def test_a_dropped_drawing_file_is_opened_too(window, tmp_path):
    (tmp_path / "drawing.jsonl").write_text(dump([Drawing(SEVEN.strokes)]))
    drop(window, tmp_path / "drawing.jsonl")
    assert text(window) == "7"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.png", None),
        ("bad.png", b"hello"),
        ("bad.jsonl", b"{"),
        ("empty.jsonl", b'{"strokes": []}'),
        ("model.tflite", b"\x00\xff" * 99),
    ],
)
def test_a_file_that_is_no_use_is_a_message_and_the_ink_stays(window, tmp_path, name, content):
    draw(window, SEVEN.strokes)
    before = points(window)
    if content is not None:
        (tmp_path / name).write_bytes(content)
    drop(window, tmp_path / name)
    assert name in window.message
    assert window.message.endswith(".")
    assert points(window) == before
    assert text(window) == "7"
    key(window, pygame.K_z)
    assert len(points(window)) == len(before) - 1  # a failure is no step of the history


def test_a_drop_in_mid_stroke_ends_the_stroke(window, tmp_path):
    post(window, (pygame.MOUSEBUTTONDOWN, {"pos": (30, 40), "button": 1, "touch": False}))
    drop(window, picture(tmp_path / "photo.png"))
    assert not window.ink.drawing
    assert points(window)[0] == [[30, 40]]
    key(window, pygame.K_z)
    assert points(window) == [[[30, 40]]]


def test_a_missing_package_is_named_and_the_ink_stays(window, tmp_path, monkeypatch):
    draw(window, SEVEN.strokes)
    monkeypatch.setitem(sys.modules, "deeplearning.pictures.picture", None)
    drop(window, picture(tmp_path / "photo.png"))
    assert "requirements.txt" in window.message
    assert text(window) == "7"


# --- What a file is ---------------------------------------------------------------------------------------


def test_pictures_are_told_by_name_or_content(tmp_path):
    picture(tmp_path / "a.png").rename(tmp_path / "a.dat")
    picture(tmp_path / "b.webp").rename(tmp_path / "b")
    (tmp_path / "c.PNG").write_bytes(b"hello")
    (tmp_path / "d.jsonl").write_text("{}")
    (tmp_path / "e.png").mkdir()
    told = {path.name: is_picture(path) for path in tmp_path.iterdir()}
    assert told == {"a.dat": True, "b": True, "c.PNG": True, "d.jsonl": False, "e.png": False}
    assert len(first(tmp_path / "a.dat").strokes) == 1


# --- Where it goes ----------------------------------------------------------------------------------------


def box(strokes):
    return np.array(bounds(strokes))


def square(left, top, side, width=2.0):
    return Stroke.of([(left, top), (left + side, top + side)], width)


def test_what_lies_on_the_paper_stays_and_what_does_not_is_fitted():
    inside = Drawing((square(0, 0, PAPER),))
    assert on_paper(inside) is inside
    left, top, right, bottom = bounds(on_paper(Drawing((square(-500, 0, 3000),))).strokes)
    assert min(left, top) >= 0
    assert max(right, bottom) <= PAPER
    assert on_paper(Drawing(())).strokes == ()


def test_free_paper_is_used_as_it_is():
    drawing = Drawing((square(400, 400, 100),))
    assert beside(drawing, [square(50, 50, 200)]) == drawing.strokes
    assert beside(drawing, []) == drawing.strokes


@pytest.mark.parametrize(
    "present", [square(20, 20, 250), square(380, 300, 250), square(200, 20, 240), square(20, 380, 240)]
)
def test_it_moves_to_the_free_side_and_is_made_smaller_with_its_pen(present):
    drawing = Drawing((square(100, 100, 440, 10),))
    (stroke,) = beside(drawing, [present])
    low, high = box([stroke])[:2], box([stroke])[2:]
    assert (low >= 0).all()
    assert (high <= PAPER).all()
    assert (low > box([present])[2:]).any() or (high < box([present])[:2]).any()
    assert stroke.width / (high - low).max() == pytest.approx(10 / 440)


def test_on_a_full_paper_it_goes_on_top():
    drawing = Drawing((square(100, 100, 440),))
    assert beside(drawing, [square(10, 10, 620)]) == drawing.strokes


# --- A folder to measure by -------------------------------------------------------------------------------


def test_a_folder_of_pictures_is_evaluated(tmp_path, capsys):
    folder, out = tmp_path / "photos", tmp_path / "figures.json"
    folder.mkdir()
    picture(folder / "7_mine.png")
    picture(folder / "7_other.JPG")
    picture(folder / "1_not.webp")
    Image.new("L", (200, 200), 255).save(folder / "5_blank.bmp")
    (folder / "notes.txt").write_text("not a picture")
    assert evaluate.main([str(folder), "--json", str(out)]) == 0
    figures = json.loads(out.read_text())
    read = {(item["label"], item["read"]) for item in figures["items"]}
    assert read == {("7", "7"), ("1", "7"), ("5", "")}
    assert (figures["n"], figures["exact"]) == (4, 0.5)
    assert "50.00% exactly right" in capsys.readouterr().out


def test_pictures_whose_name_tells_a_kind_are_listed_by_it(tmp_path, capsys):
    for name in ("7_0_form_boxes.png", "1_1_form_boxes.png", "7_2_photo.png", "7_good.png"):
        picture(tmp_path / name)
    assert evaluate.main([str(tmp_path)]) == 0
    table = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["form_boxes", "2", "50.00%"] in table
    assert ["photo", "1", "100.00%"] in table


@pytest.mark.parametrize("name", ["photo.png", "seven_a.png", "7.png"])
def test_a_picture_without_a_label_is_named(tmp_path, capsys, name):
    picture(tmp_path / "7_good.png")
    picture(tmp_path / name)
    assert evaluate.main([str(tmp_path)]) == 2
    error = capsys.readouterr().err.splitlines()[-1]
    assert name in error
    assert "LABEL_anything" in error


def test_a_damaged_picture_ends_the_evaluation(tmp_path, capsys):
    picture(tmp_path / "7_good.png")
    (tmp_path / "8_bad.png").write_bytes(b"\x89PNG")
    assert evaluate.main([str(tmp_path)]) == 2
    assert "8_bad.png" in capsys.readouterr().err


def test_hidden_files_beside_pictures_are_left_out(tmp_path, capsys):
    picture(tmp_path / "7_a.png")
    (tmp_path / "._7_a.png").write_bytes(b"what macOS puts beside it")
    assert evaluate.main([str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("1 drawing: 100.00%")


def test_a_folder_without_pictures_is_refused(tmp_path):
    with pytest.raises(DrawingError, match="holds no pictures"):
        pictures_in(tmp_path)
