"""A real window on a screen of its own: what is seen of it from outside."""

import pytest

from deeplearning.benchmark.child import ChildError
from deeplearning.benchmark.lag import measure_lag
from deeplearning.benchmark.virtual_screen import VirtualScreen, why_unavailable
from deeplearning.benchmark.worst_drawings import grid
from deeplearning.recognition.recognizer import MODEL

SIZE = (1280, 640)


@pytest.fixture
def screen():
    if reason := why_unavailable():
        pytest.skip(reason)
    with VirtualScreen(SIZE) as screen:
        yield screen


@pytest.mark.slow
@pytest.mark.parametrize("strokes", [(), grid(6)], ids=["empty paper", "grid"])
def test_ink_is_seen_after_every_movement(screen, strokes):
    lag = measure_lag(screen, MODEL, strokes, movement_count=8)
    assert 0 < lag.movement.p50 <= lag.movement.p95 <= lag.movement.worst
    assert lag.missed == 0
    assert 20 < lag.memory < 1000


def test_a_program_that_ends_says_why(screen, tmp_path):
    with pytest.raises(ChildError, match="cannot be read"):
        measure_lag(screen, tmp_path / "none.tflite", (), movement_count=1)


def test_an_empty_screen_shows_no_ink_where_nothing_is_drawn_and_has_its_own_environment(screen, monkeypatch):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert screen.environment["DISPLAY"].startswith(":")
    assert not {"SDL_VIDEODRIVER", "WAYLAND_DISPLAY"} & screen.environment.keys()
    assert screen.xdotool("getdisplaygeometry") == "1280 640"
    screen.move_mouse(300, 200)
    assert screen.xdotool("getmouselocation").startswith("x:300 y:200 ")


def test_two_screens_stand_side_by_side(screen):
    with VirtualScreen((640, 320)) as other:
        other.move_mouse(5, 6)
        screen.move_mouse(7, 8)
        assert other.xdotool("getmouselocation").startswith("x:5 y:6 ")
        assert other.xdotool("getdisplaygeometry") == "640 320"


def test_what_is_missing_for_a_screen_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert why_unavailable().startswith("Xvfb and xdotool")
    assert why_unavailable().endswith("must be installed")
    monkeypatch.setattr("sys.platform", "win32")
    assert why_unavailable() == "only Linux has Xvfb"
