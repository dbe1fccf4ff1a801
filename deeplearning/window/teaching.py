"""Teaching: what a person named becomes what the recogniser remembers, and what the memory's file keeps."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, WeakSet

import numpy as np
import numpy.typing as npt

from deeplearning.ink.history import MAX_TAUGHT
from deeplearning.ink.naming import NamedGroup
from deeplearning.window.reader import Question, Strokes

if TYPE_CHECKING:
    from pathlib import Path

    from deeplearning.recognition.memory import Correction
    from deeplearning.recognition.memory_file import MemoryFile
    from deeplearning.recognition.reading import Reading
    from deeplearning.recognition.recognizer import Recognizer

Draw = Callable[[Sequence[Strokes]], npt.NDArray[np.float32]]

MAX_SHOWN_STROKES = 60
"""Strokes of one correction that its image shows: the last ones."""


class Teaching:
    """All corrections that are to be remembered: those of the file, and those made on this window's ink."""

    def __init__(self) -> None:
        """Begin with none, and without a file."""
        self.known: tuple[Correction, ...] = ()
        self.writer = ""
        self._file: MemoryFile | None = None
        self._taught: tuple[NamedGroup, ...] = ()
        # The same naming is the same correction, however often it is undone and done again, for as long as
        # the ink's history knows of it.
        self._corrections: WeakKeyDictionary[NamedGroup, Correction] = WeakKeyDictionary()
        self._forgotten: WeakSet[Correction] = WeakSet()
        self._images: WeakKeyDictionary[Correction, bytes] = WeakKeyDictionary()

    @property
    def path(self) -> Path | None:
        """The file; None where nothing is kept."""
        return self._file.path if self._file else None

    def open(self, folder: Path, writer: str) -> str:
        """Remember what the file of `writer` in `folder` holds; return a sentence on what cannot be read."""
        from deeplearning.recognition.memory_file import MemoryFile

        self.writer, self._file = writer, MemoryFile(folder, writer)
        loaded, fault = self._file.load()
        self.known = (*loaded, *self.known)
        return fault

    def follow(self, taught: tuple[NamedGroup, ...]) -> str:
        """Learn and forget as the groups `taught` on the ink have changed; return what went wrong."""
        if taught == self._taught:  # Groups compare by identity.
            return ""
        before, self._taught = self._taught, taught
        gone = {self._corrections[group] for group in set(before) - set(taught)}
        added = [self._correction(group) for group in taught if group not in before]
        new = [correction for correction in added if correction not in self._forgotten]
        self.known = _newest((*(one for one in self.known if one not in gone), *new))
        return self._store()

    def forget(self, corrections: Iterable[Correction]) -> str:
        """Remember `corrections` no longer, here and in the file; return what went wrong.

        Undoing and redoing what was named does not bring them back.
        """
        gone = set(corrections)
        self._forgotten.update(gone)
        self.known = tuple(one for one in self.known if one not in gone)
        return self._store()

    def newest(self, draw: Draw, most: int) -> tuple[tuple[str, bytes], ...]:
        """Return label and image, 28 x 28 bytes, of every correction, the newest first.

        `draw` gives the images of groups, (n, 28, 28); only the `most` newest have one.
        """
        newest_first = self.known[::-1]
        new = [one for one in newest_first[:most] if one not in self._images]
        if new:
            for one, image in zip(new, draw([one.strokes[-MAX_SHOWN_STROKES:] for one in new]), strict=True):
                self._images[one] = np.rint(image * 255).astype(np.uint8).tobytes()
        return tuple((one.label, self._images.get(one, b"")) for one in newest_first)

    def _correction(self, group: NamedGroup) -> Correction:
        if group not in self._corrections:
            from deeplearning.recognition.memory import Correction

            self._corrections[group] = Correction(group.strokes, group.label, f"{date.today():%Y-%m-%d}")
        return self._corrections[group]

    def _store(self) -> str:
        if self._file is None:
            return ""
        try:
            self._file.store(self.known)
        except OSError as error:
            return f"{self._file.path} cannot be written ({error.strerror or error}): kept until you quit."
        return ""


def _newest(corrections: tuple[Correction, ...]) -> tuple[Correction, ...]:
    """Return as many of the `corrections` as the memory and its file keep, the newest."""
    return corrections[-MAX_TAUGHT:]


class Pupil:
    """Reads with a recogniser that remembers what each question says; it lives in the reader's thread."""

    def __init__(self, recognizer: Recognizer) -> None:
        """Ask `recognizer`, whose memory is empty."""
        self._recognizer = recognizer
        self._known: tuple[Correction, ...] = ()
        self._left: deque[tuple[Strokes, Reading]] = deque()

    def leave(self, strokes: Strokes, reading: Reading) -> None:
        """Take what the `reading` of `strokes` says for right before the next question is answered."""
        self._left.append((strokes, reading))

    def read(self, question: Question) -> Reading:
        """Return the reading that `question` asks for, having learnt and forgotten what it says."""
        if question.known is not self._known:
            before, self._known = self._known, question.known
            known, had = set(question.known), set(before)
            for correction in before:
                if correction not in known:
                    self._recognizer.forget(correction)
            self._recognizer.learn_all([one for one in question.known if one not in had])
        while self._left:
            self._recognizer.accept(*self._left.popleft())
        return self._recognizer.read(question.strokes, question.named)
