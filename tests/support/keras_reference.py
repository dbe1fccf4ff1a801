"""The network's files read by the libraries themselves, the independent reference of what the window reads.

Keras runs in a process of its own: that of the tests must stay free of TensorFlow.
"""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from ai_edge_litert.interpreter import Interpreter

Images = npt.NDArray[np.float32]
Probabilities = npt.NDArray[np.float32]

HAS_TENSORFLOW = importlib.util.find_spec("tensorflow") is not None
"""Whether TensorFlow is installed, which not every Python can have."""
PROGRAM = Path(__file__).with_name("keras_predict.py")


def keras_probabilities(architecture: dict[str, Any], weights: Path, images: Images) -> Probabilities:
    """Return what Keras answers to (n, 28, 28) images: (n, 10), by a card's `architecture` with `weights`."""
    (answers,) = keras_outputs(architecture, weights, images, "digit")
    return answers


def keras_outputs(
    architecture: dict[str, Any], weights: Path, images: Images, *layers: str
) -> list[Probabilities]:
    """Return what each of `layers` gives in Keras for (n, 28, 28) images: (n, its units).

    One process tells of all of them, as TensorFlow takes seconds to begin. Skip the test where there is none.
    """
    if not HAS_TENSORFLOW:
        pytest.skip("Keras needs TensorFlow")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "architecture.json").write_text(json.dumps(architecture))
        np.save(Path(folder) / "images.npy", images.astype(np.float32))
        environment = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_BACKEND": "tensorflow"}
        command = [sys.executable, str(PROGRAM), folder, str(weights), *layers]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        return [np.load(Path(folder) / f"{layer}.npy") for layer in layers]


def litert_probabilities(path: Path, images: Images) -> Probabilities:
    """Return what LiteRT answers to (n, 28, 28) images: (n, 10), without the card's temperature."""
    return litert_outputs(path, images)[10]


def litert_outputs(path: Path, images: Images) -> dict[int, Probabilities]:
    """Return all that LiteRT gives for (n, 28, 28) images, each (n, width), by its width."""
    interpreter = Interpreter(model_path=str(path))
    entry = interpreter.get_input_details()[0]["index"]
    interpreter.resize_tensor_input(entry, [len(images), 28, 28, 1])
    interpreter.allocate_tensors()
    interpreter.set_tensor(entry, images.astype(np.float32)[..., None])
    interpreter.invoke()
    outputs = [interpreter.get_tensor(out["index"]) for out in interpreter.get_output_details()]
    return {output.shape[-1]: output for output in outputs}
