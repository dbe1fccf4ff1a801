"""The shape of the house: few files at the door, small files in the rooms, small functions in the files."""

import ast
from pathlib import Path

import pytest

from tests.support.paths import ROOT

PACKAGE = ROOT / "deeplearning"
ROOMS = sorted(path for path in PACKAGE.iterdir() if (path / "__init__.py").exists())


def lines_of(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def long_functions(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = node.end_lineno - node.lineno + 1
            if lines > 40:
                yield f"{path.name}: {node.name} has {lines} lines"


def test_a_file_directly_in_the_package_is_a_command_or_part_of_its_face():
    files = sorted(PACKAGE.glob("*.py"))
    assert len(files) <= 14
    for path in files:
        if not path.name.startswith("_"):
            text = path.read_text(encoding="utf-8")
            assert f"python -m deeplearning.{path.stem}" in text, f"{path.name} is no command"
            assert '__name__ == "__main__"' in text, f"{path.name} is no command"


def test_the_rooms_are_those_of_the_map():
    text = (PACKAGE / "README.md").read_text(encoding="utf-8")
    assert [f"`{room.name}/`" for room in ROOMS if f"`{room.name}/`" not in text] == []


@pytest.mark.parametrize("room", [PACKAGE, *ROOMS], ids=lambda room: room.name)
def test_no_module_and_no_function_is_long(room: Path):
    files = sorted(room.glob("*.py") if room == PACKAGE else room.rglob("*.py"))
    assert files
    assert [f"{path.name} has {lines_of(path)} lines" for path in files if lines_of(path) > 400] == []
    assert [told for path in files for told in long_functions(path)] == []


def test_the_door_is_small():
    assert lines_of(ROOT / "app.py") <= 120
    assert list(long_functions(ROOT / "app.py")) == []


def test_every_room_says_in_one_sentence_what_it_is():
    for room in ROOMS:
        sentence = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
        assert sentence, room.name
        assert sentence.split("\n")[0].endswith("."), room.name
