"""Touch and lost buttons: palms that rest, taps of two fingers, and windows that go away in mid-stroke."""

import numpy as np
import pygame
import pytest

from deeplearning.window import global_mouse
from tests.support.hand import SEVEN, down, finger, middle, move, post, up


@pytest.fixture
def window(timed):
    return timed


def touch(*places, number):
    first, *rest = places
    yield finger(pygame.FINGERDOWN, *first, number)
    yield from (finger(pygame.FINGERMOTION, *place, number) for place in rest)


def lift(place, number):
    return finger(pygame.FINGERUP, *place, number)


def test_a_second_finger_is_ignored_while_the_first_draws(window):
    post(window, *touch((100, 100), (150, 150), number=1), *touch((500, 500), (510, 510), number=2))
    post(window, lift((510, 510), 2), *[finger(pygame.FINGERMOTION, 180, 180, 1), move(400, 400, held=0)])
    assert window.ink.drawing
    (stroke,) = window.ink.strokes
    assert np.allclose(stroke.points, [[100, 100], [150, 150], [180, 180]])


def test_a_resting_palm_does_not_make_the_screen_deaf(window):
    post(window, *touch((600, 600), (601, 602), number=1))
    for stroke in SEVEN.strokes:
        points = stroke.points.tolist()
        post(window, *touch(*points, number=2), lift(points[-1], 2))
    post(window, lift((601, 602), 1))
    assert window.reading.text == "7"
    assert len(window.ink.strokes) == len(SEVEN.strokes), "the palm has left ink"


def test_a_palm_that_slid_and_then_rests_gives_way_and_loses_nothing(window, clock):
    post(window, *touch((600, 500), (600, 600), number=1))
    clock.now += 0.6
    post(window, *touch((100, 100), (200, 200), number=2), lift((200, 200), 2))
    assert [len(stroke.points) for stroke in window.ink.strokes] == [2, 2]


def test_a_palm_does_not_make_the_buttons_deaf(window):
    post(window, *touch((100, 100), (200, 200), number=1), lift((200, 200), 1))
    post(window, *touch((600, 600), number=1))
    post(window, *touch(middle(window.layout.buttons[0]), number=2))
    assert window.ink.strokes == ()


def test_a_finger_that_gave_way_to_a_press_still_draws(window):
    post(window, *touch((100, 100), number=1), *touch(middle(window.layout.buttons[8]), number=2))
    assert window.screen.theme == "dark"
    post(window, finger(pygame.FINGERMOTION, 150, 150, 1), finger(pygame.FINGERMOTION, 200, 200, 1))
    post(window, lift((200, 200), 1))
    (stroke,) = window.ink.strokes
    assert np.allclose(stroke.points, [[100, 100], [150, 150], [200, 200]])


def test_a_finger_that_a_palm_followed_still_draws(window):
    post(window, *touch((100, 100), number=1), *touch((500, 600), (501, 602), number=2))
    post(window, finger(pygame.FINGERMOTION, 200, 200, 1), lift((501, 602), 2), lift((200, 200), 1))
    (stroke,) = window.ink.strokes
    assert np.allclose(stroke.points, [[100, 100], [200, 200]])


def test_a_palm_that_slides_once_a_finger_has_drawn_leaves_no_ink(window):
    post(window, *touch((600, 600), number=1), *touch((100, 100), (200, 200), number=2))
    post(window, lift((200, 200), 2), finger(pygame.FINGERMOTION, 500, 600, 1), lift((500, 600), 1))
    assert len(window.ink.strokes) == 1


def test_a_tap_of_two_fingers_leaves_no_dot_and_nothing_to_undo(window):
    post(window, *touch((100, 100), number=1), *touch((300, 100), number=2))
    post(window, lift((300, 100), 2), lift((100, 100), 1))
    assert window.ink.strokes == ()
    assert not window.ink.can_undo


def test_a_tap_of_two_fingers_forgets_nothing_that_could_be_redone(window):
    post(window, down(100, 100), move(200, 200), up(200, 200))
    post(window, (pygame.KEYDOWN, {"key": pygame.K_z, "mod": 0}))
    post(window, *touch((100, 100), number=1), *touch((300, 100), number=2))
    post(window, lift((100, 100), 1), lift((300, 100), 2))
    post(window, (pygame.KEYDOWN, {"key": pygame.K_y, "mod": 0}))
    assert len(window.ink.strokes) == 1


def test_a_tap_of_one_finger_is_a_dot(window):
    post(window, *touch((100, 100), number=1), lift((100, 100), 1))
    assert len(window.ink.strokes) == 1


AWAY = [(pygame.WINDOWHIDDEN, {}), (pygame.WINDOWMINIMIZED, {}), (pygame.WINDOWFOCUSLOST, {})]


def test_minimising_in_mid_stroke_does_not_lose_the_next_stroke(window, monkeypatch):
    """SDL misses the release, takes the button for held, and reports of the next press only movements."""
    held = False
    monkeypatch.setattr(global_mouse, "is_left_button_held", lambda: held)
    post(window, down(100, 100), move(150, 150), *AWAY, (pygame.WINDOWRESTORED, {}))
    assert not window.ink.drawing
    post(window, move(200, 200), move(290, 290))
    assert len(window.ink.strokes) == 1, "a mouse that only hovers has drawn"
    held = True
    post(window, move(300, 300), move(350, 400), up(350, 400))
    assert [stroke.points.tolist() for stroke in window.ink.strokes] == [
        [[100, 100], [150, 150]],
        [[300, 300], [350, 400]],
    ]
    post(window, move(10, 10, held=0), down(20, 20), up(20, 20))
    assert len(window.ink.strokes) == 3


def test_after_a_release_that_was_seen_movements_draw_nothing(window, monkeypatch):
    monkeypatch.setattr(global_mouse, "is_left_button_held", lambda: True)
    post(window, down(100, 100), *AWAY, move(300, 300, held=0), move(310, 310))
    assert len(window.ink.strokes) == 1


def test_dragging_from_beside_the_paper_draws_nothing(window):
    post(window, down(900, 300), move(300, 300), up(300, 300))
    assert window.ink.strokes == ()
