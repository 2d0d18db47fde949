"""Several invitations, conversations and frames at once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import SecretStr

from app.core.invitation.dialogs import MOST_CONVERSATIONS, MOST_DIALOGS
from app.core.invitation.invitations import MOST_DECISIONS
from app.core.invitation.standing import Standing
from app.core.page.effects import Publish, Speak, WatchTag
from app.core.page.events import (
    DecidedElsewhere,
    FrameFed,
    HttpAnswered,
    Published,
    SocketClosed,
    Started,
    TagObserved,
    TokenSupplied,
    Woken,
)
from tools.driven import (
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
    bench = Bench().live()
    bench.receive(invitation(serviceId=None))
    assert bench.names() == ["connected"]
    bench.receive(frame("invited"))
    assert bench.names() == ["connected", "invited"]


def test_an_invitation_without_mode_waits_for_it() -> None:
    """What would be seen must be known before it is asked; a later frame may tell."""
    bench = Bench().live()
    bench.receive(invitation(mode=None))
    assert bench.names() == ["connected"]
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
    bench.receive(invitation("newer", conversation="c2"))
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
        standing = invitation(f"d{number}", conversation=f"c{number}", expires=1_502_893_341.0)
        bench.receive(standing)
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
    bench.feed(TagObserved(can_publish=True, ssid="S", svid="V"))
    assert bench.all(Publish)[0].dialog_id == "second"
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
    """Of 12,000 dialogs in one state the last are read, and memory stays bounded."""
    bench = Bench().live()
    flood = frame("invited")
    invited = dialog_of(flood)
    closed = {**invited, "state": "CLOSE"}
    for start in range(0, 12_000, 2_000):
        numbers = range(start, start + 2_000)
        details_of(flood)["dialogs"] = [{**closed, "dialogId": f"d{one}"} for one in numbers]
        bench.receive(flood)
    crowd = [{**closed, "dialogId": f"e{one}"} for one in range(10_000)]
    details_of(flood)["dialogs"] = [*crowd, invited]
    bench.receive(flood)
    assert bench.names() == ["connected", "invited"]
    visit = bench.engine._visit  # noqa: SLF001 - memory is no effect
    assert visit
    assert len(visit.invitations._dialogs._known) == MOST_DIALOGS  # noqa: SLF001


def test_a_flood_of_invitations_is_bounded() -> None:
    """Of 1,000 a second 30 are taken up, 3 are asked, one error tells of it; later ones count."""
    bench = Bench().live()
    for number in range(1_000):
        bench.receive(invitation(f"d{number}"))
        bench.feed(READY_TAG)
        bench.now += 0.001
    assert bench.names().count("invited") == 30
    assert bench.published() == ["cobrowseOffered"] * 3
    assert [one["code"] for one in bench.details("error")] == ["too-many"]
    bench.sleep(61)
    newest = [one["dialogId"] for one in bench.details("invited")[30:]]
    assert newest == ["d999", "d998", "d997"]
    bench.receive(invitation("later"))
    assert bench.details("invited")[-1]["dialogId"] == "later"


def test_what_waits_behind_a_flood_is_forgotten_when_it_is_over() -> None:
    """Cancelled, or ended with its conversation, it is not asked a minute later."""
    another = invitation("another")
    another["body"]["changes"][0]["result"]["convId"] = "another conversation"
    for over in (frame("cancelled"), ended("DELETE", None)):
        bench = Bench().live()
        for number in range(30):
            bench.receive(invitation(f"d{number}"))
        bench.receive(another)
        bench.receive(frame("invited"))
        bench.receive(frame("invited"))
        bench.receive(over)
        bench.sleep(61)
        assert [one["dialogId"] for one in bench.details("invited")[30:]] == ["another"]


def test_a_flood_of_dialogs_does_not_make_us_forget_one_that_stands() -> None:
    """However many come after it, its conversation's end is its end."""
    bench = Bench().offered()
    flood = frame("cancelled")
    flood["body"]["changes"][0]["result"]["convId"] = "another"
    closed = dialog_of(flood)
    for start in range(0, MOST_DIALOGS + 2_000, 2_000):
        numbers = range(start, start + 2_000)
        details_of(flood)["dialogs"] = [{**closed, "dialogId": f"d{one}"} for one in numbers]
        bench.receive(flood)
    assert bench.banner
    assert bench.banner.state == "invited"
    bench.receive(ended("DELETE", None))
    assert bench.banner.state == "cancelled"


