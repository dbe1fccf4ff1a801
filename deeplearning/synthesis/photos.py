"""Makes photos of drawings: paper, ruled lines, ink, light and camera, one function each.

A photo has a paper with texture, often ruled, a pen with a colour, width and pressure of its own, a light
with a gradient and a shadow, and a camera that stands a little askew, blurs, adds noise and saves as JPEG.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from deeplearning.ink.box import Box
from deeplearning.ink.drawings import Drawing
from deeplearning.ink.stroke import FloatArray, bounds
from deeplearning.synthesis.not_digits import rounded

OVERSAMPLING = 4
"""Ink and ruled lines are drawn this many times larger and averaged down."""

MARGIN_SHARE = 0.2
"""The paper reaches further than the photo by this share of its sides, so that a tilt shows no edge of it."""

MAX_PHOTO_SIDE = 1600
"""Longer side of the largest photo, in pixels."""

LIGHT_ON_DARK_SHARE = 0.2
"""Share of the photos that show light ink on dark: chalk on a board, a white pencil on black paper."""

PAPER_COLOURS = ((0.93, 0.93, 0.92), (0.86, 0.91, 0.94), (0.80, 0.86, 0.88), (0.75, 0.76, 0.77))
"""Reflectance (blue, green, red, 0 to 1) of white, cream, recycled and grey paper."""

INK_COLOURS = (
    (0.07, 0.06, 0.06),
    (0.50, 0.17, 0.10),
    (0.38, 0.36, 0.35),
    (0.12, 0.10, 0.55),
    (0.30, 0.36, 0.10),
)
"""Reflectance of black ink, blue ink, pencil, red ink and green ink."""

BOARD_COLOURS = ((0.10, 0.10, 0.10), (0.16, 0.20, 0.13), (0.22, 0.12, 0.08))
"""Reflectance of black paper, a green board and a blue one."""

CHALK_COLOURS = ((0.88, 0.90, 0.90), (0.55, 0.85, 0.90), (0.80, 0.70, 0.62))
"""Reflectance of white, yellow and pale blue chalk."""

RULE_COLOURS = ((0.66, 0.48, 0.38), (0.42, 0.40, 0.40), (0.50, 0.50, 0.80))
"""Reflectance of blue, grey and red lines on paper."""

Picture = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Scene:
    """The writing on the paper: its `paths`, `height` of a digit and width of the `pen`, in photo pixels.

    `boxes` are printed on the paper beforehand, as on a form.
    """

    paths: list[FloatArray]
    size: tuple[int, int]
    """Height and width of the paper, which is larger than the photo by `MARGIN_SHARE` on every side."""
    height: float
    pen: float
    boxes: Sequence[Box] = ()


def lay_out(drawing: Drawing, rng: np.random.Generator) -> Scene:
    """Return `drawing` at a random size on a paper with random margins; ValueError without strokes."""
    box = bounds(drawing.strokes)
    length = np.array([box.width, box.height])
    digit = max(length[1], length[0] / max(len(drawing.label or ""), 1), 1e-6)
    room = rng.uniform(0.35, 1.2, (2, 2))
    whole = length / digit + room.sum(axis=0)
    height = min(float(np.exp(rng.uniform(np.log(70), np.log(260)))), MAX_PHOTO_SIDE / whole.max())
    photo = whole * height
    origin = photo * MARGIN_SHARE + room[0] * height
    paths = [
        rounded((stroke.points - (box.left, box.top)) * (height / digit) + origin, 2)
        for stroke in drawing.strokes
    ]
    wide, high = (int(side) for side in np.ceil(photo * (1 + 2 * MARGIN_SHARE)))
    return Scene(paths, (high, wide), height, height * float(rng.uniform(0.05, 0.13)))


def make_smooth_noise(size: tuple[int, int], grain: float, rng: np.random.Generator) -> Picture:
    """Return noise of mean 0 and deviation about 1 whose blotches are about `grain` pixels wide."""
    cells = [max(2, int(side / grain) + 2) for side in size]
    noise = rng.standard_normal(cells).astype(np.float32)
    return np.asarray(cv2.resize(noise, size[::-1], interpolation=cv2.INTER_CUBIC), np.float32)


def _shrink(fine: npt.NDArray[np.uint8]) -> Picture:
    """Return a picture drawn `OVERSAMPLING` times too large at its own size, 0 to 1."""
    size = fine.shape[1] // OVERSAMPLING, fine.shape[0] // OVERSAMPLING
    return np.asarray(cv2.resize(fine, size, interpolation=cv2.INTER_AREA) / 255, np.float32)


def draw_ink(scene: Scene, rng: np.random.Generator) -> Picture:
    """Return how much of each pixel ink covers, 0 to 1; the pen's pressure varies, its ink has grain."""
    fine = np.zeros([side * OVERSAMPLING for side in scene.size], np.uint8)
    pressure = rng.uniform(0.0, 0.25)
    for path in scene.paths:
        waves = np.sin(np.linspace(0, rng.uniform(2, 9), len(path)) + rng.uniform(0, 6.3))
        widths = np.rint(scene.pen * OVERSAMPLING * (1 + pressure * waves)).astype(int)
        vertices = np.rint(path * OVERSAMPLING).astype(int)
        for i in range(max(1, len(path) - 1)):
            begin, end = vertices[i].tolist(), vertices[min(i + 1, len(path) - 1)].tolist()
            cv2.line(fine, begin, end, 255, max(1, int(widths[i])))
    grain = make_smooth_noise(scene.size, rng.uniform(1.0, 3.0), rng) * rng.uniform(0.02, 0.2)
    opacity = rng.uniform(0.75, 1.0)
    return np.clip(_shrink(fine) * (opacity + grain), 0, 1).astype(np.float32)


