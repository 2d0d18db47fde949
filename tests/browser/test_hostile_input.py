"""Whatever comes from the network, the agent or the page's own scripts: bounded, and text."""

from __future__ import annotations

import json

import pytest

from tests.support.hostile_frames import FRAMES, golden, notification
from tests.support.hostpage import supplying
from tests.support.main_thread import LONG_MS, tasks_ms
from tests.support.standin import StandIn
from tests.support.visitors import Visitor, World

pytestmark = pytest.mark.later

# What a frame could cost the page's thread and the bridge; `tests/loop/` has all of FRAMES.
HEAVIEST = ("10 MB of brackets", "10,000 objects deep", "half a character", "prototype keys")


@pytest.mark.alone
@pytest.mark.parametrize("what", HEAVIEST)
def test_a_hostile_frame(world: World, standin: StandIn, what: str) -> None:
    """It costs neither the page's thread nor the next invitation, and no exception."""
    visitor = world.chatting()

    def share() -> None:
        standin.post("frames", text=FRAMES[what])
        standin.invite()
        visitor.wait_for("offered")
        visitor.press("Accept")
        visitor.wait_for("active")

    assert max(tasks_ms(visitor.page, share)) < LONG_MS
    assert visitor.names("message").count("invited") == 1
    assert visitor.details("error") == []
    assert visitor.page.evaluate("() => 'polluted' in {}") is False


@pytest.mark.alone
def test_a_flood_of_invitations(world: World, standin: StandIn) -> None:
    """A thousand invitations at once: three are asked, one error tells of it, the page is free."""
    visitor = world.chatting()

    def flood() -> None:
        for number in range(100):
            changes = [golden(f"d{number}-{one}")["body"]["changes"][0] for one in range(10)]
            standin.post("frames", text=notification(changes=changes))
        assert visitor.wait_for("error")["code"] == "too-many"
        visitor.wait_for("offered", 3)
        visitor.page.evaluate("() => tagalong.diagnose()")  # the worker has read everything

    assert max(tasks_ms(visitor.page, flood)) < LONG_MS
    assert len(visitor.details("offered")) == 3
    assert len(visitor.details("invited")) == 30
    assert len(visitor.details("error")) == 1


HOSTILE_TEXT = (
    "<img src=x onerror=window.hacked=1>\u202e\u2066 ${window.hacked=1} {{7*7}} &lt;b&gt;"
)


def test_markup_stays_text(world: World, standin: StandIn) -> None:
    """Names, modes, ids and messages of an agent's are never markup, and turn no direction."""
    visitor = world.chatting({"visitor-name": "Zoë"})
    path = f"conversations/{standin.conversation()}"
    standin.post(f"{path}/messages", text=HOSTILE_TEXT)
    assert visitor.wait_for("message")["text"] == HOSTILE_TEXT
    odd = {"mode": HOSTILE_TEXT, "agentName": HOSTILE_TEXT}
    standin.post(f"{path}/invitation", mode="view", lifeSeconds=60, metaData=odd)
    assert visitor.wait_for("unsupported")["mode"] == HOSTILE_TEXT[:40]
    frame = golden("odd", agentName=HOSTILE_TEXT, notificationKey=HOSTILE_TEXT, mode="shared")
    details = frame["body"]["changes"][0]["result"]["conversationDetails"]
    details["participants"] = [{"id": HOSTILE_TEXT, "role": HOSTILE_TEXT, "name": HOSTILE_TEXT}]
    standin.post("frames", text=json.dumps(frame))
    visitor.wait_for("offered")
    root = "() => document.querySelector('tagalong-banner').shadowRoot.textContent"
    shown = visitor.page.evaluate(root)
    assert "onerror" not in shown
    assert "\u202e" not in shown
    assert visitor.page.evaluate("() => window.hacked") is None


MISUSE = [
    "configure(null)",
    "configure('account')",
    "configure({ get account() { throw new Error('mine'); } })",
    "push(7, null, 'text')",
    "on()",
    "on('accepted')",
    "on({}, () => {})()",
    "feed()",
    "feed({ text: '{}' })",
    "feed(new Uint8Array(9))",
    "conversation.say(Object.create(null))",
    "conversation.say(Symbol('x'))",
]
HARMLESS = [
    "accept()",
    "accept({ isTrusted: true, type: 'click' })",
    "decline(null)",
    "conversation.open(null)",
    "conversation.open({ skillId: Object.create(null) })",
    "stop.call(undefined, 1, 2)",
]


def test_misuse_of_the_api(world: World, standin: StandIn) -> None:
    """A wrong call is told in words, and never thrown into the page's scripts."""
    visitor = world.visitor()
    visitor.start()
    for call in MISUSE:
        before = len(visitor.details("error"))
        visitor.page.evaluate(f"() => {{ tagalong.{call}; }}")
        assert visitor.wait_for("error", before + 1)["code"] == "bad-setting", call
        assert "takes" in visitor.details("error")[-1]["words"]
    told = len(visitor.details("error"))
    for call in HARMLESS:
        visitor.page.evaluate(f"() => {{ tagalong.{call}; }}")
    visitor.wait_for("stopped")
    assert len(visitor.details("error")) == told
    assert standin.get("published") == []


