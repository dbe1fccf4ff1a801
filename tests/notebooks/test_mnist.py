"""The notebook, run as its readers run it: in a checkout, alone on Kaggle, and on damaged data."""

import contextlib
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from tests.support.keras_reference import keras_probabilities, litert_probabilities
from tests.support.paths import ROOT, data_file

NOTEBOOK = ROOT / "deeplearning" / "MNIST.ipynb"
Namespace = dict[str, Any]
Table = list[list[str]]


def run(
    notebook: Path, folder: Path, last: str | None = None, kaggle: Path | None = None, **environment: str
) -> nbformat.NotebookNode:
    """Execute `notebook` from `folder`, up to the cell of id `last`, with nothing inherited of DIGITS_*.

    The folder `kaggle` stands for Kaggle's own, which is never looked at; without it there is none.
    """
    content = nbformat.read(notebook, as_version=4)
    for cell in code_of(content):
        assert cell.source.count("/kaggle") == cell.source.count('Path("/kaggle")')
        cell.source = cell.source.replace('Path("/kaggle")', f"Path({str(kaggle or folder / 'none')!r})")
    ids = [cell["id"] for cell in content.cells]
    if last is not None:
        del content.cells[ids.index(last) + 1 :]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("DIGITS_")}
    client = NotebookClient(content, timeout=600, resources={"metadata": {"path": str(folder)}})
    client.execute(env=inherited | environment)
    return content


def code_of(notebook: nbformat.NotebookNode) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def printed(notebook: nbformat.NotebookNode) -> str:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "".join(output.get("text", "") for output in outputs)


def contents(*folders: Path) -> dict[Path, tuple[int, int]]:
    files = [path for folder in folders if folder.exists() for path in folder.rglob("*") if path.is_file()]
    return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


def cells(*ids: str, **names: Any) -> Namespace:
    """Run only these cells of the notebook, in this process and not on Kaggle; return what they define."""
    namespace: Namespace = {
        "np": np,
        "pd": pd,
        "os": os,
        "sys": sys,
        "tempfile": tempfile,
        "Path": Path,
    } | names
    source = {cell["id"]: cell.source for cell in nbformat.read(NOTEBOOK, as_version=4).cells}
    for name in ids:
        exec(source[name].replace('Path("/kaggle")', 'Path("/nowhere")'), namespace)
    return namespace


def write_csv(path: Path, header: list[str], rows: npt.NDArray[np.integer]) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows.tolist()])


PIXELS = [f"pixel{i}" for i in range(784)]


@pytest.fixture(scope="module")
def kaggle_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with 300 real digits to learn from and 40 to submit, in Kaggle's three files."""
    folder = tmp_path_factory.mktemp("kaggle") / "input" / "digit-recognizer"
    folder.mkdir(parents=True)
    with np.load(data_file("mnist.npz")) as data:
        labels, images = data["y_train"][:300], data["x_train"][:300].reshape(-1, 784)
        unlabelled = data["x_test"][:40].reshape(-1, 784)
    write_csv(folder / "train.csv", ["label", *PIXELS], np.column_stack([labels, images]))
    write_csv(folder / "test.csv", PIXELS, unlabelled)
    ids = np.arange(1, 41)
    write_csv(folder / "sample_submission.csv", ["ImageId", "Label"], np.column_stack([ids, 0 * ids]))
    return folder


@pytest.fixture(scope="module")
def in_checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[nbformat.NotebookNode, Path]]:
    """A FAST run in the checkout, on a few real images and pen digits; its folder of results."""
    data, out = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("out")
    with np.load(data_file("mnist.npz")) as full:
        few = {name: full[name][: 400 if "train" in name else 200] for name in full.files}
    np.savez_compressed(data / "mnist.npz", **few)
    segments = data_file("pendigits-orig.tra").read_text().split(".SEGMENT")
    (data / "pendigits-orig.tra").write_text(".SEGMENT".join(segments[:300]))
    folders = [ROOT / name for name in ("model", "img", "deeplearning/datasets")]
    before = contents(*folders)
    environment = {"DIGITS_FAST": "1", "DIGITS_DATA": str(data), "DIGITS_OUT": str(out)}
    yield run(NOTEBOOK, ROOT / "deeplearning", **environment), out
    assert contents(*folders) == before, "a FAST run wrote into the checkout"


