"""How far each pixel of a picture stands out from the paper around it.

A drawing program's ground has one colour, so ink is what differs from it, by whatever colour. On a photo
light falls on paper and ink alike, so what tells them apart is a ratio; logarithms make it a difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Field = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Pixels = npt.NDArray[np.uint8]
"""A picture, (height, width) of grey values or (height, width, 3) of colours."""

BLACK = 8.0
"""Added to grey values before their logarithm is taken, so that a camera's noise in the dark stays small."""

USUAL = 0.14
"""Ink wider than this share of the picture's longer side is taken for a shade of the paper, unless it is far
darker than one."""

DARKEST = 1.2
"""Shadows are not darker than this, in nats: a third of the light is left."""

FITS = 8
"""How many times a smooth surface is fitted to the paper's tone."""

SMOOTH = 0.6
"""At least this share of a picture is near that surface, or it shows more than paper."""

LEAST_SPREAD = 0.01
"""What is nearer to the surface than a few of these, in nats, is on it."""

AS_NEAR, LEAST_GRAIN = 1.3, 0.002
"""The surface is the paper's if that is at most so many times further from it, plus some nats, than from the
paper as closing finds it."""

ALIKE = 8
"""Pixels whose red, green and blue differ by no more than this from the ground's are the ground."""

FLAT_BORDER, FLAT_WHOLE = 0.5, 0.2
"""A flat ground has at least these shares of the picture's border and of all its pixels."""

HUE = 0.35
"""How much a difference in hue counts beside one in lightness: highlighters are no ink."""

EVEN = 1.5
"""A flat ground's pixels differ by less than this from its colour, on average: a camera's differ by more."""

COLOURFUL = 16
"""A picture is grey if its channels differ by less than this everywhere."""


@dataclass(frozen=True)
class Contrast:
    """How far each pixel stands out, and whether the ground is `flat`, of one colour.

    `values` has the picture's height and width and is positive for ink: on a flat ground in shares of the
    greatest difference there is, else in nats of darkness or in brightnesses of the paper; 0.1 is a tenth.
    """

    values: Field
    flat: bool


def contrasts_of(picture: Pixels) -> Iterator[Contrast]:
    """Yield how far each pixel of `picture` stands out from the paper around it, by its grey values.

    If that shows no ink, it may be as light as the paper: red, green and blue follow.
    """
    colours = np.ascontiguousarray(picture if picture.ndim == 3 else np.repeat(picture[..., None], 3, axis=2))
    ground = flat_ground(colours)
    if ground is not None:
        yield Contrast(_on_flat_ground(colours, ground), flat=True)
        return
    yield Contrast(_on_uneven_ground(cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY)), flat=False)
    if (_largest(colours) - (255 - _largest(255 - colours))).max() >= COLOURFUL:
        for channel in range(3):
            yield Contrast(_on_uneven_ground(np.ascontiguousarray(colours[..., channel])), flat=False)


def _on_flat_ground(colours: Pixels, ground: Field) -> Field:
    """Return the contrast of `colours` with a `ground` of one colour, shape (3,), lightness counting most."""
    both = [colours.astype(np.float32) / 255, np.broadcast_to(ground / 255, (1, 1, 3)).astype(np.float32)]
    lab, ground_lab = (cv2.cvtColor(np.ascontiguousarray(part), cv2.COLOR_RGB2LAB) for part in both)
    apart = lab - ground_lab
    difference = np.hypot(apart[..., 0], HUE * np.hypot(apart[..., 1], apart[..., 2]))
    # On a ground of middle lightness nothing can be far away.
    lightness = float(ground_lab[0, 0, 0])
    return np.asarray(difference / max(lightness, 100 - lightness), np.float32)


