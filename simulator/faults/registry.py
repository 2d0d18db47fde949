"""All faults by name, and how one is made from words."""

from __future__ import annotations

from typing import Any

from simulator import choices
from simulator.faults.close import Close
from simulator.faults.close_4401 import Close4401
from simulator.faults.close_4407 import Close4407
from simulator.faults.delay import Delay
from simulator.faults.down import Down
from simulator.faults.drop import Drop
from simulator.faults.duplicate import Duplicate
from simulator.faults.fault import EndFault, Fault, FrameFault, RequestFault, ServiceFault
from simulator.faults.garble import Garble
from simulator.faults.half_open import HalfOpen
from simulator.faults.hang import Hang
from simulator.faults.identity_refused import IdentityRefused
from simulator.faults.ignore import Ignore
from simulator.faults.lose import Lose
from simulator.faults.misdirect import Misdirect
from simulator.faults.portal import Portal
from simulator.faults.refuse import Refuse
from simulator.faults.reorder import Reorder
from simulator.faults.slice import Slice
from simulator.faults.slow import Slow
from simulator.faults.stall import Stall
from simulator.faults.throttle import Throttle
from simulator.faults.timeless import Timeless
from simulator.faults.unlisted import Unlisted

LIBRARY: dict[str, type[Fault]] = {
    one.name: one
    for one in (
        *(Drop, HalfOpen, Close, Close4401, Close4407),
        *(Delay, Stall, Throttle, Duplicate, Reorder, Lose, Slice, Garble),
        *(Refuse, Ignore, Timeless),
        *(Down, Hang, Slow, Portal, Misdirect, Unlisted, IdentityRefused),
    )
}
# What all faults of a kind let be chosen, by what they meet.
FAMILIES: dict[str, type[Fault]] = {
    one.meets: one for one in (FrameFault, RequestFault, ServiceFault)
}


def made(name: object, wishes: dict[str, Any]) -> Fault:
    """Return the fault of that name; raises ValueError in words."""
    kind = LIBRARY.get(str(name))
    if kind is None:
        message = f"there is no fault {str(name)[:80]!r}; there are {', '.join(LIBRARY)}"
        raise ValueError(message)
    choices.check(kind, wishes, f"choice of {name}")
    return kind(**wishes)


def parsed(spec: str) -> Fault:
    """Return the fault that `NAME[,key=value…]` tells; raises ValueError in words."""
    name, *told = spec.split(",")
    kind = LIBRARY.get(name, Fault)
    wishes = {}
    for one in told:
        key, equals, text = one.partition("=")
        if not equals:
            message = f"{spec[:80]}: {one[:80]!r} is no key=value"
            raise ValueError(message)
        wishes[key] = choices.read(kind, key, text)
    return made(name, wishes)


def described() -> list[dict[str, Any]]:
    """Return each fault: name, what it does and meets, when unrealistic, and its choices.

    `strikes` tells whether it can happen once, at once.
    Of a choice `own` tells whether other faults of the kind have it not, or not so.
    """
    return [
        {
            "name": name,
            "meets": kind.meets,
            "does": kind.does,
            "unrealistic": kind.unrealistic,
            "strikes": issubclass(kind, EndFault),
            "choices": _choices(kind),
        }
        for name, kind in LIBRARY.items()
    ]


def shared(meets: str) -> list[dict[str, Any]]:
    """Return what all faults let be chosen that meet frames, requests, or services."""
    return [_without_now(one) for one in choices.described(FAMILIES[meets]())]


def _choices(kind: type[Fault]) -> list[dict[str, Any]]:
    family = shared(kind.meets)
    every = [_without_now(one) for one in choices.described(kind())]
    told = [{**one, "own": one not in family} for one in every]
    return sorted(told, key=lambda one: not one["own"])


def _without_now(choice: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in choice.items() if key != "now"}
