"""The JSON text that crosses between the page and the worker.

One event or one effect a text: an object whose `kind` names it, with the
fields of its dataclass in camelCase. What a page hands us is checked here.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import fields
from typing import TYPE_CHECKING, Annotated, get_args

from pydantic import ConfigDict, Field, JsonValue, SecretStr, TypeAdapter
from pydantic.alias_generators import to_camel

from app.core.page.effects import BannerView, ButtonView, PageEffect
from app.core.page.events import PageEvent
from app.core.surrogates import readings

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

for _event in get_args(PageEvent):
    _event.__pydantic_config__ = ConfigDict(alias_generator=to_camel, extra="ignore")

_EVENTS: TypeAdapter[PageEvent] = TypeAdapter(Annotated[PageEvent, Field(discriminator="kind")])

KINDS = {
    effect: effect.__name__[0].lower() + effect.__name__[1:] for effect in get_args(PageEffect)
}


def event_from(text: str) -> PageEvent | None:
    """Return the event that `text` carries, or None where it is not one of ours."""
    for reading in readings(text):
        with contextlib.suppress(ValueError):
            return _EVENTS.validate_json(reading)
    return None


def text_of(effect: PageEffect) -> str:
    """Return `effect` as JSON text; only `Remember` may carry a token across."""
    return json.dumps({"kind": KINDS[type(effect)], **_plain(effect)})


def _plain(value: DataclassInstance) -> dict[str, JsonValue]:
    return {to_camel(item.name): _json(getattr(value, item.name)) for item in fields(value)}


def _json(value: object) -> JsonValue:
    match value:
        case ButtonView() | BannerView():
            return _plain(value)
        case tuple():
            return [_json(item) for item in value]
        case SecretStr():
            return value.get_secret_value()
        case _:
            return value  # type: ignore[return-value]
