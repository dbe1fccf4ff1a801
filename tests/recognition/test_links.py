"""How two strokes stand to each other: measured of shapes, the same at any place, size and order."""

import numpy as np
import pytest

from deeplearning.ink.stroke import Stroke
from deeplearning.recognition.links import MAX_GAP, PARTING_FEATURES, Shape, crosses, link
from tests.support.handwriting import digit, line, ring, through

PAIRS = {
    "crossing": (line((100, 100), (200, 200)), line((200, 100), (100, 200))),
    "side by side": (line((100, 100), (100, 200)), line((130, 100), (130, 200))),
    "one above the other": (line((100, 100), (200, 102)), line((100, 120), (195, 200))),
    "end to end": (line((100, 100), (200, 100)), line((200, 100), (260, 190))),
}


def features(one, other):
    found = link(Shape.of(one), Shape.of(other))
    assert found is not None
    return dict(zip(PARTING_FEATURES, found.parting.tolist(), strict=True))


def moved(stroke, scale, shift):
    return Stroke.of(stroke.points * scale + shift, stroke.width * scale)


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("scale", [0.3, 1, 4])
def test_a_link_is_the_same_at_any_place_and_size(name, scale):
    one, other = PAIRS[name]
    expected = link(Shape.of(one), Shape.of(other))
    found = link(Shape.of(moved(one, scale, (-300, 50))), Shape.of(moved(other, scale, (-300, 50))))
    assert found.gap == pytest.approx(expected.gap, abs=1e-9)
    assert found.parting == pytest.approx(expected.parting, abs=1e-6)
    assert found.crossing == expected.crossing


@pytest.mark.parametrize("name", PAIRS)
def test_a_link_is_the_same_from_both_sides(name):
    one, other = map(Shape.of, PAIRS[name])
    assert link(one, other).parting == pytest.approx(link(other, one).parting)


def test_strokes_far_apart_have_no_link():
    one = line((100, 100), (100, 200))
    near, far = (line((x, 100), (x, 200)) for x in (100 + 99 * MAX_GAP, 100 + 101 * MAX_GAP))
    assert link(Shape.of(one), Shape.of(near)) is not None
    assert link(Shape.of(one), Shape.of(far)) is None


def test_only_paths_that_cross_cross():
    expected = {name: name == "crossing" for name in PAIRS}
    assert {name: crosses(*map(Shape.of, pair)) for name, pair in PAIRS.items()} == expected
    five = digit("5", 100, 100, 150)
    assert not crosses(Shape.of(ring(five)), Shape.of(five[0]))


def test_a_cross_is_deep_and_a_t_is_not():
    cross, tee = features(*PAIRS["crossing"]), features(line((0, 0), (100, 0)), line((50, 0), (50, 100)))
    assert cross["crossing"] == 1
    assert tee["crossing"] < 0.1
    assert tee["touching"] == 1


def test_a_bar_above_is_told_from_a_neighbour():
    above, beside = features(*PAIRS["one above the other"]), features(*PAIRS["side by side"])
    assert above["one above the other"] > 0.9
    assert beside["one above the other"] == 0
    assert beside["overlap in x and y"] == 0


def test_a_stroke_gone_over_runs_along():
    path = digit("3", 100, 100, 200)[0]
    again = Stroke.of(path.points + np.array([4, 3]))
    assert features(path, again)["along each other"] > 0.9
    assert features(*PAIRS["crossing"])["along each other"] == 0


def test_a_small_stroke_beside_a_large_one_is_told():
    large, small = line((100, 100), (100, 300)), line((115, 260), (116, 300))
    assert features(large, small)["small beside large"] > 0.5
    assert features(*PAIRS["side by side"])["small beside large"] == 0


def test_a_tap_has_a_shape():
    shape = Shape.of(Stroke.of([(50, 60)]))
    assert (shape.length, len(shape.points)) == (0, 1)
    assert not shape.is_straight
    assert link(shape, Shape.of(line((52, 60), (90, 60)))) is not None


@pytest.mark.parametrize(
    ("points", "straight", "level"),
    [
        ([(0, 0), (100, 10)], True, True),
        ([(0, 0), (100, 50)], True, False),
        ([(0, 0), (0, 100)], True, False),
        ([(0, 0), (50, 30), (100, 0)], False, False),
    ],
)
def test_straight_and_level_lines_are_told(points, straight, level):
    shape = Shape.of(through(points))
    assert (shape.is_straight, shape.is_level) == (straight, level)


def test_sides_of_a_box_keep_to_its_edges():
    assert Shape.of(through([(0, 0), (100, 0), (100, 80)])).is_side
    assert Shape.of(line((0, 0), (2, 90))).is_side
    assert not Shape.of(line((0, 0), (100, 80))).is_side
    assert not Shape.of(digit("5", 0, 0, 100)[0]).is_side


def test_points_lie_evenly_along_the_path():
    steps = np.hypot(*np.diff(Shape.of(through([(0, 0), (100, 0), (100, 130)])).points, axis=0).T)
    assert steps.max() - steps.min() < 4
