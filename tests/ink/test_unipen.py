"""The collection's own files, made ones, damaged ones and such as would read what they should not."""

import numpy as np
import pytest

from deeplearning import unipen as command
from deeplearning.ink import unipen
from deeplearning.ink.drawings import load
from deeplearning.ink.unipen import KINDS, collection_files, read_drawings, read_page, select
from tests.support.damage import SAMPLES, attempt, damaged
from tests.support.paths import data_file

PENS = """.WRITER_ID w1
.COORD X Y
.PEN_DOWN
0 0
.DT 20
0 100
.PEN_UP
5 5
.PEN_UP
.PEN_DOWN
.START_BOX
.PEN_DOWN
50 0
50 0
50 100
.PEN_DOWN
90 0
.H_LINE 12
17 17
.PEN_DOWN
0 0
400 10
"""
"""Five components that hold points: the second hovers, the fourth is a dot."""


def collection(folder, segments, pens=PENS, category="1a"):
    """Write a collection of one data file and the file that it includes; return the folder."""
    data, include = folder / "data" / category / "abc", folder / "include" / "abc"
    data.mkdir(parents=True, exist_ok=True)
    include.mkdir(parents=True, exist_ok=True)
    (include / "one.dat").write_text(pens)
    (data / "one.dat").write_text(".VERSION 1.0\n.INCLUDE abc/one.dat\n" + segments)
    return folder


def drawn(folder, kind="digits"):
    [(contributor, path)] = collection_files(folder, KINDS[kind])
    return list(read_drawings(path, folder / "include", KINDS[kind], contributor))


def points(drawing):
    return [stroke.points.tolist() for stroke in drawing.strokes]


def same(one, other):
    return one.label == other.label and one.notes == other.notes and points(one) == points(other)


def test_the_sample_gives_the_very_drawings(tmp_path, capsys):
    folder, known = data_file("unipen-sample"), load(data_file("unipen-digits.jsonl"))
    assert command.main([str(folder), str(tmp_path / "out.jsonl")]) == 0
    read = load(tmp_path / "out.jsonl")
    assert len(read) == 139
    for writer in {drawing.notes["writer"] for drawing in read}:
        ours = [drawing for drawing in read if drawing.notes["writer"] == writer]
        theirs = [drawing for drawing in known if drawing.notes["writer"] == writer]
        assert all(map(same, ours, theirs)), writer
    assert "139 digits by 5 writers" in capsys.readouterr().out


def test_a_segment_is_its_pen_down_components_with_y_down(tmp_path):
    one, two = drawn(collection(tmp_path, '.SEGMENT CHARACTER 0 OK "1"\n.SEGMENT CHARACTER 0-2 ? "4"\n'))
    assert (one.label, one.notes) == ("1", {"writer": "abc/w1", "gap": "abc"})
    assert points(one) == [[[320, 464], [320, 176]]]
    assert points(two) == [[[248, 464], [248, 176]], [[392, 464], [392, 176]]], "equal points are one"


@pytest.mark.parametrize(
    ("spans", "lengths"),
    [
        ("0", [2]),
        ("0-4", [2, 3, 1, 2]),
        ("0,3-4", [2, 1, 2]),
        ("2:1-4:0", [2, 1, 1]),
        ("2:1-2:1", [1]),
        ("2:9", []),
        ("1", []),
        ("4-2", []),
        ("5", []),
        ("0-5", []),
        ("0-999999999", []),
        ("0--1", []),
        ("-", []),
    ],
)
def test_spans_name_components_and_points_within(tmp_path, spans, lengths):
    (tmp_path / "pens.dat").write_text(PENS)
    page = read_page(tmp_path / "pens.dat", tmp_path)
    assert len(page.components) == 5
    assert [len(part.points) for part in select(page.components, spans)] == lengths


def test_more_points_than_a_drawing_may_have_are_none(tmp_path, monkeypatch):
    (tmp_path / "pens.dat").write_text(PENS)
    page = read_page(tmp_path / "pens.dat", tmp_path)
    monkeypatch.setattr(unipen, "MAX_POINTS", 7)
    assert len(select(page.components, "0-3")) == 3
    assert select(page.components, "0,0,0,0") == []


