"""Looks up every figure of a notebook's prose: in its outputs, or in a list that says where it comes from.

A figure of three digits or more is looked for among the outputs of its own chapter, to the precision
written; one in a summary among all outputs. Shorter ones, and numbers in words, would be found anywhere by
chance: those stand in the notebook's list, each with its source, and the sources are looked up as well.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

from tests.support.paths import ROOT

WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
"""Numbers in words, from 2 on; a plain one or once says too little to be checked."""

MORE_WORDS = ("fifteen", "twenty", "hundred", "half", "third", "fifth", "tenth", "eleventh", "millionth")
"""What else counts as a figure."""

NUMBER = r"\d[\d,]*\d(?:\.\d+)?|\d(?:\.\d+)?"
FIGURE = re.compile(rf"(?<![\w/.,-])(?:{NUMBER})%?(?![\w/])|\b(?:{'|'.join((*WORDS, *MORE_WORDS))})\b")
PRINTED = re.compile(rf"(?<![\w/.])(?:{NUMBER})%?(?![\w/])")
NUMERAL = re.compile(rf"(?<![\w/.,-])(?:{NUMBER})(?![\w/])")
LEAST_DIGITS = 3
"""A figure with fewer significant digits than this is found among many outputs by chance."""

NO_FIGURES = (
    re.compile(r"```.*?```", re.DOTALL),
    re.compile(r"`[^`]*`"),
    re.compile(r"\[\d{4}\.\d{5}\]\([^)]*\)"),  # a paper on arXiv
    re.compile(r"(?<=\])\([^)]*\)"),  # where a link leads
    re.compile(r"^#+ (?:\d+\. )?|^\d+\. ", re.MULTILINE),  # numbers of chapters and of items in a list
    re.compile(r"\b(?:chapter|Figure|Table)\s+\d+"),
    re.compile(r"(?<!\*)\*\d\*(?!\*)"),  # a digit's shape, not a count
)


@dataclass(frozen=True)
class Code:
    """The figure is decided by the code of a cell."""

    cell: str
    text: str

    def holds(self, notebook: "Notebook", _: str) -> bool:
        return self.text in notebook.cell(self.cell).source


@dataclass(frozen=True)
class Told:
    """The figure stands in a file of the project, which says how it was measured."""

    path: str
    text: str

    def holds(self, _: "Notebook", __: str) -> bool:
        return self.text in flat((ROOT / self.path).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Output:
    """The figure stands in the output of a cell, beside what makes it that one."""

    cell: str
    text: str

    def holds(self, notebook: "Notebook", _: str) -> bool:
        return self.text in flat(notebook.output(self.cell))


@dataclass(frozen=True)
class Derived:
    """The figures in the phrase follow from outputs."""

    values: Callable[["Notebook"], tuple[float, ...]]

    def holds(self, notebook: "Notebook", phrase: str) -> bool:
        figures = [match[0] for match in FIGURE.finditer(phrase)]
        values = self.values(notebook)
        pairs = zip(figures, values, strict=True)
        return all(is_rounding(figure.strip("%"), Decimal(repr(value))) for figure, value in pairs)


@dataclass(frozen=True)
class Cited:
    """The figure is somebody else's, or was counted by eye: `where` says so, and nothing can be looked up."""

    where: str

    def holds(self, _: "Notebook", __: str) -> bool:
        return bool(self.where)


Source = Code | Told | Output | Derived | Cited


@dataclass(frozen=True)
class Notebook:
    """A notebook, the cells of prose that sum it up, and its figures that no output shows as they are."""

    content: Any
    summaries: frozenset[str]
    listed: dict[str, Source]

    def cell(self, name: str) -> Any:
        return next(cell for cell in self.content.cells if cell["id"] == name)

    def output(self, *names: str) -> str:
        """Return what these cells put out, tables as text."""
        parts = []
        for name in names:
            for output in self.cell(name).get("outputs", []):
                table = re.sub(r"<style.*?</style>|<[^>]*>", " ", output.get("data", {}).get("text/html", ""))
                parts += [output.get("text", ""), html.unescape(table)]
        return "\n".join(parts)

    def chapters(self) -> Iterator[tuple[list[Any], list[str]]]:
        """Yield each chapter's prose and the ids of the cells of code whose outputs it may speak of."""
        code = [cell["id"] for cell in self.content.cells if cell.cell_type == "code"]
        prose: list[Any] = []
        inside: list[str] = []
        for cell in self.content.cells:
            if cell.cell_type == "code":
                inside.append(cell["id"])
            elif cell["id"] in self.summaries:
                yield [cell], code
            else:
                if cell.source.startswith("## "):
                    yield prose, inside
                    prose, inside = [], []
                prose.append(cell)
        yield prose, inside

    def unexplained(self) -> list[str]:
        """Return every figure of the prose that neither an output nor the list explains, with its words."""
        found = []
        for prose, inside in self.chapters():
            printed = self.printed(inside)
            for cell in prose:
                found += [f"{cell['id']}: {words}" for words in self.unexplained_in(cell.source, printed)]
        return found

    def printed(self, cells: list[str]) -> list[str]:
        """Return all numbers that these cells put out."""
        return [match[0] for match in PRINTED.finditer(self.output(*cells))]

    def unexplained_in(self, source: str, printed: list[str]) -> list[str]:
        """Return the figures of one cell's prose that are neither among those `printed` nor in the list."""
        text = figures_only(source)
        excused = [span for phrase in self.listed for span in spans(flat(phrase), text)]
        return [
            text[max(0, match.start() - 40) : match.end() + 30]
            for match in FIGURE.finditer(text)
            if not any(start <= match.start() < end for start, end in excused)
            and not is_printed(match[0], printed)
        ]


def flat(text: str) -> str:
    """Return `text` with every gap one space wide and nothing bold."""
    return " ".join(text.replace("**", "").split())


def figures_only(source: str) -> str:
    """Return prose without code, links' targets and the numbers of chapters, pictures and shapes."""
    for pattern in NO_FIGURES:
        source = pattern.sub(" ~ ", source)
    return flat(source)


def spans(phrase: str, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text)]


def is_printed(figure: str, printed: list[str]) -> bool:
    """Return whether a figure of three digits or more is one of those that were printed, rounded as it is."""
    digits = re.sub(r"\D", "", figure).lstrip("0")
    if len(digits) < LEAST_DIGITS:
        return False
    written = figure.strip("%")
    same_unit = (
        Decimal(re.sub("[,%]", "", one)) for one in printed if one.endswith("%") == figure.endswith("%")
    )
    return any(is_rounding(written, value) for value in same_unit if places(value) >= places(number(written)))


def is_rounding(figure: str, value: Decimal) -> bool:
    """Return whether `figure`, a number or a word, is `value` to the precision that it is written with."""
    written = number(figure)
    last = Decimal(1).scaleb(-places(written))
    return written in {value.quantize(last, way) for way in (ROUND_HALF_UP, ROUND_HALF_EVEN)}


def number(figure: str) -> Decimal:
    return Decimal(WORDS.index(figure) + 2) if figure in WORDS else Decimal(figure.replace(",", ""))


def places(value: Decimal) -> int:
    """Return how many digits stand behind the point."""
    return -int(value.as_tuple().exponent)
