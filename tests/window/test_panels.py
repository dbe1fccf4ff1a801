"""The panels as plain data: what they say, how large, and that nothing lies on anything else."""

from dataclasses import replace

import pytest

from deeplearning.window.boxes import box_around, box_of, boxes
from deeplearning.window.cards import slots
from deeplearning.window.headline import break_text, headline, line_count, lines_of
from deeplearning.window.layout import arrange
from deeplearning.window.panels import compose, on_paper
from deeplearning.window.shapes import MIN_TEXT_SIZE, Fill, Frame, Panel, Text, Tile, Words
from deeplearning.window.shortcuts import GROUPS, SHORTCUTS
from deeplearning.window.view import DigitView, View, page_of


def shown(
    label="7", state="sure", strokes=(0,), second="1", confidence=0.97, box=(100.0, 100.0, 200.0, 300.0)
):
    rest = (1 - confidence) / 9
    best = 7 if label in "?·" else int(label)
    probabilities = tuple(confidence if value == best else rest for value in range(10))
    return DigitView(label, state, second, confidence, probabilities, bytes(784), box, strokes)


def words(panel):
    found = []
    for shape in panel.shapes:
        if isinstance(shape, Text):
            found.append("".join(run for run, _ in shape.runs))
        elif isinstance(shape, Words):
            found.append(shape.words)
    return found


def cards(panels):
    """Return the shapes of all cards as one panel."""
    shapes = [shape for name, panel in panels.items() if name.startswith("card ") for shape in panel.shapes]
    return Panel(LAYOUT.cards, tuple(shapes))


def colours(shapes):
    return {shape.colour for shape in shapes if "colour" in shape._fields}


def view_of(*digits, layout=None, **settings):
    text = "".join(digit.label for digit in digits)
    picked = settings.pop("picked", None)
    count = len(slots(layout or LAYOUT, len(digits), picked is not None))
    page = page_of(digits, count, 0) if picked is None else (picked,)
    return View(digits, text, picked=picked, page=page, **settings)


LAYOUT = arrange(1280, 640)
SIZES = [(640, 320), (800, 600), (960, 480), (1280, 640), (2560, 1280), (700, 1100), (2000, 400)]


def test_the_reading_stands_in_large_type():
    panel = compose(LAYOUT, view_of(shown("2"), shown("0", strokes=(1,))))["headline"]
    assert words(panel) == ["20"]
    assert panel.shapes[0].size == LAYOUT.giant


def test_lines_of_the_reading_stay_lines():
    digits = shown("2"), shown("0", "unsure", strokes=(1,))
    layout = arrange(1280, 640, 2)
    one, other = headline(layout, View(digits, "2\n0", page=(0, 1)))
    assert (one.runs, other.runs) == ((("2", "text"),), (("0", "unsure"),))
    assert one.rect.bottom <= other.rect.y


def test_words_of_a_line_stay_apart_in_one_line():
    digits = shown("2"), shown("0", strokes=(1,))
    (line,) = headline(LAYOUT, View(digits, "2 0", page=(0, 1)))
    assert line.runs == (("2", "text"), (" ", "text"), ("0", "text"))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lines", [1, 2, 3, 4, 6])
@pytest.mark.parametrize("across", [1, 8, 30])
def test_the_headline_is_never_small_and_shows_four_lines_of_many(size, lines, across):
    digits = [shown(strokes=(n,)) for n in range(lines * across)]
    layout = arrange(*size, lines)
    view = View(tuple(digits), "\n".join(["7" * across] * lines))
    texts = [shape for shape in headline(layout, view) if isinstance(shape, Text)]
    assert 1 <= len(texts) <= 4
    assert {text.size for text in texts} == {texts[0].size}
    assert texts[0].size >= 14 > MIN_TEXT_SIZE
    assert all(text.rect.h >= 0.73 * text.size for text in texts)


def test_other_lines_of_a_long_reading_can_be_seen():
    digits = tuple(shown(str(n), strokes=(n,)) for n in range(6))
    layout = arrange(1280, 640, 6)

    def seen(top):
        return [
            shape.runs[0][0]
            for shape in headline(layout, View(digits, "\n".join("012345"), top_line=top))
            if isinstance(shape, Text)
        ]

    assert (seen(0), seen(2)) == (["0", "1", "2", "3"], ["2", "3", "4", "5"])


@pytest.mark.parametrize(
    ("text", "chars", "lines"),
    [
        ("12 34 56 78 90 12", 2, ["12", "34", "56", "78", "90", "12"]),
        ("123 45\n6", 3, ["123", "45", "6"]),
        ("123\n456", 3, ["123", "456"]),
        ("1 2345", 3, ["1 2", "345"]),
        ("", 3, [""]),
    ],
)
def test_a_long_reading_is_broken_without_a_blank_at_the_beginning_of_a_line(text, chars, lines):
    digits = tuple(shown(mark, strokes=(n,)) for n, mark in enumerate("".join(text.split())))
    assert break_text(text, chars) == lines
    runs = lines_of(View(digits, text), chars)
    assert ["".join(mark for mark, _ in line) for line in runs] == lines
    assert line_count(text, chars) == len(lines)


