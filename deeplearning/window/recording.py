"""Recordings of the window: what the pen does in each frame, and the frames as a GIF or PNG.

Time is counted in frames, not taken from a clock, so a recording comes out alike on every machine.
"""

from __future__ import annotations

import io
import math
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from deeplearning.ink.stroke import Stroke

if TYPE_CHECKING:
    from PIL.Image import Image

FRAMES_PER_SECOND = 20
"""Frames a second; a GIF counts in hundredths, and browsers show none that is shorter than two."""

POINTS_PER_FRAME = 5
"""Points of a stroke that are drawn in a frame, which makes 100 a second, as often as a mouse reports."""

MAX_GLIDE = 60.0
"""Most pixels that the lifted pen moves in a frame."""

FIRST_FRAME_MS, LAST_FRAME_MS = 500, 3000
"""Milliseconds that the first and the last frame stay."""

EXACT_COLOURS, MIXED_COLOURS = 96, 159
"""Colours of the palette that are the commonest ones, and that stand for all others. Pillow needs the one
that is left for what does not change from frame to frame."""

RECORDING_SUFFIXES = (".gif", ".png")
"""What a recording's name can end in."""

Frame = npt.NDArray[np.uint8]

Point = tuple[float, float]


class Step(NamedTuple):
    """One event of the pen: `kind` is "hover", "press", "draw" or "lift"; the rest is in paper pixels."""

    kind: str
    x: float
    y: float
    width: float


def replay(strokes: Sequence[Stroke], begin: Point) -> Iterator[list[Step]]:
    """Yield for each frame what the pen does in it: come from `begin`, in paper pixels, and draw `strokes`.

    A stroke's points are all drawn, in their order; between strokes the pen glides.
    """
    at = begin
    for stroke in strokes:
        points: list[Point] = [(x, y) for x, y in stroke.points.tolist()]
        for x, y in glide(at, points[0]):
            yield [Step("hover", x, y, stroke.width)]
        at = points[-1]
        kinds = ["press"] + ["draw"] * (len(points) - 1) + ["lift"]
        path = zip(kinds, [*points, at], strict=True)
        steps = [Step(kind, x, y, stroke.width) for kind, (x, y) in path]
        yield from (
            steps[first : first + POINTS_PER_FRAME] for first in range(0, len(steps), POINTS_PER_FRAME)
        )


def glide(begin: Point, end: Point) -> Iterator[Point]:
    """Yield for each frame where the lifted pen is, from after `begin` to `end`: slowly, fast and slowly."""
    # The steepest part of the curve below is half as steep again as a straight line.
    many = max(2, math.ceil(1.5 * math.dist(begin, end) / MAX_GLIDE))
    for number in range(1, many + 1):
        share = number / many
        share = share * share * (3 - 2 * share)
        yield begin[0] + (end[0] - begin[0]) * share, begin[1] + (end[1] - begin[1]) * share


class Recording:
    """Frames of one size, kept packed until they are written."""

    def __init__(self) -> None:
        """Begin without frames."""
        self._frames: list[bytes] = []
        self._shape: tuple[int, ...] = ()

    def __len__(self) -> int:
        """Return how many frames were added."""
        return len(self._frames)

    def add(self, frame: Frame) -> None:
        """Add a frame, uint8 of shape (height, width, 3): red, green and blue.

        Raises ValueError for another type, shape or size than the first one's.
        """
        if frame.dtype != np.uint8 or frame.ndim != 3 or frame.shape != (self._shape or frame.shape):
            raise ValueError("frames of a recording are of one size, (height, width, 3), uint8")
        self._shape = frame.shape
        self._frames.append(zlib.compress(frame.tobytes(), 1))

    def save(self, path: Path) -> None:
        """Write all frames as a GIF, or the last one where `path` ends in .png.

        Raises OSError where it cannot be written, ImportError without Pillow, ValueError without frames.
        """
        if not self._frames:
            raise ValueError("a recording without frames cannot be saved")
        file = io.BytesIO()
        if path.suffix.lower() == ".png":
            self._image(-1).save(file, "PNG", optimize=True)
        else:
            self._write_gif(file)
        path.write_bytes(file.getvalue())

    def _write_gif(self, file: io.BytesIO) -> None:
        from PIL import Image

        counts: Counter[tuple[int, int, int]] = Counter()
        for number in range(len(self)):
            image = self._image(number)
            found = image.getcolors(image.width * image.height) or []
            counts.update({colour: count for count, colour in found})  # type: ignore[misc]
        palette, index = _palette(counts)
        pages = []
        for number in range(len(self)):
            page = Image.fromarray(index[_packed(np.asarray(self._image(number)))])
            page.putpalette(palette.tobytes())
            pages.append(page)
        times = [FIRST_FRAME_MS] + [1000 // FRAMES_PER_SECOND] * (len(self) - 2) + [LAST_FRAME_MS]
        pages[0].save(
            file, "GIF", save_all=True, append_images=pages[1:], duration=times[-len(self) :], loop=0
        )

    def _image(self, number: int) -> Image:
        from PIL import Image

        pixels = np.frombuffer(zlib.decompress(self._frames[number]), np.uint8)
        return Image.fromarray(pixels.reshape(self._shape))


def _packed(colours: Frame) -> npt.NDArray[np.uint32]:
    """Return colours of shape (..., 3) as numbers of 24 bits, shape (...)."""
    red, green, blue = np.moveaxis(colours.astype(np.uint32), -1, 0)
    packed: npt.NDArray[np.uint32] = red << 16 | green << 8 | blue
    return packed


def _palette(counts: Counter[tuple[int, int, int]]) -> tuple[Frame, npt.NDArray[np.uint8]]:
    """Return the colours, (at most 256, 3), that stand for all in `counts`, and every packed colour's index.

    The commonest stay exactly what they are, and the others are averaged; nothing is dithered, so that
    whatever stands still in the window also does in the GIF.
    """
    from PIL import Image

    every = np.array([colour for colour, _ in counts.most_common()], np.uint8)
    exact, others = every[:EXACT_COLOURS], every[EXACT_COLOURS:]
    palette = exact
    if len(others):
        mixed = (
            Image.fromarray(others[None]).quantize(MIXED_COLOURS, dither=Image.Dither.NONE).getpalette() or []
        )
        palette = np.concatenate([exact, np.array(mixed, np.uint8).reshape(-1, 3)])
    index = np.zeros(1 << 24, np.uint8)
    for part in np.array_split(every, 1 + len(every) // 1000):
        apart = np.square(part[:, None].astype(np.int32) - palette[None]).sum(axis=2)
        index[_packed(part)] = apart.argmin(axis=1)
    return palette, index
