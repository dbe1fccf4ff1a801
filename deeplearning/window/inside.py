"""Inside the network: what its layers make of one digit. Loaded when the panel is opened first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from deeplearning.window.cards import IMAGE_SIDE, MAX_BAR_UNITS, columns
from deeplearning.window.layer_pictures import evidence_picture, field_picture, maps_picture
from deeplearning.window.layout import Layout, Rect, line_height
from deeplearning.window.map_grids import arrange_maps
from deeplearning.window.shapes import Frame, Picture, Runs, Shape, Text, Words
from deeplearning.window.view import View

if TYPE_CHECKING:
    from deeplearning.recognition.layers import Layers

ORDINALS = ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th")
"""How convolutions are numbered; of more, the first nine are shown."""

MIN_STACKED_RATIO = 0.6
"""Height, in widths, from which the maps stand below what goes in and comes out, and not beside it."""

TOP_SHARE = 0.36
"""Largest share of the height that goes to what stands above the maps."""

HEADING_WIDTH = 6.2
"""Width of the longest heading above what goes in or comes out, in sizes of its type."""

METHOD = "Occlusion: {0} x {0} pixels covered at a time."
"""How it is found out which ink spoke for the answer."""

MARK = "Lit corners tell a drawing from a scan."
"""Why the image that the network sees has four dots that nobody drew."""


class Places(NamedTuple):
    """Where everything stands, below its heading; `maps`, headings included, is what convolutions share."""

    image: Rect
    evidence: Rect
    features: Rect
    outputs: Rect
    maps: Rect
    method: Rect


def inside(layout: Layout, view: View, area: Rect) -> Iterator[Shape]:
    """Yield what the layers make of the digit that `view` examines."""
    if view.examined is None:
        words = area._replace(h=2 * line_height(layout.small))
        yield Words(words, "Draw a digit to see what the network sees.", "muted", layout.small)
        return
    if view.layers is None:  # They are being loaded.
        return
    digit, layers = view.digits[view.examined], view.layers
    places = arrange_inside(layout, area)
    best = str(int(layers.probabilities.argmax()))
    size = ((f"  {IMAGE_SIDE} x {IMAGE_SIDE}", "muted"),) if places.image.w > 7.5 * layout.small else ()
    yield from _heading(layout, places.image, (("Image", "text"), *size), places.image.w)
    # Its lit corners would melt into a light panel.
    yield Frame(places.image.inset(-layout.line), "line", layout.line)
    yield Picture(places.image, field_picture(layers, "image", places.image.w), "grey")
    yield from _heading(layout, places.evidence, ((f"For {best}", "sure"), (", against", "unsure")))
    yield Picture(places.evidence, evidence_picture(layers, places.evidence.w), "evidence")
    yield Frame(places.evidence.inset(-layout.line), "line", layout.line)
    if layers.features.size:
        yield from _heading(layout, places.features, ((f"{layers.features.size} features", "text"),))
        yield Picture(places.features, field_picture(layers, "features", places.features.w), "grey")
    yield from _heading(layout, places.outputs, ((f"{layers.probabilities.size} outputs", "text"),))
    answer = replace(digit, probabilities=tuple(layers.probabilities.tolist()))
    yield from columns(layout, answer, places.outputs)
    yield from _convolutions(layout, layers, places.maps)
    method = METHOD.format(layers.cover_side)
    is_wide = places.method.w > 42 * layout.small
    yield Text(places.method, ((f"{method} {MARK}" if is_wide else method, "muted"),), layout.small)


def arrange_inside(layout: Layout, area: Rect) -> Places:
    """Return where everything stands in `area`."""
    head, gap = line_height(layout.small), layout.gap
    method = Rect(area.x, area.bottom - head - layout.unit // 2, area.w, head)
    high = method.y - layout.unit // 2 - area.y
    beside = (high - gap) // 2 - head
    if area.h >= MIN_STACKED_RATIO * area.w or beside < 2 * IMAGE_SIDE:
        room = max(round(TOP_SHARE * high) - head, 2 * IMAGE_SIDE)
        side = _side(min(room, (area.w - 3 * gap) // 4))
        top, headed = area.y + head, max(side + 2 * gap, round(HEADING_WIDTH * layout.small) + gap)
        second = area.x + side + 2 * gap  # "Image" is short enough to stand above any.
        squares = [Rect(x, top, side, side) for x in (area.x, second, second + headed)]
        left = second + 2 * headed
        outputs = Rect(left, top, min(area.right - left, MAX_BAR_UNITS * layout.unit), side)
        maps = Rect(area.x, top + side + gap, area.w, area.y + high - top - side - gap)
        return Places(squares[0], squares[1], squares[2], outputs, maps, method)
    side = _side(min(beside, area.w // 4))
    wide = max(side, round(HEADING_WIDTH * layout.small))
    lower = area.y + 2 * head + side + gap
    corners = [(area.x + x, y) for y in (area.y + head, lower) for x in (0, wide + gap)]
    squares = [Rect(x, y, side, side) for x, y in corners[:3]]
    outputs = Rect(*corners[3], wide, side)
    left = area.x + 2 * (wide + gap) + gap
    maps = Rect(left, area.y, area.right - left, high)
    return Places(squares[0], squares[1], squares[2], outputs, maps, method)


def _side(room: int) -> int:
    """Return the largest side of an image that fits: its pixels are shown by whole ones."""
    return IMAGE_SIDE * max(1, room // IMAGE_SIDE)


def _heading(layout: Layout, place: Rect, runs: Runs, room: int = 0) -> Iterator[Shape]:
    """Yield the heading above `place`, which may take `room` pixels."""
    high = line_height(layout.small)
    wide = max(place.w, room or round(HEADING_WIDTH * layout.small))
    yield Text(Rect(place.x, place.y - high, wide, high), runs, layout.small)


def _convolutions(layout: Layout, layers: Layers, area: Rect) -> Iterator[Shape]:
    """Yield the maps of all convolutions, each in its own cell, always in the same order."""
    shapes = tuple((len(maps), maps.shape[1]) for maps in layers.maps[: len(ORDINALS)])
    if not shapes:
        return
    head, gap = line_height(layout.small), max(1, layout.unit // 4)
    placed = arrange_maps(area, shapes, head, layout.gap, gap)
    for index, ((cell, grid), (number, side)) in enumerate(zip(placed, shapes, strict=True)):
        what = f"{number}" if grid.number == number else f"{grid.number} of {number}"
        runs = _name(ORDINALS[index], f"{what} maps", f", {side} x {side}", cell.w / layout.small)
        place = Rect(cell.x, cell.y + head, *grid.size)
        yield from _heading(layout, place, runs, cell.w)
        if grid.number:
            yield Picture(place, maps_picture(layers, index, grid), "grey")


def _name(ordinal: str, maps: str, size: str, room: float) -> Runs:
    """Return a convolution's heading, as much of it as `room` holds, in sizes of its type."""
    if room < 8:
        return ((f"{ordinal} conv.", "text"),)
    said = f"  {maps}{size}" if room >= 18.5 else f"  {maps}" if room >= 13.5 else ""
    return ((f"{ordinal} convolution", "text"), (said, "muted"))
