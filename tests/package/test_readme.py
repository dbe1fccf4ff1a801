"""README's figures that also stand on a network's card, in a notebook or in the code are the same there."""

import json
from typing import Any

import nbformat
import pytest

from deeplearning.pictures.decoding import MAX_PIXELS
from deeplearning.recognition.memory import MAX_CORRECTIONS
from tests.support.paths import ROOT

README = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())


def card(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((ROOT / "model" / f"{name}.json").read_text(encoding="utf-8"))
    return content


def output_of(notebook: str, cell: str) -> str:
    content = nbformat.read(ROOT / "deeplearning" / f"{notebook}.ipynb", as_version=4)
    outputs = next(one.outputs for one in content.cells if one["id"] == cell)
    return "".join(output.get("text", "") for output in outputs)


def test_the_scans_are_read_as_the_cards_say() -> None:
    scores = {name: f"{card(name)['test_accuracy']:.2%}" for name in ("held-out", "digits", "mnist")}
    row = "| {held-out} (`digits`: {digits}) | **{mnist}** | `mnist.npz` |".format(**scores)
    assert f"10,000 scans, MNIST's test images {row}" in README


def test_mean_and_spread_are_those_of_the_card_and_of_the_notebook() -> None:
    seeds = card("mnist")["seeds"]
    mean, spread = f"{seeds['mean']:.3%}", f"{100 * seeds['spread']:.3f}"
    assert f"reads {mean} of the test images (standard deviation {spread} points)" in README
    assert f"mean {mean}, standard deviation {spread}%" in output_of("MNIST", "judge")


@pytest.mark.parametrize("name", ["mnist", "digits", "held-out"])
def test_the_network_has_as_many_weights(name: str) -> None:
    assert f"ten outputs; {card(name)['parameters']:,} weights" in README


def test_limits_are_those_of_the_code() -> None:
    assert f"at most {MAX_PIXELS // 1_000_000} million pixels" in README
    assert f"At most {MAX_CORRECTIONS:,} are kept" in README
