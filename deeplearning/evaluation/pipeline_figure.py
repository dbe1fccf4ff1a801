"""A figure of how a drawing is read: strokes, groups, 28 x 28 images and probabilities.

All of it is shown as the window's own code has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from deeplearning.ink.box import Box
from deeplearning.ink.stroke import PAPER, Stroke
from deeplearning.recognition.reading import SURE, Digit, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

MAX_DIGITS_DRAWN = 10
"""As many digits have room beside each other."""

FIGURE_SIZE_IN_INCHES = 9.0, 7.6
"""Width and height; at 200 dots to an inch the width is twice the 900 pixels that GitHub shows."""

DOTS_PER_INCH = 200

STROKE_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#7A5C00", "#56B4E9", "#000000")
"""Colours that all kinds of colour vision tell apart (Okabe, Ito 2008), yellow darkened for white paper."""

COLOURS = {
    "panel": "#f4f6f9",
    "track": "#e5e9ef",
    "bar": "#768293",
    "line": "#d1d7e0",
    "text": "#18202c",
    "muted": "#586373",
    "paper": "#ffffff",
    "ink": "#000000",
    "sure": "#0062b2",
    "unsure": "#ac5800",
    "refused": "#666e7a",
}
"""Colours by role, as the window's light theme has them, in matplotlib's notation."""


def draw_pipeline(strokes: Sequence[Stroke], digits: Sequence[Digit]) -> Figure:
    """Return the figure of `strokes` on the paper and of the `digits` that were read of them."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=FIGURE_SIZE_IN_INCHES, facecolor=COLOURS["panel"])
    sides = {"left": 0.02, "right": 0.98}
    papers = figure.add_gridspec(1, 2, **sides, top=0.955, bottom=0.398, wspace=0.04)
    _draw_strokes(figure.add_subplot(papers[0]), strokes)
    _draw_groups(figure.add_subplot(papers[1]), strokes, digits)
    columns = max(4, len(digits))
    images = figure.add_gridspec(1, columns, **sides, top=0.352, bottom=0.222, wspace=0.12)
    bars = figure.add_gridspec(1, columns, **sides, top=0.122, bottom=0.03, wspace=0.12)
    for column, digit in enumerate(digits):
        _draw_image(figure.add_subplot(images[column]), digit)
        _draw_bars(figure.add_subplot(bars[column]), digit)
    for y, words in ((0.362, "3   What the network sees: 28 x 28"), (0.188, "4   Its ten probabilities")):
        figure.text(0.02, y, words, fontsize=11, fontweight="bold", color=COLOURS["text"])
    return figure


def _draw_paper(axes: Axes, words: str) -> None:
    """Draw an empty paper with `words` above it."""
    axes.set(xlim=(0, PAPER), ylim=(PAPER, 0), aspect="equal", xticks=[], yticks=[])
    axes.set_facecolor(COLOURS["paper"])
    axes.set_title(words, loc="left", fontsize=11, fontweight="bold", color=COLOURS["text"])
    for side in axes.spines.values():
        side.set_color(COLOURS["line"])


def _draw_stroke(axes: Axes, stroke: Stroke, colour: str) -> None:
    """Draw the path of `stroke` as wide as its pen is on the paper."""
    assert axes.figure is not None
    inches = FIGURE_SIZE_IN_INCHES[0] * axes.get_position().width
    x, y = stroke.points.T
    axes.plot(
        x, y, color=colour, linewidth=stroke.width * inches * 72 / PAPER,
        solid_capstyle="round", solid_joinstyle="round",
    )  # fmt: skip


def _draw_strokes(axes: Axes, strokes: Sequence[Stroke]) -> None:
    """Draw all strokes, each in a colour of its own, with its number where the pen came down."""
    _draw_paper(axes, "1   The strokes, as they were written")
    for number, stroke in enumerate(strokes):
        _draw_stroke(axes, stroke, STROKE_COLOURS[number % len(STROKE_COLOURS)])
    for number, stroke in enumerate(strokes):
        colour = STROKE_COLOURS[number % len(STROKE_COLOURS)]
        spot = {"boxstyle": "circle,pad=0.25", "facecolor": "white", "edgecolor": colour}
        # Behind the pen, where it does not hide what another stroke begins with.
        way = stroke.points[min(8, len(stroke.points) - 1)] - stroke.points[0]
        x, y = stroke.points[0] - 14 * way / max(float(np.hypot(*way)), 1.0)
        axes.text(x, y, str(number + 1), fontsize=7.5, weight="bold", ha="center", va="center", bbox=spot)


def _draw_groups(axes: Axes, strokes: Sequence[Stroke], digits: Sequence[Digit]) -> None:
    """Draw the groups in ink, each in a box whose colour says how sure the reading is."""
    _draw_paper(axes, "2   The groups: which of them make one digit")
    for digit in digits:
        colour = COLOURS[_role_of(digit)]
        for index in digit.strokes:
            _draw_stroke(axes, strokes[index], COLOURS["ink"])
        left, top, *_ = digit.box
        axes.add_patch(_frame_around(digit.box.grown(6), colour))
        which = " + ".join(str(index + 1) for index in digit.strokes)
        axes.text(left - 4, top - 14, which, fontsize=9, fontweight="bold", color=colour)


def _frame_around(box: Box, colour: str) -> Rectangle:
    from matplotlib.patches import Rectangle

    return Rectangle(box[:2], box.width, box.height, fill=False, edgecolor=colour, linewidth=1.6)


def _draw_image(axes: Axes, digit: Digit) -> None:
    axes.imshow(digit.image, cmap="gray", vmin=0, vmax=1, interpolation="nearest")
    axes.set_axis_off()


def _draw_bars(axes: Axes, digit: Digit) -> None:
    colours = [COLOURS["bar"]] * 10
    if not digit.refused:
        colours[digit.best] = COLOURS[_role_of(digit)]
    axes.bar(range(10), [1] * 10, color=COLOURS["track"])
    axes.bar(range(10), digit.probabilities, color=colours)
    axes.set(ylim=(0, 1), xlim=(-0.6, 9.6), yticks=[])
    axes.set_facecolor(COLOURS["panel"])
    axes.set_xticks(range(10), [str(value) for value in range(10)], fontsize=6, color=COLOURS["muted"])
    axes.tick_params(length=0, pad=2)
    words = "no digit" if digit.refused else percent(digit.confidence)
    axes.text(0.3, 1.14, digit.label, fontsize=17, weight="bold", color=COLOURS[_role_of(digit)], ha="center")
    axes.text(1.9, 1.2, words, fontsize=8.5, color=COLOURS["text"])
    axes.spines[:].set_visible(False)


def _role_of(digit: Digit) -> str:
    """Return the role in `COLOURS` that says how sure the reading of `digit` is."""
    return "refused" if digit.refused else "sure" if digit.confidence >= SURE else "unsure"
