"""Files that a person opens, drawings or pictures of digits, and where they go on the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from deeplearning import drawings
from deeplearning.drawings import Drawing, DrawingError, on_paper
from deeplearning.ink import PAPER, Stroke, bounds

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".gif")
"""What pictures are called."""

BEGINNINGS = (b"\x89PNG", b"\xff\xd8\xff", b"BM", b"GIF8", b"II*\0", b"MM\0*")
"""What their files begin with, WebP's aside."""

GAP = 0.03
"""Empty paper between what is there and what is put beside it, in paper sides."""

SMALLEST = 0.4
"""What would have to be made smaller than this, compared with how it came, is not put beside but on top."""


def first(path: Path) -> Drawing:
    """Return the drawing in the file at `path`: a picture's, or the first of JSON Lines or UNIPEN.

    Raises DrawingError, and ImportError where the packages that pictures need are not installed.
    """
    if not is_picture(path):
        return next(drawings.read(path))
    # OpenCV and scikit-image take longer to import than the window's first frame may.
    from deeplearning.pictures import load_picture

    return load_picture(path)


def is_picture(path: Path) -> bool:
    """Whether the file at `path` is called or begins like a picture."""
    if path.suffix.lower() in SUFFIXES:
        return not path.is_dir()
    try:
        with path.open("rb") as file:
            beginning = file.read(12)
    except OSError:
        return False
    return beginning.startswith(BEGINNINGS) or (beginning[:4], beginning[8:]) == (b"RIFF", b"WEBP")


def pictures_in(folder: Path) -> list[Path]:
    """Return the pictures in `folder` by name; DrawingError where there are none, or one has no label."""
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
    if not found:
        raise DrawingError(f"{folder} holds no pictures ({', '.join(SUFFIXES)}).")
    for path in found:
        if _label(path) is None:
            raise DrawingError(
                f"{path} does not say what it shows: call it LABEL_anything{path.suffix}, as 2026_mine.png."
            )
    return found


def load_pictures(paths: Sequence[Path]) -> Iterator[Drawing]:
    """Yield what each of `paths`, as `pictures_in` returns them, shows, with its label; raises DrawingError.

    A picture in which no ink is found becomes a drawing without strokes: that is a result like others.
    """
    from deeplearning.pictures import NoWriting, load_picture

    for path in paths:
        try:
            strokes = load_picture(path).strokes
        except NoWriting:
            strokes = ()
        yield Drawing(strokes, _label(path))


def _label(path: Path) -> str | None:
    match = re.fullmatch(r"([0-9]+|\?)_.*", path.name)
    return match[1] if match else None


def beside(drawing: Drawing, present: Sequence[Stroke]) -> tuple[Stroke, ...]:
    """Return the strokes of `drawing` as they go on a paper on which the strokes `present` stand.

    They stay where they are if that is free; otherwise they are scaled into the largest free side of the
    paper, and where all sides are narrow, they are put on top.
    """
    strokes = on_paper(drawing).strokes
    if not present or not strokes:
        return strokes
    (low, high), (taken_low, taken_high) = _box(strokes), _box(present)
    gap = GAP * PAPER
    if ((low > taken_high + gap) | (high < taken_low - gap)).any():
        return strokes
    best, room_low = 0.0, np.zeros(2)
    for axis in (0, 1):
        for start, end in ((0.0, taken_low[axis] - gap), (taken_high[axis] + gap, float(PAPER))):
            corner, room = np.full(2, gap), np.full(2, PAPER - 2 * gap)
            corner[axis], room[axis] = max(start, gap), min(end, PAPER - gap) - max(start, gap)
            scale = float((room / np.maximum(high - low, 1.0)).min())
            if scale > best:
                best, room_low, room_size = scale, corner, room
    if best < SMALLEST:
        return strokes
    scale = min(best, 1.0)
    shift = room_low + room_size / 2 - (low + high) / 2 * scale
    return tuple(Stroke.of(stroke.points * scale + shift, stroke.width * scale) for stroke in strokes)


def _box(strokes: Sequence[Stroke]) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the largest x and y of the ink, the pen's width included."""
    left, top, right, bottom = bounds(strokes)
    half = max(stroke.width for stroke in strokes) / 2
    return np.array([left, top]) - half, np.array([right, bottom]) + half
