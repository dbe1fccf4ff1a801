"""Photos of drawings: the same for the same seed, and read as the drawings are."""

import cv2
import numpy as np
import pytest

from deeplearning import evaluate
from deeplearning.ink.drawings import Drawing, dump
from deeplearning.photograph import main
from deeplearning.recognition.recognizer import MODEL
from deeplearning.synthesis.number_photos import BOX_KINDS, photograph_number
from deeplearning.synthesis.photos import MAX_PHOTO_SIDE, make_light, photograph
from tests.support.hand import SEVEN

HELD_OUT = "21,22,23,24,25,26,27,28,29,30"


def take(pendigits, folder, *options):
    assert main([str(pendigits), str(folder), *options]) == 0
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_seed_brings_the_same_photos_byte_for_byte(tmp_path, pendigits):
    photos = [
        take(pendigits, tmp_path / name, "--count", "4", "--seed", seed)
        for name, seed in (("a", "3"), ("b", "3"), ("c", "4"))
    ]
    assert photos[0] == photos[1]
    assert not set(photos[0].values()) & set(photos[2].values())


def test_photos_are_named_by_what_they_show_and_chosen_by_writer(tmp_path, capsys):
    path = tmp_path / "few.jsonl"
    shown = {
        "3": "17",
        "7": "2",
        "8": "49",
        "9": "٣",
    }  # of the last no picture can be named
    path.write_text(
        dump(
            Drawing(SEVEN.strokes, label, {"writer": writer})
            for writer, labels in shown.items()
            for label in labels
        )
    )
    photos = take(path, tmp_path / "photos", "--writers", "3,7")
    assert capsys.readouterr().out.startswith("3 photos")
    assert sorted(name.split("_")[0] for name in photos) == ["1", "2", "7"]
    assert len(take(path, tmp_path / "all")) == 5


def test_a_photo_has_a_paper_a_light_and_noise_and_its_ink_stands_out():
    seen = set()
    for seed in range(24):
        data = np.frombuffer(photograph(SEVEN, np.random.default_rng(seed)), np.uint8)
        grey = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
        assert 70 < max(grey.shape) <= MAX_PHOTO_SIDE
        assert len(np.unique(grey)) > 40
        seen.add(np.median(grey) > grey.mean())
    assert seen == {True, False}  # dark on light, light on dark


def test_light_never_adds_and_leaves_enough_to_see_by():
    for seed in range(20):
        lit = make_light((60, 80), np.random.default_rng(seed))
        assert lit.max() == pytest.approx(1)
        assert lit.min() > 0.15


def test_a_drawing_without_strokes_cannot_be_photographed():
    with pytest.raises(ValueError, match="no strokes"):
        photograph(Drawing(()), np.random.default_rng(0))


def test_files_that_cannot_be_read_or_written_end_it_with_status_2(tmp_path, pendigits, capsys):
    (tmp_path / "file").write_text("in the way")
    assert main([str(tmp_path / "none"), str(tmp_path / "out")]) == 2
    assert main([str(pendigits), str(tmp_path / "file"), "--count", "1"]) == 2
    assert main([str(pendigits), str(tmp_path / "out"), "--writers", "99"]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 3
    assert all(error.endswith(".") for error in errors)


@pytest.mark.slow
def test_most_photos_of_people_never_met_are_read(tmp_path, pendigits, capsys):
    """A floor under the figure that the README gives for 500."""
    take(pendigits, tmp_path / "photos", "--writers", HELD_OUT, "--count", "40", "--seed", "5")
    model = MODEL.with_name("held-out.tflite")
    assert evaluate.main([str(tmp_path / "photos"), "--model", str(model)]) == 0
    first = capsys.readouterr().out.split("40 drawings: ")[1]
    assert float(first.split("%")[0]) >= 90


# --- Numbers ----------------------------------------------------------------------------------------------


def digit(label, at):
    """A digit with one stroke; what it looks like does not matter here."""
    return Drawing((SEVEN.strokes[0],), label, {"writer": str(at)})


def test_a_number_is_labelled_by_its_digits_in_order_and_the_same_for_the_same_seed():
    digits = [digit(label, 0) for label in "20264"]
    photos = [photograph_number(digits, np.random.default_rng(seed)) for seed in (1, 1, 2)]
    assert [photo.label for photo in photos] == ["20264"] * 3
    assert photos[0] == photos[1] != photos[2]


def test_numbers_show_rows_and_tables_around_the_sheet():
    shapes, dark_borders, kinds = [], [], set()
    for seed in range(30):
        photo = photograph_number([digit("7", 0)] * 6, np.random.default_rng(seed))
        grey = cv2.imdecode(np.frombuffer(photo.content, np.uint8), cv2.IMREAD_GRAYSCALE)
        kinds.add(photo.kind)
        assert max(grey.shape) <= MAX_PHOTO_SIDE
        shapes.append(grey.shape[1] / grey.shape[0])
        border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
        dark_borders.append(np.median(border) < 0.6 * np.percentile(grey, 85))
    assert max(shapes) > 2  # one row
    assert min(shapes) < 1.3  # three
    assert kinds == {box + table for box in BOX_KINDS for table in ("", "-table")}
    assert any(dark_borders)
    assert not all(dark_borders)


def test_photos_of_numbers_are_made_of_one_writers_digits(tmp_path, pendigits):
    photos = take(pendigits, tmp_path / "photos", "--numbers", "--writers", "3", "--count", "5")
    labels = [name.split("_")[0] for name in photos]
    assert len(labels) == 5
    assert all(label.isdecimal() and len(label) >= 2 for label in labels)


@pytest.mark.slow
def test_most_photos_of_numbers_are_read(tmp_path, pendigits, capsys):
    """A floor under the figure that the README gives for 300."""
    options = ("--numbers", "--writers", HELD_OUT, "--count", "30", "--seed", "5")
    take(pendigits, tmp_path / "photos", *options)
    assert evaluate.main([str(tmp_path / "photos")]) == 0
    first = capsys.readouterr().out.split("30 drawings: ")[1]
    assert float(first.split("%")[0]) >= 75
