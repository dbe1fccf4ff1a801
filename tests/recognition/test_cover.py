"""Grouping by geometry alone: the network has no say (`read` costs nothing) unless a test gives it one."""

import itertools

import numpy as np
import pytest

from deeplearning.evaluation.segmentation_fitting import covers
from deeplearning.ink.stroke import Stroke
from deeplearning.recognition import cover_search
from deeplearning.recognition.cover_search import TooComplex
from deeplearning.recognition.segmentation import Segmenter

LEFT_FOUR = [(0, 0), (-25, 60), (45, 55)]
FIVE = [(5, 0), (2, 40), (40, 45), (45, 85), (0, 100)]
ONE = [(0, 0), (2, 100)]
BAR = [(6, -2), (50, -9)]


def at(points, x, y=0.0, scale=1.0):
    return Stroke.of(np.array(points, float) * scale + (x, y))


def groups(strokes, read=lambda found: [0.0] * len(found)):
    covers = [cluster.cheapest_cover(read)[1] for cluster in Segmenter().clusters(strokes)]
    return sorted(group.strokes for cover in covers for group in cover)


def test_nothing_has_no_groups():
    assert groups([]) == []


def test_a_detached_bar_belongs_to_its_five():
    assert groups([at(FIVE, 100, 100), at(BAR, 100, 100)]) == [(0, 1)]


def test_a_crossed_seven_is_one_digit():
    seven = at([(0, 0), (60, 0), (25, 100)], 100, 100)
    assert groups([seven, at([(15, 50), (60, 48)], 100, 100)]) == [(0, 1)]


def test_two_neighbours_are_two():
    assert groups([at(FIVE, 100), at(FIVE, 175)]) == [(0,), (1,)]


def test_the_order_of_writing_does_not_matter():
    strokes = [at(FIVE, 100), at(BAR, 100), at(ONE, 170), at(FIVE, 200)]
    expected = {frozenset({0, 1}), frozenset({2}), frozenset({3})}
    for order in itertools.permutations(range(4)):
        found = groups([strokes[i] for i in order])
        assert {frozenset(order[i] for i in group) for group in found} == expected


def test_place_and_size_do_not_matter():
    strokes = [at(FIVE, 100), at(BAR, 100), at(ONE, 170)]
    for scale, shift in itertools.product((0.6, 1, 6), ((0, 0), (-500, 900))):
        moved = [Stroke.of(stroke.points * scale + shift) for stroke in strokes]
        assert groups(moved) == groups(strokes)


def test_the_network_decides_where_geometry_leaves_a_choice():
    strokes = [at(ONE, 100), at(ONE, 118), at(ONE, 136)]

    def only(wanted):
        return lambda found: [0.0 if group.strokes in wanted else 50.0 for group in found]

    assert groups(strokes, only([(0, 1), (2,)])) == [(0, 1), (2,)]
    assert groups(strokes, only([(0,), (1, 2)])) == [(0,), (1, 2)]
    assert groups(strokes, only([(0,), (1,), (2,)])) == [(0,), (1,), (2,)]


@pytest.mark.parametrize("seed", range(8))
def test_the_cover_found_is_the_cheapest_of_all(seed):
    """Listing every cover is the independent reference for the dynamic programme that asks for few."""
    rng = np.random.default_rng(seed)
    strokes = [Stroke.of(rng.uniform((40 * i, 0), (40 * i + 60, 60), (6, 2))) for i in range(6)]
    doubts = {}

    def read(found):
        return [doubts.setdefault(group.strokes, float(rng.uniform(0, 20))) for group in found]

    for cluster in Segmenter().clusters(strokes):
        total, chosen = cluster.cheapest_cover(read)
        geometry = cluster.geometry_costs
        costs = dict(zip((group.strokes for group in cluster.groups), geometry, strict=True))
        everything = read(cluster.groups)
        assert len(everything) == len(cluster.groups)

        def cost(cover, costs=costs):
            return sum(costs[group.strokes] + doubts[group.strokes] for group in cover)

        cheapest = min(cost([cluster.groups[k] for k in cover]) for cover in covers(cluster))
        assert cost(chosen) == pytest.approx(total) == pytest.approx(cheapest)
        assert sorted(i for group in chosen for i in group.strokes) == list(cluster.members)


def test_few_groups_are_read():
    strokes = [at(FIVE, 70 * i) for i in range(8)]
    asked = []
    groups(strokes, lambda found: asked.extend(found) or [0.0] * len(found))
    assert len(asked) <= 12


def test_a_search_of_too_many_steps_is_given_up(monkeypatch):
    rng = np.random.default_rng(0)
    strokes = [Stroke.of(rng.uniform(0, 200, (5, 2))) for _ in range(8)]
    assert groups(strokes)
    monkeypatch.setattr(cover_search, "MAX_STEPS", 30)
    with pytest.raises(TooComplex):
        groups(strokes)
