from itertools import pairwise

import pytest

from deeplearning.window.easing import Easing
from tests.support.clock import Clock
from tests.window.test_panels import shown


def bar(easing, confidence, seconds=0.12):
    (digit,) = easing.ease([shown("7", confidence=confidence)], seconds)
    return digit.probabilities[7]


def test_a_bar_glides_to_its_new_length_and_stays_there():
    clock = Clock(10.0)
    easing = Easing(clock)
    assert bar(easing, 0.5) == 0.5
    seen = []
    for _ in range(14):
        seen.append(bar(easing, 0.9))
        clock.now += 0.01
    assert seen[0] == pytest.approx(0.5)
    assert all(one < other for one, other in pairwise(seen[:13]))
    assert seen[-1] == 0.9
    assert not easing.is_moving


def test_a_bar_turns_back_from_where_it_is():
    clock = Clock(10.0)
    easing = Easing(clock)
    bar(easing, 0.2)
    bar(easing, 0.9)
    clock.now += 0.05
    there = bar(easing, 0.9)
    assert bar(easing, 0.1) == pytest.approx(there)
    assert easing.is_moving


def test_without_motion_a_bar_is_at_once_where_it_belongs():
    easing = Easing(Clock(10.0))
    bar(easing, 0.2, 0.0)
    assert bar(easing, 0.9, 0.0) == 0.9
    assert not easing.is_moving
