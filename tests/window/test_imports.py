import subprocess
import sys

import pytest

from deeplearning.window import leaving_out
from tests.support.paths import ROOT


def test_what_is_left_out_is_missing_within_and_there_after():
    sys.modules.pop("colorsys", None)
    with leaving_out("colorsys"), pytest.raises(ImportError):
        import colorsys
    import colorsys

    assert colorsys.rgb_to_hsv(1, 0, 0) == (0, 1, 1)


def test_what_has_been_imported_stays():
    import json

    with leaving_out("json"):
        import json as again
    assert again is json
    assert sys.modules["json"] is json


def test_an_error_within_leaves_nothing_missing():
    sys.modules.pop("colorsys", None)
    with pytest.raises(ZeroDivisionError), leaving_out("colorsys"):
        _ = 1 / 0
    assert "colorsys" not in sys.modules


def test_the_window_loads_nothing_that_plays_sound_nor_what_the_first_frame_does_not_need():
    code = (
        "import sys, deeplearning.window.main; print([name for name in sys.argv[1:] if name in sys.modules])"
    )
    names = [
        "pygame.mixer",
        "pygame.mixer_music",
        "pkg_resources",
        "tempfile",
        "platformdirs",
        "cv2",
        "PIL",
        "ai_edge_litert",
        "deeplearning.pictures.files",
        "deeplearning.recognition.network",
        "deeplearning.recognition.recognizer",
        "deeplearning.window.recording",
    ]
    done = subprocess.run(
        [sys.executable, "-c", code, *names], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
