"""Pictures as drawings: what is read in them, and what becomes of files that are none."""

import io
import struct
import zlib

import cv2
import numpy as np
import pytest
from PIL import Image

from deeplearning.ink.drawings import Drawing, DrawingError
from deeplearning.ink.placement import place
from deeplearning.ink.stroke import PAPER, Stroke, bounds
from deeplearning.pictures.picture import NoWriting, load_picture
from deeplearning.pictures.thresholding import find_ink
from deeplearning.pictures.tracing import trace
from deeplearning.window.ink_surface import to_png
from tests.support.hand import BY_STYLE, DRAWINGS, SEVEN

ROW = BY_STYLE["eight scattered, of different sizes"]


def plain(drawing, width=12):
    """The drawing as grey values, 30 on 225, drawn by OpenCV."""
    grey = np.full((PAPER, PAPER), 225, np.uint8)
    for stroke in drawing.strokes:
        path = np.rint(stroke.points).astype(int)
        cv2.polylines(grey, [path], False, 30, width, cv2.LINE_AA)
    return grey


def inverted(grey):
    return 255 - grey


def shaded(grey):
    """Lit from the left, a fifth of the light at the right, with a shadow's edge across the ink."""
    light = np.linspace(1, 0.2, PAPER)[None] * np.where(np.arange(PAPER) < 300, 1, 0.6)[:, None]
    return np.rint(grey * cv2.GaussianBlur(light, (0, 0), 6)).astype(np.uint8)


def ruled(grey, value=110):
    """On lined paper, its lines a little tilted."""
    lines = grey.copy()
    for y in range(-40, PAPER, 70):
        cv2.line(lines, (0, y), (PAPER, y + 25), value, 3, cv2.LINE_AA)
    return np.minimum(lines, grey)


def squared(grey):
    return np.minimum(ruled(grey), ruled(grey.T).T)


def noisy(grey):
    noise = np.random.default_rng(3).normal(0, 14, grey.shape)
    return np.clip(cv2.GaussianBlur(grey, (0, 0), 1.5) + noise, 0, 255).astype(np.uint8)


def save(tmp_path, grey, name="picture.png"):
    path = tmp_path / name
    Image.fromarray(grey).save(path)
    return path


def read(network, path):
    return network.read(load_picture(path).strokes).text


@pytest.mark.parametrize("drawing", [SEVEN, ROW], ids=["one", "eight"])
@pytest.mark.parametrize("look", [plain, inverted, shaded, ruled, squared, noisy])
def test_digits_are_read_however_the_picture_looks(network, tmp_path, drawing, look):
    grey = plain(drawing)
    path = save(tmp_path, grey if look is plain else look(grey))
    assert read(network, path) == network.read(drawing.strokes).text


def test_all_at_once(network, tmp_path):
    path = save(tmp_path, noisy(shaded(squared(plain(ROW)))))
    assert read(network, path) == network.read(ROW.strokes).text


def test_lines_as_dark_as_the_ink_go_and_the_digit_stays_whole():
    grey = ruled(plain(SEVEN), value=30)
    assert len(trace(find_ink(grey).mask)) == len(trace(find_ink(plain(SEVEN)).mask)) == 1
    lost = find_ink(plain(SEVEN)).mask & ~find_ink(grey).mask
    assert lost.sum() < 0.02 * find_ink(plain(SEVEN)).mask.sum()


def test_a_bar_and_a_stem_are_no_ruled_lines():
    grey = np.full((400, 400), 230, np.uint8)
    cv2.line(grey, (60, 60), (340, 62), 40, 3)
    cv2.line(grey, (200, 120), (202, 380), 40, 3)
    assert len(trace(find_ink(grey).mask)) == 2


@pytest.mark.usefixtures("window")
def test_what_is_drawn_and_saved_reads_the_same_from_its_png(network, tmp_path):
    for drawing in DRAWINGS:
        path = tmp_path / "saved.png"
        path.write_bytes(to_png(drawing.strokes))
        assert read(network, path) == network.read(drawing.strokes).text, drawing.notes["style"]


