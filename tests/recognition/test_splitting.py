"""Strokes that run through two digits, as people who write fast draw them, and strokes that only look so."""

import numpy as np
import pytest

from deeplearning.evaluation.splitting_costs import SPLIT_COSTS
from deeplearning.fit_splitting import main
from deeplearning.ink.drawings import Drawing, dump, load
from deeplearning.ink.history import Ink
from deeplearning.ink.paths import resampled
from deeplearning.ink.placement import place
from deeplearning.ink.stroke import Stroke
from deeplearning.recognition.recognizer import Recognizer
from deeplearning.recognition.splitting import ways
from deeplearning.synthesis.not_digits import rounded
from tests.support.hand import SEVEN
from tests.support.paths import ROOT, data_file

SINGLE = [
    drawing
    for drawing in load(ROOT / "tests" / "support" / "drawings.jsonl")
    if len(drawing.label or "") == 1
]

ROUND = np.linspace(0, 2 * np.pi, 24)
SHAPES = {
    "0": np.column_stack([0.32 - 0.32 * np.sin(ROUND), 0.5 - 0.5 * np.cos(ROUND)]),
    "1": np.array([(0.10, 0.0), (0.08, 0.35), (0.05, 0.7), (0.02, 1.0)]),
    "2": np.array(
        [
            *[(0.03, 0.25), (0.1, 0.06), (0.3, 0.0), (0.52, 0.08), (0.56, 0.28), (0.42, 0.55), (0.2, 0.8)],
            *[(0.02, 0.98), (0.03, 1.0), (0.25, 0.97), (0.45, 1.0), (0.62, 0.96)],
        ]
    ),
    "6": np.array(
        [
            *[(0.45, 0.0), (0.25, 0.15), (0.08, 0.45), (0.02, 0.75), (0.12, 0.96), (0.32, 1.0)],
            *[(0.5, 0.85), (0.48, 0.65), (0.3, 0.55), (0.12, 0.65), (0.06, 0.78)],
        ]
    ),
}
"""Digits one high, y down, as the pen writes them; the next digit begins where the line to it ends."""


def joined(text, gap=0.3, height=200.0, at=(80.0, 200.0)):
    """Return digits written without lifting the pen, with so much paper between them in heights."""
    paths, edge = [], 0.0
    for mark in text:
        paths.append(SHAPES[mark] + (edge, 0.0))
        edge = paths[-1][:, 0].max() + gap
    path = rounded(np.concatenate(paths), 2)
    return Stroke.of(path * height + at)


def rows(reading):
    return [(d.label, d.strokes, d.box, d.refused, d.image.tobytes()) for d in reading.digits]


@pytest.mark.parametrize("text", ["10", "20", "26", "00", "21"])
def test_two_digits_in_one_stroke_are_read_as_two(network, text):
    reading = network.read([joined(text)])
    assert reading.text == text
    left, right = reading.digits
    assert left.strokes == right.strokes == (0,)
    assert left.box[0] < right.box[0]
    assert left.box[2] < right.box[2]
    assert left.parts != right.parts


def test_a_joined_pair_stands_among_other_digits(network):
    six = [Stroke.of(SHAPES["6"] * 180 + (20, 210))]
    reading = network.read([*six, joined("20", at=(200, 200)), Stroke.of(SHAPES["2"] * 190 + (490, 205))])
    assert reading.text == "6202"
    assert [digit.strokes for digit in reading.digits] == [(0,), (1,), (1,), (2,)]
    assert [len(digit.parts) for digit in reading.digits] == [0, 1, 1, 0]


@pytest.mark.parametrize("drawing", SINGLE, ids=lambda drawing: f"{drawing.label} {drawing.notes['style']}")
@pytest.mark.parametrize("stretch", [0.8, 1.0, 1.5])
def test_a_single_digit_is_never_cut(network, drawing, stretch):
    """Loops, tails and feet as we draw them, and as wide as hardly anybody does."""
    strokes = [Stroke.of(stroke.points * (stretch, 1)) for stroke in place(drawing, 0.4).strokes]
    assert not any(digit.parts for digit in network.read(strokes).digits)


