"""What must cost no drawing: full disks, no home, clocks that jump, and damaged files of its own."""

import itertools
import json
import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pygame
import pytest

from deeplearning.ink import atomic_write
from deeplearning.ink.drawings import Drawing, dump, load
from deeplearning.ink.history import Ink
from deeplearning.recognition.memory_file import MemoryFile
from deeplearning.window import actions, autosave, clipboard, copied
from deeplearning.window.autosave import DELAY_SECONDS, MAX_KEPT, Autosave
from deeplearning.window.earlier import MAX_NOTE, earlier_drawings
from deeplearning.window.notices import MESSAGE_SECONDS, Notices
from tests.support.clock import Clock
from tests.support.damage import SAMPLES, damaged
from tests.support.hand import SEVEN, draw, events, key, pressed
from tests.support.paths import ROOT
from tests.support.play import play

YEAR = 365 * 24 * 3600.0
ENTER = [pressed(pygame.K_RETURN)]
OTHER = [(pygame.KEYUP, {"key": pygame.K_a, "mod": 0})]
HOMELESS = ROOT / "tests" / "support" / "homeless.py"


def keep(keeper, ink, x):
    """Draw a stroke on a new page, and have it written."""
    ink.clear()
    ink.begin(x, 10)
    ink.add(x, 90)
    ink.end()
    keeper.close(ink)
    return keeper.path


# --- Disks ------------------------------------------------------------------------------------------------


