"""The faults that stand now, and what requests and connections meet of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from simulator.bounds import NotPossible
from simulator.faults.fault import (
    Answer,
    EndFault,
    Fault,
    FrameFault,
    RequestFault,
    ServiceFault,
)
from simulator.faults.frame import Connection, Way
from simulator.faults.switched import meant
from simulator.faults.tally import Standing
from simulator.state.world import World
from simulator.switches import Switches

MOST = 100
KINDS_OF_ON = ("consumer:", "agent:", "connection:")
GROUPS = ("all", "consumers", "agents")


class Faults:
    """The library at work in one stand-in."""

    def __init__(self, world: World, first: tuple[Fault, ...] = ()) -> None:
        self._world = world
        self._first = first
        self._added: dict[str, Standing] = {}
        self._meant: dict[str, Standing] = {}
        self._switches: Switches | None = None
        self._all: tuple[Standing, ...] = ()
        self._last = 0
        self.connections: set[Connection] = set()
        self.on_change: list[Callable[[], None]] = []
        self.reset()

    # --- which stand ----------------------------------------------------------

    def standing(self) -> tuple[Standing, ...]:
        """Return all that stand: those that the switches mean, then those that were added."""
        if self._switches is not self._world.switches:
            self._switches = self._world.switches
            before, self._meant = self._meant, {}
            for name, fault in meant(self._switches).items():
                same = before.get(name)
                kept = same is not None and same.fault == fault
                self._meant[name] = same if same and kept else Standing(f"switch {name}", fault)
            self._all = (*self._meant.values(), *self._added.values())
        return self._all

    def add(self, fault: Fault) -> Standing:
        """Let a fault stand from now on."""
        check_on(fault)
        if len(self._added) >= MOST:
            message = f"at most {MOST} faults stand at a time"
            raise NotPossible(message)
        self._last += 1
        made = Standing(f"{fault.name}-{self._last}", fault)
        self._added[made.id] = made
        self._changed()
        return made

    def remove(self, fault_id: str) -> None:
        """Let a fault end that was added."""
        if fault_id not in self._added:
            added = ", ".join(self._added) or "none"
            message = f"there is no fault {fault_id[:80]!r} that was added; there are {added}"
            raise NotPossible(message)
        del self._added[fault_id]
        self._changed()

    def end_all(self) -> None:
        """Let all end that were added."""
        self._added.clear()
        self._changed()

    def reset(self) -> None:
        """Let those stand that stood at first, anew, and no other."""
        self._last = 0
        self.end_all()
        for fault in self._first:
            self.add(fault)

    def _changed(self) -> None:
        self._switches = None
        self.standing()
        for listener in self.on_change:
            listener()

    def note(self, standing: Standing, way: Way | None, who: str) -> None:
        """Put a hit on the timeline."""
        told: dict[Way | None, Any] = {"to-client": "out", "from-client": "in"}
        self._world.timeline.add("fault", told.get(way, ""), standing.fault.spec, "", who=who)

    # --- what meets them --------------------------------------------------------

    def meant_by(self, on: str) -> list[Connection]:
        """Return the connections that `on` means, in the order in which they came."""
        _check(on)
        found = (one for one in self.connections if on in one.names)
        return sorted(found, key=lambda one: one.number)

    async def strike(self, fault: Fault) -> int:
        """Let a fault of connections happen once, to those that are there; return how many."""
        if not isinstance(fault, EndFault):
            message = f"{fault.name} does not happen at once: it meets what passes while it stands"
            raise NotPossible(message)
        check_on(fault)
        struck = self.meant_by(fault.on)
        await asyncio.gather(*(fault.strike(one) for one in struck))
        return len(struck)

    def answer(self, connection: Connection, request: str) -> tuple[Answer | None] | None:
        """Return what a request is answered (None: nothing at all), or None where all is well."""
        for one in self.standing():
            fault = one.fault
            if (
                isinstance(fault, RequestFault)
                and fault.on in connection.names
                and fault.concerns(request)
                and one.takes()
            ):
                self.note(one, "from-client", connection.who)
                return (fault.answer(),)
        return None

    async def meet(self, service: str) -> None:
        """Let a request to a service meet its faults; raises `web.HTTPException`."""
        for one in self.standing():
            fault = self._of_service(one, service, spoils=False)
            if fault:
                await fault.meet()

    def spoiled(self, service: str, answer: Any) -> Any:
        """Return what a service answers in place of `answer`."""
        for one in self.standing():
            fault = self._of_service(one, service, spoils=True)
            if fault:
                answer = fault.spoiled(answer)
        return answer

    def _of_service(self, one: Standing, service: str, *, spoils: bool) -> ServiceFault | None:
        """Return a standing fault where it hits a request to a service."""
        fault = one.fault
        if not (
            isinstance(fault, ServiceFault)
            and fault.spoils == spoils
            and fault.concerns(service)
            and one.takes()
        ):
            return None
        self.note(one, None, "")
        return fault


def check_on(fault: Fault) -> None:
    """Raise `NotPossible` where a fault's `on` can mean no connection."""
    if isinstance(fault, FrameFault | RequestFault):
        _check(fault.on)


def _check(on: str) -> None:
    if on not in GROUPS and not on.startswith(KINDS_OF_ON):
        message = f"on is one of {', '.join(GROUPS)}, consumer:ID, agent:NAME, connection:NUMBER"
        raise NotPossible(message)
