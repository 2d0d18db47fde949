"""Several invitations, conversations and frames at once."""

from __future__ import annotations

import json

import pytest
from pydantic import SecretStr

from app.core.effects import Speak
from app.core.events import HttpAnswered, Started, TagObserved, TokenSupplied
from tests.unit.harness import (
    ARRIVAL,
    CONVERSATION,
    CSDS,
    DIALOG,
    HOSTS,
    READY_TAG,
    Bench,
    details_of,
    dialog_of,
    frame,
    invitation,
)


def test_repeated_and_stale_frames_change_nothing() -> None:
    """The same frame twice, or INVITED after ACCEPTED and CLOSED, is offered once."""
    bench = Bench().offered()
    bench.receive(frame("invited"))
    bench.receive(frame("cancelled"))
    bench.receive(frame("accepted"))
    bench.receive(frame("invited"))
    bench.feed(READY_TAG)
    assert bench.published() == ["cobrowseOffered"]
    assert bench.names() == ["connected", "invited", "offered", "cancelled", "consent"]


def test_closed_before_invited_is_never_asked() -> None:
    """Out of order: a CLOSED that overtakes its INVITED wins."""
    bench = Bench().live()
    bench.receive(frame("cancelled"))
    bench.receive(frame("invited"))
    bench.feed(READY_TAG)
    assert bench.names() == ["connected"]


def test_a_closed_dialog_with_stale_metadata_is_closed() -> None:
    """A dialog whose state is CLOSE is no invitation, whatever its metadata still says."""
    closed = frame("invited")
    dialog_of(closed)["state"] = "CLOSE"
    bench = Bench().live()
    bench.receive(closed)
    assert bench.names() == ["connected"]


def test_old_dialogs_in_the_list_are_let_lie() -> None:
    """Old CoBrowse dialogs beside the new one are not taken for invitations."""
    listed = frame("invited")
    old = json.loads(json.dumps(dialog_of(listed)))
    old |= {"dialogId": "old", "state": "CLOSE"}
    old["metaData"]["sessionState"] = "CLOSED"
    strange = {"dialogId": "strange", "channelType": "COBROWSE", "metaData": {"sessionState": "X"}}
    bare = {"dialogId": "bare", "channelType": "COBROWSE"}
    details_of(listed)["dialogs"] += [old, strange, bare]
    bench = Bench().offered(listed)
    assert [detail["dialogId"] for detail in bench.details("invited")] == [DIALOG]


def test_an_invitation_without_service_id_waits_for_it() -> None:
    """Without a service id nothing can be offered; a later frame may bring it."""
    bench = Bench().live(debug=True)
    bench.receive(invitation(serviceId=None))
    assert bench.names() == ["connected"]
    assert "service id" in bench.notes()[-1]
    bench.receive(frame("invited"))
    assert bench.names() == ["connected", "invited"]


def test_ids_that_are_numbers() -> None:
    """Ids may arrive as numbers and are compared as text."""
    numbered = invitation()
    dialog_of(numbered)["dialogId"] = 42
    bench = Bench().offered(numbered)
    closed = frame("cancelled")
    dialog_of(closed)["dialogId"] = "42"
    bench.receive(closed)
    assert bench.details("cancelled") == [{"dialogId": "42"}]


def test_the_conversations_end_is_the_invitations_end() -> None:
    """DELETE and CLOSE of the conversation end its invitation, whatever is left of the frame."""
    for kind, stage in (("DELETE", None), ("UPSERT", "CLOSE")):
        bench = Bench().offered()
        ended = frame("invited")
        ended["body"]["changes"][0]["type"] = kind
        details_of(ended)["stage"] = stage
        details_of(ended)["dialogs"] = []
        bench.receive(ended)
        assert "cancelled" in bench.names(), kind


def test_another_conversations_end_changes_nothing() -> None:
    """Only the invitation's own conversation counts."""
    bench = Bench().offered()
    ended = frame("invited")
    ended["body"]["changes"][0] |= {"type": "DELETE", "result": {"convId": "another"}}
    bench.receive(ended)
    assert bench.banner
    assert bench.banner.state == "invited"


def test_a_missing_dialog_means_nothing() -> None:
    """A frame in which the dialog is not listed does not end it."""
    bench = Bench().offered()
    without = frame("invited")
    details_of(without)["dialogs"].pop()
    bench.receive(without)
    assert bench.banner
    assert bench.banner.state == "invited"


