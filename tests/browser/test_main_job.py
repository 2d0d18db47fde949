"""The main job: an invitation becomes an answer, in a real browser."""

from __future__ import annotations

from tests.support.checks import ACCEPTED, QUIET, check_events, check_published, dialogs, payload
from tests.support.hostpage import supplying
from tests.support.standin import StandIn
from tests.support.visitors import World


def test_accepted_joined_and_ended(world: World, standin: StandIn) -> None:
    """Accept is published with the offer's payload, becomes active, and ends with the agent."""
    visitor = world.chatting()
    dialog = standin.invite("shared")
    visitor.wait_for("offered")
    assert visitor.banner == "invited"
    visitor.press("Accept")
    visitor.wait_for("active")
    assert visitor.banner == "active"
    data = payload(visitor, standin, "shared")
    check_published(visitor, data, "cobrowseOffered", "cobrowseAccepted")
    standin.post(f"invitations/{dialog}/end")
    visitor.wait_for("ended")
    assert visitor.banner == "ended"
    check_events(visitor, dialog, "shared", *ACCEPTED, "ended")
    visitor.press("Close")
    visitor.wait_until(lambda: visitor.banner is None, "the banner to go")
    assert standin.get("published")[0]["name"] == "cobrowseOffered"


def test_declined(world: World, standin: StandIn) -> None:
    """Decline is published with the offer's payload, thanked for, and then the banner goes."""
    visitor = world.chatting()
    dialog = standin.invite("view")
    visitor.wait_for("offered")
    visitor.press("Decline")
    visitor.wait_for("declined")
    data = payload(visitor, standin, "view")
    check_published(visitor, data, "cobrowseOffered", "cobrowseDeclined")
    assert visitor.banner == "declined"
    visitor.wait_until(lambda: visitor.banner is None, "the banner to go")
    check_events(visitor, dialog, "view", *ACCEPTED[:5], "declined")
    states = [one["metaData"]["sessionState"] for one in dialogs(standin)]
    assert states == ["CLOSED"], dialog


def test_cancelled_before_an_answer(world: World, standin: StandIn) -> None:
    """An invitation that the agent takes back says so, and nothing but the offer is published."""
    visitor = world.chatting()
    dialog = standin.invite()
    visitor.wait_for("offered")
    standin.post(f"invitations/{dialog}/cancel")
    visitor.wait_for("cancelled")
    assert visitor.banner == "cancelled"
    check_published(visitor, payload(visitor, standin), "cobrowseOffered")
    check_events(visitor, dialog, "view", *ACCEPTED[:4], "cancelled", "consent")
    visitor.press("Close")
    visitor.wait_until(lambda: visitor.banner is None, "the banner to go")


def test_expired_and_asked_again(world: World, standin: StandIn) -> None:
    """An invitation that runs out says so, and its button asks the agent in the conversation."""
    visitor = world.chatting()
    dialog = standin.invite(life=6)
    visitor.wait_for("offered")
    visitor.wait_for("expired")
    assert visitor.banner == "expired"
    check_published(visitor, payload(visitor, standin), "cobrowseOffered")
    check_events(visitor, dialog, "view", *ACCEPTED[:4], "expired", "consent")
    visitor.press("Ask to resend")
    visitor.wait_until(lambda: visitor.banner is None, "the banner to go")
    visitor.wait_until(
        lambda: any(
            "send it again" in said["text"]
            for said in standin.get("state")["conversations"][-1]["messages"]
        ),
        "the message",
    )


def test_second_invitation_after_the_first(world: World, standin: StandIn) -> None:
    """Each dialog is offered and answered by itself."""
    visitor = world.chatting()
    first = standin.invite("view")
    visitor.wait_for("offered")
    visitor.press("Decline")
    visitor.wait_for("declined")
    visitor.wait_until(lambda: dialogs(standin)[0]["state"] == "CLOSE", "the dialog to close")
    second = standin.invite("follow")
    visitor.wait_for("offered", 2)
    visitor.press("Accept")
    visitor.wait_for("active")
    assert [one["dialogId"] for one in visitor.details("offered")] == [first, second]
    views, follows = (payload(visitor, standin, mode) for mode in ("view", "follow"))
    assert visitor.published == [
        ("cobrowseOffered", views),
        ("cobrowseDeclined", views),
        ("cobrowseOffered", follows),
        ("cobrowseAccepted", follows),
    ]
    assert visitor.names(*QUIET) == [*ACCEPTED[:5], "declined", *ACCEPTED[2:]]


