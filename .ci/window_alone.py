"""Opens the window and reads a seven in whatever environment runs this; TensorFlow must not be needed."""

import os
import sys
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from deeplearning.ink.history import Ink
from deeplearning.ink.stroke import Stroke
from deeplearning.window.application import Application
from deeplearning.window.display import open_window
from deeplearning.window.startup import load_network

open_window()
application = Application(Ink([Stroke.of([(200, 150), (280, 152), (360, 150), (310, 270), (270, 450)])]))
application.recognizer = load_network(None)
application.show()
assert application.reading is not None
assert application.reading.text == "7", f"a plain seven was read as {application.reading.text!r}"
assert not {"tensorflow", "keras", "scipy", "pandas", "matplotlib"} & set(sys.modules)
print(f"the window reads {application.reading.text} without TensorFlow and Jupyter")