@pytest.mark.parametrize("updated_ms", [0, 1e15, 1_502_893])
def test_a_date_that_is_none(updated_ms: float) -> None:
    """A conversation dated decades away is taken as undated: no invitation is missed for it."""
    dated = frame("invited")
    details_of(dated)["metaDataLastUpdateTs"] = updated_ms
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(TokenSupplied(token=SecretStr("secret-token")))
    bench.subscribed(dated, bench.now)
    assert bench.names() == ["connected", "invited"]
    bench.receive(ended("CLOSE", None))
    assert bench.names()[-1] == "cancelled"


def test_a_late_end_still_tells_of_its_dialogs() -> None:
    """A conversation's CLOSE that is dated too early ends nothing but what it says has ended."""
    bench = Bench().offered()
    late = frame("cancelled")
    details_of(late)["stage"] = "CLOSE"
    details_of(late)["metaDataLastUpdateTs"] = (
        details_of(frame("invited"))["metaDataLastUpdateTs"] - 5
    )
    bench.receive(late)
    assert bench.names()[-2:] == ["cancelled", "consent"]


def test_a_conversation_that_is_opened_again_after_an_undated_end() -> None:
    """What is dated later than an end's arrival, by LivePerson's clock, undoes it."""
    bench = Bench().live()
    bench.receive(ended("DELETE", None))
    bench.sleep(20)
    again = frame("invited")
    details_of(again)["metaDataLastUpdateTs"] = round(bench.now * 1000)
    bench.receive(again)
    assert bench.names()[-1] == "invited"
    missed = reconnected(Bench().offered(), frame("empty-snapshot"))
    missed.sleep(4)
    new = invitation("new")
    details_of(new)["metaDataLastUpdateTs"] = round(missed.now * 1000)
    missed.receive(new)
    assert missed.details("invited")[-1]["dialogId"] == "new"


def test_those_that_wait_for_their_turn_are_not_without_a_tag() -> None:
    """An invitation beyond three a minute waits, though the tag has nothing new to say."""
    bench = Bench()
    bench.start(transport="host")
    told = 0
    for number in range(6):
        standing = invitation(f"d{number}", conversation=f"c{number}", expires=1_502_893_341.0)
        bench.feed(FrameFed(text=json.dumps(standing)))
        # The page tells of the tag when it is told to watch it, and then at a change alone.
        watched = bench.all(WatchTag).count(WatchTag(watching=True))
        if watched > told:
            bench.feed(READY_TAG)
        told = watched
        bench.sleep(1)
    bench.sleep(65)
    assert bench.details("failed") == []
    assert bench.published() == ["cobrowseOffered"] * 6


def test_a_deletion_is_believed_whatever_its_date() -> None:
    """A conversation that left the subscription is over, even where its last date is old."""
    sent_ms = details_of(frame("invited"))["metaDataLastUpdateTs"]
    bench = Bench().offered()
    bench.receive(ended("CLOSE", sent_ms - 1))
    assert bench.banner
    assert bench.banner.state == "invited"
    bench.receive(ended("DELETE", sent_ms - 1))
    assert bench.banner.state == "cancelled"


@pytest.mark.parametrize(("age", "left"), [(30, 59.95), (None, None), (200, None)])
def test_a_deadline_that_was_slept_through(age: float | None, left: float | None) -> None:
    """A late alarm may be a clock that was set: LivePerson has 10 s to say that it stands."""
    bench = Bench().offered()
    bench.now += 300
    bench.feed(Woken())
    assert bench.banner
    assert bench.banner.state == "invited"
    sent_at = details_of(frame("invited"))["metaDataLastUpdateTs"] / 1000
    if age is not None:
        bench.feed(HttpAnswered(200, HOSTS))
        bench.subscribed(frame("invited"), sent_at + age)
    if left is not None:
        assert bench.banner.ends_at_ms
        assert bench.banner.ends_at_ms / 1000 - bench.now == pytest.approx(left, abs=0.01)
        bench.accepted()
        assert bench.published() == ["cobrowseOffered", "cobrowseAccepted"]
    else:
        bench.press("accept")
        assert bench.details("refused")[-1]["why"] == "stale"
        bench.sleep(10)
        assert bench.banner.state == "expired"


def of_subscription(name: str, notification: Any) -> FrameFed:
    """Return a frame of the page's own client, of another subscription."""
    notification["body"]["subscriptionId"] = name
    return FrameFed(text=json.dumps(notification))


def hosted() -> Bench:
    """Get an invitation offered that the page's own client handed over."""
    bench = Bench()
    bench.start(transport="host")
    bench.feed(of_subscription("first", frame("invited")))
    bench.feed(READY_TAG)
    bench.sleep(10)
    return bench


