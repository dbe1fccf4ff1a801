"""What all commands share: an error ends in one sentence and a status."""

import argparse
import signal
import subprocess
import sys

import pytest

from deeplearning._cli import height, natural, place, png, positive, run
from deeplearning.ink.drawings import DrawingError
from deeplearning.recognition.network import ModelError
from tests.support.paths import ROOT

SUPPORT = ROOT / "tests" / "support"
COMMANDS = sorted(path.stem for path in (ROOT / "deeplearning").glob("*.py") if not path.name.startswith("_"))


def ends(error):
    """Run a command whose work raises `error`; return its exit status."""

    def work(_):
        if error is not None:
            raise error

    return run(work, argparse.ArgumentParser(), [])


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (None, 0, ""),
        (DrawingError("x.jsonl holds no drawing."), 2, "x.jsonl holds no drawing."),
        (ModelError("x.tflite is damaged."), 2, "x.tflite is damaged."),
        (OSError(28, "No space left on device"), 2, "The output cannot be read or written: No space left"),
        (PermissionError(13, "Permission denied", "out.png"), 2, "out.png cannot be read or written: Perm"),
        (ImportError("No module named 'scipy'"), 2, "No module named 'scipy'"),
        (ImportError("libGL.so.1: cannot open shared object file"), 2, "apt-get install libgl1"),
        (KeyboardInterrupt(), 130, "Stopped."),
    ],
)
def test_an_error_is_one_sentence_and_a_status(error, status, words, capsys):
    assert ends(error) == status
    told = capsys.readouterr().err
    assert words in told
    assert told.count("\n") == bool(words)


def test_a_mistake_in_the_program_keeps_its_traceback():
    with pytest.raises(ZeroDivisionError):
        ends(ZeroDivisionError())


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (natural, {"0": 0, "12": 12}, ["-1", "1.5", "", "٣", "x"]),
        (positive, {"1": 1}, ["0", "-1", ""]),
        (height, {"0.5": 0.5}, ["0", "-1", "nan", "inf", "x"]),
        (place, {"0.3,-1": (0.3, -1.0)}, ["1", "1,2,3", "nan,0", "a,b", ""]),
    ],
)
def test_argument_types(kind, good, bad):
    for text, value in good.items():
        assert kind(text) == value
    for text in bad:
        with pytest.raises(argparse.ArgumentTypeError, match=r"is not a"):
            kind(text)


def test_a_figure_is_a_png():
    assert png("a/B.PNG").name == "B.PNG"
    with pytest.raises(argparse.ArgumentTypeError, match=r"not called \.png"):
        png("figure.xyz")


@pytest.mark.skipif(not hasattr(signal, "SIGPIPE"), reason="the system has no pipes that can close")
def test_a_reader_that_goes_away_ends_a_command_quietly():
    command = [sys.executable, str(SUPPORT / "endless_command.py")]
    done = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.stdout.readline() == b"0\n"
    done.stdout.close()
    assert done.stderr.read() == b""
    done.stderr.close()
    assert done.wait() == 141


def without(packages, command, *arguments):
    """Run a command in an environment that lacks `packages`; return what became of it."""
    program = [sys.executable, str(SUPPORT / "run_without.py"), packages, f"deeplearning.{command}"]
    return subprocess.run([*program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_helps_without_the_packages_that_only_its_work_needs(command):
    """So that whoever lacks one of them reads a sentence and no traceback."""
    done = without("cv2,ai_edge_litert,scipy,matplotlib,networkx,skimage,PIL,tqdm", command, "--help")
    assert done.stdout.startswith(f"usage: python -m deeplearning.{command}"), done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("package", "command"), [("cv2", "evaluate"), ("ai_edge_litert", "stages"), ("matplotlib", "stages")]
)
def test_a_missing_package_is_a_sentence(tmp_path, package, command):
    done = without(package, command, "img/demo.jsonl", *[str(tmp_path / "x.png")] * (command == "stages"))
    assert done.returncode == 2
    assert "pip install -r requirements.txt" in done.stderr
    assert done.stderr.count("\n") == 1