def test_already_standing_when_the_page_loads(world: World, standin: StandIn) -> None:
    """A page that loads while an invitation stands asks, with the time that is really left."""
    token = standin.post("tokens", consumerId="ann")["token"]
    standin.post("conversations", consumerId="ann")
    dialog = standin.invite(life=60)
    visitor = world.visitor({"auth": "token"}, before=supplying(token))
    visitor.start()
    detail = visitor.wait_for("invited")
    left = detail["expiresAtMs"] / 1000 - visitor.page.evaluate("() => Date.now() / 1000")
    assert 40 < left < 59
    visitor.wait_for("offered")
    visitor.press("Accept")
    visitor.wait_for("active")
    data = payload(visitor, standin)
    check_published(visitor, data, "cobrowseOffered", "cobrowseAccepted")
    check_events(visitor, dialog, "view", *ACCEPTED)


def test_reload_in_the_middle(world: World, standin: StandIn) -> None:
    """After a reload the standing invitation is offered to the new page and answered once."""
    visitor = world.chatting()
    dialog = standin.invite()
    visitor.wait_for("offered")
    visitor.page.reload()
    visitor.wait_for("offered", 2)
    visitor.press("Accept")
    visitor.wait_for("active")
    check_published(visitor, payload(visitor, standin), "cobrowseOffered", "cobrowseAccepted")
    check_events(visitor, dialog, "view", *ACCEPTED[:4], *ACCEPTED)
    assert len({one["consumerId"] for one in standin.get("state")["conversations"]}) == 1


def test_no_second_question_after_an_answer(world: World, standin: StandIn) -> None:
    """A page that loads after the answer, before LivePerson knows it, does not ask again."""
    standin.post("behaviour", confirms=False)
    visitor = world.chatting()
    standin.invite()
    visitor.wait_for("offered")
    visitor.press("Accept")
    visitor.wait_for("accepted")
    visitor.page.reload()
    visitor.wait_for("connected", 2)
    visitor.wait_for("message")
    assert visitor.published == []
    assert visitor.banner is None


def test_tag_that_loads_late(world: World, standin: StandIn) -> None:
    """Nothing is shown or published before the tag can publish; then the offer is made."""
    visitor = world.chatting(late_tag=True)
    dialog = standin.invite()
    visitor.wait_for("invited")
    began = visitor.page.evaluate("() => performance.now()")
    visitor.page.evaluate(f"() => setTimeout(loadTag, 3000, '{standin.url}')")
    visitor.wait_for("offered")
    assert visitor.page.evaluate("() => performance.now()") - began > 3000
    visitor.press("Accept")
    visitor.wait_for("active")
    data = payload(visitor, standin)
    check_published(visitor, data, "cobrowseOffered", "cobrowseAccepted")
    check_events(visitor, dialog, "view", *ACCEPTED)


def test_monitoring_that_never_answers(world: World, standin: StandIn) -> None:
    """Where monitoring stays silent, random ids are used after 3 s and kept for the visit."""
    standin.post("behaviour", monitoring_delay=-1)
    visitor = world.chatting()
    dialog = standin.invite()
    visitor.wait_for("offered")
    ((_, first),) = visitor.published
    ids = {name: first[name] for name in ("ssid", "svid")}
    assert all(len(one) == 32 for one in ids.values())
    check_published(visitor, payload(visitor, standin, ids=ids), "cobrowseOffered")
    visitor.page.reload()
    visitor.wait_for("offered", 2)
    check_published(visitor, payload(visitor, standin, ids=ids), "cobrowseOffered")
    check_events(visitor, dialog, "view", *ACCEPTED[:4], *ACCEPTED[:4])


def test_token_from_the_page(world: World, standin: StandIn) -> None:
    """With data-auth=token the page's own function supplies it, and nothing keeps it."""
    token = standin.post("tokens", consumerId="ann")["token"]
    visitor = world.visitor({"auth": "token"}, before=supplying(token))
    visitor.start()
    standin.post("conversations", consumerId="ann")
    dialog = standin.invite()
    visitor.wait_for("offered")
    visitor.press("Accept")
    visitor.wait_for("active")
    assert visitor.published[0][1]["serviceId"].startswith("ann#")
    kept = visitor.page.evaluate("() => JSON.stringify([{...sessionStorage}, {...localStorage}])")
    assert token not in kept
    data = payload(visitor, standin)
    check_published(visitor, data, "cobrowseOffered", "cobrowseAccepted")
    check_events(visitor, dialog, "view", *ACCEPTED)


