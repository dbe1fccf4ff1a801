"""Kinds of picture that people take, a small one made for each: what is ink, and what is none."""

import cv2
import numpy as np
import pytest
from PIL import Image

from deeplearning.ink.placement import place
from deeplearning.pictures.picture import load_picture
from deeplearning.pictures.thresholding import find_ink
from tests.support.hand import BY_STYLE, SEVEN

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
ROW = BY_STYLE["eight scattered, of different sizes"]


def canvas(wide=400, high=300, colour=WHITE):
    return np.full((high, wide, 3), colour, np.uint8)


def draw(picture, drawing, colour=BLACK, width=10, height=0.6, centre=(0.5, 0.5)):
    """Draw on `picture`, the longer side `height` long and in the middle of `centre`, in sides of it."""
    high, wide = picture.shape[:2]
    for stroke in place(drawing, height, (0.5, 0.5)).strokes:
        points = (stroke.points / 640 - 0.5) * high + (centre[0] * wide, centre[1] * high)
        cv2.polylines(picture, [np.rint(points).astype(int)], False, colour, width, cv2.LINE_AA)
    return picture


def read(network, tmp_path, picture):
    path = tmp_path / "picture.png"
    Image.fromarray(picture).save(path)
    return network.read(load_picture(path).strokes).text


def parts(picture):
    return cv2.connectedComponents(find_ink(picture).mask.astype(np.uint8))[0] - 1


# --- Ink and ground ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ground", "inks"),
    [
        (WHITE, [(10, 10, 30), (150, 150, 150)]),
        (WHITE, [BLACK, (255, 215, 0)]),
        (BLACK, [WHITE, (60, 60, 60)]),
    ],
    ids=["pen and pencil", "black and yellow", "white and dim on black"],
)
def test_a_pale_ink_beside_a_dark_one_is_read_too(network, tmp_path, ground, inks):
    picture = canvas(500, colour=ground)
    for at, ink in zip((0.27, 0.73), inks, strict=True):
        draw(picture, SEVEN, ink, centre=(at, 0.5))
    assert read(network, tmp_path, picture) == "77"


def between_pale_lines(width):
    """Return two sevens, and leaning lines between and beside them, in a paler ink, `width` pixels wide."""
    picture = canvas(500)
    for at in (0.27, 0.73):
        draw(picture, SEVEN, centre=(at, 0.5))
    for x in (35, 250, 465):
        cv2.line(picture, (x - 8, 50), (x + 8, 250), (150, 150, 150), width, cv2.LINE_AA)
    return picture


def test_pale_lines_thinner_than_the_pen_are_walls_and_as_wide_ones_are_writing(network, tmp_path):
    assert read(network, tmp_path, between_pale_lines(7)) == "77"
    assert read(network, tmp_path, between_pale_lines(10)).replace(" ", "").count("1") == 3


def test_a_pale_stroke_that_comes_in_from_the_edge_is_no_writing(network, tmp_path):
    picture = draw(canvas(), SEVEN)
    cv2.line(picture, (0, 40), (80, 230), (150, 150, 150), 10, cv2.LINE_AA)
    assert read(network, tmp_path, picture) == "7"


@pytest.mark.parametrize("light", [False, True], ids=["dark on light", "light on dark"])
@pytest.mark.parametrize("side", [28, 280])
def test_a_bold_digit_that_fills_the_picture_is_ink_and_not_ground(network, tmp_path, side, light):
    large = np.zeros((280, 280), np.uint8)
    cv2.ellipse(large, (140, 140), (120, 125), 0, 0, 360, 255, -1)
    cv2.ellipse(large, (140, 140), (50, 70), 0, 0, 360, 0, -1)
    grey = cv2.resize(large, (side, side), interpolation=cv2.INTER_AREA)
    picture = np.repeat((grey if light else 255 - grey)[..., None], 3, axis=2)
    assert read(network, tmp_path, picture) == "0"


def test_ink_as_light_as_its_ground_is_told_by_its_colour(network, tmp_path):
    picture = draw(canvas(colour=(0, 140, 60)), SEVEN, (215, 65, 65))
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    assert np.ptp(grey) < 25
    assert read(network, tmp_path, picture) == "7"


