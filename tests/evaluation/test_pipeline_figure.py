"""The picture of a reading's stages, and the command that makes it."""

import pytest
from PIL import Image

from deeplearning.evaluation.pipeline_figure import draw_pipeline
from deeplearning.ink.drawings import Drawing, dump
from deeplearning.stages import main
from tests.support.hand import BY_STYLE
from tests.support.paths import ROOT


def said(figure):
    words = [text.get_text() for axes in figure.axes for text in axes.texts]
    return words + [text.get_text() for text in figure.texts]


def test_the_picture_shows_strokes_groups_images_and_bars(network):
    strokes = BY_STYLE["the bar of the seven drawn last"].strokes
    digits = network.read(strokes).digits
    figure = draw_pipeline(strokes, digits)
    words = said(figure)
    assert {"1", "2", "3", "4", "1 + 4", "2 + 3", "7"} <= set(words)
    images = [image.get_array() for axes in figure.axes for image in axes.images]
    assert all((image == digit.image).all() for image, digit in zip(images, digits, strict=True))
    heights = [
        [bar.get_height() for bar in axes.patches[10:]] for axes in figure.axes if len(axes.patches) == 20
    ]
    assert heights == [pytest.approx(digit.probabilities) for digit in digits]


def test_a_refused_mark_is_named_no_digit(network):
    strokes = BY_STYLE["a tap"].strokes
    assert "no digit" in said(draw_pipeline(strokes, network.read(strokes).digits))


def test_the_command_writes_a_picture_twice_as_wide_as_it_is_shown(tmp_path):
    assert main([str(ROOT / "img" / "demo.jsonl"), str(tmp_path / "x.png")]) == 0
    with Image.open(tmp_path / "x.png") as image:
        assert image.width == 1800


def test_what_cannot_be_read_or_written_is_one_sentence(tmp_path, capsys):
    demo, empty, many = ROOT / "img" / "demo.jsonl", tmp_path / "empty.jsonl", tmp_path / "many.jsonl"
    empty.write_text('{"strokes": []}')
    strokes = BY_STYLE["eight scattered, of different sizes"].strokes
    taps = [[[x, 630], [x + 40, 560]] for x in (20, 150, 500, 600)]
    many.write_text(dump([Drawing(strokes)]).replace('"strokes": [', f'"strokes": [{str(taps)[1:-1]}, '))
    many.write_text(many.read_text().replace('"widths": [', '"widths": [15, 15, 15, 15, '))
    for arguments, words in [
        ([tmp_path / "none.jsonl", "x.png"], "none.jsonl cannot be read"),
        ([empty, "x.png"], "0 digits"),
        ([many, "x.png"], "have room"),
        ([demo, tmp_path / "no" / "x.png"], "x.png cannot be read or written"),
        ([demo, "x.png", "--model", tmp_path / "none.tflite"], "none.tflite"),
    ]:
        assert main([str(argument) for argument in arguments]) == 2
        err = capsys.readouterr().err
        assert words in err
        assert err.count("\n") == 1
