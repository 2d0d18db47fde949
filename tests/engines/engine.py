"""What the tests ask of a browser engine, in the words of the W3C's protocols.

Firefox speaks WebDriver BiDi by itself and WebKitGTK's driver speaks WebDriver:
a WebSocket and HTTP with JSON in them, for which this repository has all it
needs. No library stands in between, so none has to know the engine's version.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, Protocol

PATIENCE_SECONDS = 30.0
# What a browser may reach at all is this machine: all else goes through a proxy
# that is not there, so that a stray connection fails, whoever makes it.
NOWHERE = "127.0.0.1:9"


class EngineError(Exception):
    """The engine refused a command, or the page's own code threw in it; a test's mistake."""


class Tab(Protocol):
    """The one tab of a fresh profile."""

    def open(self, url: str) -> None:
        """Load a page."""

    def evaluate(self, function: str) -> Any:
        """Call a JavaScript function that takes nothing; return what it returns, as JSON."""

    def click(self, x: float, y: float) -> None:
        """Press and release the mouse's button there, in CSS pixels: what a page trusts."""

    def errors(self) -> list[str]:
        """Return the errors that the engine itself tells of, which a page cannot see."""


class Engine(Protocol):
    """A browser that runs for as long as the tests do."""

    def profile(self) -> AbstractContextManager[Tab]:
        """Give a tab that shares nothing with those before it."""


def returning_json(function: str) -> str:
    """Return an expression that calls `function` and is text: JSON alone crosses."""
    return f"JSON.stringify(({function})() ?? null)"


def a_click(x: float, y: float) -> list[dict[str, Any]]:
    """Return the actions of one click of a mouse, as both protocols spell them."""
    steps: list[dict[str, Any]] = [
        # Whole pixels: a driver may refuse others.
        {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0},
        {"type": "pointerDown", "button": 0},
        {"type": "pointerUp", "button": 0},
    ]
    mouse = {"pointerType": "mouse"}
    return [{"type": "pointer", "id": "mouse", "parameters": mouse, "actions": steps}]
