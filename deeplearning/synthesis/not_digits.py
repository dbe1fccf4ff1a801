"""Makes what people draw that is no digit: letters, signs, scribbles, and pieces and pairs of digits.

A network that has only ever seen digits names one for anything, so it is trained to refuse these. All of them
come from a random generator: the same seed gives the same drawings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from deeplearning.ink.paths import resampled
from deeplearning.ink.stroke import FloatArray
from deeplearning.synthesis.augmentation import Paths, Variation, normalise, vary

# Strokes separated by spaces; two characters a point, x and y on a grid from 0 to 8, y down.
# Left out are the signs that some people write as they write a digit: B D G I J L O Q S Z b g l o q s y z.
SIGNS = {
    "A": "084088 1575", "A2": "08408815", "E": "80000888 0464",
    "F": "800008 0454", "H": "0008 8088 0484", "K": "0008 800488", "K2": "0008 8004 0488",
    "M": "0800448088", "M2": "08004880", "N": "08008880", "N2": "0008 0088 8880", "P": "080060824404",
    "R": "080060825404 4488", "R2": "0008 0060824488", "T": "0080 4048", "U": "000638688680",
    "V": "004880", "W": "0028446880", "W2": "001848416880", "X": "0088 8008", "Y": "004480 4448",
    "Y2": "0044 8008", "e": "0484826040120416386886", "f": "71514248 1464",
    "h": "0008 05345468", "k": "0008 6304 0468", "m": "0308 05244448 44638488",
    "n": "0308 05247478", "r": "1318 15326283", "t": "40475878 1373", "u": "0307286885 8388",
    "v": "034883", "w": "0326437683", "x": "0388 8308", "plus": "4048 0484", "minus": "0484",
    "equals": "0383 0686", "hash": "2018 7068 0383 0686", "star": "4048 0287 8207",
    "arrow": "0484 628467", "tick": "055880", "question": "113050636446 4748", "and": "882010402614275786",
    "triangle": "4008884000",
    "house": "0804408488080484", "cross-circle": "4001060848788682804000 0088 8008",
    "pi": "0080 2028 6068", "lambda": "0088 3408", "stairs": "0004444888",
    "comb": "0008 0888 4048 8088", "ladder": "0008 8088 0282 0686", "percent": "8008 1021 6778",
}  # fmt: skip

POINTS_A_STROKE = 40
"""A letter's stroke gets this many points, as a pen leaves them, instead of its corners alone."""

LOOSE = Variation(warp=0.08, shift=0.08, slant=20.0)
"""Letters and signs vary further than digits, so that few of them stand for many."""

FRAMED = Variation(shift=0.02, trim=0.03, warp=0.04)
"""Digits and frames stray less from each other, so that the frame stays around the digit."""


def _strokes(sign: str) -> Paths:
    """Return the paths that an entry of `SIGNS` spells, each (n, 2)."""
    return [np.array(list(word), float).reshape(-1, 2) for word in sign.split()]


def rounded(path: FloatArray, times: int) -> FloatArray:
    """Return `path` with its corners cut `times` times (Chaikin 1974); its ends stay."""
    for _ in range(times):
        if len(path) < 3:
            return path
        ahead, behind = 0.75 * path[:-1] + 0.25 * path[1:], 0.25 * path[:-1] + 0.75 * path[1:]
        path = np.concatenate([path[:1], np.stack([ahead, behind], 1).reshape(-1, 2)[1:-1], path[-1:]])
    return path


def letter(rng: np.random.Generator) -> Paths:
    """Return a letter or sign that looks like no digit, its corners more or less rounded."""
    sign = list(SIGNS.values())[rng.integers(len(SIGNS))]
    times = int(rng.integers(0, 4))
    return vary([resampled(rounded(path, times), POINTS_A_STROKE) for path in _strokes(sign)], rng, LOOSE)


def curve(rng: np.random.Generator) -> Paths:
    """Return a scribble without lifting the pen: a random Fourier curve with several turns."""
    n = int(rng.integers(4, 11))
    at = np.linspace(0, 1, 120)[:, None, None]
    turns = np.arange(1, n + 1)[None, :, None]
    phases, sizes = rng.uniform(0, 2 * np.pi, (1, n, 2)), rng.normal(0, 1, (1, n, 2))
    path = (np.sin(2 * np.pi * at * turns * rng.uniform(0.5, 1.0) + phases) * sizes).sum(axis=1)
    return normalise([path])


