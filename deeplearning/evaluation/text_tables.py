"""Figures and tables as a person reads them in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median


def figure(value: float) -> str:
    """Return `value` with three significant digits, or all before the point where there are more."""
    return f"{value:.0f}" if value >= 99.95 else f"{value:.1f}" if value >= 9.995 else f"{value:.2f}"


def spread(values: Sequence[float]) -> str:
    """Return the median of one or more `values`, and where there are several the least and the most."""
    middle = figure(median(values))
    return middle if len(values) == 1 else f"{middle} ({figure(min(values))} to {figure(max(values))})"


def wanted(values: Sequence[float], least: float | None = None, most: float | None = None) -> str:
    """Return what was aimed at, and whether the median of `values` reaches it.

    It is to be `least` or more, or else below `most`.
    """
    middle = median(values)
    if least is not None:
        return f"at least {least:g}: {'reached' if middle >= least else 'MISSED'}"
    assert most is not None
    return f"under {most:.2g}: {'reached' if middle < most else 'MISSED'}"


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return `rows` under `headings` as lines, the first column flush left and all others flush right."""
    lines = [headings, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    texts = []
    for first, *others in lines:
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        texts.append("  ".join(cells).rstrip())
    return "\n".join(texts)
