"""Starts the window with a drawing. Arguments: MODEL DRAWINGS IMAGES.

It tells the moments of the first frame and the first reading, then the peak memory, the screen's driver, and
the times of IMAGES images asked of LiteRT.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from deeplearning.benchmark.probes.telling import peak_memory, tell_figures, tell_moment, time_calls
from deeplearning.window.main import main

if TYPE_CHECKING:
    from deeplearning.window.application import Application


def follow_start(application: Application, drawings: str, image_count: int) -> None:
    """Tell what a frame of `application` shows for the first time; close it after the first reading."""
    if application.reading is None:
        tell_moment("frame")
        return
    tell_moment("reading")
    memory = peak_memory()
    import pygame

    from deeplearning.benchmark.digit_images import load_images

    assert application.recognizer
    times = time_calls(
        application.recognizer.reader.ask, [image[None] for image in load_images(drawings)], image_count
    )
    tell_figures(peak_memory=memory, driver=pygame.display.get_driver(), images=times)
    pygame.event.post(pygame.event.Event(pygame.QUIT))


if __name__ == "__main__":
    model, drawings, image_count = sys.argv[1:]
    sys.exit(
        main(
            ["--model", model, "--open", drawings],
            on_frame=lambda application: follow_start(application, drawings, int(image_count)),
        )
    )