@pytest.fixture
def disk(tmp_path):
    """A real disk of 64 kB, where this system and this user may mount one."""
    mount = shutil.which("mount")
    if not mount or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    command = [mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip("this system lets nobody mount a disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told_once_and_what_was_kept_stays_whole(disk):
    keeper, ink = Autosave(disk / "state", Clock()), Ink()
    first = keep(keeper, ink, 10)
    before = first.read_bytes()
    (disk / "filler").write_bytes(b"x" * 56_000)
    for x in range(200):
        ink.begin(x, 1)
        ink.add(x, 600)
        ink.end()
    keeper.close(ink)
    keeper.close(ink)
    assert "No space left" in keeper.poll(ink)
    assert keeper.poll(ink) == ""
    assert first.read_bytes() == before
    assert list((disk / "state").iterdir()) == [first]
    (disk / "filler").unlink()
    keeper.close(ink)
    assert len(load(keeper.path)[0].strokes) == 201


@pytest.mark.parametrize("fault", ["read-only", "full"])
def test_a_home_that_takes_nothing_loses_no_ink_and_is_told(disk, monkeypatch, fault):
    """It is told once that the drawing cannot be kept, and once that of a correction."""
    monkeypatch.chdir(disk)
    monkeypatch.setenv("DIGITS_STATE", str(disk / "state"))
    monkeypatch.setattr(autosave, "DELAY_SECONDS", 0.0)
    if fault == "full":
        (disk / "filler").write_bytes(b"x" * 65_536)
    else:
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    shown = play([], events(SEVEN.strokes), OTHER, OTHER, [pressed(pygame.K_4)], OTHER, OTHER)
    told = told_by(shown)
    assert sum("cannot be kept for --restore" in words for words in told) == 1
    assert sum("kept until you quit" in words for words in told) == 1
    assert shown.titles[-1].startswith("4 - ")
    left = {path.name for path in disk.rglob("*") if path.is_file()}
    assert left <= {"filler", "memory.lock"}, "half a file stayed behind"


def told_by(shown):
    """Return what the window said, one after the other."""
    return [words for words, _ in itertools.groupby(shown.messages) if words]


def test_a_user_whom_the_system_does_not_know_and_no_variable_gives_a_home_has_no_folder():
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may become a user without a home")
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "PYTHONPATH")}
    done = subprocess.run([sys.executable, HOMELESS], cwd=ROOT, env=kept, capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("None", "")


def test_without_a_home_the_window_draws_learns_and_saves_and_says_what_it_cannot(tmp_path, monkeypatch):
    monkeypatch.delenv("DIGITS_STATE")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(autosave, "state_folder", lambda: None)
    monkeypatch.setattr(autosave, "DELAY_SECONDS", 0.0)
    name, save = [pressed(pygame.K_4)], [pressed(pygame.K_s)]
    shown = play([], events(SEVEN.strokes), OTHER, OTHER, name, save, OTHER)
    assert sum("no folder of yours was found" in words for words in told_by(shown)) == 1
    assert shown.titles[-1].startswith("4 - ")
    assert any("Saved" in words for words in shown.messages)
    assert len(list((tmp_path / "drawings").glob("*.jsonl"))) == 1


# --- Clocks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("years", [-30, 30])
def test_whatever_year_the_clock_shows_the_newest_ten_are_kept_and_the_last_is_the_last(
    tmp_path, monkeypatch, years
):
    """The disk's clock jumps by so many years before the eighth of twenty drawings, and back again later."""
    today = Clock(1_800_000_000.0)

    def write_aside(*both):
        path = atomic_write.write_aside(*both)
        os.utime(path, (today.now, today.now))
        return path

    monkeypatch.setattr(autosave, "write_aside", write_aside)
    written = []
    for number in range(20):
        today.now += 100 + {7: years * YEAR, 14: -years * YEAR}.get(number, 0)
        ink = Ink()
        written.append(keep(Autosave(tmp_path, Clock()), ink, number))
        assert Autosave(tmp_path).last() == written[-1]
        newest_first = [entry.path for entry in earlier_drawings([tmp_path])]
        assert newest_first == written[: -MAX_KEPT - 1 : -1]


def test_names_of_kept_files_stay_apart_where_the_clock_shows_the_same_second_again(tmp_path, monkeypatch):
    class Stopped(datetime):
        @classmethod
        def now(cls):
            return cls(1970, 1, 1)

    monkeypatch.setattr(autosave, "datetime", Stopped)
    keeper, ink = Autosave(tmp_path, Clock()), Ink()
    assert len({keep(keeper, ink, number) for number in range(5)}) == 5


@pytest.mark.parametrize("seconds", [-30 * YEAR, -1.0, 30 * YEAR])
def test_a_clock_that_jumps_neither_loses_a_stroke_nor_puts_it_off(tmp_path, seconds):
    clock, ink = Clock(40 * YEAR), Ink()
    keeper = Autosave(tmp_path / "state", clock)
    ink.begin(1, 1)
    ink.end()
    keeper.poll(ink)
    clock.now += seconds
    keeper.poll(ink)
    clock.now += DELAY_SECONDS
    keeper.poll(ink)
    keeper.wait()
    assert len(load(keeper.path)[0].strokes) == 1


@pytest.mark.parametrize("seconds", [-30 * YEAR, -1.0, 30 * YEAR])
def test_a_message_fades_and_an_offer_stays_whatever_the_clock_does(seconds):
    clock = Clock(40 * YEAR)
    notices = Notices(clock)
    notices.say("Saved.")
    clock.now += seconds
    assert (notices.text, notices.seconds_left) == ("", 0)
    notices.say("Saved again.")
    clock.now += MESSAGE_SECONDS - 0.1
    assert notices.text == "Saved again."
    assert notices.seconds_left == pytest.approx(0.1)
    notices.offer("Take it?", bool)
    clock.now -= seconds
    assert (notices.text, notices.is_offer) == ("Take it?", True)


@pytest.mark.parametrize("seconds", [-30 * YEAR, -2.0, 30 * YEAR])
def test_escape_quits_by_no_jump_of_the_clock(timed, clock, seconds):
    clock.now = 40 * YEAR
    key(timed, pygame.K_ESCAPE)
    clock.now += seconds
    key(timed, pygame.K_ESCAPE)
    assert timed.running
    key(timed, pygame.K_ESCAPE)
    assert not timed.running


@pytest.mark.parametrize("year", [1, 1970, 9999])
def test_saving_writes_whatever_year_it_is(window, monkeypatch, year):
    class Then(datetime):
        @classmethod
        def now(cls):
            return cls(year, 1, 1)

    monkeypatch.setattr(actions, "datetime", Then)
    draw(window, SEVEN.strokes)
    key(window, pygame.K_s)
    assert "Saved" in window.message


# --- Its own files, damaged -------------------------------------------------------------------------------

ODD_NOTES = ["\ud800", "a\0b", "7\x1b[0m", "Enter brings a virus", 7, None, ["7"], {"7": 7}]


def keep_with_note(state, note):
    state.mkdir()
    record = json.loads(dump([Drawing(SEVEN.strokes)])) | {"read": note}
    (state / "last.jsonl").write_text(json.dumps(record))


@pytest.mark.parametrize("note", ODD_NOTES, ids=lambda note: repr(note)[:12])
def test_a_note_that_this_program_never_wrote_is_not_shown(state, note):
    """It stood in the offer of the last drawing, and the window ended at every start."""
    keep_with_note(state, note)
    shown = play([], ENTER)
    assert shown.messages[0] == "Your last drawing is still there. Enter brings it back."
    assert shown.titles[-1].startswith("7 - ")


def test_of_a_long_note_the_beginning_is_shown(state):
    keep_with_note(state, "7" * 1_000_000)
    shown = play([], ENTER)
    assert shown.messages[0] == f"Your last drawing: {'7' * MAX_NOTE} .... Enter brings it back."
    assert shown.titles[-1].startswith("7 - ")


def test_a_damaged_drawing_is_offered_and_opens_or_says_why_not(state, tried):
    whole = dump([Drawing(SEVEN.strokes, None, {"read": "7", "named": [[[0], "7"]]})]).encode()
    state.mkdir()
    for drawing in damaged(whole, max(6, SAMPLES // 50)):
        (state / "last.jsonl").write_bytes(drawing)
        shown = play([], ENTER, OTHER)
        has_opened = shown.titles[-1] != "RealTime DigitRecognizer"
        assert has_opened or str(state / "last.jsonl") in shown.messages[-1]
        tried["loaded" if has_opened else "refused"] += 1
        assert drawing in [path.read_bytes() for path in state.glob("*.jsonl")]
        for path in state.glob("*.jsonl"):
            path.unlink()
    assert all(tried.values())


def test_beside_a_damaged_memory_the_last_drawing_is_offered_all_the_same(state, tried):
    """The fault is told, the offer waits behind it, and what is learnt is added to what stands there."""
    memory = dump([Drawing(SEVEN.strokes, "7", {"day": "2026-01-31"})] * 3).encode()
    (state / "memory").mkdir(parents=True)
    path = state / "memory" / "memory.jsonl"
    for content in damaged(memory, max(6, SAMPLES // 50)):
        path.write_bytes(content)
        (state / "last.jsonl").write_text(dump([Drawing(SEVEN.strokes, None, {"read": "7"})]))
        _, fault = MemoryFile(state / "memory").load()
        tried["refused" if fault else "loaded"] += 1
        offer = "Your last drawing: 7. Enter brings it back."
        # Enter closes the message first, where there is one, and then takes the offer.
        shown = play([], *[ENTER] * (2 if fault else 1), [pressed(pygame.K_1)], OTHER)
        assert shown.messages[: 2 if fault else 1] == ([fault, offer] if fault else [offer])
        assert shown.titles[-1] != "RealTime DigitRecognizer"
        written = path.read_bytes()
        assert written.startswith(content)
        assert b'"label": "1"' in written[len(content) :]
    assert all(tried.values())


def test_one_file_that_leads_nowhere_hides_no_other_from_the_list(tmp_path):
    (tmp_path / "good.jsonl").write_text(dump([Drawing(SEVEN.strokes, None, {"read": "7"})]))
    (tmp_path / "gone.jsonl").symlink_to(tmp_path / "nowhere")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.jsonl")
    listed = {entry.path.name: entry.read for entry in earlier_drawings([tmp_path, tmp_path / "none", None])}
    assert listed["good.jsonl"] == "7"
    assert "gone.jsonl" not in listed
    assert listed.get("pipe.jsonl", "") == ""


def test_a_file_from_a_year_that_no_calendar_has_is_left_out_of_the_list(tmp_path):
    good, odd = tmp_path / "good.jsonl", tmp_path / "odd.jsonl"
    for path in (good, odd):
        path.write_text(dump([Drawing(SEVEN.strokes)]))
    try:
        os.utime(odd, (1e12, 1e12))
    except (OSError, OverflowError):
        pytest.skip("this disk has no such dates")
    if odd.stat().st_mtime < 1e12:
        pytest.skip("this disk has no such dates")
    assert [entry.path for entry in earlier_drawings([tmp_path])] == [good]


def test_of_a_page_of_digits_the_list_shows_the_beginning(tmp_path):
    page = Drawing(SEVEN.strokes, None, {"read": "12345 67890\n12345 67890"})
    (tmp_path / "page.jsonl").write_text(dump([page]))
    (entry,) = earlier_drawings([tmp_path])
    assert entry.caption.startswith("12345 67890 1234...   ")
    assert entry.caption.endswith("   page.jsonl")


def test_names_that_are_not_utf_8_can_be_listed(window, tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.jsonl"))
    try:
        path.write_text(dump([Drawing(SEVEN.strokes)]))
    except OSError:
        pytest.skip("this system has no such names")
    window.kept_folder = tmp_path
    key(window, pygame.K_o)
    window.show()
    (shown,) = window.view().files
    shown.encode("utf-8")


# --- The clipboard ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("window")
def test_of_a_long_text_on_the_clipboard_only_the_beginning_is_looked_at(monkeypatch):
    asked = []
    is_file = Path.is_file
    monkeypatch.setattr(Path, "is_file", lambda path: asked.append(path) or is_file(path))
    clipboard.put_text("no path\n" * 1_000_000)
    assert copied.get_file() is None
    assert len(asked) == copied.MAX_CLIPBOARD_LINES
    clipboard.put_text("/" + "x" * 5_000_000)
    assert copied.get_file() is None
