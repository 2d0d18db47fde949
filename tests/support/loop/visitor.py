"""A person with a browser: loads pages, reads, presses, hides, leaves and comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from tests.support.loop.page import HostPage, Surroundings

PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.05
# A person reads before they press.
READING_MS = 1000


class Visitor:
    """A visitor, and all that happens on their pages."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.events = around.events
        self.page = HostPage(around)

    @property
    def visit(self) -> dict[str, str]:
        """What the visit's storage holds."""
        return self.around.visit.storage

    def set_online(self, *, online: bool) -> None:
        """Take the device's network away, or give it back without a word to the page."""
        self.around.network.online = online

    # --- looking ------------------------------------------------------------------

    @property
    def state(self) -> str:
        """The banner's state, "none" where there is none."""
        return self.page.banner["state"] if self.page.banner else "none"

    def names(self, *without: str) -> list[str]:
        """Return the names of all events, across pages."""
        return [name for name, _ in self.events if name not in without]

    def details(self, name: str) -> list[dict[str, Any]]:
        """Return the details of all events `name`."""
        return [detail for one, detail in self.events if one == name]

    async def until(
        self, holds: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS
    ) -> None:
        """Wait until `holds` does."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not holds():
            assert loop.time() < deadline, f"waited in vain for {what}: {self.look()}"
            await asyncio.sleep(POLL_SECONDS)

    async def wait_for(
        self, name: str, count: int = 1, seconds: float = PATIENCE_SECONDS
    ) -> dict[str, Any]:
        """Wait until event `name` has come `count` times; return that one's detail."""
        await self.until(lambda: len(self.details(name)) >= count, f"{count} {name}", seconds)
        return self.details(name)[count - 1]

    def look(self) -> str:
        """Return how the page looks, in words."""
        return f"banner {self.state}, connection {self.page.connection}"

    # --- doing ----------------------------------------------------------------------

    async def press(self, action: str, seconds: float = PATIENCE_SECONDS) -> str:
        """Read, and press a button; return the dialog that it was about."""
        await self.until(
            lambda: self.page.offers(action) and self.page.seen_ms > READING_MS,
            f"a button for {action}",
            seconds,
        )
        return self.page.press(action)

    async def reload(self) -> None:
        """Load the page anew."""
        self.page.leave()
        await self.page.unload()
        self.page = HostPage(self.around)

    async def hide_and_show(self) -> None:
        """Look at something else for a moment."""
        self.page.show(visible=False)
        await asyncio.sleep(0.2)
        self.page.show(visible=True)
        await asyncio.sleep(0.2)

    async def leave_and_return(self) -> None:
        """Go to another page and back, to the one that the browser kept."""
        self.page.leave()
        await asyncio.sleep(0.05)
        self.page.freeze()
        await asyncio.sleep(0.3)
        self.page.come_back()
