"""Answers by Keras: `keras_predict.py FOLDER WEIGHTS` reads architecture.json and images.npy in FOLDER."""

import sys
from pathlib import Path

import keras
import numpy as np

folder, weights = Path(sys.argv[1]), sys.argv[2]
network = keras.models.model_from_json((folder / "architecture.json").read_text())
network.load_weights(weights)
images = np.load(folder / "images.npy")
np.save(folder / "answers.npy", network.predict(images[..., None], verbose=0))