def test_a_stroke_that_grows_pale_is_one_stroke():
    picture = canvas()
    for x in range(60, 340):
        picture[140:160, x] = round(40 + 130 * (x - 60) / 280)
    mask = find_ink(picture).mask
    assert mask[150, 70:330].all()


def test_a_smooth_gradient_is_no_ink(network, tmp_path):
    y, x = np.mgrid[0:300, 0:400]
    picture = np.repeat((250 - 0.2 * x - 0.15 * y).astype(np.uint8)[..., None], 3, axis=2)
    assert read(network, tmp_path, draw(picture, SEVEN, (40, 40, 60))) == "7"


# --- What surrounds the sheet -----------------------------------------------------------------------------


@pytest.mark.parametrize("tilt", [0, 4])
@pytest.mark.parametrize(("table", "paper", "ink"), [(50, 240, 20), (235, 30, 240)])
def test_the_table_around_the_sheet_is_left_out(network, tmp_path, tilt, table, paper, ink):
    picture = canvas(600, 450, (table,) * 3)
    sheet = draw(canvas(420, 320, (paper,) * 3), SEVEN, (ink,) * 3)
    turn = cv2.getRotationMatrix2D((210, 160), tilt, 1.0)
    turn[:, 2] += (90, 65)
    cv2.warpAffine(sheet, turn, (600, 450), dst=picture, borderMode=cv2.BORDER_TRANSPARENT)
    assert read(network, tmp_path, picture) == "7"


def crooked_sheet():
    """Return a sheet with a seven that lies crooked on a dark table, and where a point of it is seen."""
    sheet = draw(canvas(400, 300, (235, 235, 230)), SEVEN, height=0.5)
    turn = cv2.getRotationMatrix2D((200, 150), 8, 1)
    turn[:, 2] += (100, 100)
    picture = cv2.warpAffine(sheet, turn, (600, 500), borderValue=(40, 40, 45))
    return picture, lambda x, y: tuple(np.rint(turn @ (x, y, 1)).astype(int).tolist())


def test_a_shadow_at_the_edge_of_a_crooked_sheet_is_no_writing(network, tmp_path):
    picture, at = crooked_sheet()
    assert read(network, tmp_path, picture) == "7"
    cv2.fillPoly(picture, [np.array([at(398, 120), at(372, 200), at(398, 230)])], (110, 110, 110))
    assert read(network, tmp_path, picture) == "7"


def test_a_digit_written_up_to_the_edge_of_a_crooked_sheet_stays(network, tmp_path):
    picture, at = crooked_sheet()
    cv2.line(picture, at(340, 75), at(340, 285), BLACK, 10, cv2.LINE_AA)
    assert read(network, tmp_path, picture) == "71"


def test_a_window_in_a_window_is_looked_into(network, tmp_path):
    picture = canvas(600, 450, (20, 60, 60))
    picture[30:420, 40:560] = 235
    picture[90:400, 60:540] = draw(canvas(480, 310, BLACK), SEVEN, WHITE)
    assert read(network, tmp_path, picture) == "7"


