"""LivePerson's state, without a network: consumers' conversations, and what changes them.

Whoever wants to hear of changes adds a listener; it is called with the
conversation, after each change.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from simulator.bounds import NotPossible
from simulator.record.timeline import Timeline
from simulator.state.conversation import (
    AGENTS,
    LONGEST_EVENT,
    LONGEST_ID,
    LONGEST_SAID,
    Agent,
    Conversation,
    Dialog,
    Event,
    Message,
)
from simulator.state.features import Features
from simulator.switches import Switches

MODES = ("view", "follow", "shared", "VOICE_CALL", "VIDEO_CALL")
SCREEN_MODES = ("view", "follow", "shared")
# Beyond them the oldest are forgotten; those that are over first.
MOST_CONVERSATIONS = 5_000
MOST_CLOSED = 1_000
MOST_PROFILES = 5_000
LONGEST_LIFE = 3600


class World:
    """Everything that the stand-in knows, and what an agent can do to it."""

    def __init__(
        self,
        accounts: tuple[str, ...],
        switches: Switches,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.accounts = accounts
        self.switches = switches
        self.clock = clock
        self.timeline = Timeline(clock)
        self.features = Features()
        # Where clients find LivePerson, as the latest connection called it.
        self.home = ""
        self.conversations: dict[str, Conversation] = {}
        self._by_consumer: dict[tuple[str, str], list[Conversation]] = {}
        self._closed: dict[str, None] = {}
        self._by_dialog: dict[str, Conversation] = {}
        self._profiles: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self.on_change: list[Callable[[Conversation], None]] = []
        # Whether new conversations wait for an agent to take them.
        self.queueing = False
        # The accounts where an agent's program is online, for which they wait too.
        self.programs: set[str] = set()
        self.on_message: list[Callable[[Conversation, Message], None]] = []

    def now_ms(self) -> int:
        """Return LivePerson's time: epoch milliseconds, by its own clock."""
        return round(self.clock() * 1000) + self.switches.clock_offset

    # --- conversations --------------------------------------------------------

    def open_conversation(
        self, account: str, consumer_id: str, skill_id: str = "-1"
    ) -> Conversation:
        """Open a conversation; an agent takes it at once, or else it waits for one."""
        if max(len(consumer_id), len(skill_id)) > LONGEST_ID:
            message = f"an id has at most {LONGEST_ID} characters"
            raise NotPossible(message)
        if len(self.conversations) >= MOST_CONVERSATIONS:
            everyone = self._closed or self.conversations
            self._forget(self.conversations[next(iter(everyone))])
        now = self.now_ms()
        conversation = Conversation(account, consumer_id, now, skill_id=skill_id, updated_ms=now)
        conversation.waiting = self.queues(account)
        conversation.add_dialog(Dialog(conversation.id, "MAIN", "MESSAGING", now, now, []))
        conversation.seat()
        self.conversations[conversation.id] = conversation
        self._by_consumer.setdefault((account, consumer_id), []).append(conversation)
        self.changed(conversation)
        return conversation

    def queues(self, account: str) -> bool:
        """Whether conversations of `account` wait for an agent to take them."""
        return self.queueing or account in self.programs

    def find(self, conversation_id: object) -> Conversation:
        """Return a conversation, or raise `NotPossible`."""
        conversation = self.conversations.get(str(conversation_id))
        if conversation is None:
            message = f"there is no conversation {conversation_id}"
            raise NotPossible(message)
        return conversation

    def served(self, account: str, service_id: object) -> Conversation:
        """Return the conversation of a CoBrowse service id, or raise `NotPossible`.

        Consumer and conversation have both to be right: the id, untouched, is
        what joins the two sides.
        """
        conversation = self.find(str(service_id).partition("#")[2])
        if conversation.account != account or service_id != conversation.service_id:
            message = f"there is no CoBrowse service {service_id}"
            raise NotPossible(message)
        return conversation

    def of(self, account: str, consumer_id: str) -> list[Conversation]:
        """Return a consumer's conversations, the oldest first."""
        return list(self._by_consumer.get((account, consumer_id), ()))

    def profile(self, account: str, consumer_id: str) -> list[dict[str, Any]]:
        """Return the engagement attributes (SDEs) that a consumer has told of themselves."""
        return self._profiles.get((account, consumer_id), [])

    def set_profile(self, account: str, consumer_id: str, sdes: list[dict[str, Any]]) -> None:
        """Keep a consumer's engagement attributes."""
        self._profiles[account, consumer_id] = sdes
        if len(self._profiles) > MOST_PROFILES:
            del self._profiles[next(iter(self._profiles))]

    def transfer(self, conversation: Conversation) -> None:
        """Let another agent take over; an invitation that is open stays the first one's."""
        if conversation.stage != "OPEN":
            message = "the conversation is over"
            raise NotPossible(message)
        following = AGENTS.index(conversation.agent) + 1
        self.assign(conversation, AGENTS[following % len(AGENTS)])

    def assign(self, conversation: Conversation, agent: Agent) -> None:
        """Let an agent take a conversation."""
        conversation.agent, conversation.waiting, conversation.suggested = agent, False, None
        conversation.seat()
        self.changed(conversation, conversation.dialogs[0])

    def resolve(self, conversation: Conversation, by: str, cause: str | None = None) -> None:
        """End the main dialog, and with it the conversation where no survey follows."""
        consumer = (conversation.account, conversation.consumer_id)
        able = "MULTI_DIALOG" in (self.features.of(consumer) or ())
        if self.switches.surveys and able and conversation.dialogs[0].state == "OPEN":
            self.survey(conversation, by, cause)
        else:
            self.close_conversation(conversation, by, cause)

    def close_conversation(
        self, conversation: Conversation, by: str, cause: str | None = None
    ) -> None:
        """End a conversation and all its dialogs."""
        for dialog in conversation.dialogs:
            self._close_dialog(dialog, by, cause)
            if dialog.channel == "COBROWSE":
                dialog.metadata["sessionState"] = "CLOSED"
        conversation.stage = "CLOSE"
        conversation.close_reason = by
        self._closed[conversation.id] = None
        self.changed(conversation)
        if len(self._closed) > MOST_CLOSED:
            self._forget(self.conversations[next(iter(self._closed))])

    def say(
        self,
        conversation: Conversation,
        text: str,
        role: str = "ASSIGNED_AGENT",
        *,
        by: Agent | None = None,
        event: Event = None,
        dialog: Dialog | None = None,
    ) -> Message:
        """Add a message: `text`, or what `event` carries, by agent `by` where it matters.

        It is of `dialog`, where that is not the main one.
        """
        if len(text) > LONGEST_SAID or (event and len(json.dumps(event)) > LONGEST_EVENT):
            message = f"a text has at most {LONGEST_SAID} characters, an event {LONGEST_EVENT}"
            raise NotPossible(message)
        made = conversation.make_message(
            text, role, self.now_ms(), by=by, event=event, dialog=dialog
        )
        self._tell(conversation, conversation.add_message(made))
        return made

    def signal(
        self, conversation: Conversation, event: Event, role: str, by: Agent | None = None
    ) -> Message:
        """Pass on what is not kept: that somebody types, or has read something."""
        message = conversation.make_message("", role, self.now_ms(), by=by, event=event)
        self._tell(conversation, message)
        return message

    def _tell(self, conversation: Conversation, message: Message) -> None:
        for listener in self.on_message:
            listener(conversation, message)

    def forget_all(self) -> None:
        """Forget every conversation, profile and record."""
        for conversation in list(self.conversations.values()):
            self._forget(conversation)
        self._profiles.clear()
        self.features.forget_all()
        self.home = ""
        self.timeline.clear()

    # --- invitations ----------------------------------------------------------

    def invite(
        self,
        conversation: Conversation,
        mode: str,
        life_seconds: float,
        wishes: dict[str, Any] | None = None,
    ) -> Dialog:
        """Send a CoBrowse invitation, as the agent's workspace does: by the agent's clock.

        `wishes` replace entries of its `metaData`; a None takes the entry out.
        """
        if mode not in MODES:
            message = f"a mode is one of {', '.join(MODES)}"
            raise NotPossible(message)
        if not 0 < life_seconds <= LONGEST_LIFE:
            message = f"an invitation stands for more than 0 and at most {LONGEST_LIFE} seconds"
            raise NotPossible(message)
        now = self.now_ms() + self.switches.agent_clock
        dialog_id = str(uuid.uuid4())
        link = None
        if self.home and self.has_link(mode):
            link = f"{self.home}/join-call/{quote(conversation.service_id, safe='')}"
        metadata = {
            "callLink": link,
            "serviceId": conversation.service_id,
            "mode": mode,
            "expires": now / 1000 + life_seconds,
            "sessionState": "INVITED",
            "dialogId": dialog_id,
            "notificationKey": "invited",
            **(wishes or {}),
        }
        people = [conversation.consumer_id, conversation.agent.old_id(conversation.account)]
        dialog = Dialog(dialog_id, "OTHER", "COBROWSE", now, now, people)
        dialog.metadata = {name: value for name, value in metadata.items() if value is not None}
        self.add_invitation(conversation, dialog)
        return dialog

    def has_link(self, mode: object) -> bool:
        """Whether invitations of a mode have a `callLink` that serves."""
        allowed = self.switches.call_link
        return allowed == "any" or (allowed == "calls" and mode not in SCREEN_MODES)

    def add_invitation(self, conversation: Conversation, dialog: Dialog) -> None:
        """Add a CoBrowse dialog; one at most is open in a conversation."""
        if conversation.stage != "OPEN" or conversation.invitation():
            message = "the conversation is over, or an invitation is open in it already"
            raise NotPossible(message)
        needs = self.switches.needs_cobrowse
        consumer = (conversation.account, conversation.consumer_id)
        declared = self.features.of(consumer, latest=needs == "latest")
        if needs != "no" and declared is not None and "CO_BROWSE" not in declared:
            message = "the visitor's client has not declared CO_BROWSE"
            raise NotPossible(message)
        self._by_dialog[dialog.id] = conversation
        if gone := conversation.add_dialog(dialog):
            self._by_dialog.pop(gone.id, None)
        self.changed(conversation)

    def find_dialog(self, dialog_id: str) -> tuple[Conversation, Dialog]:
        """Return a CoBrowse dialog and its conversation, or raise `NotPossible`."""
        if conversation := self._by_dialog.get(dialog_id):
            # The newest is asked for most.
            for dialog in reversed(conversation.dialogs):
                if dialog.id == dialog_id:
                    return conversation, dialog
        message = f"there is no invitation {dialog_id}"
        raise NotPossible(message)

    def tell_progress(self, conversation: Conversation, progress: str) -> None:
        """Tell of a conversation's `state` beside its stage, which stays as it is."""
        conversation.progress = progress
        self.changed(conversation)

    def survey(
        self, conversation: Conversation, by: str = "AGENT", cause: str | None = None
    ) -> None:
        """Close the main dialog and open a survey; the conversation's stage stays OPEN."""
        main = conversation.dialogs[0]
        self._close_dialog(main, by, cause)
        survey = Dialog(
            id=str(uuid.uuid4()),
            kind="POST_SURVEY",
            channel="MESSAGING",
            created_ms=self.now_ms(),
            updated_ms=self.now_ms(),
            participants=list(main.participants),
            roles=main.roles,
        )
        conversation.add_dialog(survey)
        self.changed(conversation, survey)

    def update_dialog(
        self,
        conversation: Conversation,
        dialog: Dialog,
        session_state: str,
        key: str | None,
        by: str = "AGENT",
    ) -> None:
        """Update a dialog as the agent's workspace does: without service id and expiry."""
        update = {
            "sessionState": session_state,
            "dialogId": dialog.id,
            "mode": dialog.metadata.get("mode"),
            **({"notificationKey": key} if key and self.switches.end_keys == "named" else {}),
        }
        closed_by = by if session_state == "CLOSED" else None
        self.amend_dialog(conversation, dialog, update, closed_by=closed_by)

    def amend_dialog(
        self,
        conversation: Conversation,
        dialog: Dialog,
        update: dict[str, Any],
        *,
        closed_by: str | None,
    ) -> None:
        """Update an open CoBrowse dialog's `metaData`, and close it where somebody has."""
        if dialog.state != "OPEN":
            message = "the invitation is over"
            raise NotPossible(message)
        merged = self.switches.metadata == "merge"
        dialog.metadata = {**dialog.metadata, **update} if merged else update
        if closed_by:
            self._close_dialog(dialog, closed_by)
        self.changed(conversation, dialog)

    def _close_dialog(self, dialog: Dialog, by: str, cause: str | None = None) -> None:
        if dialog.state == "OPEN":
            dialog.closed_cause = cause
            dialog.state, dialog.closed_by, dialog.ended_ms = "CLOSE", by, self.now_ms()

    def changed(self, conversation: Conversation, dialog: Dialog | None = None) -> None:
        """Tell all listeners of a change; of `dialog`, where it was that."""
        # Two changes within a millisecond would be told apart by nobody.
        conversation.updated_ms = max(self.now_ms(), conversation.updated_ms + 1)
        if dialog:
            dialog.updated_ms = conversation.updated_ms
        for listener in self.on_change:
            listener(conversation)

    def _forget(self, conversation: Conversation) -> None:
        del self.conversations[conversation.id]
        for dialog in conversation.dialogs:
            self._by_dialog.pop(dialog.id, None)
        self._closed.pop(conversation.id, None)
        key = (conversation.account, conversation.consumer_id)
        self._by_consumer[key].remove(conversation)
        if not self._by_consumer[key]:
            del self._by_consumer[key]
