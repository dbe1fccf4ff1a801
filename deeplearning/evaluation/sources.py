"""What can be evaluated: a file of drawings, a folder of pictures, or MNIST's test images."""

from __future__ import annotations

from collections.abc import Iterator
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


def load_learner(
    path: Path,
    model: Path | None,
    *,
    writers: str | None = None,
    enrolled: int = 0,
    height: float = 0.6,
    centre: tuple[float, float] = (0.5, 0.5),
) -> Learner:
    """Return what reads the drawings in the file at `path` and learns; arguments are as in `read_source`.

    Raises DrawingError and ModelError.
    """
    if path.suffix == ".npz" or path.is_dir():
        raise DrawingError(f"{path} holds no strokes, which --learn needs: name a file of drawings.")
    recognizer = Recognizer(model or MODEL)
    warn(recognizer.warning)
    return Learner(recognizer, _load_drawings(path, writers, height, centre), enrolled)


def _load_drawings(
    path: Path, writers: str | None, height: float, centre: tuple[float, float]
) -> list[Drawing]:
    """Return the drawings of a file, those of UNIPEN placed on the paper."""
    drawings = load(path)
    if writers:
        drawings = by_writers(drawings, writers)
    if is_unipen(path):
        drawings = [place(drawing, height, centre) for drawing in drawings]
    return drawings


def read_source(
    path: Path,
    model: Path | None,
    *,
    writers: str | None = None,
    by_blobs: bool = False,
    height: float = 0.6,
    centre: tuple[float, float] = (0.5, 0.5),
) -> tuple[Iterator[Item], int | None]:
    """Return the results for what is at `path`, each read when it is asked for, and how many there will be.

    That is None where it is not known. UNIPEN's drawings are placed on the paper by `height` and `centre`,
    as `placement.place` takes them. Raises DrawingError and ModelError.
    """
    model = model or MODEL
    if path.suffix == ".npz":
        if writers or by_blobs:
            raise DrawingError(f"{path} holds no strokes, which --writers and --blobs need.")
        network = Network(model)
        warn(network.warning)
        return read_mnist(path, network), None
    reader = BlobReader(model) if by_blobs else Recognizer(model)
    warn(reader.warning)
    if path.is_dir():
        if writers:
            raise DrawingError(f"{path} holds pictures, which --writers cannot tell apart.")
        pictures = pictures_in(path)
        return read_drawings(load_pictures(pictures), reader), len(pictures)
    drawings = _load_drawings(path, writers, height, centre)
    return read_drawings(drawings, reader), len(drawings)