@pytest.mark.usefixtures("window")
def test_a_saved_drawing_comes_back_in_its_place_and_width(tmp_path):
    path = tmp_path / "saved.png"
    path.write_bytes(to_png(SEVEN.strokes))
    (stroke,) = load_picture(path).strokes  # the bar touches the stem
    assert bounds([stroke]) == pytest.approx(bounds(SEVEN.strokes), abs=3)
    assert stroke.width == pytest.approx(SEVEN.strokes[0].width, abs=1.5)


def test_a_small_drawing_on_a_large_page_is_enlarged_with_its_pen(tmp_path):
    page = np.full((1600, 1200), 240, np.uint8)
    cv2.line(page, (900, 200), (940, 300), 20, 8)
    (stroke,) = load_picture(save(tmp_path, page)).strokes
    left, top, right, bottom = bounds([stroke])
    assert bottom - top == pytest.approx(0.6 * PAPER)
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((PAPER / 2, PAPER / 2))
    assert stroke.width / (bottom - top) == pytest.approx(0.08, abs=0.02)


def test_a_wide_picture_keeps_its_aspect(tmp_path):
    wide = np.full((300, 1200), 240, np.uint8)
    cv2.line(wide, (100, 50), (1100, 250), 20, 10)
    (stroke,) = load_picture(save(tmp_path, wide)).strokes
    scale = PAPER / 1200
    assert bounds([stroke]) == pytest.approx(
        (100 * scale, 240 + 50 * scale, 1100 * scale, 240 + 250 * scale), abs=3
    )


@pytest.mark.parametrize("digit", range(10))
def test_scanned_digits_are_read_as_the_network_reads_them(network, tmp_path, mnist, digit):
    """MNIST's own images, 28 x 28, as files: the way from pixels to strokes and back loses little."""
    with np.load(mnist) as data:
        chosen = np.flatnonzero(data["y_test"] == digit)[:10]
        images = data["x_test"][chosen]
    right = [read(network, save(tmp_path, image)) == str(digit) for image in images]
    assert sum(right) >= 8


# --- Kinds of picture -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.png", "a.JPG", "a.jpeg", "a.webp", "a.bmp", "a.tif", "a.gif"])
def test_formats(network, tmp_path, name):
    assert read(network, save(tmp_path, plain(SEVEN), name)) == "7"


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK", "I;16"])
def test_modes(network, tmp_path, mode):
    grey = plain(SEVEN)
    if mode == "I;16":
        image = Image.fromarray(grey.astype(np.uint16) * 200)
    else:
        image = Image.fromarray(grey).convert(mode, dither=Image.Dither.NONE)
    image.save(tmp_path / "a.tif")
    assert read(network, tmp_path / "a.tif") == "7"


@pytest.mark.parametrize("ink", [(0, 0, 0), (255, 255, 255)])
def test_ink_on_a_transparent_ground(network, tmp_path, ink):
    alpha = 255 - plain(SEVEN)
    colours = np.full((PAPER, PAPER, 3), ink, np.uint8)
    Image.fromarray(np.dstack([colours, np.where(alpha > 100, alpha, 0).astype(np.uint8)])).save(
        tmp_path / "a.png"
    )
    assert read(network, tmp_path / "a.png") == "7"


