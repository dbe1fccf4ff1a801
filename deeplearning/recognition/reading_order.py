"""The order in which digits are read: in lines from top to bottom, each from left to right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deeplearning.ink.box import Box
from deeplearning.ink.stroke import FloatArray

LEAST_OVERLAP = 0.5
"""A box belongs to a line whose last box it overlaps by more than this share of the lower one's height."""

MAX_SLOPE = 0.5
"""Rows do not rise or fall by more than this for a pixel to the right."""

NEIGHBOUR_REACH = 2.5
"""Boxes whose middles are further apart than this, in heights, say nothing of how a row slopes."""

SPACE_IN_HEIGHTS = 0.75
"""A gap wider than this, in the usual height, and than a usual digit, parts two numbers."""


def lines_of(boxes: Sequence[Box]) -> list[list[int]]:
    """Return the indices of `boxes` as lines from top to bottom, each from left to right.

    The slope that most neighbours share is taken out first. Boxes are ordered by their middles, so that a
    bar or a foot that reaches over its neighbour changes nothing.
    """
    if not boxes:
        return []
    corners = np.array(boxes)  # (n, 4)
    middles = (corners[:, :2] + corners[:, 2:]) / 2
    heights = corners[:, 3] - corners[:, 1]
    level = middles[:, 1] - _slope(middles, heights) * middles[:, 0]
    tops, bottoms = level - heights / 2, level + heights / 2
    lines: list[list[int]] = []
    for i in sorted(range(len(boxes)), key=lambda i: (middles[i, 0], level[i])):
        best, home = LEAST_OVERLAP, None
        for line in lines:
            last = line[-1]
            shared = min(bottoms[last], bottoms[i]) - max(tops[last], tops[i])
            share = float(shared / max(min(heights[last], heights[i]), 1e-9))
            if share > best:
                best, home = share, line
        if home is None:
            lines.append([i])
        else:
            home.append(i)
    return sorted(lines, key=lambda line: float(np.mean(level[line])))


def _slope(middles: FloatArray, heights: FloatArray) -> float:
    """Return how far rows fall for a pixel to the right: the median over boxes and their right neighbours."""
    slopes = []
    for i in range(len(middles)):
        way = middles - middles[i]
        usual = np.maximum(heights, heights[i])
        near = (way[:, 0] > 0.2 * usual) & (way[:, 0] < NEIGHBOUR_REACH * usual)
        near &= np.abs(way[:, 1]) < np.minimum(MAX_SLOPE * way[:, 0], 0.6 * usual)
        if near.any():
            j = int(np.argmin(np.where(near, np.hypot(*way.T), np.inf)))
            slopes.append(way[j, 1] / way[j, 0])
    return float(np.median(slopes)) if len(slopes) > 1 else 0.0


def words_of(boxes: Sequence[Box], line: Sequence[int]) -> list[list[int]]:
    """Return the indices of a `line` as words: parted where a gap is wider than a digit."""
    if not line:
        return []
    usual = max(
        float(np.median([boxes[i].width for i in line])),
        SPACE_IN_HEIGHTS * float(np.median([boxes[i].height for i in line])),
    )
    words = [[line[0]]]
    reach = boxes[line[0]].right
    for i in line[1:]:
        if boxes[i].left - reach > usual:
            words.append([])
        words[-1].append(i)
        reach = max(reach, boxes[i].right)
    return words