def test_an_unsure_digit_is_marked_everywhere_and_names_its_runner_up():
    view = view_of(shown("7", "unsure", second="1", confidence=0.6), shown("2", strokes=(1,)))
    panels = compose(LAYOUT, view)
    assert words(panels["caption"]) == ["Unsure: 7 (60%), could be 1"]
    assert "or 1?" in words(cards(panels))
    assert "unsure" in colours(cards(panels).shapes) & colours(on_paper(LAYOUT, view, False))
    assert "7 or 1" in [shape.runs[0][0] for shape in boxes(LAYOUT, view) if isinstance(shape, Text)]


COMMA = (460.0, 400.0, 480.0, 430.0)


def test_marks_that_are_left_out_are_told():
    panels = compose(LAYOUT, view_of(shown("3"), marks=(COMMA, COMMA)))
    assert words(panels["caption"]) == ["Sure, 97% - 2 marks left out"]
    only_marks = compose(LAYOUT, View(marks=(COMMA,)))
    assert words(only_marks["caption"]) == ["Marks that are no digits are left out."]


def test_how_many_digits_are_chosen_is_told():
    view = view_of(shown("3"), shown("4", strokes=(1,)), shown("5", strokes=(2,)), chosen=(0, 2), picked=2)
    assert words(compose(LAYOUT, view)["caption"]) == ["2 chosen: name them, and they are one digit"]
    one = replace(view, chosen=(2,))
    assert words(compose(LAYOUT, one)["caption"]) == ["Sure of all 3"]


def test_a_refused_mark_is_grey_and_says_so():
    view = view_of(shown("?", "refused"))
    panels = compose(LAYOUT, view)
    assert words(panels["headline"]) == ["?"]
    assert words(panels["caption"]) == ["This is no digit that I know"]
    assert "No digit" in words(cards(panels))
    assert not {"sure", "unsure"} & (colours(on_paper(LAYOUT, view, False)) | colours(cards(panels).shapes))


def test_a_digit_in_work_is_a_ghost_without_a_verdict_or_a_box():
    view = view_of(shown("·", "ghost"), shown("3", strokes=(1,)))
    panels = compose(LAYOUT, view)
    assert panels["headline"].shapes[0].runs == (("·", "ghost"), ("3", "text"))
    assert words(panels["caption"]) == ["Reading as you write ..."]
    everything = " ".join(word for panel in panels.values() for word in words(panel))
    assert "?" not in everything
    assert "no digit" not in everything.lower()
    assert colours(boxes(LAYOUT, view)) == {"sure"}


def test_a_digit_alone_is_shown_in_full_with_ten_bars_and_the_figures_that_matter():
    panel = cards(compose(LAYOUT, view_of(shown("3", confidence=0.995))))
    assert [type(shape) for shape in panel.shapes].count(Tile) == 1
    assert [word for word in words(panel) if word.isdecimal()] == ["3", *map(str, range(10))]
    assert [word for word in words(panel) if word.endswith("%")] == ["Sure, >99%", ">99%"]
    (bar,) = [
        shape.rect
        for shape in panel.shapes
        if isinstance(shape, Fill) and shape.colour == "sure" and shape.rect.h < 40
    ]
    tracks = [shape.rect for shape in panel.shapes if isinstance(shape, Fill) and shape.colour == "track"]
    assert bar.w == pytest.approx(0.995 * tracks[3].w, abs=1)
    assert (bar.x, bar.y) == (tracks[3].x, tracks[3].y)


def test_each_of_a_few_cards_has_the_image_and_ten_bars():
    panel = cards(compose(LAYOUT, view_of(*[shown(str(n), strokes=(n,)) for n in range(5)])))
    assert [type(shape) for shape in panel.shapes].count(Tile) == 5
    assert sum(isinstance(shape, Fill) and shape.colour == "track" for shape in panel.shapes) == 50


def test_cards_stand_in_reading_order():
    digits = [shown(str(n), strokes=(9 - n,)) for n in range(8)]
    assert page_of(digits, 8, 0) == tuple(range(8))


def test_where_not_all_fit_the_doubtful_come_first_and_then_the_newest():
    states = ["sure", "sure", "refused", "sure", "unsure", "sure", "sure", "sure"]
    digits = [shown("?" if s == "refused" else "7", s, (n,)) for n, s in enumerate(states)]
    assert page_of(digits, 4, 0) == (2, 4, 6, 7)
    assert page_of(digits, 4, 1) == (0, 1, 3, 5)
    assert page_of(digits, 4, 2) == ()
    assert page_of([], 3, 0) == ()


def test_the_way_to_other_cards_stands_only_where_there_are_any():
    one, many = View(pages=1, digits=(shown(),), text="7"), View(pages=3, digits=(shown(),), text="7")
    assert "1/3" in words(compose(LAYOUT, many)["caption"])
    assert not any("/" in word for word in words(compose(LAYOUT, one)["caption"]))


