"""Damaged, foreign and endless files of drawings: one clear sentence or a correct load, no crash.

With more files, and figures: DIGITS_FILES=5000 python -m pytest tests/ink/test_bad_drawings.py
"""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pygame
import pytest

from deeplearning.ink import drawings
from deeplearning.ink.drawings import Drawing, DrawingError, dump, load
from deeplearning.ink.history import Ink
from deeplearning.ink.scan import MAX_PLACE, MIN_PIXEL, Scan
from deeplearning.ink.stroke import Stroke
from deeplearning.window import startup
from tests.ink.test_drawings import UNIPEN
from tests.support.damage import SAMPLES, attempt, damaged
from tests.support.hand import key, post
from tests.support.paths import ROOT

LINES = (ROOT / "tests" / "support" / "drawings.jsonl").read_bytes().splitlines(keepends=True)
SCANNED = [
    Stroke.of([(9, 9), (9, 30)], 4, Scan.of(np.eye(24) * 255, 5, 7, 0.5)),
    Stroke.of([(60, 9), (70, 30)]),
]
"""A stroke that came from a picture, and one that did not."""

FILES = {"json": b"".join(sorted(LINES, key=len)[:3]), "unipen": UNIPEN.encode()}
FILES["scans"] = dump([Drawing(tuple(SCANNED), "17", {"read": "17", "named": [[[1], "7"]]})]).encode()


@pytest.mark.parametrize("kind", FILES)
def test_a_damaged_drawing_is_a_sentence_or_drawings(tmp_path, kind, tried):
    path = tmp_path / "drawing"
    for content in damaged(FILES[kind], 3 * SAMPLES):
        path.write_bytes(content)
        found = attempt(load, path)
        tried["loaded" if found else "refused"] += 1
        for drawing in found or ():
            for stroke in drawing.strokes:
                assert np.isfinite(stroke.points).all()
                assert 0 < stroke.width <= drawings.MAX_COORDINATE
        assert found is None or load_again(tmp_path, found) == dump(found)
    assert all(tried.values())


