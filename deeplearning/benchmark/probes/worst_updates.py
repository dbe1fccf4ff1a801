"""Times readings while the worst drawings are drawn. Arguments: MODEL DRAWINGS STROKES.

The first STROKES of each are drawn, and read in the middle and at the end of every stroke.
"""

from __future__ import annotations

import sys
from pathlib import Path

from deeplearning.benchmark.latency import time_strokes
from deeplearning.benchmark.probes.telling import tell_figures
from deeplearning.benchmark.worst_drawings import worst_drawings
from deeplearning.ink.writers import load_digits


def main(model: str, drawings: str, count: str) -> None:
    """Tell the times of every update, by the drawing's name."""
    papers = worst_drawings(load_digits(drawings))
    tell_figures(
        updates={name: time_strokes(strokes[: int(count)], Path(model)) for name, strokes in papers.items()}
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
