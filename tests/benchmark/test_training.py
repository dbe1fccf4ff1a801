"""Both recipes on a handful of images, and what is said of them."""

import numpy as np
import pytest

from deeplearning.benchmark import train_child
from deeplearning.benchmark.__main__ import main
from deeplearning.benchmark.findings import Training
from deeplearning.benchmark.training import tell


@pytest.fixture
def few(tmp_path, monkeypatch):
    """A folder with 360 images of noise in MNIST's format, for trainings of seconds."""
    rng = np.random.default_rng(0)
    parts = {
        f"x_{name}": rng.integers(0, 256, (n, 28, 28), np.uint8) for name, n in (("train", 360), ("test", 20))
    }
    np.savez(tmp_path / "mnist.npz", **parts, y_train=np.arange(360) % 10, y_test=np.arange(20) % 10)
    monkeypatch.setenv("DIGITS_DATA", str(tmp_path))
    monkeypatch.setenv("DIGITS_EPOCHS", "3")
    monkeypatch.setenv("DIGITS_FAST", "1")  # must not count: figures are of the notebook's own batches
    return tmp_path


def images_of(out, recipe):
    """Return how many images the last table says that a recipe learns from and validates with."""
    cells = next(line for line in out.splitlines() if line.startswith(f"{recipe}:")).split()
    first = cells.index("batches") + 3
    return cells[first : first + 2]


@pytest.mark.slow
def test_both_recipes_are_timed_on_the_same_data(few, capfd):
    assert main(["training", "--epochs", "2", "--full"]) == 0
    out, err = capfd.readouterr()
    assert "mnist.npz" in out
    assert images_of(out, "the original's") == ["342", "18"]
    assert images_of(out, "the notebook's") == ["360", "0"]
    assert "the original's: float32, batches of 32" in out
    assert "batches of 128" in out
    assert "the notebook's training, in the original's" in out
    assert "until 99.55% of the test images (best:" in out
    assert err.count("epoch 1:") == 2
    assert err.count("epoch 3:") == 1
    assert [path.name for path in few.iterdir()] == ["mnist.npz"]


@pytest.mark.slow
def test_data_that_is_not_there_is_one_sentence_and_status_2(tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("DIGITS_DATA", str(tmp_path))
    assert main(["training"]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert "No MNIST here: let DIGITS_DATA name a folder with" in err


def test_a_notebook_that_has_lost_a_cell_is_named():
    with pytest.raises(KeyError, match="no cells nowhere"):
        train_child.cells({"nowhere"})


def trained(*epochs, full, whole=0.0):
    """Return what a recipe tells of epochs of so many seconds and such an accuracy."""
    seconds, accuracies = zip(*epochs, strict=True)
    return Training(
        epoch_seconds=list(seconds),
        epoch_accuracies=list(accuracies),
        exam="test",
        seconds=whole,
        full_epochs=full,
        batch=32,
        precision="float32",
        learned=55000,
        validated=5000,
        data="mnist.npz",
        versions={"keras": "3"},
    )


def test_the_first_epoch_warms_up_and_the_rest_is_multiplied():
    slow, fast = trained((90, 0.9), (40, 0.9), (42, 0.9), full=28), trained((30, 0.9), (20, 0.9), full=18)
    out = "\n".join(tell(slow, fast, full=False))
    assert f"{18 * 20 / (28 * 41):.2f}" in out
    assert "under 0.33: reached" in out
    assert "41.0 (40.0 to 42.0)" in out
    assert "until" not in out


def test_a_full_training_tells_when_it_passed_the_originals_accuracy():
    slow = trained((90, 0.9), (100, 0.9), full=28)
    fast = trained((100, 0.99), (100, 0.9955), (100, 0.994), full=3, whole=310.0)
    out = "\n".join(tell(slow, fast, full=True))
    assert "(epoch 2, 200 s)" in out
    assert f"{310 / 2800:.2f}" in out
    assert f"{200 / 2800:.2f}" in out
    assert out.count("reached") == 2
    never = trained((100, 0.99), (100, 0.991), full=2, whole=200.0)
    assert "(best: 99.10%)" in "\n".join(tell(slow, never, full=True))
    assert "MISSED" in "\n".join(tell(slow, never, full=True))
