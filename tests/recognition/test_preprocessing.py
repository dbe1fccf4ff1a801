import numpy as np
import pytest
from scipy.ndimage import center_of_mass

from deeplearning.ink.drawings import load
from deeplearning.ink.scan import Scan
from deeplearning.ink.stroke import Stroke
from deeplearning.recognition.preprocessing import BOX, CENTRE, FIELD, is_scanned, mark, render, render_scan

SEVEN = np.array([[0, 0], [30, 2], [60, 0], [45, 40], [30, 90]], float)
BAR = np.array([[20, 45], [62, 42]], float)


def image(*paths, width=15.0, **options):
    result = render([Stroke.of(path, width) for path in paths], **options)
    assert result is not None
    return result


def ink_box(picture):
    rows, columns = np.nonzero(picture > 0.02)
    return np.ptp(columns) + 1, np.ptp(rows) + 1


def test_nothing_drawn_gives_no_image():
    assert render([]) is None


@pytest.mark.parametrize(
    "paths",
    [
        [[(5, 5)]],
        [[(5, 5), (5, 5)]],
        [[(0, 0), (0, 100)]],
        [[(0, 0), (640, 0)]],
        [SEVEN / 30],
        [SEVEN * 33],
        [SEVEN, BAR],
        [SEVEN * 1e4],
    ],
    ids=["point", "resting", "upright", "flat", "3 pixels", "3000 pixels", "two strokes", "huge"],
)
def test_every_drawing_gives_a_sane_image(paths):
    picture = image(*paths)
    assert picture.shape == (FIELD, FIELD)
    assert picture.dtype == np.float32
    assert picture.min() == 0
    assert picture.max() == 1
    # SciPy's centre of mass is the reference for ours, which is OpenCV's (it loads in a tenth of the time).
    assert center_of_mass(picture) == pytest.approx((CENTRE, CENTRE), abs=0.15)
    assert max(ink_box(picture)) <= BOX + 2


@pytest.mark.parametrize("scale", [0.03, 0.1, 1, 30, 3000])
@pytest.mark.parametrize("shift", [(0, 0), (-300, 12345)])
@pytest.mark.parametrize("width", [1.0, 80.0])
def test_size_place_and_pen_of_the_drawing_do_not_matter(scale, shift, width):
    moved = image(SEVEN * scale + shift, BAR * scale + shift, width=width)
    assert np.abs(moved - image(SEVEN, BAR)).max() < 0.15


def test_the_longer_side_fills_the_box_and_the_aspect_ratio_stays():
    width, height = ink_box(image(SEVEN))
    assert height == pytest.approx(BOX, abs=1.5)
    assert width / height == pytest.approx(60 / 90, abs=0.1)


def test_a_dot_stays_small():
    assert max(ink_box(image([(7, 7)]))) <= 5


def test_a_wider_pen_leaves_more_ink_of_the_same_size():
    thin, thick = image(SEVEN, pen=1.5), image(SEVEN, pen=3.0)
    assert thick.sum() > 1.6 * thin.sum()
    assert max(ink_box(thick)) == pytest.approx(max(ink_box(thin)), abs=1)


def test_edges_are_anti_aliased():
    picture = image(SEVEN)
    assert ((picture > 0.1) & (picture < 0.9)).sum() > 20


def test_images_look_like_mnists(mnist, pendigits):
    """MNIST's own mean ink and centre, measured over its training images, are the reference."""
    with np.load(mnist) as data:
        theirs = data["x_train"][:5000] / 255
    ours = np.stack([render(digit.strokes) for digit in load(pendigits)[:1000]])
    assert ours.mean() == pytest.approx(theirs.mean(), rel=0.15)
    assert np.mean([center_of_mass(picture) for picture in theirs]) == pytest.approx(CENTRE, abs=0.05)
    assert np.mean([center_of_mass(picture) for picture in ours]) == pytest.approx(CENTRE, abs=0.05)


@pytest.mark.parametrize("kind", [np.float32, np.uint8])
def test_a_mark_is_full_ink_in_the_corners_of_a_copy(kind):
    plain = (np.stack([image(SEVEN), image(SEVEN, BAR)]) * (255 if kind is np.uint8 else 1)).astype(kind)
    before = plain.copy()
    marked = mark(plain)
    assert (plain == before).all()
    assert marked.dtype == kind
    changed = np.argwhere((marked != plain).all(axis=0))
    assert changed.tolist() == [[0, 0], [0, 27], [27, 0], [27, 27]]
    assert marked.max() == marked[0, 0, 0] == (255 if kind is np.uint8 else 1)


def scanned(grey, left=0.0, top=0.0, pixel=1.0, pen=2.0):
    """A stroke with the pixels `grey`; its path, which `render_scan` does not look at, is a diagonal."""
    high, wide = (side * pixel for side in grey.shape)
    scan = Scan.of(grey, left, top, pixel)
    return Stroke.of([(left, top), (left + wide, top + high)], pen * pixel, scan)


@pytest.mark.parametrize("pixel", [0.1, 1.0, 20.0])
def test_mnists_images_come_back_from_their_pixels(mnist, pixel):
    with np.load(mnist) as data:
        originals = data["x_test"][:50]
    errors = []
    for original in originals:
        image = render_scan([scanned(original, 100, -30, pixel)])
        assert center_of_mass(image) == pytest.approx((CENTRE, CENTRE), abs=0.05)
        errors.append(np.abs(image - original / 255).mean())
    # They were once cut to boxes of whole pixels and put on whole pixels; a shift of half of one is 0.05.
    assert np.mean(errors) < 0.04


def test_fine_pixels_are_averaged_not_skipped():
    fine = np.zeros((2000, 1000), np.uint8)
    fine[:, 0::2] = 255
    image = render_scan([scanned(fine, pen=300)])
    assert image[8:20, 12:16] == pytest.approx(0.5, abs=0.02)


def test_strokes_thinner_than_mnists_are_widened():
    grey = np.zeros((200, 200), np.uint8)
    grey[:, 99] = 255
    thin, wide = (render_scan([scanned(grey, pen=pen)]) for pen in (1, 30))
    assert thin[14].max() > 0.9
    assert wide[14].max() < 0.2


def test_several_scans_are_one_digit_and_keep_their_places():
    grey = np.zeros((40, 40), np.uint8)
    grey[:20, 5:9] = grey[20:, 30:34] = 255
    whole = render_scan([scanned(grey, pen=4)])
    halves = render_scan([scanned(grey[:20], pen=4), scanned(grey[20:], top=20.0, pen=4)])
    assert np.abs(whole - halves).max() < 0.15


def test_only_strokes_that_all_keep_pixels_count_as_scanned():
    one = scanned(np.full((4, 4), 255, np.uint8))
    assert is_scanned([one, one])
    assert not is_scanned([one, Stroke.of(SEVEN)])
