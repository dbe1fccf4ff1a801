"""Imports that leave out what is not needed, so that the window is there sooner."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Within this, importing a module of these `names` raises ImportError, if it has not been imported yet.

    For packages that try to import what they can do without.
    """
    missing = [name for name in names if name not in sys.modules]
    sys.modules |= dict.fromkeys(missing)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in missing:
            sys.modules.pop(name, None)
