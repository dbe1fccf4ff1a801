"""Starts pygame and Keras, the usual way to build such a window. Arguments: MODEL DRAWINGS IMAGES.

It tells the moments of the first frame and the first reading, by `Model.predict`, then the peak memory, and
the times of IMAGES images asked by `model(x)` and by `Model.predict`. The card and the weights of the network
must lie beside MODEL.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from deeplearning.benchmark.digit_images import load_images
from deeplearning.benchmark.probes.telling import peak_memory, tell_figures, tell_moment, time_calls
from deeplearning.ink.writers import load_digits


def load_keras(model: Path) -> Any:
    """Return the Keras network that `model` was exported from."""
    # Where the card is missing, nothing waits for Keras.
    architecture = json.loads(model.with_suffix(".json").read_text())["architecture"]
    import keras

    network = keras.models.model_from_json(json.dumps(architecture))
    network.load_weights(model.with_suffix(".weights.h5"))
    return network


def main(model: str, drawings: str, image_count: str) -> None:
    """Show a digit in a first frame, read it, and tell how long both took and every further image takes."""
    network = load_keras(Path(model))
    import numpy as np
    import pygame

    pygame.display.init()
    screen = pygame.display.set_mode((1280, 640))
    screen.fill("white")
    strokes = load_digits(drawings)[0].strokes
    for stroke in strokes:
        pygame.draw.lines(screen, "black", False, [*stroke.points.tolist()] * 2, 15)
    pygame.display.flip()
    tell_moment("frame")
    from deeplearning.recognition.preprocessing import render  # the window's first frame does without, too

    image = render(strokes)
    assert image is not None
    network.predict(image[None, ..., None], verbose=0)
    tell_moment("reading")
    memory = peak_memory()
    inputs = [image[None, ..., None] for image in load_images(drawings)]
    count = int(image_count)
    tell_figures(
        peak_memory=memory,
        by_call=time_calls(lambda image: np.asarray(network(image)), inputs, count),
        by_predict=time_calls(lambda image: network.predict(image, verbose=0), inputs, count),
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
