from deeplearning.benchmark import DRAWINGS, KERAS, LITERT, compare, in_process, main, updates
from deeplearning.drawings import load
from deeplearning.recognizer import MODEL


def test_every_point_of_a_digit_is_timed_with_the_network_apart():
    digits = load(DRAWINGS)[:4]
    whole, network = updates(digits, 2, MODEL)
    assert len(whole) == len(network) == sum(len(s.points) - 1 for d in digits for s in d.strokes)
    assert all(0 <= part <= all_ for part, all_ in zip(network, whole, strict=True))
    assert sum(network) > 0


def test_both_ways_of_running_the_network_are_timed_in_processes_of_their_own():
    lite, keras = in_process(LITERT, MODEL), in_process(KERAS, MODEL)
    assert set(lite["times"]) == {"LiteRT"}
    assert set(keras["times"]) == {"Model.predict", "model(x)"}
    assert min(keras["times"]["model(x)"]) > 0


def test_what_cannot_be_compared_is_said(tmp_path, capsys):
    (tmp_path / "alone.tflite").write_bytes(MODEL.read_bytes())
    compare(tmp_path / "alone.tflite")
    assert "Not compared with Keras" in capsys.readouterr().out


def test_files_that_are_not_there_end_it_with_status_2(tmp_path, capsys):
    assert main(["--drawings", str(tmp_path / "none.jsonl")]) == 2
    assert main(["--model", str(tmp_path / "none.tflite")]) == 2
    assert capsys.readouterr().err.count("cannot be read") == 2
