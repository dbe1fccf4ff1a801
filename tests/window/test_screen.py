"""The screen paints only what has changed, and looks as if it had painted everything."""

import random

import pygame
import pytest

from deeplearning.window.layout import Rect
from deeplearning.window.painter import Painter
from deeplearning.window.screen import Screen
from deeplearning.window.shapes import (
    Check,
    Cross,
    Dot,
    Fill,
    Frame,
    Panel,
    Picture,
    Text,
    Tile,
    Words,
    changed_areas,
    reach,
)
from tests.support.hand import pixels
from tests.window.test_panels import shown, view_of

SIZES = [(640, 320), (1280, 640), (700, 1100), (2000, 400)]
PLACE = Rect(90, 80, 60, 40)
SHAPES = [
    Fill(PLACE, "sure", 9),
    Fill(PLACE, "sure", 100),
    Frame(PLACE, "sure", 3),
    *[Text(PLACE, ((run, "text"),), size, align, bold)
      for run in ("7", "Ägypten", "wide " * 20) for size in (11, 38, 70) for align in (0.0, 0.5, 1.0)
      for bold in (False, True)],
    *[Words(PLACE, words, "text", size, align) for words in ("7", "many short words " * 9, "x" * 90)
      for size in (11, 38) for align in (0.0, 0.5)],
    Tile(PLACE._replace(w=56, h=56), bytes([200]) * 784),
    Picture(PLACE, bytes([200]) * 60 * 40, "grey"),
    Dot(PLACE, "sure", 30),
    Cross(PLACE, "sure"),
    Check(PLACE, "sure"),
]  # fmt: skip


@pytest.fixture
def surface():
    pygame.display.init()
    pygame.freetype.init()
    yield pygame.display.set_mode((400, 400))
    pygame.quit()


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{type(shape).__name__}")
def test_a_shape_is_painted_within_its_reach(surface, shape):
    everywhere = Rect(0, 0, 400, 400)
    surface.fill("white")
    Painter("light").paint(surface, Panel(everywhere, (shape,)))
    painted = pixels().min(axis=2) < 255
    assert painted.any()
    area = reach(shape).cut(everywhere)
    painted[area.x : area.right, area.y : area.bottom] = False
    assert not painted.any()


def test_of_a_panel_only_what_has_changed_is_painted():
    base = Fill(Rect(0, 0, 300, 300), "card", 4)
    bar, other = Fill(Rect(10, 10, 50, 8), "sure"), Fill(Rect(10, 10, 70, 8), "sure")
    far = Fill(Rect(200, 280, 50, 8), "sure")
    before = Panel(base.rect, (base, bar, far))
    assert changed_areas(before, Panel(base.rect, (base, other, far))) == [other.rect]
    assert changed_areas(before, Panel(base.rect, (base, bar))) == [far.rect]
    assert changed_areas(before, before) == []
    assert changed_areas(None, before) == [base.rect]
    assert changed_areas(before, Panel(Rect(0, 0, 300, 299), before.shapes)) == [Rect(0, 0, 300, 299)]


def some_view(rng, layout):
    """Return what a window may show at some moment: digits of all kinds, panels, messages, the mouse."""
    digits = []
    for number in range(rng.choice([0, 1, 1, 2, 3, 4, 7, 30])):
        state = rng.choice(["sure", "unsure", "refused", "ghost", "named"])
        label = {"refused": "?", "ghost": "·"}.get(state, str(rng.randrange(10)))
        left, top = rng.uniform(0, 500), rng.uniform(0, 500)
        box = left, top, left + rng.uniform(20, 140), top + rng.uniform(20, 140)
        digits.append(shown(label, state, (number,), "4", rng.choice([0.13, 0.5, 0.97, 1.0]), box))
    return view_of(
        *digits,
        layout=layout,
        picked=rng.choice([None, 0]) if digits else None,
        message=rng.choice(["", "", "Cleared, Z brings it back.", "Not saved: " + "long/" * 40]),
        offer=rng.random() < 0.3,
        side=rng.choice(["", "", "", "", "help", "open"]),
        files=("today 12:00  712", "yesterday  045")[: rng.randrange(3)],
        hover=rng.choice(["", "undo", "name 3", "save"]),
        disabled=frozenset(rng.choice([(), ("undo", "save")])),
        ready=rng.random() < 0.9,
    )


@pytest.mark.usefixtures("surface")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_a_window_painted_in_parts_looks_like_one_painted_whole(size, theme):
    rng = random.Random(f"{size} {theme}")
    pygame.display.set_mode(size)
    screen = Screen(theme)
    for _ in range(40):
        view = some_view(rng, screen.layout)
        screen.fit(view, (640.0, 640.0))
        screen.show(view, is_empty=not view.digits)
        seen = pixels()
        screen.forget()
        screen.show(view, is_empty=not view.digits)
        assert (pixels() == seen).all()


@pytest.mark.usefixtures("surface")
@pytest.mark.parametrize("size", SIZES)
def test_what_stays_is_whole_where_a_box_on_it_goes(size):
    """Found by throwing events: a check mark lost the pixels that stand out of its place."""
    rng = random.Random(0)
    pygame.display.set_mode(size)
    screen = Screen("light")
    digits = [shown("4", "named", (n,), "9", 1.0, (60 + 150 * n, 200, 130 + 150 * n, 300)) for n in range(4)]
    for _ in range(80):
        # A mark that was left out may lie on a tag.
        left, top = rng.uniform(40, 600), rng.uniform(150, 200)
        mark = left, top, left + rng.uniform(1, 30), top + rng.uniform(1, 30)
        view = view_of(*digits, marks=(mark,))
        screen.show(view, is_empty=False)
        seen = pixels()
        screen.forget()
        screen.show(view, is_empty=False)
        assert (pixels() == seen).all()
