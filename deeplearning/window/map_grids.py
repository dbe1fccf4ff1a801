"""Grids of maps: how the maps of all convolutions stand in a place, in whole rows where they can."""

from __future__ import annotations

import functools
import itertools
from typing import NamedTuple

from deeplearning.window.layout import Rect

MIN_TILE_SIDE = 14
"""Side of the smallest tile in which a map can be made out, in pixels."""

MIN_TILE_SHARE = 0.6
"""Side of the smallest tile of a map, in its own pixels."""

COLUMNS = (1, 2, 4)
"""How many convolutions may stand side by side."""

MAX_ROWS_TO_CHOOSE = 4
"""Rows of convolutions up to which all kinds of grids are tried."""

Shapes = tuple[tuple[int, int], ...]
"""For each convolution how many maps it has, and the side of each."""


class Grid(NamedTuple):
    """How maps stand in rows: `number` tiles, `across` of them in a row, each `tile` pixels, `gap` apart."""

    number: int
    across: int
    tile: int
    gap: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, in pixels."""
        step, down = self.tile + self.gap, -(-self.number // self.across)
        return self.across * step - self.gap, down * step - self.gap


class Placed(NamedTuple):
    """A convolution's place, its heading included, and the grid of its maps below that."""

    cell: Rect
    grid: Grid


@functools.lru_cache(16)
def arrange_maps(area: Rect, shapes: Shapes, head: int, space: int, gap: int) -> tuple[Placed, ...]:
    """Return the places in `area` of convolutions of these `shapes`, each below a heading `head` pixels high.

    `space` parts convolutions and `gap` maps. All maps are shown, in grids without an empty place, as large
    as can be; where not all fit, as many as do.
    """
    ways = [_in_columns(area, shapes, across, head, space, gap) for across in COLUMNS]
    whole = [way for way in ways if way]
    if whole:
        return max(whole, key=lambda placed: sum(one.grid.number * one.grid.tile**2 for one in placed))
    parts = [_in_part(area, shapes, across, head, space, gap) for across in COLUMNS]
    return max(parts, key=lambda placed: sum(one.grid.number for one in placed))


def _in_columns(
    area: Rect, shapes: Shapes, across: int, head: int, space: int, gap: int
) -> tuple[Placed, ...]:
    """Return the places with `across` convolutions side by side; none where not all maps fit."""
    rows = [shapes[start : start + across] for start in range(0, len(shapes), across)]
    if len(rows) > MAX_ROWS_TO_CHOOSE:
        return ()
    wide = (area.w - (across - 1) * 2 * space) // across
    high = area.h - len(rows) * head - (len(rows) - 1) * space
    best: tuple[int, list[list[Grid]]] = (0, [])
    # In a row of the panel all maps stand in as many columns.
    for counts in itertools.product(*(_divisors(row) for row in rows)):
        grids = [
            [Grid(number, count, (wide + gap) // count - gap, gap) for number, _ in row]
            for row, count in zip(rows, counts, strict=True)
        ]
        needed = sum(max(grid.size[1] for grid in row) for row in grids)
        if needed > high:
            grids = [[_shrunk(grid, high / needed) for grid in row] for row in grids]
        fits = all(
            grid.tile >= _least(side) for grid, (_, side) in zip(itertools.chain(*grids), shapes, strict=True)
        )
        worth = sum(grid.number * grid.tile**2 for row in grids for grid in row)
        if fits and worth > best[0]:
            best = worth, grids
    return tuple(_placed(area, best[1], wide, head, space))


def _placed(area: Rect, rows: list[list[Grid]], wide: int, head: int, space: int) -> list[Placed]:
    placed, y = [], area.y
    for row in rows:
        high = head + max(grid.size[1] for grid in row)
        for column, grid in enumerate(row):
            placed.append(Placed(Rect(area.x + column * (wide + 2 * space), y, wide, high), grid))
        y += high + space
    return placed


def _in_part(area: Rect, shapes: Shapes, across: int, head: int, space: int, gap: int) -> tuple[Placed, ...]:
    """Return places of one size with `across` convolutions side by side, and the first maps of each there."""
    down = -(-len(shapes) // across)
    wide, high = (area.w - (across - 1) * 2 * space) // across, (area.h - (down - 1) * space) // down
    placed = []
    for index, (number, side) in enumerate(shapes):
        row, column = divmod(index, across)
        cell = Rect(area.x + column * (wide + 2 * space), area.y + row * (high + space), wide, high)
        tile = _least(side)
        columns, rows = (wide + gap) // (tile + gap), max(0, high - head + gap) // (tile + gap)
        shown = min(number, columns * rows)
        filled = -(-shown // max(1, columns))  # rows that are needed; each gets as many maps as the others
        placed.append(Placed(cell, Grid(shown, max(1, -(-shown // max(1, filled))), tile, gap)))
    return tuple(placed)


def _divisors(row: Shapes) -> list[int]:
    """Return how many columns leave no place empty, whichever convolution of `row` stands in them."""
    most = min(number for number, _ in row)
    return [count for count in range(1, most + 1) if all(number % count == 0 for number, _ in row)]


def _shrunk(grid: Grid, share: float) -> Grid:
    return grid._replace(tile=max(0, int((grid.tile + grid.gap) * share) - grid.gap))


def _least(side: int) -> int:
    return max(MIN_TILE_SIDE, round(MIN_TILE_SHARE * side))
