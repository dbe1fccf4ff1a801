import json

import numpy as np
import pytest

from deeplearning.evaluate import main
from deeplearning.evaluation import scoring
from deeplearning.evaluation.scoring import Item, read_drawings, summarise
from deeplearning.ink.drawings import load
from deeplearning.ink.placement import place
from deeplearning.recognition.recognizer import MODEL, Recognizer
from tests.support.paths import ROOT

SEVEN = [[100, 100], [190, 102], [280, 100], [230, 220], [190, 400]]


def lines(tmp_path, *records):
    path = tmp_path / "drawings.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def run(tmp_path, *arguments):
    out = tmp_path / "figures.json"
    status = main([*map(str, arguments), "--json", str(out)])
    return status, json.loads(out.read_text()) if out.exists() else None


def test_json_is_what_the_contract_says(tmp_path, capsys):
    path = lines(
        tmp_path,
        {"label": "7", "strokes": [SEVEN], "writer": "a"},
        {"label": "77", "strokes": [SEVEN], "gap": "wide", "writer": "b"},
        {"label": "?", "strokes": [[[5, 5]]], "writer": "a"},
        {"label": "", "strokes": []},
    )
    status, figures = run(tmp_path, path)
    assert status == 0
    assert set(figures) == {"n", "exact", "refused", "by_digit", "by_gap", "by_writer", "latency_ms", "items"}
    assert (figures["n"], figures["exact"], figures["refused"]) == (4, 0.75, 0.25)
    assert figures["by_digit"] == {"7": {"n": 1, "exact": 1.0}}
    assert figures["by_gap"] == {"wide": {"n": 1, "exact": 0.0}}
    assert figures["by_writer"] == {"a": {"n": 2, "exact": 1.0}, "b": {"n": 1, "exact": 0.0}}
    assert 0 < figures["latency_ms"]["p50"] <= figures["latency_ms"]["p95"]
    assert [item["read"] for item in figures["items"]] == ["7", "7", "?", ""]
    assert [item["label"] for item in figures["items"]] == ["7", "77", "?", ""]
    assert figures["items"][3]["confidence"] is None
    assert 0.5 < figures["items"][0]["confidence"] <= 1
    told = capsys.readouterr().out
    assert "75.00% exactly right" in told
    headings = [line.split()[0] for line in told.splitlines() if line.endswith("exact")]
    assert headings == ["digit", "group", "writer"]


def test_only_what_is_all_refused_counts_as_refused():
    items = [Item("1", read, 0.5, {}, 0.001) for read in ("?", "??", "1?", "", "1")]
    assert summarise(items)["refused"] == 0.4
    assert summarise([])["exact"] == 0


def test_writers_are_selected(tmp_path, pendigits, capsys):
    status, figures = run(tmp_path, pendigits, "--writers", "3,7")
    assert status == 0
    assert set(figures["by_writer"]) == {"3", "7"}
    assert figures["n"] == sum(digit.notes["writer"] in ("3", "7") for digit in load(pendigits))
    assert sum(row["n"] for row in figures["by_digit"].values()) == figures["n"]
    assert main([str(pendigits), "--writers", "99"]) == 2
    assert "No drawing is by writer '99'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "file"), [("--writers", "some.npz"), ("--blobs", "some.npz"), ("--writers", "")]
)
def test_options_that_a_file_cannot_follow_are_refused(tmp_path, option, file, capsys):
    """Rather than left out of account, so that the figures of all writers pass for those of one."""
    np.savez(tmp_path / "some.npz", x_test=np.zeros((1, 28, 28), np.uint8), y_test=[0])
    assert main([str(tmp_path / file), option, *(["3"] if option == "--writers" else [])]) == 2
    assert option in capsys.readouterr().err


def test_mnist_goes_straight_to_the_network(tmp_path, mnist):
    with np.load(mnist) as data:
        images, labels = data["x_test"][:300], data["y_test"][:300]
    np.savez(tmp_path / "some.npz", x_test=images, y_test=labels)
    status, figures = run(tmp_path, tmp_path / "some.npz", "--model", MODEL)
    assert status == 0
    assert figures["n"] == 300
    assert figures["exact"] > 0.97
    assert [item["label"] for item in figures["items"]] == [str(label) for label in labels]


@pytest.mark.parametrize(
    ("content", "message"),
    [('{"strokes": [[[1, 2]]]}\n{"strokes": 1}\n', "line 2"), ("", "no drawing"), ("x", "line 1")],
)
def test_a_bad_file_ends_it_with_status_2(tmp_path, capsys, content, message):
    path = tmp_path / "bad.jsonl"
    path.write_text(content)
    assert main([str(path)]) == 2
    assert message in capsys.readouterr().err


