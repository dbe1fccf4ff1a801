"""Remembers what one writer said of single groups of strokes, and how that changes the network's answers.

Every correction keeps a description of its group: the network's features and a small image. Where a group to
be read looks like remembered ones, the logit of their class is raised; "no digit" is a class of its own that
begins far below the best answer. Once something was corrected, digits that the writer saw and left as they
were count a little, too: most of what is left to learn are first deviations from what the same writer does
elsewhere.

The rule and its numbers were chosen by measurement on writers who are not held out, with networks that never
met them: of the errors in the second half of each of UNIPEN's writers 68% remained with the features alone,
58% with the image beside them, 45% with all of it; of UCI's, by the network of MNIST, 29, 31 and 23%.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from deeplearning.ink.history import MAX_TAUGHT
from deeplearning.ink.naming import LABELS, NONE, check_label
from deeplearning.ink.stroke import Stroke

GAIN = 10.0
"""What a group that looks exactly like a remembered one adds to the logit of its class, in nats."""

LEAST_SIMILARITY = 0.55
"""Groups less alike than this, as a cosine, say nothing of each other."""

IMAGE_SHARE = 0.6
"""Share of the image in the similarity of two groups; the rest is the features'."""

FAINT_FEATURES = 2.0
"""Features of about this length or less say little, so that the image counts for more: those of digits are 5
to 20 long, those of what is refused below 2 and often all zero."""

NONE_DISTANCE = 5.0
"""Where the logit of "no digit" begins, in nats below the network's best answer."""

SAME_SIMILARITY = 0.95
"""Of two corrections as alike as this that contradict each other, only the later one counts."""

ACCEPTED_GAIN = 2.0
"""The same in nats for a digit that was read and left as it was: silence says less than a correction."""

LEAST_ACCEPTED_CONFIDENCE = 0.5
"""Digits that were read less surely than this are not taken for accepted."""

MAX_ACCEPTED = 300
"""Digits that were left as they were of which the newest are kept, not on disk."""

ROWS_A_PRODUCT = 512
"""Remembered groups in one product of matrices: larger ones go to several threads, which wait for each other
for milliseconds where the processor is busy."""

MAX_CORRECTIONS = MAX_TAUGHT
"""Corrections of one writer that are kept; whoever writes a number every day for years makes fewer."""

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Correction:
    """What the writer said of one group: its `strokes`, a label of `LABELS`, and the `day` as 2026-01-31."""

    strokes: tuple[Stroke, ...]
    label: str
    day: str = ""


