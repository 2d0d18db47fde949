"""The connection: discovery, identity, socket, subscription, and all that can go wrong."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from random import Random

import pytest
from pydantic import SecretStr

from app.core.connection import retry
from app.core.connection.connection import Connection
from app.core.connection.phase import LEADS_TO, NoSuchStepError, Phase
from app.core.connection.retry import ATTEMPTS, LONGEST_SECONDS, delays, spread
from app.core.engine import Engine
from app.core.page.effects import (
    AskToken,
    CloseSocket,
    OpenSocket,
    Remember,
    ReportState,
    SendFrame,
)
from app.core.page.events import (
    CameBack,
    FrameFed,
    HttpAnswered,
    HttpFailed,
    SocketClosed,
    SocketOpened,
    TokenSupplied,
    WentAway,
    WentOffline,
    Woken,
)
from tools.driven import HOSTS, READY_TAG, Bench, frame
from tools.stages import ROOT

SOCKET_URL = "wss://va.msg.liveperson.net/ws_api/account/12345678/messaging/consumer?v=3"


def test_the_whole_way_to_live() -> None:
    """Discovery, token, socket, InitConnection, its response, and only then the rest."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(200, HOSTS))
    assert bench.all(AskToken) == [AskToken("getToken")]
    bench.feed(TokenSupplied(token=SecretStr("secret-token")))
    assert bench.all(OpenSocket) == [OpenSocket(SOCKET_URL)]
    assert bench.sent() == []
    bench.feed(SocketOpened())
    assert bench.sent() == ["InitConnection"]
    sent = json.loads(bench.all(SendFrame)[0].text)
    golden = json.loads((ROOT / "tests/unit/init-connection.json").read_text())
    client, authentication = sent["headers"]
    assert [header["type"] for header in golden["headers"]] == [
        client["type"],
        authentication["type"],
    ]
    assert client["features"] == golden["headers"][0]["features"]
    assert (client["os"], client["browser"], client["deviceFamily"]) == (
        "LINUX",
        "Chrome",
        "DESKTOP",
    )
    assert authentication["jwt"] == "secret-token"
    bench.answer()
    assert bench.sent()[1:] == ["GetClock", "cqm.SubscribeExConversations"]
    bench.answer({"subscriptionId": "s"}, request="cqm.SubscribeExConversations")
    assert bench.names() == ["connected"]
    assert bench.connection == "connected"
    assert bench.all(Remember) == []


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (HttpAnswered(404, ""), "discovery"),
        (HttpAnswered(401, ""), "discovery"),
        (HttpAnswered(200, '{"baseURIs":[]}'), "discovery"),
        (HttpAnswered(200, HOSTS.replace("va.msg.liveperson.net", "evil.example")), "discovery"),
        (HttpAnswered(200, HOSTS.replace("va.msg.", "evil.example/")), "discovery"),
        (HttpAnswered(200, HOSTS.replace("va.msg.", "me@va.msg.")), "discovery"),
        (HttpAnswered(200, HOSTS.replace("va.msg.", "evil.example\\\\.")), "discovery"),
        (HttpAnswered(200, HOSTS.replace("va.msg.", "evil.example%2f.")), "discovery"),
        (HttpAnswered(200, HOSTS.replace("va.msg.", " va.msg.")), "discovery"),
        (HttpAnswered(200, HOSTS.replace("va.msg.liveperson.net", "a:b:c")), "discovery"),
        (HttpAnswered(200, HOSTS.replace("va.msg.liveperson.net", "")), "discovery"),
    ],
)
def test_a_discovery_that_says_no(answer: HttpAnswered, code: str) -> None:
    """A definite no, or a host that no token may go to, stops with one error."""
    bench = Bench()
    bench.start()
    bench.feed(answer)
    bench.feed(TokenSupplied(token=SecretStr("secret-token")))
    assert [detail["code"] for detail in bench.details("error")] == [code]
    assert bench.connection == "stopped"
    assert bench.engine.deadline is None
    assert bench.all(OpenSocket) == []


