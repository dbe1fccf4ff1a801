"""Notices: one message or one offer at a time, and for how long it is shown."""

from __future__ import annotations

from collections.abc import Callable

MESSAGE_SECONDS = 4.0
"""After this time a message goes by itself; an offer stays until it is answered."""


def printable(text: str) -> str:
    """Return `text` with all that cannot be shown replaced, such as bytes of a name that is not UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


class Notices:
    """What the message strip says: a message, which goes by itself, or an offer, which waits for an answer.

    A message may cover an offer.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        """Begin with nothing to say; `clock` gives seconds."""
        self._clock = clock
        self._message = ""
        self._since: float | None = None
        self._offer = ""
        self._accept: Callable[[], None] | None = None

    @property
    def text(self) -> str:
        """The message while its time lasts, else the offer; empty when there is neither."""
        return self._message if self._message_seconds() else self._offer

    @property
    def is_offer(self) -> bool:
        """Whether the text offers something."""
        return self._accept is not None and not self._message_seconds()

    @property
    def offered(self) -> Callable[[], None] | None:
        """What is done where the offer is accepted, also while a message covers it; None without one."""
        return self._accept

    @property
    def seconds_left(self) -> float | None:
        """How long the text stays, 0 where its time is over; None where it stays until it is answered."""
        return None if self.is_offer or self._since is None else self._message_seconds()

    def _message_seconds(self) -> float:
        passed = 0.0 if self._since is None else self._clock() - self._since
        # Less than nothing has passed where the clock was set back; the message would stay for as long.
        return MESSAGE_SECONDS - passed if self._message and 0 <= passed < MESSAGE_SECONDS else 0.0

    def say(self, text: str) -> None:
        """Show a message in place of what was shown."""
        self.dismiss()
        self.interrupt(text)

    def interrupt(self, text: str) -> None:
        """Show a message about what happened by itself; an offer that it covers comes back after it."""
        self._message, self._since = printable(text), self._clock()

    def offer(self, text: str, accept: Callable[[], None], keeps_message: bool = False) -> None:
        """Show an offer in place of what was shown; `accept` is what is done where it is accepted.

        With `keeps_message` it comes after a message that is shown.
        """
        if not keeps_message:
            self.dismiss()
        self._offer, self._accept = printable(text), accept

    def dismiss(self) -> None:
        """Show nothing, and forget an offer that is covered."""
        self._message, self._since = "", None
        self._offer, self._accept = "", None

    def close(self) -> None:
        """Take away what is shown: a message, or the offer where none covers it."""
        if self._message_seconds():
            self._message, self._since = "", None
        else:
            self.dismiss()

    def accept(self) -> bool:
        """Do what is offered; a message that covers an offer is closed. Return whether either was."""
        accept, is_covered = self._accept, self._accept is not None and not self.is_offer
        self.close()
        if accept is None or is_covered:
            return is_covered
        accept()
        return True
