"""Damaged networks and cards, networks without cards, and files that would be run where they should be read.

With more files, and figures: DIGITS_FILES=5000 python -m pytest tests/recognition/test_bad_networks.py
"""

import ast
import hashlib
import json
import shutil
import subprocess
import sys

import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter

from deeplearning.evaluate import main as evaluate
from deeplearning.ink.drawings import dump, load
from deeplearning.recognition.network import ModelError, Network
from deeplearning.recognition.network_check import survives
from deeplearning.recognition.recognizer import MODEL, Recognizer
from deeplearning.window import startup
from tests.support.damage import SAMPLES, attempt, damaged
from tests.support.hand import SEVEN, draw, text
from tests.support.paths import ROOT

SMALL = ROOT / "tests" / "support" / "small.tflite"
CARD = {"temperature": 1.2, "threshold": 0.3, "made": {"by": "MNIST", "epochs": [1, 2, None]}}


def with_card(folder, content, card):
    path = folder / "small.tflite"
    path.write_bytes(content)
    path.with_suffix(".json").write_bytes(card)
    return path


def card_of(content, **changes):
    digest = hashlib.sha256(content).hexdigest()
    return json.dumps({**CARD, "sha256": {"small.tflite": digest}, **changes}).encode()


def test_a_damaged_network_with_a_card_is_refused_before_it_is_run(tmp_path, tried):
    """The original's card stands beside every damaged file, so not one of them may load."""
    whole = SMALL.read_bytes()
    card = card_of(whole)
    assert Network(with_card(tmp_path, whole, card)).warning == ""
    for content in damaged(whole):
        network = attempt(Network, with_card(tmp_path, content, card))
        assert network is None or content == whole
        tried["loaded" if network else "refused"] += 1


def test_a_damaged_network_without_a_card_is_tried_elsewhere_first(tmp_path, tried):
    """LiteRT may crash on such files, and some load with other weights; this process goes on either way."""
    path = tmp_path / "small.tflite"
    for content in damaged(SMALL.read_bytes(), SAMPLES // 20):
        path.write_bytes(content)
        network = attempt(Network, path)
        tried["loaded" if network else "refused"] += 1
        if network:
            answers = network.probabilities(np.ones((3, 28, 28), np.float32))
            assert answers.sum(axis=1) == pytest.approx(1, abs=0.02)


def crashing():
    """The small network with the one bit flipped that makes LiteRT end its process."""
    content = bytearray(SMALL.read_bytes())
    content[1320] ^= 1 << 6
    return bytes(content)


def test_a_network_that_would_end_the_process_is_refused(tmp_path):
    assert survives(SMALL.read_bytes())
    assert not survives(crashing())
    path = tmp_path / "small.tflite"
    path.write_bytes(crashing())
    with pytest.raises(ModelError, match="may be damaged"):
        Network(path)


def test_a_network_that_never_answers_is_given_up():
    assert not survives(SMALL.read_bytes(), seconds=0.0)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), 3e38])
def test_weights_that_are_no_numbers_never_become_an_answer(tmp_path, bad):
    """They are refused, or what the network does not say is ten times 10%."""
    content = SMALL.read_bytes()
    interpreter = Interpreter(model_content=content)
    (weights,) = [d for d in interpreter.get_tensor_details() if list(d["shape"]) == [10, 16]]
    known = interpreter.get_tensor(weights["index"]).tobytes()
    assert content.count(known) == 1
    spoiled = np.frombuffer(known, np.float32).copy()
    spoiled[:16] = bad
    path = tmp_path / "small.tflite"
    path.write_bytes(content.replace(known, spoiled.tobytes()))
    network = attempt(Network, path)
    # Of finite weights no empty image shows that they are too large.
    assert (network is not None) == np.isfinite(bad)
    if network:
        answers = network.probabilities(np.ones((4, 28, 28), np.float32))
        assert answers == pytest.approx(0.1)


def test_a_damaged_card_is_a_sentence_or_still_right(tmp_path, tried):
    content = SMALL.read_bytes()
    for card in damaged(card_of(content)):
        network = attempt(Network, with_card(tmp_path, content, card))
        tried["loaded" if network else "refused"] += 1
        if network:
            assert 0 < network.card.temperature < float("inf")
            assert 0 <= network.card.threshold <= 1
    assert all(tried.values())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "latin-1"])
def test_a_card_in_another_encoding_is_named(tmp_path, encoding):
    content = SMALL.read_bytes()
    card = card_of(content).decode().replace("MNIST", "ä").encode(encoding)
    with pytest.raises(ModelError, match=r"small\.json is not the card"):
        Network(with_card(tmp_path, content, card))


