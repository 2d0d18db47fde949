"""How the fields of an event and an effect are named where they cross: in camelCase."""

from __future__ import annotations

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

CAMEL = ConfigDict(alias_generator=to_camel)