class Memory:
    """The corrections of one writer, oldest first."""

    def __init__(self, most: int = MAX_CORRECTIONS) -> None:
        """Begin with none; keep at `most` so many."""
        self._most = most
        self.version = 0
        self._corrections: list[Correction] = []
        self._vectors: Floats = np.zeros((0, 0), np.float32)  # (n, length of a description)
        self._classes: Indices = np.zeros(0, np.intp)  # (n,), places in LABELS
        self._overruled: Indices = np.zeros(0, np.intp)  # (n,), how many later ones contradict each
        self._accepted: Floats = np.zeros((0, 0), np.float32)  # (m, length)
        self._accepted_classes: Indices = np.zeros(0, np.intp)  # (m,)

    def __len__(self) -> int:
        """Return how many corrections are kept, contradicted ones included."""
        return len(self._corrections)

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """All that is kept, oldest first, contradicted ones included."""
        return tuple(self._corrections)

    @property
    def valid(self) -> tuple[Correction, ...]:
        """The corrections that count: no later one contradicts them. Oldest first."""
        return tuple(self._corrections[i] for i in np.flatnonzero(self._overruled == 0))

    def learn(self, correction: Correction, description: Floats) -> None:
        """Keep `correction`, whose group has this `description`, as the newest.

        Earlier ones that it contradicts count no longer, until it is forgotten. Where there are too many, a
        contradicted one leaves first, and then the oldest. Raises ValueError for an unknown label.
        """
        check_label(correction.label)
        kind = LABELS.index(correction.label)
        if self._corrections:
            self._overruled += self._contradicted(description, kind)
        else:
            self._vectors = np.zeros((0, len(description)), np.float32)
        self._vectors = np.concatenate([self._vectors, description[None].astype(np.float32)])
        self._classes = np.append(self._classes, kind)
        self._overruled = np.append(self._overruled, 0)
        self._corrections.append(correction)
        self.version += 1
        if len(self._corrections) > self._most:
            contradicted = np.flatnonzero(self._overruled)
            self._remove(int(contradicted[0]) if len(contradicted) else 0)

    def accept(self, probabilities: Floats, descriptions: Floats) -> None:
        """Take the answers `probabilities`, (n, 10), to n groups for right, because the writer left them so.

        Nothing happens before the first correction: whoever never corrects may not look. Doubtful answers are
        left out.
        """
        sure = probabilities.max(axis=1) >= LEAST_ACCEPTED_CONFIDENCE
        if not self._corrections or not sure.any():
            return
        if not len(self._accepted):
            self._accepted = np.zeros((0, descriptions.shape[1]), np.float32)
        classes = probabilities[sure].argmax(axis=1)
        self._accepted = np.concatenate([self._accepted, descriptions[sure]])[-MAX_ACCEPTED:]
        self._accepted_classes = np.concatenate([self._accepted_classes, classes])[-MAX_ACCEPTED:]
        self.version += 1

    def forget(self, correction: Correction) -> bool:
        """Take back `correction`, and so what it contradicted counts again; return whether it was known."""
        places = [i for i, known in enumerate(self._corrections) if known is correction]
        if not places:
            return False
        self._remove(places[0])
        return True

    def clear(self) -> None:
        """Forget everything."""
        self._corrections = []
        self._vectors, self._classes, self._overruled = (
            self._vectors[:0],
            self._classes[:0],
            self._overruled[:0],
        )
        self._accepted, self._accepted_classes = self._accepted[:0], self._accepted_classes[:0]
        self.version += 1

    def adjusted(self, probabilities: Floats, descriptions: Floats) -> tuple[Floats, Floats]:
        """Return what `probabilities`, (n, 10), become by what is remembered, and how surely each is none.

        `descriptions` are those of the n groups, (n, length). The second result, (n,), is the probability
        that a group is no digit; the ten answers share it evenly. With an empty memory nothing changes.
        """
        if not self._corrections:
            return probabilities, np.zeros(len(probabilities), np.float32)
        logits = np.log(np.maximum(probabilities, np.finfo(np.float32).tiny))
        none = logits.max(axis=1, keepdims=True) - NONE_DISTANCE
        raised = np.concatenate([logits, none], axis=1) + self._raises(descriptions)  # (n, 11)
        if not ((self._classes == LABELS.index(NONE)) & (self._overruled == 0)).any():
            raised[:, -1] = -np.inf
        powers = np.exp(raised - raised.max(axis=1, keepdims=True))
        shares = powers / powers.sum(axis=1, keepdims=True)
        found: Floats = (shares[:, :-1] + shares[:, -1:] / (len(LABELS) - 1)).astype(np.float32)
        return found, shares[:, -1].astype(np.float32)

    def _raises(self, descriptions: Floats) -> Floats:
        """Return by how much each class's logit is raised, (n, 11), for n groups."""
        counting = self._overruled == 0
        said = _strengths(descriptions, self._vectors, self._classes, counting)
        left = _strengths(descriptions, self._accepted, self._accepted_classes)
        raises: Floats = np.maximum(GAIN * said, ACCEPTED_GAIN * left)
        return raises

    def _contradicted(self, description: Floats, kind: int) -> npt.NDArray[np.bool_]:
        """Return which of the corrections look like `description` and are of another class than `kind`."""
        same = _cosines(description[None], self._vectors)[0] >= SAME_SIMILARITY
        found: npt.NDArray[np.bool_] = same & (self._classes != kind)
        return found

    def _remove(self, at: int) -> None:
        """Remove correction `at`; what it contradicted counts again."""
        self._overruled[:at] -= self._contradicted(self._vectors[at], int(self._classes[at]))[:at]
        self._vectors = np.delete(self._vectors, at, axis=0)
        self._classes = np.delete(self._classes, at)
        self._overruled = np.delete(self._overruled, at)
        del self._corrections[at]
        self.version += 1


def describe(images: Floats, features: Floats | None) -> Floats:
    """Return the descriptions, (n, length), of groups with these `images`, (n, 28, 28).

    `features`, (n, k), are what the network makes of them; None where it gives none, and the image is all
    there is. Each description has the length 1, so that products are cosines.
    """
    count, side = len(images), images.shape[1] // 2
    # Averages of 2 x 2 pixels: hands are not steadier than that.
    small = images.reshape(count, side, 2, side, 2).mean(axis=(2, 4)).reshape(count, -1)
    if features is None:
        return _normed(small)
    strength = features / (np.linalg.norm(features, axis=1, keepdims=True) + FAINT_FEATURES)
    parts = [strength * np.sqrt(1 - IMAGE_SHARE), _normed(small) * np.sqrt(IMAGE_SHARE)]
    return _normed(np.concatenate(parts, axis=1))


def _strengths(
    descriptions: Floats, vectors: Floats, classes: Indices, counting: npt.NDArray[np.bool_] | None = None
) -> Floats:
    """Return how strongly n groups resemble remembered ones of each class, (n, 11), from 0 to 1.

    `vectors`, (m, length), are the remembered ones, of which those that are not `counting` are left out.
    """
    nearest = np.zeros((len(descriptions), len(LABELS)), np.float32)
    if len(vectors):
        similar = _cosines(descriptions, vectors)
        if counting is not None:
            similar[:, ~counting] = 0
        for kind in np.unique(classes).tolist():
            nearest[:, kind] = similar[:, classes == kind].max(axis=1)
    strengths: Floats = np.maximum(0, (nearest - LEAST_SIMILARITY) / (1 - LEAST_SIMILARITY))
    return strengths


def _cosines(descriptions: Floats, vectors: Floats) -> Floats:
    """Return the cosines, (n, m), of n descriptions and m remembered ones."""
    blocks = [vectors[start : start + ROWS_A_PRODUCT] for start in range(0, len(vectors), ROWS_A_PRODUCT)]
    return np.concatenate([descriptions @ block.T for block in blocks], axis=1)


def _normed(rows: Floats) -> Floats:
    """Return `rows` scaled to the length 1; empty ones stay empty."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    normed: Floats = (rows / np.maximum(lengths, np.finfo(np.float32).tiny)).astype(np.float32)
    return normed
