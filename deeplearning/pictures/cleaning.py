"""Which parts of a picture's ink are writing, and which are its edges, frames, points and specks.

Each connected part is judged by where it stands and how it compares with the others, never by the picture's
size: what is dropped is much smaller than the writing, or encloses it, or comes in from the picture's edge.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from deeplearning.pictures.contrast import Mask

SMALL = 0.3
"""Parts smaller than this, in sizes of the writing, are points and specks."""

SHALLOW = 0.3
"""Parts that reach no further than this into the picture, in sizes of the writing, are its edge."""

CUT_OFF = 0.5
"""Parts at the edge smaller than this, in sizes of the writing, belong to something beside the picture."""

FAT = 2.5
"""Parts at the edge thicker than this, in pens of the writing, are a shadow or what the paper lies on."""

FAT_IN_SIZES = 0.4
"""They are also thicker than this, in sizes of the writing."""

IN_CORNER = (1.3, 0.8)
"""Parts in a corner that are thicker than this, in pens, or smaller, in sizes of writing, are none."""

NOTICED = 0.2
"""Parts inside the picture are compared with if they are at least this large, in sizes of all parts."""

FLAT, LONG = 0.15, 1.2
"""A part lower than this, in its widths, lies; a digit's bar is no longer than this, in sizes of digits."""

THIN, THIN_UPRIGHT, UPRIGHT = 0.5, 0.68, 1.5
"""What is thinner than the first, in pens of the writing, was printed; what stands or lies straight, in a box
no wider than the third, was if thinner than the second."""

FAINT_THIN, FAINT_THIN_STRAIGHT = 0.6, 0.85
"""The same for what is also fainter than the writing; where the second counts, straight in any direction."""

STRAIGHT_IN_WIDTHS = 1.6
"""A straight line fits between two others that are at most so many of its widths apart."""

ENCLOSED = 0.25
"""A part as large as this inside another, in sizes of the other, makes the other one a frame."""

OUTLINE = 0.88
"""A frame fills this share of the least rectangle or circle around it."""

MIN_SIDES = 3
"""A frame has ink to so many sides of what is inside: one may have been taken out as a ruled line."""

SLASH_HEIGHT, SLASH_WIDTH = 1.35, 2.3
"""A slash is higher than this, in heights of what stands around it, and no wider, along itself, in pens."""

COMMA_SIZE, COMMA_TOP, COMMA_BOTTOM = 0.6, 0.5, 1.08
"""A comma is smaller than the digit before it, begins below its middle and ends below its foot; in heights of
the digit."""


MAX_PARTS = 5000
"""More parts than this are a texture, and comparing each with all others would take long: public pictures of
digits have 700 at most."""

Whole = npt.NDArray[np.int32]


class TooMuchInk(ValueError):
    """What is called ink is more than anybody writes on one picture."""


