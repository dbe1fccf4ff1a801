"""The notebook, run as its readers run it: in a checkout, alone on Kaggle, and on damaged data."""

import base64
import csv
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
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

SQUARES = b" ".join(b"%d" % (i * i) for i in range(190))
PACKED = base64.b85decode(  # SQUARES by Unix compress: long enough for its codes to grow from 9 to 10 bits
    b"ADxgeK*Rt+14IsiHbBUz0b)i%8V79@#4#`ijDRs@RHRWbhK++UawL?oP+^UcI1bK`QPAN)8W#!Dc!{H64H*Y(+(>Anq>Y^*Z"
    b"r}`B6GY8{Ibw>e2!o|S7%2tDI4O`M!;B&YIt0nF<IRdTVtS+~aA(JwAagiW*p#70j|yeLI4ENVjDjp-3|tsfM%cYK?kdDFS7"
    b"8pgc1zBPv34cIh7McOAnP#Z450&O)NCp8Ak3^ZtP-3-m19&IJqyy<`7&w18g~cQh*7l0%ABhco-C;oXpJ00!xl|FP-09QCyN"
    b"U$Xah&oz*L2nyfGu|jgtp&+~61#_&|y=amXNBQ=(Cc2c54?TGD&M9G?w_EtrEa(~B6J>U|2cBaE;hK?PR~7L`O`T?rA$5l9}"
    b"HN1$^RX(U!%8dX&TcNy&j5>8n$CK_WjP{mktAXVp73^UoV5lk4NHj_Y;6*U!B0@()CR6Si)0}eN;IFv`4b!3A?V7XS7M-^>%"
    b";!aV;a6=9vif15N3G(=nKuKY!R)ryjg;9NE$>kAVcReN-bt4t%7GrQ}1fW782}Y8balsZ4N%kqUn4B}jSJw?~!c-DVGpxlDd"
    b"I~{g-a_N;by8oyRp=K>cp-PCUnz|wom<yYCBqHQ(Iq8bI3zcikvOrm7nDVDI8<Ul*_C5MbH(bRN@KMo*Ncu>_Nj`HWz<riQ5"
    b"9NhLVb$X=Woa=s*-Kok%k!"
)


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
    """Run only these cells of the notebook, in this process, and return what they define."""
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
        exec(source[name], namespace)
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


def test_the_pen_chapter_runs_in_a_checkout(in_checkout: tuple[nbformat.NotebookNode, Path]) -> None:
    text = printed(in_checkout[0])
    assert "299 digits by" in text
    assert "pens" in text


def test_figures_for_the_readme_are_written(in_checkout: tuple[nbformat.NotebookNode, Path]) -> None:
    for name in ("sample_images.png", "learning_curves.png", "confusion_matrix.png"):
        assert (in_checkout[1] / name).read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["sample_images.png", "learning_curves.png", "confusion_matrix.png"])
def test_nothing_is_cut_off_in_them_and_their_title_stands_free(
    in_checkout: tuple[nbformat.NotebookNode, Path], name: str
) -> None:
    image = cv2.imread(str(in_checkout[1] / name), cv2.IMREAD_GRAYSCALE)
    assert image is not None
    ink = image < 250
    edges = np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]])
    assert not edges.any(), "something reaches the picture's edge"
    rows = ink.any(axis=1)
    below = int(rows.argmax()) + int((~rows[rows.argmax() :]).argmax())
    assert below - int(rows.argmax()) < 24, "the title of 12 points runs into what stands below"


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
    assert f"epoch {2 * asked:2}/{2 * asked}  loss" in on_kaggle[0]


def test_a_number_of_epochs_that_was_asked_for_is_kept_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITS_EPOCHS", "5")
    names = cells("parameters")
    assert (names["EPOCHS"], names["LONGER"]) == (5, 1)


def test_without_the_modules_the_pen_chapter_says_that_it_is_skipped(on_kaggle: tuple[str, Path]) -> None:
    assert "This chapter is skipped: it needs the project's checkout." in on_kaggle[0]


def test_kaggle_files_come_back_as_they_were_written(kaggle_files: Path) -> None:
    with np.load(data_file("mnist.npz")) as data:
        images, labels = cells("reading-csv")["read_csv"](kaggle_files / "train.csv", labelled=True)
        assert images.dtype == np.uint8
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


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_csv_is_refused_in_one_sentence(text: str, tmp_path: Path) -> None:
    path = tmp_path / "train.csv"
    path.write_bytes(text.encode("latin-1"))
    namespace = cells("reading-csv")
    with pytest.raises(namespace["DataError"], match=r"^train\.csv [^\n]*\.$"):
        namespace["read_csv"](path, labelled=True)


def test_the_line_that_lacks_pixels_is_named(tmp_path: Path) -> None:
    path = tmp_path / "train.csv"
    path.write_text(DAMAGED["missing pixels"])
    namespace = cells("reading-csv")
    with pytest.raises(namespace["DataError"], match="line 4 "):
        namespace["read_csv"](path, labelled=True)


