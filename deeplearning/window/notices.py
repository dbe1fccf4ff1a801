"""Notices: one message or one offer at a time, and for how long it is shown."""

from __future__ import annotations

from collections.abc import Callable

MESSAGE_SECONDS = 4.0
"""After this time a message goes by itself; an offer stays until it is answered."""


def printable(text: str) -> str:
    """Return `text` with all that cannot be shown replaced, such as bytes of a name that is not UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


class Notices:
    """What the message strip says."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Begin with nothing to say; `clock` gives seconds."""
        self._clock = clock
        self._text = ""
        self._since: float | None = None
        self._accept: Callable[[], None] | None = None

    @property
    def text(self) -> str:
        """The message or the offer; empty when there is none, or its time is over."""
        return "" if self.seconds_left == 0 else self._text

    @property
    def is_offer(self) -> bool:
        """Whether the text offers something."""
        return self._accept is not None

    @property
    def seconds_left(self) -> float | None:
        """How long the text stays, 0 where its time is over; None where it stays until it is answered."""
        if self._since is None:
            return None
        passed = self._clock() - self._since
        # Less than nothing has passed where the clock was set back; the message would stay for as long.
        return MESSAGE_SECONDS - passed if 0 <= passed < MESSAGE_SECONDS else 0.0

    def say(self, text: str) -> None:
        """Show a message in place of what was shown."""
        self._text, self._accept = printable(text), None
        self._since = self._clock() if text else None

    def offer(self, text: str, accept: Callable[[], None]) -> None:
        """Show an offer; `accept` is what is done where it is accepted."""
        self._text, self._accept, self._since = printable(text), accept, None

    def dismiss(self) -> None:
        """Show nothing."""
        self.say("")

    def accept(self) -> bool:
        """Do what is offered; return whether anything was."""
        accept = self._accept
        self.dismiss()
        if accept is None:
            return False
        accept()
        return True
