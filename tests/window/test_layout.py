from itertools import combinations

import pytest

from deeplearning.ink.stroke import PAPER
from deeplearning.window.layout import MIN_WINDOW_SIZE, arrange, first_size

SIZES = [
    (640, 320),
    (800, 400),
    (1000, 600),
    (1280, 640),
    (1920, 1080),
    (2560, 1280),
    (640, 900),
    (2000, 400),
    (640, 1400),
]


def overlap(one, other):
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


@pytest.mark.parametrize("size", SIZES)
def test_nothing_overlaps_and_nothing_leaves_the_window(size):
    layout = arrange(*size)
    places = [
        layout.paper,
        layout.reading,
        layout.caption,
        layout.replica,
        layout.detail,
        layout.footer,
        *layout.cards,
    ]
    assert not [pair for pair in combinations(places, 2) if overlap(*pair)]
    for place in places:
        assert place.w > 0
        assert place.h > 0
        assert place.x >= 0
        assert place.y >= 0
        assert place.right <= size[0]
        assert place.bottom <= size[1]
    assert all(place.x >= layout.paper.right for place in places[1:])


@pytest.mark.parametrize("size", SIZES)
def test_words_and_pictures_have_room_to_be_read(size):
    layout = arrange(*size)
    assert layout.small >= 12
    assert layout.detail.h >= 10 * 12
    assert layout.detail.w >= 120
    assert len(layout.cards) >= 3
    assert layout.replica.w == layout.replica.h >= 120
    assert overlap(layout.previous, layout.footer)
    assert overlap(layout.next, layout.footer)
    assert not overlap(layout.previous, layout.next)
    assert layout.pages.w >= 6 * layout.small
    assert all(button.w >= 3 * layout.small and button.h >= 22 for button in layout.buttons)
    controls = [*layout.buttons, layout.rest, layout.previous, layout.pages, layout.next]
    assert not [pair for pair in combinations(controls, 2) if overlap(*pair)]
    assert layout.buttons[0].x == layout.footer.x
    assert layout.next.right == layout.footer.right


def test_the_window_begins_with_the_paper_in_its_own_size():
    layout = arrange(1280, 640)
    assert layout.paper == (0, 0, 640, 640)
    assert layout.to_paper(123, 45) == (123, 45)


def test_the_papers_coordinates_follow_the_window():
    layout = arrange(640, 320)
    assert layout.to_paper(160, 80) == (320, 160)
    tall = arrange(640, 900)
    assert tall.to_paper(tall.paper.x, tall.paper.y) == (0, 0)
    assert tall.to_paper(tall.paper.right, tall.paper.bottom) == (PAPER, PAPER)


def test_ink_stays_on_the_paper():
    layout = arrange(1280, 640)
    assert layout.to_paper(5000, -70) == (PAPER, 0)
    assert layout.to_paper(-1e9, 1e9) == (0, PAPER)


def test_a_window_smaller_than_the_smallest_is_laid_out_as_that():
    assert arrange(3, 1) == arrange(*MIN_WINDOW_SIZE)


@pytest.mark.parametrize(
    ("desktop", "size"),
    [
        ((1366, 768), (1280, 640)),
        ((1920, 1080), (1280, 640)),
        ((2560, 1440), (1920, 960)),
        ((3840, 2160), (2560, 1280)),
        ((5120, 2880), (3840, 1920)),
        ((1080, 1920), (960, 480)),
        ((1024, 600), (960, 480)),
        ((320, 200), MIN_WINDOW_SIZE),
    ],
)
def test_the_first_size_follows_the_desktop(desktop, size):
    assert first_size(desktop) == size


def test_a_point_goes_to_the_paper_and_back():
    layout = arrange(900, 700)
    assert layout.to_paper(*layout.from_paper(123.0, 456.0)) == pytest.approx((123, 456))
