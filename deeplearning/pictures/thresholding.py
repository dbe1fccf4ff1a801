"""Which pixels of a picture are ink: on uneven light, on ruled paper, dark on light or light on dark."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from deeplearning.pictures.cleaning import without_frames, without_marks, without_prints
from deeplearning.pictures.contrast import Contrast, Field, Mask, Pixels, contrasts_of
from deeplearning.pictures.ruling import pen_width, without_lines

FAINTEST = 0.09
"""Contrast that ink has at least: a pencil's lightest line is about a tenth darker than its paper."""

NOISES = 5.0
"""How many standard deviations of the paper's grain ink must stand out."""

GRAIN_PIXELS = 12
"""Patches of fewer pixels are grain."""

LIGHTER = 0.35
"""Where a stroke grows lighter it is followed down to this share of the level at which it is found."""

HALF, HALF_WHERE_SOFT, SOFT_EDGE = 0.5, 0.35, 4
"""A stroke's edge is this dark, in shares of the darkest ink near it; the second where a flat picture was so
small that strokes' edges are `SOFT_EDGE` pixels wide or more now, and thin strokes hardly dark."""

AROUND_IN_PENS = 1.5
"""How far around it the darkest ink is looked for that says how dark a pixel must be, in pen widths."""

FAINTER, FAINTER_ON_FLAT = 0.35, 0.2
"""A second, fainter ink stands out at least by this share of the level of the first, where light or grain
vary the ground, and by this one on a ground of one colour."""

LIKE = (0.5, 1.7)
"""Writing in a fainter ink is as large as the other writing, or as much smaller and larger as this."""


FRAME_LEVELS = (1.0, 0.6)
"""Frames are looked for at these shares of the level of ink: many are printed paler than a pen writes."""

EDGE_SHARE = 0.01
"""What comes this near the picture's border, in its longer sides, touches it."""


@dataclass(frozen=True)
class Ink:
    """Where ink stands, (height, width), and how far each pixel stands out from the paper."""

    mask: Mask
    contrast: Field


def find_ink(picture: Pixels, softness: int = 2, beyond: Mask | None = None) -> Ink | None:
    """Return where ink stands in `picture`, or None where it shows none.

    The edges of its strokes are `softness` pixels wide: more than 2 where it was enlarged. What lies `beyond`
    a crooked sheet of paper, (height, width), is no part of it. Raises cleaning.TooMuchInk.
    """
    for found in contrasts_of(picture):
        ink = _ink_of(found, softness, beyond)
        if ink is not None:
            return ink
    return None


def _ink_of(found: Contrast, softness: int, beyond: Mask | None) -> Ink | None:
    faintest = max(0.6 * NOISES * _deviation(found.values), 0.6 * FAINTEST)
    level = _level(found.values)
    if level is None:
        return None
    unframed = found.values
    for share in FRAME_LEVELS:
        unframed = _without_frames(unframed, share * level)
    contrast = without_lines(unframed, level, faintest)
    level = _level(contrast)
    if level is None:
        return None
    blurred = found.flat and softness >= SOFT_EDGE
    mask = _followed(contrast, level, HALF_WHERE_SOFT if blurred else HALF)
    edge = max(softness, round(EDGE_SHARE * max(mask.shape)))
    sheet_edge = _edge_of_sheet(mask.shape, edge, beyond)
    fainter = _in_fainter_ink(contrast, mask, level * (FAINTER_ON_FLAT if found.flat else FAINTER))
    mask |= without_prints(fainter, mask, edge, sheet_edge)
    return Ink(without_marks(mask, edge, sheet_edge), contrast)


def _edge_of_sheet(shape: tuple[int, ...], edge: int, beyond: Mask | None) -> Mask:
    """Return what is within `edge` pixels of what lies `beyond` the sheet in a picture of this `shape`."""
    if beyond is None:
        return np.zeros(shape, np.bool_)
    kernel = np.ones((2 * edge + 1, 2 * edge + 1), np.uint8)
    return np.asarray(cv2.dilate(beyond.astype(np.uint8), kernel) > 0, np.bool_)


def _without_frames(contrast: Field, level: float) -> Field:
    """Return `contrast` with 0 where frames are, which as ruled lines would not go as a whole."""
    ink = contrast > level
    frames = ink & ~without_frames(ink)
    if not frames.any():
        return contrast
    around = cv2.dilate(frames.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return np.where(around & ~(ink & ~frames), 0, contrast).astype(np.float32)


def _deviation(contrast: Field) -> float:
    """Return the standard deviation of the paper's contrast, in nats, from what is lighter than its tone.

    Ink is darker, so however much there is does not count.
    """
    return 1.4826 * float(np.median(-contrast[contrast <= 0])) if (contrast <= 0).any() else 0.0


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
    kept = stats[:, cv2.CC_STAT_AREA] >= GRAIN_PIXELS
    kept[0] = False
    return np.asarray(kept[labels], np.bool_) if count > 1 else mask


def _followed(contrast: Field, level: float, share: float) -> Mask:
    """Return the ink above `level`, and its strokes where they grow lighter by and by."""
    seeds = contrast > level
    least = max(LIGHTER * level, NOISES * _deviation(contrast), FAINTEST)
    reach = round(AROUND_IN_PENS * pen_width(seeds)) | 1
    # A square, because OpenCV takes its maximum in no more time however large it is.
    kernel = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    # A stroke's blurred edge is so much lighter than the darkest ink near it, however dark that is.
    half = cv2.blur(cv2.dilate(contrast, kernel), (reach, reach)) * share
    mask = (contrast > np.clip(half, least, level)).astype(np.uint8)
    count, labels = cv2.connectedComponents(mask, connectivity=8)
    kept = np.zeros(count, np.bool_)
    kept[np.unique(labels[seeds])] = True
    kept[0] = False
    return np.asarray(kept[labels] | seeds, np.bool_)


def _in_fainter_ink(contrast: Field, mask: Mask, level: float) -> Mask:
    """Return what is above `level` in an ink fainter than that of `mask`: apart from it, about as large."""
    least = max(level, NOISES * _deviation(contrast), FAINTEST)
    low = (contrast > least).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(low, connectivity=8)
    sizes = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    known = np.zeros(count, np.bool_)
    known[np.unique(labels[mask])] = True
    known[0] = False
    usual = float(np.median(sizes[known])) if known.any() else 0.0
    found = np.zeros_like(mask)
    for i in range(1, count):
        if known[i] or not LIKE[0] * usual <= sizes[i] <= LIKE[1] * usual:
            continue
        left, top, wide, high = stats[i, :4]
        box = np.s_[top : top + high, left : left + wide]
        own = labels[box] == i
        # Half as dark as its own dark ink.
        found[box] |= own & (contrast[box] > max(least, float(np.percentile(contrast[box][own], 90)) / 2))
    return found
