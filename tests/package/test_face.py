"""What `import deeplearning` offers."""

import doctest
import re
import subprocess
import sys

import pytest

import deeplearning
from deeplearning.ink.history import Ink
from deeplearning.ink.stroke import Stroke
from deeplearning.recognition.reading import Reading
from deeplearning.recognition.recognizer import Recognizer
from tests.support.paths import ROOT


def loaded(*names):
    """Return what is loaded by `import deeplearning` and by asking it for `names`, Python's own left out."""
    command = [sys.executable, str(ROOT / "tests" / "support" / "loaded_modules.py"), "deeplearning", *names]
    modules = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return {name for name in modules if name.split(".")[0] not in sys.stdlib_module_names}


def test_importing_the_package_loads_nothing_else():
    assert loaded() == {"deeplearning"}


def test_a_name_loads_what_it_needs_and_no_more():
    modules = loaded("Ink", "Stroke")
    assert "deeplearning.ink.history" in modules
    assert not {"deeplearning.recognition", "cv2", "ai_edge_litert"} & modules
    assert {"cv2", "ai_edge_litert"} <= loaded("Recognizer")


def test_the_names_are_the_rooms_own():
    names = [deeplearning.Ink, deeplearning.Stroke, deeplearning.Reading, deeplearning.Recognizer]
    assert names == [Ink, Stroke, Reading, Recognizer]
    assert set(dir(deeplearning)) == {"Ink", "Reading", "Recognizer", "Stroke", "read_file"}
    assert all(getattr(deeplearning, name).__doc__ for name in dir(deeplearning))
    with pytest.raises(AttributeError, match="no attribute 'Pencil'"):
        _ = deeplearning.Pencil
    with pytest.raises(ImportError, match="Pencil"):
        from deeplearning import Pencil  # noqa: F401


def test_the_example_holds():
    results = doctest.testmod(deeplearning)
    assert results.attempted >= 4
    assert not results.failed


def test_the_readmes_example_prints_what_it_says(capsys):
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    exec(example, {})
    assert capsys.readouterr().out == "7\n"
    assert example.rstrip().endswith("# 7")


def test_the_first_drawing_of_a_file_is_read(network):
    assert deeplearning.read_file(ROOT / "img" / "demo.jsonl", network).text.startswith("2026")


def test_a_picture_is_read_like_a_drawing(tmp_path, network):
    from PIL import Image, ImageDraw

    picture = Image.new("L", (300, 300), 255)
    ImageDraw.Draw(picture).line([(80, 60), (220, 62), (140, 240)], fill=0, width=12)
    picture.save(tmp_path / "seven.png")
    assert deeplearning.read_file(tmp_path / "seven.png", network).text == "7"
    assert deeplearning.read_file(str(tmp_path / "seven.png"), network).text == "7"


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path):
    with pytest.raises(ValueError, match=r"none\.jsonl cannot be read: .*\.$"):
        deeplearning.read_file(tmp_path / "none.jsonl")