@pytest.mark.parametrize(
    "answer",
    [
        HttpFailed(),
        HttpAnswered(500, HOSTS),
        HttpAnswered(200, "<html>"),
        HttpAnswered(429, ""),
    ],
)
def test_a_discovery_that_is_ill(answer: HttpAnswered | HttpFailed) -> None:
    """No usable answer is told once and tried again, until it is well."""
    bench = Bench()
    bench.start()
    bench.feed(answer)
    assert bench.connection == "waiting"
    bench.sleep(5)
    bench.feed(HttpAnswered(503, ""))
    assert [detail["code"] for detail in bench.details("error")] == ["discovery"]
    bench.sleep(10)
    bench.feed(HttpAnswered(200, HOSTS))
    assert bench.all(AskToken) == [AskToken("getToken")]


@pytest.mark.parametrize("token", [None, SecretStr(""), SecretStr("x" * 20_000)])
def test_a_page_without_a_token(token: SecretStr | None) -> None:
    """Without a token of the page's nothing can be tried again."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(TokenSupplied(token=token))
    assert [detail["code"] for detail in bench.details("error")] == ["token-missing"]
    assert bench.connection == "stopped"


def test_a_stand_in_on_this_machine_is_spoken_to_in_the_clear() -> None:
    """With http: to a loopback CSDS the socket is ws:, to the same host only."""
    bench = Bench()
    bench.start(csds="http://localhost:8000", auth="signup")
    bench.feed(HttpAnswered(200, HOSTS.replace("va.msg.liveperson.net", "localhost:8000")))
    assert [detail["code"] for detail in bench.details("error")] == ["discovery"]
    local = json.dumps(
        {
            "baseURIs": [
                {"service": "idp", "baseURI": "localhost:8000"},
                {"service": "asyncMessagingEnt", "baseURI": "localhost:8000"},
            ]
        }
    )
    bench.start(csds="http://localhost:8000", auth="signup")
    bench.feed(HttpAnswered(200, local))
    bench.feed(HttpAnswered(200, '{"jwt":"t"}'))
    assert bench.all(OpenSocket)[0].url.startswith("ws://localhost:8000/ws_api/")


def test_a_drop_waits_and_subscribes_anew() -> None:
    """After a drop: a delay, then all from discovery to subscription, with the same token."""
    bench = Bench().live()
    bench.feed(SocketClosed(1006))
    assert bench.details("disconnected") == [{"code": 1006, "retryInMs": 5000}]
    assert bench.connection == "waiting"
    bench.feed(SocketClosed(1006))
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(SocketOpened())
    bench.sleep(5)
    bench.feed(HttpAnswered(200, HOSTS))
    bench.subscribed(frame("empty-snapshot"), bench.now)
    assert len(bench.all(AskToken)) == 1
    assert bench.names() == ["connected", "disconnected", "connected"]


def test_coming_back_connects_at_once() -> None:
    """Online, visible or restored: a running delay ends; a live connection is left alone."""
    bench = Bench().live()
    bench.feed(CameBack())
    assert len(bench.requests()) == 1
    bench.feed(SocketClosed(1001))
    bench.sleep(3)
    bench.feed(CameBack())
    assert len(bench.requests()) == 2


def test_a_page_that_is_left_and_comes_back() -> None:
    """Leaving closes the socket; coming back tells so, and connects at once, however soon."""
    bench = Bench().live()
    bench.feed(WentAway())
    assert bench.effects[-2:] == [CloseSocket(), ReportState("waiting", None)]
    bench.sleep(600)
    assert len(bench.requests()) == 1
    bench.feed(CameBack())
    assert len(bench.requests()) == 2
    assert bench.names() == ["connected", "disconnected"]


def test_coming_back_to_a_live_connection() -> None:
    """It is asked whether it lives, once, and given up where it does not answer."""
    bench = Bench().live()
    bench.heartbeats = False
    bench.sleep(5)
    bench.feed(CameBack())
    bench.feed(CameBack())
    assert bench.sent().count("GetClock") == 2
    bench.answer({"currentTime": round(bench.now * 1000)}, request="GetClock")
    bench.feed(CameBack())
    assert bench.sent().count("GetClock") == 2
    bench.sleep(4)
    bench.feed(CameBack())
    bench.sleep(10)
    assert bench.names()[-1] == "disconnected"


def test_a_machine_that_slept() -> None:
    """After hours of sleep the socket is not waited for: all is connected anew at once."""
    bench = Bench().live()
    bench.now += 7200
    bench.feed(Woken())
    assert bench.details("disconnected") == [{"code": 1006, "retryInMs": 0}]
    assert bench.all(CloseSocket) == [CloseSocket()]
    assert len(bench.requests()) == 2
    bench.feed(HttpFailed())
    assert bench.engine.deadline == bench.now + 5


def test_leaving_while_nothing_is_connected() -> None:
    """There is nothing to close on a page whose connection was refused."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(404, ""))
    bench.feed(WentAway())
    bench.feed(CameBack())
    assert bench.connection == "stopped"


