"""The mailbox between Python and the page: JSON text, one way each, nobody waits."""

from __future__ import annotations

from typing import Any

from app.core.page import mailbox
from app.core.page.effects import PageEffect


class BrowserPage:
    """A `ports.Page` over the worker's `sync`, on which the page put `perform`."""

    def __init__(self, js_sync: Any) -> None:
        self._js_sync = js_sync

    def perform(self, effect: PageEffect) -> None:
        self._js_sync.perform(mailbox.text_of(effect))
