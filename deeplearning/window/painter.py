"""The painter: paints shapes onto a surface, and remembers the words and images that it has drawn."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import pygame
import pygame.freetype

from deeplearning.window.drawn import Drawn, DrawnImages
from deeplearning.window.layout import Rect, line_height
from deeplearning.window.palettes import palettes
from deeplearning.window.shapes import (
    MIN_TEXT_SIZE,
    Check,
    Cross,
    Dot,
    Fill,
    Frame,
    Panel,
    Picture,
    Runs,
    Text,
    Tile,
    Words,
)
from deeplearning.window.theme import THEMES, Colour

FONTS = {
    False: Path(__file__).with_name("fonts") / "Inter-Regular-subset.otf",
    True: Path(__file__).with_name("fonts") / "Inter-Bold-subset.otf",
}
"""The regular and the bold weight; their figures are all of one width."""

SUPERSAMPLING = 4
"""Letters and corners are drawn this many times larger and averaged down; hinting would push those apart."""

LARGE = 64
"""From this size of type on, in pixels, letters are drawn as they are: hinting moves nothing that is seen."""

MAX_WORD_PIXELS, MAX_TILE_PIXELS = 4_000_000, 2_000_000
"""As many pixels of words, four bytes each, and of tiles, a byte each, are kept: those of several frames."""

CAPITAL_HEIGHT = 0.73
"""Height of capitals and digits, in sizes of the type."""

Polylines = tuple[tuple[tuple[float, float], ...], ...]

CROSS: Polylines = (((0, 0), (1, 1)), ((0, 1), (1, 0)))
CHECK: Polylines = (((0, 0.5), (0.36, 1), (1, 0)),)
"""The lines of both marks, in sides of their places."""


class Painter:
    """Paints shapes in the colours of one theme."""

    def __init__(self, theme: str) -> None:
        """Begin with the colours of `theme`, a key of THEMES."""
        self.colours = THEMES[theme]
        self._palettes = palettes(self.colours)
        self._fonts: dict[bool, pygame.freetype.Font] = {}
        self._words_drawn = DrawnImages(MAX_WORD_PIXELS)
        self._tiles_drawn = DrawnImages(MAX_TILE_PIXELS)
        self._disc = functools.lru_cache(64)(_draw_disc)
        self._mark = functools.lru_cache(64)(_draw_mark)

    def paint(self, surface: pygame.Surface, panel: Panel) -> None:
        """Paint the shapes of `panel`, and nothing outside it."""
        surface.set_clip(panel.rect)
        for shape in panel.shapes:
            if shape.rect.w <= 0 or shape.rect.h <= 0:  # a small window left no room for it
                continue
            match shape:
                case Fill(rect, colour, radius):
                    self._fill(surface, rect, self.colours[colour], radius)
                case Frame(rect, colour, width):
                    _frame(surface, rect, self.colours[colour], width)
                case Text():
                    self._text(surface, shape)
                case Words():
                    self._words(surface, shape)
                case Tile(rect, image):
                    surface.blit(self._tile(image, rect.w), rect)
                case Picture(rect, image, palette):
                    _picture(surface, rect, image, self._palettes[palette])
                case Dot(rect, colour, width):
                    place = rect.x + (rect.w - width) // 2, rect.y + (rect.h - width) // 2
                    surface.blit(self._disc(max(1, width // 2), self.colours[colour]), place)
                case Cross(rect, colour):
                    self._paint_mark(surface, rect, CROSS, max(2, rect.w // 7), self.colours[colour])
                case Check(rect, colour):
                    self._paint_mark(surface, rect, CHECK, max(2, rect.w // 5), self.colours[colour])
        surface.set_clip(None)

    def fit(self, runs: Runs, size: int, room: int, bold: bool = False) -> tuple[Runs, int, int]:
        """Return the runs, size and width in which a line fits `room` pixels: smaller, then cut."""
        wide = self._width(runs, size, bold)
        if wide > room:
            least = min(size, MIN_TEXT_SIZE)
            size = max(least, int(size * room / wide))
            # The width of every run is rounded by itself, so the right size may be a little smaller.
            while self._width(runs, size, bold) > room and size > least:
                size -= 1
            while (wide := self._width(runs, size, bold)) > room and sum(len(run) for run, _ in runs) > 3:
                runs = _shortened(runs)
        return runs, size, wide

    def break_lines(self, words: str, colour: str, size: int, room: int) -> list[str]:
        """Return `words` as lines of at most `room` pixels; longer words, as paths are, are broken."""
        lines = [""]
        for word in self._pieces(words.split(), colour, size, room):
            longer = f"{lines[-1]} {word}".strip()
            if self._width(((longer, colour),), size) <= room or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _pieces(self, words: list[str], colour: str, size: int, room: int) -> Iterator[str]:
        """Yield `words`, those broken that are longer than a line."""
        for word in words:
            while len(word) > 1 and self._width(((word, colour),), size) > room:
                count = max(1, int(len(word) * room / self._width(((word, colour),), size)))
                while count > 1 and self._width(((word[:count], colour),), size) > room:
                    count -= 1
                yield word[:count]
                word = word[count:]
            yield word

    def _fill(self, surface: pygame.Surface, rect: Rect, colour: Colour, radius: int) -> None:
        r = min(radius, rect.w // 2, rect.h // 2)
        # In strips that lie: each row of a large screen is memory of its own, and slow to come to.
        surface.fill(colour, (rect.x, rect.y + r, rect.w, rect.h - 2 * r))
        if r:
            surface.fill(colour, (rect.x + r, rect.y, rect.w - 2 * r, r))
            surface.fill(colour, (rect.x + r, rect.bottom - r, rect.w - 2 * r, r))
            disc = self._disc(r, colour)
            for x, left in ((rect.x, 0), (rect.right - r, r)):
                for y, top in ((rect.y, 0), (rect.bottom - r, r)):
                    surface.blit(disc, (x, y), (left, top, r, r))

    def _paint_mark(
        self, surface: pygame.Surface, rect: Rect, lines: Polylines, width: int, colour: Colour
    ) -> None:
        # As an image, because pygame draws a thick line otherwise where it is clipped.
        surface.blit(self._mark(lines, rect.w, rect.h, width, colour), (rect.x - width, rect.y - width))

    def _text(self, surface: pygame.Surface, shape: Text) -> None:
        rect, runs, size, align, bold = shape
        runs, size, wide = self.fit(runs, size, rect.w, bold)
        x = rect.x + max(0, round((rect.w - wide) * align))
        # The middle of capitals and digits comes to the rectangle's middle.
        baseline = rect.y + rect.h / 2 + CAPITAL_HEIGHT / 2 * size
        for run, colour in runs:
            image, ascent = self._word(run, size, self.colours[colour], bold)
            surface.blit(image, (x, round(baseline - ascent)))
            x += image.get_width()

    def _words(self, surface: pygame.Surface, shape: Words) -> None:
        rect, words, colour, size, align = shape
        lines = self.break_lines(words, colour, size, rect.w)
        while len(lines) * line_height(size) > rect.h and size > MIN_TEXT_SIZE:
            size -= 1
            lines = self.break_lines(words, colour, size, rect.w)
        step = line_height(size)
        top = rect.y + max(0, (rect.h - step * len(lines)) // 2)
        for number, line in enumerate(lines):
            place = Rect(rect.x, top + number * step, rect.w, step)
            self._text(surface, Text(place, ((line, colour),), size, align))

    def _width(self, runs: Runs, size: int, bold: bool = False) -> int:
        return sum(self._word(run, size, self.colours[colour], bold)[0].get_width() for run, colour in runs)

    def _font(self, bold: bool) -> pygame.freetype.Font:
        if bold not in self._fonts:
            self._fonts[bold] = pygame.freetype.Font(str(FONTS[bold]))
            self._fonts[bold].pad = True  # Surfaces as wide as the pen advances, so that spaces count.
        return self._fonts[bold]

    def _word(self, word: str, size: int, colour: Colour, bold: bool) -> Drawn:
        """Return an image of `word` and its baseline."""
        key = word, size, colour, bold
        return self._words_drawn.get(key, lambda: self._draw_word(*key))

    def _tile(self, image: bytes, side: int) -> pygame.Surface:
        return self._tiles_drawn.get((image, side), lambda: (_draw_tile(image, side), 0.0))[0]

    def _draw_word(self, word: str, size: int, colour: Colour, bold: bool) -> Drawn:
        times = 1 if size >= LARGE else SUPERSAMPLING
        large, bounds = self._font(bold).render(word, colour, size=times * size)
        if times == 1:
            return large, bounds.y
        shrunk = round(large.get_width() / times), round(large.get_height() / times)
        return pygame.transform.smoothscale(large, shrunk), bounds.y / times


def _draw_disc(radius: int, colour: Colour) -> pygame.Surface:
    large = radius * SUPERSAMPLING
    image = pygame.Surface((2 * large, 2 * large), pygame.SRCALPHA)
    image.fill((*colour, 0))
    pygame.draw.circle(image, colour, (large, large), large)
    return pygame.transform.smoothscale(image, (2 * radius, 2 * radius))


def _draw_mark(lines: Polylines, wide: int, high: int, width: int, colour: Colour) -> pygame.Surface:
    """Return `lines` drawn on a place of that size, which has `width` pixels around it, with round ends."""
    size = wide + 2 * width, high + 2 * width
    image = pygame.Surface([SUPERSAMPLING * side for side in size], pygame.SRCALPHA)
    image.fill((*colour, 0))
    for line in lines:
        points = [
            (SUPERSAMPLING * (width + x * (wide - 1) + 0.5), SUPERSAMPLING * (width + y * (high - 1) + 0.5))
            for x, y in line
        ]
        pygame.draw.lines(image, colour, False, points, SUPERSAMPLING * width)
        for point in points:
            pygame.draw.circle(image, colour, point, SUPERSAMPLING * width / 2)
    return pygame.transform.smoothscale(image, size)


def _draw_tile(image: bytes, side: int) -> pygame.Surface:
    small = pygame.image.frombuffer(image, (28, 28), "P")
    small.set_palette([(grey, grey, grey) for grey in range(256)])
    return pygame.transform.scale(small, (side, side))


def _picture(surface: pygame.Surface, rect: Rect, image: bytes, palette: list[Colour]) -> None:
    picture = pygame.image.frombuffer(image, rect[2:], "P")
    picture.set_palette(palette)
    surface.blit(picture, rect)


def _frame(surface: pygame.Surface, rect: Rect, colour: Colour, width: int) -> None:
    # pygame.draw.rect() would draw an edge where the frame is clipped, too.
    surface.fill(colour, (rect.x, rect.y, rect.w, width))
    surface.fill(colour, (rect.x, rect.bottom - width, rect.w, width))
    surface.fill(colour, (rect.x, rect.y, width, rect.h))
    surface.fill(colour, (rect.right - width, rect.y, width, rect.h))


def _shortened(runs: Runs) -> Runs:
    """Return `runs` without their last letter, ending in dots."""
    *rest, (last, colour) = runs
    shorter = last.removesuffix("...")[:-1]
    if shorter or not rest:
        return (*rest, (shorter + "...", colour))
    *rest, (last, colour) = rest
    return (*rest, (last + "...", colour))
