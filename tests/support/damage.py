"""Damage for tests: files as bad disks, bad programs and bad people leave them, and what may come of them."""

import os
import random

from deeplearning.ink.drawings import DrawingError
from deeplearning.recognition.network import ModelError

SAMPLES = int(os.environ.get("DIGITS_FILES", "0")) or 300
"""How many damaged files of each kind are tried."""


def damaged(content, samples=SAMPLES):
    """Yield `content` cut off, with one bit flipped, with bytes lost, doubled or replaced by others."""
    rng = random.Random(0)
    for _ in range(samples):
        at, length = rng.randrange(len(content)), rng.randint(1, 8)
        match rng.randrange(6):
            case 0:
                yield content[:at]
            case 1 | 2:
                yield content[:at] + bytes([content[at] ^ 1 << rng.randrange(8)]) + content[at + 1 :]
            case 3:
                yield content[:at] + content[at + length :]
            case 4:
                yield content[:at] + content[at : at + length] + content[at:]
            case 5:
                yield content[:at] + rng.randbytes(length) + content[at + length :]


def attempt(load, path):
    """Return what `load` makes of the file, or None where it refuses it in one sentence."""
    try:
        return load(path)
    except (DrawingError, ModelError) as error:
        sentence = str(error)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert path.stem in sentence
    return None
