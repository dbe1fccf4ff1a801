"""Scans: the pixels that a stroke from a picture keeps, through moving, saving and opening."""

import json

import numpy as np
import pytest

from deeplearning.ink.drawings import Drawing, DrawingError, dump, load
from deeplearning.ink.placement import beside, place
from deeplearning.ink.scan import Scan
from deeplearning.ink.stroke import Stroke

GREY = np.arange(12, dtype=np.uint8).reshape(3, 4) * 20


def scanned(left=10.0, top=20.0, pixel=5.0):
    scan = Scan.of(GREY, left, top, pixel)
    return Stroke.of([(left, top), (left + 4 * pixel, top + 3 * pixel)], 6.0, scan)


def share(stroke):
    """Where the scan stands relative to the path and how large it is beside it."""
    left, top, right, _ = stroke.box
    scan = stroke.scan
    return (scan.left - left, scan.top - top, scan.pixel * 4 / (right - left))


def test_a_scan_goes_where_its_stroke_goes():
    assert share(scanned()) == pytest.approx((0, 0, 1))
    assert share(place(Drawing((scanned(),)), 0.9).strokes[0]) == pytest.approx((0, 0, 1))
    there = Stroke.of([(0, 0), (600, 300)])
    (moved,) = beside(Drawing((scanned(),)), (there,))
    assert share(moved) == pytest.approx((0, 0, 1))
    assert moved.box != scanned().box


def test_a_scan_never_changes():
    grey = GREY.copy()
    scan = Scan.of(grey, 0, 0, 1)
    grey[:] = 0
    assert np.array_equal(scan.grey, GREY)
    with pytest.raises(ValueError, match="read-only"):
        scan.grey[0, 0] = 1


@pytest.mark.parametrize("pixel", [0, -1, np.nan, np.inf])
def test_a_scan_without_size_is_none(pixel):
    with pytest.raises(ValueError, match="place"):
        Scan.of(GREY, 0, 0, pixel)


def test_a_saved_drawing_keeps_its_pixels(tmp_path):
    path = tmp_path / "drawing.jsonl"
    drawn = Stroke.of([(1, 1), (9, 9)])
    path.write_text(dump([Drawing((scanned(), drawn), "7"), Drawing((drawn,))]))
    (first, second), (third,) = (drawing.strokes for drawing in load(path))
    assert np.array_equal(first.scan.grey, GREY)
    assert (first.scan.left, first.scan.top, first.scan.pixel) == (10, 20, 5)
    assert second.scan is third.scan is None
    assert "scans" not in path.read_text().splitlines()[1]


@pytest.mark.parametrize(
    "change",
    [
        {"size": [3]},
        {"size": [3, 5]},
        {"size": [10**9, 10**9]},
        {"size": "3 4"},
        {"pixels": "!"},
        {"pixels": "AAAA"},
        {"pixel": 0},
        {"left": None},
    ],
)
def test_damaged_pixels_are_told(tmp_path, change):
    record = json.loads(dump([Drawing((scanned(),))]))
    record["scans"][0] |= change
    path = tmp_path / "drawing.jsonl"
    path.write_text(json.dumps(record))
    with pytest.raises(DrawingError, match='line 1 is not a drawing: "scans" must hold'):
        load(path)


@pytest.mark.parametrize("scans", [[], [None, None], {}, "no"])
def test_every_stroke_has_a_scan_or_null(tmp_path, scans):
    path = tmp_path / "drawing.jsonl"
    path.write_text(json.dumps({"strokes": [[[1, 1]]], "scans": scans}))
    with pytest.raises(DrawingError, match="scans"):
        load(path)
