"""A customer's settings: what is allowed, what it falls back to, and how a mistake is told.

Settings come from the script tag's `data-*` attributes and from `configure`,
both in camelCase; `configure` wins. Attributes that are not ours are ignored,
because tag managers add their own, and so are keys of `configure`, because a page
may be ahead of a version that was rolled back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urljoin, urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    ValidationError,
    ValidationInfo,
)
from pydantic.alias_generators import to_camel

from app.core.errors import SettingError

LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "::1")
MOST_IGNORED = 20
# What the tag is told besides, by LivePerson's names.
CONTEXT = ("scid", "cid", "eid")
IDENTIFIER = r"^[A-Za-z0-9_-]{1,64}$"
SWITCH: dict[object, bool] = {"": True, "on": True, True: True, "off": False, False: False}


def _csds(value: str, page: ValidationInfo) -> str:
    """Return an absolute base URL; `page.context` is the address of the page."""
    parts = urlsplit(urljoin(page.context or "", value.strip()))
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not parts.hostname or parts.username or parts.query or not secure:
        message = "no address that a token may go to"
        raise ValueError(message)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}{parts.path}".rstrip("/")


def _named(value: object) -> str:
    """Take a number for the id that it is."""
    return str(value).strip() if isinstance(value, str | int) else ""


def _switched(value: JsonValue) -> bool:
    """Take a bare attribute, which arrives as an empty text, for on."""
    if isinstance(value, str | bool) and value in SWITCH:
        return SWITCH[value]
    message = "neither on nor off"
    raise ValueError(message)


Identifier = Annotated[str, BeforeValidator(_named), Field(pattern=IDENTIFIER)]
Locale = Annotated[
    str,
    Field(pattern=r"^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$"),
    AfterValidator(lambda tag: tag.replace("_", "-")),
]
Key = Annotated[str, Field(pattern=r"^(off|((Alt|Control|Shift|Meta)\+)+\S{1,12})$")]
ContextName = Annotated[str, Field(pattern=f"^({'|'.join(CONTEXT)})$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class Settings(BaseModel):
    """Checked settings. `csds` is an absolute base URL without a slash at its end.

    `mistakes` are in words, `ignored` the names of attributes that are not ours.
    """

    model_config = ConfigDict(frozen=True, alias_generator=to_camel, hide_input_in_errors=True)

    account: Identifier
    csds: Annotated[str, AfterValidator(_csds)] = "https://api.liveperson.net"
    auth: Literal["token", "brand", "anonymous", "signup"] = "token"
    transport: Literal["own", "host"] = "own"
    connector: Identifier = ""
    visitor_name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""
    locale: Locale = ""
    position: Literal["bottom-end", "top-start", "top", "top-end", "bottom-start", "bottom"] = (
        "bottom-end"
    )
    agent_id: Literal["participant", "numeric", "assigned"] = "numeric"
    agent_name: Annotated[bool, BeforeValidator(_switched)] = False
    leaving: Annotated[bool, BeforeValidator(_switched)] = False
    beside_window: Literal["stand-down", "ask"] = "stand-down"
    ui: Literal["banner", "none"] = "banner"
    key: Key = "Alt+Shift+Y"
    debug: Annotated[bool, BeforeValidator(_switched)] = False
    start: Literal["auto", "load"] = "auto"
    scheme: Literal["page", "system", "light", "dark"] = "page"
    base: str = ""
    texts: dict[str, Words] = {}
    context: dict[ContextName, Words] = {}
    mistakes: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


# Not given by anybody; kept by the page; given to `configure` alone.
OURS = ("mistakes", "ignored")
ELSEWHERE = ("getToken", "getBrandToken")
OBJECTS = ("texts", "context")
FIELDS = {to_camel(name): name for name in Settings.model_fields if name not in (*OURS, *OBJECTS)}
KNOWN = (*FIELDS, *OBJECTS, *ELSEWHERE)
# From 0 to 1: so like another name is one that was meant to be it.
LIKENESS = 0.75
# Nothing can start without.
VITAL = ("account", "csds", "auth", "transport")
MISTAKES = {
    "account": "must be your LivePerson account id (letters and digits, such as 12345678).",
    "connector": "must be the id of an identity connector (letters and digits).",
    "csds": "must be an https: address, or http: on this machine (localhost).",
    "visitorName": "must be text of at most 100 characters.",
    "locale": "must be a language tag, such as en or pt-BR.",
    "key": "must be a key with modifiers, such as Alt+Shift+Y, or off.",
    "debug": "must be on or off.",
    "agentName": "must be on or off.",
    "leaving": "must be on or off.",
    "texts": "must hold non-empty text only; the rest was left out.",
    "context": f"must hold non-empty text only under {', '.join(CONTEXT)}; the rest was left out.",
}


def read(
    attributes: dict[str, JsonValue],
    configured: dict[str, JsonValue],
    site: str | None,
    page_url: str,
) -> Settings:
    """Return the settings, with `mistakes` in words for values that fell back to a default.

    A name that is not ours is ignored, unless it looks like a slip of one that is. Raises
    `SettingError` where nothing may start: a bad account, csds, auth or transport.
    """
    given: dict[str, Any] = {key: attributes[key] for key in FIELDS if key in attributes}
    given |= {key: value for key, value in configured.items() if key in (*FIELDS, *OBJECTS)}
    if site:
        given.setdefault("account", site)
    strange = [key for key in attributes if key not in (*FIELDS, *ELSEWHERE)]
    unknown = [key for key in configured if key not in KNOWN]
    slips = [
        *_slips(strange, [*FIELDS], _attribute),
        *_slips(unknown, KNOWN, "configure({{ {} }})".format),
    ]
    mistakes = tuple(dict.fromkeys((*slips, *_corrected(given, page_url))))
    ignored = (*map(_attribute, strange), *(f"configure({{ {key[:40]} }})" for key in unknown))
    told = {"mistakes": mistakes, "ignored": ignored[:MOST_IGNORED]}
    return Settings.model_validate({**given, **told}, context=page_url)


def _slips(given: list[str], known: Sequence[str], named: Callable[[str], str]) -> Iterator[str]:
    """Yield in words which of the names that are not ours were probably meant to be."""
    if not given:
        return
    from difflib import get_close_matches  # noqa: PLC0415 - rarely needed, and slow to come

    for key in given[:MOST_IGNORED]:
        for meant in get_close_matches(key[:40], known, n=1, cutoff=LIKENESS):
            yield f"{named(key[:40])} is not known: {named(meant)} may be meant."


def _corrected(given: dict[str, Any], page_url: str) -> Iterator[str]:
    """Take out of `given` what may not be, and yield what is wrong with it in words."""
    try:
        Settings.model_validate(given, context=page_url)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_context=False, include_input=False)
        every = dict.fromkeys(_mistake(str(one["loc"][0]), given) for one in wrong)
        if any(one["loc"][0] in VITAL for one in wrong):
            raise SettingError(" ".join(every)) from None
        for one in wrong:
            key, *inner = one["loc"]
            if inner:
                given[str(key)] = {
                    name: text for name, text in given[str(key)].items() if name != inner[0]
                }
            else:
                del given[str(key)]
        yield from every


def _mistake(key: str, given: dict[str, Any]) -> str:
    allowed = get_args(Settings.model_fields[FIELDS.get(key, key)].annotation)
    words = MISTAKES.get(key) or f"must be one of: {', '.join(allowed)}."
    if key == "account" and not _named(given.get(key, "")):
        words = f"{words[:-1]}; it is missing, and lpTag.site is not set."
    return f"{key if key in OBJECTS else _attribute(key)} {words}"


def _attribute(key: str) -> str:
    """Return a dataset's key as the attribute that it stands for."""
    return "data-" + re.sub(r"[A-Z]", lambda found: f"-{found[0].lower()}", key[:40])
