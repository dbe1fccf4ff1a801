"""Which pixels of a picture are ink: on uneven light, on ruled paper, dark on light or light on dark.

Light falls on paper and ink alike, so what tells them apart is a ratio; logarithms make it a difference,
and this difference is called contrast here. Ink is where it is high, once the ruled lines are taken out.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
Field = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]

BLACK = 8.0
"""Added to grey values before their logarithm is taken, so that a camera's noise in the dark stays small."""

USUAL = 0.14
"""Ink wider than this share of the picture's longer side is taken for a shade of the paper, unless it is far
darker than one."""

DARKEST = 1.2
"""Shadows are not darker than this, in nats: a third of the light is left."""

FAINTEST = 0.09
"""Contrast that ink has at least: a pencil's lightest line is about a tenth darker than its paper."""

NOISES = 5.0
"""How many standard deviations of the paper's grain ink must stand out."""

SPECK = 12
"""Patches of fewer pixels are grain."""

RULE = 0.015
"""Ruled lines are not thicker than this share of the picture's longer side, or than 8 pixels."""

DARKER = 1.4
"""Ink this many times as far from the paper as the ruled line below it is told from it by its colour."""

TILT = 10
"""Ruled lines run within this many degrees of the picture's sides."""

ACROSS = 0.85
"""A ruled line is there along this share of its way through the picture; no stroke of a digit is."""

LEAST = 0.12
"""Ruled lines that leave the picture sooner than after this share of its side are not looked for."""

MOST_LINES = 1000
"""Straight rows of ink, the clearest first, of which it is asked in each direction whether they are lines."""


def find_ink(grey: Grey) -> Mask | None:
    """Return where ink stands in `grey`, shape (height, width), or None where the picture shows none."""
    found = find_ink_and_contrast(grey)
    return None if found is None else found[0]


def find_ink_and_contrast(grey: Grey) -> tuple[Mask, Field] | None:
    """Return where ink stands in `grey` and how far each pixel stands out, or None where none does."""
    contrast = contrast_of(grey)
    level = _level(contrast)
    if level is None:
        return None
    without_lines = _without_lines(_without_lines(contrast, level).T, level).T
    level = _level(without_lines)
    return None if level is None else (without_lines > level, without_lines)


def contrast_of(grey: Grey) -> Field:
    """Return how far each pixel stands out from the paper around it, positive for ink.

    In nats of darkness for dark ink, in brightnesses of the paper for light ink; 0.1 is a tenth for both.
    """
    tone = cv2.GaussianBlur(np.log(grey.astype(np.float32) + BLACK), (0, 0), 0.8)
    # Ink is the smaller part and far from the paper, so the third moment has its sign.
    coarse = _shrunk(tone, 128)
    apart = coarse - _median(coarse)
    light = float((apart**3).sum()) > 0
    if light:
        tone, coarse = -tone, -coarse
    # Closing fills in what is dark and narrow, and leaves the edge of a shadow where it is.
    small = _shrunk(tone, 256)
    share = min(max(USUAL, 1.5 * _thickest(coarse)), 1.0)
    reach = max(3, round(share * max(small.shape)) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    paper = cv2.GaussianBlur(cv2.morphologyEx(cv2.medianBlur(small, 3), cv2.MORPH_CLOSE, kernel), (0, 0), 2)
    contrast = cv2.resize(paper, tone.shape[::-1], interpolation=cv2.INTER_LINEAR) - tone
    contrast -= np.median(contrast)
    # On black, light ink is so many nats away that the half of them lies far out in its blurred edge.
    return np.asarray(np.expm1(contrast) if light else -np.expm1(-contrast), np.float32)


def _thickest(tone: Field) -> float:
    """Return how thick the ink is where it is far darker than paper in a shadow, in longer sides of `tone`.

    What reaches the picture's edge is not counted: it may be the table that the paper lies on.
    """
    dark = np.pad(tone < np.median(tone) - DARKEST, 1, constant_values=True).astype(np.uint8)
    _, labels = cv2.connectedComponents(dark, connectivity=4)
    inside = (labels != labels[0, 0]) & (dark > 0)
    radius = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 5)
    return float(2 * np.max(radius) / max(tone.shape))


def _shrunk(field: Field, longest: int) -> Field:
    """Return `field` averaged down until its longer side is at most `longest`."""
    scale = min(1.0, longest / max(field.shape))
    size = [max(1, round(side * scale)) for side in field.shape[::-1]]
    return np.asarray(cv2.resize(field, size, interpolation=cv2.INTER_AREA), np.float32)


def _median(field: Field) -> Field:
    """Return the median of `field` in a window of 0.4 of its longer side around every pixel."""
    low, high = float(field.min()), float(field.max())
    step = max(high - low, 1e-6) / 255
    levels = np.rint((field - low) / step).astype(np.uint8)
    window = max(3, round(0.4 * max(field.shape))) | 1
    return np.asarray(cv2.medianBlur(levels, window) * np.float32(step) + np.float32(low), np.float32)


def _deviation(contrast: Field) -> float:
    """Return the standard deviation of the paper's contrast, in nats, from the half below its median.

    Ink lies above it, so however much there is does not count.
    """
    return 1.4826 * float(np.median(-contrast[contrast <= 0]))


