"""Pictures of layers: maps, features and evidence as bytes for a palette, made once and then remembered."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from deeplearning.window.map_grids import Grid
from deeplearning.window.shapes import BACKGROUND, EVIDENCE_STEPS, INK_STEPS

if TYPE_CHECKING:
    from deeplearning.recognition.layers import Layers

MIN_CRISP_SHARE = 3
"""Side from which pixels of a map are repeated and not averaged, in its own pixels."""

STRONG_NATS = 0.5
"""Evidence that is shown in full colour, where none is stronger: weaker is noise."""

Floats = npt.NDArray[np.float32]
Greys = npt.NDArray[np.uint8]


@functools.lru_cache(4)  # the convolutions of one digit: at 3840 x 2160 their pictures take megabytes
def maps_picture(layers: Layers, number: int, grid: Grid) -> bytes:
    """Return the first maps of a convolution side by side, on one scale of grey, for the palette "grey"."""
    maps = layers.maps[number][: grid.number]  # (n, side, side)
    tiles = _resized(_grey(maps, float(layers.maps[number].max())), grid.tile)
    step, (wide, high) = grid.tile + grid.gap, grid.size
    picture = np.full((high, wide), BACKGROUND, np.uint8)
    for place, tile in enumerate(tiles):
        row, column = divmod(place, grid.across)
        picture[row * step : row * step + grid.tile, column * step : column * step + grid.tile] = tile
    return picture.tobytes()


@functools.lru_cache(8)
def field_picture(layers: Layers, what: Literal["image", "features"], side: int) -> bytes:
    """Return the image, or the features as a square field, in `side` rows, for the palette "grey"."""
    values = layers.image if what == "image" else _square(layers.features)
    return _resized(_grey(values[None], float(values.max())), side).tobytes()


@functools.lru_cache(8)
def evidence_picture(layers: Layers, side: int) -> bytes:
    """Return the ink and what it says in `side` rows, for the palette "evidence"."""
    ink = np.rint(layers.image * (INK_STEPS - 1)).astype(np.uint8)
    ink[:: len(ink) - 1, :: len(ink) - 1] = 0  # The marks in the corners are no ink.
    strength = layers.evidence / max(float(np.abs(layers.evidence).max()), STRONG_NATS)
    middle = (EVIDENCE_STEPS - 1) // 2
    says = np.rint(strength * middle).astype(np.int8) + middle
    pixels = np.arange(side) * len(ink) // side
    indices: Greys = ink * EVIDENCE_STEPS + says.astype(np.uint8)
    return indices[pixels][:, pixels].tobytes()


def _square(features: Floats) -> Floats:
    """Return features row by row in the smallest square that holds them, its rest empty."""
    side = int(np.ceil(np.sqrt(features.size)))
    square = np.zeros(side * side, np.float32)
    square[: features.size] = features
    return square.reshape(side, side)


def _grey(values: Floats, most: float) -> Greys:
    """Return `values` as bytes of the palette "grey", white for `most`; faint ones are raised."""
    share = np.clip(values / most, 0, 1) if most > 0 else np.zeros_like(values)
    greys: Greys = np.rint(np.sqrt(share) * (BACKGROUND - 1)).astype(np.uint8)
    return greys


def _resized(images: Greys, side: int) -> Greys:
    """Return square `images`, (n, m, m), as (n, side, side): a pixel is the mean of the area it covers."""
    if side >= MIN_CRISP_SHARE * images.shape[1]:  # No eye sees that some pixels are wider by one.
        nearest = np.arange(side) * images.shape[1] // side
        return images[:, nearest[:, None], nearest]
    areas = _areas(images.shape[1], side)  # (side, m)
    resized: Greys = np.rint(areas @ images.astype(np.float32) @ areas.T).astype(np.uint8)
    return resized


@functools.lru_cache(16)
def _areas(before: int, after: int) -> Floats:
    """Return which share of each of `after` pixels each of `before` pixels covers, (after, before)."""
    edges = np.arange(after + 1) * before / after
    starts, ends, pixels = edges[:-1, None], edges[1:, None], np.arange(before)[None]
    overlap = np.clip(np.minimum(ends, pixels + 1) - np.maximum(starts, pixels), 0, None)
    areas: Floats = (overlap * after / before).astype(np.float32)
    return areas