def test_embedded_from_another_origin(world: World, standin: StandIn) -> None:
    """The files and the services may live on another origin than the page."""
    visitor = world.visitor(other_origin=True)
    assert not visitor.url.startswith(standin.url)
    visitor.start()
    visitor.open_chat()
    dialog = standin.invite()
    visitor.wait_for("offered")
    visitor.press("Accept")
    visitor.wait_for("active")
    data = payload(visitor, standin)
    check_published(visitor, data, "cobrowseOffered", "cobrowseAccepted")
    check_events(visitor, dialog, "view", *ACCEPTED)


def test_nobody_listens(world: World, standin: StandIn) -> None:
    """What no taglet of LivePerson's hears is told as unheard, and the answer is repeated."""
    standin.post("behaviour", taglet="deaf")
    visitor = world.chatting()
    standin.invite()
    assert visitor.wait_for("offered")["heard"] is False
    visitor.press("Accept")
    assert visitor.wait_for("accepted")["heard"] is False
    repeated = ("cobrowseAccepted", visitor.published[-1][1])
    visitor.wait_until(lambda: visitor.published.count(repeated) > 1, "a repeat")


def test_voice_call_is_left_alone(world: World, standin: StandIn) -> None:
    """A video call shows nothing and publishes nothing."""
    visitor = world.chatting()
    standin.invite("VIDEO_CALL")
    assert visitor.wait_for("unsupported")["mode"] == "VIDEO_CALL"
    assert visitor.banner is None
    assert visitor.published == []


def test_reconnects_after_a_drop(world: World, standin: StandIn) -> None:
    """After a drop everything is subscribed to again, and what was shown is not asked twice."""
    visitor = world.chatting()
    standin.invite()
    visitor.wait_for("offered")
    standin.post("sockets/close", code=1011, reason="oops")
    lost = visitor.wait_for("disconnected")
    assert lost["code"] == 1011
    assert 3000 <= lost["retryInMs"] <= 7000
    visitor.wait_for("connected", 2)
    visitor.press("Accept")
    visitor.wait_for("active")
    check_published(visitor, payload(visitor, standin), "cobrowseOffered", "cobrowseAccepted")


def test_two_tabs_one_answer(world: World, standin: StandIn) -> None:
    """Both tabs may ask; an answer in one takes the question off the other, unanswered."""
    one = world.chatting()
    token = one.page.evaluate("() => sessionStorage.getItem('tagalong:token')")
    other = one.another_tab()
    other.page.goto(f"{one.url}simulator/")
    other.page.evaluate("(token) => sessionStorage.setItem('tagalong:token', token)", token)
    other.start()
    dialog = standin.invite()
    one.wait_for("offered")
    other.wait_for("offered")
    one.page.bring_to_front()
    one.press("Decline")
    one.wait_for("declined")
    assert other.wait_for("elsewhere") == {"dialogId": dialog}
    assert other.banner is None
    assert [name for name, _ in other.published] == ["cobrowseOffered"]
    assert other.details("consent") == []


def test_nothing_is_left_in_the_hosts_databases(world: World, standin: StandIn) -> None:
    """No database is opened on the host's origin."""
    visitor = world.visitor()
    visitor.start()
    assert standin.get("state")["sockets"]
    assert visitor.page.evaluate("() => indexedDB.databases()") == []


def test_stop_closes_and_forgets(world: World, standin: StandIn) -> None:
    """After stop() the banner, the socket and the stored token are gone; start() begins anew."""
    visitor = world.chatting()
    standin.invite()
    visitor.wait_for("offered")
    visitor.page.evaluate("() => tagalong.stop()")
    visitor.wait_for("stopped")
    assert visitor.banner is None
    visitor.wait_until(lambda: not standin.get("state")["sockets"], "the socket to close")
    mine = "() => Object.keys(sessionStorage).filter((key) => key.startsWith('tagalong'))"
    assert visitor.page.evaluate(mine) == []
    visitor.page.evaluate("() => tagalong.start()")
    visitor.wait_for("connected", 2)
