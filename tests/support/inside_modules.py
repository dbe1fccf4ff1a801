"""Prints whether what shows the inside of the network is loaded, before it is opened and after."""

import os
import sys
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pygame

from deeplearning.recognition.recognizer import Recognizer
from deeplearning.window.application import Application
from deeplearning.window.display import open_window
from tests.support.hand import SEVEN, draw, key

NAMES = "deeplearning.recognition.layers", "deeplearning.window.inside"

open_window()
window = Application()
window.recognizer = Recognizer()
draw(window, SEVEN.strokes)
print([name in sys.modules for name in NAMES])
key(window, pygame.K_i)
print([name in sys.modules for name in NAMES])