def test_a_page_that_feeds_too_much(world: World) -> None:
    """Frames beyond all bounds are dropped and told once; what comes after is read."""
    visitor = world.visitor({"transport": "host", "start": "auto"})
    visitor.start(connected=False)
    visitor.wait_for_loader()
    visitor.page.evaluate(
        """() => { const long = "x".repeat(7_000_000);
          for (let sent = 0; sent < 50; sent++) tagalong.feed(long);
          tagalong.feed("x".repeat(9_000_000)); }"""
    )
    assert visitor.wait_for("error")["code"] == "too-many"
    frame = json.dumps(golden("d1"))
    visitor.wait_for("ready")
    visitor.wait_until(
        lambda: (
            bool(visitor.page.evaluate("(text) => tagalong.feed(text)", frame))
            or bool(visitor.details("offered"))
        ),
        "an invitation among what comes after",
    )
    assert len(visitor.details("error")) == 1


def test_a_worker_that_is_gone(world: World, standin: StandIn) -> None:
    """A worker that answers no more is told, its banner goes; start() asks, and offers no more."""
    visitor = world.chatting()
    standin.invite()
    visitor.wait_for("offered")
    visitor.page.workers[-1].evaluate("() => self.close()")
    visitor.page.evaluate("() => tagalong.conversation.say('Is anybody there?')")
    error = visitor.wait_for("error")
    assert (error["code"], visitor.banner) == ("boot", None)
    assert "does not answer" in error["words"]
    assert visitor.page.evaluate("() => tagalong.state.connection") == "stopped"
    visitor.page.evaluate("() => tagalong.start()")
    visitor.wait_for("connected", 2)
    visitor.press("Accept")
    visitor.wait_for("active")
    assert [name for name, _ in visitor.published] == ["cobrowseOffered", "cobrowseAccepted"]


def secrets_of(visitor: Visitor, standin: StandIn) -> list[str]:
    """Return all that must not be told: tokens, and who the visitor is to LivePerson."""
    kept = visitor.page.evaluate("() => sessionStorage.getItem('tagalong:token')")
    tokens = [value for value in json.loads(kept or "{}").values() if value.startswith("eyJ")]
    consumers = [one["consumerId"] for one in standin.get("state")["sockets"]]
    return tokens + consumers


@pytest.mark.parametrize("auth", ["brand", "anonymous"])
def test_nothing_secret_is_told(world: World, standin: StandIn, auth: str) -> None:
    """A full run with debugging on: no token, name or chat text in a log, an event or storage."""
    token = standin.post("tokens", consumerId="ann")["token"]
    brand = standin.brand_token("ann")
    before = supplying(token) + supplying(brand).replace("getToken", "getBrandToken")
    attributes = {"auth": auth, "debug": "on", "visitor-name": "Zelda Secretname"}
    visitor = world.visitor(attributes, before=before)
    logged: list[str] = []
    visitor.page.on("console", lambda message: logged.append(message.text))
    visitor.start()
    visitor.open_chat()
    visitor.page.evaluate("() => tagalong.conversation.say('my word is quartzzebra')")
    path = f"conversations/{standin.conversation()}"
    standin.post(f"{path}/messages", text="your word is opalwalrus")
    standin.invite()
    visitor.wait_for("offered")
    visitor.press("Accept")
    visitor.wait_for("active")
    known = secrets_of(visitor, standin)
    standin.post("sockets/close", code=4407, reason=f"Identity token is invalid {token[:90]}")
    visitor.wait_for("connected", 2)
    secrets = [*known, *secrets_of(visitor, standin), token, brand]
    secrets += ["Secretname", "quartzzebra", "opalwalrus"]
    events = json.dumps([one for one in visitor.events if one[0] != "message"])
    health = json.dumps(visitor.page.evaluate("() => tagalong.diagnose()"))
    stored = visitor.page.evaluate(
        """() => JSON.stringify([{...localStorage},
          Object.entries(sessionStorage).filter(([key]) => !/^(recorder|lp-)/.test(key))])"""
    )
    assert any("sent req InitConnection" in line for line in logged)
    assert sum(name == "message" for name, _ in visitor.events) >= 2
    assert "eyJ" not in events + health
    assert not [line for line in logged if "eyJ" in line]
    for secret in secrets:
        assert secret not in events
        assert secret not in health
        assert not [line for line in logged if secret in line]
        if secret.startswith("eyJ") and auth in ("anonymous", "signup"):
            continue  # kept where the contract says
        assert secret not in stored
    names = json.loads(stored)[1]
    allowed = {
        "tagalong:token",
        "tagalong:opened",
        "tagalong:record",
        "tagalong:snapshot",
        "tagalong:ssid",
        "tagalong:svid",
        "tagalong:untagged",
        "tagalong:went",
    }
    assert {key for key, _ in names} <= allowed
    assert "eyJ" not in json.dumps([pair for pair in names if pair[0] != "tagalong:token"])
