"""The stand-in, as far as those need it who steer it."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.cobrowse.invitations import CoBrowse
from simulator.faults.standing import Faults
from simulator.messaging.connections import Sessions
from simulator.state.world import World


@dataclass(frozen=True)
class Stage:
    """LivePerson's state, the faults that stand, who is connected, and its CoBrowse."""

    world: World
    faults: Faults
    sessions: Sessions
    cobrowse: CoBrowse
