"""The shell, with fakes that record."""

from __future__ import annotations

import json

from pydantic import SecretStr

from app.core.engine import Engine
from app.core.page.effects import Note, PageEffect, Request
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

    def now(self) -> float:
        return ARRIVAL

    def wake_at(self, deadline: float | None) -> None:
        self.alarms.append(deadline)

    def note(self, note: Note) -> None:
        self.log.append(f"note: {note.words}")


def session_of(fakes: Fakes) -> Session:
    """Return a session whose every port is `fakes`."""
    return Session(
        Engine(lambda: 0.5), page=fakes, socket=fakes, http=fakes, clock=fakes, console=fakes
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
        *("Report", "ReportState"),
    ]
    # The last alarm rang early, and was set again.
    assert fakes.alarms == [ARRIVAL, ARRIVAL + 30, ARRIVAL + 10, ARRIVAL + 30, ARRIVAL + 30]


def test_a_refused_connection_is_closed() -> None:
    """Closing is performed like any other effect."""
    fakes = Fakes()
    session = session_of(fakes)
    for event in (*CONNECTING, FrameReceived('{"kind":"resp","reqId":"1","code":500}')):
        session.feed(event)
    assert fakes.log[-3:] == ["close", "Report", "ReportState"]


def test_notes_go_to_the_console() -> None:
    """With debugging on, what is noted is printed."""
    fakes = Fakes()
    session = session_of(fakes)
    for event in (Started(configured={**CSDS, "debug": True}), *CONNECTING[1:]):
        session.feed(event)
    assert "note: sent req InitConnection" in fakes.log
