"""The network's files read by the libraries themselves, the independent reference of what the window reads.

Keras runs in a process of its own: that of the tests must stay free of TensorFlow.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from ai_edge_litert.interpreter import Interpreter

Images = npt.NDArray[np.float32]
Probabilities = npt.NDArray[np.float32]

PROGRAM = Path(__file__).with_name("keras_predict.py")


def keras_probabilities(architecture: dict[str, Any], weights: Path, images: Images) -> Probabilities:
    """Return what Keras answers to (n, 28, 28) images: (n, 10), by a card's `architecture` with `weights`."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "architecture.json").write_text(json.dumps(architecture))
        np.save(Path(folder) / "images.npy", images.astype(np.float32))
        environment = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3", "KERAS_BACKEND": "tensorflow"}
        command = [sys.executable, str(PROGRAM), folder, str(weights)]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        answers: Probabilities = np.load(Path(folder) / "answers.npy")
    return answers


def litert_probabilities(path: Path, images: Images) -> Probabilities:
    """Return what LiteRT answers to (n, 28, 28) images: (n, 10), without the card's temperature."""
    interpreter = Interpreter(model_path=str(path))
    entry = interpreter.get_input_details()[0]["index"]
    result = next(out["index"] for out in interpreter.get_output_details() if out["shape"][-1] == 10)
    interpreter.resize_tensor_input(entry, [len(images), 28, 28, 1])
    interpreter.allocate_tensors()
    interpreter.set_tensor(entry, images.astype(np.float32)[..., None])
    interpreter.invoke()
    answers: Probabilities = interpreter.get_tensor(result)
    return answers
