"""Prints until nobody reads any more, as a command whose reader goes away."""

import argparse
import sys
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from deeplearning._cli import run


def work(_):
    for number in count():
        print(number)


sys.exit(run(work, argparse.ArgumentParser(), []))
