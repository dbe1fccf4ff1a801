"""Palettes: the colours of the bytes in a picture, from those of a theme."""

from __future__ import annotations

from deeplearning.window.shapes import BACKGROUND, EVIDENCE_STEPS, INK_STEPS
from deeplearning.window.theme import Colour


def palettes(colours: dict[str, Colour]) -> dict[str, list[Colour]]:
    """Return the 256 colours of each palette that `shapes.Picture` may name, in a theme's `colours`."""
    grey = [mix((0, 0, 0), (255, 255, 255), value / (BACKGROUND - 1)) for value in range(BACKGROUND)]
    evidence = [
        mix(colours["paper"], _said(colours, says), ink / (INK_STEPS - 1))
        for ink in range(INK_STEPS)
        for says in range(EVIDENCE_STEPS)
    ]
    unused = [colours["panel"]] * (BACKGROUND + 1)
    return {"grey": [*grey, colours["panel"]], "evidence": [*evidence, *unused[len(evidence) :]]}


def _said(colours: dict[str, Colour], says: int) -> Colour:
    """Return the colour of ink that says so much: none in the middle, stronger towards both ends."""
    middle = (EVIDENCE_STEPS - 1) / 2
    share = (says - middle) / middle
    return mix(colours["faint"], colours["sure" if share > 0 else "unsure"], abs(share))


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return the colour at `share` of the way from `one` to `other`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
