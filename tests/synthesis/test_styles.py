from pathlib import Path

import numpy as np
import pytest

from deeplearning.ink.drawings import load
from deeplearning.ink.paths import arc_length
from deeplearning.recognition.network import Network
from deeplearning.recognition.preprocessing import FIELD, render_paths
from deeplearning.synthesis import styles
from deeplearning.synthesis.prototypes import PROTOTYPES, draw, draw_plain
from deeplearning.synthesis.styles import CHANGES, STYLES, broken, gallery, prototype, styled

MODEL = Path(__file__).parents[2] / "model" / "mnist.tflite"


@pytest.fixture(scope="module")
def mnist():
    """A network that was taught scans alone: none of these styles, and nothing of what is made here."""
    return Network(MODEL)


def read(network, drawn):
    return network.probabilities(np.stack([render_paths(paths) for paths in drawn])).argmax(axis=1)


def all_paths(paths):
    return np.concatenate([np.asarray(path) for path in paths])


@pytest.mark.parametrize("name", PROTOTYPES)
def test_a_prototype_is_a_digit_between_its_extremes(name, mnist):
    drawn = [draw(name, at) for at in np.linspace(0, 1, 11)]
    assert all(np.isfinite(all_paths(paths)).all() for paths in drawn)
    # Strokes through zeros and loops are what it was never taught.
    assert (read(mnist, drawn) == int(name[0])).mean() > (0.1 if name == "0 barred" else 0.4)


def test_plain_digits_and_nearly_all_prototypes_are_read_by_a_network_of_scans(mnist):
    assert read(mnist, map(draw_plain, range(10))).tolist() == list(range(10))
    right = [(read(mnist, [draw(name, 0), draw(name, 1)]) == int(name[0])).mean() for name in PROTOTYPES]
    assert np.mean(right) > 0.9


def test_made_digits_are_as_many_of_each_and_read_as_what_they_are(mnist):
    rng = np.random.default_rng(3)
    made = [prototype(rng) for _ in range(600)]
    labels = np.array([label for _, label in made])
    assert np.bincount(labels, minlength=10).min() > 30
    assert (read(mnist, [paths for paths, _ in made]) == labels).mean() > 0.93


def test_a_seed_brings_the_same_digits_back():
    def some(seed):
        rng = np.random.default_rng(seed)
        return [prototype(rng)[0] for _ in range(20)] + [styled(draw_plain(4), 4, rng) for _ in range(50)]

    same = [
        np.array_equal(all_paths(one), all_paths(other)) for one, other in zip(some(1), some(1), strict=True)
    ]
    assert all(same)
    assert not np.array_equal(all_paths(some(1)[0]), all_paths(some(2)[0]))


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_makes_another_drawing_of_the_same_digit(name, mnist):
    rng = np.random.default_rng(4)
    fitting, change = CHANGES[name]
    for digit in map(int, fitting):
        plain = draw_plain(digit)
        before = all_paths(plain).copy()
        changed = [change(plain, digit, rng) for _ in range(40)]
        assert (all_paths(plain) == before).all(), "what was drawn stays as it is"
        assert all(np.isfinite(all_paths(paths)).all() for paths in changed)
        other = [len(paths) != len(plain) or any(map(differ, paths, plain)) for paths in changed]
        assert np.mean(other) > 0.3 or (name, digit) in [("second stroke apart", 4)]
        assert (read(mnist, changed) == digit).mean() > (0.5 if name == "slash" else 0.9)


def differ(one, other):
    return one.shape != other.shape or (one != other).any()


def test_an_upstroke_keeps_clear_of_sevens():
    rng = np.random.default_rng(5)
    for _ in range(200):
        [path] = styles.upstroke(draw_plain(1), 1, rng)
        across, rise = path[path[:, 1].argmin()] - path[0]
        assert -rise > 0.5 * np.ptp(path[:, 1])
        assert -rise > across


def test_a_one_that_leans_back_gets_no_upstroke():
    leaning = [np.column_stack([np.linspace(0, 4, 20), np.linspace(0, 20, 20)])]
    assert styles.upstroke(leaning, 1, np.random.default_rng(0)) is leaning


def test_only_the_bar_of_a_seven_is_left_out():
    rng = np.random.default_rng(6)
    top, stem = np.array([[0.0, 0], [13, 0]]), np.array([[13.0, 0], [5, 20]])
    middle = np.array([[4.0, 10], [12, 9]])
    assert styles.bar([stem, top], 7, rng) == [stem, top]
    [left] = styles.bar([np.concatenate([top, stem]), middle], 7, rng)
    assert len(left) == 4


def test_a_pen_that_skips_leaves_pieces_of_the_same_path():
    rng = np.random.default_rng(7)
    counts = set()
    for _ in range(100):
        plain = draw_plain(int(rng.integers(10)))
        size = np.ptp(all_paths(plain), axis=0).max()
        pieces = broken(plain, rng)
        counts.add(len(pieces))
        assert len(pieces) <= 8
        points = all_paths(pieces)
        away = np.abs(points[:, None] - all_paths(plain)[None]).max(axis=2).min(axis=1)
        assert away.max() < 0.07 * size, "every point lies on what was drawn"
        length = sum(map(arc_length, plain))
        left = sum(map(arc_length, pieces))
        assert left > length - 0.08 * size * 8
        assert left <= length + 1e-9
    assert {2, 8} <= counts


def test_most_digits_stay_as_they_are():
    rng = np.random.default_rng(8)
    plain = [draw_plain(digit) for digit in range(10)]
    same = [styled(plain[i % 10], i % 10, rng) is plain[i % 10] for i in range(1000)]
    assert 0.6 < np.mean(same) < 0.85


@pytest.mark.parametrize(
    "path", [[[3.0, 4.0]], [[3.0, 4.0]] * 5, [[0.0, 0.0], [0.0, 9.0]], [[0.0, 0.0], [9.0, 0.0]]]
)
def test_dots_and_lines_are_changed_into_finite_paths_or_left(path):
    rng = np.random.default_rng(9)
    for strokes in ([np.array(path)], [np.array(path), np.array(path)]):
        for fitting, change in CHANGES.values():
            for digit in map(int, fitting):
                changed = change(strokes, digit, rng)
                assert all(len(one) and np.isfinite(one).all() for one in changed)


def test_real_digits_are_read_as_well_after_a_change_as_before(pendigits, mnist):
    rng = np.random.default_rng(10)
    real = load(pendigits)[:400]
    labels = [int(drawing.label) for drawing in real]
    paths = [[stroke.points for stroke in drawing.strokes] for drawing in real]
    before = (read(mnist, paths) == labels).mean()
    changed = [styled(path, label, rng) for path, label in zip(paths, labels, strict=True)]
    assert (read(mnist, changed) == labels).mean() > before - 0.03


def test_the_gallery_shows_every_style():
    shown = gallery(np.random.default_rng(11))
    assert list(shown) == list(STYLES)
    assert all(image.shape == (FIELD, FIELD) and image.max() > 0.9 for image in shown.values())
    assert {digit for labels in STYLES.values() for digit in labels} == set("0123456789")
