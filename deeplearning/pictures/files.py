"""Files that a person opens, drawings or pictures of digits, and where they go on the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from deeplearning.ink import drawings
from deeplearning.ink.bounded_read import check_ordinary
from deeplearning.ink.drawings import Drawing, DrawingError

SUFFIXES = (
    ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".webp", ".bmp", ".tif", ".tiff", ".gif", ".avif",
    ".heic", ".heif", ".hif", ".jp2", ".j2k", ".pdf", ".svg",
)  # fmt: skip
"""What pictures are called. PDF and SVG are among them to be told apart from drawings, and what to do."""

BEGINNINGS = (
    b"\x89PNG", b"\xff\xd8\xff", b"BM", b"GIF8", b"II*\0", b"MM\0*", b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51",
    b"%PDF", b"<svg",
)  # fmt: skip
"""What their files begin with, WebP's, AVIF's and HEIC's aside."""

_KIND = re.compile(r"[^_]+_[0-9]+_(.+)")
"""A picture's name that tells its kind, such as 1905_227_historical."""


def first(path: Path) -> Drawing:
    """Return the drawing in the file at `path`: a picture's, or the first of JSON Lines or UNIPEN.

    Raises DrawingError, and ImportError where the packages that pictures need are not installed.
    """
    if path.is_dir():
        raise DrawingError(f"{path} is a folder: `python -m deeplearning.read {path}` reads what is in it.")
    if not is_picture(path):
        return next(drawings.read(path))
    # OpenCV and scikit-image take longer to import than the window's first frame may.
    from deeplearning.pictures.picture import load_picture

    return load_picture(path)


def from_bytes(content: bytes, name: str) -> Drawing:
    """Return what stands in the picture in `content`, a file's, which DrawingError calls `name`."""
    from deeplearning.pictures.decoding import decode
    from deeplearning.pictures.picture import scan

    return scan(decode(content, name).colours, name).drawing


def is_picture(path: Path) -> bool:
    """Whether the file at `path` is called or begins like a picture."""
    if path.suffix.lower() in SUFFIXES:
        return not path.is_dir()
    try:
        check_ordinary(path)
        with path.open("rb") as file:
            beginning = file.read(12)
    except OSError:
        return False
    is_webp = (beginning[:4], beginning[8:]) == (b"RIFF", b"WEBP")
    return beginning.startswith(BEGINNINGS) or is_webp or beginning[4:8] == b"ftyp"


def pictures_in(folder: Path) -> list[Path]:
    """Return the pictures in `folder` by name; DrawingError where there are none, or one has no label."""
    found = sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and path.is_file()
    )
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

    One called LABEL_NUMBER_KIND has its kind as the note `gap`, by which results are grouped. A picture in
    which no ink is found becomes a drawing without strokes: that is a result like others.
    """
    from deeplearning.pictures.picture import NoWriting, load_picture

    for path in paths:
        try:
            strokes = load_picture(path).strokes
        except NoWriting:
            strokes = ()
        kind = _KIND.fullmatch(path.stem)
        yield Drawing(strokes, _label(path), {"gap": kind[1]} if kind else {})


def _label(path: Path) -> str | None:
    match = re.fullmatch(r"([0-9]+|\?)_.*", path.name)
    return match[1] if match else None