@pytest.fixture(scope="module")
def on_kaggle(kaggle_files: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What a run printed that saw only Kaggle's folders, /kaggle put elsewhere; its working folder."""
    alone, kaggle = tmp_path_factory.mktemp("alone"), kaggle_files.parent.parent
    (kaggle / "working").mkdir()
    shutil.copy(NOTEBOOK, alone)
    notebook = run(alone / "MNIST.ipynb", alone, kaggle=kaggle, DIGITS_FAST="1")
    assert list(alone.iterdir()) == [alone / "MNIST.ipynb"]
    return printed(notebook), kaggle / "working"


def assert_files_agree(out: Path, images: npt.NDArray[np.float32]) -> None:
    card = json.loads((out / "mnist.json").read_text())
    expected = keras_probabilities(card["architecture"], out / "mnist.weights.h5", images)
    answers = litert_probabilities(out / "mnist.tflite", images)
    np.testing.assert_allclose(answers, expected, atol=1e-5)
    assert np.ptp(answers, axis=0).max() > 0.01, "the network answers the same to every image"


def test_a_run_in_the_checkout_leaves_a_network_that_both_libraries_read_alike(
    in_checkout: tuple[nbformat.NotebookNode, Path],
) -> None:
    with np.load(data_file("mnist.npz")) as data:
        assert_files_agree(in_checkout[1], data["x_test"][:100] / np.float32(255))


def test_the_card_says_how_the_network_was_made(in_checkout: tuple[nbformat.NotebookNode, Path]) -> None:
    card = json.loads((in_checkout[1] / "mnist.json").read_text())
    wanted = {"architecture", "seed", "epochs", "batch", "precision", "versions", "sha256", "temperature"}
    assert wanted | {"training_seconds", "seeds"} <= set(card)
    assert card["parameters"] == 887_530
    assert card["fast"] is True
    assert card["data"]["file"] == "mnist.npz"
    assert len(card["data"]["sha256"]) == 64
    assert (card["data"]["training"], card["data"]["validation"]) == (400, 0)
    assert (card["rehearsal"]["training"], card["rehearsal"]["validation"]) == (380, 20)
    assert 0 < card["test_accuracy"] <= 1
    assert "validation_accuracy" not in card
    assert card["seeds"]["mean"] == pytest.approx(np.mean(card["seeds"]["accuracy"]))


def test_our_own_strokes_and_the_writers_of_uci_are_read(
    in_checkout: tuple[nbformat.NotebookNode, Path],
) -> None:
    text = printed(in_checkout[0])
    assert re.search(r"^\d+ of 20 read correctly$", text, re.M)
    assert re.search(r"^\d+ digits by \d+ people$", text, re.M)
    assert "read correctly by the vote of 4" in text


def test_every_figure_has_an_alternative_text(in_checkout: tuple[nbformat.NotebookNode, Path]) -> None:
    pictures = [
        output
        for cell in in_checkout[0].cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    assert len(pictures) >= 12
    for picture in pictures:
        assert len(picture["metadata"]["image/png"]["alt"].split()) > 2


def test_training_shows_one_line_a_network_and_a_table(
    in_checkout: tuple[nbformat.NotebookNode, Path],
) -> None:
    outputs = {cell["id"]: cell.get("outputs", []) for cell in in_checkout[0].cells}
    lines = [output["data"]["text/plain"] for output in outputs["train-all"]]
    assert [line.split(":")[0] for line in lines] == ["rehearsal", "seed 0", "seed 1"]
    assert all("epoch 3/3" in line for line in lines), "the bar did not reach the end"
    table = outputs["trained"][0]["data"]["text/html"]
    assert all(name in table for name in ("rehearsal", "seed 0", "seed 1", "seconds"))


def test_the_vote_is_of_different_networks_each_of_which_left_a_part_out(
    in_checkout: tuple[nbformat.NotebookNode, Path],
) -> None:
    outputs = {cell["id"]: cell.get("outputs", []) for cell in in_checkout[0].cells}
    lines = [output["data"].get("text/plain", "") for output in outputs["members"]]
    for filters in ("3, 3, 3, 3", "5, 5, 3, 3", "7, 5, 5, 5"):
        assert any(filters in line for line in lines)
    assert ">360<" in outputs["members"][-1]["data"]["text/html"], "nine tenths of 400"
    table = outputs["vote"][0]["data"]["text/html"]
    assert "4 different, voting" in table
    assert "120 labelled images, by 1 that left them out" in table


def test_no_warnings_reach_the_reader(in_checkout: tuple[nbformat.NotebookNode, Path]) -> None:
    outputs = [output for cell in in_checkout[0].cells for output in cell.get("outputs", [])]
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []


def test_on_kaggle_the_working_folder_gets_a_submission_of_the_right_shape(
    on_kaggle: tuple[str, Path],
) -> None:
    for name in ("submission.csv", "submission_single.csv"):
        table = pd.read_csv(on_kaggle[1] / name)
        assert list(table.columns) == ["ImageId", "Label"]
        assert table["ImageId"].tolist() == list(range(1, 41))
        assert table["Label"].between(0, 9).all()


def test_on_kaggle_the_network_is_saved_and_judged_by_validation(on_kaggle: tuple[str, Path]) -> None:
    card = json.loads((on_kaggle[1] / "mnist.json").read_text())
    assert card["data"]["file"] == "train.csv"
    assert (card["data"]["training"], card["data"]["validation"]) == (285, 15)
    assert (card["rehearsal"]["training"], card["rehearsal"]["validation"]) == (285, 15)
    assert "validation_accuracy" in card
    assert "test_accuracy" not in card
    with np.load(data_file("mnist.npz")) as data:
        assert_files_agree(on_kaggle[1], data["x_test"][:100] / np.float32(255))


def test_training_is_longer_where_there_is_something_to_submit_unless_told_how_long(
    on_kaggle: tuple[str, Path], in_checkout: tuple[nbformat.NotebookNode, Path]
) -> None:
    asked = json.loads((in_checkout[1] / "mnist.json").read_text())["epochs"]
    assert json.loads((on_kaggle[1] / "mnist.json").read_text())["epochs"] == 2 * asked


def test_a_number_of_epochs_that_was_asked_for_is_kept_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITS_EPOCHS", "5")
    names = cells("parameters")
    assert (names["EPOCHS"], names["LONGER"]) == (5, 1)


def test_without_uci_s_file_its_writers_are_left_out(on_kaggle: tuple[str, Path]) -> None:
    assert "pendigits-orig.tra is not here, so this is left out." in on_kaggle[0]
    assert "of 20 read correctly" in on_kaggle[0]


def test_kaggle_files_come_back_as_they_were_written(kaggle_files: Path) -> None:
    with np.load(data_file("mnist.npz")) as data:
        names = cells("finding")
        images, labels = names["load"](kaggle_files / "train.csv")
        np.testing.assert_array_equal(images, data["x_train"][:300])
        np.testing.assert_array_equal(labels, data["y_train"][:300])


def table() -> Table:
    rng = np.random.default_rng(0)
    rows = [["label", *PIXELS]]
    return rows + [[str(i % 10), *map(str, rng.integers(0, 256, 784))] for i in range(5)]


def text_of(rows: Table) -> str:
    return "".join(",".join(row) + "\n" for row in rows)


def with_cell(row: int, column: int, value: str) -> str:
    rows = table()
    rows[row][column] = value
    return text_of(rows)


DAMAGED = {
    "wrong header": with_cell(0, 5, "pixel999"),
    "no label": text_of([row[1:] for row in table()]),
    "truncated row": text_of(table())[:-500],
    "missing pixels": with_cell(3, 100, ""),
    "too many pixels": text_of([*table()[:3], [*table()[3], "0"]]),
    "a column without a name": text_of([table()[0], *([*row, "0"] for row in table()[1:])]),
    "too bright": with_cell(2, 50, "256"),
    "negative": with_cell(2, 50, "-1"),
    "no such digit": with_cell(2, 0, "10"),
    "not a number": with_cell(2, 50, "black"),
    "half a grey": with_cell(2, 50, "0.5"),
    "no rows": text_of(table()[:1]),
    "empty": "",
    "a picture": "\x89PNG\r\n\x1a\n\x00\x00",
}


def refusal(path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the sentence with which the notebook refuses the data in a folder."""
    monkeypatch.setenv("DIGITS_DATA", str(path.parent))
    with pytest.raises(ValueError, match=r"^[^\n]*\.$") as caught:
        cells("finding", "loading", "checks")
    return str(caught.value)


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_csv_is_refused_in_one_sentence(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "train.csv"
    path.write_bytes(text.encode("latin-1"))
    assert refusal(path, monkeypatch).startswith("train.csv ")


def test_a_damaged_npz_is_refused_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mnist.npz"
    two = np.zeros((2, 28, 28), np.uint8)
    np.savez(path, x_train=np.zeros((2, 8, 8)), y_train=[0, 1], x_test=np.zeros((2, 8, 8)), y_test=[0, 1])
    whole = path.read_bytes()
    np.savez(path, x_train=two)
    lacking = path.read_bytes()
    np.savez(path, x_train=two, y_train=[0, 12], x_test=two, y_test=[0, 1])
    for damaged in (whole, whole[:300], b"", b"label,pixel0", lacking, path.read_bytes()):
        path.write_bytes(damaged)
        assert refusal(path, monkeypatch).startswith("mnist.npz ")


def error_of(action: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(CellExecutionError) as caught:
        action()
    return caught.value.ename, caught.value.evalue


@pytest.mark.slow
def test_a_run_on_damaged_data_ends_with_the_sentence(tmp_path: Path) -> None:
    (tmp_path / "train.csv").write_text(DAMAGED["wrong header"])
    name, sentence = error_of(
        lambda: run(NOTEBOOK, ROOT, "checks", DIGITS_FAST="1", DIGITS_DATA=str(tmp_path))
    )
    assert name == "ValueError"
    assert sentence.startswith("train.csv cannot be read (KeyError(\"['pixel4'] not in index\"))")


@pytest.mark.slow
def test_without_data_or_network_the_run_says_where_to_put_data(tmp_path: Path) -> None:
    shutil.copy(NOTEBOOK, tmp_path)
    # Port 9 discards: nothing listens there, so every download fails at once.
    proxies = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
    offline = dict.fromkeys(proxies, "http://127.0.0.1:9")
    nowhere = {"KERAS_HOME": str(tmp_path / "keras"), "no_proxy": "", "NO_PROXY": ""}
    copy = tmp_path / "MNIST.ipynb"
    name, sentence = error_of(lambda: run(copy, tmp_path, "loading", DIGITS_FAST="1", **offline, **nowhere))
    assert name == "ValueError"
    assert sentence.startswith("No MNIST here: let DIGITS_DATA name ")


def test_a_folder_without_data_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITS_DATA", str(tmp_path / "nothing"))
    with pytest.raises(ValueError, match=r"^No MNIST here: let DIGITS_DATA name a folder with "):
        cells("finding", "loading")


def test_a_fast_run_refuses_to_write_into_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "deeplearning")
    monkeypatch.setenv("DIGITS_OUT", "../model")
    with pytest.raises(ValueError, match="never writes into a checkout"):
        cells("folders", FAST=True, KAGGLE=Path("nowhere"))


def test_a_fast_run_in_the_checkout_writes_to_a_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("DIGITS_OUT", raising=False)
    namespace = cells("folders", FAST=True, KAGGLE=Path("nowhere"))
    assert not namespace["MODEL"].is_relative_to(ROOT)
    namespace["MODEL"].rmdir()


def test_a_full_run_in_the_checkout_writes_to_its_shelves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "deeplearning")
    monkeypatch.delenv("DIGITS_OUT", raising=False)
    monkeypatch.setattr(Path, "mkdir", lambda *_, **__: None)
    namespace = cells("folders", FAST=False, KAGGLE=Path("nowhere"))
    assert namespace["MODEL"] == ROOT / "model"


@pytest.mark.parametrize(
    ("capability", "wanted"),
    [
        ((6, 0), "float32"),  # Kaggle's P100
        ((7, 5), "mixed_float16"),  # its T4
        ((8, 0), "mixed_bfloat16"),
    ],
)
def test_the_precision_is_what_the_hardware_is_made_for(capability: tuple[int, int], wanted: str) -> None:
    config = SimpleNamespace(
        list_physical_devices=lambda _: ["GPU:0"],
        experimental=SimpleNamespace(get_device_details=lambda _: {"compute_capability": capability}),
    )
    distribute = SimpleNamespace(MirroredStrategy=None, get_strategy=lambda: None)
    names = cells(
        "hardware",
        tf=SimpleNamespace(config=config, distribute=distribute),
        keras=SimpleNamespace(utils=SimpleNamespace(set_random_seed=lambda _: None)),
        quiet=contextlib.nullcontext,
        SEED=0,
    )
    assert names["PRECISION"] == wanted


@pytest.mark.slow
def test_two_devices_share_a_batch_and_learn_what_one_learns() -> None:
    found = subprocess.run(
        [sys.executable, str(ROOT / "tests/support/two_devices.py"), str(NOTEBOOK)],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    alone, together = (np.array(line.split(), float) for line in found.splitlines()[-2:])
    assert len(alone) == 10
    np.testing.assert_allclose(together, alone, rtol=1e-2)
    assert np.ptp(alone) > 0.2, "nothing was learnt, so nothing is proven"


def test_a_first_picture_comes_within_forty_lines_of_code() -> None:
    source = []
    for cell in code_of(nbformat.read(NOTEBOOK, as_version=4)):
        source += [line for line in cell.source.splitlines() if line.strip()]
        if "display(figure" in cell.source:
            break
    assert len(source) <= 40


def test_no_line_of_code_or_text_is_too_long_for_kaggle() -> None:
    for cell in nbformat.read(NOTEBOOK, as_version=4).cells:
        for line in cell.source.splitlines():
            assert len(line) <= 88 or "](" in line or line.startswith("|"), line


def test_the_committed_notebook_was_run_from_top_to_bottom() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    code = code_of(notebook)
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert not any(output.output_type == "error" for cell in code for output in cell.outputs)
    assert NOTEBOOK.stat().st_size < 2_000_000
