"""The switches that are other names of faults: what each value of theirs means."""

from __future__ import annotations

from collections.abc import Callable

from simulator.faults.delay import Delay
from simulator.faults.down import Down
from simulator.faults.duplicate import Duplicate
from simulator.faults.fault import INTRODUCTION, OTHERS, Fault, Service
from simulator.faults.garble import Garble
from simulator.faults.hang import Hang
from simulator.faults.identity_refused import IdentityRefused
from simulator.faults.ignore import Ignore
from simulator.faults.misdirect import Misdirect
from simulator.faults.portal import Portal
from simulator.faults.refuse import Refuse
from simulator.faults.reorder import Reorder
from simulator.faults.slow import Slow
from simulator.faults.timeless import Timeless
from simulator.faults.unlisted import Unlisted
from simulator.switches import Switches

# A switch of the simulator's first days concerns consumers alone.
ON = "consumers"


def _health(service: Service, health: str) -> Fault | None:
    match health:
        case "ok" | "foreign-host" | "missing":
            return None
        case "silent":
            return Hang(service=service)
        case "rubbish":
            return Portal(service=service)
    return Down(service=service, status=int(health))


def _notifications(switches: Switches) -> Fault | None:
    match switches.notifications:
        case "duplicated":
            return Duplicate(on=ON, frames="notifications")
        case "reordered":
            return Reorder(on=ON, frames="changes", ms=switches.delay)
        case "delayed":
            return Delay(on=ON, frames="notifications", ms=switches.delay)
        case "garbled":
            return Garble(on=ON, frames="notifications")
    return None


def _requests(which: str, health: str) -> Fault | None:
    match health:
        case "ok":
            return None
        case "silent" | "ignored":
            return Ignore(on=ON, requests=which)
        case "missing-time":
            return Timeless(on=ON)
    return Refuse(on=ON, requests=which, code=int(health))


def _identity_error(switches: Switches) -> Fault | None:
    if not switches.identity_error:
        return None
    return IdentityRefused(code=switches.identity_error, status=switches.identity_error_status)


def _slow(service: Service, ms: int) -> Fault | None:
    return Slow(service=service, ms=ms) if ms else None


# By switch. A request meets them in this order.
MEANT: dict[str, Callable[[Switches], Fault | None]] = {
    "discovery": lambda of: (
        Misdirect() if of.discovery == "foreign-host" else _health("discovery", of.discovery)
    ),
    "identity": lambda of: _health("identity", of.identity),
    "identity_delay": lambda of: _slow("identity", of.identity_delay),
    "identity_error": _identity_error,
    "connectors": lambda of: (
        Unlisted() if of.connectors == "missing" else _health("connectors", of.connectors)
    ),
    "messaging": lambda of: _health("messaging", of.messaging),
    "tag_delay": lambda of: _slow("tag", of.tag_delay),
    "initialise": lambda of: _requests(INTRODUCTION, of.initialise),
    "requests": lambda of: _requests(OTHERS, of.requests),
    "clock": lambda of: _requests("GetClock", of.clock),
    "notifications": _notifications,
}


def meant(switches: Switches) -> dict[str, Fault]:
    """Return the faults that the switches mean, by switch."""
    found = ((name, fault(switches)) for name, fault in MEANT.items())
    return {name: fault for name, fault in found if fault is not None}
