"""One invitation, from the frame that brings it to its end."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.invitation.table import TABLE, State, Step
from app.core.page.effects import Decide, Publish, Remember, Speak, WatchTag
from app.core.page.events import DecidedElsewhere, Published, TagObserved, Woken
from tools.driven import (
    ARRIVAL,
    CONSUMER,
    DIALOG,
    READY_TAG,
    SERVICE_ID,
    Bench,
    details_of,
    dialog_of,
    frame,
    invitation,
)

DATA = {
    "serviceId": SERVICE_ID,
    "agentId": "356285412",
    "visitorName": "Visitor",
    "ssid": "S1",
    "svid": "V1",
    "mode": "shared",
}


def test_the_table_names_every_state() -> None:
    """Every state has its row, and every step leads to a state of the table."""
    assert set(TABLE) == set(State)
    assert {step for row in TABLE.values() for step in row} == set(Step)
    assert {after for row in TABLE.values() for after in row.values()} <= set(State)


@pytest.mark.parametrize("name", ["invited", "bare-elements", "legacy-shape"])
def test_an_invitation_is_understood_in_every_shape(name: str) -> None:
    """The golden frames of an invitation all lead to the same offer."""
    bench = Bench().offered(frame(name))
    assert bench.all(Publish) == [Publish(DIALOG, "cobrowseOffered", DATA)]
    assert bench.names() == ["connected", "invited", "offered"]
    assert bench.details("invited")[0]["mode"] == "shared"


def test_the_life_is_the_agents_own_and_runs_from_arrival() -> None:
    """The deadline is expires minus creationTs after arrival, whatever the clocks say."""
    bench = Bench(ARRIVAL + 300).offered()
    left = bench.details("invited")[0]["expiresAtMs"] / 1000 - bench.now
    assert left == pytest.approx(89.95, abs=0.01)


@pytest.mark.parametrize(
    ("meta", "life"),
    [
        ({"expires": None}, 120),
        ({"expires": "soon"}, 120),
        ({"expires": 1.0}, 120),
        ({"expires": 1_502_893_042.0}, 5),
        ({"expires": 1_502_899_999.0}, 300),
        ({"expires": 1_502_893_131_855.0}, 89.95),
        ({"expires": float("inf")}, 120),
    ],
)
def test_a_life_that_is_missing_or_absurd(meta: dict[str, Any], life: float) -> None:
    """The life is kept within 5 and 300 s, and is 120 s where it cannot be computed."""
    bench = Bench().offered(invitation(**meta))
    left = bench.details("invited")[0]["expiresAtMs"] / 1000 - bench.now
    assert left == pytest.approx(life, abs=0.01)


def test_accept_is_published_with_the_same_payload_and_confirmed() -> None:
    """Accept, then ACCEPTED twice, then CLOSED: one answer, one active, one end."""
    bench = Bench().offered().accepted()
    assert bench.banner
    assert bench.banner.state == "starting"
    bench.receive(frame("accepted"))
    bench.receive(frame("joined"))
    assert bench.banner.state == "active"
    bench.receive(frame("cancelled"))
    assert bench.all(Publish) == [
        Publish(DIALOG, "cobrowseOffered", DATA),
        Publish(DIALOG, "cobrowseAccepted", DATA),
    ]
    names = ["connected", "invited", "offered", "consent", "accepted", "active", "ended"]
    assert bench.names() == names
    assert bench.details("consent") == [
        {
            "dialogId": DIALOG,
            "time": "2017-08-16T14:17:21.990+00:00",
            "mode": "shared",
            "outcome": "accepted",
            "textVersion": bench.details("consent")[0]["textVersion"],
            "locale": "en",
        }
    ]
    bench.press("close")
    assert bench.banner is None
    assert bench.state.invitation is None


def test_liveperson_is_faster_than_the_page() -> None:
    """When ACCEPTED overtakes the page's word of the publication, accepted still comes first."""
    bench = Bench().offered()
    bench.press("accept")
    bench.decide("accepted")
    bench.receive(frame("accepted"))
    bench.heard()
    assert bench.names()[-3:] == ["consent", "accepted", "active"]
    assert bench.details("accepted") == [{"dialogId": DIALOG, "heard": True}]


