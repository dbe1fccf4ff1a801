"""Geometry of a pen's path, an array of points of shape (n, 2) with n >= 1."""

from __future__ import annotations

import numpy as np

from deeplearning.ink.stroke import FloatArray


def arc_length(path: FloatArray) -> float:
    """Return how long the line through all points of `path` is."""
    return float(np.hypot(*np.diff(path, axis=0).T).sum())


def lengths_along(path: FloatArray) -> FloatArray:
    """Return the length of the line from the first point of `path` to each point, shape (n,)."""
    steps = np.hypot(*np.diff(path, axis=0).T)  # (n - 1,)
    return np.concatenate([[0.0], np.cumsum(steps)])


def resampled(path: FloatArray, count: int) -> FloatArray:
    """Return `count` points spaced evenly along `path`, (count, 2); the first alone where it never moves."""
    along = lengths_along(path)
    if along[-1] == 0:
        return path[:1]
    at = np.linspace(0.0, along[-1], count)
    return np.column_stack([np.interp(at, along, axis) for axis in path.T])
