"""The notebook that teaches the app its networks, run as a trial on a few drawings."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from deeplearning.recognition.recognizer import Recognizer
from tests.support.handwriting import digit
from tests.support.keras_reference import keras_outputs, litert_outputs
from tests.support.paths import ROOT, data_file

NOTEBOOK = ROOT / "deeplearning" / "Pens.ipynb"
FILES = ("unipen-digits.jsonl", "unipen-others.jsonl", "unipen-numbers.jsonl", "uji2-digits.jsonl")


def execute(folder: Path, last: str | None = None, **environment: str) -> str:
    """Execute the notebook from `folder`, up to the cell of id `last`; return what it printed."""
    content = nbformat.read(NOTEBOOK, as_version=4)
    if last is not None:
        del content.cells[[cell["id"] for cell in content.cells].index(last) + 1 :]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("DIGITS_")}
    client = NotebookClient(content, timeout=900, resources={"metadata": {"path": str(folder)}})
    client.execute(env=inherited | {"DIGITS_FAST": "1"} | environment)
    outputs = [output for cell in content.cells for output in cell.get("outputs", [])]
    assert not [output["text"] for output in outputs if output.get("name") == "stderr"]
    return "".join(output.get("text", "") for output in outputs)


def few_of_one_tablet(folder: Path) -> None:
    """Put few scans, and few pen digits by all of UCI's writers, into `folder`."""
    with np.load(data_file("mnist.npz")) as full:
        np.savez_compressed(folder / "mnist.npz", **{name: full[name][:400] for name in full.files})
    first, *segments = data_file("pendigits-orig.tra").read_text().split(".SEGMENT")
    (folder / "pendigits-orig.tra").write_text(".SEGMENT".join([first, *segments[::25]]))


def state(*folders: Path) -> dict[Path, int]:
    """Return when each file in these folders was changed last."""
    found = [path for folder in folders if folder.exists() for path in folder.rglob("*")]
    return {path: path.stat().st_mtime_ns for path in found if path.is_file()}


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A trial run in the checkout, on a few drawings of every collection: what it printed, what it wrote."""
    data, out = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("out")
    few_of_one_tablet(data)
    for name in FILES:
        lines = data_file(name).read_text(encoding="utf-8").splitlines(keepends=True)
        (data / name).write_text("".join(lines[:: max(1, len(lines) // 300)]), encoding="utf-8")
    shelves = [ROOT / name for name in ("model", "img", "deeplearning/datasets")]
    before = state(*shelves)
    yield execute(ROOT / "deeplearning", DIGITS_DATA=str(data), DIGITS_OUT=str(out)), out
    assert state(*shelves) == before, "a trial run wrote into the checkout"


@pytest.fixture(scope="module")
def taught_by_one_tablet(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A trial run in a checkout that has only MNIST's scans and UCI's pen digits."""
    checkout, out = tmp_path_factory.mktemp("alone") / "checkout", tmp_path_factory.mktemp("out")
    (checkout / "deeplearning").mkdir(parents=True)
    (checkout / "model").symlink_to(ROOT / "model")
    for path in (ROOT / "deeplearning").iterdir():
        if path.name != "datasets":
            (checkout / "deeplearning" / path.name).symlink_to(path)
    (checkout / "deeplearning" / "datasets").mkdir()
    few_of_one_tablet(checkout / "deeplearning" / "datasets")
    return execute(checkout, DIGITS_OUT=str(out)), out


def card_of(out: Path, name: str) -> dict[str, Any]:
    card: dict[str, Any] = json.loads((out / f"{name}.json").read_text())
    return card


@pytest.mark.parametrize("run", ["taught", "taught_by_one_tablet"])
def test_both_outputs_agree_with_keras(run: str, request: pytest.FixtureRequest) -> None:
    _, out = request.getfixturevalue(run)
    with np.load(data_file("mnist.npz")) as data:
        images = data["x_test"][:100] / np.float32(255)
    card = json.loads((out / "digits.json").read_text())
    given = litert_outputs(out / "digits.tflite", images)
    assert set(given) == {10, 256}
    outputs = keras_outputs(card["architecture"], out / "digits.weights.h5", images, "digit", "dense")
    for width, expected in zip((10, 256), outputs, strict=True):
        np.testing.assert_allclose(given[width], expected, atol=1e-4, rtol=1e-4)
    assert np.ptp(given[10], axis=0).max() > 0.01, "the network answers the same to every image"