@pytest.mark.parametrize("kind", FILES)
def test_a_damaged_drawing_that_is_dropped_is_a_message_or_is_read(tmp_path, window, kind, tried):
    """The whole way of a file: onto the paper, to the network, to the list of drawings, and to the disk."""
    path = tmp_path / "kept" / "drawing.jsonl"
    path.parent.mkdir()
    window.kept_folder = path.parent
    for content in damaged(FILES[kind], max(20, SAMPLES // 5)):
        path.write_bytes(content)
        window.ink = Ink()
        post(window, (pygame.DROPFILE, {"file": str(path)}))
        tried["loaded" if window.ink.strokes else "refused"] += 1
        assert bool(window.ink.strokes) != bool(window.message)
        key(window, pygame.K_o)
        assert len(window.view().files) == 1
        key(window, pygame.K_o)
    assert all(tried.values())


def test_a_drawing_of_more_scanned_pixels_than_the_memory_should_hold_is_refused(tmp_path):
    """Each of them is a few thousand bytes in the file and 16 million in the memory."""
    scan = Scan.of(np.full((4096, 4096), 255, np.uint8), 0, 0, 0.1)
    path = tmp_path / "many.jsonl"
    path.write_text(dump([Drawing((Stroke.of([(1, 1), (9, 9)], 4, scan),) * 4)]))
    assert path.stat().st_size < 500_000
    with pytest.raises(DrawingError, match="more than 50,000,000 pixels"):
        load(path)


@pytest.mark.parametrize("place", [{"left": 1e300}, {"top": -1e7}, {"pixel": 1e-300}, {"pixel": 1e300}])
def test_a_scan_that_lies_where_no_paper_is_is_refused(tmp_path, place):
    path = tmp_path / "far.jsonl"
    record = json.loads(dump([Drawing(tuple(SCANNED))]))
    record["scans"][0].update(place)
    path.write_text(json.dumps(record))
    assert attempt(load, path) is None


@pytest.mark.parametrize("left", [-MAX_PLACE, 0.0, MAX_PLACE])
@pytest.mark.parametrize("pixel", [MIN_PIXEL, MAX_PLACE])
def test_a_scan_at_the_edge_of_what_is_allowed_is_read(tmp_path, window, left, pixel):
    record = json.loads(dump([Drawing(tuple(SCANNED))]))
    record["scans"][0].update(left=left, pixel=pixel)
    (tmp_path / "edge.jsonl").write_text(json.dumps(record))
    post(window, (pygame.DROPFILE, {"file": str(tmp_path / "edge.jsonl")}))
    assert len(window.ink.strokes) == 2
    assert window.reading.text


def load_again(folder, found):
    (folder / "again").write_text(dump(found))
    return dump(load(folder / "again"))


NESTED = [
    '{"strokes": null}',
    '{"strokes": {}}',
    '{"strokes": [[[[1, 2]]]]}',
    '{"strokes": [[[1, 2], 3]]}',
    '{"strokes": [[{"x": 1, "y": 2}]]}',
    '{"strokes": [[[[], []]]]}',
    '{"strokes": "[[[1, 2]]]"}',
    '{"strokes": [[[1, 2]]], "widths": {"0": 3}}',
    '{"strokes": [[[1, 2]]], "widths": [NaN]}',
    '{"strokes": [[[1, 2]]], "widths": [Infinity]}',
    '{"strokes": [[[1, 2]]], "widths": [-1e-9]}',
    '{"strokes": [[[1, 2]]], "widths": [1e400]}',
    '{"strokes": [[[-Infinity, 2]]]}',
    '{"strokes": [[[1e400, 2]]]}',
    '{"strokes": [[[1, 2]]]} {"strokes": [[[1, 2]]]}',
    '{"strokes": [[[1, 2]]]',
    '{"strokes": ' + "[" * 10_000 + "]" * 10_000 + "}",
    '{"strokes": [[[1, 2]]], "notes": ' + '{"a":' * 100_000 + "1" + "}" * 100_000 + "}",
]


@pytest.mark.parametrize("line", NESTED, ids=lambda line: line[:50])
def test_wrong_nesting_and_wrong_numbers_are_a_sentence(tmp_path, line):
    (tmp_path / "bad.jsonl").write_text(line)
    assert attempt(load, tmp_path / "bad.jsonl") is None


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp500"])
def test_other_encodings_are_a_sentence(tmp_path, encoding):
    (tmp_path / "bad.jsonl").write_bytes('{"label": "é", "strokes": [[[1, 2]]]}\n'.encode(encoding))
    assert attempt(load, tmp_path / "bad.jsonl") is None


def test_a_byte_order_mark_of_utf_8_is_no_fault(tmp_path):
    (tmp_path / "mark.jsonl").write_bytes('{"label": "é", "strokes": [[[1, 2]]]}\n'.encode("utf-8-sig"))
    assert load(tmp_path / "mark.jsonl")[0].label == "é"


class Endless:
    """A text of a billion points, which is only ever there as far as it has been read."""

    def __init__(self, beginning, again, end):
        self.rest, self.again, self.left, self.end = beginning, again, 10**9, end
        self.given = 0

    def readline(self, limit=-1):
        while self.left and "\n" not in self.rest and (limit < 0 or len(self.rest) < limit):
            self.rest += self.again * 10_000
            self.left -= 10_000
        stop = self.rest.find("\n") + 1 or len(self.rest)
        stop = stop if limit < 0 else min(stop, limit)
        line, self.rest = self.rest[:stop], self.rest[stop:]
        self.given += len(line)
        return line

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


@pytest.mark.parametrize(
    ("beginning", "again"),
    [('{"strokes": [[', "[1,2],"), (".PEN_DOWN\n", "1 2\n"), ("", " "), ("{", '"a":1,')],
)
def test_a_billion_points_are_refused_before_they_fill_the_memory(tmp_path, monkeypatch, beginning, again):
    path = tmp_path / "endless.jsonl"
    path.touch()
    monkeypatch.setattr(drawings, "MAX_POINTS", 10_000)
    file = Endless(beginning, again, "")
    monkeypatch.setattr(Path, "open", lambda *_, **__: file)
    with pytest.raises(DrawingError, match="at most 10,000 points"):
        load(path)
    assert file.given < 1_000_000


def test_only_the_first_line_with_ink_is_read_to_tell_unipen_and_no_endless_one(tmp_path, monkeypatch):
    monkeypatch.setattr(drawings, "MAX_POINTS", 10_000)
    file = Endless("", " ", "")
    monkeypatch.setattr(Path, "open", lambda *_, **__: file)
    with pytest.raises(DrawingError, match="at most 10,000 points"):
        drawings.is_unipen(tmp_path / "endless.jsonl")
    assert file.given < 1_000_000


def test_more_drawings_than_the_memory_should_hold_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(drawings, "MAX_DRAWINGS", 10)
    path = tmp_path / "many.jsonl"
    path.write_text('{"strokes": [[[1, 2]]]}\n' * 10)
    assert len(load(path)) == 10
    path.write_text('{"strokes": [[[1, 2]]]}\n' * 11)
    with pytest.raises(DrawingError, match="more than 10 drawings"):
        load(path)


def test_only_the_first_drawing_of_a_file_is_read_to_open_it(tmp_path):
    """What comes after it may be anything, and any number."""
    (tmp_path / "many.jsonl").write_text('{"strokes": [[[1, 2]]]}\n' + "no drawing\n" * 10)
    assert len(startup.open_drawing(tmp_path / "many.jsonl").strokes) == 1


PARTS = {
    "no .SEGMENT": (UNIPEN.replace(".SEGMENT", ".OTHER"), 1),
    "no .PEN_DOWN": (UNIPEN.replace(".PEN_DOWN", ".OTHER"), 0),
    "no .PEN_UP": (UNIPEN.replace(".PEN_UP\n", ""), 2),
    "no .COMMENT": (UNIPEN.replace(".COMMENT", ".OTHER"), 2),
    "an empty .COMMENT": (UNIPEN.replace(".COMMENT 7 12 224", ".COMMENT"), 2),
    "no label": (UNIPEN.replace('"7"', ""), 2),
    "half a label": (UNIPEN.replace('"7"', '"7'), 2),
    "no points": ("\n".join(line for line in UNIPEN.splitlines() if not line.startswith(" ")), 0),
    "only pens down": (".PEN_DOWN\n" * 1000, 0),
    "points alone": (".\n1 2\n3 4\n", 0),
    "nothing": (".", 0),
}


@pytest.mark.parametrize("part", PARTS)
def test_unipen_with_missing_parts_is_read_or_refused(tmp_path, part):
    content, digits = PARTS[part]
    (tmp_path / "digits.tra").write_text(content)
    found = attempt(load, tmp_path / "digits.tra")
    assert len(found or ()) == digits
    assert all(drawing.strokes for drawing in found or ())


def test_labels_that_no_terminal_can_print_do_not_end_an_evaluation(tmp_path):
    """A lone surrogate is legal in JSON and in no encoding."""
    line = '{"label": "\\ud800", "writer": "\\udfff", "strokes": [[[100, 100], [100, 400]]]}\n'
    (tmp_path / "odd.jsonl").write_text(line)
    command = [sys.executable, "-m", "deeplearning.evaluate", str(tmp_path / "odd.jsonl")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert b"\\ud800" in done.stdout


@pytest.mark.parametrize("width", [1e-300, 1e-9, 1e6])
def test_a_pen_of_any_width_that_a_file_may_hold_is_drawn(window, width):
    window.ink = Ink([Stroke.of([(0, 0), (640, 640)], width), Stroke.of([(1e-320, 5), (2e-320, 5)], 9)])
    window.show()
    key(window, pygame.K_s)
    assert "Saved" in window.message
