"""The window by its own events, posted to pygame's queue and looked at in pixels and state."""

import numpy as np
import pygame
import pytest

from deeplearning.ink.stroke import PAPER, PEN_WIDTH
from deeplearning.recognition.recognizer import Recognizer
from deeplearning.window.boxes import box_of
from deeplearning.window.loop import NAP_MS, wait_for_events
from deeplearning.window.painter import Painter
from tests.support.hand import (
    BY_STYLE,
    DRAWINGS,
    EIGHT,
    LIGHT,
    SEVEN,
    down,
    draw,
    events,
    finger,
    has,
    key,
    move,
    near,
    pixels,
    post,
    resize,
    text,
    up,
)


@pytest.mark.parametrize(
    "drawing", DRAWINGS, ids=lambda drawing: f"{drawing.label}: {drawing.notes['style']}"
)
def test_every_drawing_is_read_as_it_was_meant(window, drawing):
    draw(window, drawing.strokes)
    # Where a word ends is the recogniser's to say.
    assert text(window).replace(" ", "") == drawing.label.replace(" ", "")
    assert pygame.display.get_caption()[0] == f"{text(window)} - RealTime DigitRecognizer"


def test_an_empty_paper_has_no_reading_and_says_what_to_do(window):
    assert text(window) == ""
    assert pygame.display.get_caption()[0] == "RealTime DigitRecognizer"
    assert has(window.layout.paper, LIGHT["hint"])
    post(window, down(320, 500))
    assert not has(window.layout.paper, LIGHT["hint"])


def test_a_digit_is_read_while_the_pen_still_moves(window):
    titles = []
    *path, _ = events(BY_STYLE["looped foot"].strokes)
    for event in path:
        post(window, event)
        titles.append(pygame.display.get_caption()[0].split(" - ")[0])
    assert window.ink.drawing
    assert titles[-1] == "2"
    assert len(set(titles)) > 2, "the reading did not follow the pen"


def test_the_reading_always_equals_a_fresh_one_of_the_same_ink(window):
    fresh = Recognizer()
    for event in events(BY_STYLE["five with a detached bar, crossed seven, open four"].strokes):
        post(window, event)
        if event[0] != pygame.MOUSEMOTION or event[1]["pos"][0] % 4 == 0:
            assert text(window) == fresh.read(window.ink).text


def test_ink_is_black_on_white_as_wide_as_the_pen_and_smooth(window):
    post(window, down(100, 300), move(500, 300))  # no box is around it yet
    column = pixels()[300, 280:320]
    darkness = (255 - column[:, 0].astype(float)) / 255
    assert darkness.sum() == pytest.approx(PEN_WIDTH, abs=0.1)
    key(window, pygame.K_z)
    post(window, down(100, 400), move(500, 520))
    slanted = pixels()[100:500, 380:540, 0]
    assert 300 < np.count_nonzero((slanted > 20) & (slanted < 235)) < 3000


def test_ink_keeps_every_position_of_the_mouse(window):
    positions = [(50, 60), (51, 64), (200, 300), (640, 640), (-30, 70)]
    post(window, down(*positions[0]), *[move(*position) for position in positions[1:]], up(*positions[-1]))
    (stroke,) = window.ink.strokes
    assert stroke.points.tolist() == [[50, 60], [51, 64], [200, 300], [640, 640], [0, 70]]


def test_ink_stays_on_the_paper(window):
    post(window, down(600, 320), move(900, 320))
    assert window.ink.strokes[0].points[-1].tolist() == [PAPER, 320]
    assert (pixels()[640:655, 320] == LIGHT["panel"]).all()


def test_a_press_beside_the_paper_draws_nothing(window):
    post(window, down(900, 300), move(300, 300), up(300, 300))
    assert window.ink.strokes == ()


def test_the_paper_shows_a_box_at_every_digit(window):
    draw(window, EIGHT.strokes)
    assert len(window.reading.digits) == 8
    for digit in window.view().digits:
        box = box_of(window.layout, digit)
        assert has(box, LIGHT["ink"])
        corner = pixels()[box.right - 1, box.bottom - 1]
        assert tuple(corner) == LIGHT[digit.state]