def test_the_heartbeat_notices_a_half_open_socket() -> None:
    """Every 30 s GetClock is asked; 10 s without an answer is a drop."""
    bench = Bench().live()
    bench.heartbeats = False
    bench.sleep(30)
    assert bench.sent().count("GetClock") == 2
    bench.answer({"currentTime": round(bench.now * 1000)}, request="GetClock")
    bench.sleep(30)
    assert bench.sent().count("GetClock") == 3
    bench.sleep(10)
    assert bench.all(CloseSocket) == [CloseSocket()]
    assert bench.names()[-1] == "disconnected"


@pytest.mark.parametrize("request_name", ["InitConnection", "cqm.SubscribeExConversations"])
def test_a_refused_request_is_a_drop(request_name: str) -> None:
    """An InitConnection or subscription that fails closes the socket and waits."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(TokenSupplied(token=SecretStr("secret-token")))
    bench.feed(SocketOpened())
    bench.feed(SocketOpened())
    if request_name != "InitConnection":
        bench.answer()
    bench.answer(code=500, request=request_name)
    assert bench.connection == "waiting"
    assert bench.all(CloseSocket) == [CloseSocket()]


def test_an_ignored_request_is_a_drop() -> None:
    """Ten seconds without an answer to InitConnection, and the socket is given up."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(TokenSupplied(token=SecretStr("secret-token")))
    bench.feed(SocketOpened())
    bench.feed(Woken())
    bench.sleep(10)
    assert bench.connection == "waiting"


@pytest.mark.parametrize("how", ["4401", "4407", "401"])
def test_a_refused_token_is_renewed_then_given_up(how: str) -> None:
    """A refused token is replaced twice; a third refusal stops with an error."""
    bench = Bench()
    bench.start()
    for _ in range(3):
        bench.feed(HttpAnswered(200, HOSTS))
        bench.feed(TokenSupplied(token=SecretStr("secret-token")))
        bench.feed(SocketOpened())
        if how == "401":
            bench.answer(code=401)
        else:
            bench.feed(SocketClosed(int(how)))
    assert len(bench.all(AskToken)) == 3
    assert [detail["code"] for detail in bench.details("error")] == ["token-refused"]
    assert "secret-token" not in json.dumps(bench.details("error"))
    assert bench.connection == "stopped"


def test_a_connection_that_was_stable_has_all_its_tries_again() -> None:
    """After an answered heartbeat the delays start anew and renewals are forgiven."""
    bench = Bench().live()
    bench.heartbeats = False
    for _ in range(4):
        bench.feed(SocketClosed(1006))
        bench.sleep(20)
        bench.feed(HttpAnswered(200, HOSTS))
        bench.subscribed(frame("empty-snapshot"), bench.now)
        bench.sleep(30)
        bench.answer({"currentTime": "never"}, request="GetClock")
    assert {detail["retryInMs"] for detail in bench.details("disconnected")} == {5000}


def test_tries_come_to_an_end() -> None:
    """35 delays that grow, then an error; start() begins anew."""
    bench = Bench()
    bench.start()
    for _ in range(ATTEMPTS + 1):
        bench.feed(HttpFailed())
        bench.sleep(LONGEST_SECONDS * 1.2)
    assert [detail["code"] for detail in bench.details("error")] == ["discovery", "connection"]
    assert bench.connection == "stopped"
    bench.start()
    assert bench.connection == "connecting"


