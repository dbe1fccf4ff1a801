"""What all tests of the notebooks share."""

import pytest

from tests.support.keras_reference import HAS_TENSORFLOW

RUNS = {"in_checkout", "on_kaggle", "taught", "taught_by_one_tablet"}
"""Fixtures that run a whole notebook."""


def names_of_fixtures(item):
    """Return the fixtures of a test, and those whose names it is given as parameters."""
    given = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return {*getattr(item, "fixturenames", ()), *(name for name in given if isinstance(name, str))}


def pytest_collection_modifyitems(items):
    """Mark as slow what needs a whole run of a notebook, and what runs one as in need of TensorFlow."""
    for item in items:
        if RUNS & names_of_fixtures(item):
            item.add_marker(pytest.mark.slow)
        if item.get_closest_marker("slow") and hasattr(item.module, "NotebookClient"):
            item.add_marker(pytest.mark.skipif(not HAS_TENSORFLOW, reason="the notebooks need TensorFlow"))
