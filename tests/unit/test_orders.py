"""Orders of events that turned out wrong once, each a story of its own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import SecretStr

from app.core.invitation.dialogs import INVITATIONS_PER_MINUTE
from app.core.invitation.owed import MOST_OWED, Answer, Owed
from app.core.page.effects import (
    AskToken,
    Publish,
    Remember,
    Report,
    ReportState,
    SendFrame,
    Speak,
    WatchTag,
)
from app.core.page.events import (
    CameBack,
    ConversationClosed,
    ConversationOpened,
    FrameFed,
    HttpAnswered,
    HttpFailed,
    MessageSaid,
    Published,
    ShareAsked,
    SocketClosed,
    Started,
    TagObserved,
    TokenSupplied,
    WentAway,
    Woken,
)
from tools.driven import (
    CONVERSATION,
    CSDS,
    DIALOG,
    HOSTS,
    READY_TAG,
    Bench,
    as_another,
    details_of,
    dialog_of,
    frame,
    invitation,
    next_page,
)


def elsewhere(name: str, dialog: str = "d2", conversation: str = "c2") -> Any:
    """Return a golden frame as one of another dialog, in another conversation."""
    return as_another(frame(name), dialog, conversation)


def shown(bench: Bench) -> tuple[str, str]:
    """Return the dialog that the banner is about, and its state."""
    assert bench.banner
    return bench.banner.dialog_id, bench.banner.state


def sharing() -> Bench:
    """Return a page that is shared."""
    bench = Bench().offered().accepted()
    bench.receive(frame("accepted"))
    bench.sleep(10)
    return bench


# --- several invitations ------------------------------------------------------------


@pytest.mark.parametrize("end", ["cancelled", "declined", "expired"])
def test_what_is_shared_comes_before_notices(end: str) -> None:
    """Whatever becomes of another invitation, the banner goes back to the page that is shared."""
    bench = sharing()
    bench.receive(elsewhere("invited"))
    bench.feed(READY_TAG)
    bench.heard()
    assert shown(bench) == ("d2", "invited")
    if end == "cancelled":
        bench.receive(elsewhere("cancelled"))
    elif end == "declined":
        bench.press("decline", "d2")
        bench.decide("declined", dialog="d2")
    else:
        bench.sleep(130)
    assert shown(bench) == (DIALOG, "active")
    assert bench.state.invitation
    assert bench.state.invitation.dialog_id == DIALOG
    bench.sleep(3600)
    assert shown(bench) == (DIALOG, "active")


def test_an_older_notice_does_not_come_back() -> None:
    """What told of an end, and made way for a newer question, is not told again after it."""
    bench = sharing()
    bench.receive(frame("cancelled"))
    assert shown(bench) == (DIALOG, "ended")
    bench.receive(elsewhere("invited"))
    bench.feed(READY_TAG)
    bench.heard()
    bench.press("decline", "d2")
    bench.decide("declined", dialog="d2")
    bench.heard()
    assert shown(bench) == ("d2", "declined")
    bench.sleep(5)
    assert bench.banner is None


def test_the_newest_of_those_offered_at_once() -> None:
    """Where several waited for the tag, the one that came last is asked about."""
    bench = Bench().live()
    bench.receive(elsewhere("invited", "d1", "c1"))
    bench.sleep(5)
    bench.receive(elsewhere("invited", "d2", "c2"))
    bench.sleep(1)
    bench.feed(READY_TAG)
    assert shown(bench) == ("d2", "invited")


def test_a_newer_invitation_takes_the_place_of_one_of_its_service() -> None:
    """Two dialogs of one conversation are one question, answered once for their serviceId."""
    bench = Bench().offered(invitation("d1"))
    bench.sleep(5)
    bench.feed(SocketClosed(1006))
    snapshot = invitation("d2", expires=1502893141.855)
    details_of(snapshot)["metaDataLastUpdateTs"] = round((bench.now + 6) * 1000)
    bench.reconnected(snapshot)
    bench.feed(READY_TAG)
    bench.heard()
    assert shown(bench) == ("d2", "invited")
    bench.press("accept", "d2")
    bench.decide("accepted", dialog="d2")
    bench.heard()
    assert shown(bench) == ("d2", "starting")
    bench.press("decline", "d1")
    assert bench.published() == ["cobrowseOffered", "cobrowseOffered", "cobrowseAccepted"]
    assert "elsewhere" not in bench.names()


def test_the_end_of_what_was_not_asked_about() -> None:
    """What was over before it could be asked about is over without a word."""
    bench = Bench().live()
    told = len(bench.names())
    bench.receive(elsewhere("accepted"))
    bench.receive(elsewhere("cancelled"))
    assert bench.names()[told:] == []
    assert bench.banner is None


def test_nothing_is_asked_about_a_service_that_is_shared() -> None:
    """While a page is shared, a second dialog with its serviceId is not put to the visitor."""
    bench = sharing()
    second = invitation("d2")
    details_of(second)["metaDataLastUpdateTs"] += 60_000
    bench.receive(second)
    bench.feed(READY_TAG)
    assert shown(bench) == (DIALOG, "active")
    assert bench.published() == ["cobrowseOffered", "cobrowseAccepted"]


def test_sharing_that_nobody_tells_of_any_more() -> None:
    """Once the connection has stopped, the banner says that it does not know, and can be closed."""
    bench = sharing().refused()
    assert bench.connection == "stopped"
    assert bench.banner
    assert (bench.banner.heading, bench.banner.folded) == ("Sharing may have ended", False)
    assert "Sharing may have ended." in bench.all(Speak)[-1].template
    assert [one.action for one in bench.banner.buttons] == ["close"]
    bench.press("close")
    assert bench.banner is None


def test_sharing_goes_on_after_it_was_said_that_it_may_have_ended() -> None:
    """What the visitor closed was the doubt: a new start that finds the page shared says so."""
    bench = sharing().refused()
    bench.press("close")
    bench.live()
    assert shown(bench) == (DIALOG, "active")
    bench.receive(frame("accepted"))
    assert shown(bench) == (DIALOG, "active")
    assert bench.banner
    assert bench.banner.folded


def test_sharing_that_a_snapshot_does_not_hold_any_more() -> None:
    """An accepted dialog that its conversation's whole list lacks has ended."""
    bench = sharing()
    bench.feed(SocketClosed(1006))
    snapshot = frame("accepted")
    details_of(snapshot)["dialogs"].pop()
    details_of(snapshot)["metaDataLastUpdateTs"] += 60_000
    bench.reconnected(snapshot)
    assert shown(bench) == (DIALOG, "ended")


