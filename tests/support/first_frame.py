"""Reads the first drawing of a file in a window; prints what it reads, and what it should not have loaded."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from deeplearning.ink.drawings import load
from deeplearning.ink.history import Ink
from deeplearning.window.application import Application
from deeplearning.window.display import open_window
from deeplearning.window.startup import load_network

open_window()
window = Application(Ink(load(Path(sys.argv[1]))[0].strokes))
window.show()
early = [name for name in ("cv2", "scipy", "ai_edge_litert") if name in sys.modules]
window.recognizer = load_network(None)
window.show()
late = [name for name in ("tensorflow", "keras", "jax", "torch") if name in sys.modules]
print(window.reading.text, early, late)