def test_a_network_without_a_card_is_warned_of_in_one_sentence_and_works(tmp_path, capsys, window):
    path = tmp_path / "copy.tflite"
    shutil.copy(MODEL, path)
    window.recognizer = startup.load_network(path)
    draw(window, SEVEN.strokes)
    assert text(window) == "7"
    (tmp_path / "seven.jsonl").write_text(dump(load(ROOT / "tests" / "support" / "drawings.jsonl")[:1]))
    assert evaluate([str(tmp_path / "seven.jsonl"), "--model", str(path)]) == 0
    warnings = [line for line in capsys.readouterr().err.splitlines() if "card" in line]
    assert len(warnings) == 2
    assert all(str(path) in warning and warning.endswith(".") for warning in warnings)
    startup.load_network(None)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("beginning", [b"PK\x03\x04", b"\x89HDF\r\n\x1a\n", b"\x80\x04\x95", b"GGUF"])
def test_files_of_other_programs_are_refused_unopened(tmp_path, beginning):
    """A .keras archive, an HDF5 file of weights, a pickle: none of them is even looked into."""
    path = tmp_path / "model.keras"
    path.write_bytes(beginning + b"\0" * 1000)
    with pytest.raises(ModelError, match="not a network"):
        Recognizer(path)


# --- Data is never code ---------------------------------------------------------------------------------

PICKLES = {"pickle", "_pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle"}
TRAINERS = {"keras", "tensorflow", "torch", "h5py"}


def imports(path):
    """Yield the names of all modules that a file imports, wherever in it."""
    return imported(path.read_text(encoding="utf-8"))


def imported(text):
    """Yield the names of all modules that a program imports, wherever in it."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def graph():
    """Return the files of this repository that the window imports, directly or not."""
    found, waiting = set(), [ROOT / "app.py"]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            names = [ROOT.joinpath(*name.split(".")).with_suffix(".py") for name in imports(path)]
            waiting += [name for name in names if name.exists()]
    return found


def test_nothing_the_window_imports_can_run_what_a_file_says():
    files = graph()
    assert {"network.py", "drawings.py", "network_check.py", "segmentation.py"} <= {
        path.name for path in files
    }
    for path in files:
        assert not {name.split(".")[0] for name in imports(path)} & (PICKLES | TRAINERS), path
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("eval", "exec", "compile", "__import__"), path


def notebook_code(path):
    """The code of a notebook; a line for its shell, which begins with `!`, would be no Python."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "".join("".join(cell["source"]) + "\n" for cell in cells if cell["cell_type"] == "code")


PROGRAM = [ROOT / "app.py", *sorted((ROOT / "deeplearning").rglob("*.py"))]
NOTEBOOKS = sorted((ROOT / "deeplearning").glob("*.ipynb"))

SHELLS = ("os.system", "os.popen", "os.exec", "os.spawn", "os.startfile")
"""What asks a shell, or becomes another program."""

RUNS_THE_NOTEBOOK = "train_child.py"
"""The one program that runs text that it reads: cells of the notebook beside it, to time what they do."""


def called(node):
    """The name of what a call calls, with the module's where it is a module's: `os.system`, `eval`."""
    function = node.func
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return f"{function.value.id}.{function.attr}"
    return function.id if isinstance(function, ast.Name) else ""


def test_nothing_anywhere_runs_what_is_read_nor_asks_a_shell():
    """No pickle, YAML, eval or exec; other programs are started without a shell, by names that are seen."""
    programs = {path: path.read_text(encoding="utf-8") for path in PROGRAM}
    programs |= {path: notebook_code(path) for path in NOTEBOOKS}
    assert len(NOTEBOOKS) == 2
    for path, program in programs.items():
        names = set(imported(program))
        assert not {name.split(".")[0] for name in names} & (PICKLES | {"yaml", "runpy"}), path
        # A function taken out of its module would be called by a name that says nothing.
        assert not any(name.startswith(("subprocess.", *SHELLS)) for name in names), path
        for node in (node for node in ast.walk(ast.parse(program)) if isinstance(node, ast.Call)):
            name = called(node)
            runs_text = name in ("eval", "exec", "compile", "__import__")
            assert not runs_text or path.name == RUNS_THE_NOTEBOOK, path
            assert not name.startswith(SHELLS), path
            if name.startswith("subprocess."):
                assert "shell" not in [keyword.arg for keyword in node.keywords], path


def test_no_array_is_unpickled_anywhere():
    """NumPy unpickles nothing unless it is told to; nobody here tells it."""
    assert "allow_pickle=True" not in (ROOT / "deeplearning" / "MNIST.ipynb").read_text(encoding="utf-8")
    for path in [*ROOT.glob("*.py"), *ROOT.glob("deeplearning/**/*.py"), *ROOT.glob("tests/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                for keyword in node.keywords:
                    if keyword.arg == "allow_pickle":
                        assert isinstance(keyword.value, ast.Constant), path
                        assert keyword.value.value is False, path


def test_a_running_window_unpickles_nothing(tmp_path):
    shutil.copy(MODEL, tmp_path / "copy.tflite")
    support = ROOT / "tests" / "support"
    command = [
        sys.executable,
        support / "watched_window.py",
        support / "drawings.jsonl",
        tmp_path / "copy.tflite",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.stdout.splitlines()[-1:] == ["0 []"], done.stderr
