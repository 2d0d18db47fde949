"""What crosses the border between Python and JavaScript, written for JavaScript to read.

Python's unions are the source (`app/core/page`). From them are made the types of all events
and effects, for `tsc`, and the list of the page's events, for whoever listens to each of them.
"""

from __future__ import annotations

import json
from typing import Any, get_args

from pydantic import TypeAdapter

from app.core.page.effects import (
    ConnectionState,
    EventName,
    InvitationState,
    Mode,
    PageEffect,
    Supplier,
)
from app.core.page.events import Action, Outcome, PageEvent
from tools.stages import ROOT

NOTE = "Written by tools/border.py from app/core/page: `make build` writes it anew."
ALIASES = {
    "Action": Action,
    "ConnectionState": ConnectionState,
    "EventName": EventName,
    "InvitationState": InvitationState,
    "Mode": Mode,
    "Outcome": Outcome,
    "Supplier": Supplier,
}
PLAIN = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}

JSON_VALUE = """export type JsonValue =
	| string
	| number
	| boolean
	| null
	| JsonValue[]
	| { [key: string]: JsonValue };"""

Schema = dict[str, Any]


def written() -> dict[str, str]:
    """Return what each file that is made from the unions has to hold."""
    names = "[\n" + "".join(f'\t"{name}",\n' for name in get_args(EventName)) + "]"
    return {
        "static/page/border.d.ts": types(),
        "static/demo/account/names.js": (
            f"/** {NOTE} */\n\n"
            f'/** @type {{import("../../page/border.js").EventName[]}} */\n'
            f"export const NAMES = {names};\n"
        ),
        # The simulator knows nothing of the app, nor of what is served beside it.
        "simulator/lab/names.js": f"/** {NOTE} */\nconst EVENTS = {names};\n",
    }


def write() -> None:
    """Write each file that is not as it has to be."""
    for path, text in written().items():
        file = ROOT / path
        if not file.is_file() or file.read_text() != text:
            file.write_text(text)


def types() -> str:
    """Return TypeScript's declarations of both unions and of all that they hold."""
    events: Schema = TypeAdapter(PageEvent).json_schema(mode="validation")
    effects: Schema = TypeAdapter(PageEffect).json_schema(mode="serialization")
    parts = [
        f"/** {NOTE} */",
        JSON_VALUE,
        *(f"export type {name} = {_literals(alias)};" for name, alias in ALIASES.items()),
        *_union("PageEvent", PageEvent, events["$defs"], "validation"),
        *_union("PageEffect", PageEffect, effects["$defs"], "serialization"),
    ]
    return "\n\n".join(parts) + "\n"


def _union(name: str, union: object, schemas: dict[str, Schema], mode: str) -> list[str]:
    """Return the declarations of a union's members, of what they hold, and of the union."""
    parts = [_interface(one, schemas[one], mode) for one in sorted(schemas.keys() - {"JsonValue"})]
    members = "".join(f"\n\t| {one}" for one in sorted(one.__name__ for one in get_args(union)))
    return [*parts, f"export type {name} ={members};"]


def _interface(name: str, schema: Schema, mode: str) -> str:
    said = schema.get("description", "").partition("\n")[0]
    body = ""
    for field, inner in schema.get("properties", {}).items():
        # An effect comes with all its fields; of an event those with a default may be left out.
        sure = mode == "serialization" or "const" in inner or field in schema.get("required", ())
        body += f"\n\t{field}{'' if sure else '?'}: {_type(inner)};"
    return f"/** {said} */\nexport interface {name} {{{body}\n}}"


def _type(schema: Schema) -> str:
    """Return a JSON schema as a type; a kind of schema that is new here is a `KeyError`."""
    match schema:
        case {"$ref": place}:
            found = str(place).rpartition("/")[2]
        case {"const": value}:
            found = json.dumps(value)
        case {"anyOf": kinds}:
            found = " | ".join(dict.fromkeys(map(_type, kinds)))
        case {"enum": values}:
            same = (name for name, alias in ALIASES.items() if [*get_args(alias)] == values)
            found = next(same, " | ".join(map(json.dumps, values)))
        case {"type": "array"}:
            found = f"{_type(schema['items'])}[]"
        case {"type": "object"}:
            found = f"Record<string, {_type(schema['additionalProperties'])}>"
        case _:
            found = PLAIN[schema["type"]]
    return found


def _literals(alias: object) -> str:
    return " | ".join(map(json.dumps, get_args(alias)))
