"""How the stand-in behaves: the ways in which LivePerson may differ, and its faults."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Literal, get_args, get_type_hints

Service = Literal["ok", "404", "500", "429", "rubbish", "silent", "foreign-host"]


@dataclass(frozen=True)
class Behaviour:
    """Every switch, with the usual behaviour as its default.

    Times are milliseconds. `discovery` and `identity` are those services'
    health; `metadata` is what an update of a dialog does to its `metaData`
    (unknown of LivePerson); `bare_elements` sends lists of one as the element;
    `prefix` is the notifications' type prefix; `strict` punishes what LivePerson
    documents as wrong; `tag_delay` holds tag.js back; `monitoring_delay` is when
    its monitoring ids appear (-1: never); `taglet` is whether the tag's CoBrowse
    taglet listens; `confirms` is whether an accepted invitation is confirmed;
    `clock_offset` is how far LivePerson's clock is ahead.
    """

    discovery: Service = "ok"
    identity: Service = "ok"
    metadata: Literal["merge", "replace"] = "merge"
    bare_elements: bool = False
    prefix: Literal["cqm.", "aam.", ".ams.aam."] = "cqm."
    strict: bool = False
    tag_delay: int = 0
    monitoring_delay: int = 300
    taglet: Literal["listening", "deaf", "throwing"] = "listening"
    confirms: bool = True
    clock_offset: int = 0

    def changed(self, wishes: dict[str, object]) -> Behaviour:
        """Return a copy with `wishes`; raises ValueError in words for a bad one."""
        hints = get_type_hints(Behaviour)
        names = [field.name for field in fields(Behaviour)]
        for name, value in wishes.items():
            if name not in hints:
                message = f"there is no switch {name!r}; there are {', '.join(names)}"
                raise ValueError(message)
            allowed = get_args(hints[name])
            if allowed and value not in allowed:
                message = f"{name} is one of {', '.join(map(str, allowed))}"
                raise ValueError(message)
            if not allowed and type(value) is not hints[name]:
                message = f"{name} is {hints[name].__name__}"
                raise ValueError(message)
        return replace(self, **wishes)  # type: ignore[arg-type]
