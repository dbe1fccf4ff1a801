"""The headline: the reading in large type, line by line, and one line on how far it can be trusted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deeplearning.recognition.reading import percent
from deeplearning.window.layout import HEADLINE_SIZES, MAX_HEADLINE_LINES, ROOM_FOR_FIGURE, Layout, Rect
from deeplearning.window.shapes import Fill, Runs, Shape, Text, Words
from deeplearning.window.view import DigitView, View

NAME = "RealTime DigitRecognizer"

STATE_COLOURS = {"sure": "text", "unsure": "unsure", "refused": "refused", "ghost": "ghost", "named": "named"}
"""Colour of a digit in the headline by its state."""


WIDTH_OF_FIGURES = 0.682
WIDTHS = {" ": 0.232, "?": 0.5625, "·": 0.2976}
"""Widths of the bold type's figures and of what else stands in the headline, in sizes of the type."""


def break_text(text: str, chars: int) -> list[str]:
    """Return the lines of `text`, those longer than `chars` characters broken; none begins with a blank."""
    lines = [""]
    for mark in text:
        if mark == "\n" or len(lines[-1]) == chars:
            lines.append("")
        if mark != "\n" and (mark != " " or lines[-1]):
            lines[-1] += mark
    return lines


def lines_of(view: View, chars: int) -> list[Runs]:
    """Return the headline's lines as one (label, colour) run a digit, those longer than `chars` broken."""
    digits = iter(view.digits)
    return [
        tuple((mark, "text" if mark == " " else STATE_COLOURS[next(digits).state]) for mark in line)
        for line in break_text(view.text, chars)
    ]


def line_count(text: str, chars: int) -> int:
    """Return over how many lines `text` goes where each holds `chars` characters."""
    return len(break_text(text, chars))


def chars_per_line(width: int, title: int) -> int:
    """Return how many figures a line of the headline holds at the smallest size that it is shown in."""
    return max(1, int(width / (ROOM_FOR_FIGURE * title)))


def headline(layout: Layout, view: View) -> Iterator[Shape]:
    """Yield the reading, or the program's name while there is none."""
    if not view.digits:
        words = NAME if view.ready else "Loading the network ..."
        yield Text(layout.headline, ((words, "text"),), layout.title, bold=True)
        return
    lines = lines_of(view, chars_per_line(layout.headline.w, layout.title))
    seen = lines[view.top_line : view.top_line + MAX_HEADLINE_LINES]
    size, high = _size_and_height(layout, lines)
    for number, line in enumerate(seen):
        place = Rect(layout.headline.x, layout.headline.y + number * high, layout.headline.w, high)
        yield Text(place, line, size, bold=True)
    if len(lines) > MAX_HEADLINE_LINES:
        yield from _scrollbar(layout, view.top_line, len(lines))


def _size_and_height(layout: Layout, lines: Sequence[Runs]) -> tuple[int, int]:
    """Return the size of the type, and the distance of two lines."""
    size = round(layout.giant * HEADLINE_SIZES[min(len(lines), MAX_HEADLINE_LINES) - 1])
    # All lines are of one size: that of the longest one.
    longest = max(len(line) for line in lines)
    size = min(size, max(layout.title, int(layout.headline.w / (ROOM_FOR_FIGURE * max(1, longest)))))
    return size, layout.headline.h // max(1, min(len(lines), MAX_HEADLINE_LINES))


def digit_places(layout: Layout, view: View) -> Iterator[tuple[Rect, int]]:
    """Yield where each digit that is seen stands in the headline, and its index."""
    if not view.digits:
        return
    lines = lines_of(view, chars_per_line(layout.headline.w, layout.title))
    size, high = _size_and_height(layout, lines)
    index = 0
    for number, line in enumerate(lines, -view.top_line):
        x = layout.headline.x
        for mark, _ in line:
            wide = round(WIDTHS.get(mark, WIDTH_OF_FIGURES) * size)
            if mark != " ":
                if 0 <= number < MAX_HEADLINE_LINES:
                    yield Rect(x, layout.headline.y + number * high, wide, high), index
                index += 1
            x += wide


def _scrollbar(layout: Layout, top: int, count: int) -> Iterator[Shape]:
    wide, area = max(3, layout.unit // 2), layout.headline
    track = Rect(area.right - wide, area.y, wide, area.h)
    yield Fill(track, "track", wide // 2)
    high = max(2 * wide, round(track.h * MAX_HEADLINE_LINES / count))
    room = track.h - high
    y = track.y + round(room * top / max(1, count - MAX_HEADLINE_LINES))
    yield Fill(Rect(track.x, y, wide, high), "bar", wide // 2)


def caption(layout: Layout, view: View) -> Iterator[Shape]:
    """Yield what to do with an empty paper or several chosen digits, or how far a reading can be trusted."""
    if not view.digits:
        words = "Draw on the paper: digits are read as you write."
        words = "Marks that are no digits are left out." if view.marks else words
        yield Words(layout.caption, words, "muted", layout.body)
        return
    if len(view.chosen) > 1:
        words = f"{len(view.chosen)} chosen: name them, and they are one digit"
        yield Text(layout.caption, ((words, "text"),), layout.body)
        return
    count = len(view.marks)
    left_out = f" - {count} mark{'s' * (count > 1)} left out" if count else ""
    runs = (*verdict(view.digits), (left_out, "muted")) if left_out else verdict(view.digits)
    yield Text(layout.caption, runs, layout.body)


def verdict(digits: Sequence[DigitView]) -> Runs:
    """Say in one line how far the reading can be trusted; of ghosts nothing is said."""
    refused = sum(digit.state == "refused" for digit in digits)
    unsure = [digit for digit in digits if digit.state == "unsure"]
    if unsure:
        worst = min(unsure, key=lambda digit: digit.confidence)
        words = f"Unsure: {worst.label} ({percent(worst.confidence)}), could be {worst.second}"
        more = f" - and {len(unsure) - 1} more" if len(unsure) > 1 else ""
        none = f" - {refused} no digit" if refused else ""
        return ((words + more, "unsure"), (none, "refused")) if none else ((words + more, "unsure"),)
    if refused == 1 and any(digit.given_up for digit in digits):
        return (("Here is more ink than I can read", "refused"),)
    if refused:
        what = "This is" if len(digits) == 1 else "One mark is" if refused == 1 else f"{refused} marks are"
        return ((f"{what} no digit that I know", "refused"),)
    if any(digit.state == "ghost" for digit in digits):
        return (("Reading as you write ...", "muted"),)
    if all(digit.state == "named" for digit in digits):
        return (("As you said", "named"),)
    lowest = min(digit.confidence for digit in digits if digit.state != "named")
    return ((f"Sure, {percent(lowest)}" if len(digits) == 1 else f"Sure of all {len(digits)}", "sure"),)
