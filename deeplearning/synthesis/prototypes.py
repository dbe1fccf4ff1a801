"""Digits drawn by rule, of styles that few collections hold: each as two extremes, between which it lies.

A style is written down as its pen's path in two extreme versions; what is drawn is a blend of the two, so
that one line of a table stands for all that lie between. Blending needs as many points in both.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from deeplearning.ink.stroke import FloatArray
from deeplearning.synthesis.augmentation import Paths
from deeplearning.synthesis.not_digits import rounded

COORDINATES = "0123456789abcdefghijklmnopqrstuvwxyz"
"""Coordinates from 0 to 35. A point is two characters, x and y (down); strokes are separated by spaces.

Paths are rounded at every point but their ends; a point that stands twice is a sharp corner.
"""

SPACING = 1.2
"""Largest distance of two points along a stroke, so that straight ones can be bent and trimmed as others."""

BEYOND = 0.1
"""How far a blend may lie outside its two extremes, as a share of their difference."""

PLAIN = (
    "7040050f4kakefe5a070",
    "606k",
    "052080c2b86d0k0k7kdk",
    "1250a0b7694949a8ce9k5k0i",
    "800d0ded b6bk",
    "30292988ccbh7k0j 30d0",
    "a0360c0h4kakbf9b4b0f",
    "00d0d05k",
    "b370101659bebk2k1e69b5b3",
    "b38020073989b3b3bc8k",
)
"""The ten digits as most people write them, on which a variation can be shown."""

PROTOTYPES: dict[str, tuple[str, str]] = {
    "0 slashed": ("a363383i6nenhih8e3a3 5kf6", "a353181i5nfnjij8f3a3 0qk0"),
    "0 slashed, narrow": ("9373484i7nbneie8b393 5kd6", "9363383i6ncnfif8c393 1ph1"),
    "0 slashed in one go": ("e4b263383i6nenhih8e4e45l", "e4b263383i6nenhih8f1f12q"),
    "0 slashed backwards": ("a363383i6nenhih8e3a3 56fk", "a363383i6nenhih8e3a3 21ip"),
    "0 barred": ("9363383i6ncnfif8c393 2fgb", "9373484i7nbneie8b393 1fkb"),
    "0 dotted": ("7040050f4kakefe5a070 7a7a", "9050050f5kdkifi5d090 999b"),
    "0 with an overlapping end": ("a050050f4kakefe5a170", "c050050f4kakefe69243"),
    "1 with a long upstroke": ("0c60606k", "0kb0b0bk"),
    "1 with a bent upstroke": ("0e5a80808k", "0k8ec0c0bk"),
    "1 with a leaning stem and upstroke": ("0c80805k", "0fb0b07k"),
    "1 with foot and flag": ("2660606k 1kbk", "0560606k 0kck"),
    "1 with foot and flag in one go": ("2660606k6k1k1kbk", "3860606k6k3k3kak"),
    "1 with a hook to the right": ("606k6k7i", "606k6kag"),
    "1 with a round hook to the right": ("606i7k8j", "606j8lbh"),
    "1 with a hook to the left": ("606k6k5i", "606k6k2h"),
    "1 with flag and hook": ("4660606k6k8i", "2760606k6kag"),
    "1 with a flick from above": ("4260606k", "1450506k"),
    "2 with a loop at its foot": ("2540a0d4ba5h2k0i1f5gakei", "2540a0d4bb6i1l0g2d7gbkii"),
    "2 with a loop on top": ("5447161250b0d5ab1j1j7kej", "7368270250c0e69c0k0k8kfk"),
    "2 with two loops": ("5447161250b0d5bb5h2k0i1f5gakei", "7368270250c0e6bc6i1l0g2d7gbkgi"),
    "2 flat and wide": ("0530a0g2f77b0f0faemf", "0440e0m2k6890c0cebuc"),
    "2 wide with a wavy foot": ("1530a0f2e77c0f0f5cbggfkc", "0440d0j2h68a0c0c8afdkcpa"),
    "2 with a rising foot": ("2540a0d4ba5g0k0k8hfg", "2540a0d4ba5g0k0k8kff"),
    "2 with a small head": ("2540735b1k1k8jeg", "3550736a1k1kakie"),
    "3 with a flat top": ("10c0c05858b8ddcj6k0i", "00d0d06666caegak5k1h"),
    "3 with a flat top and serif": ("031010c0c05858b8ddcj6k0i", "040000d0d06666caegak5k1h"),
    "3 with curled ends": ("44241160b1b6885858b9ddcj7k1k0h2g", "46260250b0d6984848b8eecj7l1l0h2g"),
    "3 with a loop inside": ("0350b0c598585b98dadhak4k0h", "0350b0c698283c98dbdiak4k0h"),
    "3 whose end loops to the right": ("0350b0c57848b8dd9j2k1h5gei", "0350b0c67848b8de9k1l0g6fgg"),
    "4 wide open": ("201c1cfc b3bk", "200c0ckc e0ek"),
    "4 open and round, in one go": ("20091b8bc8d0d0cl", "00092bbbe7f0f0bl"),
    "4 open and sharp, in one go": ("200c0ccbd0d0ck", "000a0adbf0f0dk"),
    "4 closed, the stem last": ("b00d0dfd b0bk", "b02e2ehe b0ak"),
    "4 closed, the stem first": ("blb0b00d0dfd", "9lc0c01d1dhd"),
    "4 looped, in one go": ("a00d0dddgad8bbbk", "900d0dfeiad6abak"),
    "4 bent back, in one go": ("800c0cececb4b4bk", "600b0bgbgbc2c2bk"),
    "4 with a loop at its left": ("902b0d1f4d8dfc b5bk", "903a0c0g5f8dgc c5bk"),
    "4 with a foot": ("900d0ded b5bk 8kek", "b00d0dfd b0bk 7kfk"),
    "4 with its stem apart": ("700c0ccc c5ck", "700c0cbc d3ck"),
    "4 open, its stem apart": ("201c1ccc c0ck", "200c0c9c c0ck"),
    "5 with its bar far off": ("342c2c8bcfbl6o0m 73h3", "352c2c8bcfbl6o0m 82l0"),
    "5 with its bar above": ("342c2c8bcfbl6o0m 32f2", "352c2c8bcfbl6o0m 11g0"),
    "5 with hardly a neck": ("332577dccj6k0j 41c0", "3445a6ecdj6k0i 30b0"),
    "5 with a long bar": ("30292988bcah5k0j 41j0", "30292978ac9i5k0j 31n0"),
    "5 flat and wide": ("k040403737b5hade0f", "q060604646e4m8ie0e"),
    "5 with a curled end": ("d03030292988ccbh7k2k0h2g", "f03030292998ddci6l0l0f3f"),
    "5 with a loop at its neck": ("d04040372b194998dcbj6k0j", "e04040363c0b3898edcj6k0j"),
    "5 with a serif": ("d3d0d03030292988ccbh7k0j", "f4e0e03030292988ccbh7k0j"),
    "6 whose tail curls in": ("d3b0621a0h5kbibc5b1f", "e6g1901a0h6kbibc5b1f"),
    "6 whose tail curls out": ("8072460c0h4kakcf9b4b0g", "4172460c0h4kakcf9b4b0g"),
    "6 narrow, its tail hooked": ("3250545c4h6kak9f6e4i", "1230534c3h5kakbf7d4h"),
    "6 whose end runs out": ("e0865c5h9kfkgfdb8c3d", "e0765c5i9kfkhfeb7c2a"),
    "6 with a small high bowl": ("b0350a0h4kakbf8c4d1h", "f0651a0g4k9kbg8d5e3h"),
    "7 with a left serif": ("030000d0d06k", "061010e0e0bk"),
    "7 with a left serif, slanting": ("230000d0d06k", "062020f0f07k"),
    "7 with a high bar": ("00d0d05k 58f7", "00e0e07k 48g8"),
    "7 with a low bar": ("00d0d05k 4ccb", "00e0e07k 1ded"),
    "7 with bar and serif": ("040000d0d05k 3ada", "151010f0f07k 3ceb"),
    "7 with a wavy top": ("024072d0d06k", "033083f0f07k"),
    "7 with a sagging top": ("013373d0d06k", "003494e0e06k"),
    "7 round": ("0180e0f4bc9k", "0280g0i5dc8k"),
    "7 round with a hook": ("0170d0e3aa8i9kaj", "0270d0e39a7i8kaj"),
    "7 without a bar": ("0070e0e09a4k", "0171d0d08a8k"),
    "7 with a hook at its foot": ("00e0e06k6k8i", "00f0f07k7kag"),
    "8 of two circles": (
        "604022264888a6a28060 68380b0h3k9kchcb9868",
        "604022254787a5a28060 68380b0h3k9kchcb9868",
    ),
    "8 of two circles that overlap": (
        "603002073a9ac7c29060 69390c0h3k9kchcc9969",
        "603002073a9ac7c29060 88582b2h5kbkehebb888",
    ),
    "8 of two strokes": ("b26002197accck2k0h b2b64b0c0h", "a15003198bddbk4k1h a1c64b1d1h"),
    "8 with crossing tails": ("b280101669cdck2k0e69b5d2", "e290101669cdck2k0e69c4g0"),
    "8 open on top": ("9360101669cdck2k0e69b5c2", "624002186acdck2k0e69b5e1"),
    "9 like q": ("b3802006298ab3b3bkbkdi", "b3600007298ab3b3akakeg"),
    "9 like g": ("b3802006298ab3b3bh8k3k1j", "b3701007298ab3b3bj8m1m0h"),
    "9 with a straight stem apart": ("b3802006298ab5 b2bk", "a3701006297aa5 c0ck"),
    "9 with a leaning straight tail": ("c3802006298ac3c36k", "c3802006399ad3d35k"),
    "9 with a foot to the right": ("b3802006298ab3b3bgckfj", "b3802006298ab3b3bgdmii"),
}  # fmt: skip
"""The styles, whose names begin with the digit that they are, and their two extremes."""


@cache
def extremes(first: str, second: str) -> list[tuple[FloatArray, FloatArray]]:
    """Return the strokes that `first` and `second` note, each pair with as many points."""
    words = zip(first.split(), second.split(), strict=True)
    return [_subdivided(_rounded(one), _rounded(other)) for one, other in words]


def _rounded(word: str) -> FloatArray:
    return rounded(np.array([COORDINATES.index(character) for character in word], float).reshape(-1, 2), 3)


def _subdivided(one: FloatArray, other: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return both paths of n points with every stretch of either divided alike, evenly."""
    longest = np.maximum(np.hypot(*np.diff(one, axis=0).T), np.hypot(*np.diff(other, axis=0).T))
    parts = np.maximum(1, np.ceil(longest / SPACING)).astype(int)
    at = np.concatenate([i + np.arange(count) / count for i, count in enumerate(parts)] + [[len(one) - 1]])
    index = np.arange(len(one))
    between = [np.column_stack([np.interp(at, index, axis) for axis in path.T]) for path in (one, other)]
    return between[0], between[1]


def draw(name: str, at: float) -> Paths:
    """Return the style `name` of `PROTOTYPES`, `at` 0 its first extreme, at 1 its second."""
    return [one * (1 - at) + other * at for one, other in extremes(*PROTOTYPES[name])]


def draw_plain(digit: int) -> Paths:
    """Return `digit` as most people write it."""
    return [path.copy() for path, _ in extremes(PLAIN[digit], PLAIN[digit])]