def test_columns_stand_as_coord_says(tmp_path):
    (tmp_path / "pens.dat").write_text(".COORD T Y P X\n.PEN_DOWN\n7 100 3 0\n8 200 3 5\n")
    [part] = read_page(tmp_path / "pens.dat", tmp_path).components
    assert part.points.tolist() == [[0, -100], [5, -200]]


def test_a_segment_may_go_on_in_the_next_line(tmp_path):
    [one] = drawn(collection(tmp_path, '.SEGMENT CHARACTER 0,\n 2 OK\n "4"\n'))
    assert len(one.strokes) == 2


def test_every_component_keeps_its_own_writer(tmp_path):
    pens = PENS.replace(".START_BOX", ".WRITER_ID w2")
    one, two = drawn(collection(tmp_path, '.SEGMENT CHARACTER 0 OK "1"\n.SEGMENT CHARACTER 2 OK "1"\n', pens))
    assert (one.notes["writer"], two.notes["writer"]) == ("abc/w1", "abc/w2")
    [nameless] = drawn(collection(tmp_path, '.SEGMENT X 0 OK "1"\n', PENS.replace(".WRITER_ID", ".OTHER")))
    assert nameless.notes["writer"] == "abc/one"


@pytest.mark.parametrize(
    ("kind", "category", "label", "taken"),
    [
        ("digits", "1a", "7", True),
        ("digits", "1a", "77", False),
        ("digits", "1a", "", False),
        ("digits", "1a", "a", False),
        ("others", "1c", "a", True),
        ("others", "1d", "7", False),
        ("others", "1d", '"', True),
        ("others", "1b", "AB", False),
        ("numbers", "7", "12", True),
        ("numbers", "8", "1234567890123", False),
        ("numbers", "7", "1.5", False),
    ],
)
def test_each_kind_takes_its_own_labels(tmp_path, kind, category, label, taken):
    folder = collection(tmp_path, f'.SEGMENT CHARACTER 0 OK "{label}"\n', category=category)
    found = drawn(folder, kind)
    assert len(found) == taken
    if taken and kind == "others":
        assert (found[0].label, found[0].notes["letter"]) == ("?", label)


def test_wide_numbers_fit_the_paper_and_a_number_marked_twice_is_one(tmp_path):
    segments = '.SEGMENT WORD 0-4 OK "12"\n.SEGMENT TEXT 0-4 OK "12"\n.SEGMENT WORD 0 OK "11"\n'
    wide, high = drawn(collection(tmp_path, segments, category="7"), "numbers")
    assert np.ptp(np.concatenate([stroke.points for stroke in wide.strokes]), axis=0) == pytest.approx(
        [563.2, 140.8]
    )
    assert np.ptp(np.concatenate([stroke.points for stroke in high.strokes]), axis=0)[1] == 288


def test_dots_and_unreadable_segments_are_left_out(tmp_path):
    bad = ['CHARACTER 3 OK "1"', 'CHARACTER 9 OK "1"', "CHARACTER 0 OK", "CHARACTER", "", 'CHARACTER ? "1"']
    bad += ['CHARACTER 0- OK "1"', 'CHARACTER 0:1:2 OK "1"', 'CHARACTER 0 OK "1']
    assert drawn(collection(tmp_path, "".join(f".SEGMENT {one}\n" for one in bad))) == []


OUTSIDE = ["../secret.dat", "abc/../../secret.dat", "/etc/passwd", "", "\0", "x" * 5000, "."]


@pytest.mark.parametrize("name", OUTSIDE, ids=lambda name: repr(name)[:20])
def test_what_lies_elsewhere_is_not_included(tmp_path, name):
    (tmp_path / "secret.dat").write_text(PENS)
    folder = collection(tmp_path, "")
    path = folder / "data" / "1a" / "abc" / "one.dat"
    path.write_text(f".INCLUDE {name}\n")
    assert attempt(lambda path: read_page(path, folder / "include"), path) is None


def test_a_link_that_leads_elsewhere_is_not_included(tmp_path):
    (tmp_path / "secret.dat").write_text(PENS)
    folder = collection(tmp_path / "all", "")
    (folder / "include" / "abc" / "one.dat").unlink()
    (folder / "include" / "abc" / "one.dat").symlink_to(tmp_path / "secret.dat")
    path = folder / "data" / "1a" / "abc" / "one.dat"
    assert attempt(lambda path: read_page(path, folder / "include"), path) is None


