"""What the window's networks learn from: scans varied, pen digits drawn afresh, rare styles, and no digits.

Every epoch sees every scan once and every pen digit several times, never twice alike, and a fixed number of
digits of rare styles and of drawings that are no digit. The target of the latter is the same probability for
all ten digits: not to know is the right answer.
"""

from __future__ import annotations

import multiprocessing
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial

import cv2
import numpy as np
import numpy.typing as npt

from deeplearning._processes import process_count
from deeplearning.ink.drawings import Drawing
from deeplearning.recognition.preprocessing import mark, render_paths
from deeplearning.synthesis import not_digits, styles
from deeplearning.synthesis.augmentation import ORDINARY, Paths, normalise, render_varied, vary, vary_scans

Images = npt.NDArray[np.uint8]
Targets = npt.NDArray[np.float32]

AS_THEY_ARE = 0.5
"""Share of the scans that an epoch shows unvaried, as the network will be asked."""

KIND_SHARES = {"letter": 0.23, "scribble": 0.39, "pair": 0.16, "stroke": 0.09, "piece": 0.05, "framed": 0.08}
"""Which kinds of made drawing that are no digit, as shares of them."""

FEW_IMAGES = 20_000
"""Fewer images than this are made sooner than processes are started."""


@dataclass(frozen=True)
class EpochPlan:
    """How many drawings an epoch has."""

    prototypes: int = 5_000
    """Digits of rare styles that are drawn by rule."""
    letters: int = 11_000
    """Real letters, varied."""
    made: int = 8_000
    """Drawings of `KIND_SHARES`."""


@dataclass
class Material:
    """Pen digits and letters to learn from.

    `digits` are labelled drawings and `renderings` how often an epoch draws each; `letters` are drawings that
    are no digit and look like none.
    """

    digits: Sequence[Drawing]
    renderings: Sequence[int]
    letters: Sequence[Drawing] = ()
    paths: list[Paths] = field(init=False)
    labels: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Sort the digits by writer, and find strokes that are no digit by themselves."""
        self.paths = [_paths(drawing) for drawing in self.digits]
        self.labels = [int(drawing.label or 0) for drawing in self.digits]
        self._letters = [_paths(drawing) for drawing in self.letters]
        self._writers = [drawing.writer for drawing in self.digits]
        self._by_writer: dict[str, list[int]] = defaultdict(list)
        for i, writer in enumerate(self._writers):
            self._by_writer[writer].append(i)
        # One stroke of these is no digit: a four without its last, the bar of a five or seven.
        both = list(zip(self.paths, self.labels, strict=True))
        self._single = [paths[:1] for paths, label in both if label == 4 and len(paths) > 1]
        self._single += [paths[1:2] for paths, label in both if label in (5, 7) and len(paths) > 1]

    def letter(self, rng: np.random.Generator) -> Paths:
        """Return a real letter, or where there are none one that is made."""
        if not self._letters:
            return not_digits.letter(rng)
        return vary(self._letters[rng.integers(len(self._letters))], rng)

    def pair(self, rng: np.random.Generator) -> Paths:
        """Return two digits by one writer side by side, or one beside a piece of the other."""
        i = int(rng.integers(len(self.paths)))
        one, other = self.paths[i], self.paths[rng.choice(self._by_writer[self._writers[i]])]
        if rng.random() < 0.3:
            size = rng.uniform(0.4, 1.0)
            other = [path * size for path in normalise(not_digits.piece(other, rng))]
        if rng.random() < 0.2:
            one, other = other, one
        width = np.diag([rng.uniform(0.8, 1.2), 1.0])
        return [path @ width for path in not_digits.pair(one, other, rng)]

    def not_a_digit(self, rng: np.random.Generator) -> Paths:
        """Return a drawing that is no digit, of a kind drawn from `KIND_SHARES`."""
        kind = rng.choice(list(KIND_SHARES), p=list(KIND_SHARES.values()))
        if kind == "letter":
            return not_digits.letter(rng)
        if kind == "scribble":
            return not_digits.scribble(rng)
        if kind == "pair":
            return self.pair(rng)
        if kind == "stroke" and self._single:
            return vary(self._single[rng.integers(len(self._single))], rng)
        digit = self.paths[rng.integers(len(self.paths))]
        return not_digits.framed(digit, rng) if kind == "framed" else not_digits.piece(digit, rng)


def _paths(drawing: Drawing) -> Paths:
    return [stroke.points for stroke in drawing.strokes]


def make_epoch(
    material: Material, scans: tuple[Images, Targets], plan: EpochPlan, seed: int, epoch: int
) -> tuple[Images, Targets]:
    """Return one epoch's images (n, 28, 28), 0 to 255, and targets (n, 10), shuffled.

    `scans` are images with their targets; those of drawings are one-hot, or 0.1 throughout for what is no
    digit. The same arguments give the same epoch.
    """
    cv2.setNumThreads(1)  # the processes share the cores already
    rng = np.random.default_rng([seed, epoch])
    drawn, labels = _drawn_digits(material, plan.prototypes, rng)
    others = [render_varied(material.letter(rng), rng) for _ in range(plan.letters)]
    others += [
        render_paths(material.not_a_digit(rng), float(rng.uniform(*ORDINARY.pens))) for _ in range(plan.made)
    ]
    one_hot = np.eye(10, dtype=np.float32)[labels]
    unknown = np.full((len(others), 10), 0.1, np.float32)
    varied = np.where(rng.random((len(scans[0]), 1, 1)) < AS_THEY_ARE, scans[0], vary_scans(scans[0], rng))
    marked = np.rint(mark(np.stack(drawn + others)) * 255).astype(np.uint8)
    images = np.concatenate([varied, marked])
    targets = np.concatenate([scans[1], one_hot, unknown]).astype(np.float32)
    order = rng.permutation(len(images))
    return images[order], targets[order]


def _drawn_digits(
    material: Material, prototypes: int, rng: np.random.Generator
) -> tuple[list[npt.NDArray[np.float32]], list[int]]:
    """Return images of all digits, as often as each is drawn and some in a rare style, and of prototypes."""
    drawn, labels = [], []
    for paths, label, times in zip(material.paths, material.labels, material.renderings, strict=True):
        for _ in range(times):
            drawn.append(render_varied(styles.styled(paths, label, rng), rng))
            labels.append(label)
    for _ in range(prototypes):
        paths, label = styles.prototype(rng)
        drawn.append(render_paths(paths, float(rng.uniform(*ORDINARY.pens))))
        labels.append(label)
    return drawn, labels


def make_epochs(
    material: Material, scans: tuple[Images, Targets], plan: EpochPlan, seed: int, epochs: Sequence[int]
) -> Iterator[tuple[Images, Targets]]:
    """Yield the `epochs` of these numbers, made ahead by other processes: about 0.5 ms of a core an image."""
    make = partial(make_epoch, material, scans, plan, seed)
    images = sum(material.renderings) + plan.prototypes + plan.letters + plan.made
    if len(epochs) * images < FEW_IMAGES:
        yield from map(make, epochs)
        return
    # A forked process would inherit the locks of whatever else runs here, TensorFlow's threads among it.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(process_count(len(epochs)), context) as pool:
        waiting = [pool.submit(make, epoch) for epoch in epochs]
        while waiting:
            yield waiting.pop(0).result()
