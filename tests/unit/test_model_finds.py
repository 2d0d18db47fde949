"""The model itself: each fault that it is meant to find is put back, and found.

The names are those of the orders of events that were found first; `test_orders` has each as
a story.
"""

# ruff: noqa: SLF001 - a fault is put back where it was

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from app.core import conversation
from app.core.connection import phase
from app.core.connection.connection import Connection
from app.core.connection.host import Host
from app.core.conversation import Conversation
from app.core.invitation import dialogs, invitations
from app.core.invitation.dialogs import Dialogs
from app.core.invitation.invitations import Invitations
from app.core.invitation.prompt import Prompt
from app.core.invitation.table import State, Step, Timer
from app.core.liveperson import requests
from app.core.liveperson.delivery import Delivery
from app.core.liveperson.frames import Change, ConversationsChanged, Dialog
from app.core.page.effects import Mode, Report, SendFrame, WatchTag
from app.core.page.events import Pressed, Started
from app.core.page.settings import Settings
from app.core.visit import Visit
from tests.unit.machines.changing import Changing
from tests.unit.machines.chats import Chats
from tests.unit.machines.connections import Connections
from tests.unit.machines.fed import Fed
from tests.unit.machines.restarting import Restarting
from tests.unit.machines.visits import Visits

# Faults are put back where they were.
come_back = Connection._come_back
due = Prompt._due
answer = Connection.answer
is_back = Connection.come_back
asks_for = Prompt.asks_for
move = Prompt._move
press = Prompt.pressed
use = Visit.use
begin = Visit.__init__
receive_changes = Host.receive_changes
tell_end = Conversation._tell_end


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


def mode_unread(_self: Prompt, _mode: Mode, _now: float) -> bool:
    """What LivePerson asks for by now is not read."""
    return False


def mode_changed_in_silence(self: Prompt, mode: Mode, now: float) -> bool:
    """A press that was meant for less counts for more."""
    before = self._put_at
    changed = asks_for(self, mode, now)
    self._put_at = before
    return changed


def watched_until_offered(self: Invitations) -> Any:
    """LivePerson's own window is not looked for once the question is put."""
    wanted = any(one.wants_tag for one in self._prompts.values())
    if wanted == self._watching:
        return []
    self._watching = wanted
    return [WatchTag(wanted)]


def comes_back(self: Prompt, step: Step) -> bool:
    """A notice that the visitor has closed comes back as another one."""
    moved = move(self, step)
    self.dismissed = self.dismissed and not moved
    return moved


def refused_each(self: Prompt, event: Pressed, now: float) -> Any:
    """A second Close, or a late Decline, is told as an Accept that did not count."""
    stale = self.state not in (State.OFFERED, State.FAILED)
    return self._refuse("stale") if stale else press(self, event, now)


def first_named(_form: str, _service_id: str, dialog: Dialog, _all: object) -> str:
    """Who was only suggested is named as the agent."""
    return str(dialog.participants[0].id).rpartition(".")[2]


def first_words(self: Visit, chosen: Settings, event: Started, connection: Connection) -> None:
    """A second start's language and words are ignored."""
    before = self._texts
    use(self, chosen, event, connection)
    self._texts = before
    self.invitations.use(chosen, before)


def always_aged(self: Host, changed: ConversationsChanged, now: float) -> Delivery:
    """What the page's own client hands over is dated, live or not, by its conversation."""
    return replace(receive_changes(self, changed, now), aged=True)


def age_of_conversation(change: Change, _dialog: object, _now: float, arrived_ms: float) -> float:
    """A dialog is as old as its conversation."""
    return max(0.0, (arrived_ms - (change.updated_ms or arrived_ms)) / 1000)


def holds_one_all_the_same(
    self: Visit, chosen: Settings, event: Started, connection: Connection
) -> None:
    """A conversation of an earlier page is taken up on a socket that is not there."""
    begin(self, chosen, event, connection)
    self.conversation = Conversation(chosen, connection.next_id, wanted=event.opened)


