"""Checks what a page publishes to LivePerson's tag, and says in words what is wrong with it.

The rules: a plain object; every value a non-empty string, five of them
mandatory; the service id untouched; one offer a page and dialog; an answer
after its offer and the same as it; one decision a dialog. What nobody heard
may be published again.
"""

from __future__ import annotations

import json
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from simulator.record.frames import changes_of, cobrowse_dialogs
from simulator.record.timeline import Record, Timeline

APP = "lpCoBrowse"
OFFERED, ACCEPTED, DECLINED = "cobrowseOffered", "cobrowseAccepted", "cobrowseDeclined"
MANDATORY = ("serviceId", "agentId", "visitorName", "ssid", "svid")
OPTIONAL = ("mode", "scid", "cid", "eid")
# Dialogs that are remembered; beyond it the oldest are forgotten.
MOST_REMEMBERED = 2_000


@dataclass(frozen=True)
class Publication:
    """A call of `lpTag.events.publish`, as it was seen on a page.

    `plain` tells whether the data was a plain object; `heard` is false where
    `publish` returned exactly false.
    """

    page: str
    name: str
    data: Any
    plain: bool
    heard: bool


class Contract:
    """Remembers offers and decisions, as far as the rules need them.

    What is published names a conversation, not a dialog. Where several dialogs
    of one conversation could be meant, the page is given the benefit of the doubt.
    """

    def __init__(self, timeline: Timeline) -> None:
        # Frames with CoBrowse dialogs in them, until a publication makes it worth reading them.
        self._unread: deque[str] = deque(maxlen=MOST_REMEMBERED)
        timeline.on_record.append(self._hear)
        # By service id, the dialogs invited to with it and their state, the oldest first.
        self._invited: dict[str, dict[str, str]] = {}
        self._service_ids: dict[str, str] = {}
        self._offers: dict[tuple[str, str], dict[str, Any]] = {}
        self._unheard: dict[tuple[str, str], None] = {}
        self._decisions: dict[str, tuple[str, bool]] = {}

    def failed(self, dialog_id: str) -> None:
        """Take word that the visitor may try again."""
        if dialog_id in self._decisions:
            name, _ = self._decisions[dialog_id]
            self._decisions[dialog_id] = (name, False)

    def check(self, publication: Publication) -> tuple[str, ...]:
        """Return what is wrong with `publication`, in words; nothing where all is well."""
        self._read()
        wrong = _form(publication)
        if publication.name not in (OFFERED, ACCEPTED, DECLINED):
            return tuple(wrong)
        data = publication.data if isinstance(publication.data, dict) else {}
        dialogs = self._invited.get(str(data.get("serviceId")), {})
        if not dialogs:
            wrong.append("serviceId is not one that an invitation came with, untouched")
        elif publication.name == OFFERED:
            wrong += self._offer(publication, list(dialogs))
        else:
            wrong += self._answer(publication, dialogs)
        return tuple(wrong)

    def _offer(self, publication: Publication, dialogs: list[str]) -> list[str]:
        new = [one for one in dialogs if (publication.page, one) not in self._offers]
        key = (publication.page, (new or dialogs)[-1])
        again = not new and key not in self._unheard
        _remember(self._offers, key, publication.data)
        if publication.heard:
            self._unheard.pop(key, None)
        else:
            _remember(self._unheard, key, None)
        return ["offered a second time for this dialog on this page"] if again else []

    def _answer(self, publication: Publication, dialogs: dict[str, str]) -> list[str]:
        offered = [one for one in dialogs if (publication.page, one) in self._offers]
        if not offered:
            return ["an answer to an invitation that this page has not offered"]
        waiting = [
            one for one in offered if dialogs[one] != "CLOSED" and one not in self._decisions
        ]
        dialog_id = (waiting or offered)[-1]
        offer = self._offers[publication.page, dialog_id]
        wrong = [
            f"{name[:40]} is not the same as in the offer"
            for name in sorted({*offer, *publication.data})
            if offer.get(name) != publication.data.get(name)
        ]
        before, heard = self._decisions.get(dialog_id, (None, False))
        if before is not None and before != publication.name:
            wrong.append(f"a second decision: {before} was published for this dialog before")
        elif before is not None and heard:
            wrong.append("the same answer a second time, though the first was heard")
        _remember(self._decisions, dialog_id, (before or publication.name, publication.heard))
        return wrong

    def _hear(self, record: Record) -> None:
        if record.kind == "frame" and record.way == "out" and '"COBROWSE"' in record.text:
            self._unread.append(record.text)

    def _read(self) -> None:
        """Learn from the frames that were sent since the last look which dialogs there are."""
        while self._unread:
            with suppress(ValueError, RecursionError):
                for change in changes_of(json.loads(self._unread.popleft())):
                    for dialog in cobrowse_dialogs(change):
                        self._learn(dialog)

    def _learn(self, dialog: dict[str, Any]) -> None:
        dialog_id, metadata = str(dialog.get("dialogId")), dialog["metaData"]
        closed = dialog.get("state") == "CLOSE"
        state = "CLOSED" if closed else str(metadata.get("sessionState"))
        service_id = metadata.get("serviceId")
        if (
            state == "INVITED"
            and isinstance(service_id, str)
            and dialog_id not in self._service_ids
        ):
            _remember(self._service_ids, dialog_id, service_id)
            if service_id not in self._invited:
                _remember(self._invited, service_id, {})
        known = self._service_ids.get(dialog_id)
        if known in self._invited:
            _remember(self._invited[known], dialog_id, state)


def _form(publication: Publication) -> list[str]:
    """Return what is wrong with a publication by itself."""
    if publication.name not in (OFFERED, ACCEPTED, DECLINED):
        return [f"{publication.name} is none of {OFFERED}, {ACCEPTED} and {DECLINED}"]
    data = publication.data
    if not publication.plain or not isinstance(data, dict):
        return ["the data is not a plain object"]
    wrong = [f"{name} is missing" for name in MANDATORY if name not in data]
    for name, value in data.items():
        if name not in MANDATORY + OPTIONAL:
            wrong.append(f"{name[:40]} is a field that LivePerson does not know")
        elif not isinstance(value, str):
            wrong.append(f"{name} is not a string")
        elif not value.strip():
            wrong.append(f"{name} is empty")
    return wrong


def _remember(store: dict[Any, Any], key: Any, value: Any) -> None:
    store[key] = value
    if len(store) > MOST_REMEMBERED:
        del store[next(iter(store))]
