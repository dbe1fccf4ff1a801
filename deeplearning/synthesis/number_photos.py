"""Makes photos of numbers as people write them: in rows, in the boxes of a form, on a sheet on a dark table.

What a photo is made of besides, paper, rules, ink, light and camera, is `photos`'.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from deeplearning.ink.box import Box
from deeplearning.ink.drawings import Drawing
from deeplearning.ink.stroke import FloatArray, bounds
from deeplearning.synthesis.not_digits import rounded
from deeplearning.synthesis.photos import (
    MARGIN_SHARE,
    MAX_PHOTO_SIDE,
    Picture,
    Scene,
    draw_paper,
    expose,
    make_light,
    make_smooth_noise,
    tilt,
)

MAX_ROWS, MAX_PHOTO_DIGITS_IN_ROW = 3, 6
"""Most rows of a number and most digits of one."""

BOX_KINDS = {"free": 0.6, "cells": 0.2, "frame": 0.2}
"""How often digits stand free, each in a cell of its own, or each row in a frame."""

TABLE_SHARE = 0.3
"""Share of the photos that show the table around the sheet."""

TABLE_COLOURS = ((0.03, 0.05, 0.09), (0.05, 0.05, 0.05), (0.10, 0.13, 0.20))
"""Reflectance (blue, green, red) of dark wood, a black desk and light wood, all far darker than paper."""


class NumberPhoto(NamedTuple):
    """A photo of a number as a JPEG file's `content`; its `kind` is one of `BOX_KINDS`, `-table` after it."""

    label: str
    kind: str
    content: bytes


def photograph_number(digits: Sequence[Drawing], rng: np.random.Generator) -> NumberPhoto:
    """Return a photo of a number made of `digits`, in this order."""
    rows = _rows(len(digits), rng)
    with_table = rng.random() < TABLE_SHARE
    boxes = str(rng.choice(list(BOX_KINDS), p=list(BOX_KINDS.values())))
    scene = _lay_out(digits, rows, boxes, with_table, rng)
    picture = draw_paper(scene, rng)
    if with_table:
        picture = _lay_on_table(picture, scene, rng)
    seen = tilt(picture, rng)
    label = "".join(drawing.label or "" for drawing in digits)
    content = expose(seen * make_light(seen.shape[:2], rng)[..., None], rng)
    return NumberPhoto(label, f"{boxes}-table" if with_table else boxes, content)


def choose_digits(by_writer: Sequence[Drawing], rng: np.random.Generator) -> list[Drawing]:
    """Return random ones of a writer's drawings, as many as a number has."""
    count = int(rng.integers(2, MAX_PHOTO_DIGITS_IN_ROW + 1)) * int(rng.choice([1, 2, 3], p=[0.7, 0.2, 0.1]))
    return [by_writer[i] for i in rng.integers(len(by_writer), size=count)]


def _rows(count: int, rng: np.random.Generator) -> list[int]:
    """Return how many digits each row has; together they have `count`."""
    least = -(-count // MAX_PHOTO_DIGITS_IN_ROW)
    rows = int(rng.integers(least, max(least, min(MAX_ROWS, count // 2)) + 1)) if count > 3 else 1
    return [len(part) for part in np.array_split(np.arange(count), rows)]


def _lay_out(
    digits: Sequence[Drawing], rows: list[int], kind: str, with_table: bool, rng: np.random.Generator
) -> Scene:
    """Return `digits` in `rows` on a paper of its own, with boxes of that `kind` around them."""
    paths, boxes = _write(digits, rows, kind, rng)
    low, high = (
        np.min([path.min(axis=0) for path in paths], axis=0),
        np.max([p.max(axis=0) for p in paths], axis=0),
    )
    room = rng.uniform(0.5, 1.3, (2, 2)) + (1.0 if with_table else 0.0)
    whole = high - low + room.sum(axis=0)
    height = min(float(np.exp(rng.uniform(np.log(40), np.log(150)))), MAX_PHOTO_SIDE / float(whole.max()))
    photo = whole * height
    shift = photo * MARGIN_SHARE + (room[0] - low) * height
    wide, tall = (int(side) for side in np.ceil(photo * (1 + 2 * MARGIN_SHARE)))
    return Scene(
        [rounded(path * height + shift, 2) for path in paths],
        (tall, wide),
        height,
        height * float(rng.uniform(0.05, 0.13)),
        [_moved(box, height, shift) for box in boxes],
    )


def _write(
    digits: Sequence[Drawing], rows: list[int], kind: str, rng: np.random.Generator
) -> tuple[list[FloatArray], list[Box]]:
    """Return the paths of `digits` in `rows`, a digit's height being 1, and the boxes around them."""
    paths: list[FloatArray] = []
    boxes: list[Box] = []
    gap, pitch, size = rng.uniform(0.15, 0.5), rng.uniform(1.5, 2.1), rng.uniform(0.8, 0.95)
    at = 0
    for row, count in enumerate(rows):
        x, foot = 0.0, row * pitch
        for number in range(count):
            box = bounds(digits[at].strokes)
            scale = size * rng.uniform(0.9, 1.1) / max(box.height, 0.8 * box.width, 1e-6)
            wide, high = box.width * scale, box.height * scale
            if kind == "cells":
                x = number * 1.4 + (1.4 - wide) / 2
                boxes.append(Box(number * 1.4, foot - 1.2, (number + 1) * 1.4, foot + 0.2))
            corner = np.array([x, foot - (1 + high) / 2 + rng.uniform(-0.06, 0.06)])
            paths += [(s.points - (box.left, box.top)) * scale + corner for s in digits[at].strokes]
            x += wide + gap * rng.uniform(0.7, 1.4)
            at += 1
        if kind == "frame":
            boxes.append(Box(-0.4, foot - 1.3, x + 0.25, foot + 0.3))
    return paths, boxes


def _moved(box: Box, scale: float, shift: FloatArray) -> Box:
    x, y = shift.tolist()
    return Box(box.left * scale + x, box.top * scale + y, box.right * scale + x, box.bottom * scale + y)


def _lay_on_table(picture: Picture, scene: Scene, rng: np.random.Generator) -> Picture:
    """Return `picture` with all but a sheet around the writing replaced by a table with grain."""
    low = np.min([path.min(axis=0) for path in scene.paths], axis=0)
    high = np.max([path.max(axis=0) for path in scene.paths], axis=0)
    margin = scene.height * rng.uniform(0.6, 0.95, (2, 2))
    (left, top), (right, bottom) = (
        np.rint(at).astype(int).tolist() for at in (low - margin[0], high + margin[1])
    )
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], float)
    corners += rng.uniform(-0.06, 0.06, (4, 2)) * scene.height
    sheet = np.zeros(scene.size, np.uint8)
    cv2.fillPoly(sheet, [np.rint(corners).astype(np.int32)], 255, cv2.LINE_AA)
    table = np.array(TABLE_COLOURS[rng.integers(len(TABLE_COLOURS))], np.float32)
    grain = 1 + 0.08 * make_smooth_noise(scene.size, 6.0, rng)[..., None]
    covered = (sheet / 255).astype(np.float32)[..., None]
    return np.asarray(np.clip(picture * covered + table * grain * (1 - covered), 0, 1), np.float32)
