import os
from datetime import datetime
from pathlib import Path

import pytest

from deeplearning.window.saving import save

NOW = datetime(2026, 5, 4, 3, 2, 1)
CONTENTS = {".png": b"picture", ".jsonl": b"strokes"}


def test_files_of_one_name_are_written_into_a_folder_that_may_not_exist_yet(tmp_path):
    folder = tmp_path / "new" / "drawings"
    png, record = save(folder, CONTENTS, NOW)
    assert (png.name, record.name) == ("2026-05-04_030201.png", "2026-05-04_030201.jsonl")
    assert (png.read_bytes(), record.read_bytes()) == (b"picture", b"strokes")
    assert sorted(folder.iterdir()) == [record, png]


def test_nothing_is_overwritten(tmp_path):
    first = save(tmp_path, CONTENTS, NOW)
    (tmp_path / "2026-05-04_030201_2.jsonl").write_bytes(b"somebody else's")
    third = save(tmp_path, {".png": b"p", ".jsonl": b"s"}, NOW)
    assert [path.name for path in third] == ["2026-05-04_030201_3.png", "2026-05-04_030201_3.jsonl"]
    assert first[0].read_bytes() == b"picture"
    assert (tmp_path / "2026-05-04_030201_2.jsonl").read_bytes() == b"somebody else's"
    assert not (tmp_path / "2026-05-04_030201_2.png").exists()


def test_a_folder_that_is_a_file_is_an_error(tmp_path):
    (tmp_path / "drawings").write_text("")
    with pytest.raises(OSError, match="drawings"):
        save(tmp_path / "drawings", CONTENTS, NOW)


@pytest.mark.parametrize("failing", [1, 2])
def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch, failing):
    calls = []

    def fsync(handle):
        calls.append(handle)
        if len(calls) == failing:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OSError, match="No space left"):
        save(tmp_path, CONTENTS, NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_failing_rename_leaves_nothing_behind(tmp_path, monkeypatch):
    replace = Path.replace

    def once(path, target):
        if target.suffix == ".jsonl":
            raise OSError(5, "Input/output error")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", once)
    with pytest.raises(OSError, match="Input/output error"):
        save(tmp_path, CONTENTS, NOW)
    assert list(tmp_path.iterdir()) == []
