import numpy as np
import pytest

from deeplearning.ink.box import Box
from deeplearning.ink.paths import arc_length, lengths_along, resampled
from deeplearning.ink.stroke import Stroke, bounds, inked_box

CORNER = np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 4.0]])


def test_lengths_of_a_path():
    assert arc_length(CORNER) == 7
    assert lengths_along(CORNER).tolist() == [0, 3, 7]
    assert arc_length(CORNER[:1]) == 0
    assert lengths_along(CORNER[:1]).tolist() == [0]


def test_resampled_points_are_evenly_spaced_along_the_path():
    points = resampled(CORNER, 8)
    assert points.tolist() == [[0, 0], [1, 0], [2, 0], [3, 0], [3, 1], [3, 2], [3, 3], [3, 4]]
    circle = np.column_stack([np.cos(np.linspace(0, 6, 500)), np.sin(np.linspace(0, 6, 500))])
    points = resampled(circle**3, 40)
    steps = np.diff(points, axis=0)
    assert np.hypot(*steps.T).max() <= arc_length(circle**3) / 39 + 1e-9
    assert points[[0, -1]] == pytest.approx(circle[[0, -1]] ** 3)


def test_a_path_that_does_not_move_is_one_point():
    assert resampled(np.array([[2.0, 5.0]]), 24).tolist() == [[2, 5]]
    assert resampled(np.array([[2.0, 5.0]] * 3), 24).tolist() == [[2, 5]]


def test_a_box_knows_its_sides_and_middle():
    box = Box(10, 20, 40, 30)
    assert (box.width, box.height, box.longer_side, box.centre) == (30, 10, 30, (25, 25))
    assert box.grown(5) == (5, 15, 45, 35)


def test_the_inked_box_reaches_half_a_pen_beyond_the_points():
    strokes = [Stroke.of([(10, 20), (30, 25)], 4), Stroke.of([(15, 5)], 10)]
    assert bounds(strokes) == (10, 5, 30, 25)
    assert inked_box(strokes) == (5, 0, 35, 30)
    for box_of in (bounds, inked_box):
        with pytest.raises(ValueError, match="no strokes"):
            box_of([])