@dataclass(frozen=True)
class Parts:
    """The connected parts of ink: `labels` (height, width) from 1, and of each box and thickness, by label.

    `left`, `top`, `right` and `bottom` are pixel edges, `size` is the longer side of the box, `area` counts
    pixels, `thickness` is the diameter of the largest disc inside and `width` that of its strokes on average;
    each has shape (count + 1,).
    """

    labels: Whole
    left: Whole
    top: Whole
    right: Whole
    bottom: Whole
    size: Whole
    area: Whole
    thickness: npt.NDArray[np.float32]
    width: npt.NDArray[np.float32]

    @classmethod
    def of(cls, ink: Mask) -> Parts:
        """Measure the parts of `ink`; raises TooMuchInk where there are more than `MAX_PARTS`."""
        count, found, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
        if count > MAX_PARTS:
            raise TooMuchInk
        left, top, wide, high, area = np.asarray(stats, np.int32).T
        labels: Whole = np.asarray(found, np.int32)
        radius = cv2.distanceTransform(np.pad(ink, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
        thickness = np.zeros(count, np.float32)
        np.maximum.at(thickness, labels[ink], 2 * radius[ink] - 1)
        size = np.maximum(wide, high)
        # Across a stroke the distance to its edge rises evenly to half its width.
        sums = np.bincount(labels[ink], weights=radius[ink], minlength=count)
        width = 4 * sums / np.maximum(area, 1) - 1
        return cls(
            labels, left, top, left + wide, top + high, size, area, thickness, width.astype(np.float32)
        )

    def pixels(self, label: int) -> Mask:
        """Return which pixels of the box of part `label`, (height, width), belong to it."""
        rows = slice(self.top[label], self.bottom[label])
        return np.asarray(self.labels[rows, self.left[label] : self.right[label]] == label, np.bool_)

    def points(self, label: int) -> npt.NDArray[np.float32]:
        """Return the pixels of part `label` as points (row, column), (n, 2)."""
        corner = self.top[label], self.left[label]
        return np.asarray(np.argwhere(self.pixels(label)) + np.array(corner), np.float32)


def without_marks(ink: Mask, edge: int = 1, sheet_edge: Mask | None = None) -> Mask:
    """Return `ink` without what is no writing; within `edge` pixels of the border is at the edge.

    The `sheet_edge` is what is as near to the edge of a sheet that lies crooked in the picture.
    """
    parts = Parts.of(ink)
    kept = np.ones(len(parts.size), np.bool_)
    kept[0] = False
    cut_off = np.zeros_like(kept) if sheet_edge is None else _is_at_sheet_edge(parts, kept, sheet_edge)
    for is_mark in (
        _is_frame,
        _is_at_edge,
        lambda *_: cut_off,
        _is_flat,
        _is_thin,
        _is_small,
        _is_comma,
        _is_slash,
    ):
        marks = kept & is_mark(parts, kept, edge)
        if (kept & ~marks).any():
            kept &= ~marks
    return np.asarray(kept[parts.labels], np.bool_)


def without_frames(ink: Mask) -> Mask:
    """Return `ink` without the boxes, grids and circles that run around a large part of it."""
    parts = Parts.of(ink)
    kept = np.ones(len(parts.size), np.bool_)
    kept[0] = False
    return np.asarray((kept & ~_is_frame(parts, kept, 0))[parts.labels], np.bool_) if kept.any() else ink


def _usual_size(parts: Parts, among: Mask) -> float:
    """Return the size that parts with half of the ink `among` all do not exceed."""
    order = np.argsort(parts.size[among])
    weight = np.cumsum(parts.area[among][order])
    return float(parts.size[among][order][np.searchsorted(weight, weight[-1] / 2)])


def _usual_width(parts: Parts, among: Mask) -> float:
    """Return how wide strokes are that half of the ink `among` all is no wider than."""
    order = np.argsort(parts.width[among])
    weight = np.cumsum(parts.area[among][order])
    return float(parts.width[among][order][np.searchsorted(weight, weight[-1] / 2)])


def without_prints(faint: Mask, writing: Mask, edge: int, sheet_edge: Mask) -> Mask:
    """Return `faint`, ink fainter than that of the `writing`, without what was printed beforehand or is dirt.

    That is thinner than the writing, or at an edge, `edge` and `sheet_edge` being those of `without_marks`.
    """
    parts, written = Parts.of(faint), Parts.of(writing)
    if len(parts.size) == 1 or len(written.size) == 1:
        return faint
    pen = _usual_width(written, np.arange(len(written.size)) > 0)
    high, wide = faint.shape
    kept = (parts.left >= edge) & (parts.top >= edge) & (parts.right <= wide - edge)
    kept &= parts.bottom <= high - edge
    kept[np.unique(parts.labels[sheet_edge])] = False
    kept[0] = False
    for i in np.flatnonzero(kept & (parts.width < FAINT_THIN_STRAIGHT * pen)):
        _, sides, _ = cv2.minAreaRect(parts.points(int(i)))
        is_straight = min(sides) + 1 < STRAIGHT_IN_WIDTHS * max(float(parts.width[i]), 1.0)
        kept[i] = not is_straight and parts.width[i] >= FAINT_THIN * pen
    return np.asarray(kept[parts.labels], np.bool_)


def _is_frame(parts: Parts, kept: Mask, _edge: int) -> Mask:
    """Say which parts run around a large other one: boxes, grids, circles, axes."""
    marks = np.zeros_like(kept)
    usual = _usual_size(parts, kept)
    for i in np.flatnonzero(kept):
        inside = (
            kept
            & (parts.left > parts.left[i])
            & (parts.right < parts.right[i])
            & (parts.top > parts.top[i])
            & (parts.bottom < parts.bottom[i])
        )
        # Digits in a table are much smaller than the table, but as large as other digits.
        inside &= (parts.size >= ENCLOSED * parts.size[i]) | (parts.size >= ENCLOSED * usual)
        marks[i] = (
            bool(inside.any())
            and _is_box_or_circle(parts.pixels(int(i)))
            and any(_sides_around(parts, int(j), int(i)) >= MIN_SIDES for j in np.flatnonzero(inside))
        )
    return marks


def _is_box_or_circle(part: Mask) -> bool:
    """Whether the outline of `part` is, as a zero's is not, a rectangle's or a circle's."""
    contours, _ = cv2.findContours(part.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    hull = cv2.convexHull(np.concatenate(contours))
    area = max(float(cv2.contourArea(hull)), 1.0)
    _, (wide, high), _ = cv2.minAreaRect(hull)
    _, radius = cv2.minEnclosingCircle(hull)
    return area > OUTLINE * wide * high or area > OUTLINE * np.pi * radius**2


def _sides_around(parts: Parts, inner: int, outer: int) -> int:
    """Return to how many sides of part `inner` there is ink of part `outer`; 0 where both are mixed.

    The box of `outer` holds that of `inner`.
    """
    ink, x, y = parts.pixels(outer), parts.left[outer], parts.top[outer]
    left, right = parts.left[inner] - x, parts.right[inner] - x
    top, bottom = parts.top[inner] - y, parts.bottom[inner] - y
    if ink[top:bottom, left:right].any():
        return 0
    beside = (
        ink[:top, left:right],
        ink[bottom:, left:right],
        ink[top:bottom, :left],
        ink[top:bottom, right:],
    )
    return sum(bool(side.any()) for side in beside)


def _is_at_edge(parts: Parts, kept: Mask, edge: int) -> Mask:
    """Say which parts come in from the picture's edge and are thin, small or fat beside the others."""
    high, wide = parts.labels.shape
    # How far each part reaches into the picture from each side that it touches.
    depths = np.stack([parts.right, parts.bottom, wide - parts.left, high - parts.top])
    touched = np.stack(
        [parts.left < edge, parts.top < edge, parts.right > wide - edge, parts.bottom > high - edge]
    )
    at_edge = touched.any(axis=0) & kept
    writing = _writing(parts, kept, kept & ~at_edge)
    usual = _usual_size(parts, writing)
    pen = float(np.median(parts.thickness[writing]))
    depth = np.where(touched, depths, max(high, wide)).min(axis=0)
    fat = (parts.thickness > max(FAT * pen, FAT_IN_SIZES * usual)) & (parts.size > usual)
    corner = (
        touched[[0, 2]].any(axis=0)
        & touched[[1, 3]].any(axis=0)
        & ((parts.thickness > IN_CORNER[0] * pen) | (parts.size < IN_CORNER[1] * usual))
    )
    return np.asarray(
        at_edge & ((depth < SHALLOW * usual) | (parts.size < CUT_OFF * usual) | fat | (corner & ~writing))
    )


def _is_at_sheet_edge(parts: Parts, kept: Mask, sheet_edge: Mask) -> Mask:
    """Say which parts reach the sheet's edge and are small or fat beside the others: what it lies on."""
    at_edge = np.zeros_like(kept)
    at_edge[np.unique(parts.labels[sheet_edge])] = True
    inner = kept & ~at_edge
    if not inner.any():
        return inner
    usual, pen = _usual_size(parts, inner), float(np.median(parts.thickness[inner]))
    fat = parts.thickness > IN_CORNER[0] * pen
    return np.asarray(kept & at_edge & (fat | (parts.size < CUT_OFF * usual)))


def _writing(parts: Parts, kept: Mask, inner: Mask) -> Mask:
    """Return the parts that the others are compared with: the `inner` ones, unless they are specks."""
    if inner.any() and _usual_size(parts, inner) >= NOTICED * _usual_size(parts, kept):
        return inner
    return kept


def _is_flat(parts: Parts, kept: Mask, _edge: int) -> Mask:
    """Say which parts are lines that lie: long ones, and short ones that are no bar of a digit."""
    wide, high = parts.right - parts.left, parts.bottom - parts.top
    flat = kept & (high < FLAT * wide)
    if not (kept & ~flat).any():
        return flat
    usual = _usual_size(parts, kept & ~flat)
    reach = usual / 4
    for i in np.flatnonzero(flat & (wide < LONG * usual)):
        near = kept & ~flat
        near &= (parts.left < parts.right[i] + reach) & (parts.right > parts.left[i] - reach)
        near &= (parts.top < parts.bottom[i] + reach) & (parts.bottom > parts.top[i] - reach)
        flat[i] = not near.any()
    return flat


def _is_thin(parts: Parts, kept: Mask, _edge: int) -> Mask:
    """Say which parts are far thinner than the pen: what is left of printed lines."""
    pen = _usual_width(parts, kept)
    wide, high = parts.right - parts.left, parts.bottom - parts.top
    upright = np.minimum(wide, high) < UPRIGHT * pen
    return np.asarray(parts.width < np.where(upright, THIN_UPRIGHT, THIN) * pen)


def _is_small(parts: Parts, kept: Mask, _edge: int) -> Mask:
    return np.asarray(parts.size < SMALL * _usual_size(parts, kept))


def _is_comma(parts: Parts, kept: Mask, _edge: int) -> Mask:
    """Say which parts are small and stand at the foot of the digit to their left, and lower than it."""
    marks = np.zeros_like(kept)
    usual = _usual_size(parts, kept)
    for i in np.flatnonzero(kept & (parts.size < COMMA_SIZE * usual)):
        before = kept & (parts.size >= COMMA_SIZE * usual) & (parts.left < parts.left[i])
        before &= (parts.top < parts.bottom[i]) & (parts.bottom > parts.top[i] - usual / 4)
        if before.any():
            digit = max(np.flatnonzero(before), key=lambda at: int(parts.right[at]))
            height = parts.bottom[digit] - parts.top[digit]
            marks[i] = (
                parts.top[i] > parts.top[digit] + COMMA_TOP * height
                and parts.bottom[i] > parts.top[digit] + COMMA_BOTTOM * height
            )
    return marks


def _is_slash(parts: Parts, kept: Mask, _edge: int) -> Mask:
    """Say which parts are straight strokes far higher than the digits on both sides of them."""
    marks = np.zeros_like(kept)
    high = parts.bottom - parts.top
    middle = (parts.left + parts.right) / 2
    usual = float(np.median(high[kept]))
    for i in np.flatnonzero(kept & (high >= SLASH_HEIGHT * usual)):
        beside = kept & (parts.top < parts.bottom[i]) & (parts.bottom > parts.top[i]) & (high < high[i])
        if (beside & (middle < middle[i])).any() and (beside & (middle > middle[i])).any():
            _, sides, _ = cv2.minAreaRect(parts.points(int(i)))
            marks[i] = min(sides) + 1 < SLASH_WIDTH * max(float(parts.width[i]), 1.0)
    return marks
