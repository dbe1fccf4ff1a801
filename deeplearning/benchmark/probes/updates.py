"""Times readings while digits are drawn. Arguments: MODEL DRAWINGS DIGITS STANDING...

DIGITS is how many digits are drawn. Each is drawn anew for every STANDING, the number of digits beside it.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

from deeplearning.benchmark.latency import time_updates
from deeplearning.benchmark.probes.telling import tell_figures
from deeplearning.ink.writers import load_digits


def main(model: str, drawings: str, count: str, *standing: str) -> None:
    """Tell the times of every update, by the number of digits that stand there."""
    digits = load_digits(drawings)[: int(count)]
    tell_figures(
        updates={
            others: [asdict(update) for update in time_updates(digits, int(others), Path(model))]
            for others in standing
        }
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
