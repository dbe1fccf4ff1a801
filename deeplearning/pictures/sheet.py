"""Finds the sheet of paper, or the canvas, in a picture that shows more: a table, a frame, a window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from deeplearning.pictures.contrast import Mask, Pixels

COARSE = 256
"""Sheets are looked for with the picture averaged down to this longer side, in pixels."""

LEAST_SHEET = 0.12
"""A sheet covers at least this share of the picture."""

TOUCHED = 0.05
"""A sheet reaches the picture's border along more than this share of it at one side at most; what reaches it
at more may be the lit part of a page."""

STRAIGHT = 0.92
"""A sheet fills at least this share of the four-cornered shape around it."""

WRITTEN = (0.002, 0.5)
"""Least and most of a sheet that its writing covers."""

WRITTEN_STEP = 20
"""Writing differs by more than this from the sheet, of 255."""

SOLID_SHEET, LONGEST_HOLE, MOST_HOLES = 0.85, 2.5, 2
"""A digit's holes fill more of their outline than the first, are no longer than the second, in their widths,
and are no more than the third."""

STEPS = (32, 60, 60)
"""Colours on both sides of a sheet's edge, a few pixels apart, differ by at least the first, of 255. A window
on a desk may hold a canvas, so a sheet is looked for in it again, but no shadow must be taken for one."""

INSET = 2
"""Pixels of the coarse picture that are taken off a sheet's edge, where it is blurred."""


@dataclass(frozen=True)
class Sheet:
    """The `colours`, (height, width, 3), of a sheet that begins at `left` and `top` in a picture.

    What lies `beyond` a crooked sheet, (height, width), has the colour of its paper.
    """

    colours: Pixels
    left: int
    top: int
    beyond: Mask


def cut_to_sheet(colours: Pixels) -> Sheet:
    """Return the part of `colours`, (height, width, 3), that is the sheet; all of it where none is found."""
    x, y = 0, 0
    beyond = np.zeros(colours.shape[:2], np.bool_)
    for step in STEPS:
        sheet = _find_sheet(colours, step)
        if sheet is None:
            break
        high, wide = colours.shape[:2]
        mask = cv2.resize(sheet.astype(np.uint8), (wide, high), interpolation=cv2.INTER_NEAREST) > 0
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        x, y = x + int(columns[0]), y + int(rows[0])
        inside, colours = mask[box], colours[box].copy()
        colours[~inside] = np.median(colours[inside], axis=0)
        beyond = beyond[box] | ~inside
    return Sheet(colours, x, y, beyond)


def _find_sheet(colours: Pixels, step: float) -> Mask | None:
    """Return where the sheet is in the picture averaged down, its edge taken off; None without one."""
    scale = min(1.0, COARSE / max(colours.shape[:2]))
    size = [max(1, round(side * scale)) for side in colours.shape[1::-1]]
    coarse = np.asarray(cv2.resize(colours, size, interpolation=cv2.INTER_AREA), np.uint8)
    if min(coarse.shape[:2]) < 16:
        return None
    for surround in _surrounds(coarse):
        sheet = _sheet_within(surround)
        if sheet is not None and _has_sharp_edge(coarse, sheet, step) and _is_written_on(coarse, sheet):
            return sheet
    return None


