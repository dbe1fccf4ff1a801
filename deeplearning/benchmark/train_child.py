"""Trains the tutorial's network by one of two recipes, in a process of its own, for `training`.

`python -m deeplearning.benchmark.train_child original EPOCHS` or `... notebook EPOCHS` (0 for as many as the
notebook says). Data, split, network and the newer recipe are the notebook's own cells: none is written twice.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from typing import Any

from deeplearning.benchmark.findings import Training

NOTEBOOK = Path(__file__).parent.parent / "MNIST.ipynb"

SHARED = {
    *("finding", "loading", "parameters", "imports", "libraries"),
    *("checks", "split", "network"),
}
"""Cells, by their ids, that give both recipes the same images and the same network."""

TRAINING = {
    *("hardware", "augment", "batches", "progress"),
    *("float32-copy", "train", "final-training"),
}
"""Cells of the notebook's recipe."""

ORIGINAL_EPOCHS = 28
ORIGINAL_BATCH = 32

Namespace = dict[str, Any]


def cells(ids: Collection[str]) -> Namespace:
    """Run these cells of the notebook, in its order, and return what they define; nothing is printed.

    KeyError where one is missing; SystemExit, with the notebook's sentence, where the data cannot be used.
    """
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    source = {cell["id"]: "".join(cell["source"]) for cell in notebook["cells"]}
    if missing := set(ids) - source.keys():
        raise KeyError(f"{NOTEBOOK.name} has no cells {', '.join(sorted(missing))}")
    names: Namespace = {"show": lambda *_: None, "grid": lambda *_: None}
    with contextlib.redirect_stdout(io.StringIO()):
        for name in source:
            if name in ids:
                try:
                    exec(compile(source[name], f"{NOTEBOOK.name}, {name}", "exec"), names)
                except ValueError as error:
                    raise SystemExit(str(error)) from error
    return names


class EpochClock:
    """Notes what every epoch takes, validation included where there is any, and how well it ends.

    The test images are read beside the training: they choose nothing, and their time does not count.
    """

    def __init__(self, names: Namespace) -> None:
        """Begin with no epoch; `names` are what the notebook's cells of `SHARED` define."""
        self.seconds: list[float] = []
        self.accuracies: list[float] = []
        self.seconds_aside = 0.0
        self.exam, short = ("test", "test") if names["OFFICIAL"] else ("validation", "valid")
        self._images = names["as_input"](names[f"{short}_images"])
        self._labels = names[f"{short}_labels"]
        self.callback = names["keras"].callbacks.LambdaCallback(
            on_epoch_begin=self._begin, on_epoch_end=self._end
        )

    def _begin(self, epoch: int, logs: Any) -> None:  # noqa: ARG002
        self._began = time.perf_counter()

    def _end(self, epoch: int, logs: dict[str, float]) -> None:
        ended = time.perf_counter()
        self.seconds.append(ended - self._began)
        self.accuracies.append(self._examine())
        self.seconds_aside += time.perf_counter() - ended
        scores = {"validation": logs["val_accuracy"]} if "val_accuracy" in logs else {}
        scores[self.exam] = self.accuracies[-1]
        told = ", ".join(f"{name} {score:.2%}" for name, score in scores.items())
        print(f"epoch {epoch + 1}: {self.seconds[-1]:.1f} s, {told}", file=sys.stderr, flush=True)

    def _examine(self) -> float:
        """Return the share of the exam's images that the network reads correctly now."""
        right = 0
        for begin in range(0, len(self._labels), 500):
            answers = self.callback.model.predict_on_batch(self._images[begin : begin + 500])
            right += int((answers.argmax(axis=1) == self._labels[begin : begin + 500]).sum())
        return right / len(self._labels)

    def training(self, names: Namespace, seconds: float, **recipe: Any) -> Training:
        """Return how the training went that began `seconds` ago; `recipe` holds what `names` do not tell."""
        return Training(
            epoch_seconds=self.seconds,
            epoch_accuracies=self.accuracies,
            exam=self.exam,
            seconds=seconds - self.seconds_aside,
            data=names["SOURCE"],
            versions={name: names["VERSIONS"][name] for name in ("tensorflow", "keras")},
            **recipe,
        )


def train_original(epochs: int) -> Training:
    """Train as the original did, for `epochs` or, where that is 0, for as many as it did.

    float32, batches of 32, Keras' ImageDataGenerator, Adam, a rate that is halved when accuracy stands still
    for three epochs, and an end after five.
    """
    names = cells(SHARED)
    keras, clock = names["keras"], EpochClock(names)
    # The generator lives on in Keras' legacy module, which only TensorFlow still gives a public name.
    generator = names["tf"].keras.preprocessing.image.ImageDataGenerator(
        rotation_range=10, zoom_range=0.1, width_shift_range=0.1, height_shift_range=0.1
    )
    keras.utils.set_random_seed(names["SEED"])
    network = names["build_network"]("float32")
    network.compile(keras.optimizers.Adam(), "categorical_crossentropy", metrics=["accuracy"])
    began = time.perf_counter()
    network.fit(
        generator.flow(names["as_input"](names["train_images"]), names["y_train"], ORIGINAL_BATCH),
        epochs=epochs or ORIGINAL_EPOCHS,
        validation_data=(names["x_valid"], names["y_valid"]),
        verbose=0,
        callbacks=[
            keras.callbacks.ReduceLROnPlateau("val_accuracy", factor=0.5, patience=3, min_lr=1e-5),
            keras.callbacks.EarlyStopping("val_accuracy", patience=5),
            clock.callback,
        ],
    )
    seconds = time.perf_counter() - began
    learned, validated = len(names["train_images"]), len(names["x_valid"])
    recipe = {"full_epochs": ORIGINAL_EPOCHS, "batch": ORIGINAL_BATCH, "precision": "float32"}
    return clock.training(names, seconds, learned=learned, validated=validated, **recipe)


def train_notebook(epochs: int) -> Training:
    """Train as the notebook does once it has rehearsed, for `epochs` or, where that is 0, to its end.

    On the official split it learns from the validation images too and does not validate.
    """
    names = cells(SHARED | TRAINING)
    clock, validated = EpochClock(names), not names["OFFICIAL"]
    x, y = names["final_training"]
    began = time.perf_counter()
    options = {"validated": validated, "callbacks": [clock.callback]}
    names["train"](x, y, names["SEED"], epochs or names["EPOCHS"], **options)
    seconds = time.perf_counter() - began
    recipe = {"full_epochs": names["EPOCHS"], "batch": names["BATCH"], "precision": names["PRECISION"]}
    images = len(names["x_valid"]) if validated else 0
    return clock.training(names, seconds, learned=len(x), validated=images, **recipe)


def main(recipe: str, epochs: str) -> int:
    """Train by `recipe` and print what it took."""
    training = {"original": train_original, "notebook": train_notebook}[recipe](int(epochs))
    print("FIGURES", json.dumps(asdict(training)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
