from itertools import combinations

import pytest

from deeplearning.ink.stroke import PAPER
from deeplearning.window.cards import slots
from deeplearning.window.layout import MAX_PAPER_SHARE, MIN_WINDOW_SIZE, arrange, first_size

SIZES = [
    (640, 320),
    (800, 600),
    (1000, 600),
    (1280, 640),
    (1920, 1080),
    (3840, 2160),
    (700, 1100),
    (640, 900),
    (2000, 400),
    (640, 1400),
]


def inside(place, area):
    return (
        area.x <= place.x and area.y <= place.y and place.right <= area.right and place.bottom <= area.bottom
    )


@pytest.mark.parametrize("lines", [1, 3, 4, 9])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_overlaps_and_nothing_leaves_the_answers_side(size, lines):
    layout = arrange(*size, lines)
    places = [layout.headline, layout.caption, layout.cards, layout.message, *layout.buttons]
    assert not [pair for pair in combinations([layout.paper, *places], 2) if pair[0].meets(pair[1])]
    for place in places:
        assert place.w > 0
        assert place.h > 0
        assert inside(place, layout.panel)
    assert inside(layout.close, layout.side)
    assert not any(layout.side.meets(place) for place in (layout.message, *layout.buttons))


@pytest.mark.parametrize("size", SIZES)
def test_paper_and_answer_share_the_whole_window(size):
    layout = arrange(*size)
    paper, panel = layout.paper, layout.panel
    assert paper.w * paper.h + panel.w * panel.h == size[0] * size[1]
    assert paper.around(panel) == layout.window
    if size[1] > size[0]:
        assert paper.w == size[0]
        assert paper.bottom == panel.y
    else:
        assert paper.h == size[1]
        assert paper.right == panel.x
    assert 0.4 <= paper.w * paper.h / (size[0] * size[1]) <= MAX_PAPER_SHARE + 0.01


@pytest.mark.parametrize("size", SIZES)
def test_words_and_buttons_have_room(size):
    layout = arrange(*size)
    assert layout.small >= 12
    assert layout.message.h >= 2 * layout.small
    assert all(button.w >= 3.6 * layout.small and button.h >= 24 for button in layout.buttons)
    assert {button.x for button in layout.buttons} >= {layout.headline.x}
    assert max(button.right for button in layout.buttons) == layout.headline.right


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("is_picked", [False, True])
@pytest.mark.parametrize("count", [0, 1, 2, 5, 8, 18, 60, 200])
def test_cards_lie_apart_within_their_area(size, count, is_picked):
    layout = arrange(*size, 1 + count // 8)
    if is_picked and not count:
        return
    places = [slot.rect for slot in slots(layout, count, is_picked)]
    assert places
    assert all(inside(place, layout.cards) for place in places)
    assert not [pair for pair in combinations(places, 2) if pair[0].meets(pair[1])]
    assert all(place.w >= 44 and place.h >= 26 for place in places)


@pytest.mark.parametrize("size", [(1280, 640), (1920, 1080), (3840, 2160)])
def test_a_usual_number_of_digits_fits_on_cards_all_at_once(size):
    layout = arrange(*size)
    assert len(slots(layout, 8, is_picked=False)) == 8
    assert {slot.kind for slot in slots(layout, 8, is_picked=False)} == {"bars"}
    assert len(slots(layout, 30, is_picked=False)) == 30


def test_the_window_begins_with_the_paper_in_its_own_size():
    layout = arrange(1280, 640)
    assert layout.paper == (0, 0, 640, 640)
    assert layout.to_paper(123, 45) == (123, 45)


def test_the_papers_coordinates_follow_the_window():
    assert arrange(640, 320).to_paper(160, 80) == (320, 160)
    tall = arrange(700, 1100)
    assert tall.to_paper(tall.paper.x, tall.paper.y) == (0, 0)
    wide = arrange(2000, 400)
    assert wide.to_paper(wide.paper.right, wide.paper.bottom) == (PAPER * wide.paper.w / 400, PAPER)


@pytest.mark.parametrize("size", SIZES)
def test_all_of_the_usual_paper_and_all_ink_is_seen(size):
    for extent in ((PAPER, PAPER), (2000, 300), (100, 1500), (900, 900)):
        layout = arrange(*size, extent=extent)
        right, bottom = layout.from_paper(max(extent[0], PAPER), max(extent[1], PAPER))
        assert right <= layout.paper.right + 1
        assert bottom <= layout.paper.bottom + 1


@pytest.mark.parametrize("size", SIZES)
def test_ink_up_to_the_papers_edge_does_not_change_its_scale(size):
    layout = arrange(*size)
    edge = layout.to_paper(10_000, 10_000)
    assert arrange(*size, extent=edge).scale == layout.scale


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
