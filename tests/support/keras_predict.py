"""Answers by Keras: `keras_predict.py FOLDER WEIGHTS LAYER` reads architecture.json and images.npy in FOLDER.

It writes what the layer gives, answers.npy.
"""

import sys
from pathlib import Path

import keras
import numpy as np

folder, weights, layer = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
network = keras.models.model_from_json((folder / "architecture.json").read_text())
network.load_weights(weights)
images = np.load(folder / "images.npy")
network = keras.Model(network.inputs, network.get_layer(layer).output)
np.save(folder / "answers.npy", network.predict(images[..., None], verbose=0))
