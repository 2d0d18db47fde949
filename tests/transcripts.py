"""Stories told to the engine with golden frames, and everything that it did, as text.

Pure Python: the same stories are replayed in CPython and in Pyodide, and the
effects must be the same to the letter.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass

from app.core.events import SocketClosed
from tests.unit.harness import READY_TAG, Bench, frame, invitation


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


TRANSCRIPTS: dict[str, Callable[[Bench], None]] = {
    "accepted": _accepted,
    "declined": _declined,
    "cancelled": _cancelled,
    "expired": _expired,
    "unheard": _unheard,
    "dropped": _dropped,
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
