"""A day of drawing: in the end memory is flat, what is read is what was read at first, and nothing is lost.

In full, with figures: DIGITS_SOAK=50000 python -m pytest tests/window/test_soak.py
"""

import gc
import os
import tracemalloc
from pathlib import Path

import numpy as np
import pygame
import pytest

from deeplearning.ink import history
from deeplearning.ink.history import Ink
from deeplearning.ink.stroke import PAPER
from deeplearning.recognition import group_reader, memory, recognizer
from deeplearning.recognition.recognizer import Recognizer
from deeplearning.window import startup
from deeplearning.window.correcting import offer_to_forget_all
from deeplearning.window.loop import wait_for_events, without_old_sizes
from tests.support.hand import DRAWINGS, SEVEN, down, draw, events, key, move, post, text, up

pytestmark = pytest.mark.slow

STROKES = int(os.environ.get("DIGITS_SOAK", "0"))
NUMBER_OF_NOTES = 20
"""How often the full run notes what it uses; from two fifths of it on, that must be flat."""

EVENTS_PER_FRAME = 16
"""As many of a mouse's events come while a frame is painted."""

STATUS = Path("/proc/self/statm")


def used():
    """Return the memory that this process has in use, in megabytes."""
    return int(STATUS.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


class Day:
    """Somebody who draws one drawing after the other, takes it back, corrects it, and clears the paper.

    Every other correction is taken back at once; of the others all are forgotten once there are `most`.
    """

    def __init__(self, window, most):
        self.window, self.most = window, most
        self.drawn = self.corrected = self.forgotten = 0
        self.first = {}

    def draw(self, number):
        """Draw a drawing of ours with a quick hand, and take everything back."""
        for stroke in DRAWINGS[number].strokes:
            path = list(events([stroke]))
            for start in range(0, len(path), EVENTS_PER_FRAME):
                post(self.window, *path[start : start + EVENTS_PER_FRAME])
            self.drawn += 1
        before = text(self.window)
        # Whatever was read and learnt and forgotten in between, the same strokes read the same.
        if not self.window.teaching.known:
            assert self.first.setdefault(number, before) == before
        steps = len(self.window.ink.strokes)
        for code in [pygame.K_z] * steps + [pygame.K_y] * steps:
            key(self.window, code)
        assert text(self.window) == before
        assert len(self.window.ink.strokes) == steps
        if self.window.view().digits:
            self.correct(before)
        key(self.window, pygame.K_r)
        assert text(self.window) == ""

    def correct(self, before):
        """Name the digit that stands last; take that back, or let it be, and forget all after a while."""
        label, known = str(self.corrected % 10), self.window.teaching.known
        self.corrected += 1
        key(self.window, pygame.K_LEFT)
        key(self.window, pygame.K_0 + int(label))
        assert self.window.view().digits[-1].label == label
        assert len(self.window.teaching.known) == len(known) + 1
        if self.corrected % 2:
            key(self.window, pygame.K_z)
            assert text(self.window) == before
            assert self.window.teaching.known == known
        elif len(self.window.teaching.known) >= self.most:
            self.forgotten += len(self.window.teaching.known)
            offer_to_forget_all(self.window)
            key(self.window, pygame.K_RETURN)
            assert self.window.teaching.known == ()


def test_memory_does_not_grow_with_what_was_drawn(window, monkeypatch):
    """With short memories, so that they are soon full; then only a leak can grow."""
    monkeypatch.setattr(history, "MAX_UNDO_STEPS", 20)
    monkeypatch.setattr(history, "MAX_TAUGHT", 20)
    monkeypatch.setattr(memory, "MAX_ACCEPTED", 20)
    monkeypatch.setattr(recognizer, "MAX_REMEMBERED_COVERS", 100)
    monkeypatch.setattr(group_reader, "MAX_REMEMBERED_GROUPS", 100)
    window.ink = Ink()
    window.recognizer = Recognizer()
    day = Day(window, 4)  # as many as there are in a turn
    held = []
    try:
        for turn in range(12):
            for number in range(8):
                day.draw(number)
            if turn == 4:
                tracemalloc.start()
            gc.collect()
            held.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    assert day.first
    # What is kept of the 18 strokes of two turns takes more than 70 kB; caches that settle take a part of it.
    assert held[-1] - held[-3] < 20_000, held


@pytest.mark.skipif(not STROKES, reason="DIGITS_SOAK names the strokes of the full run")
@pytest.mark.skipif(not STATUS.exists(), reason="only Linux tells the memory in use")
def test_the_full_run_ends_with_the_memory_of_its_middle(window, capsys, tmp_path):
    window.teaching.open(tmp_path / "memory", "")
    day, notes = Day(window, 20), []
    with capsys.disabled():
        print(f"before the first stroke: {used():.1f} MB", flush=True)
    for step in range(1, NUMBER_OF_NOTES + 1):
        while day.drawn < STROKES * step // NUMBER_OF_NOTES:
            day.draw(day.drawn % len(DRAWINGS))
        gc.collect()
        notes.append(used())
        with capsys.disabled():
            print(
                f"{day.drawn:,} strokes drawn, read, undone, redone and cleared, {day.corrected:,} digits "
                f"corrected, {day.forgotten:,} of that forgotten: {notes[-1]:.1f} MB",
                flush=True,
            )
    fifth = NUMBER_OF_NOTES // 5
    middle, end = np.median(notes[2 * fifth : 3 * fifth]), np.median(notes[-fifth:])
    with capsys.disabled():
        print(f"{day.drawn:,} strokes: {middle:.1f} MB in the middle, {end:.1f} MB at the end; nothing lost")
    assert end < 1.03 * middle


@pytest.mark.skipif(not STROKES, reason="DIGITS_SOAK names the strokes of the full run")
def test_ten_thousand_strokes_drawn_on_one_paper_are_all_there(window, capsys):
    rng = np.random.default_rng(0)
    for number in range(1, 10_001):
        begin, end = rng.uniform(0, PAPER - 1, 2), rng.uniform(0, PAPER - 1, 2)
        for kind, settings in (down(*begin), move(*end), up(*end)):
            pygame.event.post(pygame.event.Event(kind, settings))
        for event in without_old_sizes(wait_for_events()):
            window.handle_event(event)
        if number % 500 == 0:
            window.show()
            with capsys.disabled():
                print(f"{number:,} strokes on one paper, which reads {text(window)[:20]}", flush=True)
    assert len(window.ink.strokes) == 10_000
    assert sum(len(digit.strokes) for digit in window.reading.digits) == 10_000
    key(window, pygame.K_s)
    assert "Saved" in window.message
    (record,) = window.folder.glob("*.jsonl")
    assert len(startup.open_drawing(record).strokes) == 10_000
    key(window, pygame.K_r)
    draw(window, SEVEN.strokes)
    assert text(window) == "7"
