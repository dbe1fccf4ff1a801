"""Styles of handwriting that no collection has enough of: rare hands for training and for looking at.

Some are made of real digits: the pen slides as it lifts, a stroke gets a serif, an ink dries up halfway.
Others are drawn by rule (`prototypes`). `STYLES` names all of them and says which digits they make.

Some shapes mean one digit to one writer and another to the next. No training can tell them apart, only the
memory of what a writer meant; so what is made here keeps clear of them. They are:

- 1 with a long upstroke (France, Czechia, Germany) and 7 without a bar (North America, Britain). Upstrokes
  here begin below half of the height and rise more steeply than 45 degrees; tops of sevens lie flat.
- 1 with foot and flag and a narrow, angular 2. Flags here are short and the stem upright.
- 1 with a round hook at its foot and L, J or a narrow 6. Hooks here are below a quarter of the height.
- 7 with a long left serif (Korea) and a 9 left open. Serifs here are below a third of the height.
- 7 with a curled foot and an angular 2. Hooks here are below a quarter of the height, curls below a fifth.
- 4 left open, its right side short, and a 9 left open or a y. Stems here go through or past the bar.
- 9 with a curled tail and g, 9 with a hooked tail and q, 6 with an upright tail and b: digits here.
- 5 in one stroke and S; 5 whose bar is lost and a 3 or S; 2 in one angular stroke and Z. No five loses its
  bar here, and every two is round on top.
- 0 with a stroke through or across it and the letters Ø and Θ, or a narrow 8. Slashes here cross the middle.
- 0 whose end curls in and a 6. Ends here stay at the top.
- An upright stroke is 1, though l, I and | look the same.
- Eastern Arabic digits: a circle is 5, a dot 0, an angle open above 7, one open below 8. None are made here.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from deeplearning.ink.paths import arc_length, lengths_along
from deeplearning.ink.stroke import FloatArray
from deeplearning.recognition.preprocessing import Image, render_paths
from deeplearning.synthesis.augmentation import Paths, Variation, vary
from deeplearning.synthesis.prototypes import BEYOND, PROTOTYPES, draw, draw_plain

Change = Callable[[Paths, int, np.random.Generator], Paths]

STYLED = 0.3
"""Share of the digits that `styled` changes at all."""

TWICE = 0.2
"""Share of those that it changes in two ways."""

DRAWN_BY_RULE = Variation(slant=12.0, shear=0.25, warp=0.04, trim=0.03, shift=0.03)
"""How far prototypes stray: less than real digits, which are varied on the safe side of what they are."""

NARROWEST_ZERO = 0.45
"""Width of a zero in heights below which a slash would make it look like an 8."""


def styled(paths: Paths, label: int, rng: np.random.Generator) -> Paths:
    """Return `paths`, a real digit, most often as they are, else in one or two styles that fit `label`."""
    if rng.random() >= STYLED:
        return paths
    for _ in range(2 if rng.random() < TWICE else 1):
        changes = _FITTING[label]
        paths = changes[rng.integers(len(changes))](paths, label, rng)
    return paths


def prototype(rng: np.random.Generator) -> tuple[Paths, int]:
    """Return a digit of a style drawn by rule, varied as another hand would draw it, and which it is."""
    names = _NAMES[rng.integers(len(_NAMES))]
    name = names[rng.integers(len(names))]
    paths = draw(name, rng.uniform(-BEYOND, 1 + BEYOND))
    return vary(paths, rng, DRAWN_BY_RULE), int(name[0])


def gallery(rng: np.random.Generator) -> dict[str, Image]:
    """Return a 28 x 28 image of every style of `STYLES`, as the network would see it.

    A change of real paths is shown on a digit as most people write it.
    """
    shown = {}
    for name, labels in STYLES.items():
        if name in PROTOTYPES:
            paths = draw(name, rng.uniform())
        else:
            label = int(labels[rng.integers(len(labels))])
            paths = CHANGES[name][1](draw_plain(label), label, rng)
        shown[name] = render_paths(paths)
    return shown


def _size(paths: Paths) -> float:
    """Return the longer side of the box around `paths`; never nothing, so that one can divide by it."""
    points = np.concatenate(paths)
    return max(float((points.max(axis=0) - points.min(axis=0)).max()), 1e-9)


def _towards(degrees: float, length: float) -> FloatArray:
    """Return the vector of `length` at an angle: 0 is to the right, 90 up."""
    angle = np.deg2rad(degrees)
    return np.array([np.cos(angle), -np.sin(angle)]) * length


def _heading(path: FloatArray, size: float) -> float:
    """Return the angle in degrees, 0 to the right and 90 up, in which `path` ends."""
    way = path[-1] - path
    far = np.flatnonzero(np.abs(way).max(axis=1) > 0.06 * size)
    x, y = way[far[-1]] if len(far) else way[0]
    return float(np.rad2deg(np.arctan2(-y, x)))


def _with(paths: Paths, index: int, path: FloatArray) -> Paths:
    """Return `paths` with `path` in place of the one at `index`."""
    return [path if i == index else old for i, old in enumerate(paths)]


# How long a flick may be, in sizes: those of bowls might close them, and make a 6 of a 5.
_LONGEST_FLICK = {0: 0.08, 1: 0.2, 3: 0.1, 5: 0.1, 6: 0.1, 8: 0.1}


def hook(paths: Paths, label: int, rng: np.random.Generator) -> Paths:
    """End a stroke in a flick towards the next one, or up to either side: the pen slides as it lifts."""
    i = int(rng.integers(len(paths)))
    size = _size(paths)
    length = size * rng.uniform(0.04, _LONGEST_FLICK.get(label, 0.15))
    if i + 1 < len(paths):
        x, y = paths[i + 1][0] - paths[i][-1]
        degrees = float(np.rad2deg(np.arctan2(-y, x)))
    else:
        degrees = rng.uniform(0, 75) if rng.random() < 0.7 else rng.uniform(100, 160)
    end = paths[i][-1]
    tip = end + _towards(degrees, length)
    # The turn is sharp, or as round as a pen that does not stop makes it.
    bend = end + _towards(_heading(paths[i], size), length * rng.uniform(0, 0.3))
    return _with(paths, i, np.concatenate([paths[i], [(end + 2 * bend + tip) / 4, tip]]))


def entry(paths: Paths, label: int, rng: np.random.Generator) -> Paths:
    """Begin the first stroke with a flick from the left or from above: the pen lands while it moves."""
    length = _size(paths) * rng.uniform(0.03, _LONGEST_FLICK.get(label, 0.12))
    # A one's is a flag, which would make a 7 if it lay flat.
    degrees = rng.uniform(215, 250) if label == 1 else rng.uniform(100, 240)
    return _with(paths, 0, np.concatenate([[paths[0][0] + _towards(degrees, length)], paths[0]]))


def upstroke(paths: Paths, _: int, rng: np.random.Generator) -> Paths:
    """Begin a 1, where it is one straight stroke down, with a long stroke up from near the baseline."""
    path = paths[0]
    across, down = path[-1] - path[0]
    if not _is_upright(paths) or across > 0.1 * down:
        return paths  # a stem that leans back would make an angle open below
    rise = down * rng.uniform(0.6, 1.0)
    begin = path[0] + [min(across, 0) - rise * rng.uniform(0.4, 0.75), rise]
    middle = (begin + path[0]) / 2 + [0, rise * rng.uniform(0, 0.15)]
    t = np.linspace(0, 1, 9)[:-1, None]
    rising = (1 - t) ** 2 * begin + 2 * t * (1 - t) * middle + t**2 * path[0]
    return [np.concatenate([rising, path])]


def _is_upright(paths: Paths) -> bool:
    """Whether `paths` are one straight stroke from above down."""
    if len(paths) != 1 or len(paths[0]) < 2:
        return False
    path = paths[0]
    across, down = path[-1] - path[0]
    width, height = np.ptp(path, axis=0)
    return bool(down > 0.95 * height and height > 2.5 * width and abs(across) >= 0.8 * width)


def foot(paths: Paths, _: int, rng: np.random.Generator) -> Paths:
    """Give a 1, where it is one straight stroke down, a flag and a foot."""
    if not _is_upright(paths):
        return paths
    path = paths[0]
    height = float(np.ptp(path[:, 1]))
    flag = path[0] + _towards(rng.uniform(215, 245), height * rng.uniform(0.12, 0.3))
    left = path[-1] - [height * rng.uniform(0.12, 0.3), height * rng.uniform(-0.04, 0.04)]
    right = path[-1] + [height * rng.uniform(0.12, 0.3), height * rng.uniform(-0.04, 0.04)]
    stem = np.concatenate([[flag], path])
    if rng.random() < 0.3:  # without lifting the pen
        return [np.concatenate([stem, [left, right]])]
    return [stem, np.stack([left, right])]


def slash(paths: Paths, _: int, rng: np.random.Generator) -> Paths:
    """Draw a stroke through a zero, from its lower left to its upper right, inside it or beyond."""
    low, high = paths[0].min(axis=0), paths[0].max(axis=0)
    width, height = high - low
    if len(paths) > 1 or width < NARROWEST_ZERO * height:
        return paths
    half = (high - low) / 2 * rng.uniform(0.65, 1.35, 2) * [rng.uniform(0.6, 1), -1]
    middle = (low + high) / 2 + rng.uniform(-0.06, 0.06, 2) * (width, height)
    line = np.linspace(middle - half, middle + half, 8)
    return [*paths, line if rng.random() < 0.7 else line[::-1]]


def dot(paths: Paths, _: int, rng: np.random.Generator) -> Paths:
    """Put a dot or a short dash into a zero."""
    low, high = paths[0].min(axis=0), paths[0].max(axis=0)
    width, height = high - low
    if len(paths) > 1 or width < NARROWEST_ZERO * height:
        return paths
    middle = (low + high) / 2 + rng.uniform(-0.06, 0.06, 2) * (width, height)
    dash = _towards(rng.uniform(45, 135), height * rng.uniform(0, 0.12))
    return [*paths, np.stack([middle, middle + dash])]


def curl(paths: Paths, label: int, rng: np.random.Generator) -> Paths:
    """Curl the free end of a digit: the beginning of a 6, the end of a 2 or 9, either of a 3."""
    at_begin = label == 6 or (label == 3 and rng.random() < 0.5)
    i = 0 if at_begin else len(paths) - 1
    path = paths[i][::-1] if at_begin else paths[i]
    # Whichever way a six's tail or a nine's goes on; the others curl as their stroke turns anyway.
    left = rng.random() < 0.5 if label in (6, 9) else label != 3 or at_begin
    curled = _curled(path, _size(paths), left, rng)
    return _with(paths, i, curled[::-1] if at_begin else curled)


def _curled(path: FloatArray, size: float, left: bool, rng: np.random.Generator) -> FloatArray:
    """Return `path` going on in an arc of 60 to 170 degrees, to its own left or right."""
    radius = size * rng.uniform(0.04, 0.11)
    turn = np.linspace(0, rng.uniform(60, 170), 10)[1:] * (1 if left else -1)
    heading = _heading(path, size)
    degrees = np.deg2rad(heading + turn)
    steps = np.column_stack([np.cos(degrees), -np.sin(degrees)]) * radius * np.deg2rad(abs(turn[0]))
    return np.concatenate([path, path[-1] + np.cumsum(steps, axis=0)])


def serif(paths: Paths, _: int, rng: np.random.Generator) -> Paths:
    """Begin the top of a 7 with a stroke down its left side, as in Korea."""
    low, high = paths[0].min(axis=0), paths[0].max(axis=0)
    if (paths[0][0] > low + (high - low) * [0.3, 0.4]).any():
        return paths  # it begins with the stem
    length = _size(paths) * rng.uniform(0.1, 0.3)
    tip = paths[0][0] + _towards(rng.uniform(250, 285), length)
    return _with(paths, 0, np.concatenate([[tip], paths[0]]))


def bar(paths: Paths, _: int, rng: np.random.Generator) -> Paths:
    """Draw a bar through the stem of a 7, high or low, or leave it out where there is one."""
    path, size = paths[0], _size(paths)
    top, height = path[:, 1].min(), np.ptp(path[:, 1])
    if len(paths) > 1:
        where = (paths[-1][:, 1] - top) / max(height, 1e-9)
        is_bar = len(paths) == 2 and where.min() > 0.25 and where.max() < 0.75 and np.ptp(where) < 0.3
        return paths[:1] if is_bar else paths
    above = np.flatnonzero(path[:, 1] <= top + height * rng.uniform(0.38, 0.65))
    middle = path[above[-1]] + [size * rng.uniform(-0.05, 0.05), 0]
    half = _towards(rng.uniform(-8, 20), size * rng.uniform(0.14, 0.28))
    return [path, np.stack([middle - half, middle + half])]


def wide(paths: Paths, label: int, rng: np.random.Generator) -> Paths:
    """Stretch a digit: a 2 or 5 to up to twice its height, others less."""
    width, height = np.ptp(np.concatenate(paths), axis=0)
    wanted = rng.uniform(1.1, 2.1) if label in (2, 5) else rng.uniform(0.9, 1.3)
    factor = wanted * height / max(width, 0.1 * height, 1e-9)
    return [path * [max(1.0, factor), 1.0] for path in paths]


def apart(paths: Paths, label: int, rng: np.random.Generator) -> Paths:
    """Set the second stroke off: the bar of a 5 up and to the right, the stem of a 4 to the right."""
    if len(paths) != 2:
        return paths
    size = _size(paths)
    first, second = paths
    if label == 5:
        i = int(second[:, 1].mean() < first[:, 1].mean())  # its bar is the upper one
        shift = np.array([rng.uniform(0, 0.25), -rng.uniform(0.02, 0.18)]) * size
    else:
        i = 1
        shift = np.array([rng.uniform(0, 0.12), rng.uniform(-0.12, 0.05)]) * size
    return _with(paths, i, paths[i] + shift)


def broken_path(path: FloatArray, cuts: FloatArray, gaps: FloatArray) -> Paths:
    """Return the pieces of `path` between `cuts`, each `gaps` wide, all as lengths along the path."""
    length = lengths_along(path)
    begins = np.concatenate([[0.0], cuts + gaps / 2])
    ends = np.concatenate([cuts - gaps / 2, length[-1:]])
    pieces = []
    for begin, end in zip(begins, ends, strict=True):
        inside = (length > begin) & (length < end)
        at = np.concatenate([[begin], length[inside], [max(begin, end)]])
        pieces.append(np.column_stack([np.interp(at, length, axis) for axis in path.T]))
    return pieces


def broken(paths: Paths, rng: np.random.Generator) -> Paths:
    """Return `paths` as a pen that skips leaves them: in two to eight pieces with small gaps or none."""
    size = _size(paths)
    lengths = [arc_length(path) for path in paths]
    if not sum(lengths):
        return paths  # a dot
    # No piece gets shorter than a fifth of the digit, a gap's share aside.
    pieces = max(2, min(int(rng.integers(2, 9)), int(sum(lengths) / (0.2 * size))))
    step = sum(lengths) / pieces
    gap = size * rng.uniform(0, 0.07)
    broken: Paths = []
    for path, length in zip(paths, lengths, strict=True):
        count = int(length / step + 1e-9) - 1
        if count < 1:
            broken.append(path)
            continue
        cuts = (np.arange(1, count + 1) + rng.uniform(-0.25, 0.25, count)) * length / (count + 1)
        broken += broken_path(path, cuts, gap * rng.uniform(0.3, 1.0, count))
    return broken


def gone_over(paths: Paths, _: int, rng: np.random.Generator) -> Paths:
    """Go over a stroke, or part of one, once more, a little beside it; at times back without lifting."""
    i = int(rng.integers(len(paths)))
    path = paths[i]
    if len(path) < 4:
        return paths
    begin, end = (0, len(path)) if rng.random() < 0.6 else np.sort(rng.choice(len(path) + 1, 2, False))
    middle = path.mean(axis=0)
    again = (path[begin : max(end, begin + 2)] - middle) * rng.uniform(0.96, 1.04, 2) + middle
    again += rng.uniform(-0.03, 0.03, 2) * _size(paths)
    if rng.random() < 0.3:
        if end == len(path):
            return _with(paths, i, np.concatenate([path, again[::-1]]))
        again = again[::-1]
    return [*paths[: i + 1], again, *paths[i + 1 :]]


ANY = "0123456789"

CHANGES: dict[str, tuple[str, Change]] = {
    "hook where the pen lifts": (ANY, hook),
    "flick where the pen lands": ("123479", entry),
    "long upstroke": ("1", upstroke),
    "flag and foot": ("1", foot),
    "slash": ("0", slash),
    "dot": ("0", dot),
    "curled end": ("2369", curl),
    "left serif": ("7", serif),
    "bar added or left out": ("7", bar),
    "stretched wide": ("023456789", wide),
    "second stroke apart": ("45", apart),
    "pen that skips": (ANY, lambda paths, _, rng: broken(paths, rng)),
    "stroke gone over": (ANY, gone_over),
}
"""The styles that are made of real paths: which digits they fit, and how. Where a digit does not allow a
change (a 1 of two strokes has no upstroke), it stays as it is."""

STYLES: dict[str, str] = {name: fitting for name, (fitting, _) in CHANGES.items()} | {
    name: name[0] for name in PROTOTYPES
}
"""All styles by name, and the digits that they make."""

_FITTING = [[change for fitting, change in CHANGES.values() if str(label) in fitting] for label in range(10)]
_NAMES = [[name for name in PROTOTYPES if name[0] == str(digit)] for digit in range(10)]
