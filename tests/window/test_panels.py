import pytest

from deeplearning.window.layout import arrange
from deeplearning.window.panels import compose, message_place
from deeplearning.window.replica import replica_box
from deeplearning.window.shapes import MIN_TEXT_SIZE, Fill, Text, Tile
from deeplearning.window.view import DigitView, View, page_of


def shown(
    label="7", state="sure", strokes=(0,), second="1", confidence=0.97, box=(100.0, 100.0, 200.0, 300.0)
):
    rest = (1 - confidence) / 9
    best = 7 if label == "?" else int(label)
    probabilities = tuple(confidence if value == best else rest for value in range(10))
    return DigitView(label, state, second, confidence, probabilities, bytes(784), box, strokes)


def words(panel):
    return ["".join(run for run, _ in shape.runs) for shape in panel.shapes if isinstance(shape, Text)]


def colours(panel):
    return {shape.colour for shape in panel.shapes if isinstance(shape, Fill)}


def view_of(*digits, **settings):
    text = "".join(digit.label for digit in digits)
    page, first = page_of(digits, 4, 0)
    return View(digits, text, chosen=0 if digits else None, page=page, first=first, **settings)


LAYOUT = arrange(1280, 640)


def test_the_reading_stands_in_large_type():
    panel = compose(LAYOUT, view_of(shown("2"), shown("0", strokes=(1,))))["reading"]
    assert words(panel) == ["20", "Sure of all 2"]
    assert panel.shapes[0].size == LAYOUT.giant


def test_lines_of_the_reading_stay_apart():
    digits = shown("2"), shown("0", "unsure", strokes=(1,))
    panel = compose(LAYOUT, View(digits, "2 0", chosen=0, page=(0, 1)))["reading"]
    assert panel.shapes[0].runs == (("2", "text"), (" ", "text"), ("0", "unsure"))


def test_an_unsure_digit_is_marked_everywhere_and_names_its_runner_up():
    panels = compose(LAYOUT, view_of(shown("7", "unsure", second="1", confidence=0.6)))
    assert words(panels["reading"])[1] == "Unsure: 7 (60%), could be 1"
    assert "7 or 1" in words(panels["replica"])
    assert "or 1?" in words(panels["card 0"])
    assert "unsure" in colours(panels["card 0"]) & colours(panels["detail"]) & colours(panels["replica"])


def test_a_refused_mark_is_grey_and_says_so():
    panels = compose(LAYOUT, view_of(shown("?", "refused")))
    assert words(panels["reading"]) == ["?", "This is no digit that I know"]
    assert "refused" in colours(panels["replica"])
    assert not {"sure", "unsure"} & (colours(panels["replica"]) | colours(panels["card 0"]))


def test_each_card_has_the_image_and_ten_bars():
    panel = compose(LAYOUT, view_of(shown("3")))["card 0"]
    assert [type(shape) for shape in panel.shapes].count(Tile) == 1
    assert words(panel)[-10:] == [str(value) for value in range(10)]
    (bar,) = [shape.rect for shape in panel.shapes if isinstance(shape, Fill) and shape.colour == "sure"]
    tracks = [shape.rect for shape in panel.shapes if isinstance(shape, Fill) and shape.colour == "track"]
    assert bar.h == pytest.approx(0.97 * tracks[3].h, abs=1)
    assert (bar.x, bar.bottom) == (tracks[3].x, tracks[3].bottom)


def test_the_digit_in_full_has_ten_named_bars_with_figures():
    panel = compose(LAYOUT, view_of(shown("3")))["detail"]
    assert words(panel)[-20:][::2] == [str(value) for value in range(10)]
    assert words(panel).count("97%") == 2  # beside the label, and at its bar


def test_cards_have_the_digits_written_last_in_reading_order():
    digits = [
        shown("1", strokes=(5,)),
        shown("2", strokes=(0,)),
        shown("3", strokes=(1, 4)),
        shown("4", strokes=(3,)),
    ]
    assert page_of(digits, 3, 0) == ((0, 2, 3), 1)
    assert page_of(digits, 4, 0) == ((0, 1, 2, 3), 0)
    assert page_of([], 3, 0) == ((), 0)


def test_turning_back_shows_the_others_and_keeps_the_cards_full():
    digits = [shown("1", strokes=(index,)) for index in range(8)]
    assert page_of(digits, 3, 0) == ((5, 6, 7), 5)
    assert page_of(digits, 3, 1) == ((2, 3, 4), 2)
    assert page_of(digits, 3, 2) == ((0, 1, 2), 0)
    assert page_of(digits, 3, 99) == ((0, 1, 2), 0)


def test_the_way_to_the_others_stands_only_where_there_are_any():
    few = compose(LAYOUT, view_of(shown()))["footer"]
    many = compose(LAYOUT, view_of(*[shown(strokes=(index,)) for index in range(9)]))["footer"]
    assert "6–9 of 9" in words(many)
    assert not any("of" in word for word in words(few))


