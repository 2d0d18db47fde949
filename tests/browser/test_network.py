"""Networks that drop, hang, repeat and reorder, between the real worker and the simulator."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.standin import StandIn
from tests.support.visitors import Visitor, World

pytestmark = pytest.mark.later

ANSWERED = ["cobrowseOffered", "cobrowseAccepted"]


def hurry(visitor: Visitor, name: str, count: int = 1) -> None:
    """Say that the page is online, again and again, until event `name` has come `count` times."""

    def happened() -> bool:
        visitor.page.evaluate("() => dispatchEvent(new Event('online'))")
        return len(visitor.details(name)) >= count

    visitor.wait_until(happened, name)


def accept(visitor: Visitor) -> None:
    """Accept, and see it confirmed."""
    visitor.press("Accept")
    visitor.wait_for("active")
    assert [name for name, _ in visitor.published] == ANSWERED


@pytest.mark.parametrize(
    "switches",
    [
        # The rest is tried in `tests/loop/`: these two meet the bridge and the browser's clock.
        {"notifications": "garbled"},
        {"clock_offset": -300_000, "agent_clock": -300_000},
    ],
    ids=str,
)
def test_however_livepersons_frames_look(
    world: World, standin: StandIn, switches: dict[str, Any]
) -> None:
    """Repeated, late, reordered, mangled and odd notifications: one offer, one answer."""
    standin.post("behaviour", **switches)
    visitor = world.chatting()
    standin.invite()
    visitor.wait_for("offered")
    accept(visitor)
    dialog = visitor.details("active")[0]["dialogId"]
    standin.post(f"invitations/{dialog}/end")
    visitor.wait_for("ended")
    assert visitor.details("consent")[0]["outcome"] == "accepted"
    assert len(visitor.details("consent")) == 1


def test_a_conversation_that_ends(world: World, standin: StandIn) -> None:
    """With the end of a conversation its invitation goes."""
    visitor = world.chatting()
    standin.invite()
    visitor.wait_for("offered")
    standin.post(f"conversations/{standin.conversation()}/close")
    visitor.wait_for("cancelled")
    assert visitor.banner == "cancelled"


def test_a_half_open_socket(world: World, standin: StandIn) -> None:
    """A connection that only seems open is asked when the page is online again, and replaced."""
    visitor = world.chatting()
    with standin.half_open():
        standin.invite()
        hurry(visitor, "disconnected")
        hurry(visitor, "connected", 2)
        visitor.wait_for("offered")
        accept(visitor)


def test_coming_online_connects_at_once(world: World, standin: StandIn) -> None:
    """The browser's word that it is online again ends a delay; repeated, it makes no storm."""
    visitor = world.chatting()
    visitor.page.context.set_offline(True)
    standin.post("sockets/drop")
    visitor.wait_for("disconnected")
    visitor.allow("ERR_INTERNET_DISCONNECTED", "ERR_NAME_NOT_RESOLVED")
    visitor.page.context.set_offline(False)
    hurry(visitor, "connected", 2)
    assert len(standin.get("state")["sockets"]) == 1
    standin.invite()
    visitor.wait_for("offered")
    accept(visitor)


TIMES = """() => { window.times = {};
  for (const name of ["connected", "disconnected"]) {
    document.addEventListener(`tagalong:${name}`, () => { times[name] = performance.now(); });
  }
}"""
HINTS = {
    "online": "() => dispatchEvent(new Event('online'))",
    "visible": "() => document.dispatchEvent(new Event('visibilitychange'))",
}


@pytest.mark.parametrize("hint", HINTS)
def test_one_hint_is_enough(world: World, standin: StandIn, hint: str) -> None:
    """Online, or looked at again, a page connects before its delay is over, however soon it is."""
    visitor = world.chatting()
    visitor.allow("WebSocket connection to", "Unexpected response code")
    visitor.page.evaluate(TIMES)
    with standin.behaving(messaging="500"):
        standin.post("sockets/drop")
        lost = visitor.wait_for("disconnected", 2)
    visitor.page.evaluate(HINTS[hint])
    visitor.wait_for("connected", 2)
    times = visitor.page.evaluate("() => times")
    assert times["connected"] - times["disconnected"] < lost["retryInMs"]


def test_a_clock_that_is_set_back(world: World, standin: StandIn) -> None:
    """A device whose clock goes back an hour waits no longer for its next try."""
    visitor = world.chatting()
    visitor.page.workers[-1].evaluate(
        "() => { const now = Date.now; Date.now = () => now() - 3_600_000; }"
    )
    standin.post("sockets/drop")
    visitor.wait_for("disconnected")
    visitor.wait_for("connected", 2)
    standin.invite()
    visitor.wait_for("offered")
    accept(visitor)
