import math

import pytest

from deeplearning.benchmark import __main__ as benchmark
from deeplearning.benchmark.__main__ import DRAWINGS, main, report
from deeplearning.benchmark.child import Failed, run, screen
from deeplearning.benchmark.programs import FRAMES, KERAS, LOAD, START
from deeplearning.recognition.recognizer import MODEL


def test_the_window_tells_its_first_frame_its_first_reading_and_its_memory():
    moments, figures = run(START, MODEL, DRAWINGS, 3)
    assert 0 < moments["frame"] < moments["reading"]
    assert 20 < figures["peak"] < 500
    assert len(figures["images"]["LiteRT"]) == 3


def test_the_usual_way_tells_the_same_and_holds_a_whole_framework_in_memory():
    pytest.importorskip("keras")
    moments, figures = run(KERAS, MODEL, DRAWINGS, 3)
    assert 0 < moments["frame"] < moments["reading"]
    assert figures["peak"] > 200
    assert {name: len(times) for name, times in figures["images"].items()} == {
        "Model.predict": 3,
        "model(x)": 3,
    }


def test_a_frame_is_timed_for_every_move_of_the_pen():
    frames = run(FRAMES, MODEL, DRAWINGS, 1, 2, 1280, 640).figures["frames"]
    # With two digits before it, the fourth of the file is drawn.
    drawn = benchmark.load(DRAWINGS)[3].strokes
    assert len(frames) == sum(len(stroke.points) - 1 for stroke in drawn)
    assert min(frames) > 0


def test_a_core_is_busier_while_a_pen_draws():
    load = run(LOAD, MODEL, DRAWINGS, 0.5, 0.5, 120).figures
    assert 0 <= load["idle"] < load["drawing"]


def test_a_program_that_fails_says_why(tmp_path):
    with pytest.raises(Failed, match="there is no such thing"):
        run("raise SystemExit('there is no such thing')", MODEL, DRAWINGS)
    (tmp_path / "none.jsonl").write_text("")
    with pytest.raises(Failed, match=r"holds no drawing\."):
        run(START, MODEL, tmp_path / "none.jsonl", 3)


def test_a_machine_without_a_display_gets_one_in_memory(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    assert screen({})["SDL_VIDEODRIVER"] == "dummy"
    assert "SDL_VIDEODRIVER" not in screen({"DISPLAY": ":0"})
    monkeypatch.setattr("sys.platform", "darwin")
    assert screen({}) == {}


def test_the_command_prints_every_table_and_says_what_it_could_not_compare(tmp_path, capsys):
    (tmp_path / "alone.tflite").write_bytes(MODEL.read_bytes())
    assert main(["--fast", "--runs", "1", "--model", str(tmp_path / "alone.tflite")]) == 0
    out = capsys.readouterr().out
    for words in (
        "start to first frame, s",
        "6 digits on paper, the last being drawn",
        "LiteRT",
        "2560 x 1280 pixels",
        "drawing, 120 events a second",
    ):
        assert words in out
    assert "the usual way" not in out
    assert "Not compared with Keras: FileNotFoundError" in out


@pytest.fixture
def found():
    """Figures of three runs, all alike but for the starts."""
    names = [f"{many} {part}" for many in benchmark.ON_PAPER for part in benchmark.Update._fields]
    names += ["LiteRT", "model(x)", "Model.predict", *map(str, benchmark.SIZES)]
    found = {f"{name} p{percent}": [1.0] * 3 for name in names for percent in (50, 95)}
    found |= {f"window {name}": [0.5, 0.25, 0.5] for name in ("frame", "reading")}
    found |= {f"keras {name}": [5.0, 5.0, 6.0] for name in ("frame", "reading")}
    found |= {"window memory": [100.0] * 3, "keras memory": [500.0] * 3}
    return found | {"idle": [0.4] * 3, "drawing": [9.0] * 3}


def test_ratios_come_first_and_name_what_was_wanted(found):
    lines = [" ".join(line.split()) for line in report(found)[0].splitlines()]
    assert lines[1] == "start to first frame 12.0 (10.0 to 20.0) at least 5: reached"
    assert lines[3] == "peak memory by then 5.00 (5.00 to 5.00) at least 4: reached"
    assert lines[4].endswith("an update with 1 digit 1.00 (1.00 to 1.00) at least 20: MISSED")


def test_what_is_too_slow_or_too_busy_is_said(found):
    slow = "\n".join(report(found | {"window frame": [0.7] * 3, "idle": [1.0] * 3}))
    assert "under 0.6: MISSED" in slow
    assert "under 1: MISSED" in slow
    assert "under 1: reached" in "\n".join(report(found))
    frames = report(found | {"(1280, 640) p95": [1000 / 59] * 3})[4]
    assert frames.count("MISSED") == frames.count("reached") == 1


def test_files_that_are_not_there_end_it_with_status_2(tmp_path, capsys):
    assert main(["--drawings", str(tmp_path / "none.jsonl")]) == 2
    assert main(["--model", str(tmp_path / "none.tflite")]) == 2
    assert capsys.readouterr().err.count("cannot be read") == 2
    (tmp_path / "letters.jsonl").write_text('{"label": "?", "strokes": [[[1, 2], [3, 4]]]}')
    assert main(["--drawings", str(tmp_path / "letters.jsonl")]) == 2
    assert capsys.readouterr().err.endswith("holds no single digits.\n")


@pytest.mark.parametrize("runs", ["0", "-1", "two"])
def test_a_number_of_runs_that_is_none_is_refused(runs, capsys):
    with pytest.raises(SystemExit):
        main(["--runs", runs])
    assert "is not a whole number of 1 or more" in capsys.readouterr().err


def test_memory_is_measured_as_a_number():
    assert not math.isnan(run("tell(peak=peak())", MODEL, DRAWINGS).figures["peak"])