def test_files_that_are_not_there_end_it_with_status_2(tmp_path, capsys):
    assert main([str(tmp_path / "none.jsonl")]) == 2
    assert main([str(tmp_path / "none.npz")]) == 2
    good = lines(tmp_path, {"label": "7", "strokes": [SEVEN]})
    assert main([str(good), "--model", str(tmp_path / "none.tflite")]) == 2
    assert main([str(good), "--json", str(tmp_path / "no" / "folder.json")]) == 2
    assert capsys.readouterr().err.count("cannot be") >= 3


def test_most_pen_digits_are_read(pendigits):
    """A floor well under the figure that the README gives for all 7,494, on every twentieth."""
    drawings = [place(drawing, 0.6, (0.5, 0.5)) for drawing in load(pendigits)[::20]]
    items = list(read_drawings(drawings, Recognizer()))
    assert np.mean([item.exact for item in items]) > 0.94


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"\x00" * 300])
def test_a_damaged_archive_ends_it_with_status_2(tmp_path, capsys, content):
    (tmp_path / "bad.npz").write_bytes(content)
    assert main([str(tmp_path / "bad.npz")]) == 2
    assert "holds no MNIST test images" in capsys.readouterr().err


def test_an_archive_that_unpacks_to_more_than_the_memory_should_hold_is_refused_before_it_is_unpacked(
    tmp_path, monkeypatch, capsys
):
    path = tmp_path / "bomb.npz"
    np.savez_compressed(path, x_test=np.zeros((200, 28, 28), np.uint8), y_test=np.zeros(200, int))
    assert path.stat().st_size < 100_000
    assert main([str(path)]) == 0
    monkeypatch.setattr(scoring, "MAX_ARCHIVE_BYTES", 100_000)
    assert main([str(path)]) == 2
    assert "holds no MNIST test images" in capsys.readouterr().err


def test_an_archive_of_objects_is_not_unpickled(tmp_path, capsys):
    np.savez(tmp_path / "objects.npz", x_test=np.zeros((1, 28, 28), object), y_test=np.array([0]))
    assert main([str(tmp_path / "objects.npz")]) == 2
    assert "holds no MNIST test images" in capsys.readouterr().err


@pytest.mark.parametrize("option", [["--height", "0"], ["--height", "x"], ["--at", "3"], ["--at", "nan,1"]])
def test_an_option_that_means_nothing_is_named(capsys, option):
    with pytest.raises(SystemExit) as ended:
        main(["file", *option])
    assert ended.value.code == 2
    assert "_pair" not in (said := capsys.readouterr().err)
    assert option[1] in said


def test_drawings_without_labels_are_told_from_bad_readings(tmp_path, capsys):
    assert main([str(lines(tmp_path, {"strokes": [SEVEN]}, {"strokes": [SEVEN]}))]) == 2
    assert "says nowhere what its drawings show" in capsys.readouterr().err


def test_figures_are_told_even_if_they_cannot_be_written(tmp_path, capsys):
    path = lines(tmp_path, {"label": "7", "strokes": [SEVEN]})
    assert main([str(path), "--json", str(tmp_path / "none" / "x.json")]) == 2
    assert "there is no folder" in capsys.readouterr().err
    assert main([str(path), "--json", str(tmp_path)]) == 2
    assert capsys.readouterr().out.startswith("1 drawing: 100.00% exactly right")


@pytest.mark.parametrize("option", [("--height", "1e306"), ("--at", "1e308,0"), ("--at", "0,-2000")])
def test_no_place_is_further_than_any_paper(tmp_path, capsys, option):
    path = lines(tmp_path, {"label": "7", "strokes": [SEVEN]})
    with pytest.raises(SystemExit):
        main([str(path), *option])
    assert "is not a" in capsys.readouterr().err


def test_writers_of_many_figures_are_writers(tmp_path):
    writers = ["9" * 5000, "uji" + "3" * 5000, "22", "3", "b"]
    path = lines(tmp_path, *({"label": "7", "strokes": [SEVEN], "writer": name} for name in writers))
    status, figures = run(tmp_path, path)
    assert (status, set(figures["by_writer"])) == (0, set(writers))
    status, figures = run(tmp_path, path, "--writers", "held-out")
    assert (status, set(figures["by_writer"])) == (0, {"22"})


@pytest.mark.parametrize(
    "content",
    [
        {"x_test": np.full((3, 28, 28), "7"), "y_test": np.arange(3)},
        {"x_test": np.zeros((3, 28, 28), np.uint8), "y_test": np.eye(3, 10)},
    ],
)
def test_other_arrays_than_mnists_are_refused(tmp_path, capsys, content):
    np.savez(tmp_path / "mnist.npz", **content)
    assert main([str(tmp_path / "mnist.npz")]) == 2
    assert "holds no MNIST test images" in capsys.readouterr().err


def test_a_picture_in_place_of_drawings_is_told(capsys):
    assert main([str(ROOT / "img" / "photo.jpg")]) == 2
    assert "photo.jpg is no drawing" in capsys.readouterr().err