# --- what is asked for --------------------------------------------------------------


def later(notification: Any, seconds: float) -> Any:
    """Return `notification` as LivePerson dates it so much later."""
    details_of(notification)["metaDataLastUpdateTs"] += round(seconds * 1000)
    return notification


def test_a_question_that_asks_for_more() -> None:
    """Where the mode widens, the question is put anew, is spoken, and takes no press in flight."""
    bench = Bench().offered(invitation(mode="view"))
    bench.sleep(5)
    asked = bench.banner
    bench.receive(later(invitation(mode="shared"), 5))
    assert bench.banner
    assert asked
    assert bench.banner.body != asked.body
    assert "click and type" in bench.all(Speak)[-1].template
    bench.press("accept", visible_ms=5000.0)
    assert [one["why"] for one in bench.details("refused")] == ["too-early"]
    bench.sleep(0.6)
    bench.press("accept", visible_ms=5600.0)
    bench.decide("accepted")
    assert bench.state.invitation
    assert bench.state.invitation.mode == "shared"
    assert [one["mode"] for one in bench.details("consent")] == ["shared"]


def test_a_question_that_asks_for_less() -> None:
    """Where the mode narrows, what is asked is told, and a Yes to more is a Yes to it."""
    bench = Bench().offered(invitation(mode="shared"))
    bench.sleep(5)
    bench.receive(later(invitation(mode="follow"), 5))
    bench.press("accept")
    bench.decide("accepted")
    assert [one["mode"] for one in bench.details("consent")] == ["follow"]


def test_a_yes_that_the_page_was_slow_with() -> None:
    """Decided after the question has come to ask for more, a Yes is published to nobody."""
    bench = Bench().offered(invitation(mode="view"))
    bench.sleep(5)
    bench.press("accept")
    bench.sleep(6)
    bench.receive(later(invitation(mode="shared"), 11))
    bench.decide("accepted")
    assert bench.published() == ["cobrowseOffered"]
    assert bench.names()[-1] == "elsewhere"
    assert bench.details("consent") == []


def test_a_second_try_of_less_than_is_asked_now() -> None:
    """What failed is not tried again where LivePerson asks for more by then."""
    bench = Bench().offered(invitation(mode="view")).accepted()
    bench.sleep(21)
    assert bench.banner
    assert [one.action for one in bench.banner.buttons] == ["again", "close"]
    bench.receive(later(invitation(mode="shared"), 21))
    assert [one.action for one in bench.banner.buttons] == ["close"]


def test_a_question_that_is_being_answered_stays() -> None:
    """What the visitor has pressed counts for what was asked then."""
    bench = Bench().offered(invitation(mode="view"))
    bench.sleep(5)
    bench.press("accept")
    bench.receive(later(invitation(mode="shared"), 5))
    bench.decide("accepted")
    assert [one["mode"] for one in bench.details("consent")] == ["view"]


def test_what_is_shared_is_livepersons_word() -> None:
    """The sharing notice names the mode that LivePerson says, whatever was asked for."""
    bench = Bench().offered(invitation(mode="view")).accepted()
    bench.receive(frame("accepted"))
    assert bench.banner
    assert bench.banner.pill == "Sharing: view, click and type"


