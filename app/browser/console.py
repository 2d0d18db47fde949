"""Notes for a developer, on the browser's console, where debugging is on."""

from __future__ import annotations

import js

from app.core.page.effects import Note


class BrowserConsole:
    """A `ports.Console`; the engine makes notes only where debugging is on."""

    def note(self, note: Note) -> None:
        js.console.debug(f"tagalong: {note.words}")
