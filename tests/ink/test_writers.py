import pytest

from deeplearning.ink.drawings import Drawing, DrawingError, dump
from deeplearning.ink.stroke import Stroke
from deeplearning.ink.writers import (
    by_other_writers,
    by_writers,
    group_by_writer,
    load_digits,
    matching_names,
)

NAMES = ["7", "apa/b1", "apa/a0", "21", "7", "apb/a0"]
DRAWINGS = [Drawing((Stroke.of([(i, i)]),), str(i), {"writer": name}) for i, name in enumerate(NAMES)]


def labels(drawings):
    return "".join(drawing.label for drawing in drawings)


def test_writers_are_chosen_by_name_and_by_contributor():
    assert labels(by_writers(DRAWINGS, "7")) == "04"
    assert labels(by_writers(DRAWINGS, "apa/a0, 21")) == "23"
    assert labels(by_writers(DRAWINGS, "apa/")) == "12"
    assert labels(by_other_writers(DRAWINGS, "apa/,7")) == "35"


def test_groups_are_in_the_order_asked_for_and_else_by_name():
    assert [labels(group) for group in group_by_writer(DRAWINGS)] == ["3", "04", "2", "1", "5"]
    assert [labels(group) for group in group_by_writer(DRAWINGS, "7,apa/,21,7")] == ["04", "2", "1", "3"]


@pytest.mark.parametrize("writers", ["99", "7,99", "apa", "a/", "/", "7,,21", ""])
@pytest.mark.parametrize("choose", [by_writers, by_other_writers, group_by_writer])
def test_an_unknown_writer_is_named_beside_the_known(choose, writers):
    """A slip in what is left out would let people into the training whom the figures call unseen."""
    with pytest.raises(DrawingError, match=r"^No drawing is by writer '.*': the writers are 7, 21, .*\.$"):
        choose(DRAWINGS, writers)


def test_drawings_without_writers_say_so():
    nameless = [Drawing((Stroke.of([(1, 1)]),), "1")]
    assert [labels(group) for group in group_by_writer(nameless)] == ["1"]
    with pytest.raises(DrawingError, match="do not say who wrote them"):
        by_writers(nameless, "3")


def test_leaving_everybody_out_is_refused():
    with pytest.raises(DrawingError, match="none left"):
        by_other_writers(DRAWINGS, "7,21,apa/,apb/")


def test_many_writers_are_not_all_told():
    known = [str(number) for number in range(1, 31)]
    with pytest.raises(DrawingError, match=r"1, 2, 3, .* 12 and 18 others\.$"):
        matching_names("31", known)
    known = [f"{contributor}/{number}" for contributor in ("apa", "kai") for number in range(30)]
    with pytest.raises(DrawingError, match=r"the writers are apa/, kai/\.$"):
        matching_names("val/", known)


def test_a_file_without_digits_says_so(tmp_path):
    path = tmp_path / "letters.jsonl"
    letter, seven = (Drawing(DRAWINGS[0].strokes, label) for label in "x7")
    path.write_text(dump([letter, Drawing((), "7")]), encoding="utf-8")
    with pytest.raises(DrawingError, match=r"letters\.jsonl holds no single digits"):
        load_digits(path)
    path.write_text(dump([letter, seven]), encoding="utf-8")
    assert [drawing.label for drawing in load_digits(path)] == ["7"]