def test_before_the_offer_the_latest_mode_is_offered() -> None:
    """An invitation that changes while it waits for the tag is offered as it is by then."""
    bench = Bench().live()
    bench.receive(invitation(mode="view"))
    bench.receive(later(invitation(mode="shared"), 1))
    bench.receive(later(invitation(mode="a mode of the future"), 2))
    bench.feed(READY_TAG)
    assert bench.all(Publish)[-1].data["mode"] == "shared"


def test_the_state_is_as_the_event_says() -> None:
    """Who listens to an event finds `tagalong.state` as it is by then."""
    bench = sharing()
    bench.receive(frame("cancelled"))
    bench.feed(SocketClosed(1006))
    found: dict[str, tuple[str, str | None]] = {}
    state = None
    for effect in bench.effects:
        if isinstance(effect, ReportState):
            state = effect
        elif isinstance(effect, Report) and state:
            invited = state.invitation.state if state.invitation else None
            found[effect.name] = (state.connection, invited)
    assert found["connected"] == ("connected", None)
    assert found["invited"] == ("connected", "invited")
    assert found["active"] == ("connected", "active")
    assert found["ended"] == ("connected", "ended")
    assert found["disconnected"] == ("waiting", "ended")


def test_who_waits_for_the_start_has_heard_why_not() -> None:
    """An error comes before the state that ends the start."""
    bench = Bench()
    bench.start()
    effects = bench.feed(HttpAnswered(404, ""))
    told = [type(one).__name__ for one in effects if isinstance(one, (Report, ReportState))]
    assert told == ["Report", "ReportState"]


# --- ends by LivePerson's words -----------------------------------------------------


def ended(key: str | None, seconds: float = 0) -> Any:
    """Return the end of the golden invitation, by LivePerson's notification key."""
    notification = frame("cancelled")
    meta = dialog_of(notification)["metaData"]
    meta.pop("notificationKey", None)
    if key:
        meta["notificationKey"] = key
    return later(notification, seconds)


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("declined", ["elsewhere"]),
        ("timeout", ["expired", "consent"]),
        ("cancel_invitation", ["cancelled", "consent"]),
        ("ended", ["cancelled", "consent"]),
        ("a key of the future", ["cancelled", "consent"]),
        (None, ["cancelled", "consent"]),
    ],
)
def test_the_end_of_a_question(key: str | None, names: list[str]) -> None:
    """LivePerson's key says what the end is, before any clock; without one its time does."""
    bench = Bench().offered()
    before = len(bench.names())
    bench.receive(ended(key))
    assert bench.names()[before:] == names


@pytest.mark.parametrize(
    ("key", "by"),
    [("ended_by_agent", "agent"), ("ended_by_consumer", "visitor"), ("ended", None), (None, None)],
)
def test_the_end_of_sharing(key: str | None, by: str | None) -> None:
    """The page hears who has ended it, where LivePerson says so."""
    bench = sharing()
    bench.receive(ended(key))
    assert bench.details("ended") == [{"dialogId": DIALOG, "by": by}]


def test_nobody_joined() -> None:
    """An accepted session that was not joined has failed, and cannot be tried again."""
    bench = Bench().offered().accepted()
    bench.receive(ended("not_joined"))
    assert bench.details("failed") == [{"dialogId": DIALOG, "reason": "not-joined"}]
    assert bench.banner
    assert [one.action for one in bench.banner.buttons] == ["close"]
    late = Bench().offered().accepted()
    late.sleep(21)
    late.receive(ended("not_joined"))
    assert [one["reason"] for one in late.details("failed")] == ["no-answer", "not-joined"]


def test_an_end_before_the_confirmation_was_heard() -> None:
    """A session of ours that has ended, though its beginning was missed, has ended."""
    bench = Bench().offered().accepted()
    bench.receive(ended("ended_by_agent"))
    assert bench.details("ended") == [{"dialogId": DIALOG, "by": "agent"}]


def test_who_leaves_may_join_again() -> None:
    """A visitor's leaving ends nothing, and nothing is told twice."""
    bench = sharing()
    told = len(bench.names())
    for number, key in enumerate(("consumer_left", "joined"), 1):
        again_accepted = later(frame("accepted"), number)
        dialog_of(again_accepted)["metaData"]["notificationKey"] = key
        bench.receive(again_accepted)
    assert len(bench.names()) == told
    assert shown(bench) == (DIALOG, "active")


# --- time ---------------------------------------------------------------------------


def test_no_confirmation_is_missed_while_disconnected() -> None:
    """The 20 s for LivePerson's confirmation run only while it can be heard."""
    bench = Bench().offered().accepted()
    bench.feed(SocketClosed(1006))
    bench.heartbeats = False
    bench.sleep(25)
    assert shown(bench) == (DIALOG, "starting")
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(TokenSupplied(token=SecretStr("t")))
    bench.subscribed(frame("invited"), bench.now)
    bench.heartbeats = True
    bench.sleep(10)
    assert shown(bench) == (DIALOG, "starting")
    bench.sleep(11)
    assert bench.details("failed") == [{"dialogId": DIALOG, "reason": "no-answer"}]


