"""A customer's settings: what is allowed, what it falls back to, and how a mistake is told.

Settings come from the script tag's `data-*` attributes and from `configure`,
both in camelCase; `configure` wins. Attributes that are not ours are ignored,
because tag managers add their own; an unknown key of `configure` is a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from pydantic import JsonValue

from app.core.errors import SettingError

LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "::1")
MOST_IGNORED = 20
IDENTIFIER = r"^[A-Za-z0-9_-]{1,64}$"
POSITIONS = ("bottom-end", "top-start", "top", "top-end", "bottom-start", "bottom")


@dataclass(frozen=True, slots=True)
class Settings:
    """Checked settings. `csds` is an absolute base URL without a slash at its end.

    `mistakes` are in words, `ignored` the names of attributes that are not ours.
    """

    account: str = ""
    csds: str = "https://api.liveperson.net"
    auth: str = "token"
    connector: str = ""
    transport: str = "own"
    visitor_name: str = ""
    locale: str = ""
    position: str = "bottom-end"
    agent_id: str = "participant"
    beside_window: str = "stand-down"
    ui: str = "banner"
    key: str = "Alt+Shift+Y"
    debug: bool = False
    start: str = "auto"
    texts: dict[str, str] = field(default_factory=dict)
    context: dict[str, str] = field(default_factory=dict)
    mistakes: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


# Kept by the page.
ELSEWHERE = ("getToken", "getBrandToken")
# The attribute of each field of Settings, and the fields nothing can start without.
FIELDS = {
    "account": "account",
    "csds": "csds",
    "auth": "auth",
    "connector": "connector",
    "transport": "transport",
    "visitorName": "visitor_name",
    "locale": "locale",
    "position": "position",
    "agentId": "agent_id",
    "besideWindow": "beside_window",
    "ui": "ui",
    "key": "key",
    "debug": "debug",
    "start": "start",
}
OBJECTS = ("texts", "context")
VITAL = ("account", "csds", "auth", "transport")


def read(
    attributes: dict[str, JsonValue],
    configured: dict[str, JsonValue],
    site: str | None,
    page_url: str,
) -> Settings:
    """Return the settings, with `mistakes` in words for values that fell back to a default.

    Raises `SettingError` where nothing may start: an unknown key of
    `configure`, or a bad account, csds, auth or transport.
    """
    known = (*FIELDS, *OBJECTS, *ELSEWHERE)
    for key in configured:
        if key not in known:
            allowed = ", ".join(known)
            message = f"configure() does not know {key[:40]!r}; it takes {allowed}."
            raise SettingError(message)
    given = {**{key: attributes[key] for key in FIELDS if key in attributes}, **configured}
    if "account" not in given and site:
        given["account"] = site
    checked: dict[str, object] = {}
    mistakes: list[str] = []
    for key, name in FIELDS.items():
        if key not in given and key != "account":
            continue
        value, wrong = _CHECKS[key](given.get(key), page_url)
        if wrong is None:
            checked[name] = value
        elif key in VITAL:
            raise SettingError(wrong)
        else:
            mistakes.append(wrong)
    for key in OBJECTS:
        if key in given:
            checked[key], wrong = _strings(key, given[key], _KEYS.get(key))
            mistakes += [wrong] if wrong else []
    ignored = tuple(_attribute(key) for key in attributes if key not in known)[:MOST_IGNORED]
    return Settings(**checked, mistakes=tuple(mistakes), ignored=ignored)  # type: ignore[arg-type]


def _attribute(key: str) -> str:
    """Return a dataset's key as the attribute that it stands for."""
    return "data-" + re.sub(r"[A-Z]", lambda found: f"-{found[0].lower()}", key[:40])


Checked = tuple[object, str | None]


def _account(value: JsonValue, _page_url: str) -> Checked:
    text = str(value).strip() if isinstance(value, str | int) else ""
    if re.fullmatch(IDENTIFIER, text):
        return text, None
    return None, (
        "data-account must be your LivePerson account id (letters and digits, such as 12345678)"
        + ("; it is missing, and lpTag.site is not set." if not text else ".")
    )


def _connector(value: JsonValue, _page_url: str) -> Checked:
    text = str(value).strip() if isinstance(value, str | int) else ""
    if re.fullmatch(IDENTIFIER, text):
        return text, None
    return None, "data-connector must be the id of an identity connector (letters and digits)."


def _csds(value: JsonValue, page_url: str) -> Checked:
    wrong = "data-csds must be an https: address, or http: on this machine (localhost)."
    if not isinstance(value, str):
        return None, wrong
    try:
        parts = urlsplit(urljoin(page_url, value.strip()))
        secure = parts.scheme == "https"
        loopback = parts.scheme == "http" and parts.hostname in LOOPBACK
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None, wrong
    if not parts.hostname or parts.username or parts.query or not (secure or loopback):
        return None, wrong
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{port}{parts.path}".rstrip("/"), None


def _one_of(name: str, *allowed: str) -> Callable[[JsonValue, str], Checked]:
    def check(value: JsonValue, _page_url: str) -> Checked:
        if isinstance(value, str) and value in allowed:
            return value, None
        return None, f"{name} must be one of: {', '.join(allowed)}."

    return check


def _text(name: str, longest: int) -> Callable[[JsonValue, str], Checked]:
    def check(value: JsonValue, _page_url: str) -> Checked:
        if isinstance(value, str) and len(value.strip()) <= longest:
            return value.strip(), None
        return None, f"{name} must be text of at most {longest} characters."

    return check


def _locale(value: JsonValue, _page_url: str) -> Checked:
    if isinstance(value, str) and re.fullmatch(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*", value):
        return value.replace("_", "-"), None
    return None, "data-locale must be a language tag, such as en or pt-BR."


def _key(value: JsonValue, _page_url: str) -> Checked:
    if isinstance(value, str) and re.fullmatch(r"off|((Alt|Control|Shift|Meta)\+)+\S{1,12}", value):
        return value, None
    return None, "data-key must be a key with modifiers, such as Alt+Shift+Y, or off."


def _debug(value: JsonValue, _page_url: str) -> Checked:
    # A bare attribute, `data-debug`, arrives as an empty string.
    if value in ("", "on", True):
        return True, None
    if value in ("off", False):
        return False, None
    return None, "data-debug must be on or off."


_KEYS = {"context": ("scid", "cid", "eid")}


def _strings(
    name: str, value: JsonValue, keys: tuple[str, ...] | None
) -> tuple[dict[str, str], str | None]:
    if isinstance(value, dict):
        good = {
            key: text
            for key, text in value.items()
            if isinstance(text, str) and (keys is None or key in keys) and 0 < len(text) <= 1000
        }
        if len(good) == len(value):
            return good, None
        among = f" under {', '.join(keys)}" if keys else ""
        return good, f"{name} must hold non-empty text only{among}; the rest was left out."
    return {}, f"{name} must be an object of texts."


_CHECKS: dict[str, Callable[[JsonValue, str], Checked]] = {
    "account": _account,
    "csds": _csds,
    "auth": _one_of("data-auth", "token", "brand", "anonymous", "signup"),
    "connector": _connector,
    "transport": _one_of("data-transport", "own", "host"),
    "visitorName": _text("data-visitor-name", 100),
    "locale": _locale,
    "position": _one_of("data-position", *POSITIONS),
    "agentId": _one_of("data-agent-id", "participant", "numeric", "assigned"),
    "besideWindow": _one_of("data-beside-window", "stand-down", "ask"),
    "ui": _one_of("data-ui", "banner", "none"),
    "key": _key,
    "debug": _debug,
    "start": _one_of("data-start", "auto", "load"),
}