def test_boxes_leave_no_trace_where_they_stood(window):
    draw(window, EIGHT.strokes[:3])
    before = pixels()
    draw(window, EIGHT.strokes[3:])
    for _ in EIGHT.strokes[3:]:
        key(window, pygame.K_z)
    key(window, pygame.K_t)
    key(window, pygame.K_t)
    assert (pixels()[:640] == before[:640]).all()


def test_a_tap_alone_is_refused(window):
    post(window, down(300, 300), up(300, 300))
    assert text(window) == "?"
    assert has(window.layout.paper, LIGHT["refused"])
    assert not has(window.layout.paper, LIGHT["sure"])


@pytest.mark.parametrize(
    "event",
    [
        (pygame.WINDOWFOCUSLOST, {}),
        move(200, 200, held=0),
        (pygame.KEYDOWN, {"key": pygame.K_s, "mod": 0, "unicode": "s"}),
    ],
    ids=["focus lost", "released outside", "saved"],
)
def test_a_stroke_ends_when_its_button_is_lost(window, event):
    post(window, down(100, 100), move(150, 150), event)
    assert not window.ink.drawing
    length = len(window.ink.strokes[0].points)
    post(window, move(300, 300))
    assert len(window.ink.strokes[0].points) == length
    if event[0] != pygame.KEYDOWN:
        post(window, down(300, 300))
        assert len(window.ink.strokes) == 2


def test_the_right_button_clears_over_the_paper_and_says_how_to_take_that_back(window):
    draw(window, SEVEN.strokes)
    post(window, down(900, 300, button=3), up(900, 300, button=3))
    assert text(window) == "7"
    post(window, down(120, 130, button=3), up(120, 130, button=3))
    assert window.ink.strokes == ()
    assert "Z" in window.message
    key(window, pygame.K_z)
    assert text(window) == "7"


@pytest.mark.parametrize("event", [down(120, 130, button=3), (pygame.KEYDOWN, {"key": pygame.K_r, "mod": 0})])
def test_nothing_clears_the_paper_in_mid_stroke(window, event):
    draw(window, SEVEN.strokes)
    post(window, down(100, 100), move(120, 130), event, move(200, 200), up(200, 200))
    assert len(window.ink.strokes) == 3
    assert len(window.ink.strokes[-1].points) == 3


def test_other_buttons_and_the_wheel_draw_nothing(window):
    for button in (2, 4, 5, 6):
        post(window, down(100, 100, button=button), move(200, 200, held=0), up(200, 200, button=button))
    assert window.ink.strokes == ()


def test_a_finger_draws_as_the_mouse_does(window):
    for stroke in SEVEN.strokes:
        first, *rest = stroke.points.tolist()
        post(
            window,
            finger(pygame.FINGERDOWN, *first),
            *[finger(pygame.FINGERMOTION, *point) for point in rest],
        )
        post(window, finger(pygame.FINGERUP, *stroke.points[-1].tolist()))
    assert text(window) == "7"
    assert all(map(near, window.ink.strokes, SEVEN.strokes, [1e-6] * 2))


def test_what_sdl_makes_of_touch_as_a_mouse_does_not_draw_twice(window):
    synthetic = dict(down(100, 100)[1], touch=True)
    post(window, finger(pygame.FINGERDOWN, 100, 100), (pygame.MOUSEBUTTONDOWN, synthetic))
    post(
        window,
        finger(pygame.FINGERMOTION, 200, 200),
        (pygame.MOUSEMOTION, dict(move(200, 200)[1], touch=True)),
    )
    post(window, finger(pygame.FINGERUP, 200, 200), (pygame.MOUSEBUTTONUP, dict(up(200, 200)[1], touch=True)))
    (stroke,) = window.ink.strokes
    assert np.allclose(stroke.points, [[100, 100], [200, 200]])


def test_a_finger_with_no_position_is_ignored(window):
    post(window, finger(pygame.FINGERDOWN, float("nan"), 10), finger(pygame.FINGERDOWN, 10, float("inf")))
    assert window.ink.strokes == ()