@pytest.mark.parametrize(("outcome", "name"), [("accepted", "Accepted"), ("declined", "Declined")])
def test_a_press_in_the_last_moment_counts(outcome: Any, name: str) -> None:
    """An answer that was given in time is published, though the decision took until after it."""
    bench = Bench().offered()
    assert bench.banner
    assert bench.banner.ends_at_ms
    bench.sleep(bench.banner.ends_at_ms / 1000 - bench.now - 0.3)
    bench.press({"accepted": "accept", "declined": "decline"}[outcome])
    bench.sleep(0.5)
    bench.decide(outcome)
    assert bench.published() == ["cobrowseOffered", f"cobrowse{name}"]
    assert "expired" not in bench.names()


def test_a_decision_that_never_comes_does_not_keep_a_question() -> None:
    """Where the page's lock is never given, the invitation ends a little after its time."""
    bench = Bench().offered()
    assert bench.banner
    assert bench.banner.ends_at_ms
    bench.sleep(bench.banner.ends_at_ms / 1000 - bench.now - 0.3)
    bench.press("accept")
    bench.sleep(6)
    assert shown(bench) == (DIALOG, "expired")


def test_a_clock_set_forward_waits_for_livepersons_word() -> None:
    """An invitation that a corrected clock brings near its end stands until it was asked about."""
    bench = Bench().offered(invitation(expires=1502893041.905 + 120))
    bench.sleep(10)
    bench.now += 105
    bench.feed(Woken())
    bench.sleep(6)
    assert shown(bench) == (DIALOG, "invited")


@pytest.mark.parametrize("host", [False, True])
def test_a_conversation_whose_date_is_older_than_its_invitation(*, host: bool) -> None:
    """What arrives live is new, whatever date the conversation around it has."""
    bench = Bench()
    if host:
        bench.start(transport="host")
        bench.feed(FrameFed(text=json.dumps(frame("empty-snapshot"))))
    else:
        bench.live()
    bench.sleep(20)
    news = frame("invited")
    details_of(news)["metaDataLastUpdateTs"] -= 600_000
    news["body"]["sentTs"] = round(bench.now * 1000)
    dialog_of(news)["metaData"]["expires"] = bench.now + 90
    if host:
        bench.feed(FrameFed(text=json.dumps(news)))
    else:
        bench.receive(news)
    bench.feed(READY_TAG)
    assert bench.published() == ["cobrowseOffered"]