def test_the_pages_own_client_reconnects() -> None:
    """What a new subscription's first notification lacks is over, unless another brings it."""
    bench = hosted()
    bench.feed(of_subscription("second", frame("empty-snapshot")))
    bench.feed(of_subscription("first", frame("empty-snapshot")))
    bench.sleep(4)
    assert bench.banner
    assert bench.banner.state == "cancelled"
    again = hosted()
    again.feed(of_subscription("second", frame("empty-snapshot")))
    again.feed(of_subscription("third", frame("invited")))
    again.sleep(4)
    assert again.banner
    assert again.banner.state == "invited"


def test_the_pages_own_client_subscribes_to_others_too() -> None:
    """A list of closed conversations proves nothing of those that are open."""
    bench = hosted()
    history = ended("CLOSE", None)
    history["body"]["changes"][0]["result"]["convId"] = "an old one"
    bench.feed(of_subscription("history", history))
    bench.sleep(4)
    assert bench.banner
    assert bench.banner.state == "invited"


def test_a_forgotten_dialog_is_not_offered_again() -> None:
    """However many dialogs come between, an invitation that was offered stays so."""
    bench = Bench().offered()
    bench.press("decline")
    bench.decide("declined")
    bench.heard()
    bench.sleep(5)
    flood = frame("cancelled")
    closed = dialog_of(flood)
    for start in range(0, 6_000, 2_000):
        numbers = range(start, start + 2_000)
        details_of(flood)["dialogs"] = [{**closed, "dialogId": f"d{one}"} for one in numbers]
        bench.receive(flood)
    bench.receive(frame("invited"))
    bench.feed(READY_TAG)
    assert bench.published() == ["cobrowseOffered", "cobrowseDeclined"]


def ended(how: str, updated_ms: float | None) -> Any:
    """Return word that the golden conversation is over."""
    notification = frame("invited")
    details = details_of(notification)
    details["metaDataLastUpdateTs"] = updated_ms
    if how == "DELETE":
        notification["body"]["changes"][0]["type"] = "DELETE"
    else:
        details["stage"] = "CLOSE"
    return notification


@pytest.mark.parametrize("how", ["DELETE", "CLOSE"])
def test_a_state_from_before_the_end_of_its_conversation(how: str) -> None:
    """What arrives late is not shown; a conversation that an agent opens again is."""
    invited = frame("invited")
    sent_ms = details_of(invited)["metaDataLastUpdateTs"]
    bench = Bench().live()
    bench.receive(ended(how, sent_ms + 1))
    bench.receive(invited)
    assert bench.names() == ["connected"]
    again = frame("invited")
    details_of(again)["metaDataLastUpdateTs"] = sent_ms + 2
    bench.receive(again)
    assert bench.names() == ["connected", "invited"]
    undated = Bench().live()
    undated.receive(ended(how, None))
    undated.receive(frame("invited"))
    assert undated.names() == ["connected"]
    reconnected(undated, frame("invited"))
    assert undated.names()[-1] == "invited"


def test_ended_conversations_are_remembered_within_bounds() -> None:
    """However many conversations end, so many are remembered."""
    bench = Bench().live()
    over = ended("DELETE", 1)
    for number in range(520):
        over["body"]["changes"][0]["result"]["convId"] = f"c{number}"
        bench.receive(over)
    visit = bench.engine._visit  # noqa: SLF001 - memory is no effect
    assert visit
    assert len(visit.invitations._dialogs._closed) == MOST_CONVERSATIONS  # noqa: SLF001


def test_the_pages_own_client_dates_what_it_hands_over() -> None:
    """With transport=host LivePerson's own dates tell how long an invitation has stood."""
    for sent_after, seconds_left in ((60_000, 29.95), (0, 89.95), (None, 89.95), (-5_000, 89.95)):
        bench = Bench()
        bench.start(transport="host")
        standing = frame("invited")
        updated_ms = details_of(standing)["metaDataLastUpdateTs"]
        standing["body"]["sentTs"] = None if sent_after is None else updated_ms + sent_after
        bench.feed(FrameFed(text=json.dumps(standing)))
        left = bench.details("invited")[0]["expiresAtMs"] / 1000 - bench.now
        assert left == pytest.approx(seconds_left, abs=0.01)


def reconnected(bench: Bench, snapshot: Any) -> Bench:
    """Drop the connection and get subscribed again."""
    bench.feed(SocketClosed(1006))
    return bench.reconnected(snapshot)