def test_drops_come_to_an_end_too() -> None:
    """A socket that never opens is tried as often, and then given up."""
    bench = Bench().live()
    for _ in range(ATTEMPTS + 1):
        bench.feed(SocketClosed(1006))
        bench.sleep(LONGEST_SECONDS * 1.2)
        bench.feed(HttpAnswered(200, HOSTS))
    assert len(bench.details("disconnected")) == ATTEMPTS
    assert [detail["code"] for detail in bench.details("error")] == ["connection"]


def test_delays_grow_within_bounds() -> None:
    """5 s, times 1.25 each, at most 2 minutes, spread by a fifth."""
    growing = list(delays())
    assert growing[0] == 5
    assert growing[1] == pytest.approx(6.25)
    assert growing[-1] == LONGEST_SECONDS
    assert len(growing) == ATTEMPTS
    assert spread(5, lambda: 0.5) == pytest.approx(5)
    assert spread(5, lambda: 0.0) == pytest.approx(4)
    assert spread(5, lambda: 0.999) == pytest.approx(6, abs=0.01)


def test_bad_settings_start_nothing() -> None:
    """A vital mistake is one error and no request; another only falls back."""
    bench = Bench()
    bench.start(auth="magic")
    assert bench.requests() == []
    assert [detail["code"] for detail in bench.details("error")] == ["bad-setting"]
    assert bench.connection == "stopped"
    assert bench.feed(Woken()) == []
    assert bench.engine.deadline is None
    bench.start(position="middle")
    assert len(bench.details("error")) == 2
    assert len(bench.requests()) == 1


def test_start_twice() -> None:
    """A second start changes nothing."""
    bench = Bench().live()
    assert bench.start() == []


def test_start_after_a_refusal_keeps_what_was_offered() -> None:
    """A new start connects anew; what this page has offered is not offered again."""
    bench = Bench().offered().accepted()
    bench.receive(frame("accepted"))
    for _ in range(3):
        bench.feed(SocketClosed(4401))
        bench.feed(HttpAnswered(200, HOSTS))
        bench.feed(TokenSupplied(token=SecretStr("stale")))
    assert bench.connection == "stopped"
    bench.start()
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(TokenSupplied(token=SecretStr("fresh")))
    bench.subscribed(frame("invited"), bench.now)
    assert bench.connection == "connected"
    assert bench.published() == ["cobrowseOffered", "cobrowseAccepted"]
    assert bench.banner
    assert bench.banner.state == "active"
    bench.feed(SocketClosed(4401))
    assert bench.start(auth="magic") == []


def test_a_page_that_never_gives_its_token() -> None:
    """After 30 s a getToken that hangs counts as one that gave nothing."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(200, HOSTS))
    bench.sleep(30)
    assert [detail["code"] for detail in bench.details("error")] == ["token-missing"]


def test_waking_while_the_page_looks_for_its_token() -> None:
    """An invitation's alarm does not disturb who waits for a token."""
    bench = Bench().offered()
    bench.feed(SocketClosed(4401))
    bench.feed(HttpAnswered(200, HOSTS))
    asked = len(bench.all(AskToken))
    bench.feed(Woken())
    bench.sleep(20)
    assert len(bench.all(AskToken)) == asked
    bench.feed(TokenSupplied(token=SecretStr("fresh")))
    assert len(bench.all(OpenSocket)) == 2


