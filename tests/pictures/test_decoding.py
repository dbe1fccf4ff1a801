"""Formats that pictures come in, and what is said of files that are none."""

import io
import struct
import zlib

import cv2
import numpy as np
import pytest
from PIL import Image, features

from deeplearning.ink.drawings import DrawingError
from deeplearning.ink.placement import on_paper
from deeplearning.pictures.decoding import ENOUGH, MAX_PIXELS, decode, register_heif
from deeplearning.pictures.files import is_picture
from deeplearning.pictures.picture import NoWriting, load_picture, scan
from tests.support.damage import SAMPLES, attempt, damaged

register_heif()


def gradient(wide=96, high=64):
    """Colours that differ at the corners, so that turning and swapping channels shows."""
    y, x = np.mgrid[0:high, 0:wide]
    return np.dstack([255 * x // wide, 255 * y // high, np.full_like(x, 90)]).astype(np.uint8)


def encoded(format, colours=None, mode="RGB", **options):
    file = io.BytesIO()
    Image.fromarray(gradient() if colours is None else colours).convert(mode).save(file, format, **options)
    return file.getvalue()


FORMATS = ["PNG", "JPEG", "MPO", "WEBP", "BMP", "TIFF", "GIF", "JPEG2000", "HEIF"]
if features.check("avif"):
    FORMATS.append("AVIF")


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_shows_the_same(tmp_path, format):
    content = encoded(format)
    shown = decode(content, "it")
    assert shown.scale == 1
    tolerance = 25 if format == "GIF" else 12
    assert np.abs(shown.colours.astype(int) - gradient()).mean() < tolerance
    (tmp_path / "unnamed").write_bytes(content)
    assert is_picture(tmp_path / "unnamed")


def test_colours_of_lab_become_their_lightness():
    lab = np.zeros((8, 8, 3), np.uint8)
    lab[:4, :, 0] = 255
    file = io.BytesIO()
    Image.fromarray(lab, "LAB").save(file, "TIFF")
    shown = decode(file.getvalue(), "it").colours
    assert shown[:4].min() > 250
    assert shown[4:].max() < 5


def test_sixteen_bits_are_spread_over_eight():
    values = np.linspace(1000, 3000, 64).astype(np.uint16)[None].repeat(8, axis=0)
    file = io.BytesIO()
    Image.fromarray(values).save(file, "PNG")
    shown = decode(file.getvalue(), "it").colours
    assert shown[0, 0].tolist() == [0, 0, 0]
    assert shown[0, -1].tolist() == [255, 255, 255]


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_camera_held_any_way_is_seen_upright(turn):
    exif = Image.Exif()
    exif[0x0112] = turn
    # How the camera stores an upright scene; Pillow's own table of turns is the reference.
    stored = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[turn]
    upright = Image.fromarray(gradient())
    file = io.BytesIO()
    (upright if stored is None else upright.transpose(stored)).save(file, "JPEG", exif=exif, quality=95)
    shown = decode(file.getvalue(), "it").colours
    assert np.abs(shown.astype(int) - gradient()).mean() < 6


@pytest.mark.parametrize("format", ["PNG", "JPEG"])
def test_a_large_picture_is_decoded_smaller_and_says_by_how_much(format):
    large = cv2.resize(gradient(), (5000, 3000))
    shown = decode(encoded(format, large), "it")
    assert ENOUGH <= max(shown.colours.shape) <= 2 * ENOUGH
    assert shown.scale * shown.colours.shape[1] == pytest.approx(5000)


@pytest.mark.parametrize("mode", ["1", "P", "I;16", "L", "LA", "CMYK"])
def test_a_large_scan_of_any_mode_is_decoded_smaller(mode):
    """Pillow averages no pixels of black and white, of a palette, or of 16 bits."""
    sheet = np.full((3600, 2500), 255, np.uint8)
    sheet[1000:2000, 700:900] = 0
    picture = Image.fromarray(sheet.astype(np.uint16) * 257) if mode == "I;16" else Image.fromarray(sheet)
    file = io.BytesIO()
    picture.convert(mode).save(file, "TIFF" if mode == "CMYK" else "PNG")
    shown = decode(file.getvalue(), "it")
    high, wide = shown.colours.shape[:2]
    assert shown.scale == pytest.approx(3600 / high)
    assert shown.colours[round(high * 1500 / 3600), round(wide * 800 / 2500)].max() < 30
    assert shown.colours[round(high * 500 / 3600), round(wide * 800 / 2500)].min() > 225


@pytest.mark.parametrize(("slant", "ink"), [(0, 0), (3, 0), (3, 255), (0, 180)])
def test_a_straight_one_alone_on_a_transparent_ground_is_no_sheet(slant, ink):
    both = np.zeros((300, 200, 4), np.uint8)
    cv2.line(both, (100, 40), (100 - slant * 4, 260), (ink, ink, ink, 255), 24)
    file = io.BytesIO()
    Image.fromarray(both).save(file, "PNG")
    shown = decode(file.getvalue(), "it").colours.astype(int)
    assert abs(shown[150, 94] - shown[5, 5]).min() > 60


def test_a_sheet_on_a_transparent_ground_goes_on_in_its_own_colour():
    both = np.zeros((60, 80, 4), np.uint8)
    both[10:50, 10:70] = (250, 240, 200, 255)
    both[25:35, 30:40, :3] = 0
    both[50:55, 10:70, 3] = 100  # its shadow
    file = io.BytesIO()
    Image.fromarray(both).save(file, "PNG")
    shown = decode(file.getvalue(), "it").colours
    assert shown[0, 0].tolist() == shown[52, 30].tolist() == [250, 240, 200]
    assert shown[30, 35].tolist() == [0, 0, 0]


# --- What is no picture -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"%PDF-1.7 ...", "PDF document: save its page as a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG drawing: export it as a picture"),
        (b"<?xml version='1.0'?><svg/>", "SVG drawing: export it as a picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic junk", "damaged picture"),
        (b"", "empty: save it anew"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(content, advice):
    with pytest.raises(DrawingError, match=rf"^name is an? .*{advice}|^name is {advice}") as caught:
        decode(content, "name")
    assert str(caught.value).endswith(".")


def png_chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def test_a_few_bytes_that_unpack_to_too_many_pixels_are_refused():
    side = int(MAX_PIXELS**0.5) + 2
    rows = zlib.compressobj(9)
    packed = b"".join(rows.compress(bytes(1 + side // 8 + 1)) for _ in range(side)) + rows.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", packed)
        + png_chunk(b"IEND", b"")
    )
    assert len(bomb) < 200_000
    with pytest.raises(DrawingError, match="more than 89 million pixels"):
        decode(bomb, "it")


@pytest.mark.parametrize("format", FORMATS)
def test_damaged_pictures_are_read_or_refused(tmp_path, tried, format):
    """DIGITS_FILES=5000 tries so many of each; half of them end in a sentence, none in anything else."""
    path = tmp_path / f"bad.{format.lower()}"
    for content in damaged(encoded(format, gradient(24, 16))):
        path.write_bytes(content)
        found = attempt(lambda file: decode(file.read_bytes(), str(file)), path)
        tried["refused" if found is None else "loaded"] += 1


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "HEIF"])
def test_what_is_left_of_a_damaged_page_is_read_or_refused(tmp_path, network, tried, format):
    """The whole way of a picture: decoded, cleaned, traced, and read by the network."""
    page = np.full((240, 320, 3), 235, np.uint8)
    for place, label in enumerate("1740"):
        cv2.putText(page, label, (20 + 75 * place, 160), cv2.FONT_HERSHEY_SIMPLEX, 3, (30, 40, 90), 7)
    path = tmp_path / f"page.{format.lower()}"
    for content in damaged(encoded(format, page), max(20, SAMPLES // 20)):
        path.write_bytes(content)
        found = attempt(load_picture, path)
        tried["refused" if found is None else "loaded"] += 1
        if found:
            reading = network.read(on_paper(found).strokes)
            assert bool(reading.digits or reading.marks) == bool(found.strokes)
    assert tried["loaded"]


@pytest.mark.parametrize(
    ("share", "words"), [(0.002, "no ink"), (0.02, "no ink"), (0.1, "too much"), (0.5, "too much")]
)
def test_noise_is_refused(share, words):
    noise = np.random.default_rng(0).random((800, 1200)) < share
    with pytest.raises(NoWriting, match=words):
        scan(np.where(noise[:, :, None], 0, 255).astype(np.uint8).repeat(3, axis=2), "noise.png")


def test_a_page_of_dots_is_refused():
    """Each is large enough to be no grain; comparing each with all others would take a minute."""
    page = np.full((1600, 1600, 3), 255, np.uint8)
    for step in range(6):
        page[step::18, 4::18] = page[step::18, 5::18] = page[step::18, 6::18] = 0
    with pytest.raises(NoWriting, match="too much"):
        scan(page, "dots.png")
