import numpy as np
import pytest

from deeplearning.ink.stroke import Stroke
from deeplearning.recognition.memory import Correction, Memory, describe
from deeplearning.recognition.recognizer import Recognizer
from tests.support.paths import ROOT

STROKE = Stroke.of([(0, 0), (10, 10)])


def correction(label):
    return Correction((STROKE,), label)


def axes(*places, length=40):
    """Descriptions that have nothing in common: one axis each."""
    return np.eye(length, dtype=np.float32)[list(places)]


def between(one, other, cosine):
    """A description that is this similar to the axis `one`, and otherwise lies along `other`."""
    return (cosine * axes(one) + np.sqrt(1 - cosine**2) * axes(other))[0].astype(np.float32)


def answers(best, confidence=0.99):
    row = np.full(10, (1 - confidence) / 9, np.float32)
    row[best] = confidence
    return row[None]


def flat():
    return np.full((1, 10), 0.1, np.float32)


def test_an_empty_memory_changes_no_bit():
    rows = np.random.default_rng(0).dirichlet(np.ones(10), 5).astype(np.float32)
    found, none = Memory().adjusted(rows, axes(0, 1, 2, 3, 4))
    assert found.tobytes() == rows.tobytes()
    assert not none.any()


def test_a_memory_that_was_emptied_changes_no_bit_either():
    memory, said = Memory(), correction("7")
    memory.learn(said, axes(0)[0])
    assert memory.forget(said)
    assert memory.adjusted(answers(1), axes(0))[0].tobytes() == answers(1).tobytes()
    memory.learn(said, axes(0)[0])
    memory.clear()
    assert len(memory) == 0
    assert memory.adjusted(answers(1), axes(0))[0].tobytes() == answers(1).tobytes()


