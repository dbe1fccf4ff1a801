"""Numbers as people write them, put together from our own drawings of digits: the network reads along."""

import pytest

from deeplearning.ink.drawings import load
from deeplearning.ink.placement import place
from deeplearning.ink.stroke import PAPER, Stroke
from tests.support.paths import ROOT

DIGITS = {(d.label, d.notes["style"]): d for d in load(ROOT / "tests" / "support" / "drawings.jsonl")}
SEVEN, FOUR, FIVE = ("7", "crossed"), ("4", "open, two strokes"), ("5", "bar detached")
TWO, THREE, ZERO, ONE = ("2", "swan"), ("3", "round"), ("0", "round"), ("1", "flag")
SIX, EIGHT, NINE = ("6", "plain"), ("8", "one stroke"), ("9", "straight leg")


def put(digit, x, y, size=0.2):
    """Return the strokes of one of our digits with its middle at (x, y), all in paper sides."""
    return list(place(DIGITS[digit], size, (x, y)).strokes)


def text(network, strokes):
    return network.read(strokes).text


def test_bars_may_come_last(network):
    digits = [put(SEVEN, 0.2, 0.5), put(FIVE, 0.4, 0.5), put(FOUR, 0.6, 0.5), put(TWO, 0.8, 0.5)]
    assert [len(digit) for digit in digits] == [2, 2, 2, 1]
    late = [digit[0] for digit in digits] + [stroke for digit in digits for stroke in digit[1:]]
    assert text(network, late) == "7542"
    assert text(network, [late[0], late[1], late[2], late[3], late[6], late[5], late[4]]) == "7542"


def test_a_digit_may_be_inserted(network):
    assert text(network, put(TWO, 0.3, 0.5) + put(SIX, 0.7, 0.5) + put(ZERO, 0.5, 0.5)) == "206"


def test_neighbours_may_touch(network):
    assert text(network, put(ZERO, 0.4, 0.5) + put(ZERO, 0.515, 0.5)) == "00"
    assert text(network, put(THREE, 0.4, 0.5) + put(TWO, 0.52, 0.5)) == "32"


def test_a_long_seven_may_reach_over_its_neighbour(network):
    seven = Stroke.of([(200, 200), (290, 196), (380, 200), (330, 300), (290, 420)])
    assert text(network, [seven, *put(TWO, 0.62, 0.57, 0.16)]) == "72"


def test_sizes_may_differ_widely(network):
    strokes = put(EIGHT, 0.2, 0.5, 0.5) + put(THREE, 0.45, 0.68, 0.12) + put(SIX, 0.7, 0.5, 0.4)
    assert text(network, strokes) == "836"


def test_lines_of_numbers(network):
    above = put(ONE, 0.2, 0.2) + put(NINE, 0.4, 0.22) + put(EIGHT, 0.6, 0.2)
    below = put(SEVEN, 0.25, 0.7) + put(FOUR, 0.5, 0.68)
    assert text(network, below + above) == "198 74"


def test_lines_may_nearly_touch(network):
    above = put(ONE, 0.2, 0.3) + put(NINE, 0.4, 0.3) + put(EIGHT, 0.6, 0.3)
    below = put(SEVEN, 0.22, 0.52) + put(FOUR, 0.42, 0.52) + put(ZERO, 0.6, 0.52)
    assert text(network, below + above) == "198 740"


def loops(x, y, size):
    """Return the strokes of an eight of two loops that do not quite touch, as some people write it."""
    loop = put(ZERO, x, y - size / 4, 0.46 * size) + put(ZERO, x, y + size / 4, 0.46 * size)
    return [Stroke.of((stroke.points - (x * PAPER, 0)) * (1.4, 1) + (x * PAPER, 0)) for stroke in loop]


@pytest.mark.parametrize("beside", [[], [(TWO, 0.8, 0.5, 0.4), (SIX, 0.2, 0.5, 0.4)]])
def test_two_loops_are_an_eight_not_two_zeros(network, beside):
    others = [stroke for digit in beside for stroke in put(*digit)]
    assert text(network, loops(0.5, 0.5, 0.4) + others) == ("682" if beside else "8")


def test_digits_scattered_as_in_a_childs_drawing(network):
    spots = [
        (0.12, 0.1),
        (0.5, 0.12),
        (0.85, 0.2),
        (0.3, 0.4),
        (0.7, 0.45),
        (0.12, 0.75),
        (0.5, 0.8),
        (0.85, 0.8),
    ]
    sizes = [0.15, 0.2, 0.12, 0.25, 0.14, 0.2, 0.28, 0.16]
    names = [ZERO, TWO, THREE, FOUR, FIVE, SIX, SEVEN, EIGHT]
    strokes = [
        stroke
        for name, spot, size in zip(names, spots, sizes, strict=True)
        for stroke in put(name, *spot, size)
    ]
    found = {digit.label: digit.box for digit in network.read(strokes).digits}
    assert set(found) == set("02345678")
    for (label, _), (x, y) in zip(names, spots, strict=True):
        left, top, right, bottom = found[label]
        assert left < x * PAPER < right
        assert top < y * PAPER < bottom


def test_a_tap_beside_digits_adds_nothing(network):
    tap = Stroke.of([(430, 320), (431, 322)])
    assert text(network, [*put(TWO, 0.3, 0.5), tap, *put(SIX, 0.55, 0.5)]) == "26"


@pytest.mark.parametrize(("size", "x", "y"), [(0.98, 0.5, 0.5), (0.06, 0.04, 0.96), (0.05, 0.97, 0.03)])
def test_a_digit_fills_the_paper_or_hides_in_a_corner(network, size, x, y):
    assert text(network, put(FIVE, x, y, size)) == "5"


def test_a_number_fills_the_paper(network):
    strokes = put(TWO, 0.2, 0.5, 0.55) + put(ZERO, 0.52, 0.5, 0.55) + put(SEVEN, 0.82, 0.5, 0.55)
    assert text(network, strokes) == "207"