def test_a_snapshot_dates_an_invitation_by_its_own_change() -> None:
    """On a page that is loaded anew, the later of conversation's and dialog's date counts."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(TokenSupplied(token=SecretStr("t")))
    standing = frame("invited")
    details_of(standing)["metaDataLastUpdateTs"] -= 600_000
    dialog_of(standing)["metaDataLastUpdateTs"] = round(bench.now * 1000) - 50
    bench.subscribed(standing, bench.now)
    bench.feed(READY_TAG)
    assert bench.published() == ["cobrowseOffered"]


def test_a_call_that_becomes_a_screen_invitation() -> None:
    """A dialog that was a call first is asked about once LivePerson says a screen mode for it."""
    bench = Bench().live()
    bench.receive(invitation(mode="VIDEO_CALL"))
    bench.receive(invitation(mode="VOICE_CALL"))
    bench.receive(invitation(mode="shared"))
    bench.feed(READY_TAG)
    assert [one["mode"] for one in bench.details("unsupported")] == ["VIDEO_CALL", "VOICE_CALL"]
    assert bench.published() == ["cobrowseOffered"]


def test_a_flood_of_calls() -> None:
    """Calls count as invitations: of a flood of them no more are told than may be asked about."""
    bench = Bench().live()
    for number in range(50):
        bench.receive(invitation(f"d{number}", mode="VOICE_CALL"))
    assert len(bench.details("unsupported")) == INVITATIONS_PER_MINUTE


def test_a_sleep_after_which_nobody_tells_the_time() -> None:
    """Where GetClock stays unanswered, a snapshot that holds the invitation still confirms it."""
    bench = Bench().offered(invitation(expires=1502893041.905 + 120))
    bench.now += 100
    bench.feed(Woken())
    assert bench.connection == "connecting"
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(TokenSupplied(token=SecretStr("t")))
    bench.subscribed(invitation(expires=1502893041.905 + 120), None)
    bench.sleep(15)
    assert shown(bench) == (DIALOG, "invited")


# --- an answer that the tag has not heard -------------------------------------------


PRESSED = [("accept", "accepted", "starting"), ("decline", "declined", "declined")]


@pytest.mark.parametrize(("press", "outcome", "state"), PRESSED)
def test_an_answer_that_a_reload_overtook(press: str, outcome: str, state: str) -> None:
    """What was decided and not heard is handed over by the next page, without being asked again."""
    first = Bench().offered()
    first.press(press)
    first.decide(outcome)
    first.heard(heard=False)
    second = next_page({DIALOG: outcome}, first)
    second.feed(READY_TAG)
    assert second.published() == ["cobrowseOffered", f"cobrowse{outcome.title()}"]
    assert second.details("consent") == []
    assert shown(second) == (DIALOG, state)
    second.feed(Published(dialog_id=DIALOG, name="cobrowseOffered", heard=True))
    second.heard()
    assert [one.value for one in second.all(Remember)] == [None]
    assert next_page({DIALOG: outcome}, second).published() == []


@pytest.mark.parametrize(("press", "outcome", "state"), PRESSED)
def test_an_answer_that_was_heard(press: str, outcome: str, state: str) -> None:
    """The next page has nothing to hand over, and does not ask again."""
    first = Bench().offered()
    first.press(press)
    first.decide(outcome)
    first.heard()
    second = next_page({DIALOG: outcome}, first)
    second.feed(READY_TAG)
    assert shown(first) == (DIALOG, state)
    assert second.published() == []


def test_a_yes_to_less_than_is_asked_now() -> None:
    """An owed Yes is not handed over where LivePerson has widened the mode meanwhile."""
    first = Bench().offered(invitation(mode="view"))
    first.press("accept")
    first.decide("accepted")
    second = next_page({DIALOG: "accepted"}, first)
    second.feed(READY_TAG)
    assert second.published() == []
    assert second.names()[-1] == "elsewhere"
    assert second.banner is None


def test_a_no_to_less_than_is_asked_now() -> None:
    """An owed No is a No to what is wider, too."""
    first = Bench().offered(invitation(mode="view"))
    first.press("decline")
    first.decide("declined")
    second = next_page({DIALOG: "declined"}, first)
    second.feed(READY_TAG)
    assert second.published() == ["cobrowseOffered", "cobrowseDeclined"]


def test_a_yes_that_failed_is_not_owed() -> None:
    """Who was told that sharing could not start finds no page shared after the next link."""
    first = Bench().offered()
    first.press("accept")
    first.decide("accepted")
    for _ in range(4):
        first.heard(heard=False)
        first.sleep(4)
    assert first.details("failed") == [{"dialogId": DIALOG, "reason": "unheard"}]
    second = next_page({DIALOG: "accepted"}, first)
    second.feed(READY_TAG)
    assert second.published() == []


@pytest.mark.parametrize(
    "started",
    [
        {"decisions": {}},
        {"decisions": {DIALOG: "declined"}},
        {"owed": "not JSON"},
        {"owed": json.dumps({DIALOG: {"outcome": "perhaps", "mode": "view"}})},
    ],
)
def test_owed_by_the_visit_and_not_by_the_profile(started: Any) -> None:
    """What the profile has not decided, or not so, is owed to nobody, whatever the visit kept."""
    first = Bench().offered()
    first.press("accept")
    first.decide("accepted")
    second = next_page({DIALOG: "accepted"}, first, **started)
    second.feed(READY_TAG)
    assert "cobrowseAccepted" not in second.published()


def test_many_owed_answers() -> None:
    """The latest twenty are kept."""
    owed = Owed("")
    for number in range(MOST_OWED + 5):
        owed.note(f"d{number}", Answer("declined", "view"))
    assert owed.get("d4") is None
    assert owed.get("d5") == Answer("declined", "view")


# --- the network's moods ------------------------------------------------------------


def test_a_page_that_was_offline_for_hours() -> None:
    """After the last try the page is online again, or is looked at, and it connects anew."""
    bench = Bench()
    bench.start()
    for _ in range(40):
        bench.feed(HttpFailed())
        bench.sleep(150)
    assert bench.connection == "stopped"
    bench.feed(CameBack())
    assert bench.connection == "connecting"
    for _ in range(3):
        bench.feed(HttpFailed())
        bench.sleep(15)
    assert bench.connection == "connecting"


def test_a_refusal_is_not_revived() -> None:
    """What LivePerson refused for good stays so, however often the page is looked at."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(404, ""))
    assert bench.connection == "stopped"
    bench.feed(CameBack())
    assert bench.connection == "stopped"


