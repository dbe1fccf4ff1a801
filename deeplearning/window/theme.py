"""The window's colours, by the role that each plays."""

from __future__ import annotations

Colour = tuple[int, int, int]
"""Red, green and blue, each from 0 to 255."""

# Blue and amber are told apart by all kinds of colour vision (after Okabe and Ito's palette). Words reach a
# contrast of 4.5 to 1 on whatever they stand on and bars one of 3 to 1, as WCAG 2.1 asks for.
THEMES: dict[str, dict[str, Colour]] = {
    "light": {
        "desk": (226, 230, 236),
        "panel": (244, 246, 249),
        "card": (255, 255, 255),
        "track": (229, 233, 239),
        "bar": (118, 130, 147),
        "line": (209, 215, 224),
        "text": (24, 32, 44),
        "muted": (88, 99, 115),
        "paper": (255, 255, 255),
        "ink": (0, 0, 0),
        "hint": (106, 116, 131),
        "ghost": (98, 108, 124),
        "faint": (200, 206, 215),
        "hover": (232, 240, 249),
        "pressed": (205, 225, 245),
        "disabled": (164, 172, 184),
        "sure": (0, 98, 178),
        "unsure": (172, 88, 0),
        "refused": (102, 110, 122),
        "named": (0, 112, 80),
        "on colour": (255, 255, 255),
    },
    "dark": {
        "desk": (12, 14, 18),
        "panel": (24, 28, 35),
        "card": (35, 41, 50),
        "track": (48, 55, 66),
        "bar": (122, 133, 150),
        "line": (58, 66, 79),
        "text": (235, 239, 245),
        "muted": (160, 171, 187),
        "paper": (16, 19, 24),
        "ink": (245, 247, 250),
        "hint": (118, 128, 144),
        "ghost": (144, 154, 170),
        "faint": (62, 70, 84),
        "hover": (45, 54, 67),
        "pressed": (26, 54, 82),
        "disabled": (98, 107, 122),
        "sure": (90, 180, 245),
        "unsure": (245, 176, 48),
        "refused": (148, 157, 170),
        "named": (72, 200, 150),
        "on colour": (12, 14, 18),
    },
}
