"""Files that are too large, have no end, or are none: refused before they fill the memory."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from deeplearning.ink.bounded_read import read_at_most
from deeplearning.ink.drawings import DrawingError, load
from deeplearning.pictures.decoding import read_bytes
from deeplearning.pictures.files import first, is_picture
from deeplearning.recognition.memory_file import MemoryFile
from deeplearning.recognition.network import MAX_CARD_BYTES, ModelError, Network
from deeplearning.window.earlier import read_note


def test_a_file_is_read_up_to_its_limit_and_refused_beyond(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"1234")
    assert read_at_most(path, 4) == b"1234"
    with pytest.raises(OSError, match="more than 3 bytes"):
        read_at_most(path, 3)


def test_a_file_that_is_not_there_and_a_folder_are_told_as_ever(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_at_most(tmp_path / "nothing", 4)
    with pytest.raises(OSError, match=r"directory|denied"):
        read_at_most(tmp_path, 4)


def pipe(folder, name):
    """A pipe that nobody writes into: opening it would wait for ever."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes among its files")
    os.mkfifo(folder / name)
    return folder / name


def endless(folder, name):
    """A file that gives zeros without end."""
    if not Path("/dev/zero").exists():
        pytest.skip("this system has no /dev/zero")
    (folder / name).symlink_to("/dev/zero")
    return folder / name


@pytest.mark.parametrize("make", [pipe, endless])
def test_no_reader_waits_for_what_has_no_end(tmp_path, make):
    drawing, picture = make(tmp_path, "a.jsonl"), make(tmp_path, "b.png")
    memory, network = make(tmp_path, "memory.jsonl"), make(tmp_path, "c.tflite")
    for read, path in ((load, drawing), (first, drawing), (first, picture), (read_bytes, picture)):
        with pytest.raises(DrawingError, match="no ordinary file"):
            read(path)
    assert not is_picture(make(tmp_path, "unnamed"))
    with pytest.raises(ModelError, match="no ordinary file"):
        Network(network)
    corrections, sentence = MemoryFile(tmp_path).load()
    assert (corrections, "no ordinary file" in sentence) == ((), True)
    assert memory.exists()
    assert read_note(drawing) == ""


def sparse(path, size):
    """A file of `size` bytes of zeros that takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(size)
    return path


def test_files_of_gigabytes_are_refused_in_one_sentence(tmp_path):
    huge = 8_000_000_000
    with pytest.raises(ModelError, match="more than 100,000,000 bytes"):
        Network(sparse(tmp_path / "huge.tflite", huge))
    with pytest.raises(DrawingError, match="more than 400,000,000 bytes"):
        first(sparse(tmp_path / "huge.png", huge))
    with pytest.raises(DrawingError, match="at most 1,000,000 points"):
        load(sparse(tmp_path / "huge.jsonl", huge))
    sparse(tmp_path / "memory.jsonl", huge)
    assert "more than 64,000,000 bytes" in MemoryFile(tmp_path).load()[1]


def test_a_card_that_is_too_large_is_refused_though_it_vouches_for_its_network(tmp_path):
    content = b"0000TFL3"
    (tmp_path / "some.tflite").write_bytes(content)
    card = json.dumps({"sha256": {"some.tflite": hashlib.sha256(content).hexdigest()}})
    for blanks, said in ((0, "is not a network"), (MAX_CARD_BYTES, r"some\.json is not the card")):
        (tmp_path / "some.json").write_text(card + " " * blanks)
        with pytest.raises(ModelError, match=said):
            Network(tmp_path / "some.tflite")