def test_one_banner_the_newest_first() -> None:
    """A newer invitation is shown first; the older one after it, while it stands."""
    bench = Bench().offered()
    bench.sleep(1)
    bench.receive(invitation("newer"))
    bench.feed(READY_TAG)
    assert bench.banner
    assert bench.banner.dialog_id == "newer"
    bench.press("decline", dialog="newer")
    bench.decide("declined", dialog="newer")
    assert bench.banner.dialog_id == DIALOG


def test_at_most_three_prompts_a_minute() -> None:
    """A fourth invitation within a minute waits, and the page is told once."""
    bench = Bench().live()
    for number in range(5):
        bench.receive(invitation(f"d{number}", expires=1_502_893_341.0))
        bench.feed(READY_TAG)
    assert bench.published() == ["cobrowseOffered"] * 3
    assert [detail["code"] for detail in bench.details("error")] == ["too-many"]
    bench.sleep(61)
    assert bench.published() == ["cobrowseOffered"] * 5


def test_a_late_fourth_invitation_without_ids() -> None:
    """Waiting for ids after three earlier offers is only waiting for ids."""
    bench = Bench().live()
    for number in range(4):
        bench.receive(invitation(f"d{number}", expires=1_502_893_341.0))
        bench.feed(TagObserved(can_publish=True))
        bench.sleep(50)
    assert bench.published() == ["cobrowseOffered"] * 4
    assert bench.details("error") == []


def test_only_the_banner_that_is_shown_is_spoken_of() -> None:
    """The time left of an invitation behind another one is not said."""
    bench = Bench().offered()
    bench.sleep(1)
    bench.receive(invitation("newer", expires=1_502_893_341.0))
    bench.feed(READY_TAG)
    bench.sleep(60)
    assert [one.seconds for one in bench.all(Speak)] == [None, None]


def standing(age: float | None, device_ahead: float = 0) -> Bench:
    """Connect when an invitation has been standing for `age` seconds, None with no clock."""
    bench = Bench(ARRIVAL + device_ahead)
    bench.start()
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(TokenSupplied(token=SecretStr("secret-token")))
    sent_at = details_of(frame("invited"))["metaDataLastUpdateTs"] / 1000
    return bench.subscribed(frame("invited"), None if age is None else sent_at + age)


@pytest.mark.parametrize("device_ahead", [-300, 0, 300])
@pytest.mark.parametrize("age", [0, 30, None])
def test_a_standing_invitation_has_the_time_that_is_left(
    age: float | None, device_ahead: float
) -> None:
    """In a first snapshot the age counts, by LivePerson's clock; without one, from arrival."""
    bench = standing(age, device_ahead)
    left = bench.details("invited")[0]["expiresAtMs"] / 1000 - bench.now
    assert left == pytest.approx(89.95 - (age or 0), abs=0.01)


def test_a_dead_invitation_in_a_snapshot_is_not_asked() -> None:
    """What stands in a first snapshot past its life is not shown."""
    assert standing(120).names() == ["connected"]


def test_another_window_holds_the_conversation() -> None:
    """Where LivePerson's own window holds the conversation we stand down, unless told to ask."""
    bench = Bench().live(debug=True)
    bench.receive(frame("invited"))
    bench.feed(TagObserved(can_publish=True, ssid="S", svid="V", conversations=(CONVERSATION,)))
    assert bench.published() == []
    assert "standing down" in bench.notes()[-1]
    bench.receive(invitation("second"))
    assert bench.names() == ["connected", "invited"]
    asking = Bench().live(besideWindow="ask")
    asking.receive(frame("invited"))
    asking.feed(TagObserved(can_publish=True, ssid="S", svid="V", conversations=(CONVERSATION,)))
    assert asking.published() == ["cobrowseOffered"]


def test_what_this_profile_has_answered_is_not_asked_again() -> None:
    """A decision remembered from an earlier page keeps the dialog quiet."""
    bench = Bench()
    bench.feed(Started(configured={**CSDS, "transport": "host"}, decisions={DIALOG: "accepted"}))
    bench.receive(frame("invited"))
    assert bench.names() == []


def test_a_flood_of_dialogs_is_bounded() -> None:
    """Only the latest 500 dialogs are remembered; the engine goes on working."""
    bench = Bench().live()
    for number in range(520):
        closed = frame("cancelled")
        dialog_of(closed)["dialogId"] = f"d{number}"
        bench.receive(closed)
    bench.receive(frame("invited"))
    assert bench.names() == ["connected", "invited"]
    page = bench.engine._visit  # noqa: SLF001 - memory is no effect
    assert page
    assert len(page.invitations._progress) == 500  # noqa: SLF001
    assert len(page.invitations._conversations) == 500  # noqa: SLF001