def test_opaque_paper_with_a_shadow_on_a_transparent_ground(network, tmp_path):
    alpha = np.zeros((300, 400), np.uint8)
    alpha[40:260, 40:360] = 255
    alpha = np.maximum(alpha, cv2.GaussianBlur(alpha, (0, 0), 15) // 2)
    colours = canvas(colour=BLACK)
    colours[40:260, 40:360] = draw(canvas(320, 220), SEVEN)
    assert read(network, tmp_path, np.dstack([colours, alpha])) == "7"


# --- Lines ------------------------------------------------------------------------------------------------


def test_a_one_that_the_picture_is_cut_to_is_no_ruled_line(network, tmp_path):
    picture = canvas(60, 200)
    cv2.line(picture, (32, 0), (30, 200), BLACK, 9)
    assert read(network, tmp_path, picture) == "1"


def test_the_foot_of_a_two_that_the_picture_is_cut_to_is_no_ruled_line():
    picture = canvas(200, 240)
    cv2.ellipse(picture, (100, 70), (60, 60), 0, 180, 400, BLACK, 10)
    cv2.line(picture, (140, 110), (20, 215), BLACK, 10)
    cv2.line(picture, (0, 220), (200, 222), BLACK, 10)
    mask = find_ink(picture).mask
    assert mask[221, 20:180].all()


@pytest.mark.parametrize("thick", [2, 6, 10])
def test_table_lines_as_thick_as_the_pen_go(network, tmp_path, thick):
    picture = draw(draw(canvas(), SEVEN, centre=(0.33, 0.5)), SEVEN, centre=(0.67, 0.5))
    cv2.line(picture, (0, 20), (400, 22), (60, 60, 60), thick)
    cv2.line(picture, (0, 280), (400, 281), (60, 60, 60), thick)
    assert read(network, tmp_path, picture) == "77"


def test_fine_squares_under_a_thick_pen_go(network, tmp_path):
    picture = canvas(colour=(250, 250, 250))
    for at in range(0, 400, 25):
        cv2.line(picture, (at, 0), (at, 300), (150, 170, 220), 1)
        cv2.line(picture, (0, at), (400, at), (150, 170, 220), 1)
    assert read(network, tmp_path, draw(picture, SEVEN)) == "7"


# --- Marks that are no digits -----------------------------------------------------------------------------


def test_points_and_commas_are_left_out(network, tmp_path):
    picture = canvas(600)
    for at in (0.15, 0.45, 0.75):
        draw(picture, SEVEN, centre=(at, 0.45), height=0.5)
    cv2.circle(picture, (180, 215), 8, BLACK, -1)
    cv2.line(picture, (372, 200), (358, 245), BLACK, 9)
    assert read(network, tmp_path, picture) == "777"


def test_the_slashes_of_a_date_are_left_out_and_ones_are_not(network, tmp_path):
    picture = canvas(700)
    for at in (0.12, 0.45, 0.88):
        draw(picture, SEVEN, centre=(at, 0.5), height=0.4)
    for x in (180, 500):
        cv2.line(picture, (x + 25, 50), (x - 15, 240), BLACK, 9)
    cv2.line(picture, (420, 92), (412, 208), BLACK, 9)
    assert read(network, tmp_path, picture).replace(" ", "") == "7717"


def test_the_bar_of_a_five_stays_though_it_lies_apart():
    picture = canvas()
    cv2.polylines(picture, [np.array([(170, 90), (165, 140)])], False, BLACK, 10)
    cv2.ellipse(picture, (190, 190), (50, 50), 0, -110, 150, BLACK, 10)
    cv2.line(picture, (190, 88), (250, 84), BLACK, 10)
    before = parts(picture)
    assert before >= 2
    assert find_ink(picture).mask[86, 220]


@pytest.mark.parametrize("frame", ["box", "circle", "axes"])
def test_frames_around_digits_go(network, tmp_path, frame):
    picture = draw(canvas(), SEVEN, height=0.45)
    if frame == "box":
        cv2.rectangle(picture, (120, 50), (280, 250), BLACK, 3)
    elif frame == "circle":
        cv2.circle(picture, (200, 150), 125, BLACK, 4)
    else:
        cv2.rectangle(picture, (60, 20), (340, 270), BLACK, 2)
        for at in range(80, 340, 60):
            cv2.putText(picture, "20", (at, 290), cv2.FONT_HERSHEY_SIMPLEX, 0.5, BLACK, 1)
    assert read(network, tmp_path, picture) == "7"


def test_what_comes_in_from_the_edge_goes(network, tmp_path):
    picture = draw(canvas(), SEVEN)
    picture[:6, 100:300] = 30  # a frame's rest
    picture[200:300, 394:] = 60
    cv2.circle(picture, (0, 300), 45, (70, 70, 70), -1)  # a thumb
    assert read(network, tmp_path, picture) == "7"


def test_a_digit_that_the_picture_cuts_stays():
    picture = canvas(120, 200)
    cv2.ellipse(picture, (60, 100), (58, 98), 0, 0, 360, BLACK, 12)
    assert find_ink(picture).mask.sum() > 3000


def test_no_picture_loses_all_its_ink_as_marks():
    picture = canvas()
    cv2.circle(picture, (200, 150), 6, BLACK, -1)
    assert parts(picture) == 1