def draw_rules(scene: Scene, rng: np.random.Generator) -> Picture:
    """Return how much of each pixel a ruled line covers, 0 to 1: none, lines, lines and a margin, a grid."""
    fine = np.zeros([side * OVERSAMPLING for side in scene.size], np.uint8)
    kind = rng.choice(["none", "lines", "margin", "grid"], p=[0.35, 0.3, 0.1, 0.25])
    if kind == "none":
        return _shrink(fine)
    step = scene.height * rng.uniform(*((0.25, 0.7) if kind == "grid" else (0.7, 1.6)))
    thick = max(1, round(OVERSAMPLING * rng.uniform(1.0, max(1.2, 0.018 * scene.height))))
    high, wide = scene.size
    for y in np.arange(rng.uniform(0, step), high, step):
        cv2.line(
            fine, (0, round(y * OVERSAMPLING)), (wide * OVERSAMPLING, round(y * OVERSAMPLING)), 255, thick
        )
    upright = np.arange(rng.uniform(0, step), wide, step) if kind == "grid" else np.array([])
    if kind == "margin":
        upright = np.array([wide * rng.uniform(MARGIN_SHARE, 0.35)])
    for x in upright:
        cv2.line(
            fine, (round(x * OVERSAMPLING), 0), (round(x * OVERSAMPLING), high * OVERSAMPLING), 255, thick
        )
    return np.asarray(_shrink(fine) * rng.uniform(0.3, 1.0), np.float32)


def draw_boxes(scene: Scene, rng: np.random.Generator) -> Picture:
    """Return how much of each pixel the printed boxes cover, 0 to 1."""
    fine = np.zeros([side * OVERSAMPLING for side in scene.size], np.uint8)
    thick = max(1, round(OVERSAMPLING * rng.uniform(1.0, max(1.2, 0.03 * scene.height))))
    for box in scene.boxes:
        left, top, right, bottom = (round(side * OVERSAMPLING) for side in box)
        cv2.rectangle(fine, (left, top), (right, bottom), 255, thick)
    return np.asarray(_shrink(fine) * rng.uniform(0.5, 1.0), np.float32)


def draw_paper(scene: Scene, rng: np.random.Generator) -> Picture:
    """Return the paper with what is on it as reflectance, (height, width, 3) from 0 to 1, blue first."""
    dark = rng.random() < LIGHT_ON_DARK_SHARE
    grounds, pens = (BOARD_COLOURS, CHALK_COLOURS) if dark else (PAPER_COLOURS, INK_COLOURS)
    ground, pen, rule = (
        np.array(colours[rng.integers(len(colours))], np.float32) for colours in (grounds, pens, RULE_COLOURS)
    )
    texture = make_smooth_noise(scene.size, 1.5, rng) * rng.uniform(0.003, 0.02)
    texture += make_smooth_noise(scene.size, 40.0, rng) * rng.uniform(0.0, 0.02)
    picture = ground * (1 + texture[..., None])
    for _ in range(rng.poisson(3)):  # dirt and fibres
        spot = tuple(int(rng.integers(side)) for side in scene.size[::-1])
        cv2.circle(picture, spot, int(rng.integers(1, 3)), (ground * rng.uniform(0.5, 1.3)).tolist(), -1)
    if dark:
        rule = ground + (pen - ground) * np.float32(0.35)
    layers = [(draw_rules(scene, rng), rule), (draw_ink(scene, rng), pen)]
    if scene.boxes:
        layers.insert(0, (draw_boxes(scene, rng), rule))
    for layer, colour in layers:
        # Ink is a filter over the paper; chalk covers it.
        over = colour if dark else colour * picture / ground
        picture = picture + layer[..., None] * (over - picture)
    return np.clip(picture, 0.0, 1.0).astype(np.float32)


