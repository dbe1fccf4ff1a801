"""The panel "inside": opened, drawn before, chosen for and closed by real events."""

import subprocess
import sys
import threading

import numpy as np
import pygame
import pytest

from deeplearning.recognition.recognizer import Recognizer
from deeplearning.window.inside import arrange_inside
from deeplearning.window.layout import Rect, arrange, line_height
from deeplearning.window.map_grids import arrange_maps
from deeplearning.window.pace import STILL
from deeplearning.window.palettes import palettes
from deeplearning.window.panels import compose
from deeplearning.window.shapes import BACKGROUND, EVIDENCE_STEPS, INK_STEPS, Fill, Picture, Text
from deeplearning.window.theme import THEMES
from tests.support.hand import DARK, EIGHT, LIGHT, SEVEN, down, draw, events, has, key, move, post, resize, up
from tests.support.paths import ROOT

SIZES = [(640, 320), (800, 600), (700, 1100), (1280, 640), (2000, 400), (3840, 2160)]
FOUR = ((32, 28), (32, 28), (64, 14), (64, 14))


def shapes(window, kind):
    view = window.view()
    assert view.side == "inside"
    return [
        shape for shape in compose(window.layout, shown(window))["side"].shapes if isinstance(shape, kind)
    ]


def shown(window):
    """What the last frame showed."""
    seen = []
    show = window.screen.show

    def spy(view, is_empty):
        seen.append(view)
        show(view, is_empty)

    window.screen.show = spy
    try:
        window.show()
    finally:
        window.screen.show = show
    return seen[-1]


def words(window):
    return ["".join(run for run, _ in text.runs) for text in shapes(window, Text)]


def side_pixels(window):
    return pygame.surfarray.array3d(pygame.display.get_surface().subsurface(window.layout.side)).copy()


def test_i_opens_it_and_it_names_every_layer_and_the_method(window):
    draw(window, SEVEN.strokes)
    key(window, pygame.K_i)
    told = " | ".join(words(window))
    for name in ("Image", "For 7, against", "256 features", "10 outputs", "Occlusion"):
        assert name in told
    for name in ("1st", "2nd", "3rd", "4th"):
        assert f"{name} convolution" in told
    assert len(shapes(window, Picture)) == 7
    key(window, pygame.K_ESCAPE)
    assert window.side == ""


