import json
from pathlib import Path

import numpy as np
import pytest

from deeplearning._errors import UserError
from deeplearning.ink.drawings import load
from deeplearning.ink.stroke import Stroke
from deeplearning.recognition import memory_file
from deeplearning.recognition.memory import MAX_CORRECTIONS, Correction
from deeplearning.recognition.memory_file import MemoryFile
from tests.support.damage import damaged


def correction(label="7", x=1.0, day="2026-01-31"):
    return Correction((Stroke.of([(x, 2), (x + 3.456, 4)], 12.5), Stroke.of([(5, 6)])), label, day)


def same(one, other):
    assert (one.label, one.day) == (other.label, other.day)
    for left, right in zip(one.strokes, other.strokes, strict=True):
        assert left.width == right.width
        assert left.points == pytest.approx(right.points, abs=0.005)


def labels(file):
    corrections, sentence = file.load()
    assert sentence == ""
    return "".join(said.label for said in corrections)


def test_what_was_stored_comes_back(tmp_path):
    folder = tmp_path / "new" / "state"
    assert MemoryFile(folder).load() == ((), "")
    said = [correction("7"), correction("?", day="")]
    MemoryFile(folder).store(said)
    found, sentence = MemoryFile(folder).load()
    assert sentence == ""
    for one, other in zip(found, said, strict=True):
        same(one, other)


def test_the_file_is_of_the_format_of_all_drawings(tmp_path):
    file = MemoryFile(tmp_path)
    file.store([correction("7")])
    (drawing,) = load(file.path)
    assert (drawing.label, drawing.notes) == ("7", {"day": "2026-01-31"})
    assert np.allclose(drawing.strokes[0].points, [(1, 2), (4.46, 4)])


def test_what_is_gone_leaves_the_file(tmp_path):
    file, said = MemoryFile(tmp_path), [correction(label) for label in "123"]
    file.store(said)
    file.store([said[0], said[2]])
    assert labels(MemoryFile(tmp_path)) == "13"
    again = MemoryFile(tmp_path)
    found, _ = again.load()
    again.store(found[1:])
    assert labels(MemoryFile(tmp_path)) == "3"
    again.store([])
    assert labels(MemoryFile(tmp_path)) == ""


def test_of_two_alike_only_one_is_removed(tmp_path):
    file, said = MemoryFile(tmp_path), [correction("7"), correction("1"), correction("7")]
    file.store(said)
    file.store(said[:2])
    assert labels(MemoryFile(tmp_path)) == "71"


def test_two_windows_keep_what_the_other_has_learnt(tmp_path):
    one, other = MemoryFile(tmp_path), MemoryFile(tmp_path)
    one.load()
    other.load()
    mine, yours = correction("1"), correction("2")
    one.store([mine])
    other.store([yours])
    assert labels(MemoryFile(tmp_path)) == "12"
    one.store([])
    assert labels(MemoryFile(tmp_path)) == "2"


def test_two_writers_do_not_mix(tmp_path):
    names = ["", "ann", "bob", "a/b", "a%2Fb", "..", "über", "con"]
    for name in names:
        MemoryFile(tmp_path, name).store([correction(str(names.index(name)))])
    assert [labels(MemoryFile(tmp_path, name)) for name in names] == list("01234567")
    assert {path.parent for path in tmp_path.rglob("*.jsonl")} == {tmp_path}
    assert labels(MemoryFile(tmp_path, " Ann ")) == "1"


def test_a_name_too_long_is_told(tmp_path):
    with pytest.raises(UserError, match="shorter"):
        MemoryFile(tmp_path, "a" * 300)


@pytest.mark.parametrize(
    "damage",
    [
        b"\x00\xff\xfe garbage",
        b'{"label": "7", "strokes": [[[1, 2',
        b'{"label": "12", "strokes": [[[1, 2]]]}',
        b'{"label": "7", "strokes": []}',
        b'{"strokes": [[[1, 2]]]}',
        b'{"label": "7", "strokes": [[[1e99, 2]]]}',
        b"[" * 100_000,
        b"7",
    ],
)
def test_a_damaged_line_costs_only_itself_and_is_told_in_a_sentence(tmp_path, damage):
    file = MemoryFile(tmp_path)
    file.store([correction("1"), correction("2")])
    first, second = file.path.read_bytes().splitlines(keepends=True)
    file.path.write_bytes(first + damage + b"\n" + second)
    again = MemoryFile(tmp_path)
    found, sentence = again.load()
    assert [said.label for said in found] == ["1", "2"]
    assert sentence == f"{file.path} is damaged: line 2 could not be read, all others are remembered."
    again.store([*found[1:], correction("3")])
    assert damage in file.path.read_bytes()
    assert [said.label for said in MemoryFile(tmp_path).load()[0]] == ["2", "3"]


