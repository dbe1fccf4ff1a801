"""Naming and removing strokes, and undoing it."""

import json
import random

import pytest

from deeplearning.ink import history
from deeplearning.ink.drawings import Drawing, DrawingError, dump, load
from deeplearning.ink.history import Ink
from deeplearning.ink.naming import NamedGroup, names_in, with_names
from deeplearning.ink.stroke import Stroke


def strokes(count):
    return [Stroke.of([(i, 0), (i, 10)]) for i in range(count)]


def draw(ink, x=0.0):
    ink.begin(x, 0)
    ink.add(x, 10)
    ink.end()
    return ink.strokes[-1]


def names(ink):
    """What is named, as places on the paper."""
    places = {stroke: i for i, stroke in enumerate(ink.strokes)}
    return [([places[stroke] for stroke in group.strokes], group.label) for group in ink.named]


def test_naming_makes_one_group_in_writing_order_and_can_be_undone():
    ink = Ink(strokes(3))
    group = ink.name([ink.strokes[2], ink.strokes[0]], "7")
    assert names(ink) == [([0, 2], "7")]
    assert ink.named == (group,)
    assert ink.undo()
    assert ink.named == ()
    assert ink.redo()
    assert ink.named == (group,)


def test_what_is_named_anew_leaves_its_earlier_group():
    ink = Ink(strokes(3))
    ink.name(ink.strokes[:2], "7")
    ink.name(ink.strokes[1:], "4")
    assert names(ink) == [([1, 2], "4")]
    ink.name(ink.strokes[:1], "?")
    assert names(ink) == [([1, 2], "4"), ([0], "?")]
    ink.undo()
    ink.undo()
    assert names(ink) == [([0, 1], "7")]


def test_strokes_that_are_not_one_digit_are_kept_and_undone_in_one_step():
    ink = Ink(strokes(5))
    assert ink.take_apart((), [ink.strokes[:2], ink.strokes[3:1:-1]])
    assert names(ink) == [([0, 1], "apart"), ([2, 3], "apart")]
    assert ink.taught == ()
    assert ink.undo()
    assert names(ink) == []
    assert not ink.can_undo
    assert ink.redo()
    assert names(ink) == [([0, 1], "apart"), ([2, 3], "apart")]
    assert ink.taught == ()


def test_one_stroke_cannot_be_more_than_one_digit():
    ink = Ink(strokes(2))
    assert not ink.take_apart((), [ink.strokes[:1], strokes(2)])
    assert not ink.can_undo


def test_of_two_that_say_the_same_the_one_with_fewer_strokes_stays():
    ink = Ink(strokes(4))
    ink.take_apart((), [ink.strokes[:3]])
    ink.take_apart((), [ink.strokes[1:3]])
    assert names(ink) == [([1, 2], "apart")]
    ink.take_apart((), [ink.strokes[2:]])  # neither says what the other says
    assert names(ink) == [([1, 2], "apart"), ([2, 3], "apart")]


def test_naming_or_removing_one_of_them_ends_it():
    ink = Ink(strokes(4))
    ink.take_apart((), [ink.strokes[:2], ink.strokes[2:]])
    ink.name(ink.strokes[:1], "1")
    assert names(ink) == [([2, 3], "apart"), ([0], "1")]
    ink.remove(ink.strokes[3:])
    assert names(ink) == [([0], "1")]
    ink.undo()
    ink.undo()
    assert names(ink) == [([0, 1], "apart"), ([2, 3], "apart")]


def test_what_is_not_one_digit_is_kept_in_a_file(tmp_path):
    ink = Ink(strokes(4))
    ink.take_apart((), [ink.strokes[:2], ink.strokes[1:3]])
    ink.name(ink.strokes[3:], "7")
    path = tmp_path / "drawing.jsonl"
    path.write_text(dump([with_names(Drawing(ink.strokes), ink.named)]))
    (drawing,) = load(path)
    assert names(Ink(drawing.strokes, names_in(drawing))) == names(ink)


def test_a_group_can_be_taken_apart_again():
    ink = Ink(strokes(2))
    group = ink.name(ink.strokes, "7")
    assert ink.take_apart([group])
    assert ink.named == ()
    assert not ink.take_apart([group])
    ink.undo()
    assert ink.named == (group,)


def test_what_came_with_its_name_is_not_taught_by_undoing_another_name():
    """Found by throwing events: a file's name counted as taught once it was named anew and that undone."""
    ink, (one, two) = Ink(), strokes(2)
    ink.paste([one, two], [NamedGroup((one,), "6")])
    assert ink.taught == ()
    mine = ink.name([one], "7")
    assert ink.taught == (mine,)
    ink.undo()
    assert (names(ink), ink.taught) == ([([0], "6")], ())
    ink.redo()
    assert (names(ink), ink.taught) == ([([0], "7")], (mine,))
    ink.take_apart([mine])
    ink.undo()
    assert ink.taught == (mine,)


