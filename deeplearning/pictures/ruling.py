"""Ruled lines, table lines and margins: what runs straight through a picture and is no stroke of a digit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from deeplearning.pictures.contrast import Field, Mask

RULE = 0.015
"""Fine lines are not thicker than this share of the picture's longer side, or than 8 pixels."""

AS_THICK = 1.4
"""Bars, as tables have them, are not thicker than this many pens."""

RULE_FINENESS = 0.6
"""Lines at least this thick, in pens, are bars: a digit's own stroke could be one."""

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

MOST_OWN = 2
"""A digit has no more straight strokes than these that run through a picture cut to it."""

LOOKS = 48
"""Columns at which it is looked first whether a line may be there, before all are."""

LOOK_ERROR = 0.1
"""What is seen there may differ by this share from what is there."""

BENT = 0.006
"""Paper is never flat: fine lines may leave the straight by this share of the width, or by 3 pixels."""

THROUGHOUT = 0.97
"""Bars are there along this share of their way through the picture."""

REMAINS = 0.25
"""What is left beside bars is writing if a part of it is at least this long, in sides of the picture."""

Runs = npt.NDArray[np.int32]
"""For every pixel of a mask, how long the vertical run is that it belongs to; 0 beside the mask."""

Heights = npt.NDArray[np.floating]


@dataclass(frozen=True)
class Line:
    """A line from the left to the right: its height in each column, and how thick and how clear it is."""

    heights: Heights
    thickness: float
    contrast: float