def test_only_the_panels_that_changed_differ():
    before = compose(LAYOUT, view_of(shown("7"), shown("1", strokes=(1,))))
    after = compose(LAYOUT, view_of(shown("7"), shown("4", strokes=(1,))))
    assert {name for name in before if before[name] != after[name]} == {"headline", "card 1"}


@pytest.mark.parametrize("size", SIZES)
def test_the_help_tells_every_key_by_group_beside_its_meaning(size):
    told = words(compose(arrange(*size), View(side="help"))["side"])
    assert {*GROUPS} <= {*told}
    for shortcut in SHORTCUTS:
        at = told.index(shortcut.meaning)
        assert shortcut.captions[0] in told[:at]
    if size[1] >= 600:  # in a low window the other keys of an action have no room
        assert {caption for shortcut in SHORTCUTS for caption in shortcut.captions} <= {*told}


def test_an_empty_paper_says_what_the_colours_mean():
    marks = [shape.runs[0] for shape in cards(compose(LAYOUT, View())).shapes if isinstance(shape, Text)]
    assert marks == [("7", "sure"), ("7", "unsure"), ("?", "refused")]
    assert not any("unsure" in str(panel.shapes) for panel in compose(LAYOUT, view_of(shown())).values())


def test_what_can_do_nothing_is_told_from_what_can():
    shapes = compose(LAYOUT, View(disabled=frozenset({"undo"}), hover="clear", pressed="save"))
    assert shapes["button Undo"].shapes[-1].runs[0][1] == "disabled"
    assert shapes["button Clear"].shapes[1].colour == "hover"
    assert shapes["button Save"].shapes[1].colour == "pressed"
    assert shapes["button Keys"].shapes[1].colour == "card"


VIEWS = [
    View(),
    View(side="help"),
    View(side="open"),
    View(side="open", files=tuple(f"{n} of then" for n in range(40))),
    View(side="inside"),
    View(ready=False),
    view_of(shown(), message="Saved it", offer=True),
    view_of(shown(), side="inside"),
    view_of(*[shown(str(n % 10), strokes=(n,)) for n in range(12)], pages=2, message="Not saved: " * 12),
]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("view", VIEWS, ids=range(len(VIEWS)))
def test_everything_stays_inside_its_panel_and_is_large_enough(size, view):
    for name, panel in compose(arrange(*size), view).items():
        for shape in panel.shapes:
            rect = shape.rect
            assert rect.x >= panel.rect.x, (name, shape)
            assert rect.right <= panel.rect.right, (name, shape)
            assert rect.y >= panel.rect.y - 2, (name, shape)
            assert rect.bottom <= panel.rect.bottom + 2, (name, shape)
            if isinstance(shape, Text | Words):
                assert shape.size >= MIN_TEXT_SIZE == 11, (name, shape)


@pytest.mark.parametrize("size", [*SIZES, (640, 642), (640, 641), (640, 700), (641, 640)])
@pytest.mark.parametrize("lines", [1, 2, 3, 4])
def test_no_shape_has_a_negative_size(size, lines):
    """Found by throwing events: a window of 640 x 642 with two lines ended where it was to paint its bars."""
    layout = arrange(*size, lines)
    for count in range(1, 14):
        digits = [shown(str(n % 10), strokes=(n,)) for n in range(count)]
        for picked in (None, 0):
            for name, panel in compose(layout, view_of(*digits, layout=layout, picked=picked)).items():
                for shape in panel.shapes:
                    assert min(shape.rect.w, shape.rect.h) >= 0, (name, count, shape)


@pytest.mark.parametrize("size", SIZES)
def test_panels_do_not_lie_on_each_other(size):
    for view in VIEWS:
        rects = [panel.rect for panel in compose(arrange(*size), view).values()]
        assert not any(one.meets(other) for n, one in enumerate(rects) for other in rects[:n])


def test_a_digits_box_holds_its_ink():
    box = box_of(LAYOUT, shown(box=(320.0, 320.0, 480.0, 480.0)))
    assert box.x <= 320
    assert box.right >= 480


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
    tags = [shape.rect for shape in boxes(layout, view_of(*digits)) if isinstance(shape, Fill)]
    inks = [box_of(layout, digit) for digit in digits]
    if gap >= 0:
        assert not any(tag.meets(ink) for tag in tags for ink in inks)
    assert not any(one.meets(other) for n, one in enumerate(tags) for other in tags[:n])
    if gap == 90 and lines == 2:
        assert len(tags) == len(digits)


def test_a_mark_that_is_left_out_has_a_thin_box_and_no_tag():
    view = view_of(shown("3"), marks=(COMMA,))
    around = box_around(LAYOUT, COMMA)
    found = [shape for shape in boxes(LAYOUT, view) if isinstance(shape, Frame) and shape.rect == around]
    assert [(shape.colour, shape.width) for shape in found] == [("bar", 1)]
    assert len(boxes(LAYOUT, view)) == len(boxes(LAYOUT, view_of(shown("3")))) + 1
