"""Makes `small.tflite`: averages of 7 x 7 pixels and one Dense layer, untrained, 3 kB in all, for tests.

Run as `python tests/support/make_small_network.py tests/support/small.tflite`, with TensorFlow.
"""

import sys

import keras

keras.utils.set_random_seed(1)
network = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        keras.layers.AveragePooling2D(7),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
network.export(sys.argv[1], format="litert", verbose=False)
