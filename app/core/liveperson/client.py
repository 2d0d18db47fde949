"""What a browser's user agent says, in the words of LivePerson's client properties."""

from __future__ import annotations

from pydantic import JsonValue

from app.core.liveperson import requests

# Order matters: most browsers also name an older one.
_BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
_SYSTEMS = {
    "Android": "ANDROID",
    "iPhone": "IOS",
    "iPad": "IOS",
    "Windows": "WINDOWS",
    "Mac OS X": "OSX",
    "Linux": "LINUX",
}


def properties(user_agent: str, time_zone: str) -> dict[str, JsonValue]:
    """Return the client properties of a page."""
    system = next((word for sign, word in _SYSTEMS.items() if sign in user_agent), "OTHER")
    browser = next((name for name in _BROWSERS if f"{name}/" in user_agent), "")
    if "iPad" in user_agent:
        family = "TABLET"
    elif "Mobi" in user_agent:
        family = "MOBILE"
    else:
        family = "DESKTOP"
    return requests.client_properties(family, system, browser, time_zone)