def tilt(picture: Picture, rng: np.random.Generator) -> Picture:
    """Return the photo's part of `picture`, turned by up to 5 degrees and seen a little from the side."""
    high, wide = picture.shape[:2]
    share = MARGIN_SHARE / (1 + 2 * MARGIN_SHARE)
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * (1 - 2 * share) + share
    seen = corners * (wide, high)
    angle = np.deg2rad(rng.uniform(-5, 5))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = np.array([wide, high]) / 2
    shift = rng.uniform(-0.03, 0.03, (4, 2)) * min(wide, high)
    source = (seen - middle) @ turn.T + middle + shift
    size = round(wide * (1 - 2 * share)), round(high * (1 - 2 * share))
    target = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * size
    matrix = cv2.getPerspectiveTransform(source.astype(np.float32), target.astype(np.float32))
    seen_from_there = cv2.warpPerspective(
        picture, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    return np.asarray(seen_from_there, np.float32)


def make_light(size: tuple[int, int], rng: np.random.Generator) -> Picture:
    """Return how brightly each pixel is lit, (height, width) up to 1: a gradient, dark corners, a shadow."""
    y, x = np.mgrid[0 : size[0], 0 : size[1]].astype(np.float32)
    x, y = x / size[1] - 0.5, y / size[0] - 0.5
    angle = rng.uniform(0, 2 * np.pi)
    lit = 1 + rng.uniform(0, 0.5) * (x * np.cos(angle) + y * np.sin(angle))
    lit *= 1 - rng.uniform(0, 0.5) * (x**2 + y**2)
    if rng.random() < 0.5:
        angle, at = rng.uniform(0, 2 * np.pi), rng.uniform(-0.4, 0.4)
        softness = rng.uniform(0.02, 0.2)
        across = x * np.cos(angle) + y * np.sin(angle) - at + 0.05 * np.sin(8 * (x * y + x - y))
        lit *= 1 - rng.uniform(0.1, 0.45) / (1 + np.exp(-4 * across / softness))
    return np.asarray(lit / lit.max(), np.float32)


def expose(picture: Picture, rng: np.random.Generator) -> bytes:
    """Return what a camera makes of `picture` as a JPEG file: exposed, tinted, blurred and noisy."""
    tint = 1 + rng.uniform(-0.08, 0.08, 3).astype(np.float32)
    exposed = picture * tint * np.float32(rng.uniform(0.65, 1.05)) + np.float32(rng.uniform(0, 0.04))
    seen = cv2.GaussianBlur(exposed, (0, 0), rng.uniform(0.4, 1.7))
    if rng.random() < 0.25:
        seen = cv2.filter2D(seen, -1, _shake_kernel(rng))
    # Reflectance is linear, a photo's values are not (IEC 61966-2-1, its exponent alone).
    values = 255 * np.clip(seen, 0, 1) ** np.float32(1 / 2.2)
    noise = rng.standard_normal(values.shape, np.float32) * np.float32(rng.uniform(1.0, 9.0))
    picture8 = np.clip(np.rint(values + noise), 0, 255).astype(np.uint8)
    encoded = cv2.imencode(".jpg", picture8, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(40, 95))])[1]
    return encoded.tobytes()


def _shake_kernel(rng: np.random.Generator) -> Picture:
    """Return the kernel of a camera that moved by up to four pixels while it looked."""
    kernel = np.zeros((9, 9), np.uint8)
    angle, reach = rng.uniform(0, np.pi), rng.uniform(0.5, 2.0)
    step = reach * 16 * np.array([np.cos(angle), np.sin(angle)])
    begin, end = (np.rint(64 + way * step).astype(int).tolist() for way in (-1, 1))
    cv2.line(kernel, begin, end, 255, 1, cv2.LINE_AA, 4)
    return np.asarray(kernel / max(1, int(kernel.sum())), np.float32)


def photograph(drawing: Drawing, rng: np.random.Generator) -> bytes:
    """Return a photo of `drawing` as a JPEG file; ValueError where it has no strokes."""
    seen = tilt(draw_paper(lay_out(drawing, rng), rng), rng)
    return expose(seen * make_light(seen.shape[:2], rng)[..., None], rng)
