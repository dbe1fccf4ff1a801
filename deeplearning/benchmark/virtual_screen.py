"""Starts a screen of X11 that nobody sees, by Xvfb, and moves its mouse and reads its pixels from outside.

A window there is a real one: it passes through SDL's driver for X11 and the X server, as on a desktop. Xvfb
keeps the screen's pixels in a file, in the format of X's window dumps (XWD). It is mapped into memory here.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import mmap
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from deeplearning.benchmark.child import ChildError
from deeplearning.benchmark.findings import Size

DARK = 60
"""A pixel whose red, green and blue are all below this is ink, on light paper."""

LEFT_BUTTON = 1

HEADER_WORDS, COLOUR_BYTES = 25, 12
"""Length of an XWD header, in words of 32 bits, and of each of the colours that follow it, in bytes."""

HEADER_SIZE, BYTES_A_LINE, COLOUR_COUNT = 0, 12, 19
"""Places of three of the header's words."""


def why_unavailable() -> str:
    """Return why no virtual screen can be started here, as the end of a sentence; empty where one can."""
    if sys.platform != "linux":
        return "only Linux has Xvfb"
    needed = {"Xvfb": shutil.which("Xvfb"), "xdotool": shutil.which("xdotool")}
    needed |= {f"lib{name}": ctypes.util.find_library(name) for name in ("X11", "Xtst")}
    missing = [name for name, found in needed.items() if not found]
    return f"{' and '.join(missing)} must be installed" if missing else ""


class VirtualScreen:
    """A screen of X11 with one mouse, as long as it is entered as a context."""

    def __init__(self, size: Size) -> None:
        """Take the screen's width and height in pixels; nothing is started yet."""
        self.size = size

    def __enter__(self) -> VirtualScreen:
        """Start the screen, and return it once it can be used."""
        self._folder = tempfile.TemporaryDirectory()
        readable, writable = os.pipe()
        # Without -noreset the server starts anew whenever its last client leaves.
        command = ["Xvfb", "-noreset", "-nolisten", "tcp", "-displayfd", str(writable)]
        command += ["-screen", "0", "{}x{}x24".format(*self.size), "-fbdir", self._folder.name]
        self._server = subprocess.Popen(command, pass_fds=[writable], stderr=subprocess.DEVNULL)
        os.close(writable)
        with os.fdopen(readable) as pipe:
            number = pipe.readline().strip()
        if not number:
            self._server.wait()
            self._folder.cleanup()
            raise ChildError(f"Xvfb ended with status {self._server.returncode}")
        self._name = f":{number}"
        self._open_pixels()
        self._x11, self._xtst = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(self._name.encode()))
        return self

    def __exit__(self, *_: object) -> None:
        """End the screen; what still shows a window there is ended by that, too."""
        self._x11.XCloseDisplay(self._display)
        self._pixels.close()
        self._server.terminate()
        self._server.wait()
        self._folder.cleanup()

    def _open_pixels(self) -> None:
        with (Path(self._folder.name) / "Xvfb_screen0").open("rb") as file:
            self._pixels = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        header = struct.unpack(f">{HEADER_WORDS}I", self._pixels[: 4 * HEADER_WORDS])
        self._start = header[HEADER_SIZE] + COLOUR_BYTES * header[COLOUR_COUNT]
        self._line = header[BYTES_A_LINE]

    @property
    def environment(self) -> dict[str, str]:
        """This process's environment for a window on this screen, with no other screen or setting of SDL."""
        other = ("SDL_", "DISPLAY", "WAYLAND_DISPLAY")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(other)}
        return {**kept, "DISPLAY": self._name}

    def move_mouse(self, x: float, y: float) -> None:
        """Move the mouse to that pixel."""
        self._send(self._xtst.XTestFakeMotionEvent, -1, int(x), int(y))

    def press(self) -> None:
        """Press the mouse's left button."""
        self._send(self._xtst.XTestFakeButtonEvent, LEFT_BUTTON, 1)

    def release(self) -> None:
        """Release the mouse's left button."""
        self._send(self._xtst.XTestFakeButtonEvent, LEFT_BUTTON, 0)

    def _send(self, fake_event: Any, *settings: int) -> None:
        fake_event(self._display, *settings, 0)  # without delay
        self._x11.XFlush(self._display)

    def is_dark(self, x: float, y: float) -> bool:
        """Return whether ink's colour is at that pixel now."""
        at = self._start + int(y) * self._line + int(x) * 4
        return max(self._pixels[at : at + 3]) < DARK

    def xdotool(self, *words: object) -> str:
        """Run xdotool on this screen and return what it prints."""
        command = ["xdotool", *map(str, words)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout.strip()
