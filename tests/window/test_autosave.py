"""The drawing that outlives a crash: when it is written, where, and that --restore brings it back."""

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import platformdirs
import platformdirs.macos
import platformdirs.unix
import pygame
import pytest

from deeplearning.ink import atomic_write
from deeplearning.ink.drawings import Drawing, dump, load
from deeplearning.ink.history import Ink
from deeplearning.ink.stroke import Stroke
from deeplearning.window import autosave, loop
from deeplearning.window.autosave import DELAY_SECONDS as DELAY
from deeplearning.window.autosave import MAX_KEPT, Autosave, state_folder
from deeplearning.window.earlier import read_note
from deeplearning.window.main import main
from tests.support.clock import Clock
from tests.support.hand import BY_STYLE, EIGHT, SEVEN, down, events, move, pressed
from tests.support.paths import ROOT
from tests.support.play import play

KILLED = ROOT / "tests" / "support" / "killed_window.py"
SCRIBBLING = ROOT / "tests" / "support" / "scribbling_window.py"


@pytest.fixture
def clock():
    return Clock(1000.1)


@pytest.fixture
def keeper(tmp_path, clock):
    return Autosave(tmp_path / "state", clock)


def files(folder):
    """The drawings kept in a folder, in the order of their names."""
    return sorted(folder.glob("*.jsonl")) if folder.exists() else []


def stroke(ink, x=10.0):
    ink.begin(x, 10)
    ink.add(x, 90)
    ink.end()


def kept(path):
    (drawing,) = load(path)
    return [(stroke.points.tolist(), stroke.width) for stroke in drawing.strokes]


def as_lists(ink):
    return [(stroke.points.round(2).tolist(), stroke.width) for stroke in ink.strokes]


def test_a_stroke_is_written_some_time_after_it_has_ended(keeper, clock):
    ink = Ink()
    stroke(ink)
    for seconds in (0.0, DELAY / 2, DELAY / 2 - 0.01):
        clock.now += seconds
        assert keeper.poll(ink) == ""
        keeper.wait()
        assert keeper.path is None
    clock.now += 0.02
    keeper.poll(ink)
    keeper.wait()
    assert kept(keeper.path) == as_lists(ink)


def test_while_a_stroke_is_open_those_before_it_are_written(keeper, clock):
    ink = Ink()
    stroke(ink)
    ink.begin(1, 1)
    keeper.poll(ink)
    clock.now += 1.1
    keeper.poll(ink)
    keeper.wait()
    assert kept(keeper.path) == as_lists(ink)[:1]
    ink.end()
    keeper.poll(ink)
    clock.now += 1.1
    keeper.poll(ink)
    keeper.wait()
    assert kept(keeper.path) == as_lists(ink)


def test_it_is_written_at_most_once_a_second(keeper, clock, monkeypatch):
    times = []

    def write_aside(*both):
        times.append(clock.now)
        return atomic_write.write_aside(*both)

    monkeypatch.setattr(autosave, "write_aside", write_aside)
    ink = Ink()
    for _ in range(100):
        stroke(ink)
        keeper.poll(ink)
        keeper.wait()
        clock.now += DELAY / 10
    assert len(times) > 5
    assert np.diff(times).min() >= DELAY - 1e-9


def test_a_clock_that_is_set_back_does_not_put_it_off(keeper, clock):
    ink = Ink()
    stroke(ink)
    keeper.poll(ink)
    clock.now -= 1e6
    keeper.poll(ink)
    keeper.wait()
    assert kept(keeper.path) == as_lists(ink)


def test_undoing_is_kept_and_an_empty_paper_is_not(keeper, clock):
    ink = Ink()
    for change in (lambda: stroke(ink), lambda: stroke(ink, 50), ink.undo, ink.undo):
        change()
        keeper.poll(ink)
        clock.now += 2 * DELAY
        keeper.poll(ink)
        keeper.wait()
    keeper.close(ink)
    assert kept(keeper.path) == [([[10, 10], [10, 90]], 15)]


def test_what_the_window_began_with_is_not_written(tmp_path, clock):
    ink = Ink(SEVEN.strokes)
    keeper = Autosave(tmp_path, clock)
    keeper.begin_with(ink.strokes)
    keeper.poll(ink)
    clock.now += 2 * DELAY
    keeper.poll(ink)
    keeper.close(ink)
    assert files(tmp_path) == []


def test_quitting_writes_what_is_left(keeper):
    ink = Ink()
    stroke(ink)
    keeper.close(ink)
    assert kept(keeper.path) == as_lists(ink)
    assert list(keeper.folder.iterdir()) == [keeper.path]


