"""Notices: one message or one offer at a time, and for how long it is shown."""

from __future__ import annotations

from collections.abc import Callable

MESSAGE_SECONDS = 4.0
"""After this time a message goes by itself; an offer stays until it is answered."""


class Notices:
    """What the message strip says."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Begin with nothing to say; `clock` gives seconds."""
        self._clock = clock
        self._text = ""
        self._expires: float | None = None
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
        return None if self._expires is None else max(0.0, self._expires - self._clock())

    def say(self, text: str) -> None:
        """Show a message in place of what was shown."""
        self._text, self._accept = text, None
        self._expires = self._clock() + MESSAGE_SECONDS if text else None

    def offer(self, text: str, accept: Callable[[], None]) -> None:
        """Show an offer; `accept` is what is done where it is accepted."""
        self._text, self._accept, self._expires = text, accept, None

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