@pytest.mark.parametrize("times", [1, 2])
def test_files_that_include_each_other_end_in_a_sentence(tmp_path, times):
    """In a circle, and each the next one twice, which would be 2 to the power of 40."""
    for i in range(40):
        following = i + 1 if times == 2 else (i + 1) % 3
        (tmp_path / f"pens{i}.dat").write_text(f".INCLUDE pens{following}.dat\n" * times)
    (tmp_path / "pens40.dat").write_text(PENS)
    with pytest.raises(unipen.DrawingError, match=r"within itself|more than 100 files"):
        read_page(tmp_path / "pens0.dat", tmp_path)


BAD = {
    "no number": PENS.replace("0 100", "0 one"),
    "one number": PENS.replace("0 100", "0"),
    "not finite": PENS.replace("0 100", "nan inf"),
    "too far": PENS.replace("0 100", "0 1e300"),
    "no X": PENS.replace("X Y", "T Y"),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_fault_is_named(tmp_path, fault):
    (tmp_path / "pens.dat").write_text(BAD[fault])
    with pytest.raises(unipen.DrawingError, match=r"pens\.dat line [26] "):
        read_page(tmp_path / "pens.dat", tmp_path)


@pytest.mark.parametrize(
    ("limit", "value"), [("MAX_FILE_BYTES", 50), ("MAX_PAGE_POINTS", 3), ("LONGEST_SEGMENT", 5)]
)
def test_what_is_too_large_is_refused(tmp_path, monkeypatch, limit, value):
    (tmp_path / "pens.dat").write_text(PENS + '.SEGMENT CHARACTER 0\n OK "1"\n')
    read_page(tmp_path / "pens.dat", tmp_path)
    monkeypatch.setattr(unipen, limit, value)
    assert attempt(lambda path: read_page(path, tmp_path), tmp_path / "pens.dat") is None


@pytest.mark.parametrize("part", ["data", "include"])
def test_damage_is_a_sentence_or_whole_drawings(tmp_path, part, tried):
    folder = collection(tmp_path, '.SEGMENT CHARACTER 0-2 OK "4"\n.SEGMENT CHARACTER 2:1-4 ? "7"\n')
    path = next((folder / part).rglob("one.dat"))
    for content in damaged(path.read_bytes(), 2 * SAMPLES):
        path.write_bytes(content)
        found = attempt(lambda _: drawn(folder), path)
        tried["refused" if found is None else "loaded"] += 1
        for drawing in found or ():
            for stroke in drawing.strokes:
                assert np.isfinite(stroke.points).all()
                assert 31 < stroke.points.min() <= stroke.points.max() < 609
    assert all(tried.values())


def test_a_damaged_file_is_named_and_the_others_are_written(tmp_path, capsys):
    folder = collection(tmp_path, '.SEGMENT CHARACTER 0 OK "1"\n')
    (folder / "data" / "1a" / "abc" / "bad.dat").write_text(".INCLUDE abc/none.dat\n")
    assert command.main([str(folder), str(tmp_path / "out.jsonl")]) == 0
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert "bad.dat" in told[0]
    assert told[1] == "2 of 2 files: 1 by abc"
    assert len(load(tmp_path / "out.jsonl")) == 1


@pytest.mark.parametrize("content", ["", '.SEGMENT CHARACTER 0 OK "a"\n', ".INCLUDE none\n"])
def test_nothing_to_write_leaves_what_was_there(tmp_path, content, capsys):
    folder = collection(tmp_path / "all", content)
    out = tmp_path / "out.jsonl"
    out.write_text("kept")
    assert command.main([str(folder), str(out)]) == 2
    assert capsys.readouterr().err.splitlines()[-1].endswith("holds no digits that can be read.")
    assert out.read_text() == "kept"
    assert list(tmp_path.glob("out*")) == [out]


def test_what_is_no_collection_is_told(tmp_path, capsys):
    assert command.main([str(tmp_path), str(tmp_path / "out.jsonl")]) == 2
    assert "name the folder that holds `data` and `include`." in capsys.readouterr().err
    collection(tmp_path, "")
    assert command.main([str(tmp_path), str(tmp_path / "out.jsonl"), "--kind", "numbers"]) == 2
    assert "has no file in category 7 or 8." in capsys.readouterr().err