@pytest.mark.parametrize("time", [1e300, -1e300, 0])
def test_a_clock_that_is_none(time: float) -> None:
    """A time decades away is nobody's clock."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(TokenSupplied(token=SecretStr("t")))
    bench.feed(SocketOpened())
    bench.answer()
    bench.answer({"currentTime": time}, request="GetClock")
    bench.answer({"subscriptionId": "s"}, request="cqm.SubscribeExConversations")
    bench.receive(frame("invited"))
    bench.feed(READY_TAG)
    assert bench.names() == ["connected", "invited"]
    assert bench.state.invitation


def test_one_unreadable_service_is_left_out() -> None:
    """Other entries of the discovery are still good."""
    bench = Bench()
    bench.start()
    bench.feed(HttpAnswered(200, HOSTS.replace("[", '[{"service":"x","baseURI":null},')))
    assert bench.all(AskToken) == [AskToken("getToken")]


def test_coming_back_again_and_again() -> None:
    """Tries on coming back are paced, and do not use up those of the back-off."""
    bench = Bench().live()
    bench.feed(SocketClosed(1006))
    bench.feed(CameBack())
    assert bench.connection == "waiting"
    for _ in range(2 * ATTEMPTS):
        bench.sleep(3)
        bench.feed(CameBack())
        bench.feed(HttpFailed())
    assert bench.connection == "waiting"
    assert len(bench.details("error")) == 1


def test_a_hint_that_comes_too_soon_is_not_lost() -> None:
    """Online right after a drop, or during a try that fails: the next try follows soon."""
    bench = Bench().live()
    bench.feed(SocketClosed(1006))
    bench.feed(CameBack())
    bench.sleep(3)
    assert len(bench.requests()) == 2
    bench.feed(CameBack())
    bench.feed(HttpFailed())
    bench.sleep(3)
    assert len(bench.requests()) == 3
    bench.feed(HttpFailed())
    bench.sleep(3)
    assert len(bench.requests()) == 3
    bench.sleep(3)
    assert len(bench.requests()) == 4


def test_tries_without_a_network_are_not_counted() -> None:
    """A tab on a train does not use its tries up: online again it goes on at once."""
    bench = Bench().live()
    bench.feed(SocketClosed(1006))
    bench.feed(WentOffline())
    for _ in range(100):
        assert bench.engine.deadline is not None
        bench.now = bench.engine.deadline
        bench.feed(Woken())
        bench.feed(HttpFailed())
    assert {one["code"] for one in bench.details("error")} == {"discovery"}
    bench.sleep(5)
    bench.feed(CameBack())
    bench.feed(HttpAnswered(200, HOSTS))
    bench.subscribed(frame("empty-snapshot"), bench.now)
    assert bench.names().count("connected") == 2


def test_a_page_that_was_left_while_liveperson_is_busy_comes_back() -> None:
    """After 429 a page that went away and came back waits its delay anew, and then connects."""
    bench = Bench()
    bench.start(auth="signup")
    bench.feed(HttpAnswered(429, ""))
    bench.feed(WentAway())
    bench.sleep(60)
    asked = len(bench.requests())
    bench.feed(CameBack())
    assert bench.connection == "waiting"
    assert len(bench.requests()) == asked
    bench.sleep(8)
    assert len(bench.requests()) == asked + 1


def test_a_hint_does_not_hurry_where_liveperson_is_busy() -> None:
    """After 429 the delay is waited for, whoever comes back meanwhile."""
    bench = Bench()
    bench.start()
    bench.feed(CameBack())
    bench.feed(HttpAnswered(429, ""))
    for _ in range(4):
        bench.sleep(1)
        bench.feed(CameBack())
    assert len(bench.requests()) == 1
    bench.sleep(1)
    assert len(bench.requests()) == 2
    refused = Bench()
    refused.start()
    refused.feed(HttpAnswered(200, HOSTS))
    refused.feed(TokenSupplied(token=SecretStr("secret-token")))
    refused.feed(SocketOpened())
    refused.answer(code=429)
    refused.sleep(4)
    refused.feed(CameBack())
    assert refused.state.connection == "waiting"


def test_a_hint_does_not_lengthen_a_delay() -> None:
    """What would be tried sooner is tried as soon as it would have been."""
    bench = Bench()
    bench.engine = Engine(lambda: 0.0)
    bench.live()
    bench.feed(SocketClosed(1006))
    bench.sleep(2)
    bench.feed(CameBack())
    assert bench.engine.deadline == bench.now + 1


def test_coming_back_does_not_make_a_connection_stable() -> None:
    """A token that is refused again and again is given up, however often the page is looked at."""
    bench = Bench().live()
    bench.heartbeats = False
    for _ in range(3):
        bench.sleep(4)
        bench.feed(CameBack())
        bench.answer({"currentTime": round(bench.now * 1000)}, request="GetClock")
        bench.feed(SocketClosed(4401))
        if bench.connection == "stopped":
            break
        bench.feed(HttpAnswered(200, HOSTS))
        bench.feed(TokenSupplied(token=SecretStr("secret-token")))
        bench.subscribed(frame("empty-snapshot"), bench.now)
    assert bench.connection == "stopped"


def test_host_transport_opens_nothing() -> None:
    """With transport=host the page's own frames are read and no socket is opened."""
    bench = Bench()
    bench.start(transport="host")
    assert bench.requests() == []
    assert bench.connection == "connected"
    bench.feed(FrameFed(text=json.dumps(frame("invited"))))
    assert bench.names() == ["invited"]
    own = Bench().live()
    own.feed(FrameFed(text=json.dumps(frame("invited"))))
    assert own.names() == ["connected"]


