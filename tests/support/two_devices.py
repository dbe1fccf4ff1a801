"""Losses of ten steps on one device and on two: `two_devices.py NOTEBOOK` prints a line for each.

The network is the notebook's. Dropout is off, because each device would draw other chances.
"""

import json
import os
import sys
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import tensorflow as tf
from keras import layers

halves = [tf.config.LogicalDeviceConfiguration(), tf.config.LogicalDeviceConfiguration()]
tf.config.set_logical_device_configuration(tf.config.list_physical_devices("CPU")[0], halves)

cells = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["cells"]
names = {"keras": keras, "layers": layers}
exec("".join(next(cell["source"] for cell in cells if cell["id"] == "network")), names)

rng = np.random.default_rng(0)
labels = rng.integers(0, 10, 320)
# Each class is a bright row of its own, so that ten steps are enough to learn something.
images = rng.random((320, 28, 28, 1), np.float32) * 0.2
images[np.arange(320), 4 + 2 * labels] = 1.0
keras.utils.set_random_seed(0)
first_weights = names["build_network"]().get_weights()


def losses(strategy):
    """Return the loss of each of ten steps, taken from the same weights."""
    with strategy.scope():
        network = names["build_network"]()
        network.set_weights(first_weights)
        for layer in network.layers:
            if isinstance(layer, layers.Dropout):
                layer.rate = 0.0
        network.compile(keras.optimizers.Adam(1e-3), "sparse_categorical_crossentropy")
    pairs = tf.data.Dataset.from_tensor_slices((images, labels)).batch(32, drop_remainder=True)
    curves = network.fit(pairs.repeat(), steps_per_epoch=1, epochs=10, shuffle=False, verbose=0)
    return curves.history["loss"]


print(*losses(tf.distribute.get_strategy()))
print(*losses(tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])))