def test_a_camera_held_sideways_says_so_in_its_file(network, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees to see it upright
    Image.fromarray(np.rot90(plain(SEVEN)).copy()).save(tmp_path / "a.jpg", exif=exif)
    assert read(network, tmp_path / "a.jpg") == "7"


# --- Files that are no use --------------------------------------------------------------------------------


def png():
    file = io.BytesIO()
    Image.fromarray(plain(SEVEN)).save(file, "PNG")
    return file.getvalue()


def jpeg():
    file = io.BytesIO()
    Image.fromarray(plain(SEVEN)).save(file, "JPEG")
    return file.getvalue()


def png_of_size(wide, high):
    header = b"IHDR" + struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    beginning = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return beginning + struct.pack(">I", 1_000_000) + b"IDAT"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"hello", "no picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "no picture"),
        (png()[:20], "picture"),
        (png()[:300], "damaged"),
        (jpeg()[:2000], "damaged"),
        (jpeg()[:-2000], "damaged"),
        (png_of_size(30_000, 30_000), "more than 89 million pixels"),
        (png_of_size(2_000_000_000, 2_000_000_000), "more than 89 million pixels"),
    ],
)
def test_a_bad_picture_is_refused_in_one_sentence(tmp_path, data, reason):
    path = tmp_path / "bad.png"
    path.write_bytes(data)
    with pytest.raises(DrawingError, match=rf"bad\.png .*{reason}.*\.$") as caught:
        load_picture(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [png(), jpeg()], ids=["png", "jpeg"])
def test_flipped_bits_bring_a_sentence_or_a_drawing(tmp_path, data):
    rng, path = np.random.default_rng(5), tmp_path / "bad"
    sentences = []
    for _ in range(15):
        flipped = bytearray(data)
        flipped[rng.integers(len(data))] ^= 1 << int(rng.integers(8))
        path.write_bytes(flipped)
        try:
            load_picture(path)
        except DrawingError as error:
            sentences.append(str(error))
    assert all(sentence.endswith(".") for sentence in sentences)


def test_a_missing_picture_is_refused(tmp_path):
    with pytest.raises(DrawingError, match=r"cannot be read"):
        load_picture(tmp_path / "none.png")


@pytest.mark.parametrize(
    "grey",
    [
        np.full((300, 300), 255, np.uint8),
        np.zeros((300, 300), np.uint8),
        np.full((1, 1), 90, np.uint8),
        np.tile(np.linspace(60, 250, 500).astype(np.uint8), (300, 1)),
        np.random.default_rng(1).normal(180, 9, (500, 400)).clip(0, 255).astype(np.uint8),
        ruled(np.full((PAPER, PAPER), 225, np.uint8)),
        squared(np.full((PAPER, PAPER), 225, np.uint8)),
    ],
    ids=["white", "black", "one pixel", "gradient", "noise", "lines", "grid"],
)
def test_an_empty_paper_shows_no_ink(tmp_path, grey):
    with pytest.raises(NoWriting, match=r"shows no ink"):
        load_picture(save(tmp_path, grey))


def test_a_texture_is_no_writing(tmp_path):
    dots = np.full((1600, 1600), 240, np.uint8)
    dots[::20, ::20] = 0
    with pytest.raises(NoWriting, match=r"too much for writing"):
        load_picture(save(tmp_path, cv2.erode(dots, np.ones((7, 7)))))


# --- Tracing ----------------------------------------------------------------------------------------------


def drawn(*paths, width=9, side=200):
    ink = np.zeros((side, side), np.uint8)
    for path in paths:
        cv2.polylines(ink, [np.array(path)], False, 1, width)
    return ink > 0


def length(stroke):
    return np.hypot(*np.diff(stroke.points, axis=0).T).sum()


def nearest(stroke, point):
    return np.hypot(*(stroke.points - point).T).min()


def test_a_line_becomes_its_middle():
    (stroke,) = trace(drawn([(40, 50), (160, 120)]))
    assert bounds([stroke]) == pytest.approx((40, 50, 160, 120), abs=3)
    assert stroke.width == pytest.approx(9, abs=1.5)
    assert length(stroke) == pytest.approx(np.hypot(120, 70), rel=0.05)


def test_a_ring_is_walked_once_round():
    ink = np.zeros((200, 200), np.uint8)
    cv2.circle(ink, (100, 100), 60, 1, 9)
    (stroke,) = trace(ink > 0)
    assert length(stroke) == pytest.approx(2 * np.pi * 60, rel=0.05)
    assert np.hypot(*(stroke.points - 100.5).T) == pytest.approx(60, abs=2)


