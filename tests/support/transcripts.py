"""Stories told to the engine with golden frames, and everything that it did, as text.

Pure Python: the same stories are replayed in CPython and in Pyodide, and the
effects must be the same to the letter.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass

from app.core.page.events import CameBack, HttpAnswered, SocketClosed, WentAway
from tools.driven import HOSTS, READY_TAG, Bench, frame, invitation


def _accepted(bench: Bench) -> None:
    bench.offered().accepted()
    for name in ("accepted", "joined", "closed-as-documented"):
        bench.receive(frame(name))


def _declined(bench: Bench) -> None:
    bench.offered(frame("bare-elements"))
    bench.press("decline")
    bench.decide("declined")
    bench.heard()
    bench.receive(frame("cancelled"))
    bench.sleep(5)


def _cancelled(bench: Bench) -> None:
    bench.offered(frame("legacy-shape"), agentId="numeric")
    bench.sleep(30)
    bench.receive(frame("cancelled"))


def _expired(bench: Bench) -> None:
    bench.offered(visitorName="Zoë 🌿")
    bench.sleep(120)


def _unheard(bench: Bench) -> None:
    bench.offered()
    bench.press("accept")
    bench.decide("accepted")
    for delay in (1, 2, 4, 0):
        bench.heard(heard=False)
        bench.sleep(delay)


def _dropped(bench: Bench) -> None:
    bench.live()
    bench.receive(frame("video-call"))
    bench.receive(frame("invited"))
    bench.receive(invitation("another", mode="view", expires="soon"))
    bench.feed(SocketClosed(1006))
    bench.feed(READY_TAG)
    bench.receive('{"kind":"notification","body":{"changes":NaN}}')
    bench.sleep(200)


def _renewed(bench: Bench) -> None:
    """An anonymous visitor whose token is renewed while an invitation stands, then refused."""
    bench.start(auth="anonymous", connector="7")
    bench.feed(HttpAnswered(200, HOSTS))
    for token in ("external", _lapsing(bench.now + 50)):
        bench.feed(HttpAnswered(200, json.dumps({"token": token})))
    bench.subscribed(frame("invited"), bench.now)
    bench.feed(READY_TAG)
    bench.heard()
    bench.sleep(40)
    for body in (HOSTS, '{"token":"external 2"}', '{"token":"fresh"}'):
        bench.feed(HttpAnswered(200, body))
    bench.subscribed(frame("invited"), bench.now)
    bench.feed(SocketClosed(4407, "Identity token is invalid"))
    bench.feed(HttpAnswered(200, HOSTS))
    bench.feed(HttpAnswered(401, '{"internalErrorCode":2005}'))


def _lapsing(exp: float) -> str:
    claims = base64.urlsafe_b64encode(json.dumps({"exp": exp}).encode()).decode()
    return f"head.{claims.rstrip('=')}.signature"


def _ended_unseen(bench: Bench) -> None:
    """A conversation that ended while nobody was connected; the agent had handed over before."""
    bench.offered()
    bench.feed(SocketClosed(1006))
    bench.feed(WentAway())
    bench.feed(CameBack())
    bench.feed(HttpAnswered(200, HOSTS))
    bench.subscribed(frame("empty-snapshot"), bench.now)
    bench.sleep(4)


def _flooded(bench: Bench) -> None:
    bench.live()
    for number in range(40):
        bench.receive(invitation(f"flood-{number}"))
    bench.receive("[" * 5_000)
    bench.feed(READY_TAG)
    bench.sleep(70)


TRANSCRIPTS: dict[str, Callable[[Bench], None]] = {
    "accepted": _accepted,
    "declined": _declined,
    "cancelled": _cancelled,
    "expired": _expired,
    "unheard": _unheard,
    "dropped": _dropped,
    "renewed": _renewed,
    "ended unseen": _ended_unseen,
    "flooded": _flooded,
}


def replay() -> dict[str, str]:
    """Return, for each story, all effects as one JSON text."""
    told = {}
    for name, story in TRANSCRIPTS.items():
        bench = Bench()
        story(bench)
        told[name] = json.dumps([_plain(effect) for effect in bench.effects], sort_keys=True)
    return told


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        body = {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
        return {type(value).__name__: body}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, dict | str | int | float | bool | None) else str(value)
