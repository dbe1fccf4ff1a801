import numpy as np
import pytest

from deeplearning.ink.history import Ink
from deeplearning.ink.raster import Sheet
from deeplearning.ink.stroke import PAPER, Stroke


def fresh(strokes, side=PAPER):
    sheet = Sheet(side)
    sheet.update(strokes)
    return sheet.pixels


def scribble(seed, n=30):
    points = np.random.default_rng(seed).normal(0, 25, (n, 2)).cumsum(axis=0) + PAPER / 2
    return Stroke.of(points.clip(0, PAPER), 15)


def test_a_dot_is_a_disc_of_the_pens_width():
    pixels = fresh((Stroke.of([(100, 200)], 15),))
    assert pixels.sum() / 255 == pytest.approx(np.pi * 7.5**2, rel=0.02)
    rows, columns = np.nonzero(pixels > 127)
    assert (rows.mean(), columns.mean()) == (200, 100)


def test_a_line_has_the_pens_width_and_round_ends():
    pixels = fresh((Stroke.of([(100, 300), (500, 300)], 20),))
    assert pixels[:, 300].sum() / 255 == pytest.approx(20, abs=0.1)
    assert pixels[300].sum() / 255 == pytest.approx(420, abs=1)
    assert pixels[292, 92] == 0  # the corner that a square end would fill


def test_edges_are_anti_aliased():
    pixels = fresh((Stroke.of([(100, 100), (400, 193)], 15),))
    assert np.count_nonzero((pixels > 20) & (pixels < 235)) > 300


def test_a_fast_hand_leaves_no_gaps():
    pixels = fresh((Stroke.of([(20, 20), (600, 620), (620, 30)], 15),))
    along = np.linspace((20, 20), (600, 620), 200).round().astype(int)
    assert (pixels[along[:, 1], along[:, 0]] == 255).all()


def test_few_points_of_a_circle_make_a_round_one():
    around = np.linspace(0, 2 * np.pi, 17)
    circle = Stroke.of(np.stack([320 + 200 * np.cos(around), 320 + 200 * np.sin(around)], 1), 5)
    rows, columns = np.nonzero(fresh((circle,)) > 127)
    radius = np.hypot(rows - 320, columns - 320)
    # A polygon of 16 sides would come 3.8 pixels nearer to the middle.
    assert radius.min() > 200 - 2.5 - 1.2


def test_a_corner_stays_sharp():
    pixels = fresh((Stroke.of([(100, 100), (300, 100), (300, 300)], 5),))
    assert pixels[100, 300] == 255
    assert pixels[110, 290] == 0
    assert pixels[:97].sum() == 0  # nothing bulges beyond the corner


def test_a_corner_of_the_paper_is_cut_and_nothing_wraps_around():
    pixels = fresh((Stroke.of([(0, 0), (PAPER, PAPER)], 30),))
    assert pixels[0, 0] == 255
    assert pixels[0, -1] == pixels[-1, 0] == 0


@pytest.mark.parametrize("side", [160, 284, 640, 1280])
def test_drawing_point_by_point_looks_like_drawing_at_once(side):
    ink, sheet = Ink(), Sheet(side)
    for seed in range(3):
        points = scribble(seed).points
        ink.begin(*points[0])
        sheet.update(ink.strokes)
        for point in points[1:]:
            ink.add(*point)
            sheet.update(ink.strokes)
        ink.end()
        assert (sheet.pixels == fresh(ink.strokes, side)).all()


def test_every_change_of_the_ink_shows_as_a_fresh_drawing_would():
    rng, ink, sheet = np.random.default_rng(1), Ink([scribble(9)]), Sheet(200)
    for number in range(150):
        match rng.integers(6):
            case 0 | 1:
                points = scribble(number, 5).points
                ink.begin(*points[0], width=float(rng.integers(3, 40)))
                for point in points[1:]:
                    ink.add(*point)
            case 2 | 3:
                ink.undo()
            case 4:
                ink.redo()
            case 5:
                ink.end() if number % 4 else ink.clear()
        before = sheet.pixels.copy()
        box = sheet.update(ink.strokes)
        assert (sheet.pixels == fresh(ink.strokes, 200)).all()
        before[box.top : box.bottom, box.left : box.right] = 0
        after = sheet.pixels.copy()
        after[box.top : box.bottom, box.left : box.right] = 0
        assert (before == after).all(), "pixels changed outside the box"


def test_nothing_new_changes_nothing():
    sheet, strokes = Sheet(100), (scribble(4),)
    assert not sheet.update(strokes).empty
    assert sheet.update(strokes).empty
