"""How well drawings are read: `python -m deeplearning.evaluate FILE` prints it by digit, gap and writer.

Every drawing goes through exactly what the window uses, on paper of 640 x 640 pixels. A UNIPEN digit has a
tablet's coordinates, so it is first placed on the paper; JSON Lines are taken as they are; a folder holds
pictures named `LABEL_anything.png`; the test images of `mnist.npz` go straight to the network.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tqdm import tqdm

from deeplearning.evaluation.blob_reader import BlobReader
from deeplearning.evaluation.scoring import Item, read_drawings, read_mnist, report, summarise
from deeplearning.ink.drawings import DrawingError, load
from deeplearning.ink.placement import place
from deeplearning.ink.writers import by_writers
from deeplearning.pictures.files import load_pictures, pictures_in
from deeplearning.recognition.network import ModelError, Network, warn
from deeplearning.recognition.recognizer import MODEL, Recognizer


def _pair(text: str) -> tuple[float, float]:
    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError:
        x = y = math.nan
    if not (math.isfinite(x) and math.isfinite(y)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a place: write two numbers, such as 0.3,0.3")
    return x, y


def _height(text: str) -> float:
    try:
        height = float(text)
    except ValueError:
        height = math.nan
    if not 0 < height < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is not a height: write a number above 0, such as 0.6")
    return height


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m deeplearning.evaluate", description="Print how well a file's drawings are read."
    )
    parser.add_argument(
        "file", type=Path, help="UNIPEN, JSON Lines of strokes, mnist.npz, or a folder of pictures"
    )
    parser.add_argument("--model", type=Path, default=MODEL, help="a .tflite file (default: the window's)")
    parser.add_argument(
        "--height", type=_height, default=0.6, help="a UNIPEN digit's longer side, in papers (default: 0.6)"
    )
    parser.add_argument("--at", type=_pair, default=(0.5, 0.5), metavar="X,Y", help="where its middle stands")
    parser.add_argument("--writers", metavar="A,B", help="only drawings by these")
    parser.add_argument(
        "--blobs", action="store_true", help="read as most programs do: every blob of pixels is a digit"
    )
    parser.add_argument("--json", type=Path, metavar="OUT", help="also write all figures and items here")
    return parser


def _items(arguments: argparse.Namespace) -> tuple[Iterator[Item], int | None]:
    """Return the results, read as they are asked for, and how many there will be where that is known."""
    if arguments.file.suffix == ".npz":
        if arguments.writers or arguments.blobs:
            raise DrawingError(f"{arguments.file} holds no strokes, which --writers and --blobs need.")
        network = Network(arguments.model)
        warn(network.warning)
        return read_mnist(arguments.file, network), None
    recognizer = (BlobReader if arguments.blobs else Recognizer)(arguments.model)
    warn(recognizer.warning)
    if arguments.file.is_dir():
        if arguments.writers:
            raise DrawingError(f"{arguments.file} holds pictures, which --writers cannot tell apart.")
        pictures = pictures_in(arguments.file)
        return read_drawings(load_pictures(pictures), recognizer), len(pictures)
    drawings = load(arguments.file)
    with arguments.file.open("rb") as file:
        is_unipen = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b".")
    if arguments.writers:
        drawings = by_writers(drawings, arguments.writers)
    if is_unipen:
        drawings = [place(drawing, arguments.height, arguments.at) for drawing in drawings]
    return read_drawings(drawings, recognizer), len(drawings)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status, 2 where the file or the network cannot be read."""
    arguments = _parser().parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):  # Labels may hold what a terminal has no character for.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        items, total = _items(arguments)
        figures = summarise(list(tqdm(items, total=total, unit=" drawings", file=sys.stderr)))
        if arguments.json:
            arguments.json.write_text(json.dumps(figures) + "\n", encoding="utf-8")
        print(report(figures))
    except (DrawingError, ModelError) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{arguments.json} cannot be written: {error.strerror or error}.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