def test_a_token_that_comes_late_is_used() -> None:
    """A page that needs longer than it may for its token is asked once, not at each try."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(200, HOSTS))
    bench.sleep(32)
    assert bench.connection == "waiting"
    bench.feed(TokenSupplied(token=SecretStr("late")))
    bench.sleep(8)
    bench.feed(HttpAnswered(200, HOSTS))
    assert len(bench.all(AskToken)) == 1
    bench.subscribed(frame("empty-snapshot"), bench.now)
    assert bench.connection == "connected"
    assert "late" in bench.all(SendFrame)[0].text


def test_a_mark_before_the_json() -> None:
    """A byte order mark, in an answer or in a frame, says nothing and hides nothing."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(200, f"\ufeff{HOSTS}"))
    bench.feed(TokenSupplied(token=SecretStr("t")))
    bench.subscribed(f"\ufeff{json.dumps(frame('invited'))}", bench.now)
    bench.feed(READY_TAG)
    assert bench.published() == ["cobrowseOffered"]


def test_an_account_that_was_reached_before() -> None:
    """A definite no of LivePerson's discovery is no more than a mood where it was reached once."""
    bench = Bench().live()
    bench.feed(SocketClosed(1006))
    bench.sleep(6)
    bench.feed(HttpAnswered(404, ""))
    assert bench.connection == "waiting"
    assert [one["code"] for one in bench.details("error")] == ["discovery"]
    bench.sleep(2)
    bench.reconnected(frame("empty-snapshot"))
    assert bench.connection == "connected"


# --- LivePerson's own window --------------------------------------------------------


def test_a_window_that_comes_after_the_question() -> None:
    """Where LivePerson's own window takes the conversation up later, the question is taken down."""
    bench = Bench().offered()
    bench.feed(TagObserved(can_publish=True, ssid="S1", svid="V1", conversations=(CONVERSATION,)))
    assert bench.all(WatchTag)[0].watching
    assert bench.banner is None
    assert bench.published() == ["cobrowseOffered"]


def test_what_the_window_asks_about_is_left_to_it() -> None:
    """What was left to the window is not taken up again, however often LivePerson tells of it."""
    bench = Bench().live()
    held = TagObserved(can_publish=True, ssid="S1", svid="V1", conversations=(CONVERSATION,))
    bench.receive(frame("invited"))
    bench.feed(held)
    bench.receive(later(frame("invited"), 1))
    bench.feed(READY_TAG)
    assert bench.published() == []
    assert bench.banner is None


def test_a_window_that_comes_after_the_answer() -> None:
    """LivePerson's own window changes nothing about what was answered here."""
    bench = sharing()
    bench.receive(elsewhere("invited"))
    both = (CONVERSATION, "c2")
    bench.feed(TagObserved(can_publish=True, ssid="S1", svid="V1", conversations=both))
    assert shown(bench) == (DIALOG, "active")
    assert bench.published() == ["cobrowseOffered", "cobrowseAccepted"]


def test_a_machine_that_slept_after_the_answer() -> None:
    """A confirmation that came while the machine slept is heard before it is missed."""
    bench = Bench().offered().accepted()
    bench.now += 3600
    bench.feed(Woken())
    assert shown(bench) == (DIALOG, "starting")
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(TokenSupplied(token=SecretStr("t")))
    bench.subscribed(frame("accepted"), bench.now)
    assert shown(bench) == (DIALOG, "active")


# --- starts and conversations -------------------------------------------------------


