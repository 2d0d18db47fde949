"""The sizes and the words that LivePerson's published schema allows in a consumer's requests.

What is against it is refused under the switch `strict` alone: whether
LivePerson does is not documented, and clients that break it are in use.
"""

from __future__ import annotations

from ipaddress import IPv4Address
from typing import Any

LONGEST_ID = 64
LONGEST_TOKEN = 2048
WORDS = {
    "deviceFamily": ("DESKTOP", "TABLET", "MOBILE", "OTHER"),
    "os": ("WINDOWS", "LINUX", "OSX", "ANDROID", "IOS", "OTHER"),
    "integration": ("WEB_SDK", "MOBILE_SDK", "BRAND_SDK"),
}
LENGTHS = {
    "appId": 64,
    "appVersion": 32,
    "osName": 64,
    "osVersion": 64,
    "integrationVersion": 64,
    "browser": 64,
    "browserVersion": 64,
    "timeZone": 64,
    "deviceManufacture": 64,
    "deviceModel": 64,
}
FEATURES = (
    "CO_BROWSE",
    "CO_APP",
    "PHOTO_SHARING",
    "SECURE_FORMS",
    "AUTO_MESSAGES",
    "RICH_CONTENT",
    "QUICK_REPLIES",
    "MULTI_DIALOG",
    "FILE_SHARING",
    "MARKDOWN_HYPERLINKS",
)


def wrong_request(request: dict[str, Any]) -> str | None:
    """Return what is wrong with a request's frame, None where nothing is."""
    # LivePerson's own examples have numbers too.
    if not 1 <= len(str(request["id"])) <= LONGEST_ID:
        return f"a request's id has 1 to {LONGEST_ID} characters"
    if request.get("kind", "req") != "req":
        return "a request's kind is req"
    return None


def wrong_introduction(client: dict[str, Any], token: object) -> str | None:
    """Return what is wrong with a client's properties or token, None where nothing is."""
    for name, words in WORDS.items():
        if client.get(name, words[0]) not in words:
            return f"{name} is one of {', '.join(words)}"
    if "ipAddress" in client and not _is_address(client["ipAddress"]):
        return "ipAddress is an IPv4 address"
    for name, longest in LENGTHS.items():
        text = client.get(name, "")
        if not (isinstance(text, str) and len(text) <= longest):
            return f"{name} is a text of at most {longest} characters"
    features = client.get("features", [])
    unknown = [one for one in _listed(features) if one not in FEATURES]
    if unknown:
        return f"a feature is one of {', '.join(FEATURES)}"
    if isinstance(token, str) and len(token) > LONGEST_TOKEN:
        return f"a token has at most {LONGEST_TOKEN} characters"
    return None


def _is_address(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(IPv4Address(value))
    except ValueError:
        return False


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
