"""The shape of the house: few files at the door, small files in the rooms, small functions in the files."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.support.paths import ROOT

PACKAGE = ROOT / "deeplearning"
ROOMS = sorted(path for path in PACKAGE.iterdir() if (path / "__init__.py").exists())
CODE = [*sorted(PACKAGE.rglob("*.py")), ROOT / "app.py"]


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


def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def room_of(path):
    """Return the room of a file of the package or of the tests; app.py belongs to the window."""
    if path == ROOT / "app.py":
        return "window"
    *folders, _ = path.relative_to(PACKAGE if path.is_relative_to(PACKAGE) else ROOT / "tests").parts
    return folders[0] if folders else path.stem if path.stem == "conftest" else "package"


def is_private(name):
    return name.startswith("_") and not name.endswith("__")


def private_names_defined(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.id if isinstance(node, ast.Name) else node.attr


def private_names_used(tree):
    """Yield the names with one underscore that are imported, or asked of anything but `self` and `cls`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("deeplearning."):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Attribute) and not (
            isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
        ):
            yield node.attr


def test_no_private_name_is_used_across_rooms():
    rooms = defaultdict(set)
    for path in CODE:
        for name in filter(is_private, private_names_defined(parsed(path))):
            rooms[name].add(room_of(path))
    told = []
    for path in [*CODE, *sorted((ROOT / "tests").rglob("*.py"))]:
        own = room_of(path)
        foreign = {
            name for name in filter(is_private, private_names_used(parsed(path)))
            if rooms[name] and own not in rooms[name]
        }  # fmt: skip
        told += [f"{path.relative_to(ROOT)} uses {name} of {rooms[name]}" for name in sorted(foreign)]
    assert told == []


def test_a_constant_has_one_meaning_in_the_package():
    places = defaultdict(set)
    for path in CODE:
        for node in parsed(path).body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            for name in (part for target in filter(None, targets) for part in ast.walk(target)):
                if isinstance(name, ast.Name) and name.id.isupper() and len(name.id) > 1:
                    places[name.id].add(str(path.relative_to(ROOT)))
    twice = {name: sorted(files) for name, files in places.items() if len(files) > 1}
    assert twice == {}


def test_every_test_that_durability_names_is_there():
    text = (PACKAGE / "DURABILITY.md").read_text(encoding="utf-8")
    named, file, missing = 0, "", []
    for match in re.finditer(r"`(?:tests/)?([\w/]*test_\w+\.py)?(?:::(test_\w+)[^`]*)?`", text):
        file, test = match[1] or file, match[2]
        if not match[1] and not test:
            continue
        named += 1
        paths = [path for path in (ROOT / "tests").rglob("test_*.py") if path.as_posix().endswith(f"/{file}")]
        if not any(f"\ndef {test or ''}" in path.read_text(encoding="utf-8") for path in paths):
            missing.append(match[0])
    assert missing == []
    assert named > 50
