"""One invitation: what was asked, by whom, and how long it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from app.core.liveperson.frames import Dialog
from app.core.page.effects import Mode

SCREEN_MODES = get_args(Mode)
# From what shows least to what allows most.
WIDTH = {"follow": 0, "view": 1, "shared": 2}

SHORTEST_LIFE = 5.0
LONGEST_LIFE = 300.0
# Where it cannot be computed: LivePerson's documented two minutes.
DEFAULT_LIFE = 120.0
# A CLOSED this much before the deadline was the agent's doing, not time's.
EARLY_SECONDS = 3.0


def is_wider(mode: Mode, than: Mode) -> bool:
    """Return whether a mode lets the agent see or do more than another."""
    return WIDTH[mode] > WIDTH[than]


@dataclass(frozen=True, slots=True)
class Invitation:
    """What was asked, by whom, and until when (`deadline`, device time in seconds).

    `agent_id` is what the tag is given; `asked_by` the id that LivePerson's conversations have.
    """

    dialog_id: str
    conversation_id: str
    service_id: str
    mode: Mode
    agent_id: str
    deadline: float
    asked_by: str = ""


def life_seconds(dialog: Dialog) -> float:
    """Return how long an invitation stands, by the agent's own two times."""
    life = dialog.life_seconds
    if life is None or life <= 0:
        return DEFAULT_LIFE
    return min(max(life, SHORTEST_LIFE), LONGEST_LIFE)
