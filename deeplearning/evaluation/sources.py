"""What can be evaluated: a file of drawings, a folder of pictures, or MNIST's test images."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deeplearning.evaluation.blob_reader import BlobReader
from deeplearning.evaluation.learning import Learner
from deeplearning.evaluation.scoring import Item, read_drawings, read_mnist
from deeplearning.ink.drawings import Drawing, DrawingError, is_unipen, load
from deeplearning.ink.placement import place
from deeplearning.ink.writers import by_writers
from deeplearning.pictures.files import load_pictures, pictures_in
from deeplearning.recognition.network import Network, warn
from deeplearning.recognition.recognizer import MODEL, Recognizer


@dataclass(frozen=True)
class Choice:
    """Which drawings of a file are read, None meaning all, and how UNIPEN's are placed on the paper.

    `writers` is a list as `ink.writers.matching_names` takes it, `letters` characters of the note `letter`;
    `height` and `centre` are in papers, as `placement.place` takes them.
    """

    writers: str | None = None
    letters: str | None = None
    height: float = 0.6
    centre: tuple[float, float] = (0.5, 0.5)


def load_learner(path: Path, model: Path | None, choice: Choice, enrolled: int = 0) -> Learner:
    """Return what reads the drawings in the file at `path` and learns; raises DrawingError and ModelError."""
    if path.suffix == ".npz" or path.is_dir():
        raise DrawingError(f"{path} holds no strokes, which --learn needs: name a file of drawings.")
    recognizer = Recognizer(model or MODEL)
    warn(recognizer.warning)
    return Learner(recognizer, _load_drawings(path, choice), enrolled)


def read_source(
    path: Path, model: Path | None, choice: Choice, by_blobs: bool = False
) -> tuple[Iterator[Item], int | None]:
    """Return the results for what is at `path`, each read when it is asked for, and how many there will be.

    That is None where it is not known. Raises DrawingError and ModelError.
    """
    model = model or MODEL
    chosen = choice.writers or choice.letters
    if path.suffix == ".npz":
        if chosen or by_blobs:
            raise DrawingError(f"{path} holds no strokes, which --writers, --letters and --blobs need.")
        network = Network(model)
        warn(network.warning)
        return read_mnist(path, network), None
    reader = BlobReader(model) if by_blobs else Recognizer(model)
    warn(reader.warning)
    if path.is_dir():
        if chosen:
            raise DrawingError(f"{path} holds pictures, which --writers and --letters cannot tell apart.")
        pictures = pictures_in(path)
        return read_drawings(load_pictures(pictures), reader), len(pictures)
    drawings = _load_drawings(path, choice)
    return read_drawings(drawings, reader), len(drawings)


def _load_drawings(path: Path, choice: Choice) -> list[Drawing]:
    """Return the drawings of a file that are chosen, those of UNIPEN placed on the paper."""
    drawings = load(path)
    if choice.writers:
        drawings = by_writers(drawings, choice.writers)
    if choice.letters:
        letters = list(choice.letters)
        drawings = [drawing for drawing in drawings if str(drawing.notes.get("letter")) in letters]
        if not drawings:
            raise DrawingError(f"{path} holds no drawing of the letters {choice.letters}.")
    if all(drawing.label is None for drawing in drawings):
        raise DrawingError(f'{path} says nowhere what its drawings show: give each a label, as "label": "7".')
    if is_unipen(path):
        drawings = [place(drawing, choice.height, choice.centre) for drawing in drawings]
    return drawings