def zigzag(rng: np.random.Generator) -> Paths:
    """Return a hatching of four to twelve strokes up and down without lifting the pen."""
    n = int(rng.integers(5, 14))
    along = np.linspace(0, 1, n) + rng.normal(0, 0.03, n)
    across = np.tile([0.0, 1.0], n)[:n] * rng.uniform(0.4, 1.2) + rng.normal(0, 0.08, n)
    angle = rng.uniform(0, 2 * np.pi)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return [rounded(np.column_stack([along, across]) @ turn.T, int(rng.integers(0, 3)))]


def spiral(rng: np.random.Generator) -> Paths:
    """Return a spiral, or a circle drawn several times over, of two to five turns."""
    at = np.linspace(0, 1, 150)
    angle = rng.uniform(0, 2 * np.pi) + rng.choice([-1, 1]) * at * rng.uniform(2, 5) * 2 * np.pi
    radius = rng.uniform(0, 1) + at * rng.uniform(0.3, 1.5)
    path = np.column_stack([np.cos(angle) * radius, np.sin(angle) * radius * rng.uniform(0.5, 1)])
    return normalise([path + rng.normal(0, 0.02, path.shape)])


def lines(rng: np.random.Generator) -> Paths:
    """Return three to six straight strokes that cross each other."""
    return [rng.uniform(-0.5, 0.5, (2, 2)) for _ in range(rng.integers(3, 7))]


def broken_line(rng: np.random.Generator) -> Paths:
    """Return a path with five to ten random corners, more or less rounded."""
    corners = rng.uniform(-0.5, 0.5, (int(rng.integers(5, 11)), 2))
    return [rounded(corners, int(rng.integers(0, 4)))]


SCRIBBLES: tuple[Callable[[np.random.Generator], Paths], ...] = (curve, zigzag, spiral, lines, broken_line)


def scribble(rng: np.random.Generator) -> Paths:
    """Return a scribble of a random kind, its longer side about 1."""
    return SCRIBBLES[rng.integers(len(SCRIBBLES))](rng)


def pair(one: Sequence[FloatArray], other: Sequence[FloatArray], rng: np.random.Generator) -> Paths:
    """Return two digits side by side, as near to each other as in `tight` to `wide` writing.

    Each stroke of the right one is made up to 15% smaller or larger, so at times it falls apart a little.
    """
    left, right = normalise(one), normalise(other)
    right = [path * rng.uniform(0.85, 1.15) for path in right]
    edge = max(path[:, 0].max() for path in left) - min(path[:, 0].min() for path in right)
    shift = np.array([edge + rng.uniform(-0.04, 0.4), rng.uniform(-0.1, 0.1)])
    return [*left, *(path + shift for path in right)]


def piece(paths: Sequence[FloatArray], rng: np.random.Generator) -> Paths:
    """Return a fifth to two fifths of a digit's longest stroke, too little to tell which digit it was.

    A piece higher than wide would pass for a one, so it is turned on its side.
    """
    longest = max(paths, key=len)
    n = max(2, int(len(longest) * rng.uniform(0.2, 0.4)))
    begin = int(rng.integers(0, max(1, len(longest) - n)))
    part = longest[begin : begin + n]
    width, height = np.ptp(part, axis=0)
    return [part[:, ::-1] if height > width else part]


def framed(paths: Sequence[FloatArray], rng: np.random.Generator) -> Paths:
    """Return a digit in a circle or a box: by itself it is one, framed it is to be read without its frame."""
    digit = vary(paths, rng)
    points = np.concatenate(digit)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    half = np.maximum(np.ptp(points, axis=0) / 2, 0.25)
    if rng.random() < 0.6:
        angle = np.linspace(0, 2 * np.pi, 40) + rng.uniform(0, 2 * np.pi)
        ring: FloatArray = np.column_stack([np.cos(angle), np.sin(angle)]) * rng.uniform(1.35, 2.0)
    else:
        corners = np.array([[-1.0, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]])
        ring = resampled(corners, 41) * rng.uniform(1.2, 1.8)
    return vary([*digit, middle + ring * half], rng, FRAMED)
