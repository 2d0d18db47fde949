"""The JSON text that crosses between the page and the worker.

One event or one effect a text: an object whose `kind` names it, with the
fields of its dataclass in camelCase. What a page hands us is checked here.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter
from pydantic_core import from_json

from app.core.page.effects import PageEffect
from app.core.page.events import PageEvent
from app.core.readings import readings

EVENTS: dict[object, type[PageEvent]] = {
    next(one.default for one in fields(event) if one.name == "kind"): event
    for event in get_args(PageEvent)
}


# Made when first needed: all of them together would take longer than the rest of a start.
_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)


def event_from(text: str) -> PageEvent | None:
    """Return the event that `text` carries, or None where it is not one of ours."""
    for reading in readings(text):
        with contextlib.suppress(ValueError, TypeError):
            found = from_json(reading)
            kind = EVENTS.get(found.get("kind")) if isinstance(found, dict) else None
            return _adapter(kind).validate_python(found) if kind else None
    return None


def text_of(effect: PageEffect) -> str:
    """Return `effect` as JSON text; only `Remember` may carry a token across."""
    return _adapter(type(effect)).dump_json(effect, by_alias=True).decode()
