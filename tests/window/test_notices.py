"""What the message strip says: messages go by themselves, and no offer is lost behind one."""

import pytest

from deeplearning.window.notices import MESSAGE_SECONDS, Notices


@pytest.fixture
def notices(clock):
    return Notices(clock)


@pytest.fixture
def taken(notices):
    """What was taken of the one offer that stands."""
    taken = []
    notices.offer("Take it?", lambda: taken.append(True))
    return taken


def seen(notices):
    return notices.text, notices.is_offer


def test_an_offer_that_a_message_covers_comes_back_when_the_message_has_gone(notices, taken, clock):
    notices.interrupt("The disk is full.")
    assert seen(notices) == ("The disk is full.", False)
    assert notices.seconds_left == MESSAGE_SECONDS
    clock.now += MESSAGE_SECONDS
    assert seen(notices) == ("Take it?", True)
    assert notices.seconds_left is None
    assert notices.accept()
    assert taken == [True]
    assert seen(notices) == ("", False)


def test_to_accept_while_a_message_covers_the_offer_shows_the_offer(notices, taken):
    notices.interrupt("The disk is full.")
    assert notices.accept()
    assert (seen(notices), taken) == (("Take it?", True), [])
    assert notices.accept()
    assert taken == [True]
    assert not notices.accept()


def test_what_is_closed_is_what_is_seen(notices, taken):
    notices.interrupt("The disk is full.")
    notices.close()
    assert seen(notices) == ("Take it?", True)
    notices.close()
    assert seen(notices) == ("", False)
    assert not notices.accept()
    assert taken == []


@pytest.mark.usefixtures("taken")
def test_what_a_person_does_takes_an_offer_away(notices, clock):
    notices.say("Cleared.")
    assert seen(notices) == ("Cleared.", False)
    clock.now += MESSAGE_SECONDS
    assert seen(notices) == ("", False)
    assert notices.seconds_left == 0


@pytest.mark.usefixtures("taken")
def test_to_dismiss_forgets_an_offer_that_is_covered(notices):
    notices.interrupt("The disk is full.")
    notices.dismiss()
    assert seen(notices) == ("", False)
    assert not notices.accept()