def close_unsent(self: Conversation, now: float) -> Any:
    """What is closed without a connection stays open at LivePerson."""
    if self.id is None:
        return self._forget()
    return [SendFrame(requests.close_conversation(self._ask("close", now), self.id))]


def end_unseen_untold(self: Conversation, by: str | None) -> Any:
    """The page does not hear of an end that nobody saw."""
    return tell_end(self, by) if by else []


def asks_each_time(self: Visit, event: Pressed, now: float) -> Any:
    """Each press of "Ask again" is another message to the agent."""
    asks = event.action == "ask" and event.trusted
    return self.conversation.say("Invite me again.", now) if asks else []


NOTHING = property(lambda _self: False)
TRIED_WHATEVER = property(lambda self: self.state is State.FAILED)
FAULTS: dict[str, tuple[type[RuleBasedStateMachine], object, str, object]] = {
    "A1: left while LivePerson is busy": (Visits, Connection, "_come_back", left_while_busy),
    "A2: a notice over what is shared": (Visits, Invitations, "shown", any_notice),
    "A3: two questions about one service": (Visits, Prompt, "give_way", nothing_gives_way),
    "A3: a question about what is shared": (Visits, Prompt, "taken", NOTHING),
    "A4: a mode that is not read": (Changing, Prompt, "asks_for", mode_unread),
    "A4: a press for less": (Changing, Prompt, "asks_for", mode_changed_in_silence),
    "a Yes that was slow": (Changing, Prompt, "_asks_for_more", NOTHING),
    "A5: live, and dated": (Fed, Host, "receive_changes", always_aged),
    "A5: as old as its conversation": (Fed, dialogs, "_age", age_of_conversation),
    "A6: what is listed no more": (Visits, Dialogs, "_unlisted", none_unlisted),
    "A7: what could not be heard": (Visits, Prompt, "disconnected", unconfirmed),
    "A8: a window that comes late": (Changing, Invitations, "_watch_tag", watched_until_offered),
    "A9: a press in the last moment": (Visits, Prompt, "_due", expire_at_once),
    "A10: out of reach for hours": (Connections, Connection, "_come_back", never_revived),
    "A10: slow with its token": (Connections, Connection, "answer", late_token_lost),
    "A11: the older of two questions": (Visits, Invitations, "shown", oldest_first),
    "A12: closed while away": (Chats, Conversation, "close", close_unsent),
    "A12: lost without a word": (Chats, conversation, "LOST", ""),
    "an end that nobody saw": (Chats, Conversation, "_tell_end", end_unseen_untold),
    "A13: an answer that is owed": (Restarting, Invitations, "_given", lambda *_: None),
    "A14: a start in another language": (Restarting, Visit, "use", first_words),
    "A15: a conversation by the client": (Fed, Visit, "__init__", holds_one_all_the_same),
    "A16: an older state that comes late": (Visits, dialogs, "MOVED", dialogs.PROGRESS),
    "A17: a clock that is set": (Restarting, Prompt, "doubt", lambda *_: None),
    "A18: a press that is told": (Changing, Prompt, "pressed", refused_each),
    "A18: asked twice": (Chats, Visit, "_ask_again", asks_each_time),
    "A18: closed, and back": (Changing, Prompt, "_move", comes_back),
    "A18: connected, connected": (Connections, Connection, "come_back", left_untold),
    "A18: who was only suggested": (Changing, invitations, "agent_id", first_named),
    "A18: tried again, never offered": (Changing, Prompt, "can_try_again", TRIED_WHATEVER),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_model_finds(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the fault put back, some order of events breaks a rule."""
    machine, target, name, as_it_was = FAULTS[fault]
    monkeypatch.setattr(target, name, as_it_was)
    budget = settings(
        max_examples=1_000,
        stateful_step_count=40,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine, settings=budget)
