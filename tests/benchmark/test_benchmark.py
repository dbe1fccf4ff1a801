"""The command, the tables it prints, and the probes that it runs."""

import math
from dataclasses import replace

import pytest

from deeplearning.benchmark.__main__ import DRAWINGS, main
from deeplearning.benchmark.child import ChildError, run_probe, with_screen
from deeplearning.benchmark.findings import (
    CoreLoad,
    Findings,
    KerasStart,
    Lag,
    RealWindow,
    Run,
    Startup,
    Timing,
    UpdateTiming,
    WindowStart,
)
from deeplearning.benchmark.measure import DIGITS_ON_PAPER, EMPTY_PAPER, FRAME_SIZES
from deeplearning.benchmark.probes.telling import peak_memory
from deeplearning.benchmark.report import tables, tell
from deeplearning.ink.writers import load_digits
from deeplearning.recognition.recognizer import MODEL


def test_the_window_tells_its_first_frame_its_first_reading_and_its_memory():
    moments, figures = run_probe("window_start", MODEL, DRAWINGS, 3)
    assert 0 < moments["frame"] < moments["reading"]
    assert 20 < figures["peak_memory"] < 500
    assert len(figures["images"]) == 3


@pytest.mark.slow
def test_the_usual_way_tells_the_same_and_holds_a_whole_framework_in_memory():
    pytest.importorskip("keras")
    moments, figures = run_probe("keras_start", MODEL, DRAWINGS, 3)
    assert 0 < moments["frame"] < moments["reading"]
    assert figures["peak_memory"] > 200
    assert len(figures["by_call"]) == len(figures["by_predict"]) == 3


def test_a_frame_is_timed_for_every_move_of_the_pen():
    frames = run_probe("window_frames", MODEL, DRAWINGS, 1, 2, 1280, 640).figures["frames"]
    # With two digits before it, the third after the first is drawn.
    drawn = load_digits(DRAWINGS)[3].strokes
    assert len(frames) == sum(len(stroke.points) - 1 for stroke in drawn)
    assert min(frames) > 0


def test_a_core_is_busier_while_a_pen_draws():
    load = run_probe("window_load", MODEL, DRAWINGS, 0.5, 0.5, 120).figures
    assert 0 <= load["idle"] < load["drawing"]


def test_the_worst_drawings_are_timed_by_name():
    updates = run_probe("worst_updates", MODEL, DRAWINGS, 2).figures["updates"]
    assert [len(times) for times in updates.values()] == [4, 4, 4, 4]


def test_a_probe_that_fails_says_why(tmp_path):
    (tmp_path / "none.jsonl").write_text("")
    with pytest.raises(ChildError, match=r"holds no drawing:"):
        run_probe("window_start", MODEL, tmp_path / "none.jsonl", 3)
    with pytest.raises(ChildError, match="No module named"):
        run_probe("nothing", MODEL, DRAWINGS)


