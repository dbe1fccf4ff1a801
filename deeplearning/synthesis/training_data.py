"""Makes the training data of the window's network: scans, pen digits, and drawings that are no digit.

Every epoch has every scan once, every pen digit several times, drawn anew each time, and a fixed number of
drawings that are no digit. The target of those is the same probability for all ten: the network is trained to
answer that it does not know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from os import cpu_count

import cv2
import numpy as np
import numpy.typing as npt

from deeplearning.ink.drawings import Drawing
from deeplearning.recognition.preprocessing import mark, render_paths
from deeplearning.synthesis import not_digits
from deeplearning.synthesis.augmentation import ORDINARY, Paths, normalise, render_varied, vary, vary_scans

Images = npt.NDArray[np.uint8]
Targets = npt.NDArray[np.float32]

RENDERINGS = 3
"""Images of every pen digit in an epoch, each drawn anew."""

NOT_DIGITS = 12_000
"""Drawings in an epoch that are no digit."""

AS_THEY_ARE = 0.5
"""Share of the scans in an epoch that are not varied, because the network is asked about such."""

SHARES = {"letter": 0.25, "scribble": 0.42, "pair": 0.17, "stroke": 0.10, "piece": 0.06}
"""The kinds of drawing that are no digit, and the share of each."""


class Hands:
    """Holds pen digits by writer, and makes drawings of them that are no digit."""

    def __init__(self, drawings: Sequence[Drawing]) -> None:
        """Take labelled digits, whose notes name their writers."""
        self.digits: list[Paths] = [[stroke.points for stroke in drawing.strokes] for drawing in drawings]
        self.labels = np.array([int(drawing.label or 0) for drawing in drawings])
        self._writers = [str(drawing.notes.get("writer")) for drawing in drawings]
        self._by_writer: dict[str, list[int]] = defaultdict(list)
        for i, writer in enumerate(self._writers):
            self._by_writer[writer].append(i)
        # One stroke of these is no digit: a four without its last, the bar of a five or seven.
        self._single = [d[:1] for d, n in zip(self.digits, self.labels, strict=True) if n == 4 and len(d) > 1]
        self._single += [
            d[1:2] for d, n in zip(self.digits, self.labels, strict=True) if n in (5, 7) and d[1:]
        ]

    def pair(self, rng: np.random.Generator) -> Paths:
        """Return two digits by one writer in one frame, or one beside a piece of the other."""
        i = int(rng.integers(len(self.digits)))
        one, other = self.digits[i], self.digits[rng.choice(self._by_writer[self._writers[i]])]
        if rng.random() < 0.3:
            size = rng.uniform(0.4, 1.0)
            other = [path * size for path in normalise(not_digits.piece(other, rng))]
        if rng.random() < 0.2:
            one, other = other, one
        width = np.diag([rng.uniform(0.8, 1.2), 1.0])
        return [path @ width for path in not_digits.pair(one, other, rng)]

    def not_a_digit(self, rng: np.random.Generator) -> Paths:
        """Return a drawing of a kind drawn from `SHARES` that is no digit."""
        kind = rng.choice(list(SHARES), p=list(SHARES.values()))
        if kind == "letter":
            return not_digits.letter(rng)
        if kind == "scribble":
            return not_digits.scribble(rng)
        if kind == "pair":
            return self.pair(rng)
        if kind == "stroke" and self._single:
            return vary(self._single[rng.integers(len(self._single))], rng)
        return not_digits.piece(self.digits[rng.integers(len(self.digits))], rng)


def lesson(
    hands: Hands, scans: tuple[Images, Targets], seed: int, epoch: int, renderings: int, not_digits: int
) -> tuple[Images, Targets]:
    """Return one epoch's images (n, 28, 28), 0 to 255, and targets (n, 10), shuffled.

    `scans` are images with their targets; those of drawings are one-hot, or 0.1 throughout for what is no
    digit. The same arguments give the same images.
    """
    cv2.setNumThreads(1)  # the processes share the cores already
    rng = np.random.default_rng([seed, epoch])
    drawn = [render_varied(paths, rng) for _ in range(renderings) for paths in hands.digits]
    drawn += [
        render_paths(hands.not_a_digit(rng), float(rng.uniform(*ORDINARY.pens))) for _ in range(not_digits)
    ]
    one_hot = np.eye(10, dtype=np.float32)[np.tile(hands.labels, renderings)]
    no_digit = np.full((not_digits, 10), 0.1, np.float32)
    varied = np.where(rng.random((len(scans[0]), 1, 1)) < AS_THEY_ARE, scans[0], vary_scans(scans[0], rng))
    images = np.concatenate([varied, np.rint(mark(np.stack(drawn)) * 255).astype(np.uint8)])
    targets = np.concatenate([scans[1], one_hot, no_digit]).astype(np.float32)
    order = rng.permutation(len(images))
    return images[order], targets[order]


def lessons(
    drawings: Sequence[Drawing],
    scans: tuple[Images, Targets],
    epochs: int,
    seed: int,
    renderings: int = RENDERINGS,
    not_digits: int = NOT_DIGITS,
) -> list[tuple[Images, Targets]]:
    """Return the images and targets of `epochs` epochs.

    All cores make them; an image takes one core about 0.4 ms.
    """
    make = partial(lesson, Hands(drawings), scans, seed, renderings=renderings, not_digits=not_digits)
    if epochs * (renderings * len(drawings) + not_digits) < 20_000:
        return [make(epoch) for epoch in range(epochs)]  # sooner done than processes are started
    with ProcessPoolExecutor(cpu_count()) as pool:
        return list(pool.map(make, range(epochs)))
