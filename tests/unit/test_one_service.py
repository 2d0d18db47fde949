"""Several dialogs of one conversation, which LivePerson's tag cannot tell apart."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.page.events import SocketClosed
from tools.driven import DIALOG, READY_TAG, Bench, as_another, details_of, frame, invitation


def dated(notification: Any, bench: Bench, seconds: float = 0) -> Any:
    """Return a notification as of now."""
    details_of(notification)["metaDataLastUpdateTs"] = round((bench.now + seconds) * 1000)
    return notification


def both(first: Any, second: Any) -> Any:
    """Return a notification that lists the dialogs of two."""
    details_of(first)["dialogs"] += details_of(second)["dialogs"][-1:]
    return first


def fresh(bench: Bench, dialog: str = "d2") -> Any:
    """Return a newer invitation of the same service."""
    return dated(invitation(dialog, expires=round((bench.now + 120) * 1000)), bench)


def sharing() -> Bench:
    """Return a page that is shared."""
    bench = Bench().offered().accepted()
    bench.receive(frame("accepted"))
    bench.sleep(20)
    return bench


def asked(bench: Bench) -> list[str]:
    """Return which dialogs the visitor was asked about."""
    return [one["dialogId"] for one in bench.details("invited")]


@pytest.mark.parametrize("turned", [False, True])
def test_invited_anew_as_the_session_ends(*, turned: bool) -> None:
    """One frame tells of both, in whichever order they are listed."""
    bench = sharing()
    ended, again = dated(frame("cancelled"), bench), fresh(bench)
    bench.receive(both(again, ended) if turned else both(ended, again))
    bench.feed(READY_TAG)
    assert asked(bench) == [DIALOG, "d2"]
    assert bench.banner
    assert bench.banner.dialog_id == "d2"


def test_invited_anew_before_the_session_ends() -> None:
    """What could not be asked while the page was shared is asked once it is not, in its mode."""
    bench = sharing()
    bench.receive(fresh(bench))
    wider = fresh(bench)
    details_of(wider)["dialogs"][-1]["metaData"]["mode"] = "shared"
    bench.receive(wider)
    assert asked(bench) == [DIALOG]
    bench.sleep(5)
    bench.receive(dated(frame("cancelled"), bench))
    bench.feed(READY_TAG)
    bench.heard()
    assert asked(bench) == [DIALOG, "d2"]
    assert bench.details("invited")[-1]["mode"] == "shared"
    assert bench.banner
    assert bench.banner.state == "invited"


def test_invited_twice_before_the_session_ends() -> None:
    """The newer one asks, whether it was told with the end or before."""
    for told_before in (True, False):
        bench = sharing()
        bench.receive(fresh(bench))
        bench.sleep(5)
        third = fresh(bench, "d3")
        if told_before:
            bench.receive(third)
            bench.sleep(1)
        bench.receive(both(dated(frame("cancelled"), bench), third))
        bench.feed(READY_TAG)
        bench.heard()
        assert asked(bench) == [DIALOG, "d3"]
        assert bench.banner
        assert bench.banner.dialog_id == "d3"


def test_invited_anew_and_taken_back_while_it_is_shared() -> None:
    """What is over before it could be asked about is not asked about."""
    bench = sharing()
    bench.receive(fresh(bench))
    bench.receive(dated(as_another(frame("cancelled"), "d2"), bench, 1))
    bench.receive(dated(frame("cancelled"), bench, 2))
    assert "ended" in bench.names()
    bench.sleep(10)
    assert asked(bench) == [DIALOG]


def test_invited_anew_while_nobody_was_connected() -> None:
    """A Yes that LivePerson never confirmed makes room for what a snapshot has in its place."""
    bench = Bench().offered().accepted()
    bench.feed(SocketClosed(1006))
    bench.sleep(3)
    bench.reconnected(fresh(bench))
    bench.feed(READY_TAG)
    bench.heard()
    assert asked(bench) == [DIALOG, "d2"]
    assert bench.banner
    assert (bench.banner.dialog_id, bench.banner.state) == ("d2", "invited")
    bench.sleep(25)
    assert "failed" not in bench.names()


@pytest.mark.parametrize("seen_before", [True, False])
def test_what_another_tab_shares(*, seen_before: bool) -> None:
    """Nothing is asked about a conversation that LivePerson says is shared, and all after it."""
    bench = Bench().live()
    if seen_before:
        bench.receive(frame("invited"))
    bench.receive(frame("accepted"))
    bench.sleep(20)
    bench.receive(both(dated(frame("accepted"), bench), fresh(bench)))
    assert "d2" not in asked(bench)
    bench.receive(dated(frame("cancelled"), bench, 1))
    assert asked(bench)[-1] == "d2"


def test_a_call_that_was_taken() -> None:
    """A call that goes on is no sharing: the screen is asked about."""
    bench = Bench().live()
    call = as_another(frame("accepted"), "call", mode="VOICE_CALL")
    bench.receive(both(call, frame("invited")))
    bench.feed(READY_TAG)
    assert asked(bench) == [DIALOG]


def test_a_second_try_of_an_older_question() -> None:
    """A newer question takes the place of one that could be tried again, for good."""
    bench = Bench().offered().accepted()
    bench.sleep(21)
    assert bench.details("failed") == [{"dialogId": DIALOG, "reason": "no-answer"}]
    bench.receive(fresh(bench))
    bench.feed(READY_TAG)
    bench.heard()
    bench.press("decline", "d2")
    bench.decide("declined", dialog="d2")
    bench.heard()
    bench.sleep(6)
    assert bench.banner is None
    bench.press("again", DIALOG)
    assert bench.published()[-1] == "cobrowseDeclined"


def test_what_begins_comes_before_notices() -> None:
    """What became of another conversation's question does not hide that this page may be seen."""
    bench = Bench().offered().accepted()
    bench.receive(as_another(frame("invited"), "d2", "c2"))
    bench.feed(READY_TAG)
    bench.heard()
    bench.receive(as_another(frame("cancelled"), "d2", "c2"))
    assert bench.banner
    assert (bench.banner.dialog_id, bench.banner.state) == (DIALOG, "starting")


