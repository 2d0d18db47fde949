"""The shell, with fakes that record."""

from __future__ import annotations

import json

import pytest
from pydantic import SecretStr

from app.core.engine import Engine
from app.core.page.effects import AskToken, LookUp, Note, PageEffect, Report, Request
from app.core.page.events import (
    Event,
    FrameReceived,
    HttpAnswered,
    HttpFailed,
    SocketOpened,
    Started,
    TokenSupplied,
    Woken,
)
from app.session import Session
from tools.driven import ARRIVAL, CSDS, HOSTS, frame


class Fakes:
    """All ports in one, recording what was asked of them."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.alarms: list[float | None] = []
        self.frames: list[str] = []
        self.time = ARRIVAL

    def perform(self, effect: PageEffect) -> None:
        self.log.append(type(effect).__name__)

    def open(self, url: str) -> None:
        self.log.append(f"open {url.partition('?')[0]}")

    def send(self, text: str) -> None:
        self.frames.append(text)
        self.log.append(f"send {json.loads(text)['type']}")

    def close(self) -> None:
        self.log.append("close")

    def request(self, request: Request) -> HttpAnswered | HttpFailed:
        self.log.append(f"{request.method}")
        return HttpAnswered(200, HOSTS)

    def look_up(self, wanted: LookUp) -> None:
        self.log.append(f"look up {wanted.agent_id}")

    def now(self) -> float:
        return self.time

    def wake_at(self, deadline: float | None) -> None:
        self.alarms.append(deadline)

    def note(self, note: Note) -> None:
        self.log.append(f"note: {note.words}")


def session_of(fakes: Fakes) -> Session:
    """Return a session whose every port is `fakes`."""
    return Session(
        Engine(lambda: 0.5),
        page=fakes,
        socket=fakes,
        http=fakes,
        clock=fakes,
        console=fakes,
    )


CONNECTING: list[Event] = [
    Started(configured=CSDS),
    Woken(),
    TokenSupplied(token=SecretStr("t")),
    SocketOpened(),
]


def test_effects_are_performed_in_order_and_one_alarm_is_kept() -> None:
    """Events fed from within come after the one before; the alarm moves only on change."""
    fakes = Fakes()
    session = session_of(fakes)
    for event in (
        *CONNECTING,
        FrameReceived('{"kind":"resp","reqId":"1","code":200}'),
        FrameReceived('{"kind":"resp","reqId":"3","code":200,"body":{"subscriptionId":"s"}}'),
        FrameReceived(json.dumps(frame("empty-snapshot"))),
        Woken(),
    ):
        session.feed(event)
    assert fakes.log == [
        *("ReportState", "GET", "AskToken"),
        "open wss://va.msg.liveperson.net/ws_api/account/12345678/messaging/consumer",
        *("send InitConnection", "send GetClock", "send cqm.SubscribeExConversations"),
        *("ReportState", "Report"),
    ]
    # The last alarm rang early, and was set again.
    assert fakes.alarms == [ARRIVAL, ARRIVAL + 30, ARRIVAL + 10, ARRIVAL + 30, ARRIVAL + 30]


def test_what_nobody_waits_for_is_looked_up() -> None:
    """The agent's name is asked for on the side."""
    fakes = Fakes()
    session = session_of(fakes)
    for event in (
        Started(configured={**CSDS, "agentName": "on"}),
        *CONNECTING[1:],
        FrameReceived('{"kind":"resp","reqId":"1","code":200}'),
        FrameReceived('{"kind":"resp","reqId":"3","code":200,"body":{"subscriptionId":"s"}}'),
        FrameReceived(json.dumps(frame("invited"))),
    ):
        session.feed(event)
    assert "look up 29c3019d-fe0b-5200-afe8-737abfeae4b4" in fakes.log


def test_a_refused_connection_is_closed() -> None:
    """Closing is performed like any other effect."""
    fakes = Fakes()
    session = session_of(fakes)
    for event in (*CONNECTING, FrameReceived('{"kind":"resp","reqId":"1","code":500}')):
        session.feed(event)
    assert fakes.log[-3:] == ["close", "ReportState", "Report"]


def test_notes_go_to_the_console() -> None:
    """With debugging on, what is noted is printed."""
    fakes = Fakes()
    session = session_of(fakes)
    for event in (Started(configured={**CSDS, "debug": True}), *CONNECTING[1:]):
        session.feed(event)
    assert "note: sent req InitConnection" in fakes.log


class Broken(Fakes):
    """Ports that fail wherever they can."""

    def perform(self, effect: PageEffect) -> None:
        super().perform(effect)
        self.reports = [*getattr(self, "reports", []), effect]
        if not isinstance(effect, AskToken):
            raise RuntimeError  # noqa: TRY004 - it is no matter of types

    def send(self, text: str) -> None:
        super().send(text)
        raise RuntimeError

    def request(self, request: Request) -> HttpAnswered | HttpFailed:
        if self.time == ARRIVAL:
            raise RuntimeError
        return super().request(request)


def test_a_port_that_fails_costs_nothing_else() -> None:
    """The page hears once of a mistake, the rest is done, and the alarm is always set again."""
    fakes = Broken()
    session = session_of(fakes)
    session.feed(Started(configured=CSDS))
    session.feed(Woken())
    assert fakes.alarms[-1] == ARRIVAL + 5
    told = [one for one in fakes.reports if isinstance(one, Report)]
    assert [one.detail["code"] for one in told] == ["boot", "discovery"]
    assert "RuntimeError" in str(told[0].detail["words"])
    fakes.time += 5
    session.feed(Woken())
    for event in (*CONNECTING[1:], FrameReceived('{"kind":"resp","reqId":"1","code":200}')):
        session.feed(event)
    assert [json.loads(one)["type"] for one in fakes.frames] == [
        *("InitConnection", "GetClock", "cqm.SubscribeExConversations"),
    ]
    again = [one.detail["code"] for one in fakes.reports if isinstance(one, Report) and one.detail]
    assert again == ["boot", "discovery"]


def test_an_engine_that_fails_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """An event that the engine cannot take is lost; the next one is not, nor is the alarm."""
    fakes = Fakes()
    engine = Engine(lambda: 0.5)
    session = Session(engine, page=fakes, socket=fakes, http=fakes, clock=fakes, console=fakes)
    handle = engine.handle
    monkeypatch.setattr(engine, "handle", dict[str, str]().__getitem__)
    session.feed(Started(configured=CSDS))
    assert fakes.log == ["Report"]
    monkeypatch.setattr(engine, "handle", handle)
    session.feed(Started(configured=CSDS))
    session.feed(Woken())
    assert fakes.log == ["Report", "ReportState", "GET", "AskToken"]
    assert fakes.alarms[-1] == ARRIVAL + 30
