"""Papers with far more strokes than writing has: the window must go on answering."""

import numpy as np
import pygame
import pytest

from deeplearning.ink.history import Ink
from deeplearning.ink.stroke import PAPER, Stroke
from deeplearning.recognition.recognizer import MAX_STROKES, Recognizer
from tests.support.hand import SEVEN, draw, key, pixels, text


def scribbles(count, points=6):
    """Short scribbles all over the paper, most of them crossing many others."""
    rng = np.random.default_rng(0)
    middles = rng.uniform(40, PAPER - 40, (count, 1, 2))
    return [Stroke.of(points) for points in middles + rng.uniform(-30, 30, (count, points, 2))]


def test_ten_thousand_strokes_still_answer(window):
    window.ink = Ink(scribbles(10_000, points=3))
    window.show()
    assert text(window) == "?"
    (mark,) = window.reading.digits
    assert len(mark.strokes) == 10_000
    assert mark.probabilities == pytest.approx(0.1)
    before = pixels()
    draw(window, SEVEN.strokes)
    assert len(window.reading.digits[0].strokes) == 10_000 + len(SEVEN.strokes)
    assert (pixels() != before).any()
    for _ in SEVEN.strokes:
        key(window, pygame.K_z)
    assert (pixels()[: window.layout.paper.w] == before[: window.layout.paper.w]).all()
    key(window, pygame.K_r)
    draw(window, SEVEN.strokes)
    assert text(window) == "7"


def test_what_is_no_writing_is_not_read(monkeypatch):
    recognizer = Recognizer()
    monkeypatch.setattr(recognizer.reader, "answers", None)
    with pytest.raises(TypeError):
        recognizer.read([Stroke.of([(300, 100), (300, 500)])])
    assert recognizer.read(scribbles(MAX_STROKES + 1)).text == "?"


@pytest.mark.parametrize("count", [150, 300])
def test_scribbles_that_cross_each_other_are_given_up_and_said_to_be(count):
    reading = Recognizer().read(scribbles(count))
    assert any(digit.given_up for digit in reading.digits)
    assert all(digit.refused for digit in reading.digits if digit.given_up)
    assert sorted(i for digit in reading.digits for i in digit.strokes) == list(range(count))


def test_what_stands_beside_a_crowd_is_read():
    seven = Stroke.of([(20, 20), (80, 22), (140, 20), (110, 70), (80, 140)])
    crowd = [Stroke.of(s.points * 0.5 + (280, 280)) for s in scribbles(150)]
    reading = Recognizer().read([seven, *crowd])
    assert reading.text.startswith("7")