def test_a_conversation_that_ended_while_nobody_was_connected() -> None:
    """What a new snapshot lacks, and no notification brings, is over: no dead invitation stays."""
    bench = reconnected(Bench().offered(), frame("empty-snapshot"))
    assert bench.banner
    assert bench.banner.state == "invited"
    bench.sleep(3)
    assert bench.banner.state == "cancelled"
    active = Bench().offered().accepted()
    active.receive(frame("accepted"))
    reconnected(active, frame("empty-snapshot")).sleep(3)
    assert active.names()[-1] == "ended"


def test_a_snapshot_in_several_parts() -> None:
    """A conversation that a snapshot lacks but the next notification holds is not over."""
    bench = reconnected(Bench().offered(), frame("empty-snapshot"))
    bench.sleep(2)
    bench.receive(frame("invited"))
    bench.sleep(5)
    assert bench.banner
    assert bench.banner.state == "invited"


def test_a_snapshot_when_the_clock_is_set() -> None:
    """A clock that leaps does not take the moment in which the rest of a snapshot may come."""
    bench = reconnected(Bench().offered(), frame("empty-snapshot"))
    bench.now += 20
    bench.feed(Woken())
    assert bench.banner
    assert bench.banner.state == "invited"
    bench.sleep(3)
    assert bench.banner.state == "cancelled"


def test_a_snapshot_that_was_cut_off() -> None:
    """A connection that drops right after its snapshot proves nothing."""
    bench = reconnected(Bench().offered(), frame("empty-snapshot"))
    bench.feed(SocketClosed(1006))
    bench.sleep(4)
    assert bench.banner
    assert bench.banner.state == "invited"


def test_an_agent_who_hands_over_between_invitation_and_answer() -> None:
    """The answer carries what the offer carried, whoever the agent is by then."""
    bench = Bench().offered()
    transferred = frame("invited")
    details_of(transferred)["participants"][1]["id"] = "another-agent"
    dialog_of(transferred)["participants"][1] = "le83624296.999"
    bench.receive(transferred)
    bench.accepted()
    offered, answered = bench.all(Publish)
    assert (offered.name, answered.name) == ("cobrowseOffered", "cobrowseAccepted")
    assert offered.data == answered.data


def test_python_that_was_started_anew() -> None:
    """What the page has offered to its tag before is asked, and not offered to it again."""
    bench = Bench()
    offered = {"serviceId": "as it was then", "ssid": "S0"}
    bench.feed(Started(configured={**CSDS, "transport": "host"}, offered={DIALOG: offered}))
    bench.feed(FrameFed(text=json.dumps(frame("invited"))))
    bench.feed(READY_TAG)
    assert bench.published() == []
    bench.accepted()
    assert bench.all(Publish) == [Publish(DIALOG, "cobrowseAccepted", offered)]


def test_python_that_was_ended_before_the_page_was_told() -> None:
    """The page hears of the offer from the next Python, once, and as the tag has heard it."""
    bench = Bench()
    offered = {DIALOG: {"serviceId": "as it was then", "ssid": "S0"}}
    settings = {**CSDS, "transport": "host"}
    bench.feed(Started(configured=settings, offered=offered, untold={DIALOG: False}))
    bench.feed(FrameFed(text=json.dumps(frame("invited"))))
    bench.feed(READY_TAG)
    bench.feed(Published(dialog_id=DIALOG, name="cobrowseOffered", heard=True))
    assert bench.published() == []
    assert bench.details("offered") == [{"dialogId": DIALOG, "heard": False}]


def test_other_tabs_decisions_are_remembered_within_bounds() -> None:
    """Messages between tabs can take a banner down, and fill no memory."""
    bench = Bench().offered()
    for number in range(1_100):
        bench.feed(DecidedElsewhere(decisions={f"d{number}": "declined"}))
    bench.feed(DecidedElsewhere(decisions={DIALOG: "accepted"}))
    assert bench.names()[-1] == "elsewhere"
    assert bench.banner is None
    visit = bench.engine._visit  # noqa: SLF001 - memory is no effect
    assert visit
    assert len(visit.invitations._decisions) == MOST_DECISIONS  # noqa: SLF001


def test_dialogs_that_stand_are_bounded_and_found_by_conversation() -> None:
    """Of too many the oldest stands no more; each is found with its conversation's others."""
    standing = Standing(2)
    for name in ("a", "b", "c"):
        standing.put(name, "x" if name == "b" else "y", 0)
    assert (standing.of("y"), standing.of("x"), standing.of("z")) == (["c"], ["b"], [])
    assert standing.move("b", 1)
    assert not standing.move("a", 1)
    assert (standing.progress("a"), standing.progress("b")) == (None, 1)
    standing.drop("a")
    standing.drop("b")
    assert standing.of("x") == []
