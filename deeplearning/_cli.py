"""What the commands share: the types of their arguments."""

from __future__ import annotations

import argparse


def natural(text: str) -> int:
    """Return a whole number of 0 or more from a command line."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 0 or more")
    return int(text)
