"""What several tests need: where the data is that is not committed, and the drawings that are."""

import os
import shutil
import tempfile
from pathlib import Path

# Before any test imports pygame: no window, no sound.
os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
# Nor may any test touch the drawing that its user's own window has kept.
os.environ["DIGITS_STATE"] = tempfile.mkdtemp(prefix="digits-")

import pytest

from tests.support.clock import Clock
from tests.support.paths import data_file


@pytest.fixture(scope="session", autouse=True)
def _state():
    yield
    shutil.rmtree(os.environ["DIGITS_STATE"])


@pytest.fixture
def pendigits() -> Path:
    return data_file("pendigits-orig.tra")


@pytest.fixture
def mnist() -> Path:
    return data_file("mnist.npz")


@pytest.fixture(scope="session")
def network():
    """The window's own network, loaded once."""
    from deeplearning.recognition.recognizer import Recognizer

    return Recognizer()


@pytest.fixture
def start_window(network, tmp_path):
    """Start the running window, up to its first frame on an empty paper; `options` go to `Application`."""
    import pygame

    from deeplearning.recognition.memory import Memory
    from deeplearning.window.application import Application
    from deeplearning.window.display import open_window

    def start(pace=None, **options):
        open_window()
        window = Application(folder=tmp_path / "drawings", **options)
        window.pace = pace or window.pace
        network.memory = Memory()  # Another test may have taught it.
        window.recognizer = network
        window.show()
        return window

    yield start
    pygame.quit()


@pytest.fixture
def window(start_window):
    """The running window's state, after its first frame on an empty paper."""
    return start_window()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def timed(start_window, clock):
    """The running window by a clock of the test's own."""
    return start_window(clock=clock)


@pytest.fixture
def state(tmp_path, monkeypatch):
    """A folder of the test's own for what the program keeps, which does not exist yet; it runs beside it."""
    monkeypatch.setenv("DIGITS_STATE", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "state"


@pytest.fixture
def tried(capsys):
    """Count the files that were tried; say so where somebody asked for a number of them."""
    outcomes = {"refused": 0, "loaded": 0}
    yield outcomes
    if "DIGITS_FILES" in os.environ:
        with capsys.disabled():
            figures = ", ".join(f"{n:,} {name}" for name, n in outcomes.items())
            print(f"{sum(outcomes.values()):,} files: {figures}")
