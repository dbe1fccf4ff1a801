"""Runs a command where packages are missing: `run_without.py cv2,scipy deeplearning.evaluate --help`."""

import runpy
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[2])
missing, module, *arguments = sys.argv[1:]
sys.modules |= dict.fromkeys(missing.split(","))
sys.argv = [module, *arguments]
runpy.run_module(module, run_name="__main__")