def test_decline_is_published_and_thanked_for() -> None:
    """Decline needs no delay, shows its thanks for 4 s, and CLOSED adds nothing."""
    bench = Bench().offered()
    bench.press("decline", visible_ms=0.0)
    bench.decide("declined")
    bench.heard()
    assert bench.banner
    assert bench.banner.state == "declined"
    bench.receive(frame("closed-as-documented"))
    bench.sleep(3.9)
    assert bench.banner
    bench.sleep(0.2)
    assert bench.banner is None
    assert bench.published() == ["cobrowseOffered", "cobrowseDeclined"]
    assert bench.names() == ["connected", "invited", "offered", "consent", "declined"]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"trusted": False}, "untrusted"),
        ({"visible_ms": 499.0}, "too-early"),
        ({"seen": None}, "covered"),
        ({"aimed": False}, "untrusted"),
        ({"age_ms": 1001.0}, "stale"),
    ],
)
def test_an_accept_that_is_not_a_persons_act(facts: dict[str, Any], why: str) -> None:
    """Untrusted, too early, covered or stale presses are refused, and nothing else happens."""
    bench = Bench().offered()
    bench.press("accept", **facts)
    assert bench.details("refused") == [{"dialogId": DIALOG, "why": why}]
    assert bench.all(Decide) == []
    assert bench.banner
    assert bench.banner.state == "invited"


def test_presses_that_mean_nothing() -> None:
    """Untrusted declines, presses twice or on unknown or settled invitations change nothing."""
    bench = Bench().offered()
    bench.press("decline", trusted=False)
    bench.press("accept", age_ms=60_000.0)
    bench.press("accept", by_page=True)
    bench.press("accept", dialog="unknown")
    bench.press("close")
    bench.press("again")
    whys = [detail["why"] for detail in bench.details("refused")]
    assert whys == ["untrusted", "stale", "untrusted", "stale", "stale"]
    bench.press("accept")
    bench.press("accept")
    assert len(bench.all(Decide)) == 1
    bench.decide("declined")
    bench.decide("accepted", dialog="unknown")
    assert bench.published() == ["cobrowseOffered"]
    bench.decide("accepted")
    bench.decide("accepted")
    assert bench.published() == ["cobrowseOffered", "cobrowseAccepted"]


def test_a_no_that_was_long_on_its_way() -> None:
    """A press of Decline on the banner counts, however busy the page was."""
    bench = Bench().offered()
    bench.press("decline", age_ms=60_000.0, visible_ms=0.0, seen=None)
    bench.decide("declined")
    assert bench.published() == ["cobrowseOffered", "cobrowseDeclined"]
    headless = Bench().offered(ui="none")
    headless.press("decline", age_ms=1001.0, by_page=True)
    assert headless.details("refused") == [{"dialogId": DIALOG, "why": "stale"}]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"visible_ms": 100.0}, "That was very quick."),
        ({"seen": None}, "Something is covering this question."),
        ({"age_ms": 2000.0}, "Your press took too long to arrive"),
    ],
)
def test_a_person_is_told_why_a_press_did_not_count(facts: dict[str, Any], words: str) -> None:
    """The banner says it and it is spoken, until the next press; a script is told nothing."""
    bench = Bench().offered()
    bench.press("accept", **facts)
    assert bench.banner
    assert bench.banner.notice.startswith(words)
    assert bench.all(Speak)[-1].template == bench.banner.notice
    bench.press("accept", trusted=False)
    assert bench.banner.notice.startswith(words)
    bench.press("accept")
    assert bench.banner.notice == ""
    silent = Bench().offered()
    silent.press("accept", trusted=False)
    assert silent.banner
    assert silent.banner.notice == ""


def test_both_were_pressed() -> None:
    """Where the first press was not heard of for long, No is what was meant, in either order."""
    for first, wait, second in (
        ("accept", 0.8, "decline"),
        ("accept", 5, "decline"),
        ("decline", 5, "accept"),
    ):
        bench = Bench().offered()
        bench.press(first)
        bench.sleep(wait)
        bench.press(second)
        one, another = bench.all(Decide)
        bench.decide(one.outcome)
        bench.decide(another.outcome, won=False)
        assert bench.published() == ["cobrowseOffered", "cobrowseDeclined"]
        assert [one["outcome"] for one in bench.details("consent")] == ["declined"]