def test_it_follows_the_pen_while_a_stroke_is_drawn(window):
    draw(window, SEVEN.strokes[:1])
    key(window, pygame.K_i)
    drawn = list(events(SEVEN.strokes[1:]))
    before = side_pixels(window)
    for event in drawn[: len(drawn) // 2]:
        post(window, event)
    assert window.ink.drawing
    half = side_pixels(window)
    assert (half != before).any()
    for event in drawn[len(drawn) // 2 :]:
        post(window, event)
    assert (side_pixels(window) != half).any()


def test_it_shows_the_digit_written_last_and_the_one_that_is_picked(window):
    draw(window, EIGHT.strokes)
    digits = window.view().digits
    key(window, pygame.K_i)
    last = max(range(len(digits)), key=lambda index: max(digits[index].strokes))
    for steps in range(3):
        view = shown(window)
        assert view.examined == (last if steps == 0 else view.picked)
        image = np.frombuffer(view.digits[view.examined].image, np.uint8).reshape(28, 28) / 255
        assert np.allclose(view.layers.image[2:-2, 2:-2], image[2:-2, 2:-2])
        key(window, pygame.K_RIGHT)


def test_an_empty_paper_asks_for_a_digit_and_so_does_one_that_was_cleared(window):
    key(window, pygame.K_i)
    assert shapes(window, Picture) == []
    draw(window, SEVEN.strokes)
    assert shapes(window, Picture)
    key(window, pygame.K_r)
    assert shapes(window, Picture) == []
    key(window, pygame.K_z)
    assert shapes(window, Picture)


def test_a_tap_and_a_scribble_are_no_faults(window):
    key(window, pygame.K_i)
    post(window, down(100, 100), up(100, 100))
    assert shapes(window, Picture)
    post(window, down(300, 300), *(move(300 + 90 * (n % 2), 300 + 3 * n) for n in range(40)), up(300, 400))
    assert shapes(window, Picture)


@pytest.mark.parametrize("theme", THEMES)
def test_what_spoke_for_the_answer_has_the_colour_of_sure_ones(window, theme):
    if theme == "dark":
        key(window, pygame.K_t)
    draw(window, SEVEN.strokes)
    key(window, pygame.K_i)
    place = next(picture.rect for picture in shapes(window, Picture) if picture.palette == "evidence")
    colours = LIGHT if theme == "light" else DARK
    assert has(place, colours["paper"])
    found = pygame.surfarray.array3d(pygame.display.get_surface().subsurface(place)).reshape(-1, 3)
    blue = np.abs(found.astype(int) - colours["sure"]).sum(axis=1)
    assert blue.min() < 120


def test_a_small_network_shows_what_there_is(window):
    window.recognizer = Recognizer(ROOT / "tests" / "support" / "small.tflite")
    draw(window, SEVEN.strokes)
    key(window, pygame.K_i)
    told = " | ".join(words(window))
    assert "Image" in told
    assert "10 outputs" in told
    assert "convolution" not in told
    assert "features" not in told


def test_ink_does_not_wait_for_the_layers(window, monkeypatch):
    gate, opened = threading.Event(), threading.Event()
    open_layers = window.recognizer.open_layers

    def slow():
        opened.set()
        assert gate.wait(60)
        return open_layers()

    monkeypatch.setattr(window.recognizer, "open_layers", slow)
    window.pace = STILL._replace(patience=0.0)
    woken = threading.Event()
    draw(window, SEVEN.strokes)
    window.update(None)
    window.wake = woken.set
    key(window, pygame.K_i)
    assert opened.wait(60)
    post(window, down(50, 50), move(90, 90))  # comes back although nothing can be looked at
    assert window.ink.drawing
    assert shown(window).layers is None
    woken.clear()
    gate.set()
    assert woken.wait(60)
    window.pace = STILL
    assert shown(window).layers is not None


def test_nothing_is_loaded_before_it_is_opened():
    command = [sys.executable, ROOT / "tests" / "support" / "inside_modules.py"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-2:] == ["[False, False]", "[True, True]"]


@pytest.mark.parametrize("size", SIZES)
def test_nothing_overlaps_and_nothing_leaves_the_panel(window, size):
    resize(window, *size)
    draw(window, SEVEN.strokes)
    key(window, pygame.K_i)
    pictures = [picture.rect for picture in shapes(window, Picture)]
    texts = [text.rect for text in shapes(window, Text)]
    assert len(pictures) == 7
    side = window.layout.side
    for rect in pictures:
        assert side.x <= rect.x
        assert rect.right <= side.right
        assert side.y <= rect.y
        assert rect.bottom <= side.bottom
        assert not any(rect.meets(text) for text in texts)
    assert not any(a.meets(b) for i, a in enumerate(pictures) for b in pictures[:i])
    assert not any(a.meets(b) for i, a in enumerate(texts) for b in texts[:i])
    for picture in shapes(window, Picture):
        assert len(picture.image) == picture.rect.w * picture.rect.h


@pytest.mark.parametrize("size", [(800, 600), (1280, 640), (3840, 2160)])
def test_all_maps_are_shown_where_there_is_room(size):
    layout = arrange(*size)
    head = layout.close.bottom + layout.unit
    area = Rect(
        layout.side.x + layout.margin, head, layout.side.w - 2 * layout.margin, layout.side.bottom - head
    )
    maps = arrange_inside(layout, area).maps
    placed = arrange_maps(maps, FOUR, line_height(layout.small), layout.gap, 1)
    assert [one.grid.number for one in placed] == [32, 32, 64, 64]
    assert all(one.grid.number % one.grid.across == 0 for one in placed)


def test_maps_that_do_not_fit_are_left_out_and_the_first_ones_stay():
    placed = arrange_maps(Rect(0, 0, 300, 60), FOUR, 16, 4, 1)
    assert all(0 < one.grid.number < number for one, (number, _) in zip(placed, FOUR, strict=True))
    assert arrange_maps(Rect(0, 0, 300, 10), FOUR, 16, 4, 1)[0].grid.number == 0


@pytest.mark.parametrize("theme", THEMES)
def test_palettes_go_from_against_to_for(theme):
    colours = THEMES[theme]
    found = palettes(colours)
    assert {len(palette) for palette in found.values()} == {256}
    full = found["evidence"][(INK_STEPS - 1) * EVIDENCE_STEPS : INK_STEPS * EVIDENCE_STEPS]
    assert (full[0], full[EVIDENCE_STEPS // 2], full[-1]) == (
        colours["unsure"],
        colours["faint"],
        colours["sure"],
    )
    assert set(found["evidence"][:EVIDENCE_STEPS]) == {colours["paper"]}
    assert found["grey"][BACKGROUND] == colours["panel"]
    assert found["grey"][0] == (0, 0, 0)


def test_the_bars_are_the_networks_answer(window):
    draw(window, SEVEN.strokes)
    key(window, pygame.K_i)
    bars = [fill for fill in shapes(window, Fill) if fill.colour == "sure"]
    assert len(bars) == 1
