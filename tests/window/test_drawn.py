"""Words and images that were drawn are kept up to so many pixels, however many of them there are."""

import pygame
import pytest

from deeplearning.window.drawn import DrawnImages


@pytest.fixture
def made():
    """What was drawn, in this order."""
    return []


def get(images, made, name, width, height=10):
    def draw():
        made.append(name)
        return pygame.Surface((width, height)), 0.0

    return images.get(name, draw)


def test_what_was_drawn_is_drawn_once(made):
    images = DrawnImages(1000)
    one = get(images, made, "one", 10)
    assert get(images, made, "one", 10) is one
    assert made == ["one"]
    assert images.pixels == 100


def test_what_was_used_longest_ago_makes_room(made):
    images = DrawnImages(1000)
    for name in ("one", "two", "one", "three"):
        get(images, made, name, 40)
    assert images.pixels == 800
    for name in ("one", "three", "two"):
        get(images, made, name, 40)
    assert made == ["one", "two", "three", "two"]


def test_an_image_larger_than_all_room_is_kept_as_long_as_it_is_the_newest(made):
    images = DrawnImages(1000)
    get(images, made, "small", 10)
    large = get(images, made, "large", 1000)
    assert get(images, made, "large", 1000) is large
    assert images.pixels == 10_000
    get(images, made, "small", 10)
    assert images.pixels == 100
    assert made == ["small", "large", "small"]