@pytest.mark.parametrize("name", ["digits", "held-out"])
def test_the_networks_are_saved_with_their_cards(taught: tuple[str, Path], name: str) -> None:
    card = card_of(taught[1], name)
    wanted = {"architecture", "seed", "epochs", "versions", "sha256", "test_accuracy", "temperature"}
    assert wanted <= set(card)
    assert card["fast"] is True
    assert card["outputs"] == ["probabilities", "features"]
    assert set(card["data"]) == {"mnist", "uci", "unipen", "uji", "letters", "numbers"}
    assert 0 < card["threshold"] < 1
    assert card["held_out"]["digits"] > 0
    reading = Recognizer(taught[1] / f"{name}.tflite").read(digit("0", 100, 100, 200))
    assert reading.digits[0].best == 0


def test_what_was_found_is_told(taught: tuple[str, Path]) -> None:
    for name in ("pendigits-orig.tra", *FILES):
        assert re.search(rf"{re.escape(name)} +[\d,]+ drawings by \d+ people", taught[0])
    assert "not found" not in taught[0]


def test_what_is_lacking_is_told_and_left_out(taught_by_one_tablet: tuple[str, Path]) -> None:
    text, out = taught_by_one_tablet
    assert re.search(r"pendigits-orig\.tra +[\d,]+ drawings by \d+ people", text)
    for name in FILES:
        assert re.search(rf"{re.escape(name)} +not found, so left out", text)
    assert set(card_of(out, "digits")["data"]) == {"mnist", "uci"}
    assert (out / "held-out.tflite").exists()


@pytest.mark.slow
def test_a_trial_refuses_to_write_into_the_checkout() -> None:
    with pytest.raises(CellExecutionError) as caught:
        execute(ROOT / "deeplearning", "libraries", DIGITS_OUT="../model")
    assert caught.value.ename == "ValueError"
    assert "never writes into the checkout" in caught.value.evalue


def test_training_is_as_long_as_it_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    source = {cell["id"]: cell.source for cell in nbformat.read(NOTEBOOK, as_version=4).cells}["parameters"]
    monkeypatch.setenv("DIGITS_PEN_EPOCHS", "9")
    names: dict[str, object] = {}
    exec(source, names)
    assert names["EPOCHS"] == 9


def committed() -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOK, as_version=4)


def test_the_committed_notebook_was_run_from_top_to_bottom() -> None:
    code = [cell for cell in committed().cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert not any(output.output_type == "error" for cell in code for output in cell.outputs)
    assert NOTEBOOK.stat().st_size < 2_000_000


def test_no_line_of_code_or_prose_is_longer_than_87_characters() -> None:
    long = [line for cell in committed().cells for line in cell.source.splitlines() if len(line) > 87]
    assert long == []


def test_every_picture_and_table_is_followed_by_what_it_says() -> None:
    cells = committed().cells
    seen = [i for i, cell in enumerate(cells) if any("data" in output for output in cell.get("outputs", []))]
    assert seen
    assert [cells[i]["id"] for i in seen if cells[i + 1].cell_type != "markdown"] == []
    figures = [i for i in seen if any("image/png" in output.get("data", {}) for output in cells[i].outputs)]
    assert figures
    for number, i in enumerate(figures, start=1):
        assert re.search(rf"Figure {number}\b", cells[i + 1].source)


def test_what_the_notebook_links_to_is_there() -> None:
    text = "\n".join(cell.source for cell in committed().cells if cell.cell_type == "markdown")
    targets = re.findall(r"!?\[[^\]]*\]\(([^)\s]+)\)", text)
    local = [target.partition("#")[0] for target in targets if not target.startswith("https://")]
    assert "../img/app.png" in local
    assert [target for target in local if not (NOTEBOOK.parent / target).exists()] == []
    assert "![](" not in text, "a picture has no alternative text"
