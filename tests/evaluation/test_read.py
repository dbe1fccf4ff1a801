"""The command that reads pictures and drawings, as it is typed."""

import csv
import io
import json
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from deeplearning import read_file
from deeplearning.evaluation.file_reader import FEW, distinct_names
from deeplearning.ink.drawings import Drawing, dump
from deeplearning.ink.naming import NamedGroup, with_names
from deeplearning.ink.placement import place
from deeplearning.pictures import decoding
from deeplearning.read import main
from tests.support.hand import SEVEN
from tests.support.paths import ROOT

SIDE = 320


def paper(*centres, side=SIDE):
    """A picture with a seven at each of the `centres`, in its sides."""
    picture = np.full((side, side), 255, np.uint8)
    for centre in centres:
        for stroke in place(SEVEN, 0.4, centre).strokes:
            cv2.polylines(
                picture, [np.rint(stroke.points / 640 * side).astype(int)], False, 0, 9, cv2.LINE_AA
            )
    return picture


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "photos"
    (folder / "more").mkdir(parents=True)
    Image.fromarray(paper((0.5, 0.5))).save(folder / "b.png")
    Image.fromarray(paper((0.25, 0.5), (0.7, 0.5))).save(folder / "a.jpg")
    Image.fromarray(paper((0.3, 0.25), (0.7, 0.75))).save(folder / "more" / "c.webp")
    (folder / "notes.txt").write_text("no picture")
    return folder


def lines(capsys):
    return [line.split("\t") for line in capsys.readouterr().out.splitlines()]


def test_each_picture_of_a_folder_gets_a_line(folder, capsys):
    assert main([str(folder)]) == 0
    found = [(name.removeprefix(str(folder)).strip("/\\"), text) for name, text in lines(capsys)]
    assert [(name.replace("\\", "/"), text) for name, text in found] == [
        ("a.jpg", "77"),
        ("b.png", "7"),
        ("more/c.webp", "7 7"),
    ]


def test_several_processes_read_as_one_does_and_in_order(tmp_path, capsys):
    names = []
    for number in range(FEW + 2):
        names.append(str(tmp_path / f"{number}.png"))
        Image.fromarray(paper((0.5, 0.5)) if number % 2 else paper((0.3, 0.5), (0.7, 0.5))).save(names[-1])
    assert main(names) == 0
    assert lines(capsys) == [[name, "7" if number % 2 else "77"] for number, name in enumerate(names)]


def test_every_drawing_of_a_file_gets_a_line(tmp_path, capsys):
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    one.write_text(dump([Drawing(SEVEN.strokes)]))
    two.write_text(dump([Drawing(SEVEN.strokes)] * 2))
    assert main([str(one), str(two)]) == 0
    assert lines(capsys) == [[str(one), "7"], [f"{two}:1", "7"], [f"{two}:2", "7"]]


def test_a_picture_on_standard_input(folder, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((folder / "b.png").read_bytes())))
    assert main(["-"]) == 0
    assert lines(capsys) == [["standard input", "7"]]


def test_what_cannot_be_read_costs_a_sentence_and_the_status(folder, capsys):
    (folder / "bad.png").write_bytes(b"\x89PNG")
    assert main([str(folder), str(folder / "none.png"), str(folder / "notes.txt")]) == 2
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 3
    sentences = told.err.splitlines()
    assert all(sentence.endswith(".") for sentence in sentences)
    for name in ("bad.png", "none.png", "notes.txt"):
        assert sum(name in sentence for sentence in sentences) == 1


def test_a_blank_picture_is_read_as_nothing(tmp_path, capsys):
    path = tmp_path / "blank.png"
    Image.new("L", (100, 100), 255).save(path)
    assert main([str(path)]) == 0
    told = capsys.readouterr()
    assert told.out == f"{path}\t\n"
    assert "no ink" in told.err


