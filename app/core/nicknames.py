"""What agents are called: each is looked up once, as soon as a conversation names them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.core.liveperson import profile
from app.core.page.effects import LookUp
from app.core.page.events import LookedUp

# A visit meets few; whoever is named beyond stays without a name.
MOST_AGENTS = 20


class Nicknames:
    """The nicknames of agents, by the ids that LivePerson's conversations have."""

    def __init__(self) -> None:
        self._wanted: set[str] = set()
        self._known: dict[str, str] = {}

    def of(self, agent_id: str) -> str | None:
        """Return what an agent is called, None where that is not known."""
        return self._known.get(agent_id)

    def look_up(self, agents: Iterable[str], url: Callable[[str], str | None]) -> list[LookUp]:
        """Look up those who are new; `url` returns a path's address, None for none."""
        effects: list[LookUp] = []
        for agent_id in agents:
            if agent_id in self._wanted or len(self._wanted) >= MOST_AGENTS:
                continue
            address = url(agent_id)
            if address:
                self._wanted.add(agent_id)
                effects.append(LookUp(agent_id, address))
        return effects

    def looked_up(self, event: LookedUp) -> None:
        """Take an answer."""
        called = profile.nickname(event.text)
        if called and event.agent_id in self._wanted:
            self._known[event.agent_id] = called
