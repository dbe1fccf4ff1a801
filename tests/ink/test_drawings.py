import json

import numpy as np
import pytest

from deeplearning.ink import drawings
from deeplearning.ink.drawings import Drawing, DrawingError, dump, load
from deeplearning.ink.placement import place
from deeplearning.ink.stroke import PAPER, PEN_WIDTH, Stroke, bounds

UNIPEN = """.SEGMENT DIGIT 0 ? "7"
.COMMENT 7 12 224
.PEN_DOWN
 10 20
 30 20
 15 5
.PEN_UP
 99 99
.PEN_DOWN
 8 12
 25 13
.PEN_UP
.DT 100

.SEGMENT DIGIT 1 ? "1"
.COMMENT 1 3 4
.PEN_DOWN
 5 9
 5 1
.PEN_UP
"""


def write(tmp_path, text, name="drawings.jsonl"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_json_lines_come_back_as_they_were_saved(tmp_path):
    strokes = (Stroke.of([(1.25, 2.5), (3, 4)], 9), Stroke.of([(640, -3.75)]))
    path = write(tmp_path, dump([Drawing(strokes, "42", {"writer": "a"}), Drawing(strokes[:1])]))
    first, second = load(path)
    assert (first.label, first.notes) == ("42", {"writer": "a"})
    assert [stroke.points.tolist() for stroke in first.strokes] == [[[1.25, 2.5], [3, 4]], [[640, -3.75]]]
    assert [stroke.width for stroke in first.strokes] == [9, PEN_WIDTH]
    assert second.label is None


def test_widths_are_optional_and_byte_order_marks_and_empty_lines_are_passed_over(tmp_path):
    path = write(tmp_path, '\ufeff\n{"strokes": [[[1, 2]]], "label": "?"}\r\n\n')
    (drawing,) = load(path)
    assert drawing.strokes[0].width == PEN_WIDTH
    assert drawing.label == "?"


def test_a_drawing_may_be_empty(tmp_path):
    (drawing,) = load(write(tmp_path, '{"strokes": []}'))
    assert drawing.strokes == ()


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "{}",
        '{"strokes": 3}',
        '{"strokes": [[]]}',
        '{"strokes": [3]}',
        '{"strokes": [[[1, 2, 3]]]}',
        '{"strokes": [[[1, "2"]]]}',
        '{"strokes": [[[1, true]]]}',
        '{"strokes": [[[1, NaN]]]}',
        '{"strokes": [[[1, Infinity]]]}',
        '{"strokes": [[[1, 1e300]]]}',
        '{"strokes": [[1, 2]]}',
        '{"strokes": [[[1, 2]]], "widths": [1, 2]}',
        '{"strokes": [[[1, 2]]], "widths": [0]}',
        '{"strokes": [[[1, 2]]], "widths": ["thick"]}',
        '{"strokes": [[[1, 2]]], "label": 7}',
        "[" * 100_000,
        '{"strokes": [[[1' + "0" * 5000 + ", 2]]]}",
    ],
)
def test_a_bad_line_is_named_in_one_sentence(tmp_path, line):
    path = write(tmp_path, '{"strokes": [[[1, 2]]]}\n' + line)
    with pytest.raises(DrawingError, match=r"drawings\.jsonl line 2 .*\.$") as caught:
        load(path)
    assert "\n" not in str(caught.value)


def test_a_drawing_of_too_many_points_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(drawings, "MAX_POINTS", 3)
    load(write(tmp_path, json.dumps({"strokes": [[[1, 2]] * 3]})))
    with pytest.raises(DrawingError, match="at most 3 points"):
        load(write(tmp_path, json.dumps({"strokes": [[[1, 2]] * 2, [[3, 4]] * 2]})))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no drawing"),
        (b"hello", "line 1 is no drawing"),
        (b"\x89PNG\r\n\x1a\n\xff", "is no drawing: drawings are texts"),
        ('{"strokes": [[[1, 2]]]}'.encode("utf-16"), "is no drawing: drawings are texts"),
        (b".SEGMENT x\n", "no drawing"),
    ],
)
def test_a_file_without_drawings_is_refused(tmp_path, content, reason):
    with pytest.raises(DrawingError, match=reason):
        load(write(tmp_path, content))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(DrawingError, match=r"cannot be read"):
        load(tmp_path / "none.jsonl")


def test_unipen_gives_labels_writers_and_strokes_with_y_down(tmp_path):
    seven, one = load(write(tmp_path, UNIPEN, "digits.tra"))
    assert (seven.label, seven.notes, one.label, one.notes) == ("7", {"writer": "12"}, "1", {"writer": "3"})
    assert [stroke.points.tolist() for stroke in seven.strokes] == [
        [[10, -20], [30, -20], [15, -5]],
        [[8, -12], [25, -13]],
    ]


@pytest.mark.parametrize("bad", [" 10 x", " 10", " nan 3", " 1e99 3"])
def test_a_bad_unipen_point_is_named(tmp_path, bad):
    with pytest.raises(DrawingError, match="line 5 "):
        load(write(tmp_path, UNIPEN.replace(" 30 20", bad, 1), "digits.tra"))


def test_uci_file_is_read_whole(pendigits):
    digits = load(pendigits)
    assert len(digits) == 7494
    assert {digit.notes["writer"] for digit in digits} == {str(i) for i in range(1, 31)}
    assert sum(len(stroke.points) for digit in digits for stroke in digit.strokes) == sum(
        1 for line in pendigits.read_text().splitlines() if line.strip() and not line.lstrip().startswith(".")
    )
    assert np.mean([len(digit.strokes) for digit in digits]) == pytest.approx(1.26, abs=0.01)


def test_a_digit_is_placed_on_the_paper():
    drawing = Drawing((Stroke.of([(0, -100), (50, -300)]),), "1")
    left, top, right, bottom = bounds(place(drawing, 0.3, (0.25, 0.75)).strokes)
    assert bottom - top == pytest.approx(0.3 * PAPER)
    assert right - left == pytest.approx(0.075 * PAPER)
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((0.25 * PAPER, 0.75 * PAPER))
