"""The example that an empty paper shows: once, slowly, and only until the first touch."""

import pygame
import pytest

from deeplearning.recognition.recognizer import Recognizer
from deeplearning.window.example import PATHS, Example
from deeplearning.window.pace import LIVE
from tests.support.hand import DARK, LIGHT, down, has, key, post


@pytest.fixture
def window(start_window, clock):
    return start_window(pace=LIVE, clock=clock)


def test_it_draws_itself_once_and_then_stands_still(window, clock):
    paper = window.layout.paper
    assert not has(paper, LIGHT["faint"])
    clock.now += 2.0
    window.show()
    assert has(paper, LIGHT["faint"])
    assert window.seconds_until_change() is not None
    clock.now += 60.0
    window.show()
    frames = window.frames
    for _ in range(5):
        clock.now += 1.0
        window.show()
    assert window.seconds_until_change() is None
    assert window.frames == frames
    assert window.ink.strokes == ()
    assert window.reading.text == ""


def test_it_goes_with_the_first_touch_and_never_comes_back(window, clock):
    paper = window.layout.paper
    clock.now += 3.0
    window.show()
    post(window, down(40, 40))
    assert not has(paper, LIGHT["faint"])
    key(window, pygame.K_z)
    clock.now += 60.0
    window.show()
    assert window.ink.strokes == ()
    assert not has(paper, LIGHT["faint"])


def test_it_follows_theme_and_size(window, clock):
    clock.now += 60.0
    key(window, pygame.K_t)
    assert has(window.layout.paper, DARK["faint"])
    post(window, (pygame.VIDEORESIZE, {"size": (700, 1100), "w": 700, "h": 1100}))
    assert has(window.layout.paper, DARK["faint"])


def test_it_is_an_example_of_what_the_window_reads(clock):
    example = Example(clock)
    clock.now += 60.0
    assert len(example.strokes()) == len(PATHS)
    assert Recognizer().read(example.strokes()).text == "27"
