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
    names = {
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
    }
    command = [sys.executable, ROOT / "tests" / "support" / "loaded_modules.py", "deeplearning.window.main"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "deeplearning.window.main" in loaded
    assert names.isdisjoint(loaded)
