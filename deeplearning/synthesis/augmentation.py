"""Varies handwriting: draws a digit as another person, or the same one in a hurry, would have drawn it.

The path is varied, not the pixels: a warped picture has strokes that swell and fade, a warped path is still
drawn by a pen. Scans have only pixels, so those are displaced in the same way. Paths are lists of arrays of
shape (n, 2), in any unit, y down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from deeplearning.ink.paths import lengths_along
from deeplearning.ink.stroke import FloatArray
from deeplearning.recognition.preprocessing import BOX, CENTRE, PEN, Image, render_paths

Paths = list[FloatArray]


@dataclass(frozen=True)
class Variation:
    """How far handwriting is varied; each amount is drawn evenly from 0 up to the figure given here."""

    slant: float = 15.0
    """Rotation either way, in degrees."""
    shear: float = 0.3
    """Horizontal shear either way, pixels across for a pixel down."""
    aspect: float = 0.25
    """Change of width against height, as a fraction."""
    warp: float = 0.06
    """Smooth displacement of the path, in sizes of the digit."""
    trim: float = 0.10
    """Cut off either end of a stroke, as a fraction of its length."""
    shift: float = 0.06
    """Displacement of every stroke but the first, in sizes of the digit."""
    jitter: float = 0.008
    """Deviation of every point, in sizes of the digit."""
    pens: tuple[float, float] = (PEN - 0.15, PEN + 0.15)
    """Thinnest and thickest pen, in pixels of the 28 x 28 image.

    What is read is always drawn by `PEN`. With pens of 1.5 to 3 pixels, drawings looked like scans, whose
    writers mean other digits by some shapes.
    """
    offset: float = 0.25
    """Displacement of the finished image either way, in pixels."""


ORDINARY = Variation()

SCANNED = Variation(slant=10.0, shear=0.15, aspect=0.12, warp=0.03, offset=1.0)
"""Scans are varied less, because their pixels are warped, the line's width with them.

They are moved by a pixel at most: when they were moved by a tenth of the image, a network took whatever was
centred for a drawing.
"""


def normalise(paths: Sequence[FloatArray]) -> Paths:
    """Return `paths` moved and scaled so that their box's middle is 0 and its longer side 1."""
    points = np.concatenate(paths)
    low, high = points.min(axis=0), points.max(axis=0)
    size = max(float((high - low).max()), 1e-9)
    return [(path - (low + high) / 2) / size for path in paths]


def vary(paths: Sequence[FloatArray], rng: np.random.Generator, variation: Variation = ORDINARY) -> Paths:
    """Return `paths`, normalised, as another person would have drawn them."""
    drawn = [trim(path, rng, variation.trim) for path in normalise(paths)]
    drawn = [thin_out(path, rng) for path in drawn]
    for i in range(1, len(drawn)):
        drawn[i] = drawn[i] + rng.uniform(-variation.shift, variation.shift, 2)
    matrix = _affine(rng, variation)
    drawn = [(warped @ matrix.T) for warped in warp(drawn, rng, variation.warp)]
    noise = rng.uniform(0, variation.jitter)
    return [path + rng.normal(0, noise, path.shape) for path in drawn]


def _affine(rng: np.random.Generator, variation: Variation) -> FloatArray:
    """Return a random matrix (2, 2) that turns, shears and stretches."""
    angle = np.deg2rad(rng.uniform(-variation.slant, variation.slant))
    stretch = np.exp(rng.uniform(-1, 1) * np.log1p(variation.aspect))
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    shear = np.array([[1.0, rng.uniform(-variation.shear, variation.shear)], [0.0, 1.0]])
    matrix: FloatArray = rotation @ shear @ np.diag([stretch, 1.0])
    return matrix


def trim(path: FloatArray, rng: np.random.Generator, most: float) -> FloatArray:
    """Return `path` with up to `most` of its length cut off at either end, in half of all cases."""
    if len(path) < 4 or rng.random() < 0.5:
        return path
    along = lengths_along(path)
    begin, end = rng.uniform(0, most) * along[-1], (1 - rng.uniform(0, most)) * along[-1]
    kept = path[(along >= begin) & (along <= end)]
    return kept if len(kept) > 1 else path


def thin_out(path: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Return `path`, in a third of all cases with every 2nd to 5th point only, as slow tablets do."""
    if len(path) < 8 or rng.random() < 0.67:
        return path
    kept = np.arange(0, len(path), rng.integers(2, 6))
    thinned: FloatArray = path[np.union1d(kept, [len(path) - 1])]
    return thinned


def warp(paths: Sequence[FloatArray], rng: np.random.Generator, amplitude: float) -> Paths:
    """Return `paths` displaced by three random plane waves of up to 1.3 periods a digit."""
    waves = rng.uniform(-1.3, 1.3, (3, 2)) * 2 * np.pi
    phases = rng.uniform(0, 2 * np.pi, 3)
    strength = rng.uniform(-1, 1, (3, 2)) * amplitude
    return [path + np.sin(path @ waves.T + phases) @ strength for path in paths]


def vary_scans(
    images: npt.NDArray[np.uint8], rng: np.random.Generator, variation: Variation = SCANNED
) -> npt.NDArray[np.uint8]:
    """Return scanned digits (n, 28, 28), 0 to 255, each turned, sheared, stretched, warped and moved.

    The pixels are displaced as `vary` displaces a path, and interpolated by cubics: linear interpolation
    blurs, and then a network can tell varied images from real ones.
    """
    side = images.shape[1]
    at = (np.mgrid[:side, :side][::-1].reshape(2, -1).T - CENTRE) / BOX  # (784, 2), x before y
    varied = np.empty_like(images)
    for i, image in enumerate(images):
        offset = rng.uniform(-variation.offset, variation.offset, 2)
        [warped] = warp([at], rng, variation.warp)
        source = (warped @ _affine(rng, variation).T) * BOX + CENTRE + offset
        grid = source.reshape(side, side, 2).astype(np.float32)
        varied[i] = cv2.remap(image, grid[..., 0], grid[..., 1], cv2.INTER_CUBIC)
    return varied


def render_varied(
    paths: Sequence[FloatArray], rng: np.random.Generator, variation: Variation = ORDINARY
) -> Image:
    """Return a fresh 28 x 28 image of `paths` as `render` gives them, varied in path, pen and place."""
    pen = float(rng.uniform(*variation.pens))
    offset = rng.uniform(-variation.offset, variation.offset, 2)
    return render_paths(vary(paths, rng, variation), pen, offset=(float(offset[0]), float(offset[1])))