def _surrounds(coarse: Pixels) -> list[Mask]:
    """Return what may surround a sheet: what is coloured as the border is, or as light or dark as it."""
    border = np.concatenate([coarse[0], coarse[-1], coarse[1:-1, 0], coarse[1:-1, -1]])
    away = np.abs(coarse.astype(np.int32) - np.median(border, axis=0)).max(axis=2)
    grey = cv2.cvtColor(coarse, cv2.COLOR_RGB2GRAY)
    level, _ = cv2.threshold(cv2.GaussianBlur(grey, (0, 0), 1.5), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    light = grey > level
    border_is_light = float((cv2.cvtColor(border[None], cv2.COLOR_RGB2GRAY) > level).mean()) > 0.5
    return [away <= 24, light if border_is_light else ~light]


def _sheet_within(surround: Mask) -> Mask | None:
    """Return the sheet that `surround` leaves free, its edge taken off; None where it leaves none."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((~surround).astype(np.uint8), connectivity=4)
    if count < 2:
        return None
    largest = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    filled = _filled(labels == largest)
    sides = filled[0], filled[-1], filled[:, 0], filled[:, -1]
    if filled.mean() < LEAST_SHEET or sum(side.mean() > TOUCHED for side in sides) > 1:
        return None
    contours, _ = cv2.findContours(filled.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outline = max(contours, key=cv2.contourArea)
    if cv2.contourArea(outline) < STRAIGHT * _four_cornered_area(outline):
        return None
    kernel = np.ones((2 * INSET + 1, 2 * INSET + 1), np.uint8)
    sheet = cv2.erode(np.pad(filled, INSET).astype(np.uint8), kernel)[INSET:-INSET, INSET:-INSET] > 0
    return sheet if sheet.any() else None


def _has_sharp_edge(coarse: Pixels, sheet: Mask, step: float) -> bool:
    """Whether the colour changes by `step` at the edge of the `sheet`, more sharply than by a shadow."""
    grown, shrunk = (
        change(sheet.astype(np.uint8), np.ones((2 * steps + 1, 2 * steps + 1), np.uint8)) > 0
        for change, steps in ((cv2.dilate, 2 * INSET), (cv2.erode, INSET))
    )
    beyond = cv2.dilate(grown.astype(np.uint8), np.ones((2 * INSET + 1, 2 * INSET + 1), np.uint8)) > 0
    outside, inside = coarse[beyond & ~grown], coarse[sheet & ~shrunk]
    if not (len(outside) and len(inside)):
        return False
    return float(np.abs(np.median(outside, axis=0) - np.median(inside, axis=0)).max()) >= step


def _filled(mask: Mask) -> Mask:
    """Return `mask` with its holes."""
    outside = np.pad(~mask, 1, constant_values=True).astype(np.uint8)
    _, regions = cv2.connectedComponents(outside, connectivity=4)
    return np.asarray((regions != regions[0, 0])[1:-1, 1:-1] | mask, np.bool_)


def _four_cornered_area(outline: npt.NDArray[Any]) -> float:
    """Return the area of the least rectangle around `outline`, or of a four-cornered hull if less."""
    (_, (wide, high), _) = cv2.minAreaRect(outline)
    hull = cv2.convexHull(outline)
    corners = cv2.approxPolyDP(hull, 0.03 * cv2.arcLength(hull, True), True)
    area = float(wide * high)
    return min(area, float(cv2.contourArea(corners))) if len(corners) == 4 else area


def _is_written_on(coarse: Pixels, sheet: Mask) -> bool:
    """Whether there is ink on the `sheet`: something of another colour, and not just the holes of a digit."""
    away = np.abs(coarse.astype(np.int32) - np.median(coarse[sheet], axis=0)).max(axis=2)
    ink = sheet & (away > WRITTEN_STEP)
    if not WRITTEN[0] <= ink.sum() / sheet.sum() <= WRITTEN[1]:
        return False
    count, labels = cv2.connectedComponents(ink.astype(np.uint8), connectivity=8)
    return count - 1 > MOST_HOLES or not all(_is_hole(labels == i) for i in range(1, count))


def _is_hole(part: Mask) -> bool:
    """Whether `part` is solid and about as wide as high, as a bold digit's holes are."""
    points = np.argwhere(part).astype(np.float32)
    hull = float(cv2.contourArea(cv2.convexHull(points)))
    _, sides, _ = cv2.minAreaRect(points)
    return len(points) > SOLID_SHEET * hull and max(sides) < LONGEST_HOLE * max(min(sides), 1.0)
