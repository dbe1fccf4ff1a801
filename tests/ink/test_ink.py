import numpy as np
import pytest

from deeplearning.ink.history import MAX_UNDO_STEPS, Ink
from deeplearning.ink.stroke import Stroke, bounds


def draw(ink: Ink, *points: tuple[float, float], width: float = 15) -> None:
    ink.begin(*points[0], width)
    for x, y in points[1:]:
        ink.add(x, y)
    ink.end()


def paths(ink: Ink) -> list[list[list[float]]]:
    return [stroke.points.tolist() for stroke in ink.strokes]


def test_a_stroke_is_readable_while_it_is_drawn():
    ink = Ink()
    ink.begin(1, 2, 9)
    ink.add(3, 4)
    assert paths(ink) == [[[1, 2], [3, 4]]]
    assert ink.strokes[0].width == 9
    assert ink.drawing
    ink.add(5, 6)
    ink.end()
    assert paths(ink) == [[[1, 2], [3, 4], [5, 6]]]
    assert not ink.drawing


def test_a_stroke_seen_half_drawn_never_changes():
    ink = Ink()
    ink.begin(0, 0)
    seen = []
    for i in range(1, 300):
        ink.add(i, i)
        seen.append(ink.strokes[0])
    assert [len(stroke.points) for stroke in seen] == list(range(2, 301))
    assert all((stroke.points[:, 0] == np.arange(len(stroke.points))).all() for stroke in seen)
    with pytest.raises(ValueError, match="read-only"):
        seen[5].points[0] = 7


def test_a_pen_that_rests_adds_nothing():
    ink = Ink()
    ink.begin(1, 1)
    before = ink.strokes[0]
    ink.add(1, 1)
    assert ink.strokes[0] is before


def test_undo_and_redo_invert_each_other_through_clearing():
    ink = Ink()
    draw(ink, (0, 0), (1, 1))
    draw(ink, (5, 5))
    assert ink.clear()
    draw(ink, (9, 9))
    states = [paths(ink)]
    while ink.undo():
        states.append(paths(ink))
    assert [len(state) for state in states] == [1, 0, 2, 1, 0]
    for state in reversed(states[:-1]):
        assert ink.redo()
        assert paths(ink) == state
    assert not ink.redo()


def test_drawing_on_forgets_what_could_be_redone():
    ink = Ink()
    draw(ink, (0, 0))
    ink.undo()
    draw(ink, (1, 1))
    assert not ink.redo()


def test_undo_in_mid_stroke_takes_the_stroke_back():
    ink = Ink()
    draw(ink, (0, 0))
    ink.begin(5, 5)
    assert ink.undo()
    assert paths(ink) == [[[0, 0]]]
    ink.add(6, 6)
    assert paths(ink) == [[[0, 0]]]


def test_beginning_again_ends_the_open_stroke():
    ink = Ink()
    ink.begin(0, 0)
    ink.begin(1, 1)
    ink.end()
    assert len(ink.strokes) == 2
    ink.undo()
    ink.undo()
    assert not ink.strokes


def test_clearing_nothing_is_no_step():
    ink = Ink()
    assert not ink.clear()
    assert not ink.undo()


def test_strokes_given_at_the_start_can_be_cleared_and_come_back():
    ink = Ink([Stroke.of([(1, 1), (2, 2)])])
    assert not ink.undo()
    ink.clear()
    ink.undo()
    assert len(ink.strokes) == 1


def test_history_is_bounded():
    ink = Ink()
    for i in range(MAX_UNDO_STEPS + 5):
        draw(ink, (i, i))
    assert len(ink.strokes) == MAX_UNDO_STEPS + 5
    steps = 0
    while ink.undo():
        steps += 1
    assert steps == MAX_UNDO_STEPS
    assert len(ink.strokes) == 5


@pytest.mark.parametrize("point", [(float("nan"), 0), (0, float("inf"))])
def test_coordinates_must_be_finite_and_the_ink_survives(point):
    ink = Ink()
    draw(ink, (1, 1))
    with pytest.raises(ValueError, match="finite"):
        ink.begin(*point)
    ink.begin(2, 2)
    with pytest.raises(ValueError, match="finite"):
        ink.add(*point)
    assert paths(ink) == [[[1, 1]], [[2, 2]]]


@pytest.mark.parametrize("points", [[], [[1]], [[1, 2, 3]], [1, 2]])
def test_a_stroke_needs_pairs(points):
    with pytest.raises(ValueError, match="pairs"):
        Stroke.of(points)


@pytest.mark.parametrize("width", [0, -1, float("nan"), float("inf")])
def test_a_pen_has_a_width(width):
    with pytest.raises(ValueError, match="width"):
        Stroke.of([(0, 0)], width)


def test_bounds_cover_all_strokes():
    assert bounds([Stroke.of([(3, 9), (5, 1)]), Stroke.of([(-2, 4)])]) == (-2, 1, 5, 9)


def test_pasted_strokes_are_one_step():
    ink = Ink()
    draw(ink, (0, 0))
    ink.begin(5, 5)
    assert ink.paste([Stroke.of([(1, 1)]), Stroke.of([(2, 2)])])
    assert not ink.drawing
    draw(ink, (9, 9))
    states = [paths(ink)]
    while ink.undo():
        states.append(paths(ink))
    assert [len(state) for state in states] == [5, 4, 2, 1, 0]
    for state in reversed(states[:-1]):
        assert ink.redo()
        assert paths(ink) == state


def test_pasting_forgets_what_could_be_redone_and_nothing_is_no_step():
    ink = Ink()
    draw(ink, (0, 0))
    ink.undo()
    assert not ink.paste([])
    assert ink.redo()
    ink.undo()
    assert ink.paste([Stroke.of([(1, 1)])])
    assert not ink.redo()