def test_of_very_many_groups_the_newest_count_as_taught(monkeypatch):
    monkeypatch.setattr(history, "MAX_TAUGHT", 2)
    ink = Ink(strokes(3))
    groups = [ink.name([stroke], "7") for stroke in ink.strokes]
    assert ink.taught == tuple(groups[1:])
    ink.undo()
    assert ink.taught == (groups[1],)
    assert len(ink.named) == 2


def test_a_digit_is_removed_from_the_middle_and_comes_back_to_its_place():
    ink = Ink(strokes(5))
    before = ink.strokes
    kept, gone = ink.name(before[4:], "9"), ink.name(before[1:3], "7")
    assert ink.remove([before[2]])
    assert ink.strokes == (before[0], before[1], before[3], before[4])
    assert ink.named == (kept,)
    ink.undo()
    assert (ink.strokes, ink.named) == (before, (kept, gone))
    ink.redo()
    assert (len(ink.strokes), ink.named) == (4, (kept,))


def test_what_is_not_on_the_paper_is_neither_named_nor_removed():
    ink, other = Ink(strokes(1)), strokes(1)
    assert ink.name(other, "7") is None
    assert not ink.remove(other)
    assert not ink.undo()
    with pytest.raises(ValueError, match="not '12'"):
        ink.name(ink.strokes, "12")


def test_clearing_takes_names_along_and_undoing_brings_them_back():
    ink = Ink(strokes(2))
    group = ink.name(ink.strokes[:1], "7")
    ink.clear()
    assert ink.named == ()
    ink.undo()
    assert ink.named == (group,)
    ink.redo()
    assert ink.named == ()


def test_naming_ends_an_open_stroke_and_forgets_what_could_be_redone():
    ink = Ink()
    draw(ink)
    ink.undo()
    ink.begin(1, 1)
    ink.name(ink.strokes, "7")
    assert not ink.drawing
    assert not ink.redo()
    assert names(ink) == [([0], "7")]


def state(ink):
    return ink.strokes, ink.named


def act(ink, rng):
    """Do something at random."""
    some = rng.sample(ink.strokes, min(len(ink.strokes), rng.randint(1, 3)))
    kind = rng.choice(["draw", "draw", "name", "name", "remove", "apart", "clear", "paste"])
    if kind == "draw":
        draw(ink, rng.random())
    elif kind == "name":
        ink.name(some, rng.choice("0123456789?"))
    elif kind == "remove":
        ink.remove(some)
    elif kind == "apart" and ink.named:
        ink.take_apart([rng.choice(ink.named)])
    elif kind == "clear" and rng.random() < 0.2:
        ink.clear()
    elif kind == "paste":
        ink.paste(strokes(2))


@pytest.mark.parametrize("seed", range(20))
def test_all_of_it_is_undone_and_redone_step_by_step(seed):
    rng, ink = random.Random(seed), Ink()
    states = [state(ink)]
    for _ in range(60):
        act(ink, rng)
        if state(ink) != states[-1]:
            states.append(state(ink))
        on_paper = set(ink.strokes)
        named = [stroke for group in ink.named for stroke in group.strokes]
        assert len(named) == len(set(named))
        assert on_paper.issuperset(named)
    for wanted in reversed(states[:-1]):
        assert ink.undo()
        assert state(ink) == wanted
    assert not ink.undo()
    for wanted in states[1:]:
        assert ink.redo()
        assert state(ink) == wanted


def test_names_are_kept_in_saved_drawings(tmp_path):
    ink = Ink(strokes(4))
    ink.name([ink.strokes[0], ink.strokes[2]], "7")
    ink.name([ink.strokes[3]], "?")
    path = tmp_path / "d.jsonl"
    path.write_text(dump([with_names(Drawing(ink.strokes, "71"), ink.named)]))
    assert json.loads(path.read_text())["named"] == [[[0, 2], "7"], [[3], "?"]]
    (drawing,) = load(path)
    again = Ink(drawing.strokes, names_in(drawing))
    assert names(again) == names(ink)


def test_a_drawing_without_names_gets_no_note():
    drawing = Drawing(tuple(strokes(1)), None, {"writer": "a", "named": [[[0], "7"]]})
    assert with_names(drawing, ()).notes == {"writer": "a"}
    assert with_names(drawing, [NamedGroup(tuple(strokes(1)), "7")]).notes == {"writer": "a"}
    assert names_in(Drawing(tuple(strokes(1)))) == ()


@pytest.mark.parametrize(
    "note",
    [7, "x", {}, [7], [[[0]]], [[[0], "12"]], [[[0], 7]], [[[], "7"]], [[[2], "7"]], [[[-1], "7"]],
     [[[True], "7"]], [[["0"], "7"]], [[[0], "7"], [[0], "1"]], [[[0, 0], "7"]], [["0", "7"]],
     [[[0], ["7"]]]],
)  # fmt: skip
def test_a_senseless_note_is_told(note):
    with pytest.raises(DrawingError, match='"named" must be a list'):
        names_in(Drawing(tuple(strokes(2)), None, {"named": note}))
