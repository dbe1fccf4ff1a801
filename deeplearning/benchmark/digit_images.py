"""The images of the digits in a file of drawings, as the benchmark's probes show them to a network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from deeplearning.ink.writers import load_digits

if TYPE_CHECKING:
    from deeplearning.recognition.preprocessing import Image


def load_images(path: str | Path) -> list[Image]:
    """Return the image, (28, 28), of each of the file's digits."""
    from deeplearning.recognition.preprocessing import render  # no first frame waits for it

    return [image for digit in load_digits(path) if (image := render(digit.strokes)) is not None]
