"""What may be chosen of a class: it says it of its fields, as `Annotated[type, words, allowed]`.

`allowed` is a range of whole numbers, a container of values, or a `Span`;
without it, what the type says: a Literal's values, true and false, any text.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

LONGEST_TEXT = 200


@dataclass(frozen=True)
class Span:
    """Numbers from one to another, both among them."""

    low: float
    high: float

    def __contains__(self, value: object) -> bool:
        """Whether `value` is within."""
        return isinstance(value, int | float) and self.low <= value <= self.high


@cache
def _hints(kind: type) -> dict[str, tuple[Any, ...]]:
    found = get_type_hints(kind, include_extras=True)
    return {one.name: get_args(found[one.name]) for one in fields(kind)}


def names(kind: type) -> list[str]:
    """Return the names of all that may be chosen."""
    return list(_hints(kind))


def check(kind: type, wishes: dict[str, Any], what: str) -> None:
    """Raise ValueError in words where `wishes` are not what `kind` allows; `what` one is called."""
    for name, value in wishes.items():
        if name not in _hints(kind):
            there = ", ".join(_hints(kind))
            message = f"there is no {what} {str(name)[:80]!r}; there are {there}"
            raise ValueError(message)
        _check(name, value, *_hints(kind)[name])


def _check(name: str, value: object, kind: Any, _words: str, allowed: Any = None) -> None:
    if get_origin(kind) is Literal:
        right, words = value in get_args(kind), f"one of {', '.join(map(str, get_args(kind)))}"
    elif kind is float:
        right, words = type(value) in (int, float), "a number"
    elif kind is str:
        right = isinstance(value, str) and len(value) <= LONGEST_TEXT
        words = f"a text of at most {LONGEST_TEXT} characters"
    else:
        right, words = type(value) is kind, kind.__name__
    if right and allowed is not None:
        right, words = value in allowed, _told(allowed)
    if not right:
        message = f"{name} is {words}"
        raise ValueError(message)


def _told(allowed: Any) -> str:
    if isinstance(allowed, range):
        return f"from {allowed.start} to {allowed.stop - 1}"
    if isinstance(allowed, Span):
        return f"from {allowed.low:g} to {allowed.high:g}"
    return f"one of {', '.join(map(str, allowed))}"


def read(kind: type, name: str, text: str) -> object:
    """Return the value that `text` says, as on a command line; `check` is still to be done."""
    wanted = _hints(kind).get(name, (str,))[0]
    try:
        if wanted is bool:
            return {"true": True, "false": False}[text]
        return wanted(text) if wanted in (int, float) else text
    except (ValueError, KeyError):
        return text


def described(made: Any) -> list[dict[str, Any]]:
    """Return each choice of an object's class: name, meaning, default, `now`, what it may be.

    That is `choices`; or `from` and `to`; or neither, where it is true or
    false, or any text.
    """
    found = []
    kind: Any = type(made)
    defaults = {one.name: one.default for one in fields(kind)}
    for name, (hint, meaning, *allowed) in _hints(kind).items():
        one = {"name": name, "meaning": meaning}
        one |= {"default": defaults[name], "now": getattr(made, name)}
        if get_origin(hint) is Literal:
            one["choices"] = list(get_args(hint))
        elif allowed and isinstance(allowed[0], range):
            one |= {"from": allowed[0].start, "to": allowed[0].stop - 1}
        elif allowed and isinstance(allowed[0], Span):
            one |= {"from": allowed[0].low, "to": allowed[0].high}
        elif allowed:
            one["choices"] = list(allowed[0])
        found.append(one)
    return found
