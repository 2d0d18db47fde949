"""Invitations to what is shared already: they are asked about once it is not."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import replace

from app.core.bounded import keep_latest
from app.core.invitation.dialogs import Arrived
from app.core.page.effects import Mode

# The latest of so many services.
MOST_ASIDE = 20


class Aside:
    """At most one of each service, the newest."""

    def __init__(self) -> None:
        self._waiting: dict[str, Arrived] = {}

    def put(self, arrived: Arrived) -> None:
        """Have an invitation wait, in the place of an older one of its service."""
        self._waiting.pop(arrived.service_id, None)
        self._waiting[arrived.service_id] = arrived
        keep_latest(self._waiting, MOST_ASIDE)

    def replace(self, service_id: str) -> None:
        """Forget what waits for a service: a newer invitation asks."""
        self._waiting.pop(service_id, None)

    def is_over(self, dialog_id: str) -> None:
        """Forget an invitation that nobody is to be asked about any more."""
        self._keep(lambda one: one.dialog_id != dialog_id)

    def confirm(self, dialog_id: str, mode: Mode | None, beside: tuple[str, ...]) -> bool:
        """Believe LivePerson's latest word on an invitation; return whether it waits."""
        for service_id, one in self._waiting.items():
            if one.dialog_id == dialog_id:
                latest = replace(one, mode=mode or one.mode, beside=beside)
                self._waiting[service_id] = latest
                return True
        return False

    def believe_list(self, conversation_id: str, listed: Container[str | None]) -> None:
        """Forget what the whole list of a conversation does not hold any more."""
        self._keep(lambda one: one.conversation_id != conversation_id or one.dialog_id in listed)

    def _keep(self, waits: Callable[[Arrived], bool]) -> None:
        self._waiting = {service: one for service, one in self._waiting.items() if waits(one)}

    def take_up(self, is_taken: Callable[[Arrived], bool]) -> list[Arrived]:
        """Return what is not shared any more, and forget it."""
        ready = [one for one in self._waiting.values() if not is_taken(one)]
        for one in ready:
            del self._waiting[one.service_id]
        return ready
