"""Photos of drawings: the same for the same seed, and read as the drawings are."""

import cv2
import numpy as np
import pytest

from deeplearning import evaluate
from deeplearning.ink.drawings import Drawing, load
from deeplearning.photograph import main
from deeplearning.recognition.recognizer import MODEL
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


def test_photos_are_named_by_what_they_show_and_chosen_by_writer(tmp_path, pendigits, capsys):
    photos = take(pendigits, tmp_path / "photos", "--writers", "3,7", "--count", "12")
    assert capsys.readouterr().out.startswith("12 photos")
    labels = sorted(name.split("_")[0] for name in photos)
    theirs = {digit.label for digit in load(pendigits) if digit.notes["writer"] in ("3", "7")}
    assert len(photos) == 12
    assert set(labels) <= theirs


def test_a_photo_has_a_paper_a_light_and_noise_and_its_ink_stands_out():
    seen = set()
    for seed in range(24):
        data = np.frombuffer(photograph(SEVEN, np.random.default_rng(seed)), np.uint8)
        grey = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
        assert 70 < max(grey.shape) <= MAX_PHOTO_SIDE
        assert len(np.unique(grey)) > 40
        seen.add(np.median(grey) > grey.mean())
    assert seen == {True, False}  # dark on make_light, light on dark


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
