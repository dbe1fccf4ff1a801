"""The reader's thread: the newest question is answered, nobody waits for long, and nothing goes unsaid."""

import threading

import pygame
import pytest

from deeplearning.ink.drawings import load
from deeplearning.ink.stroke import Stroke
from deeplearning.recognition.reading import Reading
from deeplearning.recognition.recognizer import Recognizer
from deeplearning.window import application, worker
from deeplearning.window.pace import STILL
from deeplearning.window.reader import Question, Reader
from tests.support.hand import EIGHT, SEVEN, events, pixels, post, pressed, text

IMPATIENT = STILL._replace(patience=0.0)


class Slow:
    """Reads as many strokes as there are, once it is let go."""

    def __init__(self):
        self.gate = threading.Event()
        self.begun = threading.Event()
        self.asked = []
        self.woken = threading.Event()

    def read(self, question, _named=()):
        strokes = getattr(question, "strokes", question)
        self.asked.append(len(strokes))
        self.begun.set()
        assert self.gate.wait(60)
        return Reading(str(len(strokes)), ())


@pytest.fixture
def slow():
    slow = Slow()
    yield slow
    slow.gate.set()


def strokes(count):
    return tuple(Stroke.of([(n, 0), (n, 9)]) for n in range(count))


def test_the_answer_is_of_the_newest_question_and_those_overtaken_are_never_read(slow):
    reader = Reader(slow.read, slow.woken.set)
    reader.ask(Question(strokes(1)))
    assert slow.begun.wait(60)
    for count in range(2, 9):
        reader.ask(Question(strokes(count)))
    assert reader.wait(0) is None
    slow.gate.set()
    answer = reader.wait(None)
    assert (answer.reading.text, len(answer.question.strokes)) == ("8", 8)
    assert slow.asked == [1, 8]


def test_whoever_does_not_wait_is_woken(slow):
    reader = Reader(slow.read, slow.woken.set)
    reader.ask(Question(strokes(1)))
    assert reader.wait(0) is None
    assert not slow.woken.is_set()
    slow.gate.set()
    assert slow.woken.wait(60)
    assert reader.wait(0).reading.text == "1"


def test_a_fault_of_the_recogniser_is_raised_where_its_answer_is_asked_for():
    def fail(*_):
        raise ZeroDivisionError

    reader = Reader(fail, bool)
    reader.ask(Question(strokes(1)))
    with pytest.raises(ZeroDivisionError):
        reader.wait(None)


def test_closing_waits_for_what_is_being_read_and_begins_nothing_new(slow):
    reader = Reader(slow.read, slow.woken.set)
    reader.ask(Question(strokes(1)))
    assert slow.begun.wait(60)
    reader.ask(Question(strokes(2)))
    threading.Timer(0.05, slow.gate.set).start()
    reader.close()
    assert slow.asked == [1]
    assert reader.wait(0).reading.text == "1"


def threads_of(reader, count):
    """Ask `count` questions, each after the answer to the one before; return the threads that read."""
    threads = []
    for number in range(count):
        reader.ask(Question(strokes(number)))
        threads.append(reader.wait(None).reading)
    return threads


def thread_reading(_question):
    return threading.current_thread()


def test_one_thread_reads_all_that_is_asked():
    """OpenCV never frees what it keeps for a thread: one for every question filled the memory in a day."""
    reader = Reader(thread_reading, bool)
    assert len({id(thread) for thread in threads_of(reader, 50)}) == 1


def test_a_thread_that_has_nothing_to_do_ends_and_another_one_takes_its_place(monkeypatch):
    monkeypatch.setattr(worker, "IDLE_SECONDS", 0.01)
    reader = Reader(thread_reading, bool)
    for _ in range(3):
        (thread,) = threads_of(reader, 1)
        thread.join(60)
        assert not thread.is_alive()


def test_closing_ends_the_thread_at_once_and_asking_begins_another():
    reader = Reader(thread_reading, bool)
    for _ in range(3):
        (thread,) = threads_of(reader, 1)
        reader.close()
        thread.join(60)
        assert not thread.is_alive()


def test_ink_is_on_the_screen_while_the_recogniser_is_still_busy(window, slow):
    window.recognizer, window.pace = slow, IMPATIENT
    before = pixels()
    post(window, *events(SEVEN.strokes))
    assert window.reading.text == ""
    assert (pixels()[:640] != before[:640]).any()
    slow.gate.set()
    window.update(None)
    assert text(window) == "2"


def test_what_was_not_waited_for_reads_the_same_once_the_pen_rests(window):
    window.recognizer, window.pace = Recognizer(), IMPATIENT
    for event in events(EIGHT.strokes):
        post(window, event)
    window.update(None)
    assert text(window) == Recognizer().read(EIGHT.strokes).text


def test_clicks_and_keys_mean_the_digits_that_are_shown(window, slow):
    post(window, *events(EIGHT.strokes))
    shown = window.view()
    window.recognizer, window.pace = slow, IMPATIENT
    post(window, *[(pygame.KEYDOWN, {"key": pygame.K_z, "mod": 0})] * 5)
    for code in (pygame.K_LEFT, pygame.K_RIGHT, pygame.K_PAGEUP):
        post(window, (pygame.KEYDOWN, {"key": code, "mod": 0}))
    assert window.view().digits == shown.digits


@pytest.fixture
def behind(start_window, monkeypatch):
    """A window that shows a reading of the first digit alone, and reads the second one slowly."""
    window = start_window()
    for stroke in SEVEN.strokes:
        post(window, *events([stroke]))
    read, gate = window.recognizer.read, threading.Event()

    def read_slowly(*question):
        gate.wait(60)
        return read(*question)

    monkeypatch.setattr(window.recognizer, "read", read_slowly)
    window.pace = IMPATIENT
    for stroke in SEVEN.strokes:
        post(window, *events([stroke.moved(0.5, (320, 200))]))
    assert window.text == "7"
    yield window, gate
    gate.set()
    window.close()


@pytest.mark.parametrize("code", [pygame.K_c, pygame.K_3, pygame.K_BACKSPACE, pygame.K_a])
def test_what_is_done_to_the_reading_is_not_done_to_one_of_less_ink(behind, monkeypatch, code):
    window, _ = behind
    monkeypatch.setattr(application, "READING_PATIENCE_SECONDS", 0.01)
    before = window.ink.strokes
    post(window, pressed(code))
    assert window.message.startswith("Still reading")
    assert (window.ink.strokes, window.ink.named) == (before, ())


def test_copying_waits_for_the_reading_of_all_that_stands_there(behind, monkeypatch):
    window, gate = behind
    monkeypatch.setattr(application, "READING_PATIENCE_SECONDS", 60)
    threading.Timer(0.02, gate.set).start()
    post(window, pressed(pygame.K_c))
    assert window.message == "Copied: 77"


def test_what_is_saved_before_it_was_read_says_nothing_of_a_reading(behind, monkeypatch):
    window, _ = behind
    monkeypatch.setattr(application, "READING_PATIENCE_SECONDS", 0.01)
    post(window, pressed(pygame.K_s))
    (record,) = window.folder.glob("*.jsonl")
    assert "read" not in load(record)[0].notes