def test_polling_never_waits_for_the_disk(keeper, clock, monkeypatch):
    gate = threading.Event()

    def write_aside(*both):
        gate.wait()
        return atomic_write.write_aside(*both)

    monkeypatch.setattr(autosave, "write_aside", write_aside)
    ink = Ink()
    stroke(ink)
    for _ in range(5):
        keeper.poll(ink)
        clock.now += 2 * DELAY
    stroke(ink)
    keeper.poll(ink)
    assert files(keeper.folder) == []
    gate.set()
    keeper.close(ink)
    assert len(kept(keeper.path)) == 2


def test_a_disk_that_cannot_be_written_is_told_once_and_tried_again(keeper, clock, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    ink = Ink()
    told = []
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        for _ in range(10):
            stroke(ink)
            told.append(keeper.poll(ink))
            keeper.wait()
            clock.now += DELAY
    (fault,) = [words for words in told if words]
    assert "No space left on device" in fault
    assert list(keeper.folder.iterdir()) == []
    keeper.close(ink)
    assert kept(keeper.path) == as_lists(ink)


def test_a_disk_that_fails_again_after_it_has_written_is_told_again(keeper, clock, monkeypatch):
    def fail(*_):
        raise OSError(5, "Input/output error")

    ink, told = Ink(), []
    for fails in (True, False, True):
        with monkeypatch.context() as patch:
            if fails:
                patch.setattr(os, "fsync", fail)
            stroke(ink)
            for _ in range(3):
                told.append((fails, keeper.poll(ink)))
                keeper.wait()
                clock.now += DELAY
    assert [fails for fails, words in told if words] == [True, True]


def test_two_windows_do_not_overwrite_each_other(tmp_path):
    """Each writes its own drawing again and again, and both are there, whole, in the end."""
    inks = [Ink([Stroke.of([(n, 1), (n, 2)]) for n in range(count)]) for count in (3, 400)]
    keepers = [Autosave(tmp_path) for _ in inks]

    def write(ink, keeper):
        for number in range(20):
            ink.begin(number, 9)
            ink.end()
            keeper.close(ink)

    threads = [threading.Thread(target=write, args=both) for both in zip(inks, keepers, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(kept(keeper.path)) for keeper in keepers] == [23, 420]
    assert len(files(tmp_path)) == 2


def test_a_new_drawing_gets_a_new_file_and_the_ten_newest_are_kept(keeper):
    ink = Ink()
    for number in range(14):
        ink.clear()
        stroke(ink, number)
        keeper.close(ink)
        os.utime(keeper.path, (number + 1e9, number + 1e9))
    found = files(keeper.folder)
    assert len(found) == MAX_KEPT == 10
    assert {kept(path)[0][0][0][0] for path in found} == set(range(4, 14))


def test_what_was_read_is_kept_with_the_drawing(keeper):
    ink = Ink()
    stroke(ink)
    keeper.close(ink, "1")
    assert read_note(keeper.path) == "1"


def test_the_newest_drawing_of_another_window_is_the_last_one(tmp_path, keeper):
    old, new = tmp_path / "state" / "last.jsonl", tmp_path / "state" / "other.jsonl"
    assert keeper.last() is None
    old.parent.mkdir()
    for number, path in enumerate((old, new), start=1):
        path.write_text(dump([Drawing(SEVEN.strokes)]))
        os.utime(path, (number, number))
    assert keeper.last() == new
    ink = Ink()
    stroke(ink)
    keeper.close(ink)
    assert keeper.last() == new
    new.unlink()
    assert keeper.last() == old, "what an earlier version of the program kept is found, too"


def test_what_killed_programs_left_is_swept_up(keeper):
    folder = keeper.folder
    folder.mkdir()
    old, new = folder / ".old.part", folder / ".new.part"
    for path in (old, new):
        path.write_text("half a drawing")
    os.utime(old, (0, 0))
    ink = Ink()
    stroke(ink)
    keeper.close(ink)
    assert (old.exists(), new.exists()) == (False, True)


def test_it_lives_where_the_system_keeps_such_things(monkeypatch, tmp_path):
    monkeypatch.setenv("DIGITS_STATE", str(tmp_path))
    assert state_folder() == tmp_path
    monkeypatch.delenv("DIGITS_STATE")
    monkeypatch.setenv("HOME", "/home/someone")
    # What earlier versions of the program wrote must be found again.
    for system, folder in (
        (platformdirs.unix.Unix, "/home/someone/.local/state"),
        (platformdirs.macos.MacOS, "/home/someone/Library/Application Support"),
    ):
        monkeypatch.setattr(platformdirs, "PlatformDirs", system)
        assert state_folder() == Path(folder) / "digit-recognizer"


@pytest.mark.skipif(sys.platform != "linux", reason="XDG's variables are Linux' own")
def test_it_follows_the_xdg_base_directory_specification(monkeypatch):
    monkeypatch.delenv("DIGITS_STATE")
    monkeypatch.setenv("HOME", "/home/someone")
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    assert state_folder() == Path("/state/digit-recognizer")
    for unset in ("", "relative/path"):
        monkeypatch.setenv("XDG_STATE_HOME", unset)
        assert state_folder() == Path("/home/someone/.local/state/digit-recognizer")


def test_without_a_home_nothing_is_kept_and_a_sentence_says_so(monkeypatch):
    monkeypatch.delenv("DIGITS_STATE")
    monkeypatch.setattr(platformdirs, "user_state_path", lambda *_, **__: Path("~/.local/state"))
    keeper, ink = Autosave(), Ink()
    stroke(ink)
    assert keeper.folder is None
    keeper.close(ink)
    assert "cannot be kept" in keeper.poll(ink)


SAVE = [pressed(pygame.K_s)]


def titles(argv, *batches):
    """Run the window with batches of events and close it; return the titles that it had."""
    return [title.split(" - ")[0] for title in play(argv, *batches).titles]


def test_closing_and_restoring_brings_the_drawing_back(state):
    play([], events(SEVEN.strokes))
    (path,) = files(state)
    before = path.read_bytes()
    assert titles(["--restore"]) == ["7"]
    assert titles([]) == ["RealTime DigitRecognizer"]
    assert files(state) == [path]
    assert path.read_bytes() == before, "a window in which nothing was drawn lost the last drawing"


ENTER = [pressed(pygame.K_RETURN)]


def test_a_plain_start_offers_the_last_drawing_and_enter_brings_it_back(state):
    play([], events(SEVEN.strokes))
    shown = play([], ENTER)
    assert shown.messages == ["Your last drawing: 7. Enter brings it back.", ""]
    assert [title.split(" - ")[0] for title in shown.titles] == ["RealTime DigitRecognizer", "7"]
    assert len(files(state)) == 1


@pytest.mark.parametrize("leave", [pressed(pygame.K_r), pressed(pygame.K_e)], ids=["cleared", "boxes"])
def test_what_is_cleared_just_after_it_was_drawn_is_kept_with_what_was_read(state, leave):
    play([], events(SEVEN.strokes), [leave])
    assert play([]).messages == ["Your last drawing: 7. Enter brings it back."]
    other = BY_STYLE["looped foot"].strokes
    play([], events(EIGHT.strokes[:1]), [*events(EIGHT.strokes[1:]), leave], events(other), [leave])
    assert sorted(len(kept(path)) for path in files(state)) == sorted([2, len(EIGHT.strokes), len(other)])


def test_pages_that_are_left_while_the_disk_is_busy_are_all_written(keeper, monkeypatch):
    disk = threading.Event()
    write = atomic_write.write_aside

    def write_late(*both):
        assert disk.wait(60)
        return write(*both)

    monkeypatch.setattr(autosave, "write_aside", write_late)
    ink = Ink()
    for x in (10, 20, 30):
        stroke(ink, x)
        keeper.leave(ink, "1")
        ink.clear()
    disk.set()
    keeper.close(ink)
    assert [kept(path)[0][0][0][0] for path in files(keeper.folder)] == [10, 20, 30]


def test_an_offer_that_is_not_taken_overwrites_nothing(state):
    play([], events(SEVEN.strokes))
    (path,) = files(state)
    before = path.read_bytes()
    shown = play([], events(BY_STYLE["looped foot"].strokes), ENTER)
    assert shown.messages[1:] == ["", ""]
    assert path.read_bytes() == before
    assert len(files(state)) == 2


@pytest.mark.usefixtures("state")
def test_what_was_brought_back_can_be_undone():
    play([], events(SEVEN.strokes))
    assert titles(["--restore"], [pressed(pygame.K_z)])[-1] == "RealTime DigitRecognizer"


def test_an_idle_window_writes_what_is_pending(monkeypatch, state):
    """The loop sleeps after the last event; what wakes it is the file that the pending stroke became."""
    monkeypatch.setattr(autosave, "DELAY_SECONDS", 0.05)
    monkeypatch.setattr(loop, "AWAKE_MS", 1)

    naps = iter(range(5000))

    def poll():
        # Once the file is there the window gets its last event; where it never comes, also.
        done = files(state) or next(naps, None) is None
        return pygame.event.Event(pygame.QUIT if done else pygame.NOEVENT)

    batches = iter([events(SEVEN.strokes)])

    def draw_once(application):
        for kind, settings in next(batches, ()) if application.recognizer else ():
            pygame.event.post(pygame.event.Event(kind, settings))

    monkeypatch.setattr(pygame.event, "poll", poll)
    monkeypatch.setattr(Autosave, "close", lambda *_: None)
    assert main([], draw_once) == 0
    (path,) = files(state)
    assert len(kept(path)) == len(SEVEN.strokes)


def test_a_fault_is_shown_in_the_window_once(monkeypatch, state):
    state.write_text("a file stands in the way")
    monkeypatch.setattr(autosave, "DELAY_SECONDS", 0.0)
    other = [(pygame.KEYUP, {"key": pygame.K_a, "mod": 0})]
    batches = [list(events([SEVEN.strokes[0]])), other, other, list(events([SEVEN.strokes[1]])), other, other]
    messages = play([], *batches).messages
    told = [number for number, message in enumerate(messages) if "cannot be kept" in message]
    assert told
    assert told == list(range(told[0], told[-1] + 1)), "told again after the next stroke had taken it away"
    assert messages[-1] == ""


def test_with_nothing_to_restore_the_paper_is_empty_and_a_sentence_says_so(state):
    assert not state.exists()
    shown = play(["--restore"])
    assert shown.titles == ["RealTime DigitRecognizer"]
    assert shown.messages == ["There is no drawing to restore, so the paper is empty."]


def test_a_damaged_file_is_named_and_left_alone(state):
    state.mkdir()
    (state / "last.jsonl").write_text('{"strokes": [[[1,')
    shown = play(["--restore"])
    assert str(state / "last.jsonl") in shown.messages[0]
    assert (state / "last.jsonl").read_text() == '{"strokes": [[[1,'


def test_closing_with_unsaved_ink_loses_nothing_that_was_saved(state, tmp_path):
    strokes = BY_STYLE["five with a detached bar, crossed seven, open four"].strokes
    play([], events(strokes[:2]), SAVE, events(strokes[2:]), [down(9, 9), move(20, 20)])
    (saved,) = (tmp_path / "drawings").glob("*.jsonl")
    assert len(kept(saved)) == 2
    (path,) = files(state)
    assert len(kept(path)) == len(strokes) + 1
    assert kept(saved) == kept(path)[:2]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("moment", ["before", "after"])
def test_after_a_kill_the_drawing_is_there_again(state, tmp_path, moment):
    """Killed as soon as the stroke is on disk, and just before that: then the drawing before it is whole."""
    state.mkdir()
    old = '{"strokes": [[[300.0, 100.0], [300.0, 500.0]]], "widths": [15.0]}\n'
    (state / "last.jsonl").write_text(old)
    os.utime(state / "last.jsonl", (0, 0))
    done = subprocess.run([sys.executable, KILLED, moment], cwd=tmp_path, timeout=300)
    assert done.returncode == -signal.SIGKILL
    assert (state / "last.jsonl").read_text() == old
    assert titles(["--restore"]) == ["7" if moment == "after" else "1"]


TRIES = int(os.environ.get("DIGITS_KILLS", "0")) or 3
"""In full: DIGITS_KILLS=100 python -m pytest tests/window/test_autosave.py -k random"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_two_windows_killed_at_random_moments_lose_no_stroke_older_than_two_seconds(state, tmp_path):
    for number in range(TRIES):
        rng = random.Random(number)
        windows = [
            subprocess.Popen(
                [sys.executable, SCRIBBLING, str(number * 2 + index), str(rng.uniform(1.0, 6.0))],
                cwd=tmp_path,
                stdout=subprocess.PIPE,
                text=True,
            )
            for index in range(2)
        ]
        for window in windows:
            told = window.communicate(timeout=300)[0]
            assert window.returncode == -signal.SIGKILL
            drawn = [line.split() for line in told.splitlines() if line.startswith("stroke")]
            killed = float(told.rsplit("killed", 1)[1])
            due = [x for _, moment, x in drawn if killed - float(moment) > 2.0]
            there = {str(points[0][0]) for path in files(state) for points, _ in kept(path)}
            assert set(due) <= there
