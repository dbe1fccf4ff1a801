"""Where the checkout is, and the data that is not committed."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"


def data_file(name: str) -> Path:
    """Return the path of a data file that is never committed; skip the test where it is not there."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the checkout (../shared/data)")
    return path
