"""How many processes share a work."""

from __future__ import annotations

import os

MAX_PROCESSES = 61
"""Windows lets nobody wait for more at once."""


def process_count(tasks: int) -> int:
    """Return how many processes to start for so many `tasks`: at least one, and no more than cores."""
    return max(1, min(os.cpu_count() or 1, tasks, MAX_PROCESSES))