@pytest.mark.parametrize(
    "corners",
    [
        [(0.9, 0), (0.1, 0.02), (0.05, 0.4), (0.6, 0.35), (0.9, 0.6), (0.7, 0.95), (0.0, 1.0)],
        [(0, 0.2), (0.4, 0), (0.9, 0.1), (0.9, 0.4), (0.2, 0.9), (0, 1), (0.8, 0.95), (1.6, 1)],
        [(0, 0.1), (0.5, 0), (0.7, 0.2), (0.3, 0.45), (0.7, 0.7), (0.4, 1), (-0.4, 1), (-1, 0.8)],
    ],
    ids=["a wide five", "a two with a long foot", "a three with a long tail"],
)
def test_a_wide_digit_is_never_cut(network, corners):
    stroke = Stroke.of(resampled(rounded(np.array(corners), 2), 40) * 200 + (250, 200))
    assert not any(digit.parts for digit in network.read([stroke]).digits)


@pytest.mark.parametrize("sign", ["0800448088", "08008880", "0028446880", "000638688680", "08048444808488"])
def test_a_letter_in_one_stroke_is_not_two_digits(network, sign):
    """M, N, W, U and H: their stems would read as ones."""
    corners = np.array(list(sign), float).reshape(-1, 2)
    assert not any(
        digit.parts for digit in network.read([Stroke.of(resampled(corners, 40) * 30 + (200, 200))]).digits
    )


def test_letters_are_not_cut(network):
    """Of other hands: the share of letters that are read must not grow with the cuts."""
    letters = load(data_file("not-digits.jsonl"))
    cut = [any(digit.parts for digit in network.read(letter.strokes).digits) for letter in letters]
    assert sum(cut) <= 0.02 * len(letters)


def test_every_reading_while_drawing_is_that_of_a_fresh_start(network):
    used, ink = Recognizer(), Ink([Stroke.of(SHAPES["6"] * 180 + (20, 210))])
    for n, (x, y) in enumerate(joined("20", at=(200, 200)).points.tolist()):
        ink.add(x, y) if n else ink.begin(x, y)
        live = used.read(ink)
        assert rows(live) == rows(Recognizer().read(Ink(ink.strokes)))
    assert live.text == "620"
    ink.undo()
    assert rows(used.read(ink)) == rows(network.read(ink))
    ink.redo()
    assert used.read(ink).text == "620"


def test_a_stroke_that_stays_is_cut_into_the_same_parts(network):
    pair = joined("20")
    before = [digit.parts for digit in network.read([pair]).digits]
    after = [digit.parts for digit in network.read([pair, Stroke.of(SHAPES["6"] * 150 + (460, 220))]).digits]
    assert after[:2] == before


def test_parts_cover_the_stroke_but_for_the_way_across():
    pair = joined("20")
    found = ways(pair)
    assert found
    for left, right in found:
        assert (left.points[0] == pair.points[0]).all()
        assert (right.points[-1] == pair.points[-1]).all()
        assert left.width == right.width == pair.width
        assert left.points[:, 0].max() <= right.points[:, 0].min() + 0.11 * 200


@pytest.mark.parametrize("points", [[(5, 5)], [(5, 5), (5, 5)], [(0, 0), (1, 400)], [(0, 0), (400, 0)]])
def test_what_holds_no_two_digits_is_read_all_the_same(network, points):
    assert not any(digit.parts for digit in network.read([Stroke.of(points)]).digits)


def test_the_cost_decides():
    recognizer = Recognizer()
    recognizer.splitter.split_cost = 1000.0
    assert not any(digit.parts for digit in recognizer.read([joined("20")]).digits)


def test_the_command_shows_what_each_cost_does(capsys):
    pens = data_file("pendigits-orig.tra")
    assert main([str(pens), "--count", "3", "--without-writers", "1,2"]) == 0
    title, *lines = capsys.readouterr().out.splitlines()
    assert title.split() == ["cost", "pairs", "right", "letters", "scribbles", "digits"]
    assert [float(line.split()[0]) for line in lines] == list(SPLIT_COSTS)
    assert main([str(ROOT / "none"), "--count", "1"]) == 2


def test_whoever_is_held_out_does_not_count_in_the_table(tmp_path, capsys):
    path = tmp_path / "few.jsonl"
    path.write_text(dump([Drawing(SEVEN.strokes, "7", {"writer": name}) for name in ("25", "26")]))
    assert main([str(path), "--count", "1", "--without-writers", "26"]) == 2
    assert "writers that are not held out" in capsys.readouterr().err