def test_a_damaged_npz_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "mnist.npz"
    namespace = cells("reading-csv", "reading-npz")
    np.savez(path, x_train=np.zeros((2, 8, 8)), y_train=[0, 1], x_test=np.zeros((2, 8, 8)), y_test=[0, 1])
    whole = path.read_bytes()
    np.savez(path, x_train=np.zeros((2, 28, 28)))
    for damaged in (whole, whole[:300], b"", b"label,pixel0", path.read_bytes()):
        path.write_bytes(damaged)
        with pytest.raises(namespace["DataError"], match=r"^mnist\.npz [^\n]*\.$"):
            namespace["read_npz"](path)


def error_of(action: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(CellExecutionError) as caught:
        action()
    return caught.value.ename, caught.value.evalue


@pytest.mark.slow
def test_a_run_on_damaged_data_ends_with_the_sentence(tmp_path: Path) -> None:
    (tmp_path / "train.csv").write_text(DAMAGED["wrong header"])
    name, sentence = error_of(
        lambda: run(NOTEBOOK, ROOT, "finding", DIGITS_FAST="1", DIGITS_DATA=str(tmp_path))
    )
    assert name == "DataError"
    assert sentence == "train.csv must have the columns label to pixel783: use Kaggle's own file."


@pytest.mark.slow
def test_without_data_or_network_the_run_says_where_to_put_data(tmp_path: Path) -> None:
    shutil.copy(NOTEBOOK, tmp_path)
    # Port 9 discards: nothing listens there, so every download fails at once.
    proxies = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
    offline = dict.fromkeys(proxies, "http://127.0.0.1:9")
    nowhere = {"KERAS_HOME": str(tmp_path / "keras"), "no_proxy": "", "NO_PROXY": ""}
    copy = tmp_path / "MNIST.ipynb"
    name, sentence = error_of(lambda: run(copy, tmp_path, "finding", DIGITS_FAST="1", **offline, **nowhere))
    assert name == "DataError"
    assert sentence.startswith("No MNIST data was found and none could be downloaded: put ")


def test_a_folder_without_data_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITS_DATA", str(tmp_path / "nothing"))
    with pytest.raises(ValueError, match=r"DIGITS_DATA names holds none of train\.csv"):
        cells("reading-csv", "finding", COMPETITION=[], ROOT=None)


def test_a_fast_run_refuses_to_write_into_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "deeplearning")
    monkeypatch.setenv("DIGITS_OUT", "../model")
    with pytest.raises(ValueError, match="never writes into the checkout"):
        cells("folders", FAST=True, KAGGLE=Path("nowhere"))


def test_a_fast_run_in_the_checkout_writes_to_a_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("DIGITS_OUT", raising=False)
    namespace = cells("folders", FAST=True, KAGGLE=Path("nowhere"))
    assert namespace["MODEL"] == namespace["IMG"] == namespace["WORK"]
    assert not namespace["MODEL"].is_relative_to(ROOT)
    namespace["MODEL"].rmdir()


def test_a_full_run_in_the_checkout_writes_to_its_shelves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "deeplearning")
    monkeypatch.delenv("DIGITS_OUT", raising=False)
    monkeypatch.setattr(Path, "mkdir", lambda *_, **__: None)
    namespace = cells("folders", FAST=False, KAGGLE=Path("nowhere"))
    assert (namespace["MODEL"], namespace["IMG"]) == (ROOT / "model", ROOT / "img")


class Tpus:
    """Stands for the strategy of a TPU."""


@pytest.mark.parametrize(
    ("strategy", "capability", "wanted"),
    [
        (None, (6, 0), "float32"),  # Kaggle's P100
        (None, (7, 5), "mixed_float16"),  # its T4
        (None, (8, 0), "mixed_bfloat16"),
        (Tpus(), None, "mixed_bfloat16"),
    ],
)
def test_the_precision_is_what_the_hardware_is_made_for(
    strategy: Tpus | None, capability: tuple[int, int] | None, wanted: str
) -> None:
    details = {"compute_capability": capability}
    tensorflow = SimpleNamespace(
        distribute=SimpleNamespace(TPUStrategy=Tpus),
        config=SimpleNamespace(experimental=SimpleNamespace(get_device_details=lambda _: details)),
    )
    keras = SimpleNamespace(utils=SimpleNamespace(set_random_seed=lambda _: None))
    gpus = ["GPU:0"] if capability else []
    names = cells("precision", tf=tensorflow, keras=keras, STRATEGY=strategy, GPUS=gpus, SEED=0)
    assert names["PRECISION"] == wanted


def test_what_unix_compress_packed_is_unpacked() -> None:
    assert cells("reading-csv", "unpack")["unpack"](PACKED) == SQUARES


def test_what_compress_did_not_pack_is_refused() -> None:
    namespace = cells("reading-csv", "unpack")
    with pytest.raises(namespace["DataError"], match="not packed by compress"):
        namespace["unpack"](b"PK\x03\x04")


def test_the_committed_notebook_was_run_from_top_to_bottom() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    code = code_of(notebook)
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert not any(output.output_type == "error" for cell in code for output in cell.outputs)
    assert NOTEBOOK.stat().st_size < 2_000_000
