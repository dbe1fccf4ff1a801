"""The digits of a file of drawings, and their images, as the benchmark's probes show them to a network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from deeplearning.ink.drawings import Drawing, load
from deeplearning.ink.writers import is_digit

if TYPE_CHECKING:
    from deeplearning.recognition.preprocessing import Image


def load_digits(path: str | Path) -> list[Drawing]:
    """Return the drawings of the file that are single digits."""
    return [drawing for drawing in load(path) if is_digit(drawing)]


def load_images(path: str | Path) -> list[Image]:
    """Return the image, (28, 28), of each of the file's digits."""
    from deeplearning.recognition.preprocessing import render  # no first frame waits for it

    return [image for digit in load_digits(path) if (image := render(digit.strokes)) is not None]