def test_a_second_start_in_another_language() -> None:
    """What a later start says of language and words holds for the next question."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(404, ""))
    bench.live(locale="de", texts={"invited.heading": "Darf ich?"}, position="top")
    bench.receive(frame("invited"))
    bench.feed(READY_TAG)
    assert bench.banner
    assert (bench.banner.locale, bench.banner.heading) == ("de", "Darf ich?")


def test_a_question_keeps_its_language() -> None:
    """What stands while the page starts anew goes on in the words that the record is made of."""
    bench = Bench().offered().refused()
    assert bench.connection == "stopped"
    bench.start(locale="de")
    assert bench.banner
    assert bench.banner.locale == "en"
    bench.press("accept")
    bench.decide("accepted")
    assert bench.banner.locale == "en"
    assert bench.all(Speak)[-1].template.startswith("Starting")
    assert [one["locale"] for one in bench.details("consent")] == ["en"]


def test_an_older_invitation_says_nothing_of_what_is_shared() -> None:
    """An undated INVITED that comes after ACCEPTED does not make the sharing notice say less."""
    bench = Bench().offered(invitation(mode="view")).accepted()
    bench.receive(frame("accepted"))
    late = invitation(mode="view")
    details_of(late).pop("metaDataLastUpdateTs")
    bench.receive(late)
    assert bench.banner
    assert bench.banner.pill == "Sharing: view, click and type"


def test_frames_by_the_page_and_a_conversation_of_an_earlier_page() -> None:
    """With `transport: host` nothing is sent for a conversation that an earlier page held."""
    bench = Bench()
    bench.feed(
        Started(
            configured={**CSDS, "transport": "host"},
            page_url="https://x/",
            opened=True,
            ssid="a",
            svid="b",
        )
    )
    bench.feed(FrameFed(text=json.dumps(frame("invited"))))
    bench.feed(READY_TAG)
    assert bench.all(SendFrame) == []
    bench.sleep(131)
    assert bench.details("error") == []
    assert bench.banner
    assert [one.action for one in bench.banner.buttons] == ["close"]


def test_invited_during_the_survey() -> None:
    """Once the chat itself is over, an invitation is not asked about, unless the chat goes on."""
    bench = Bench().live()
    survey = frame("invited")
    for one in details_of(survey)["dialogs"]:
        if one.get("dialogType") == "MAIN":
            one["state"] = "CLOSE"
    bench.receive(survey)
    assert bench.names() == ["connected"]
    bench.receive(later(frame("invited"), 1))
    bench.feed(READY_TAG)
    assert bench.published() == ["cobrowseOffered"]


@pytest.mark.parametrize("state", ["LOCKED", "PENDING", "QUEUED", "OFFLINE"])
def test_other_states_of_a_conversation(state: str) -> None:
    """Only CLOSE is closed, whatever else LivePerson calls a conversation or a dialog."""
    bench = Bench().live()
    notification = frame("invited")
    details_of(notification)["stage"] = details_of(notification)["state"] = state
    for one in details_of(notification)["dialogs"]:
        one["state"] = state
    bench.receive(notification)
    bench.feed(READY_TAG)
    assert bench.published() == ["cobrowseOffered"]


def test_an_end_without_a_date_while_the_clock_is_unknown() -> None:
    """A conversation that goes on later is heard, though nobody knows when it had ended."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(TokenSupplied(token=SecretStr("t")))
    bench.subscribed(frame("empty-snapshot"), None)
    bench.receive(frame("invited"))
    gone = frame("cancelled")
    gone["body"]["changes"][0]["type"] = "DELETE"
    details_of(gone).pop("metaDataLastUpdateTs")
    bench.receive(gone)
    bench.receive(invitation("late"))
    assert bench.names().count("invited") == 1
    bench.receive(later(invitation("next"), 60))
    assert bench.names().count("invited") == 2


def test_texts_that_do_not_exist() -> None:
    """A slip in a key of `texts` is told, and the others are used."""
    bench = Bench()
    bench.start(texts={"invited.heading": "May we look?", "invited.haeding": "May we?"})
    (error,) = bench.details("error")
    assert error["code"] == "bad-setting"
    assert error["words"] == "texts has no use for: invited.haeding."


def test_a_late_older_state_raises_nothing() -> None:
    """An invitation that a newer whole state does not hold any more is not asked about."""
    bench = Bench().live()
    newer = frame("invited")
    details_of(newer)["dialogs"].pop()
    details_of(newer)["metaDataLastUpdateTs"] += 10_000
    bench.receive(newer)
    bench.receive(frame("invited"))
    bench.feed(READY_TAG)
    assert bench.published() == []


def test_closing_while_reconnecting() -> None:
    """close() without a connection is told to LivePerson once there is one."""
    bench = Bench().live()
    bench.feed(ConversationOpened())
    bench.receive(frame("invited"))
    bench.feed(SocketClosed(1006))
    bench.feed(ConversationClosed())
    bench.reconnected(frame("invited"))
    assert bench.sent()[-1] == "cm.UpdateConversationField"
    closing = json.loads(bench.all(SendFrame)[-1].text)
    assert closing["body"]["conversationId"] == CONVERSATION
    bench.sleep(11)
    assert bench.sent().count("cm.UpdateConversationField") == 1


@pytest.mark.parametrize("open_now", ["", "another"])
def test_a_conversation_that_ended_unseen_before_another(open_now: str) -> None:
    """The page hears of the one's end before it hears that another is open."""
    bench = Bench().live()
    bench.feed(ConversationOpened())
    bench.receive(frame("invited"))
    bench.feed(SocketClosed(1006))
    bench.feed(ConversationOpened())
    bench.reconnected(invitation(conversation=open_now) if open_now else frame("empty-snapshot"))
    told = [one["state"] for one in bench.details("conversation")]
    assert told == (["opened", "ended", "opened"] if open_now else ["opened", "ended"])


def test_the_visitor_asks_to_share() -> None:
    """The agent is asked in the visitor's language, once a minute, where there is a chat."""
    bench = Bench().live(locale="de")
    bench.feed(ShareAsked())
    bench.feed(ConversationOpened())
    bench.receive(frame("empty-snapshot"))
    bench.receive(as_another(frame("cancelled"), "d0"))
    for _ in range(2):
        bench.feed(ShareAsked())
    bench.sleep(61)
    bench.feed(ShareAsked())
    said = [json.loads(one.text) for one in bench.all(SendFrame) if "PublishEvent" in one.text]
    asks = "Bitte senden Sie mir eine Anfrage zum Teilen meiner Seite."
    assert [one["body"]["event"]["message"] for one in said] == [asks, asks]
    assert [one["code"] for one in bench.details("error")][:2] == ["connection", "too-many"]


