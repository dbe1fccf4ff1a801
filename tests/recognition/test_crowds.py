"""Papers with far more strokes than writing has: the window must go on answering."""

import numpy as np
import pygame
import pytest

from deeplearning.ink.history import Ink
from deeplearning.ink.stroke import PAPER, Stroke
from deeplearning.recognition import recognizer, segmentation
from tests.support.hand import SEVEN, draw, key, pixels, text


def scribbles(count, points=6):
    """Short scribbles all over the paper, most of them crossing many others."""
    rng = np.random.default_rng(0)
    middles = rng.uniform(40, PAPER - 40, (count, 1, 2))
    return [Stroke.of(points) for points in middles + rng.uniform(-30, 30, (count, points, 2))]


def test_ten_thousand_strokes_still_answer(window):
    window.ink = Ink(scribbles(10_000, points=3))
    window.show()
    assert text(window) == "?"
    (mark,) = window.reading.digits
    assert len(mark.strokes) == 10_000
    assert mark.probabilities == pytest.approx(0.1)
    before = pixels()
    draw(window, SEVEN.strokes)
    assert len(window.reading.digits[0].strokes) == 10_000 + len(SEVEN.strokes)
    assert (pixels() != before).any()
    for _ in SEVEN.strokes:
        key(window, pygame.K_z)
    assert (pixels()[: window.layout.paper.w] == before[: window.layout.paper.w]).all()
    key(window, pygame.K_r)
    draw(window, SEVEN.strokes)
    assert text(window) == "7"


def test_what_is_no_writing_is_neither_read_nor_remembered(network, monkeypatch):
    monkeypatch.setattr(network, "ask", None)
    known = len(network._seen), len(network._covers)
    assert network.read(scribbles(recognizer.MOST_STROKES + 1)).text == "?"
    assert (len(network._seen), len(network._covers)) == known


def test_hundreds_of_scribbles_are_grouped_with_bounded_work():
    strokes = scribbles(300)
    clusters = segmentation.Segmenter().clusters(strokes)
    assert max(len(cluster.members) for cluster in clusters) > 200
    found = []
    for cluster in clusters:
        assert len(cluster.groups) <= segmentation.MOST_SETS
        found += [
            i for group in cluster.best_cover(lambda groups: [1.0] * len(groups)) for i in group.strokes
        ]
    assert sorted(found) == list(range(300))


def test_a_crowd_keeps_few_partial_covers_and_writing_all(monkeypatch):
    """Beyond CROWDED the search looks at a fraction of what it would otherwise; below, at the same."""

    class Counted(list):
        seen = 0

        def __getitem__(self, index):
            Counted.seen += 1
            return super().__getitem__(index)

    def looks(strokes):
        Counted.seen = 0
        for cluster in segmentation.Segmenter().clusters(strokes):
            costs = Counted(cluster.costs.tolist())
            cluster._cheapest(costs)
        return Counted.seen

    crowd, writing = (
        scribbles(150),
        [Stroke.of(s.points / 4 + 40 * i) for i in range(4) for s in SEVEN.strokes],
    )
    bounded = looks(crowd), looks(writing)
    monkeypatch.setattr(segmentation, "CROWDED", 10**9)
    free = looks(crowd), looks(writing)
    assert bounded[0] < free[0] / 5
    assert bounded[1] == free[1] > 0


def test_labels_of_very_many_digits_stay_in_the_copy(window):
    side = np.linspace(20, PAPER - 20, 12)
    window.ink = Ink([Stroke.of([(x, y), (x, y + 25)], 3.0) for x in side for y in side])
    window.show()
    assert len(window.reading.digits) == 144
    copy = window.layout.replica
    shown = window._painted["replica"].shapes
    labels = [shape.rect for shape in shown if type(shape).__name__ == "Text"]
    assert len(labels) == 144
    assert all(rect.x >= copy.x and rect.right <= copy.right and rect.y >= copy.y for rect in labels)