def flat_ground(colours: Pixels) -> Field | None:
    """Return the one colour, shape (3,), of the ground of `colours`, or None where light or grain vary it."""
    border = np.concatenate([colours[0], colours[-1], colours[1:-1, 0], colours[1:-1, -1]]).astype(np.int32)
    # The commonest colour, in steps of 16, and then the median of what is near it.
    codes, counts = np.unique(border // 16 @ np.array([256, 16, 1]), return_counts=True)
    near = border[(border // 16 @ np.array([256, 16, 1])) == codes[counts.argmax()]]
    ground = np.median(near, axis=0)
    if (np.abs(border - ground).max(axis=1) <= ALIKE).mean() < FLAT_BORDER:
        return None
    away = cv2.absdiff(colours, np.broadcast_to(np.rint(ground).astype(np.uint8), colours.shape))
    away = _largest(np.asarray(away, np.uint8))
    there = away <= ALIKE
    if there.mean() < FLAT_WHOLE or away[there].mean() > EVEN:
        return None
    return np.asarray(ground, np.float32)


def _largest(colours: Pixels) -> Pixels:
    """Return the largest of the three channels of each pixel."""
    # NumPy's own maximum along an axis of three is ten times slower.
    return np.maximum(np.maximum(colours[..., 0], colours[..., 1]), colours[..., 2])


def _on_uneven_ground(grey: npt.NDArray[Any]) -> Field:
    """Return the contrast of `grey` values with the paper around them, however it is lit."""
    tone = cv2.GaussianBlur(np.log(grey.astype(np.float32) + BLACK), (0, 0), 0.8)
    # Ink is the smaller part and far from the paper, so the third moment has its sign.
    coarse = _shrunk(tone, 128)
    apart = coarse - _median(coarse)
    light = float((apart**3).sum()) > 0
    if light:
        tone, coarse = -tone, -coarse
    closed, smooth = _closed_paper(tone, coarse), _smooth_paper(coarse)
    # The smooth surface leaves thick strokes whole, but in a shadow it is further from the paper.
    near = cv2.resize(closed, coarse.shape[::-1], interpolation=cv2.INTER_AREA)
    fits = smooth is not None and grain(smooth - coarse) < AS_NEAR * grain(near - coarse) + LEAST_GRAIN
    paper = cv2.resize(smooth if smooth is not None and fits else closed, tone.shape[::-1])
    contrast = paper - tone
    contrast -= np.median(contrast)
    # On black, light ink is so many nats away that the half of them lies far out in its blurred edge.
    return np.asarray(np.expm1(contrast) if light else -np.expm1(-contrast), np.float32)


def grain(contrast: Field) -> float:
    """Return the standard deviation of the paper's contrast, from the half below its median.

    Ink lies above it, so however much there is does not count.
    """
    below = np.median(contrast) - contrast
    return 1.4826 * float(np.median(below[below >= 0]))


def _smooth_paper(coarse: Field) -> Field | None:
    """Return the tone of paper that is lit evenly, or None where there is no such paper.

    A surface of the second degree is fitted to the `coarse` tone, again and again without what is far off it.
    """
    high, wide = coarse.shape
    terms = _terms(high, wide).reshape(6, -1)
    tone, kept = coarse.ravel(), np.ones(coarse.size, np.bool_)
    for _ in range(FITS):
        near = terms[:, kept]
        weights = np.linalg.lstsq(near @ near.T, near @ tone[kept], rcond=None)[0]
        apart = tone - weights @ terms
        apart -= np.median(apart[kept])
        spread = max(1.4826 * float(np.median(np.abs(apart[kept]))), LEAST_SPREAD)
        kept = np.abs(apart) < 2.5 * spread
        if kept.mean() < SMOOTH:
            return None
    return np.asarray((weights @ terms).reshape(coarse.shape), np.float32)


def _terms(high: int, wide: int) -> Field:
    """Return the six terms of a surface of the second degree at each pixel, shape (6, high, wide)."""
    y, x = np.meshgrid(np.linspace(-1, 1, high), np.linspace(-1, 1, wide), indexing="ij")
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y]).astype(np.float32)


def _closed_paper(tone: Field, coarse: Field) -> Field:
    """Return the tone of the paper, averaged down as far as it may be, where it is darker in places."""
    # Closing fills in what is dark and narrow, and leaves the edge of a shadow where it is.
    small = _shrunk(tone, 256)
    share = min(max(USUAL, 1.5 * _thickest(coarse)), 1.0)
    reach = max(3, round(share * max(small.shape)) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    paper = cv2.GaussianBlur(cv2.morphologyEx(cv2.medianBlur(small, 3), cv2.MORPH_CLOSE, kernel), (0, 0), 2)
    return np.asarray(paper, np.float32)


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