@pytest.mark.parametrize(("width", "height"), [(640, 320), (2560, 1280), (800, 700), (1500, 500), (700, 999)])
def test_ink_and_layout_follow_the_window(window, width, height):
    draw(window, SEVEN.strokes)
    strokes = window.ink.strokes
    resize(window, width, height)
    assert pygame.display.get_surface().get_size() == (width, height)
    assert window.ink.strokes == strokes
    layout = window.layout
    x, y = map(round, layout.from_paper(*strokes[0].points[0]))
    assert tuple(pixels()[x, y]) == LIGHT["ink"]
    key(window, pygame.K_r)
    post(window, *events(SEVEN.strokes, layout.scale, layout.paper.x, layout.paper.y))
    assert text(window) == "7"
    assert all(map(near, window.ink.strokes, SEVEN.strokes, [1 / layout.scale] * 2))


def test_a_number_may_be_wider_than_the_paper_is_high_and_stays_seen_in_another_window(window):
    resize(window, 2000, 400)
    scale = window.layout.scale
    for number in range(5):
        post(window, *events(SEVEN.strokes, scale * 0.6, 180 * number, 100))
    assert text(window) == "77777"
    right = max(stroke.box.right for stroke in window.ink.strokes)
    assert right > PAPER
    resize(window, 1280, 640)
    assert text(window) == "77777"
    assert window.layout.from_paper(right, 0)[0] <= window.layout.paper.right


def test_a_window_is_never_smaller_than_what_can_be_read(window):
    for size in ((1, 1), (639, 5), (0, 0)):
        resize(window, *size)
        assert pygame.display.get_surface().get_size() == (640, 320)
    post(window, *events(SEVEN.strokes, 0.5))
    assert text(window) == "7"


def test_a_stroke_goes_on_while_the_window_changes_its_size(window):
    post(window, down(100, 100), move(200, 100))
    resize(window, 640, 320)
    post(window, move(100, 100), up(100, 100))
    assert window.ink.strokes[0].points.tolist() == [[100, 100], [200, 100], [200, 200]]


def test_an_idle_window_draws_no_frames(window):
    draw(window, SEVEN.strokes)
    frames = window.frames
    for number in range(50):
        post(window, move(100 + number, 100, held=0), (pygame.KEYUP, {"key": pygame.K_a, "mod": 0}))
        window.show()
    assert window.frames == frames
    post(window, down(50, 50))
    assert window.frames > frames


def test_after_a_while_without_events_the_window_takes_naps(monkeypatch):
    nothing, event = pygame.event.Event(pygame.NOEVENT), pygame.event.Event(pygame.KEYUP)
    answers, naps = [nothing, nothing, event], []
    monkeypatch.setattr(pygame.event, "wait", lambda _: nothing)
    monkeypatch.setattr(pygame.event, "poll", lambda: answers.pop(0))
    monkeypatch.setattr(pygame.event, "get", lambda: [])
    monkeypatch.setattr(pygame.time, "wait", naps.append)
    assert wait_for_events() == [event]
    assert len(naps) == 3
    assert set(naps) == {NAP_MS}
    assert NAP_MS >= 10  # a hundred looks a second at most


def test_painting_what_changed_looks_like_painting_everything(window):
    rng = np.random.default_rng(3)
    codes = [pygame.K_z, pygame.K_y, pygame.K_h, pygame.K_t, pygame.K_s, pygame.K_LEFT, pygame.K_PAGEUP]
    for number in range(60):
        if number % 2:
            key(window, codes[rng.integers(len(codes))])
        else:
            drawing = DRAWINGS[rng.integers(len(DRAWINGS))]
            post(window, *list(events(drawing.strokes[:2]))[::3])
        if number % 10 == 9:
            key(window, pygame.K_r)
        seen = pixels()
        post(window, (pygame.VIDEOEXPOSE, {}))
        assert (pixels() == seen).all()


@pytest.mark.usefixtures("window")
def test_a_long_reading_is_made_smaller_before_it_is_cut():
    """Every digit's width is rounded by itself; the sum may not push the last ones off the line."""
    painter = Painter("light")
    for n in range(1, 60):
        sevens = tuple(("7", "text") for _ in range(n))
        runs, _, wide = painter.fit(sevens, 76, 592, bold=True)
        assert runs == sevens
        assert wide <= 592