def test_only_the_panels_that_changed_differ():
    before = compose(LAYOUT, view_of(shown("7"), shown("1", strokes=(1,))))
    after = compose(LAYOUT, view_of(shown("7"), shown("4", strokes=(1,))))
    assert {name for name in before if before[name] != after[name]} == {"reading", "replica", "card 1"}


def test_the_help_names_every_key():
    names = words(compose(LAYOUT, View(help=True))["help"])
    for key in ("R", "Z", "Ctrl+Z", "Y", "Ctrl+Y", "Shift+Z", "-", "+", "S", "H", "F1", "T", "Q", "Escape"):
        assert key in names
    assert {"Left", "Right", "Page up", "Page down"} < set(names)


def test_an_empty_paper_says_what_the_colours_mean():
    panels = compose(LAYOUT, View())
    marks = [shape.runs[0] for name in panels for shape in panels[name].shapes if isinstance(shape, Text)]
    assert {("7", "sure"), ("7", "unsure"), ("?", "refused")} < set(marks)
    assert not any("unsure" in str(panel.shapes) for panel in compose(LAYOUT, view_of(shown())).values())


@pytest.mark.parametrize("size", [(640, 320), (1280, 640), (2560, 1280), (640, 900), (2000, 400)])
def test_everything_stays_inside_its_panel(size):
    layout = arrange(*size)
    corners = [("sure", -7.0, -7.0), ("unsure", 637.0, 637.0), ("refused", 637.0, -7.0), ("sure", 0.0, 300.0)]
    digits = [
        shown("7", state, (index,), box=(x, y, x + 10.0, y + 10.0))
        for index, (state, x, y) in enumerate(corners * 2)
    ]
    for view in (View(), View(help=True), view_of(*digits, message="Not saved: " + "a long reason " * 8)):
        for name, panel in compose(layout, view).items():
            for shape in panel.shapes:
                rect = shape.rect
                inside = rect.x >= panel.rect.x and rect.right <= panel.rect.right
                assert inside, (name, shape)
                assert rect.y >= panel.rect.y - 2, (name, shape)
                assert rect.bottom <= panel.rect.bottom + 2, (name, shape)


def test_a_digits_box_holds_its_ink_in_the_copy():
    box = replica_box(LAYOUT, shown(box=(320.0, 320.0, 480.0, 480.0)))
    area, scale = LAYOUT.replica, LAYOUT.replica.w / 640
    assert box.x <= area.x + 320 * scale
    assert box.right >= area.x + 480 * scale


SIZES = [(640, 320), (960, 480), (1280, 640), (2560, 1280), (640, 900), (2000, 400)]


def apart(one, other):
    return one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y


def test_a_long_message_takes_more_lines():
    assert message_place(LAYOUT, "Saved " * 30).h > message_place(LAYOUT, "Saved").h


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("words", [1, 8, 16, 40])
def test_a_message_hides_a_card_whole_or_not_at_all(size, words):
    layout = arrange(*size)
    place = message_place(layout, "written " * words)
    for rect in (*layout.cards, layout.footer):
        assert apart(place, rect) or (place.y <= rect.y and place.x <= rect.x and place.right >= rect.right)
    assert apart(place, layout.replica)
    assert place.bottom <= size[1]
    if words == 1:
        assert all(apart(place, card) for card in layout.cards)


def scattered(lines, across, gap):
    """Digits in lines that stand close together: `gap` paper pixels between them, down and across."""
    wide, high = (600 - gap * (across - 1)) / across, (600 - gap * (lines - 1)) / lines
    return [
        shown(
            str((row + column) % 10),
            ("sure", "unsure", "refused")[column % 3],
            (row * across + column,),
            box=(x := 20 + column * (wide + gap), y := 20 + row * (high + gap), x + wide, y + high),
        )
        for row in range(lines)
        for column in range(across)
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("gap", [-6, 0, 12, 40, 90])
@pytest.mark.parametrize("lines", [1, 2, 3, 6])
def test_tags_cover_neither_digits_nor_each_other(size, lines, gap):
    layout = arrange(*size)
    digits = scattered(lines, 4, gap)
    shapes = compose(layout, view_of(*digits))["replica"].shapes
    tags = [shape.rect for shape in shapes if isinstance(shape, Fill)]
    inks = [replica_box(layout, digit) for digit in digits]
    if gap >= 0:
        assert all(apart(tag, ink) for tag in tags for ink in inks)
    assert all(apart(one, other) for n, one in enumerate(tags) for other in tags[:n])
    if gap == 90 and lines == 2 and layout.replica.w > 200:
        assert len(tags) == len(digits)


@pytest.mark.parametrize("size", SIZES)
def test_no_type_is_smaller_than_can_be_read(size):
    layout = arrange(*size)
    digits = scattered(2, 4, 60)
    for view in (View(), View(help=True), View(ready=False), view_of(*digits, message="Saved")):
        for name, panel in compose(layout, view).items():
            sizes = [
                shape.size
                for shape in panel.shapes
                if not isinstance(shape, Fill) and "size" in shape._fields
            ]
            assert min(sizes, default=MIN_TEXT_SIZE) >= MIN_TEXT_SIZE == 11, name