def _level(contrast: Field) -> float | None:
    """Return the contrast halfway between paper and ink (Otsu 1979), or None where nothing stands out."""
    least = max(NOISES * _deviation(contrast), FAINTEST)
    candidates = _without_specks(contrast > least)
    if not candidates.any():
        return None
    # Otsu's classes must be of similar sizes, so only the surroundings of what stands out are asked.
    near = cv2.dilate(candidates.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    top = float(np.percentile(contrast[candidates], 95))
    values = np.clip(contrast[near] * (255 / top), 0, 255).astype(np.uint8)
    otsu, _ = cv2.threshold(values, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return max(least, float(otsu) * top / 255)


def _without_specks(mask: Mask) -> Mask:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] >= SPECK
    kept[0] = False
    return np.asarray(kept[labels], np.bool_) if count > 1 else mask


def _without_lines(contrast: Field, level: float) -> Field:
    """Return `contrast` with 0 where nothing but a ruled line runs from the left to the right.

    As in removing the staves from music (Dalitz et al. 2008), a line is taken out where its vertical run is
    about as short as the line is thick; where ink crosses it the run is longer, and all of it stays.
    """
    wide = contrast.shape[1]
    low = contrast > max(0.6 * NOISES * _deviation(contrast), level / 3)
    thickest = max(8, round(RULE * max(contrast.shape)))
    runs = _runs(low)
    thin = np.ascontiguousarray(low & (runs <= thickest))
    found = cv2.HoughLines(
        thin.astype(np.uint8), 1, np.pi / 1440, max(10, round(LEAST * wide)), None, 0, 0,
        np.deg2rad(90 - TILT), np.deg2rad(90 + TILT),
    )  # fmt: skip
    result = contrast.copy()
    x = np.arange(wide)
    taken: list[npt.NDArray[np.floating]] = []
    for rho, theta in () if found is None else found.reshape(-1, 2)[:MOST_LINES]:
        y = (rho - x * np.cos(theta)) / np.sin(theta)
        ends = np.array([y[0], y[-1]])
        if any(np.abs(ends - other).max() < thickest for other in taken):
            continue
        line = _line(low, thin, y)
        if line is not None:
            taken.append(ends)
            _erase(result, contrast, runs, line)
    return result


def _runs(mask: Mask) -> npt.NDArray[np.int32]:
    """Return for every pixel of `mask` how long the vertical run is that it belongs to; 0 beside the mask."""
    padded = np.pad(mask, ((1, 1), (0, 0))).astype(np.int8)
    steps = np.diff(padded, axis=0).T  # columns one after the other, so that starts and ends pair up
    starts, ends = np.argwhere(steps == 1), np.argwhere(steps == -1)
    lengths = np.zeros((mask.shape[1], mask.shape[0] + 1), np.int32)
    lengths[starts[:, 0], starts[:, 1]] = ends[:, 1] - starts[:, 1]
    lengths[ends[:, 0], ends[:, 1]] -= ends[:, 1] - starts[:, 1]
    return np.cumsum(lengths, axis=1, dtype=np.int32)[:, :-1].T


def _line(low: Mask, thin: Mask, y: npt.NDArray[np.floating]) -> npt.NDArray[np.floating] | None:
    """Return where the ruled line near `y`, a height for each column, runs; None where there is none.

    Paper is never quite flat, so a line may bend by some pixels.
    """
    high, wide = low.shape
    reach = max(3, round(0.006 * wide))
    rows = np.rint(y).astype(int)[None] + np.arange(-reach, reach + 1)[:, None]
    inside = (rows >= 0) & (rows < high)
    present = inside[reach]
    if present.mean() < LEAST:
        return None
    rows, columns = np.clip(rows, 0, high - 1), np.broadcast_to(np.arange(wide), rows.shape)
    near = low[rows, columns] & inside
    if near.any(axis=0)[present].mean() < ACROSS:
        return None
    fine = thin[rows, columns] & inside
    weight = fine.sum(axis=0)
    if (weight > 0)[present].mean() < 0.3:
        return None
    offset = (fine * np.arange(-reach, reach + 1)[:, None]).sum(axis=0)
    # The line's own height is averaged along a tenth of it, which passes over ink.
    window = (max(3, wide // 10) | 1, 1)
    mean = cv2.blur(offset[None].astype(np.float32), window) / np.maximum(
        cv2.blur(weight[None].astype(np.float32), window), 1e-6
    )
    traced: npt.NDArray[np.floating] = y + mean[0]
    return traced


def _erase(
    result: Field, contrast: Field, runs: npt.NDArray[np.int32], line: npt.NDArray[np.floating]
) -> None:
    """Set `result` to 0 where there is nothing but the ruled line at the heights `line`."""
    high = len(contrast)
    columns = np.flatnonzero((line > -1) & (line < high))
    rows = np.clip(np.rint(line[columns]).astype(int), 0, high - 1)
    there = runs[rows, columns] > 0
    if not there.any():
        return
    thick = float(np.median(runs[rows, columns][there]))
    usual = float(np.median(contrast[rows, columns][there]))
    reach = int(np.ceil(thick / 2)) + 2
    band = np.clip(rows + np.arange(-reach, reach + 1)[:, None], 0, high - 1)
    # A bar that lies on the line is as thin as the line but darker.
    crossed = (runs[band, columns].max(axis=0) > 1.5 * thick + 1) | (
        contrast[band, columns].max(axis=0) > 2.0 * usual
    )
    bare = band[:, ~crossed], columns[~crossed]
    result[bare] = 0.0
    if crossed.any():
        # Between strokes that the line crosses, it can only be told from them if they are darker.
        ink = float(np.percentile(contrast[rows[crossed], columns[crossed]], 75))
        if ink > DARKER * usual:
            among = band[:, crossed], columns[crossed]
            result[among] = np.where(contrast[among] < usual + (ink - usual) / 3, 0.0, result[among])
