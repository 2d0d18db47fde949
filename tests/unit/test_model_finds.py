"""The model itself: each fault that it is meant to find is put back, and found."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from app.core.connection import phase
from app.core.connection.connection import Connection
from app.core.invitation import dialogs
from app.core.invitation.dialogs import Dialogs
from app.core.invitation.invitations import Invitations
from app.core.invitation.prompt import Prompt
from app.core.invitation.table import Step, Timer
from app.core.liveperson.frames import Change
from app.core.page.effects import Report
from tests.unit.machines.connections import Connections
from tests.unit.machines.visits import Visits

come_back = Connection._come_back  # noqa: SLF001 - a fault is put back where it was
due = Prompt._due  # noqa: SLF001
answer = Connection.answer
is_back = Connection.come_back


def left_while_busy(self: Connection, now: float) -> Any:
    """After a 429 a page that was left never connects again."""
    left = self.phase is phase.Phase.AWAY and self._retry.busy
    return [] if left else come_back(self, now)


def any_notice(self: Invitations) -> Prompt | None:
    """A later notice covers the page that is shared."""
    shown = [one for one in reversed(self._prompts.values()) if one.shown]
    return max(shown, key=lambda one: (one.stands, one.offered_at or 0), default=None)


def expire_at_once(self: Prompt, timer: Timer, now: float) -> Any:
    """A press in the last moment is thrown away."""
    if timer is Timer.EXPIRE:
        return self._settle(Step.EXPIRE, now)
    return due(self, timer, now)


def nothing_gives_way(_self: Prompt, _now: float) -> Any:
    """Two dialogs of one service are both asked about."""
    return []


def never_revived(self: Connection, now: float) -> Any:
    """A connection that has used up its tries stays stopped, though the page is looked at."""
    self._gave_up = False
    return come_back(self, now)


def late_token_lost(self: Connection, event: Any, now: float) -> Any:
    """A token that comes too late for who asked is thrown away, and the page is asked again."""
    effects = answer(self, event, now)
    self._late = None
    return effects


def left_untold(self: Connection, stored: Any, now: float) -> Any:
    """A page that was left while it was connected tells nobody that it was disconnected."""
    return [one for one in is_back(self, stored, now) if not isinstance(one, Report)]


def oldest_first(self: Invitations) -> Prompt | None:
    """Of two that are offered at once the older is asked about."""
    shown = [one for one in self._prompts.values() if one.shown]
    return max(
        shown,
        key=lambda one: (one.stands, one.active_at is not None, one.offered_at or 0),
        default=None,
    )


def none_unlisted(_self: Dialogs, _change: Change) -> Any:
    """What LivePerson lists no more is shared for ever."""
    return ()


def unconfirmed(_self: Prompt, _now: float) -> None:
    """What cannot be heard is taken for what was not confirmed."""


FAULTS: dict[str, tuple[object, str, object]] = {
    "a page that was left while LivePerson is busy": (Connection, "_come_back", left_while_busy),
    "a notice over what is shared": (Invitations, "shown", any_notice),
    "the older of two questions": (Invitations, "shown", oldest_first),
    "what is listed no more": (Dialogs, "_unlisted", none_unlisted),
    "a confirmation that could not be heard": (Prompt, "disconnected", unconfirmed),
    "an older state that comes late": (dialogs, "MOVED", dialogs.PROGRESS),
    "a press in the last moment": (Prompt, "_due", expire_at_once),
    "two questions about one service": (Prompt, "give_way", nothing_gives_way),
    "a question about what is shared": (Prompt, "taken", property(lambda _self: False)),
}


FAULTS_OF_CONNECTING: dict[str, tuple[type, str, object]] = {
    "a page that was out of reach for hours": (Connection, "_come_back", never_revived),
    "a page that is slow with its token": (Connection, "answer", late_token_lost),
    "a page that was left while it was connected": (Connection, "come_back", left_untold),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_model_finds(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the fault put back, some order of events breaks a rule."""
    monkeypatch.setattr(*FAULTS[fault])
    find(Visits)


@pytest.mark.parametrize("fault", FAULTS_OF_CONNECTING)
def test_the_moods_find(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the fault put back, some moods of the network leave a page unconnected, or mistold."""
    monkeypatch.setattr(*FAULTS_OF_CONNECTING[fault])
    find(Connections)


def find(machine: type[RuleBasedStateMachine]) -> None:
    """Expect a machine to break one of its rules, within a bound."""
    budget = settings(
        max_examples=600,
        stateful_step_count=40,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine, settings=budget)
