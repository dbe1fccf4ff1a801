"""Opens the window and reads a seven in whatever environment runs this; TensorFlow must not be needed."""

import os
import sys
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import app
from deeplearning.ink.history import Ink
from deeplearning.ink.stroke import Stroke

app._open_window()
window = app.App(Ink([Stroke.of([(200, 150), (280, 152), (360, 150), (310, 270), (270, 450)])]))
window.recognizer = app.startup.load_network(None)
window.show()
assert window.reading is not None
assert window.reading.text == "7", f"a plain seven was read as {window.reading.text!r}"
assert not {"tensorflow", "keras", "scipy", "pandas", "matplotlib"} & set(sys.modules)
print(f"the window reads {window.reading.text} without TensorFlow and Jupyter")