def test_an_accept_that_was_slept_over() -> None:
    """Decided on when the invitation is long over, it shares nothing; a No is still told."""
    for wakes in (True, False):
        bench = Bench().offered()
        bench.press("accept")
        bench.now += 3600
        if wakes:
            bench.feed(Woken())
        bench.decide("accepted")
        assert bench.published() == ["cobrowseOffered"]
        assert bench.banner
        assert bench.banner.state == "expired"
    slept = Bench().offered()
    slept.now += 3600
    slept.feed(Woken())
    assert [one.seconds for one in slept.all(Speak)] == [None]
    slept.press("decline")
    slept.decide("declined")
    assert slept.published() == ["cobrowseOffered", "cobrowseDeclined"]


@pytest.mark.parametrize(("given", "kept"), [("v7", "v7"), ("", ""), ("x" * 99, "x" * 64)])
def test_the_words_of_a_pages_own_question(given: str, kept: str) -> None:
    """Where the page draws its own, the record names its words as the page does, or not at all."""
    bench = Bench().offered(ui="none")
    bench.press("accept", by_page=True, seen=None, text_version=given)
    bench.decide("accepted")
    assert bench.details("consent")[0]["textVersion"] == kept


def test_a_press_about_another_invitation() -> None:
    """A headless page says which invitation its question was about; another one is stale."""
    bench = Bench().offered(ui="none")
    bench.press("accept", dialog="d2", by_page=True)
    assert bench.details("refused") == [{"dialogId": "d2", "why": "stale"}]


def test_a_second_word_of_one_decision() -> None:
    """Pressed twice because the first was slow: the second word publishes nothing more."""
    bench = Bench().offered()
    bench.press("accept")
    bench.sleep(5)
    bench.press("accept")
    bench.decide("accepted")
    bench.heard()
    bench.sleep(21)
    assert bench.banner
    assert bench.banner.state == "failed"
    bench.decide("accepted", won=False)
    assert bench.published() == ["cobrowseOffered", "cobrowseAccepted"]


def test_another_tab_was_first() -> None:
    """Where another tab has decided, nothing is published here and the banner goes."""
    bench = Bench().offered()
    bench.press("accept")
    bench.decide("accepted", won=False)
    assert bench.published() == ["cobrowseOffered"]
    assert bench.names()[-1] == "elsewhere"
    assert bench.banner is None


def test_another_tab_has_answered() -> None:
    """Word of another tab's answer takes the banner down, and no record contradicts it."""
    bench = Bench().offered()
    bench.feed(DecidedElsewhere(decisions={"unknown": "accepted"}))
    assert bench.banner
    bench.feed(DecidedElsewhere(decisions={DIALOG: "declined"}))
    bench.receive(frame("closed-as-documented"))
    assert bench.names() == ["connected", "invited", "offered", "elsewhere"]
    ours = Bench().offered().accepted()
    ours.feed(DecidedElsewhere(decisions={DIALOG: "accepted"}))
    assert ours.banner
    assert ours.banner.state == "starting"


def test_active_after_the_failure_was_closed() -> None:
    """When sharing starts after all, the banner is back: the visitor must know."""
    bench = Bench().offered().accepted()
    bench.sleep(20)
    bench.press("close")
    assert bench.banner is None
    bench.receive(frame("joined"))
    assert bench.banner
    assert bench.banner.state == "active"


def test_accepted_elsewhere() -> None:
    """ACCEPTED without an answer of this tab takes the banner down."""
    bench = Bench().offered()
    bench.receive(frame("accepted"))
    assert bench.names()[-1] == "elsewhere"
    assert bench.banner is None


def test_cancelled_by_the_agent() -> None:
    """CLOSED with cancel_invitation says so; the visitor's record says so too."""
    bench = Bench().offered()
    bench.sleep(88)
    bench.receive(frame("cancelled"))
    assert bench.names()[-2:] == ["cancelled", "consent"]
    assert bench.details("consent")[0]["outcome"] == "cancelled"
    assert bench.banner
    assert bench.banner.state == "cancelled"
    assert [button.action for button in bench.banner.buttons] == ["close"]


