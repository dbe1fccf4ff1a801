"""Every figure in a notebook's prose is an output's, or stands in a list that says where it comes from."""

import nbformat
import pytest

from tests.notebooks.mnist_figures import MNIST
from tests.notebooks.pens_figures import PENS
from tests.support.paths import ROOT
from tests.support.prose_figures import NUMERAL, Notebook, figures_only, is_printed, spans

NOTEBOOKS = {
    "MNIST": (frozenset({"title", "summary"}), MNIST),
    "Pens": (frozenset({"title", "learnt-text"}), PENS),
}
"""By name: the cells that sum up the whole notebook, and where the figures come from that no output shows."""


@pytest.fixture(params=NOTEBOOKS)
def notebook(request: pytest.FixtureRequest) -> Notebook:
    content = nbformat.read(ROOT / "deeplearning" / f"{request.param}.ipynb", as_version=4)
    return Notebook(content, *NOTEBOOKS[request.param])


def test_every_figure_is_an_output_s_or_has_its_source_listed(notebook: Notebook) -> None:
    assert notebook.unexplained() == []


def test_what_is_listed_holds_and_stands_in_the_prose(notebook: Notebook) -> None:
    prose = [figures_only(cell.source) for cell in notebook.content.cells if cell.cell_type == "markdown"]
    listed = notebook.listed.items()
    assert [phrase for phrase, source in listed if not source.holds(notebook, phrase)] == []
    assert [phrase for phrase in notebook.listed if not any(spans(phrase, text) for text in prose)] == []


def test_a_figure_that_is_changed_is_found(notebook: Notebook) -> None:
    """Change each numeral of the prose by one in its last place: hardly any may pass for another output."""
    unnoticed, changed = [], 0
    for prose, inside in notebook.chapters():
        printed = notebook.printed(inside)
        for source in (cell.source for cell in prose):
            for match in NUMERAL.finditer(source):
                last = str((int(match[0][-1]) + 1) % 10)
                other = source[: match.end() - 1] + last + source[match.end() :]
                if figures_only(other) != figures_only(source):
                    changed += 1
                    unnoticed += [] if notebook.unexplained_in(other, printed) else [match[0]]
    assert changed > 50
    assert len(unnoticed) <= 0.05 * changed, unnoticed


@pytest.mark.parametrize(
    ("figure", "printed", "same"),
    [
        ("97.5%", "97.52%", True),
        ("97.6%", "97.52%", False),
        ("97.52", "97.52%", False),
        ("2,498", "2498", True),
        ("99.630%", "99.63%", False),
        ("0.26", "0.262", False),  # too short to be looked for
    ],
)
def test_a_figure_is_compared_to_the_precision_written(figure: str, printed: str, same: bool) -> None:
    assert is_printed(figure, [printed]) is same