def test_a_message_to_none() -> None:
    """What is said before a conversation is opened, or after its end, is told as lost."""
    bench = Bench().live()
    bench.feed(MessageSaid(text="hello"))
    bench.feed(ConversationOpened())
    bench.receive(frame("invited"))
    closed = later(frame("invited"), 10)
    details_of(closed).update(stage="CLOSE")
    bench.receive(closed)
    bench.feed(MessageSaid(text="hello?"))
    told = [one["words"] for one in bench.details("error")]
    assert told == [
        "conversation.say() went nowhere: none is open. Call conversation.open() first."
    ] * len(told)
    assert len(told) == 2


def test_a_message_to_a_conversation_that_is_gone() -> None:
    """What was said while nobody was connected is told as lost where the conversation is over."""
    bench = Bench().live()
    bench.feed(ConversationOpened())
    bench.receive(frame("invited"))
    bench.feed(SocketClosed(1006))
    bench.feed(MessageSaid(text="hello"))
    bench.reconnected(frame("empty-snapshot"))
    bench.sleep(15)
    assert "ms.PublishEvent" not in bench.sent()
    assert [one["words"] for one in bench.details("error")] == [
        "A message of the visitor's is lost: its conversation is over."
    ]


@pytest.mark.parametrize(
    ("reason", "by"),
    [("AGENT", "agent"), ("CONSUMER", "visitor"), ("TIMEOUT", "system"), (None, None)],
)
def test_the_page_hears_of_its_conversation(reason: str | None, by: str | None) -> None:
    """It is told once as opened, whatever the network does, and of its end, and by whom."""
    bench = Bench().live()
    bench.feed(ConversationOpened())
    bench.receive(frame("invited"))
    bench.feed(SocketClosed(1006))
    bench.reconnected(frame("invited"))
    closed = later(frame("invited"), 10)
    details_of(closed).update(stage="CLOSE", closeReason=reason)
    bench.receive(closed)
    assert bench.details("conversation") == [
        {"state": "opened", "by": None},
        {"state": "ended", "by": by},
    ]
    bench.feed(ConversationOpened())
    bench.answer(code=400, request="cm.ConsumerRequestConversation")
    assert bench.details("conversation")[-1] == {"state": "refused", "by": None}


def test_the_page_hears_of_a_conversation_that_ended_unseen() -> None:
    """One that a new snapshot does not hold any more has ended; nobody says by whom."""
    bench = Bench().live()
    bench.feed(ConversationOpened())
    bench.receive(frame("invited"))
    bench.feed(SocketClosed(1006))
    bench.reconnected(frame("empty-snapshot"))
    assert bench.details("conversation")[-1] == {"state": "ended", "by": None}


# --- small ones ---------------------------------------------------------------------


def test_only_an_accept_can_be_refused_as_stale() -> None:
    """A second Close and a Decline that comes late are told to nobody."""
    bench = Bench().offered()
    bench.receive(frame("cancelled"))
    bench.press("close")
    bench.press("close")
    bench.press("decline")
    assert bench.details("refused") == []
    bench.press("accept")
    assert [one["why"] for one in bench.details("refused")] == ["stale"]


def test_a_closed_notice_does_not_come_back() -> None:
    """What the visitor has closed stays closed, whatever LivePerson says of it afterwards."""
    bench = Bench().offered().accepted()
    bench.sleep(21)
    assert shown(bench) == (DIALOG, "failed")
    bench.press("close")
    assert bench.banner is None
    bench.receive(frame("cancelled"))
    assert bench.banner is None
    assert "cancelled" in bench.names()


def test_asking_again_sends_one_message() -> None:
    """However often “Ask to resend” is pressed, the agent is asked once."""
    bench = Bench().live()
    bench.feed(ConversationOpened())
    bench.receive(frame("invited"))
    bench.feed(READY_TAG)
    bench.sleep(131)
    before = bench.sent().count("ms.PublishEvent")
    for _ in range(3):
        bench.press("ask")
    assert bench.sent().count("ms.PublishEvent") == before + 1


def test_going_away_is_a_disconnection() -> None:
    """A page that goes into the cache and comes back tells `disconnected` between."""
    bench = Bench().live()
    bench.feed(WentAway())
    bench.sleep(5)
    bench.feed(CameBack())
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(TokenSupplied(token=SecretStr("t")))
    bench.subscribed(frame("empty-snapshot"), bench.now)
    assert bench.names() == ["connected", "disconnected", "connected"]


def test_what_failed_without_a_tag_cannot_be_tried_again() -> None:
    """Where no offer was made there is no answer to publish, whatever button says so."""
    bench = Bench().live()
    bench.receive(invitation(expires=1502893041.905 + 120))
    bench.sleep(31)
    assert [one["reason"] for one in bench.details("failed")] == ["no-tag"]
    bench.press("again")
    bench.decide("accepted")
    assert bench.all(Publish) == []
