"""Saving to disks that are full, fail or may not be written: the ink stays, and the message says so."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pygame
import pytest

from deeplearning.window.autosave import Autosave
from tests.support.hand import SEVEN, draw, key, text


@pytest.fixture
def small_disk(tmp_path):
    """A folder that is a real disk of 64 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if not mount or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    command = [mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip("this system lets nobody mount a disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_really_full_keeps_the_ink_and_says_so(window, small_disk):
    window.folder = small_disk / "drawings"
    window.folder.mkdir()
    (small_disk / "filler").write_bytes(b"x" * 60_000)
    draw(window, SEVEN.strokes)
    key(window, pygame.K_s)
    assert "Not saved" in window.message
    assert "No space left" in window.message
    assert list(window.folder.iterdir()) == []
    assert len(window.ink.strokes) == len(SEVEN.strokes)
    assert text(window) == "7"
    (small_disk / "filler").unlink()
    key(window, pygame.K_s)
    assert "Saved" in window.message
    assert len(list(window.folder.iterdir())) == 2


@pytest.mark.parametrize("call", ["create", "write", "fsync", "rename"])
def test_a_disk_that_fails_at_any_step_keeps_the_ink_and_leaves_nothing(window, monkeypatch, call):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    draw(window, SEVEN.strokes)
    with monkeypatch.context() as patch:
        if call == "write":
            # What os.fdopen() gives writes without asking Python's os.write().
            patch.setattr(os, "fdopen", lambda handle, _: Full(handle))
        else:
            steps = {"create": (tempfile, "mkstemp"), "fsync": (os, "fsync"), "rename": (Path, "replace")}
            patch.setattr(*steps[call], full)
        key(window, pygame.K_s)
    assert "Not saved" in window.message
    assert "No space left" in window.message
    assert list(window.folder.iterdir()) == []
    assert len(window.ink.strokes) == len(SEVEN.strokes)
    key(window, pygame.K_s)
    assert "Saved" in window.message


class Full:
    """A file on a disk that is full after ten bytes."""

    def __init__(self, handle):
        self.handle = handle

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.handle)

    def write(self, data):
        os.write(self.handle, data[:10])
        raise OSError(28, "No space left on device")


def fail(*_):
    raise OSError(5, "Input/output error")


def test_where_the_folder_of_the_start_is_gone_the_ink_stays_and_it_is_said(window, tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    window.folder = Path("drawings")
    draw(window, SEVEN.strokes)
    key(window, pygame.K_s)
    assert window.message.startswith("Not saved: drawings/ cannot be written")
    assert text(window) == "7"


def test_where_a_disk_fails_it_is_not_said_that_the_drawing_is_saved(window, monkeypatch):
    draw(window, SEVEN.strokes)
    key(window, pygame.K_s)
    monkeypatch.setattr(Path, "exists", fail)
    key(window, pygame.K_s)
    assert "Input/output error" in window.message


def test_a_folder_on_a_disk_that_fails_holds_no_drawings(window, tmp_path, monkeypatch):
    window.kept_folder = tmp_path
    monkeypatch.setattr(os, "scandir", fail)
    key(window, pygame.K_o)
    assert (window.side, window.view().files) == ("open", ())
    assert Autosave(tmp_path).last() is None


def test_a_disk_that_may_not_be_written_keeps_the_ink(window, small_disk):
    window.folder = small_disk / "drawings"
    window.folder.mkdir()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    refuses(window)


def test_a_folder_that_may_not_be_written_keeps_the_ink(window):
    window.folder.mkdir()
    window.folder.chmod(0o555)
    if os.access(window.folder, os.W_OK):
        pytest.skip("whoever runs this may write everywhere")
    refuses(window)
    window.folder.chmod(0o755)


def refuses(window):
    draw(window, SEVEN.strokes)
    key(window, pygame.K_s)
    assert "Not saved" in window.message
    assert list(window.folder.iterdir()) == []
    assert len(window.ink.strokes) == len(SEVEN.strokes)
    assert text(window) == "7"
