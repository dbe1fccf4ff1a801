"""Answers by Keras: `keras_predict.py FOLDER WEIGHTS LAYER ...` writes what each layer gives, LAYER.npy.

The network is architecture.json and its input images.npy, both in FOLDER.
"""

import sys
from pathlib import Path

import keras
import numpy as np

folder, weights, layers = Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
network = keras.models.model_from_json((folder / "architecture.json").read_text())
network.load_weights(weights)
images = np.load(folder / "images.npy")
network = keras.Model(network.inputs, {layer: network.get_layer(layer).output for layer in layers})
for layer, answers in network.predict(images[..., None], verbose=0).items():
    np.save(folder / f"{layer}.npy", answers)
