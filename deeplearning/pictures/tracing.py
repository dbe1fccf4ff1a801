"""From the pixels of ink to strokes: each connected part becomes one path, as a pen might have drawn it.

A part is thinned to its skeleton, one pixel wide; the skeleton is a graph, and the path walks along all of
it. Where the graph cannot be drawn without lifting the pen, the path goes back over the shortest ways that
make up for it (the route inspection problem; Edmonds, Johnson 1973): so a part is one stroke of the ink.
Where two tall halves hang together at one fork, they may be digits that touch: they become two strokes, and
whether they are one digit is left to the segmentation, as it is when a hand draws them.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, pairwise
from typing import Any

import cv2
import networkx as nx
import numpy as np
import numpy.typing as npt
from skimage.morphology import skeletonize

from deeplearning.ink.paths import arc_length
from deeplearning.ink.stroke import FloatArray, Stroke
from deeplearning.pictures.cleaning import TooMuchInk
from deeplearning.pictures.contrast import Field, Mask
from deeplearning.pictures.cutting import cut_out

SPUR = 1.6
"""Branches of the skeleton shorter than this, in radii of the ink where they begin, are a rough edge."""

SPECK = 0.12
"""Parts smaller than this, in sizes of the parts that most of the ink belongs to, are dirt."""

HOLE = 0.1
"""Holes of less than this share of a square as wide as the ink are its grain, not a digit's."""

TALL = 0.55
"""A half that is parted at a fork is at least this high, in heights of the whole."""

WIDE_IN_SMALL, SOFT = 1.1, 4
"""A part alone in a picture so small that its edges are now `SOFT` pixels wide or more is one digit, unless
wider than the first, in heights: people make such pictures of single digits."""

OVERLAP = 0.2
"""Halves overlap in x by no more than this, in heights of the whole."""

MOST_ODD = 40
"""Ends and forks above this number are not paired in the best way but each branch is walked twice."""

MOST_PARTS = 1000
"""More parts than this are no writing but a texture, or a page of print."""

MOST_FORKS = 2000
"""A part with more ends and forks than this is no writing either."""

Pixel = tuple[int, int]