@pytest.mark.parametrize(("after", "name"), [(60, "cancelled"), (88, "expired")])
def test_closed_with_nothing_but_its_state(after: float, name: str) -> None:
    """A bare CLOSED is the agent's doing when early, and time's near the deadline."""
    bench = Bench().offered()
    bench.sleep(after)
    bench.receive(frame("closed-as-documented"))
    assert bench.names()[-2] == name


def test_expires_by_itself() -> None:
    """At its deadline an invitation ends here, and LivePerson's later CLOSED adds nothing."""
    bench = Bench().offered()
    bench.sleep(90)
    assert bench.names()[-2:] == ["expired", "consent"]
    bench.receive(frame("closed-as-documented"))
    assert bench.names()[-2:] == ["expired", "consent"]
    bench.receive(invitation())
    assert bench.names().count("invited") == 1


def test_accepted_elsewhere_after_it_expired_here() -> None:
    """LivePerson's ACCEPTED is believed after our own deadline too."""
    bench = Bench().offered()
    bench.sleep(90)
    bench.receive(frame("accepted"))
    assert bench.names()[-1] == "elsewhere"
    assert bench.banner is None


def test_time_left_is_spoken() -> None:
    """Arrival is spoken as sentences, then 60, 30 and 20 seconds left, once each."""
    bench = Bench().offered()
    bench.sleep(75)
    spoken = bench.all(Speak)
    asked = "Let your agent see and use this page? If you accept, your agent can see this page,"
    assert spoken[0].template.startswith(asked)
    assert spoken[0].template.endswith("To go to this question, press Alt+Shift+Y.")
    assert [one.seconds for one in spoken] == [None, 60, 30, 20]


def test_a_short_invitation_speaks_only_what_is_left() -> None:
    """Sentences whose moment is past at arrival are not spoken."""
    bench = Bench().offered(invitation(expires=1_502_893_066.905))
    bench.sleep(24)
    assert [one.seconds for one in bench.all(Speak)] == [None, 20]


def test_no_answer_then_try_again_then_a_late_accepted() -> None:
    """20 s without ACCEPTED is a failure to be tried once more; ACCEPTED is still believed."""
    bench = Bench().offered().accepted()
    bench.sleep(20)
    assert bench.details("failed") == [{"dialogId": DIALOG, "reason": "no-answer"}]
    assert bench.banner
    assert [button.action for button in bench.banner.buttons] == ["again", "close"]
    bench.press("again", visible_ms=100.0)
    assert bench.details("refused")[-1]["why"] == "too-early"
    bench.press("again")
    bench.decide("accepted", won=False)
    bench.heard()
    assert bench.published() == ["cobrowseOffered", "cobrowseAccepted", "cobrowseAccepted"]
    bench.sleep(20)
    assert len(bench.details("failed")) == 2
    assert bench.banner
    assert [button.action for button in bench.banner.buttons] == ["close"]
    bench.receive(frame("joined"))
    assert bench.names()[-1] == "active"
    assert bench.names().count("accepted") == 1
    assert bench.names().count("consent") == 1


def test_no_try_again_once_the_invitation_is_over() -> None:
    """Try again is offered only while the invitation stands."""
    bench = Bench().offered()
    bench.sleep(80)
    bench.accepted()
    bench.sleep(21)
    assert bench.banner
    assert bench.banner.state == "failed"
    assert [button.action for button in bench.banner.buttons] == ["close"]
    bench.press("close")
    assert bench.banner is None


def test_cancelled_while_accepting() -> None:
    """A cancel that crosses the Accept is believed, and the accept is not published again."""
    bench = Bench().offered().accepted()
    bench.receive(frame("cancelled"))
    assert bench.banner
    assert bench.banner.state == "cancelled"
    assert bench.names().count("consent") == 1


def test_an_unheard_answer_is_repeated_then_explained() -> None:
    """After 1, 2 and 4 s the answer is published again; then the visitor is told."""
    bench = Bench().offered()
    bench.press("accept")
    bench.decide("accepted")
    times = []
    for _ in range(4):
        times.append(bench.now)
        bench.heard(heard=False)
        before = len(bench.published())
        while bench.details("failed") == [] and len(bench.published()) == before:
            bench.sleep(0.5)
    assert [later - times[0] for later in times] == [0, 1, 3, 7]
    assert bench.details("failed") == [{"dialogId": DIALOG, "reason": "unheard"}]
    assert bench.details("accepted") == [{"dialogId": DIALOG, "heard": False}]


