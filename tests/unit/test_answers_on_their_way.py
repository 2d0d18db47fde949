"""Answers between the press and LivePerson's word: slept over, carried on, heard by nobody."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.page.events import (
    CameBack,
    DecidedElsewhere,
    HttpAnswered,
    SocketClosed,
    WentAway,
    Woken,
)
from tools.driven import (
    DIALOG,
    HOSTS,
    READY_TAG,
    Bench,
    details_of,
    frame,
    invitation,
    next_page,
)


def unheard(*presses: str, mode: str = "shared") -> Bench:
    """Return a page whose visitor has pressed, and whose answer no tag has heard."""
    bench = Bench().offered(invitation(mode=mode))
    for press in presses:
        bench.press(press)
    bench.decide({"accept": "accepted", "decline": "declined"}[presses[0]])
    bench.heard(heard=False)
    return bench


def test_a_yes_that_was_slept_over_is_not_published_again() -> None:
    """A laptop that wakes after the invitation's end, or a page that comes back, repeats no Yes."""
    bench = unheard("accept")
    bench.now += 3600
    bench.feed(Woken())
    bench.sleep(30)
    assert bench.published().count("cobrowseAccepted") == 1


def test_a_yes_of_a_page_that_was_left_waits_for_livepersons_word() -> None:
    """Within the invitation's time it is repeated only where LivePerson says that it stands."""
    gone = frame("invited")
    details_of(gone)["dialogs"].pop()
    for standing, times in ((frame("invited"), 2), (frame("cancelled"), 1), (gone, 1)):
        bench = unheard("accept")
        bench.feed(WentAway())
        bench.now += 30
        bench.feed(Woken())
        bench.feed(CameBack())
        assert bench.published().count("cobrowseAccepted") == 1
        details_of(standing)["metaDataLastUpdateTs"] = round(bench.now * 1000)
        bench.reconnected(standing)
        bench.sleep(1)
        assert bench.published().count("cobrowseAccepted") == times


def test_an_owed_yes_that_was_slept_over() -> None:
    """Where the tag comes after the invitation's end nothing is handed over to it, but a No."""
    for press, outcome, published in (
        ("accept", "accepted", []),
        ("decline", "declined", ["cobrowseOffered", "cobrowseDeclined"]),
    ):
        second = next_page({DIALOG: outcome}, unheard(press))
        second.now += 3600
        second.feed(READY_TAG)
        assert second.published() == published


def test_a_no_is_repeated_without_a_connection() -> None:
    """A No can be said at any time: nothing is shared by it."""
    bench = unheard("decline")
    bench.feed(SocketClosed(1006))
    bench.sleep(1.5)
    assert bench.published().count("cobrowseDeclined") == 2


def test_an_owed_answer_is_not_another_tabs() -> None:
    """What the profile tells again while the tag is waited for is the visit's own decision."""
    second = next_page({DIALOG: "accepted"}, unheard("accept"))
    second.feed(DecidedElsewhere(decisions={DIALOG: "accepted"}))
    second.feed(READY_TAG)
    assert second.published() == ["cobrowseOffered", "cobrowseAccepted"]


def test_an_owed_yes_is_to_what_was_asked() -> None:
    """Where LivePerson widens the mode after the press, the next page does not say Yes to that."""
    first = unheard("accept", mode="view")
    first.receive(invitation(mode="shared"))
    second = next_page({DIALOG: "accepted"}, first, snapshot=invitation(mode="shared"))
    second.feed(READY_TAG)
    assert second.published() == []


def test_a_no_after_a_yes_is_handed_over() -> None:
    """The profile remembers the Yes that came first, and the visitor has said No."""
    first = unheard("accept", "decline")
    assert first.published()[-1] == "cobrowseDeclined"
    second = next_page({DIALOG: "accepted"}, first)
    second.feed(READY_TAG)
    assert second.published() == ["cobrowseOffered", "cobrowseDeclined"]


@pytest.mark.parametrize(("press", "outcome"), [("accept", "accepted"), ("decline", "declined")])
def test_a_consent_is_told_once_whichever_page_tells_it(press: Any, outcome: str) -> None:
    """Where the page went before it could tell, the next one does, as it was on the first."""
    for told_by_first in (False, True):
        first = Bench().offered()
        first.press(press)
        if told_by_first:
            first.decide(outcome)
        # Whether the invitation can be answered still or not.
        second = next_page({DIALOG: outcome}, first, snapshot=invitation(mode="shared"))
        records = [*first.details("consent"), *second.details("consent")]
        (record,) = records
        assert record["outcome"] == outcome
        assert record["time"].startswith("2017-08-16T14:17:2")
        third = next_page({DIALOG: outcome}, first, second)
        third.feed(READY_TAG)
        assert third.details("consent") == []


def test_a_start_of_which_nothing_is_heard_any_more() -> None:
    """It is not said for ever that it begins: nobody knows, and the visitor can close that."""
    bench = Bench().offered().accepted()
    bench.refused()
    assert bench.banner
    assert bench.banner.heading == "Sharing may have ended"
    assert [one.action for one in bench.banner.buttons] == ["close"]
    bench.press("close")
    assert bench.banner is None


def test_a_start_of_which_nothing_is_heard_for_long() -> None:
    """While a connection is tried for it is not known either; LivePerson's word is believed."""
    bench = Bench().offered().accepted()
    bench.feed(SocketClosed(1006))
    assert bench.banner
    assert bench.banner.heading == "Starting…"
    bench.heartbeats = False
    bench.sleep(21)
    assert bench.banner.heading == "Sharing may have ended"
    bench.press("close")
    assert bench.banner is None
    shared = frame("accepted")
    details_of(shared)["metaDataLastUpdateTs"] = round(bench.now * 1000)
    bench.feed(HttpAnswered(200, HOSTS))
    bench.subscribed(shared, bench.now)
    assert bench.banner
    assert bench.banner.state == "active"


def test_a_no_in_the_last_moment_of_a_doubt() -> None:
    """A decision that is on its way when the doubt's time is over is still waited for."""
    bench = Bench().offered()
    bench.now += 3600
    bench.feed(Woken())
    bench.sleep(9.8)
    bench.press("decline")
    bench.sleep(0.5)
    bench.decide("declined")
    assert bench.published()[-1] == "cobrowseDeclined"
    assert "expired" not in bench.names()


def test_repeats_after_the_end() -> None:
    """A Yes in the last second is repeated as often as any other."""
    bench = Bench().offered()
    bench.sleep(89)
    bench.press("accept")
    bench.decide("accepted")
    for _ in range(4):
        bench.heard(heard=False)
        bench.sleep(4)
    assert bench.published().count("cobrowseAccepted") == 4