def trace(ink: Mask, contrast: Field | None = None, softness: int = 2) -> list[Stroke]:
    """Return a stroke for each connected part of `ink`, shape (height, width), from left to right.

    Coordinates and widths are in pixels of `ink`, the middle of its first pixel being (0.5, 0.5). Parts much
    smaller than the others are left out. Where the `contrast` of the picture's pixels is given, strokes keep
    their pixels as `Scan`s, with edges `softness` pixels wide. Raises TooMuchInk.
    """
    ink = _without_pinholes(ink)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    boxes = stats[1:, [cv2.CC_STAT_LEFT, cv2.CC_STAT_TOP, cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    sizes, areas = boxes[:, 2:].max(axis=1, initial=0), stats[1:, cv2.CC_STAT_AREA]
    if not len(sizes):
        return []
    largest_first = np.argsort(-sizes)
    half = np.searchsorted(np.cumsum(areas[largest_first]), areas.sum() / 2)
    usual = sizes[largest_first[half]]
    in_order = [i for i in np.lexsort((boxes[:, 1], boxes[:, 0])) if sizes[i] >= SPECK * usual]
    if len(in_order) > MOST_PARTS:
        raise TooMuchInk
    strokes = []
    for index in in_order:
        left, top, wide, high = (int(side) for side in boxes[index])
        is_one = len(in_order) == 1 and softness >= SOFT and wide < WIDE_IN_SMALL * high
        part = labels[top : top + high, left : left + wide] == index + 1
        for stroke, pixels in _strokes(part, is_one):
            scan = None if contrast is None else cut_out(contrast, ink, pixels, (left, top), softness)
            strokes.append(Stroke.of(stroke.points + np.array([left, top]), stroke.width, scan))
    return sorted(strokes, key=lambda stroke: float(stroke.points[:, 0].min()))


def _without_pinholes(ink: Mask) -> Mask:
    """Return `ink` with the holes filled that are too small to be left free by a pen of its width."""
    if not ink.any():
        return ink
    radius = cv2.distanceTransform(ink.astype(np.uint8), cv2.DIST_L2, 5)
    # Along a stroke the distance to its edge rises evenly to half its width, so its mean is a quarter.
    width = 4 * float(radius[ink].mean())
    _, labels, stats, _ = cv2.connectedComponentsWithStats((~ink).astype(np.uint8), connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] < HOLE * width**2
    small[0] = False  # the ink itself
    return np.asarray(ink | small[labels], np.bool_)


def _strokes(part: Mask, is_one: bool) -> list[tuple[Stroke, Mask]]:
    """Return the strokes that draw one connected `part`, and which of its pixels each draws.

    Unless it `is_one` digit at most, there may be more than one of them.
    """
    padded = np.pad(part, 1)
    radius = np.asarray(cv2.distanceTransform(padded.astype(np.uint8), cv2.DIST_L2, 5), np.float32)
    skeleton = skeletonize(padded)  # type: ignore[no-untyped-call]
    if not skeleton.any():  # thinning wipes out a square of four pixels
        skeleton = radius == radius.max()
    branches = _branches(_pixels(skeleton))
    if len(branches) > MOST_FORKS:
        raise TooMuchInk
    branches = _pruned(branches, radius)
    pixels = [pixel for _, _, path in branches.edges(data="path") for pixel in path] or list(branches)
    rows, columns = np.array(pixels).T
    width = max(1.0, 2 * float(radius[rows, columns].mean()) - 1)
    halves = [branches] if is_one else _parted(branches)
    strokes = [Stroke.of(_walk(half, width)[:, ::-1] - 0.5, width) for half in halves]
    return list(zip(strokes, _shared_out(part, halves), strict=True))


def _shared_out(part: Mask, halves: list[nx.MultiGraph[Pixel]]) -> list[Mask]:
    """Return which pixels of `part` are nearest to the skeleton of each of the `halves`."""
    if len(halves) == 1:
        return [part]
    distances = []
    for half in halves:
        away = np.ones(np.add(part.shape, 2), np.uint8)
        away[tuple(_points(half.edges(data=True)).T)] = 0
        distances.append(cv2.distanceTransform(away, cv2.DIST_L2, 5)[1:-1, 1:-1])
    nearest = np.argmin(distances, axis=0)
    return [part & (nearest == at) for at in range(len(halves))]


def _pixels(skeleton: Mask) -> nx.Graph[Pixel]:
    """Return the graph of the skeleton's pixels; diagonal neighbours are joined if nothing is between."""
    graph: nx.Graph[Pixel] = nx.Graph()
    inside = set(map(tuple, np.argwhere(skeleton).tolist()))
    graph.add_nodes_from(inside)
    for y, x in inside:
        for near in ((y, x + 1), (y + 1, x)):
            if near in inside:
                graph.add_edge((y, x), near)
        for side in (-1, 1):
            if (y + 1, x + side) in inside and not {(y, x + side), (y + 1, x)} & inside:
                graph.add_edge((y, x), (y + 1, x + side))
    return graph


def _branches(pixels: nx.Graph[Pixel]) -> nx.MultiGraph[Pixel]:
    """Return the graph of ends and forks; an edge's `path` is a branch, its `length` in pixels."""
    branches: nx.MultiGraph[Pixel] = nx.MultiGraph()
    nodes = {pixel for pixel, degree in pixels.degree if degree != 2} or {min(pixels)}
    branches.add_nodes_from(nodes)
    walked: set[frozenset[Pixel]] = set()
    for node in sorted(nodes):
        for first in sorted(pixels[node]):
            if frozenset((node, first)) in walked:
                continue
            path = [node, first]
            while path[-1] not in nodes:
                path.append(next(pixel for pixel in sorted(pixels[path[-1]]) if pixel != path[-2]))
            walked.update(frozenset(step) for step in pairwise(path))
            _join(branches, path)
    return branches


def _join(branches: nx.MultiGraph[Pixel], path: list[Pixel]) -> None:
    length = arc_length(np.asarray(path, float))
    branches.add_edge(path[0], path[-1], path=path, length=length)


def _pruned(branches: nx.MultiGraph[Pixel], radius: npt.NDArray[np.floating]) -> nx.MultiGraph[Pixel]:
    """Return `branches` without its spurs, the shortest taken first: then what was a fork may be none."""
    while True:
        spurs = []
        for one, other, key, branch in branches.edges(keys=True, data=True):
            for end, fork in ((one, other), (other, one)):
                if branches.degree(end) == 1 and branches.degree(fork) > 2:
                    excess = branch["length"] - SPUR * float(radius[fork])
                    if excess < 0:
                        spurs.append((excess, end, fork, key))
        if not spurs:
            return branches
        _, end, fork, key = min(spurs)
        branches.remove_edge(end, fork, key)
        branches.remove_node(end)
        if branches.degree(fork) == 2 and not branches.has_edge(fork, fork):
            _merge(branches, fork)


def _merge(branches: nx.MultiGraph[Pixel], node: Pixel) -> None:
    """Make one branch of the two that meet at `node`."""
    halves = [branch["path"] for _, _, branch in branches.edges(node, data=True)]
    before, after = (half if half[0] == node else half[::-1] for half in halves)
    branches.remove_node(node)
    _join(branches, before[::-1] + after[1:])


def _parted(branches: nx.MultiGraph[Pixel]) -> list[nx.MultiGraph[Pixel]]:
    """Return `branches` parted at every fork at which two tall halves hang together side by side."""
    if not branches.number_of_edges():
        return [branches]
    height = max(1.0, float(np.ptp(_points(branches.edges(data=True))[:, 0])))
    least, best = OVERLAP * height, None
    for fork in sorted(node for node, degree in branches.degree if degree > 2):
        pieces = sorted(_pieces(branches, fork), key=lambda piece: float(_points(piece)[:, 1].mean()))
        for middle in range(1, len(pieces)):
            halves = [list(chain(*pieces[:middle])), list(chain(*pieces[middle:]))]
            left, right = map(_points, halves)
            overlap = float(left[:, 1].max() - right[:, 1].min())
            lower = min(np.ptp(left[:, 0]), np.ptp(right[:, 0]))
            if overlap <= least and lower >= TALL * height:
                least, best = overlap, halves
    if best is None:
        return [branches]
    return [part for half in best for part in _parted(nx.MultiGraph(half))]


def _pieces(branches: nx.MultiGraph[Pixel], fork: Pixel) -> list[list[Any]]:
    """Return the edges of `branches` as the lists into which it falls when `fork` is taken out."""
    rest: nx.MultiGraph[Any] = nx.MultiGraph()
    for number, edge in enumerate(branches.edges(data=True)):
        # Every branch that ends at the fork gets an end of its own.
        ends = [(node, number, side) if node == fork else node for side, node in enumerate(edge[:2])]
        rest.add_edge(*ends, edge=edge)
    return [
        [edge for _, _, edge in rest.subgraph(nodes).edges(data="edge")]
        for nodes in nx.connected_components(rest)
    ]


def _points(edges: Iterable[Any]) -> npt.NDArray[np.int_]:
    """Return all pixels of the branches `edges`, shape (n, 2)."""
    return np.concatenate([edge[2]["path"] for edge in edges])


def _walk(branches: nx.MultiGraph[Pixel], width: float) -> FloatArray:
    """Return the shortest path along all `branches`, shape (n, 2), from an end or a fork if there is any."""
    if not branches.number_of_edges():
        return np.array(list(branches), float)
    odd = sorted(node for node, degree in branches.degree if degree % 2)
    walk = branches.copy()
    if len(odd) > MOST_ODD:
        walk.add_edges_from(list(branches.edges(data=True)))
        odd = []
    elif len(odd) > 2:
        for one, other in _pairing(branches, odd):
            for near, far in pairwise(nx.shortest_path(branches, one, other, weight="length")):
                walk.add_edge(near, far, **min(branches[near][far].values(), key=lambda edge: edge["length"]))
            odd = [node for node in odd if node not in (one, other)]
    # Where a stroke begins does not matter for how it reads; hands begin at the left.
    start = min(odd or walk, key=lambda node: (node[1], node[0]))
    pieces = [np.array([start], float)]
    for near, far, key in nx.eulerian_path(walk, source=start, keys=True):
        path = walk[near][far][key]["path"]
        pieces.append(_smooth(np.array(path if path[0] == near else path[::-1], float), width)[1:])
    return np.concatenate(pieces)


def _smooth(path: FloatArray, width: float) -> FloatArray:
    """Return `path` without the steps of its pixels: a mean over the pen's width, fewer points, ends kept."""
    reach = int(min(round(width / 2), (len(path) - 1) // 2))
    if reach < 1:
        return path
    steps = np.arange(len(path))
    # Towards the ends the window shrinks, so that they stay where they are.
    reaches = np.minimum(np.minimum(steps, steps[::-1]), reach)
    sums = np.concatenate([np.zeros((1, 2)), np.cumsum(path, axis=0)])
    means = (sums[steps + reaches + 1] - sums[steps - reaches]) / (2 * reaches + 1)[:, None]
    kept = np.union1d(np.arange(0, len(path), max(1, reach // 2)), [len(path) - 1])
    smoothed: FloatArray = means[kept]
    return smoothed


def _pairing(branches: nx.MultiGraph[Pixel], odd: list[Pixel]) -> list[tuple[Pixel, Pixel]]:
    """Return the pairs of `odd` nodes between which to go back; two are left over, where the path may end."""
    ways: nx.Graph[Any] = nx.Graph()
    for node in odd:
        length = nx.single_source_dijkstra_path_length(branches, node, weight="length")
        ways.add_weighted_edges_from((node, other, length[other]) for other in odd if other > node)
    # Two more nodes, to which it costs nothing to go, take the two that are left over.
    ways.add_weighted_edges_from((node, end, 0.0) for node in odd for end in ("begin", "end"))
    pairs = nx.min_weight_matching(ways)
    found: list[tuple[Pixel, Pixel]] = sorted(
        tuple(sorted(pair)) for pair in pairs if not {"begin", "end"} & set(pair)
    )
    return found