def test_json_says_where_in_the_picture_each_digit_stands(tmp_path, capsys):
    # Large enough to be decoded at a fraction of its size, on a table that is cut away.
    picture = np.full((4000, 4400), 40, np.uint8)
    picture[400:3600, 600:3800] = cv2.resize(paper((0.3, 0.3), (0.7, 0.7)), (3200, 3200))
    Image.fromarray(picture).save(tmp_path / "large.jpg", quality=90)
    assert main([str(tmp_path / "large.jpg"), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["text"].replace(" ", "") == "77"
    for digit in record["digits"]:
        assert digit["label"] == "7"
        assert sum(digit["probabilities"]) == pytest.approx(1, abs=0.01)
        left, top, right, bottom = digit["box"]
        rows, columns = np.nonzero(picture[int(top) : int(bottom), int(left) : int(right)] < 20)
        # The box holds the digit's ink and little more.
        assert len(rows)
        assert np.ptp(rows) == pytest.approx(bottom - top, rel=0.1)
        assert np.ptp(columns) == pytest.approx(right - left, rel=0.15)


def test_csv_is_a_table(folder, capsys):
    assert main([str(folder), "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["read"] for row in rows] == ["77", "7", "7 7"]
    assert all(float(row["least_sure"]) > 0.5 for row in rows)


def test_annotated_pictures_have_boxes_where_the_digits_stand(folder, tmp_path):
    target = tmp_path / "seen"
    assert main([str(folder / "b.png"), "--annotate", str(target)]) == 0
    (written,) = target.iterdir()
    before, after = np.asarray(Image.open(folder / "b.png")), np.asarray(Image.open(written).convert("RGB"))
    assert after.shape[:2] == before.shape
    changed = (after != before[..., None]).any(axis=2)
    rows, columns = np.nonzero(changed & (before > 250))
    ink_rows, ink_columns = np.nonzero(before < 100)
    assert rows.max() == pytest.approx(ink_rows.max(), abs=6)
    assert columns.min() == pytest.approx(ink_columns.min(), abs=6)
    assert columns.max() == pytest.approx(ink_columns.max(), abs=6)


def test_a_page_that_lies_on_its_side_is_told(tmp_path, capsys):
    row = np.full((200, 700), 255, np.uint8)
    for at, digit in enumerate("2475"):
        cv2.putText(row, digit, (40 + 160 * at, 150), cv2.FONT_HERSHEY_SIMPLEX, 4, 0, 10, cv2.LINE_AA)
    path = tmp_path / "page.png"
    # By quarter turns counterclockwise.
    for turns, told in ((0, ""), (1, "to the left"), (3, "to the right")):
        Image.fromarray(np.rot90(row, turns).copy()).save(path)
        assert main([str(path)]) == 0
        sentence = f"{path} seems to be turned {told}: turn it upright and read it again.\n" if told else ""
        assert capsys.readouterr().err == sentence


def test_a_folder_without_pictures_is_refused(tmp_path, capsys):
    assert main([str(tmp_path)]) == 2
    assert "no pictures and no drawings" in capsys.readouterr().err


def test_pictures_of_one_name_are_annotated_apart(folder, tmp_path):
    for name in ("x", "y"):
        (folder / name).mkdir()
        (folder / name / "b.png").write_bytes((folder / "b.png").read_bytes())
    target = tmp_path / "seen"
    assert main([str(folder), "--annotate", str(target)]) == 0
    names = {path.name for path in target.iterdir()}
    assert names == {
        *("a.jpg_read.png", "c.webp_read.png"),
        *("photos_b.png_read.png", "x_b.png_read.png", "y_b.png_read.png"),
    }


def test_names_with_folders_stay_apart_from_names_that_look_like_them():
    paths = [Path(name) for name in ("coll/b/a.png", "coll/c/a.png", "coll/b_a.png", "coll/B/A.png", "x.png")]
    names = distinct_names(paths)
    assert len({name.casefold() for name in names.values()}) == len(paths)
    assert names[paths[-1]] == "x.png"


def test_what_cannot_be_annotated_is_read_all_the_same(folder, tmp_path, capsys):
    long = folder / ("7" * 246 + ".png")
    long.write_bytes((folder / "b.png").read_bytes())
    assert main([str(long), "--annotate", str(tmp_path / "seen")]) == 0
    told = capsys.readouterr()
    assert told.out == f"{long}\t7\n"
    assert "cannot be written with boxes and labels: File name too long." in told.err


def test_a_name_that_no_disk_takes_costs_only_itself(folder, capsys):
    long = "7" * 300 + ".png"
    assert main([long, str(folder / "b.png")]) == 2
    told = capsys.readouterr()
    assert told.out.endswith("b.png\t7\n")
    assert f"{long} cannot be read: File name too long." in told.err


def test_what_a_person_named_stays_and_a_saved_drawing_counts_once(tmp_path, capsys):
    saved = tmp_path / "2026-01-31_120000"
    drawing = Drawing((*SEVEN.strokes, *(stroke.moved(0.5, (400, 100)) for stroke in SEVEN.strokes)))
    named = with_names(drawing, [NamedGroup(drawing.strokes[2:], "1")])
    saved.with_suffix(".jsonl").write_text(dump([named]))
    Image.fromarray(paper((0.5, 0.5))).save(saved.with_suffix(".png"))
    assert main([str(tmp_path)]) == 0
    assert lines(capsys) == [[str(saved.with_suffix(".jsonl")), "71"]]
    assert read_file(saved.with_suffix(".jsonl")).text == "71"


def test_drawings_before_a_damaged_one_are_told(tmp_path, capsys):
    path = tmp_path / "two.jsonl"
    path.write_text(dump([Drawing(SEVEN.strokes)] * 2) + "{\n")
    assert main([str(path)]) == 2
    told = capsys.readouterr()
    assert told.out == f"{path}:1\t7\n{path}:2\t7\n"
    wrong, end = told.err.splitlines()
    assert "line 3" in wrong
    assert end == "Not everything could be read: 1 was left out, as said above."


def test_a_drawing_with_senseless_names_costs_only_itself(tmp_path, capsys):
    path = tmp_path / "three.jsonl"
    odd = Drawing(SEVEN.strokes, None, {"named": [[[0, 0], "7"]]})
    path.write_text(dump([Drawing(SEVEN.strokes), odd, Drawing(SEVEN.strokes)]))
    assert main([str(path)]) == 2
    told = capsys.readouterr()
    assert told.out == f"{path}:1\t7\n{path}:3\t7\n"
    assert told.err.startswith(f"{path}:2 is not read: ")


def test_a_picture_beside_a_note_of_its_name_is_read(tmp_path, capsys):
    Image.fromarray(paper((0.5, 0.5))).save(tmp_path / "page.png")
    (tmp_path / "page.jsonl").write_text('{"shapes": []}')
    assert main([str(tmp_path)]) == 2
    assert capsys.readouterr().out == f"{tmp_path / 'page.png'}\t7\n"


def test_what_should_be_known_of_the_network_is_told_once(tmp_path, capsys):
    network = tmp_path / "x.tflite"
    network.write_bytes((ROOT / "model" / "digits.tflite").read_bytes())
    names = []
    for number in range(FEW + 2):
        names.append(str(tmp_path / f"{number}.png"))
        Image.fromarray(paper((0.5, 0.5))).save(names[-1])
    assert main([*names, "--model", str(network)]) == 0
    assert capsys.readouterr().err.count("has no card") == 1


def test_standard_input_without_end_is_refused(monkeypatch, capsys):
    monkeypatch.setattr(decoding, "MAX_PICTURE_BYTES", 1000)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(bytes(1001))))
    assert main(["-"]) == 2
    assert "Standard input has more than 1,000 bytes" in capsys.readouterr().err
