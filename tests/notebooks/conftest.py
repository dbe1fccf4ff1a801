"""What all tests of the notebooks share."""

import pytest

RUNS = {"in_checkout", "on_kaggle", "taught", "taught_by_one_tablet"}
"""Fixtures that run a whole notebook."""


def pytest_collection_modifyitems(items):
    """Mark as slow what needs a whole run of a notebook."""
    for item in items:
        if RUNS & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