def test_a_cross_is_one_stroke_that_goes_back_as_little_as_it_must():
    (stroke,) = trace(drawn([(100, 20), (100, 180)], [(60, 100), (140, 100)]))
    for tip in ((100, 20), (100, 180), (60, 100), (140, 100)):
        assert nearest(stroke, tip) < 5
    assert length(stroke) == pytest.approx(160 + 80 + 80, rel=0.08)  # the bar is walked there and back


def test_parts_come_from_left_to_right_and_specks_not_at_all():
    ink = drawn([(150, 20), (150, 180)], [(30, 60), (60, 160)], [(100, 100), (100, 130)])
    ink[10:14, 90:94] = True
    strokes = trace(ink)
    lefts = [bounds([stroke])[0] for stroke in strokes]
    assert lefts == sorted(lefts)
    assert len(strokes) == 3


def test_tall_halves_that_touch_become_two_strokes_and_a_low_one_does_not():
    halves = trace(drawn([(60, 20), (90, 180)], [(76, 100), (140, 20), (140, 180)]))
    assert [round(bounds([stroke])[0] / 20) * 20 for stroke in halves] == [60, 80]
    assert len(trace(drawn([(60, 20), (90, 180)], [(76, 100), (120, 90), (140, 120)]))) == 1


def test_digits_that_touch_are_read_apart(network, tmp_path):
    seven = place(SEVEN, 0.3, (0.35, 0.5)).strokes
    left, top, right, bottom = bounds(seven)
    bar = Stroke.of([(left + 10, (top + bottom) / 2 + 4), (right + 42, (top + bottom) / 2 + 4)])
    one = Stroke.of([(right + 40, top), (right + 40, bottom)])
    grey = plain(Drawing((seven[0], bar, one)), width=8)
    assert cv2.connectedComponents((grey < 100).astype(np.uint8))[0] == 2  # the paper, and all the ink
    assert read(network, save(tmp_path, grey)) == "71"


def test_rough_edges_and_pinholes_leave_a_line_a_line():
    rng = np.random.default_rng(2)
    ink = drawn([(40, 100), (160, 100)], width=15)
    for y in (92, 107):
        ink[y, 40:160] = rng.random(120) < 0.5
    ink[100, 60:140:9] = False
    (stroke,) = trace(ink)
    assert length(stroke) == pytest.approx(120, rel=0.15)


@pytest.mark.parametrize("seed", range(12))
def test_any_ink_is_covered_by_its_strokes(seed):
    """Blotches of every shape, solid, ragged or full of holes: no part is lost, no path leaves its part."""
    rng = np.random.default_rng(seed)
    grain = rng.standard_normal((60, 60)).astype(np.float32)
    ink = cv2.GaussianBlur(cv2.resize(grain, (150, 150)), (0, 0), rng.uniform(0.5, 4)) > rng.uniform(0, 0.3)
    strokes = trace(ink)
    paths = np.zeros((150, 150), np.uint8)
    for stroke in strokes:
        cv2.polylines(paths, [np.floor(stroke.points).astype(int)], False, 1)
    beside_ink = cv2.distanceTransform((~ink).astype(np.uint8), cv2.DIST_L2, 5)[paths > 0]
    assert beside_ink.max() <= 3
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    large = labels == 1 + stats[1:, cv2.CC_STAT_AREA].argmax()
    radius = cv2.distanceTransform(large.astype(np.uint8), cv2.DIST_L2, 5).max()
    to_path = cv2.distanceTransform(1 - paths, cv2.DIST_L2, 5)[large]
    assert to_path.max() <= 2.6 * radius + 2


def test_placing_what_was_read_from_a_picture_changes_nothing(network, tmp_path):
    drawing = load_picture(save(tmp_path, plain(ROW)))
    placed = network.read(place(drawing, 0.4).strokes).text.replace(" ", "")
    assert placed == network.read(drawing.strokes).text.replace(" ", "")