def without_lines(contrast: Field, level: float, faintest: float) -> Field:
    """Return `contrast` with 0 where nothing but a line runs through the picture, along either side.

    Ink is what exceeds `level`; lines may be as faint as `faintest`.
    """
    low, ink = max(faintest, level / 3), contrast > level
    pen = pen_width(ink)
    thickest = max(8, round(RULE * max(contrast.shape)))
    thick = round(AS_THICK * pen)
    fine, every = contrast, contrast
    bars = 0
    for _ in range(2):
        runs = _runs(every > low)
        lines = _lines(every, runs, thickest, ACROSS, max(3, round(BENT * every.shape[1])))
        if thick > thickest:
            lines += _lines(every, runs, thick, THROUGHOUT, max(3, thick // 2))
        thin = [line for line in lines if line.thickness < RULE_FINENESS * pen or line.contrast < level]
        bars += len(lines) - len(thin)
        fine, every = _erased(fine, low, thin).T, _erased(every, low, lines).T
    if bars and _are_ruled(ink, every > level, bars):
        return every
    return fine


def pen_width(ink: Mask) -> float:
    """Return how wide most of the `ink` is, in pixels; 0 where there is none."""
    if not ink.any():
        return 0.0
    radius = cv2.distanceTransform(np.pad(ink, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    # Across a stroke the distance to its edge rises evenly to half its width.
    return max(1.0, 2 * float(np.percentile(radius[ink], 85)) / 0.85 - 1)


def _are_ruled(ink: Mask, rest: Mask, bars: int) -> bool:
    """Whether `bars` lines as thick as the pen, without which `ink` is `rest`, are no part of a digit."""
    if bars > MOST_OWN:
        return True
    count, labels, stats, _ = cv2.connectedComponentsWithStats(rest.astype(np.uint8), connectivity=8)
    sizes = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    whole = cv2.connectedComponents(ink.astype(np.uint8), connectivity=8)[1]
    joined = np.unique(whole[ink & ~rest])
    # A two's foot may run through a picture cut to it, but then nothing else stands in the picture.
    return any(
        not np.isin(whole[labels == i], joined).any()
        for i in range(1, count)
        if sizes[i] >= REMAINS * min(ink.shape)
    )


def _lines(contrast: Field, runs: Runs, thickest: int, across: float, bend: int) -> list[Line]:
    """Return the lines at most `thickest` that run from the left to the right, there along a share `across`.

    `runs` are the vertical runs of what may be lines; a line may leave the straight by `bend` pixels.
    """
    mask = runs > 0
    thin = np.ascontiguousarray(mask & (runs <= thickest))
    lines: list[Line] = []
    taken: list[npt.NDArray[np.floating]] = []
    for y in _straight_rows(thin, mask, bend, across):
        ends = np.array([y[0], y[-1]])
        if any(np.abs(ends - other).max() < thickest for other in taken):
            continue
        heights = _line(mask, thin, y, bend, across)
        line = None if heights is None else _measured(contrast, runs, heights)
        if line is not None:
            taken.append(ends)
            lines.append(line)
    return lines


def _straight_rows(thin: Mask, mask: Mask, bend: int, across: float) -> Iterator[Heights]:
    """Yield the heights, shape (width,), of straight rows of `thin` ink, the clearest first.

    A look at some columns of the `mask` leaves out those that are no lines beyond doubt.
    """
    high, wide = thin.shape
    found = cv2.HoughLines(
        thin.astype(np.uint8), 1, np.pi / 1440, max(10, round(LEAST * wide)), None, 0, 0,
        np.deg2rad(90 - TILT), np.deg2rad(90 + TILT),
    )  # fmt: skip
    if found is None:
        return
    rho, theta = np.asarray(found, np.float64).reshape(-1, 2)[:MOST_LINES].T[..., None]
    columns = np.linspace(0, wide - 1, LOOKS).astype(int)
    # (rows, LOOKS): the heights at these columns.
    rows = np.rint((rho - columns * np.cos(theta)) / np.sin(theta)).astype(int)
    present = (rows >= 0) & (rows < high)
    near = cv2.dilate(mask.astype(np.uint8), np.ones((2 * bend + 1, 1), np.uint8)) > 0
    there = (near[np.clip(rows, 0, high - 1), columns] & present).sum(axis=1)
    x = np.arange(wide)
    for i in np.flatnonzero(there >= (across - LOOK_ERROR) * present.sum(axis=1)):
        yield (rho[i] - x * np.cos(theta[i])) / np.sin(theta[i])


def _measured(contrast: Field, runs: Runs, heights: Heights) -> Line | None:
    """Return the line at these `heights`; None where no ink is."""
    high = len(contrast)
    columns = np.flatnonzero((heights > -1) & (heights < high))
    rows = np.clip(np.rint(heights[columns]).astype(int), 0, high - 1)
    there = runs[rows, columns] > 0
    if not there.any():
        return None
    thickness = float(np.median(runs[rows, columns][there]))
    return Line(heights, thickness, float(np.median(contrast[rows, columns][there])))


def _runs(mask: Mask) -> Runs:
    """Return for every pixel of `mask` how long the vertical run is that it belongs to; 0 beside the mask."""
    padded = np.pad(mask, ((1, 1), (0, 0))).astype(np.int8)
    steps = np.diff(padded, axis=0).T  # columns one after the other, so that starts and ends pair up
    starts, ends = np.argwhere(steps == 1), np.argwhere(steps == -1)
    lengths = np.zeros((mask.shape[1], mask.shape[0] + 1), np.int32)
    lengths[starts[:, 0], starts[:, 1]] = ends[:, 1] - starts[:, 1]
    lengths[ends[:, 0], ends[:, 1]] -= ends[:, 1] - starts[:, 1]
    return np.cumsum(lengths, axis=1, dtype=np.int32)[:, :-1].T


def _line(low: Mask, thin: Mask, y: Heights, reach: int, across: float) -> Heights | None:
    """Return where the line within `reach` of `y`, a height for each column, runs; None where there is none.

    Paper is never quite flat, so a line may bend by some pixels.
    """
    high, wide = low.shape
    rows = np.rint(y).astype(int)[None] + np.arange(-reach, reach + 1)[:, None]
    inside = (rows >= 0) & (rows < high)
    present = inside[reach]
    if present.mean() < LEAST:
        return None
    rows, columns = np.clip(rows, 0, high - 1), np.broadcast_to(np.arange(wide), rows.shape)
    near = low[rows, columns] & inside
    if near.any(axis=0)[present].mean() < across:
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
    traced: Heights = y + mean[0]
    return traced


def _erased(contrast: Field, low: float, lines: list[Line]) -> Field:
    """Return `contrast` with 0 where there is nothing but one of the `lines`.

    As in removing the staves from music (Dalitz et al. 2008), a line is taken out where its vertical run is
    about as short as the line is thick; where ink crosses it the run is longer, and all of it stays.
    """
    if not lines:
        return contrast
    result, runs = contrast.copy(), _runs(contrast > low)
    for line in lines:
        _erase(result, contrast, runs, line)
    return result


def _erase(result: Field, contrast: Field, runs: Runs, line: Line) -> None:
    """Set `result` to 0 where there is nothing but `line`."""
    high = len(contrast)
    columns = np.flatnonzero((line.heights > -1) & (line.heights < high))
    rows = np.clip(np.rint(line.heights[columns]).astype(int), 0, high - 1)
    reach = int(np.ceil(line.thickness / 2)) + 2
    band = np.clip(rows + np.arange(-reach, reach + 1)[:, None], 0, high - 1)
    # A bar that lies on the line is as thin as the line but darker.
    crossed = (runs[band, columns].max(axis=0) > 1.5 * line.thickness + 1) | (
        contrast[band, columns].max(axis=0) > 2.0 * line.contrast
    )
    bare = band[:, ~crossed], columns[~crossed]
    result[bare] = 0.0
    if crossed.any():
        # Between strokes that the line crosses, it can only be told from them if they are darker.
        ink = float(np.percentile(contrast[rows[crossed], columns[crossed]], 75))
        if ink > DARKER * line.contrast:
            among = band[:, crossed], columns[crossed]
            darkest = line.contrast + (ink - line.contrast) / 3
            result[among] = np.where(contrast[among] < darkest, 0.0, result[among])