def test_what_was_corrected_once_is_read_so_when_it_comes_again_and_nothing_else_is():
    memory = Memory()
    memory.learn(correction("7"), axes(0)[0])
    found, _ = memory.adjusted(np.concatenate([answers(1), answers(1)]), axes(0, 1))
    assert found.argmax(axis=1).tolist() == [7, 1]
    assert found[1] == pytest.approx(answers(1)[0], abs=1e-6)
    assert found.sum(axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_the_more_alike_the_more_it_counts():
    memory = Memory()
    memory.learn(correction("7"), axes(0)[0])
    chances = [
        memory.adjusted(flat(), between(0, 1, cosine)[None])[0][0, 7] for cosine in (0.5, 0.6, 0.7, 0.8, 0.95)
    ]
    assert chances == sorted(chances)
    assert chances[0] == pytest.approx(0.1)
    assert chances[-1] > 0.9


def test_what_was_refused_is_read_after_it_was_named():
    memory = Memory()
    memory.learn(correction("6"), axes(3)[0])
    found, none = memory.adjusted(flat(), between(3, 4, 0.9)[None])
    assert found[0].argmax() == 6
    assert found[0].max() > 0.9
    assert none[0] == 0


def test_what_was_read_is_refused_after_it_was_named_none():
    memory = Memory()
    memory.learn(correction("?"), axes(3)[0])
    found, none = memory.adjusted(np.concatenate([answers(1), answers(1)]), axes(3, 5))
    assert none[0] > 0.9
    assert found[0].max() < 0.2
    assert (none[1], found[1].argmax()) == (pytest.approx(0, abs=0.02), 1)
    assert found.sum(axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_the_later_of_two_that_contradict_each_other_counts_until_it_is_forgotten():
    memory, first, second = Memory(), correction("7"), correction("1")
    memory.learn(first, axes(0)[0])
    memory.learn(second, between(0, 1, 0.99))
    assert memory.valid == (second,)
    assert memory.adjusted(flat(), axes(0))[0].argmax() == 1
    assert memory.adjusted(flat(), axes(0))[0][0, 7] < 0.01
    assert memory.forget(second)
    assert memory.valid == (first,)
    assert memory.adjusted(flat(), axes(0))[0].argmax() == 7
    assert not memory.forget(second)


def test_a_change_of_mind_and_back_again_leaves_what_was_said_last():
    memory = Memory()
    for label in "7171?7":
        memory.learn(correction(label), axes(0)[0])
        assert [said.label for said in memory.valid] == [label] * len(memory.valid)
        _, none = memory.adjusted(answers(3), axes(0))
        assert (none[0] > 0.5) == (label == "?")


def test_what_is_different_contradicts_nothing():
    memory = Memory()
    memory.learn(correction("7"), axes(0)[0])
    memory.learn(correction("1"), between(0, 1, 0.8))
    assert len(memory.valid) == 2
    both = np.stack([axes(0)[0], between(0, 1, 0.8)])
    assert memory.adjusted(np.repeat(flat(), 2, 0), both)[0].argmax(axis=1).tolist() == [7, 1]


def test_contradicted_ones_leave_first_and_then_the_oldest():
    memory = Memory(3)
    said = [correction(label) for label in "12345"]
    for place, one in zip((0, 1, 1, 2, 3), said, strict=True):
        memory.learn(one, axes(place)[0])
    assert memory.corrections == (said[2], said[3], said[4])
    memory = Memory(3)
    for place, one in zip((0, 1, 1, 2), said, strict=False):
        memory.learn(one, axes(place)[0])
    assert memory.corrections == (said[0], said[2], said[3])


def test_no_other_label_is_learnt():
    with pytest.raises(ValueError, match="not '12'"):
        Memory().learn(correction("12"), axes(0)[0])
    with pytest.raises(ValueError, match="not ''"):
        Memory().learn(correction(""), axes(0)[0])


def test_the_version_tells_every_change():
    memory, said = Memory(), correction("1")
    seen = {memory.version}
    for change in (
        lambda: memory.learn(said, axes(0)[0]),
        lambda: memory.forget(said),
        lambda: memory.learn(said, axes(0)[0]),
        memory.clear,
    ):
        change()
        assert memory.version not in seen
        seen.add(memory.version)


def test_the_whole_answer_follows_the_rule_of_the_largest_cosine():
    """Compared with the rule written out as a loop."""
    rng = np.random.default_rng(5)
    vectors = np.abs(rng.normal(size=(30, 40))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    labels = rng.integers(0, 10, 30)
    memory = Memory()
    for vector, label in zip(vectors, labels, strict=True):
        memory.learn(correction(str(label)), vector)
    row, asked = rng.dirichlet(np.ones(10)).astype(np.float32), vectors[:1] * 0.9 + vectors[1:2] * 0.1
    asked /= np.linalg.norm(asked)
    wanted = np.log(row).astype(float)
    for label in set(labels.tolist()):
        cosine = max(float(v @ asked[0]) for v, y in zip(vectors, labels, strict=True) if y == label)
        wanted[label] += 10 * max(0.0, (cosine - 0.55) / 0.45)
    wanted = np.exp(wanted) / np.exp(wanted).sum()
    assert memory.adjusted(row[None], asked)[0][0] == pytest.approx(wanted, abs=1e-4)


def test_descriptions_have_length_one_and_know_the_same_image_again():
    rng = np.random.default_rng(1)
    images, features = rng.random((4, 28, 28), np.float32), rng.random((4, 256), np.float32)
    for known in (features, None):
        rows = describe(images, known)
        assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(4), abs=1e-5)
        products = rows @ rows.T
        assert (products.argmax(axis=1) == np.arange(4)).all()
    # Both the image and the features must count.
    swapped = describe(images, features[::-1])
    assert 0.5 < float((swapped * describe(images, features)).sum(axis=1)[0]) < 0.99
    assert not describe(np.zeros((1, 28, 28), np.float32), None).any()


def test_what_has_no_features_is_known_by_its_image():
    """A network that refuses makes nothing of an image; then the image alone says what looks alike."""
    images = np.random.default_rng(2).random((2, 28, 28), np.float32)
    images[0, :14] = images[1, 14:] = 0
    nothing, faint = np.zeros((2, 256), np.float32), np.full((2, 256), 1e-4, np.float32)
    for features in (nothing, faint):
        rows = describe(images, features)
        assert rows @ rows.T == pytest.approx(np.eye(2), abs=0.01)
    strong = describe(images, np.full((2, 256), 1.0, np.float32))
    assert 0.3 < float(strong[0] @ strong[1]) < 0.4


@pytest.fixture
def recognizer():
    return Recognizer()


def one(x=0.0, lean=0.0):
    return (Stroke.of([(100 + x, 100), (100 + x + lean / 2, 250), (100 + x + lean, 400)]),)


def zero(x=0.0):
    turns = np.linspace(0, 2 * np.pi, 40)
    return (Stroke.of(np.stack([150 + x - 80 * np.sin(turns), 250 - 150 * np.cos(turns)], axis=1)),)


def plain(reading):
    return [
        (digit.strokes, digit.box, digit.refused, digit.probabilities.tobytes()) for digit in reading.digits
    ]


def test_a_correction_changes_the_next_reading_and_forgetting_it_brings_the_first_back(recognizer):
    paper = [*one(), *zero(200)]
    before = recognizer.read(paper)
    assert before.text == "10"
    said = recognizer.learn(one(300, lean=4), "7", "2026-01-31")
    assert (recognizer.memory.corrections, said.day) == ((said,), "2026-01-31")
    assert recognizer.read(paper).text == "70"
    assert recognizer.forget(said)
    assert not recognizer.forget(said)
    assert plain(recognizer.read(paper)) == plain(before)


def test_what_was_never_corrected_reads_bit_for_bit_as_without_a_memory(recognizer):
    paper = [*one(), *zero(200)]
    before = plain(recognizer.read(paper))
    lesson = recognizer.learn(one(), "7")
    assert plain(recognizer.read(paper)) != before
    recognizer.forget(lesson)
    assert plain(recognizer.read(paper)) == before


def test_another_memory_is_another_writer(recognizer):
    mine, yours = Memory(), Memory()
    recognizer.memory = mine
    recognizer.learn(one(), "7")
    recognizer.memory = yours
    assert recognizer.read(one()).text == "1"
    recognizer.memory = mine
    assert recognizer.read(one()).text == "7"


def test_refused_and_read_after_they_were_named(recognizer):
    recognizer.learn(zero(), "?")
    assert recognizer.read([*one(), *zero(200)]).text == "1?"
    curl = (Stroke.of([(100, 100), (300, 110), (110, 130), (310, 150), (105, 170), (300, 190)]),)
    assert recognizer.read(curl).text == "?"
    recognizer.learn(curl, "6")
    moved = (Stroke.of(curl[0].points * 0.7 + (50, 90)),)
    assert recognizer.read(moved).text == "6"


def test_corrections_are_learnt_together_as_one_by_one():
    together, singly = Recognizer(), Recognizer()
    said = [Correction(one(lean=10 * i), "7") for i in range(60)]
    together.learn_all(said)
    for correction in said:
        singly.learn(correction.strokes, correction.label)
    assert together.memory.corrections == tuple(said)
    rows = [recognizer.read(one()).digits[0].probabilities for recognizer in (together, singly)]
    assert rows[0] == pytest.approx(rows[1], abs=1e-4)


def test_a_bad_one_among_corrections_leaves_the_memory_as_it_was(recognizer):
    for bad in (Correction(one(), "x"), Correction((), "7")):
        with pytest.raises(ValueError, match=r"not 'x'|needs strokes"):
            recognizer.learn_all([Correction(one(), "7"), bad])
    assert len(recognizer.memory) == 0


def test_a_network_without_features_learns_by_the_image():
    recognizer = Recognizer(ROOT / "tests" / "support" / "small.tflite")
    (digit,) = recognizer.read(one()).digits
    other = str((digit.best + 1) % 10)
    recognizer.learn(one(), other)
    assert recognizer.read(one(100)).text == other


def test_what_was_left_counts_a_little_once_something_was_corrected():
    memory = Memory()
    memory.accept(answers(7), axes(1))
    assert memory.adjusted(answers(1), axes(1))[0].tobytes() == answers(1).tobytes()
    memory.learn(correction("3"), axes(0)[0])
    before = memory.adjusted(flat(), axes(1))[0]
    memory.accept(answers(7), axes(1))
    memory.accept(answers(8, 0.4), axes(2))  # doubtful, so silence says nothing
    found = memory.adjusted(np.repeat(flat(), 2, 0), axes(1, 2))[0]
    assert before[0, 7] == pytest.approx(0.1)
    assert found[0].argmax() == 7
    assert 0.3 < found[0, 7] < 0.6
    assert found[1] == pytest.approx(flat()[0])
    # A correction outweighs it.
    memory.learn(correction("4"), axes(1)[0])
    assert memory.adjusted(flat(), axes(1))[0].argmax() == 4
    memory.clear()
    assert memory.adjusted(flat(), axes(1))[0].tobytes() == flat().tobytes()


def test_the_recognizer_accepts_what_was_left_and_nothing_that_was_refused(recognizer):
    paper = [*one(), *zero(200)]
    said = recognizer.learn(zero(), "?")
    reading = recognizer.read(paper)
    assert reading.text == "1?"
    version = recognizer.memory.version
    recognizer.accept(paper, reading)
    assert recognizer.memory.version > version
    assert recognizer.read(paper).digits[0].confidence >= reading.digits[0].confidence
    recognizer.forget(said)
    assert recognizer.read(paper).text == "10"
