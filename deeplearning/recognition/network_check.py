"""Runs a network for which no card vouches once, in a process of its own.

LiteRT checks that a file is well formed, not that its numbers make sense: a single flipped bit can end the
whole process in the middle of a calculation, which no `except` catches, or keep it busy for ever.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys

SECONDS = 60.0
"""A network that has not answered by then never will; a whole start takes half a second."""

MEMORY = 4 << 30
"""Bytes that the trial may use, where the system can limit them; a damaged size may ask for any number."""

BATCHES = (1, 5)
"""Numbers of images that are asked about together, as the window does."""


def survives(content: bytes, seconds: float = SECONDS) -> bool:
    """Return whether a `.tflite` file's `content` loads and answers without harm, within `seconds`."""
    # What NumPy sets aside for every core would count as used.
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    # Without -P the modules beside this one would stand in front of the installed ones.
    command = [sys.executable, "-P", __file__]
    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run(
            command, input=content, env=environment, stdout=quiet, stderr=quiet, timeout=seconds, check=False
        )
    except (subprocess.TimeoutExpired, OSError):  # OSError where no process can be started
        return False
    return done.returncode == 0


def _main() -> None:
    import numpy as np
    from ai_edge_litert.interpreter import Interpreter

    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    interpreter = Interpreter(model_content=sys.stdin.buffer.read(), num_threads=1)
    entry = interpreter.get_input_details()[0]["index"]
    ways_out = [details["index"] for details in interpreter.get_output_details()]
    for images in BATCHES:
        shape = images, 28, 28, 1
        interpreter.resize_tensor_input(entry, shape)
        interpreter.allocate_tensors()
        interpreter.set_tensor(entry, np.ones(shape, np.float32))
        interpreter.invoke()
        for way_out in ways_out:
            interpreter.get_tensor(way_out)


if __name__ == "__main__":
    _main()