def test_several_damaged_lines_are_one_sentence(tmp_path):
    file = MemoryFile(tmp_path)
    file.path.write_bytes(b"x\ny\nz\n")
    assert "3 lines from 1 on" in file.load()[1]


def test_a_file_cut_off_in_the_middle_of_its_last_line_loses_that_line_only(tmp_path):
    file = MemoryFile(tmp_path)
    file.store([correction("1"), correction("2")])
    file.path.write_bytes(file.path.read_bytes()[:-20])
    again = MemoryFile(tmp_path)
    found, sentence = again.load()
    assert ([said.label for said in found], "line 2" in sentence) == (["1"], True)
    again.store([*found, correction("3")])
    assert [said.label for said in MemoryFile(tmp_path).load()[0]] == ["1", "3"]


def test_what_cannot_be_read_is_told_and_what_cannot_be_written_raises(tmp_path):
    (tmp_path / "memory.jsonl").mkdir()
    found, sentence = MemoryFile(tmp_path).load()
    assert (found, "cannot be read" in sentence) == ((), True)
    with pytest.raises(OSError, match="memory"):
        MemoryFile(tmp_path).store([correction()])


def test_a_failing_write_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch):
    file, first = MemoryFile(tmp_path), correction("1")
    file.store([first])
    before = file.path.read_bytes()

    def fail(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", fail)
        with pytest.raises(OSError, match="No space"):
            file.store([first, correction("2")])
    assert file.path.read_bytes() == before
    assert [path for path in tmp_path.iterdir() if path.suffix == ".part"] == []
    file.store([first, correction("2")])  # what was not written before is written now
    assert labels(MemoryFile(tmp_path)) == "12"


def test_the_oldest_leave_a_file_that_is_full(tmp_path):
    file, said = MemoryFile(tmp_path), [correction("1", x=float(i)) for i in range(MAX_CORRECTIONS + 2)]
    file.store(said)
    found, _ = MemoryFile(tmp_path).load()
    assert len(found) == MAX_CORRECTIONS
    same(found[0], said[2])


def test_lines_hold_no_more_than_is_needed(tmp_path):
    file = MemoryFile(tmp_path)
    file.store([correction("7", day="")])
    assert set(json.loads(Path(file.path).read_text())) == {"label", "strokes", "widths"}


def test_a_file_that_is_too_large_is_told_and_never_overwritten(tmp_path, monkeypatch):
    file = MemoryFile(tmp_path)
    file.store([correction("1")])
    before = file.path.read_bytes()
    monkeypatch.setattr(memory_file, "MAX_MEMORY_BYTES", len(before) - 1)
    again = MemoryFile(tmp_path)
    found, sentence = again.load()
    assert (found, "nothing is remembered" in sentence) == ((), True)
    with pytest.raises(OSError, match="more than"):
        again.store([correction("2")])
    assert file.path.read_bytes() == before


def test_more_lines_than_any_memory_has_are_not_parsed(tmp_path, monkeypatch):
    monkeypatch.setattr(memory_file, "parse", None)  # would fail if it were asked
    MemoryFile(tmp_path).path.write_bytes(b"7\n" * (memory_file.MAX_MEMORY_LINES + 1))
    assert "more than 20,000 lines" in MemoryFile(tmp_path).load()[1]


def test_a_line_too_long_to_be_a_correction_costs_only_itself(tmp_path):
    file = MemoryFile(tmp_path)
    file.store([correction("1"), correction("2")])
    first, second = file.path.read_bytes().splitlines(keepends=True)
    note = b'{"note": "' + b"x" * memory_file.MAX_MEMORY_LINE_BYTES + b'", '
    file.path.write_bytes(first + first.replace(b"{", note, 1) + second)
    found, sentence = MemoryFile(tmp_path).load()
    assert ([said.label for said in found], "line 2" in sentence) == (["1", "2"], True)


def test_damage_costs_no_more_than_the_lines_it_hits(tmp_path, tried):
    file = MemoryFile(tmp_path)
    file.store([correction(label) for label in "123"])
    whole = file.path.read_bytes()
    for content in damaged(whole):
        file.path.write_bytes(content)
        again = MemoryFile(tmp_path)
        found, sentence = again.load()
        tried["refused" if sentence else "loaded"] += 1
        assert sentence == "" or (str(file.path) in sentence and sentence.endswith("."))
        intact = set(whole.splitlines()) & set(content.splitlines())
        assert len(found) >= len(intact)
        again.store([*found, correction("9")])
        assert intact <= set(file.path.read_bytes().splitlines())
    assert all(tried.values())


def test_another_program_that_never_stops_writing_does_not_stop_this_one(tmp_path, monkeypatch):
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr(memory_file, "LOCK_SECONDS", 0.05)
    file = MemoryFile(tmp_path)
    with file.path.with_suffix(".lock").open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(OSError, match="another program is writing it"):
            file.store([correction("1")])
    file.store([correction("1")])
    assert labels(MemoryFile(tmp_path)) == "1"