def test_an_unheard_decline_is_told_to_the_page_alone() -> None:
    """A decline nobody heard is reported; the visitor has said no and shares nothing."""
    bench = Bench().offered()
    bench.press("decline")
    bench.decide("declined")
    for delay in (1, 2, 4, 0):
        bench.heard(heard=False)
        bench.sleep(delay)
    assert bench.published().count("cobrowseDeclined") == 4
    assert bench.details("failed") == [{"dialogId": DIALOG, "reason": "unheard"}]
    assert bench.banner is None


def test_an_unheard_offer_is_repeated_until_it_is_answered() -> None:
    """The offer too is tried again; what was heard or is unknown is not."""
    bench = Bench().live()
    bench.receive(frame("invited"))
    bench.feed(READY_TAG)
    bench.heard(heard=False)
    bench.sleep(1)
    assert bench.published() == ["cobrowseOffered"] * 2
    for delay in (2, 4, 9):
        bench.heard(heard=False)
        bench.sleep(delay)
    assert bench.published() == ["cobrowseOffered"] * 4
    bench.press("accept")
    bench.decide("accepted")
    bench.heard()
    bench.sleep(5)
    bench.feed(Published(dialog_id=DIALOG, name="strange", heard=False))
    bench.feed(Published(dialog_id="unknown", name="cobrowseOffered", heard=False))
    assert bench.published()[4:] == ["cobrowseAccepted"]
    assert bench.details("offered") == [{"dialogId": DIALOG, "heard": False}]


def test_nothing_before_the_tag_can_publish() -> None:
    """Nothing is shown or published before publish exists and the ids are there."""
    bench = Bench().live()
    bench.receive(frame("invited"))
    assert bench.all(WatchTag) == [WatchTag(watching=True)]
    bench.feed(TagObserved())
    bench.sleep(2)
    bench.feed(TagObserved(can_publish=True))
    bench.sleep(2)
    assert bench.banner is None
    bench.feed(READY_TAG)
    assert bench.published() == ["cobrowseOffered"]
    # LivePerson's own window may still come, until the visitor has answered.
    assert bench.all(WatchTag) == [WatchTag(watching=True)]
    bench.heard()
    bench.press("decline")
    bench.decide("declined")
    assert bench.all(WatchTag)[-1] == WatchTag(watching=False)
    assert {one.what for one in bench.all(Remember)} == {"owed"}


def test_ids_are_waited_for_three_seconds() -> None:
    """Where monitoring stays silent, ids of our own are used and kept for the visit."""
    bench = Bench().live()
    bench.receive(frame("invited"))
    bench.feed(TagObserved(can_publish=True, ssid="S1"))
    bench.sleep(2.9)
    assert bench.published() == []
    bench.sleep(0.2)
    assert bench.all(Publish)[0].data["ssid"] == "random-ssid"
    assert bench.all(Remember) == [
        Remember("ssid", "random-ssid"),
        Remember("svid", "random-svid"),
    ]


def test_no_tag_within_thirty_seconds() -> None:
    """A tag that never comes fails the invitation, without a banner; no later word revives it."""
    bench = Bench().live()
    bench.receive(frame("invited"))
    bench.sleep(30)
    assert bench.details("failed") == [{"dialogId": DIALOG, "reason": "no-tag"}]
    assert bench.banner is None
    bench.feed(READY_TAG)
    assert bench.published() == []
    bench.receive(frame("accepted"))
    assert bench.names()[-1] == "elsewhere"


def test_an_invitation_that_is_over_before_the_tag_is_there() -> None:
    """CLOSED and expiry before the offer are told, without a banner or a record."""
    bench = Bench().live()
    bench.receive(frame("invited"))
    bench.receive(frame("cancelled"))
    bench.receive(invitation("second", conversation="c2", expires=1_502_893_047.0))
    bench.sleep(6)
    assert bench.names() == ["connected", "invited", "cancelled", "invited", "expired"]
    assert bench.banner is None


