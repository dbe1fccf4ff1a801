"""Colours: contrast by WCAG 2.1, and pairs that people who see fewer colours can tell apart."""

import numpy as np
import pytest

from deeplearning.window.layout import arrange
from deeplearning.window.panels import compose, on_paper
from deeplearning.window.shapes import Fill, Panel, Text, Words
from deeplearning.window.theme import THEMES
from deeplearning.window.view import View
from tests.window.test_panels import shown, view_of

LAYOUTS = [arrange(640, 320), arrange(1280, 640), arrange(700, 1100)]


def linear(colour):
    """sRGB from 0 to 255 as linear light, 0 to 1 (IEC 61966-2-1)."""
    part = np.array(colour) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """WCAG 2.1's contrast ratio, 1 to 21."""
    dark, light = sorted(linear(colour) @ [0.2126, 0.7152, 0.0722] for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(light):
    """Linear sRGB as CIELAB for the white of daylight (D65)."""
    xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]] @ light
    x, y, z = np.cbrt(np.maximum(xyz / [0.9505, 1, 1.089], 1e-4))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


# Machado, Oliveira, Fernandes 2009: what is left of linear light where one kind of cone is missing.
SIGHT = {
    "all cones": np.eye(3),
    "protanopia": [[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.0520]],
    "deuteranopia": [[0.3673, 0.8606, -0.2280], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9689]],
    "tritanopia": [[1.2555, -0.0767, -0.1788], [-0.0784, 0.9308, 0.1476], [0.0047, 0.6914, 0.3039]],
}


def views():
    states = ("sure", "unsure", "refused") * 3
    digits = [
        shown(
            "7",
            state,
            (number,),
            box=(x := 20.0 + 200 * (number % 3), y := 40.0 + 200 * (number // 3), x + 60, y + 90),
        )
        for number, state in enumerate(states)
    ]
    yield from (View(), View(side="help"), View(side="open", files=("7",)), View(ready=False))
    yield View(message="Take it?", offer=True)
    yield view_of(shown("7", "ghost"))
    yield from (view_of(digit, message="Saved it", picked=0) for digit in digits[:3])
    yield view_of(*digits)


def grounds():
    """Yield (what, colour of the words, colour they stand on), by their roles."""
    yield "hint", "hint", "paper"
    for layout in LAYOUTS:
        for view in views():
            panels = compose(layout, view) | {"paper": Panel(layout.paper, on_paper(layout, view, False))}
            for name, panel in panels.items():
                painted = [Fill(panel.rect, "paper" if name == "paper" else "panel")]
                for shape in panel.shapes:
                    if isinstance(shape, Fill):
                        painted.append(shape)
                    elif isinstance(shape, Text | Words):
                        x, y = shape.rect.x + shape.rect.w / 2, shape.rect.y + shape.rect.h / 2
                        ground = next(fill.colour for fill in reversed(painted) if fill.rect.holds(x, y))
                        runs = shape.runs if isinstance(shape, Text) else ((shape.words, shape.colour),)
                        # What can do nothing may be faint; WCAG excepts it.
                        runs = [run for run in runs if run[0].strip() and run[1] != "disabled"]
                        yield from ((name, colour, ground) for _, colour in runs)


@pytest.mark.parametrize("theme", THEMES)
def test_all_words_stand_out_from_what_they_stand_on(theme):
    colours, pairs = THEMES[theme], {pair[1:] for pair in grounds()}
    assert {("on colour", "unsure"), ("panel", "text"), ("refused", "card"), ("muted", "panel")} < pairs
    poor = {pair: contrast(*(colours[role] for role in pair)) for pair in pairs}
    assert not {pair: ratio for pair, ratio in poor.items() if ratio < 4.5}


@pytest.mark.parametrize("theme", THEMES)
def test_bars_and_boxes_stand_out_from_what_they_stand_on(theme):
    colours = THEMES[theme]
    for role in ("bar", "sure", "unsure", "refused"):
        for ground in ("track", "paper"):
            assert contrast(colours[role], colours[ground]) >= 3, (role, ground)
    assert contrast(colours["ink"], colours["paper"]) > 15


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", THEMES)
def test_sure_and_unsure_are_told_apart_by_every_kind_of_sight(theme, sight):
    seen = {}
    for state in ("sure", "unsure", "refused"):
        light = np.clip(np.array(SIGHT[sight]) @ linear(THEMES[theme][state]), 0, 1)
        seen[state] = lab(light)
    # A difference of 10 is plain at a glance, of 2 hardly visible.
    assert np.linalg.norm(seen["sure"] - seen["unsure"]) > 40
    assert np.linalg.norm(seen["sure"] - seen["refused"]) > 15
    assert np.linalg.norm(seen["unsure"] - seen["refused"]) > 15