def test_a_machine_without_a_display_gets_one_in_memory(monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    assert with_screen({})["SDL_VIDEODRIVER"] == "dummy"
    assert "SDL_VIDEODRIVER" not in with_screen({"DISPLAY": ":0"})
    monkeypatch.setattr("sys.platform", "darwin")
    assert with_screen({}) == {}


@pytest.mark.slow
def test_the_command_prints_every_table_and_says_what_it_could_not_compare(tmp_path, capsys):
    (tmp_path / "alone.tflite").write_bytes(MODEL.read_bytes())
    assert main(["--fast", "--runs", "1", "--model", str(tmp_path / "alone.tflite")]) == 0
    out = capsys.readouterr().out
    for words in (
        "start to first frame, s",
        "6 digits on paper, the last being drawn",
        "hatching of 37 lines",
        "LiteRT",
        "2560 x 1280 pixels",
        "drawing, 120 events a second",
    ):
        assert words in out
    assert "the usual way" not in out
    assert "Not compared with Keras: FileNotFoundError" in out


MOMENT = Timing(1.0, 1.0, 1.0)


def a_run(first_frame=0.5, **changes):
    """A run in which everything takes 1 ms but for the starts."""
    run = Run(
        window=WindowStart(Startup(first_frame, first_frame, 100.0), MOMENT),
        keras=KerasStart(Startup(5.0, 5.0, 500.0), MOMENT, MOMENT),
        updates={count: UpdateTiming(MOMENT, MOMENT, MOMENT, MOMENT) for count in DIGITS_ON_PAPER},
        worst_drawings={"a grid": Timing(1.0, 1.0, 29.0)},
        frames=dict.fromkeys(FRAME_SIZES, MOMENT),
        load=CoreLoad(idle=0.4, drawing=9.0),
    )
    return replace(run, **changes)


def lines_of(*runs):
    return [
        " ".join(line.split()) for table in tables(Findings([*runs], "dummy")) for line in table.splitlines()
    ]


def test_ratios_come_first_and_name_what_was_wanted():
    slow = replace(a_run().keras, startup=Startup(6.0, 6.0, 500.0))
    lines = lines_of(a_run(), a_run(0.25), a_run(keras=slow))
    assert lines[1] == "start to first frame 12.0 (10.0 to 20.0) at least 5: reached"
    assert lines[3] == "peak memory by then 5.00 (5.00 to 5.00) at least 4: reached"
    assert lines[4].endswith("an update with 1 digit 1.00 (1.00 to 1.00) at least 20: MISSED")


def test_runs_without_keras_are_told_without_the_usual_way():
    text = "\n".join(lines_of(a_run(keras=None), a_run(keras=None)))
    assert "the usual way" not in text
    assert "Model.predict" not in text
    assert "LiteRT" in text


@pytest.mark.parametrize(
    ("row", "missed", "reached"),
    [
        ("start to first frame, s", a_run(0.7), a_run()),
        ("idle", a_run(load=CoreLoad(1.0, 9.0)), a_run()),
        ("a grid", a_run(worst_drawings={"a grid": Timing(1.0, 1.0, 31.0)}), a_run()),
        (
            "1280 x 640",
            a_run(frames={size: Timing(1.0, 1000 / 59, 99.0) for size in FRAME_SIZES}),
            a_run(frames={size: Timing(1.0, 1000 / 61, 99.0) for size in FRAME_SIZES}),
        ),
    ],
)
def test_what_is_too_slow_or_too_busy_is_said(row, missed, reached):
    def verdict(run):
        (line,) = [line for line in lines_of(run) if line.startswith(f"{row} ")]
        return line.split()[-1]

    assert verdict(missed) == "MISSED"
    assert verdict(reached) == "reached"


def a_real_window(p95=15.0, missed=0):
    lag = Lag(Timing(10.0, p95, 60.0), missed, 150.0)
    lags = {EMPTY_PAPER: lag, "a grid": lag}
    return {(1280, 640): RealWindow(Startup(0.3, 0.4, 140.0), MOMENT, lags)}


def test_a_real_window_is_told_with_its_screen_and_what_was_on_the_paper():
    lines = lines_of(a_run(real_windows=a_real_window()), a_run(real_windows=a_real_window(missed=2)))
    at = next(number for number, line in enumerate(lines) if line.startswith("from a movement"))
    spread = "10.0 (10.0 to 10.0) 15.0 (15.0 to 15.0) 60.0 (60.0 to 60.0)"
    assert lines[at + 1] == f"1280 x 640 pixels, an empty paper {spread} under 16: reached 2 150 (150 to 150)"
    assert lines[at + 2] == f"1280 x 640 pixels, a grid {spread} under 33: reached 2 150 (150 to 150)"


def test_ink_that_comes_late_is_said_the_more_strictly_the_emptier_the_paper():
    text = "\n".join(lines_of(a_run(real_windows=a_real_window(p95=20.0))))
    assert "under 16: MISSED" in text
    assert "under 33: reached" in text
    assert "under 33: MISSED" in "\n".join(lines_of(a_run(real_windows=a_real_window(p95=34.0))))


def test_runs_without_a_real_window_say_why():
    findings = Findings([a_run()], "dummy", without_real_window="Xvfb must be installed")
    blocks = list(tell(findings, 1, "x.jsonl"))
    assert blocks[-1] == "Not measured on a screen of X11: Xvfb must be installed"
    assert not any("Xvfb)" in block for block in blocks)


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


def test_memory_is_measured_in_megabytes():
    assert 20 < peak_memory() < 100_000 or math.isnan(peak_memory())


def test_the_percentiles_of_a_timing_are_of_all_its_times():
    assert Timing.of(list(range(101))) == Timing(50.0, 95.0, 100.0)