def test_a_machine_that_slept_through_it_all() -> None:
    """When several moments have passed at once the first settles it and the rest are dropped."""
    bench = Bench().live()
    bench.receive(frame("invited"))
    bench.now += 4000
    bench.feed(Woken())
    assert bench.details("failed") == [{"dialogId": DIALOG, "reason": "no-tag"}]
    assert "expired" not in bench.names()


@pytest.mark.parametrize(
    ("form", "agent"),
    [
        ("participant", "le83624296.356285412"),
        ("numeric", "356285412"),
        ("assigned", "29c3019d-fe0b-5200-afe8-737abfeae4b4"),
    ],
)
def test_the_agents_id_in_each_form(form: str, agent: str) -> None:
    """The setting chooses which id is sent."""
    bench = Bench().offered(agentId=form)
    assert bench.all(Publish)[0].data["agentId"] == agent


def test_the_agents_id_falls_through() -> None:
    """Participant, then the assigned agent (not one suggested), then any agent, then a word."""
    without = invitation()
    dialog_of(without)["participants"] = CONSUMER
    assert Bench().offered(without).all(Publish)[0].data["agentId"].startswith("29c3019d")
    assert (
        Bench()
        .offered(without, agentId="numeric")
        .all(Publish)[0]
        .data["agentId"]
        .startswith("29c3019d")
    )
    details_of(without)["participants"] = [
        {"id": 7, "role": "ASSIGNED_AGENT", "state": "SUGGESTED"},
        {"id": "m1", "role": "MANAGER"},
        None,
        {"role": "AGENT"},
    ]
    assert Bench().offered(without).all(Publish)[0].data["agentId"] == "m1"
    details_of(without)["participants"] = {"CONSUMER": CONSUMER, "AGENT": ["a1", "a2"]}
    assert Bench().offered(without).all(Publish)[0].data["agentId"] == "a1"
    details_of(without)["participants"] = []
    assert Bench().offered(without).all(Publish)[0].data["agentId"] == "agent"


def test_settings_reach_the_payload() -> None:
    """The visitor's name and the context of the page are sent with offer and answer."""
    bench = Bench().offered(visitorName="Ann", context={"scid": "1", "cid": "2", "eid": "3"})
    data = bench.all(Publish)[0].data
    assert data == {**DATA, "visitorName": "Ann", "scid": "1", "cid": "2", "eid": "3"}


@pytest.mark.parametrize("mode", ["VOICE_CALL", "VIDEO_CALL", "TELEPATHY"])
def test_what_is_not_a_screen_mode(mode: str) -> None:
    """Calls and unknown modes are reported and shown to nobody."""
    bench = Bench().live()
    bench.receive(invitation(mode=mode))
    bench.receive(invitation(mode=mode))
    assert bench.details("unsupported") == [{"dialogId": DIALOG, "mode": mode}]
    assert bench.banner is None


def test_active_folds_and_hide_folds() -> None:
    """Starting can be hidden; active folds after 6 s, with the mode on its pill."""
    bench = Bench().offered().accepted()
    bench.press("hide", trusted=False)
    assert bench.banner
    assert not bench.banner.folded
    bench.press("hide")
    assert bench.banner.folded
    bench.receive(frame("accepted"))
    assert bench.banner
    assert not bench.banner.folded
    bench.sleep(6)
    assert bench.banner.folded
    assert bench.banner.pill == "Sharing: view, click and type"
    assert bench.banner.since_ms == round(ARRIVAL * 1000)


def test_headless_pages_get_no_banner() -> None:
    """With ui=none events and state are all that there is."""
    bench = Bench().offered(ui="none")
    assert bench.banner is None
    assert bench.state.invitation
    assert bench.state.invitation.state == "offered"
    bench.press("accept", by_page=True)
    bench.decide("accepted")
    assert bench.published() == ["cobrowseOffered", "cobrowseAccepted"]


def test_what_was_due_in_a_state_that_is_over() -> None:
    """Woken late, the invitation without a tag fails, and what was due after that is not done."""
    bench = Bench().live()
    bench.receive(invitation(expires=ARRIVAL + 150))
    bench.now += 100
    bench.feed(Woken())
    assert [one["reason"] for one in bench.details("failed")] == ["no-tag"]
    assert bench.all(Speak) == []
