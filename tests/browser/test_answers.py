"""One decision a dialog and browser profile, whatever crosses it."""

from __future__ import annotations

import pytest

from tests.support.hostpage import supplying
from tests.support.standin import StandIn
from tests.support.visitors import Visitor, World

pytestmark = pytest.mark.later


def answers(*visitors: Visitor) -> list[str]:
    """Return the answers that were published, by any of these tabs."""
    names = [name for visitor in visitors for name, _ in visitor.published]
    return [name for name in names if name != "cobrowseOffered"]


def two_tabs(world: World, standin: StandIn) -> tuple[Visitor, Visitor]:
    """Return one person in two tabs, both asked the same."""
    token = standin.post("tokens", consumerId="ann")["token"]
    one = world.visitor({"auth": "token"}, before=supplying(token))
    one.start()
    other = one.another_tab()
    other.start()
    standin.post("conversations", consumerId="ann")
    standin.invite()
    for tab in (one, other):
        tab.wait_for("offered")
    return one, other


@pytest.mark.parametrize("button", ["Accept", "Decline"])
def test_a_double_click(world: World, standin: StandIn, button: str) -> None:
    """A double click is one answer."""
    visitor = world.chatting()
    standin.invite()
    visitor.wait_for("offered")
    visitor.wait_until_armed()
    locator = visitor.page.locator("tagalong-banner").get_by_role("button", name=button)
    box = locator.bounding_box()
    assert box
    visitor.page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visitor.wait_for("consent")
    visitor.wait_for("active" if button == "Accept" else "declined")
    assert len(answers(visitor)) == 1
    assert len(visitor.details("consent")) == 1


def test_both_tabs_at_once(world: World, standin: StandIn) -> None:
    """Accept in one tab and Decline in the other before either is decided: one is published."""
    one, other = two_tabs(world, standin)
    # What decides is held back until both have been pressed.
    one.page.evaluate(
        """() => { navigator.locks.request("tagalong:decisions",
          () => new Promise((release) => { window.release = release; })); }"""
    )
    one.page.bring_to_front()
    one.press("Accept")
    # At once, as a No may be: nobody is kept waiting for what decides for long.
    other.page.bring_to_front()
    other.page.locator("tagalong-banner").get_by_role("button", name="Decline").click()
    assert answers(one, other) == []
    one.page.evaluate("() => window.release()")
    one.wait_for("active")
    other.wait_for("elsewhere")
    assert answers(one, other) == ["cobrowseAccepted"]
    assert len(one.details("consent") + other.details("consent")) == 1


def test_messages_between_tabs_only_take_down(world: World, standin: StandIn) -> None:
    """No message of a script's on the site makes an answer; a bad one does nothing at all."""
    one, other = two_tabs(world, standin)
    dialog = one.details("offered")[0]["dialogId"]
    one.page.evaluate(
        """(dialogId) => {
          const channel = new BroadcastChannel("tagalong");
          const bad = ["accept", 7, null, {}, { dialogId }, { dialogId, outcome: "accept" },
            { dialogId: [dialogId], outcome: "accepted" },
            { dialogId: "x".repeat(600), outcome: "declined" },
            { kind: "pressed", dialogId, action: "accept", trusted: true, visibleMs: 9999 }];
          for (const message of bad) channel.postMessage(message);
          for (const message of bad) postMessage(message, "*");
          channel.postMessage({ dialogId: "another", outcome: "accepted" });
        }""",
        dialog,
    )
    assert one.page.evaluate("() => tagalong.diagnose().then((checks) => checks.length)") > 10
    assert (one.banner, other.banner) == ("invited", "invited")
    one.page.evaluate(
        "(dialogId) => new BroadcastChannel('tagalong')"
        ".postMessage({ dialogId, outcome: 'accepted' })",
        dialog,
    )
    other.wait_for("elsewhere")
    assert answers(one, other) == []


@pytest.mark.parametrize("who", ["Accept", "Decline"])
def test_a_cancel_that_crosses_an_answer(world: World, standin: StandIn, who: str) -> None:
    """The agent takes the invitation back while the answer is under way: both are told once."""
    with standin.behaving(notifications="delayed", delay=3000):
        visitor = world.chatting()
        dialog = standin.invite()
        visitor.wait_for("offered")
        visitor.wait_until_armed()
        standin.post(f"invitations/{dialog}/cancel")
        visitor.press(who)
        visitor.wait_for("accepted" if who == "Accept" else "declined")
        if who == "Accept":
            visitor.wait_for("cancelled")
            assert visitor.banner == "cancelled"
    assert len(answers(visitor)) == 1
    assert len(visitor.details("consent")) == 1


def test_a_tag_that_starts_over_before_the_answer(world: World, standin: StandIn) -> None:
    """The tag is a bare stub again when the visitor answers, and loads anew: the answer arrives."""
    visitor = world.chatting()
    standin.invite()
    visitor.wait_for("offered")
    visitor.page.evaluate(
        "() => { window.bus = lpTag.events; lpTag.events = { bind() {}, trigger() {} }; }"
    )
    visitor.press("Accept")
    assert visitor.wait_for("accepted")["heard"] is False
    visitor.page.evaluate("() => { lpTag.events = window.bus; lpTag.newPage(location.href); }")
    visitor.wait_for("active")
    assert len(visitor.details("consent")) == 1


def test_a_taglet_that_throws(world: World, standin: StandIn) -> None:
    """LivePerson's bus swallows what its listener throws: it has heard all the same."""
    standin.post("behaviour", taglet="throwing")
    visitor = world.chatting()
    standin.invite()
    assert visitor.wait_for("offered")["heard"] is True
    visitor.press("Accept")
    assert visitor.wait_for("accepted")["heard"] is True
    assert answers(visitor) == ["cobrowseAccepted"]


THROWING = """(() => {
    const { publish } = lpTag.events;
    lpTag.events.publish = function (...given) {
        publish.apply(this, given);
        throw new Error("the page's own wrapper");
    };
})"""


def test_a_publish_that_throws(world: World, standin: StandIn) -> None:
    """A wrapper of the page's that delivers and then throws is called once for each."""
    visitor = world.chatting()
    visitor.page.evaluate(THROWING)
    standin.invite()
    visitor.wait_for("offered")
    visitor.press("Accept")
    visitor.wait_for("active")
    assert [name for name, _ in visitor.published] == ["cobrowseOffered", "cobrowseAccepted"]
