"""Errors that a person can put right, and the sentences that say how."""

from __future__ import annotations

DEBIAN_PACKAGES = {
    "libGL.so": "libgl1",
    "libglib-2.0": "libglib2.0-0",
    "libgthread-2.0": "libglib2.0-0",
    "libxcb": "libxcb1",
}
"""Debian's packages of the system libraries that OpenCV needs, by the beginning of the library's name."""


class UserError(ValueError):
    """Something is wrong that the person can put right; the message is one sentence that says what."""


def import_advice(error: ImportError) -> str:
    """Return one sentence that says what to install after an import failed by `error`."""
    for library, package in DEBIAN_PACKAGES.items():
        if library in str(error):
            return f"OpenCV needs a system library ({error}): install it by `sudo apt-get install {package}`."
    return (
        f"A package is missing or broken ({error}): start it by the Python of `.venv`, as README says, "
        "or run `pip install -r requirements.txt` for this one."
    )