def walk(random: Random, seen: set[tuple[Phase, Phase]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Have one page's connection meet whatever may befall it, in any order."""
    enter = Connection._enter  # noqa: SLF001 - the one place where a phase begins

    def noted(self: Connection, phase: Phase, now: float, patience: float | None) -> None:
        seen.add((self.phase, phase))
        enter(self, phase, now, patience)

    monkeypatch.setattr(Connection, "_enter", noted)
    monkeypatch.setattr(retry, "ATTEMPTS", 3)
    bench = Bench()
    bench.start()
    token = f"{encoded({})}.{encoded({'exp': bench.now + random.choice([20, 60, 4000])})}.s"
    for _ in range(50):
        befalls: list[Callable[[], object]] = [
            lambda: bench.feed(HttpAnswered(200, HOSTS)),
            lambda: bench.feed(HttpAnswered(random.choice([404, 429, 503]), "")),
            lambda: bench.feed(HttpFailed()),
            lambda: bench.feed(TokenSupplied(token=SecretStr(token))),
            lambda: bench.feed(TokenSupplied(token=SecretStr("another"))),
            lambda: bench.feed(TokenSupplied()),
            lambda: bench.feed(SocketOpened()),
            lambda: bench.feed(SocketClosed(random.choice([1000, 1006, 4401, 4407]))),
            lambda: bench.feed(WentAway()),
            lambda: bench.feed(CameBack()),
            lambda: bench.sleep(random.choice([1, 12, 60, 400])),
            lambda: answer(bench, random.choice([200, 200, 200, 401, 429, 500])),
            lambda: forward(bench, random.randrange(1, 6)),
            lambda: forward(bench, random.randrange(1, 6)),
            lambda: forward(bench, random.randrange(1, 6)),
            bench.start,
        ]
        random.choice(befalls)()


def answer(bench: Bench, code: int) -> None:
    """Answer the last request, whichever it was."""
    sent = bench.sent()
    if sent:
        bench.answer(code=code, request=sent[-1])


def forward(bench: Bench, steps: int) -> None:
    """Give the connection what it waits for, from discovery on."""
    for event in (HttpAnswered(200, HOSTS), TokenSupplied(token=SecretStr("t")), SocketOpened()):
        bench.feed(event)
        steps -= 1
        if not steps:
            return
    for request in ("InitConnection", "cqm.SubscribeExConversations")[:steps]:
        if request in bench.sent():
            bench.answer(request=request)


def encoded(part: dict[str, float]) -> str:
    """Return a part of a token."""
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def test_the_table_of_phases(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says where a connection may go, no more and no less."""
    seen: set[tuple[Phase, Phase]] = set()
    random = Random(11)  # noqa: S311 - no secret
    for _ in range(2500):
        with monkeypatch.context() as patched:
            walk(random, seen, patched)
    assert seen == {(before, after) for before in Phase for after in LEADS_TO[before]}


def test_what_the_table_of_phases_does_not_have() -> None:
    """A connection that would leap over a phase fails loudly, and stays where it is."""
    bench = Bench()
    bench.start()
    visit = bench.engine._visit  # noqa: SLF001
    assert visit
    with pytest.raises(NoSuchStepError, match="identifying does not lead to live"):
        visit.connection._enter(Phase.LIVE, bench.now, None)  # noqa: SLF001
    assert visit.connection.phase is Phase.IDENTIFYING
