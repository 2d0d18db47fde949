"""Frames to send by hand: LivePerson's documented shapes, filled in for one conversation.

In `frames/` stand the shapes as documented, with the documents' ids and times;
what is sent names the conversation of the moment, and times around now.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from simulator.bounds import NotPossible
from simulator.state.conversation import Conversation

FOLDER = Path(__file__).parents[1] / "frames"
# The documents' own ids, which every shape in the folder uses.
CONSUMER = "cc05f2b9-916b-496e-89fe-66a46d975ae2"
CONVERSATION = "7904fffd-fc68-4d93-b611-4dc06ab26bf4"
DIALOG = "c26b9d3b-e943-42af-8047-aba830de64ea"
SUBSCRIPTION = "1e25cbe8-de08-4bb2-a100-f72a172a6e04"
AGENT = "29c3019d-fe0b-5200-afe8-737abfeae4b4"
ACCOUNT = "le83624296"
# What makes an invitation rather than going on with one.
INVITATIONS = ("invited", "bare-elements", "legacy-shape", "video-call")
MOST_REMEMBERED = 1_000
# When the invitation of the documents' example was made.
INVITED_MS = 1502893041905
OLDEST_MS = 1_400_000_000_000
# Shapes that are made, for what documents do not show.
MADE = {
    "message": '{"kind":"notification","type":"ms.MessagingEventNotification","body":{"changes":'
    '[{"sequence":0,"originatorMetadata":{"id":"%(agent)s","role":"ASSIGNED_AGENT"},'
    '"serverTimestamp":%(now)d,"event":{"type":"ContentEvent","contentType":"text/plain",'
    '"message":"Hello"},"conversationId":"%(conversation)s","dialogId":"%(conversation)s"}]}}',
    "conversation-deleted": '{"kind":"notification","type":"cqm.ExConversationChangeNotification",'
    '"body":{"sentTs":%(now)d,"changes":[{"type":"DELETE",'
    '"result":{"convId":"%(conversation)s"}}]}}',
    "garbage": "not JSON",
}


def names() -> list[str]:
    """Return the templates' names."""
    return sorted([path.stem for path in FOLDER.glob("*.json")] + list(MADE))


class Templates:
    """Fills templates in; remembers which invitation was made by hand in which conversation."""

    def __init__(self) -> None:
        self._made: dict[str, str] = {}

    def filled(self, name: str, conversation: Conversation | None, now_ms: int) -> str:
        """Return a template's text for `conversation`; raises `NotPossible` for an unknown name.

        An invitation is a new one each time; what follows one speaks of the one
        that is open, or else of the one made last. Without a conversation the
        documents' ids stay.
        """
        if name not in names():
            message = f"there is no template {name[:80]!r}; there are {', '.join(names())}"
            raise NotPossible(message)
        ids = self._ids(name, conversation)
        if name in MADE:
            known = {"now": now_ms, "agent": ids[AGENT], "conversation": ids[CONVERSATION]}
            return MADE[name] % known if "%" in MADE[name] else MADE[name]
        frame = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
        text = json.dumps(moved(frame, lambda ms: ms - INVITED_MS + now_ms), indent=2)
        for documented, own in ids.items():
            text = text.replace(documented, own)
        return text

    def _ids(self, name: str, conversation: Conversation | None) -> dict[str, str]:
        conversation_id = conversation.id if conversation else CONVERSATION
        open_one = conversation.invitation() if conversation else None
        if name in INVITATIONS:
            if len(self._made) >= MOST_REMEMBERED:
                self._made.clear()
            self._made[conversation_id] = str(uuid.uuid4())
            dialog_id = self._made[conversation_id]
        else:
            made = self._made.get(conversation_id, DIALOG)
            dialog_id = open_one.id if open_one else made
        ids = {DIALOG: dialog_id, AGENT: AGENT, CONVERSATION: conversation_id}
        if conversation:
            ids |= {
                CONSUMER: conversation.consumer_id,
                AGENT: conversation.agent.pid,
                ACCOUNT: conversation.account,
            }
        return ids


def moved(value: Any, move: Callable[[float], float]) -> Any:
    """Return `value` with each time in it moved by `move`, from milliseconds to milliseconds.

    A time is a number that would be one of our days, in milliseconds or seconds.
    """
    if isinstance(value, dict):
        return {name: moved(one, move) for name, one in value.items()}
    if isinstance(value, list):
        return [moved(one, move) for one in value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if OLDEST_MS <= value < 2 * OLDEST_MS:
        return move(value)
    if OLDEST_MS <= value * 1000 < 2 * OLDEST_MS:
        return move(value * 1000) / 1000
    return value
