"""Reads a drawing in a window with another network: `watched_window.py DRAWING NETWORK`.

It prints how many classes were unpickled meanwhile, and which packages for training were loaded.
"""

import sys
from pathlib import Path

unpickled = []
sys.addaudithook(lambda name, details: unpickled.append(details) if name == "pickle.find_class" else None)
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def main():
    from deeplearning.ink.history import Ink
    from deeplearning.window import startup
    from deeplearning.window.application import Application
    from deeplearning.window.display import open_window

    open_window()
    window = Application(Ink(startup.open_drawing(Path(sys.argv[1])).strokes))
    window.recognizer = startup.load_network(Path(sys.argv[2]))
    window.show()
    print(len(unpickled), sorted({"tensorflow", "keras", "h5py", "torch", "joblib"} & set(sys.modules)))


main()
