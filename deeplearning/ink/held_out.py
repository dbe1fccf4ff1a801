"""Which writers of the known collections are held out: no network and no weight is made from them.

They are the people on whom `model/held-out.tflite` is measured. The rule needs no list, so that it holds for
any part of a collection: of UNIPEN whole contributors, whose equipment nobody else has, and about every
fifth writer of the others; of UJI Pen Characters (Version 2) and of UCI's pen digits the last ten or so.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

from deeplearning.ink.drawings import Drawing

WHOLE_CONTRIBUTORS = frozenset({"apa", "gmd", "tos"})
"""Contributors to UNIPEN that are held out with all their writers."""

UJI_WRITERS = range(30, 39)
"""Numbers of UJI's writers that are held out, uji30 to uji38."""

MAX_FIGURES = 9
"""A writer's number with more figures is none of a collection's; of thousands Python makes no number."""

UCI_WRITERS = range(21, 31)
"""UCI's writers that are held out."""


def is_held_out(writer: str) -> bool:
    """Return whether a `writer`, as drawings name them (`apa/a0`, `uji30`, `21`), is held out."""
    if match := re.fullmatch(rf"uji(\d{{1,{MAX_FIGURES}}})", writer):
        return int(match[1]) in UJI_WRITERS
    if writer.isdecimal():
        return len(writer) <= MAX_FIGURES and int(writer) in UCI_WRITERS
    contributor, slash, _ = writer.partition("/")
    # A checksum of the name draws about every fifth, the same in every file.
    return bool(slash) and (contributor in WHOLE_CONTRIBUTORS or zlib.crc32(writer.encode()) % 5 == 1)


def parted(drawings: Sequence[Drawing]) -> tuple[list[Drawing], list[Drawing]]:
    """Return the `drawings` by writers to learn from, and those by writers held out, in their order."""
    known: list[Drawing] = []
    held_out: list[Drawing] = []
    for drawing in drawings:
        (held_out if is_held_out(drawing.writer) else known).append(drawing)
    return known, held_out