def test_an_older_no_that_nobody_has_heard() -> None:
    """It is repeated no more once a newer invitation asks: it would be taken for its answer."""
    bench = Bench().offered()
    bench.press("decline")
    bench.decide("declined")
    bench.heard(heard=False)
    bench.receive(fresh(bench))
    bench.feed(READY_TAG)
    bench.heard()
    bench.sleep(10)
    assert bench.published().count("cobrowseDeclined") == 1
    bench.press("accept", "d2")
    bench.decide("accepted", dialog="d2")
    assert bench.published()[-1] == "cobrowseAccepted"


def test_what_another_tab_shared_is_listed_no_more() -> None:
    """A snapshot that does not hold the session any more says that it is over."""
    bench = Bench().live()
    bench.receive(frame("accepted"))
    for lists_it in (True, False):
        bench.sleep(20)
        bench.feed(SocketClosed(1006))
        bench.sleep(3)
        snapshot = fresh(bench)
        bench.reconnected(both(dated(frame("accepted"), bench), snapshot) if lists_it else snapshot)
        # Nothing else has to happen for it.
        assert asked(bench) == ([] if lists_it else ["d2"])


def test_an_old_word_of_a_session() -> None:
    """What an earlier state says of a session, or a late one, keeps nothing from being asked."""
    for late in (True, False):
        bench = Bench().live()
        if late:
            newer = frame("invited")
            details_of(newer)["dialogs"].pop()
            bench.receive(dated(newer, bench, 15))
        bench.receive(frame("accepted"))
        bench.sleep(20)
        bench.receive(fresh(bench))
        assert asked(bench) == ["d2"]


@pytest.mark.parametrize("lists", ["the session", "neither"])
def test_taken_back_while_nobody_was_connected(lists: str) -> None:
    """What waits for the end of a session, and is listed no more, is not asked about."""
    bench = sharing()
    bench.receive(fresh(bench))
    bench.feed(SocketClosed(1006))
    bench.sleep(3)
    snapshot = dated(frame("accepted"), bench)
    if lists == "neither":
        details_of(snapshot)["dialogs"].pop()
    bench.reconnected(snapshot)
    bench.receive(dated(frame("cancelled"), bench, 5))
    assert "ended" in bench.names()
    assert asked(bench) == [DIALOG]


@pytest.mark.parametrize("aside", [True, False])
def test_a_confirmation_that_comes_late(*, aside: bool) -> None:
    """It is believed though a newer question was asked in its place, which is asked no more."""
    bench = Bench().offered().accepted()
    if aside:
        bench.sleep(12)
        bench.receive(fresh(bench))
    bench.sleep(21)
    if not aside:
        bench.receive(fresh(bench))
    bench.feed(READY_TAG)
    bench.heard()
    assert bench.banner
    assert bench.banner.dialog_id == "d2"
    bench.receive(both(dated(frame("accepted"), bench, 1), fresh(bench)))
    assert bench.details("active") == [{"dialogId": DIALOG}]
    assert (bench.banner.dialog_id, bench.banner.state) == (DIALOG, "active")
    bench.press("accept", "d2")
    assert bench.published().count("cobrowseAccepted") == 1


def test_two_conversations_are_shared() -> None:
    """What waits in one of them is asked about in its own latest mode, when that one ends."""
    bench = sharing()
    other = as_another(frame("accepted"), "other", "c2")
    bench.receive(fresh(bench))
    for mode in ("follow", "shared"):
        bench.receive(both(dated(other, bench), as_another(fresh(bench), "d3", "c2", mode=mode)))
        details_of(other)["dialogs"].pop()
    bench.receive(dated(as_another(frame("cancelled"), "other", "c2"), bench, 1))
    assert [(one["dialogId"], one["mode"]) for one in bench.details("invited")][1:] == [
        ("d3", "shared")
    ]
