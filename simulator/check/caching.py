"""Whether caches keep a file for as long as it may be kept, and can tell the next one from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from simulator.check.asking import Answer, Host
from simulator.check.said import Said

# Seconds. What changes is told to be kept for a minute; an hour is still an answer to a fault.
LONGEST = 3600
# What never changes is kept for good: a month at least.
SHORTEST = 30 * 86_400
# Packers give all files one time, and it is older than any browser that runs Tagalong.
CONSTANT = datetime(1990, 1, 1, tzinfo=UTC)
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# From 1601, where Windows begins to count, to 1970, in seconds.
WINDOWS = 11_644_473_600
# A tag as nginx makes them, of a file that has never been.
FOREIGN = '"1-1"'


def directives(answer: Answer) -> dict[str, str]:
    """Return what Cache-Control says, each word with its value or an empty one."""
    parts = answer.header("Cache-Control").lower().split(",")
    pairs = (part.strip().partition("=") for part in parts)
    return {name: value.strip('"') for name, _, value in pairs if name}


def seconds(said: dict[str, str], name: str) -> int | None:
    """Return a directive's seconds, None where it is not there or no number."""
    value = said.get(name, "")
    return int(value) if value.isdecimal() else None


def judged_unchanging(answer: Answer) -> Iterator[Said]:
    """Say where a file that never changes is fetched more than once."""
    said = directives(answer)
    age = seconds(said, "max-age") or 0
    if "no-store" in said or "no-cache" in said or age < SHORTEST:
        told = answer.header("Cache-Control") or "nothing"
        words = f"never changes under its name, and Cache-Control says {told}: visitors fetch it"
        yield Said("caching", f"{words} again and again; say max-age=31536000, immutable")
    elif "immutable" not in said:
        words = "may be kept for good, but is not called immutable: a reload asks for it again"
        yield Said("caching", words, wrong=False)


def judged_changing(answer: Answer) -> Iterator[Said]:
    """Say where a file that changes is kept too long."""
    said = directives(answer)
    age = seconds(said, "max-age")
    fresh = {"no-store", "no-cache"} & set(said)
    if not fresh and age is None:
        words = "has no max-age: browsers guess, a tenth of the file's age, how long to keep it"
        yield Said("caching", f"{words}; say max-age=60")
    elif not fresh and (age or 0) > LONGEST:
        words = f"may be kept for {duration(age or 0)}: no upgrade and no switching off"
        yield Said("caching", f"{words} reaches anybody sooner; say max-age=60")
    shared = seconds(said, "s-maxage")
    if not fresh and shared is not None and shared > LONGEST:
        words = f"is kept for {duration(shared)} by a cache in between, unless it is purged"
        yield Said("caching", words, wrong=False)


def duration(count: int) -> str:
    """Return a number of seconds as people say it."""
    for name, length in (("days", 86_400), ("hours", 3600), ("minutes", 60)):
        if count >= 2 * length:
            return f"{count // length} {name}"
    return f"{count} seconds"


def modified(answer: Answer) -> datetime | None:
    """Return when the host says that the file has changed."""
    try:
        found = parsedate_to_datetime(answer.header("Last-Modified"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def is_of_time(tag: str, moment: datetime) -> bool:
    """Return whether an ETag is made of a file's time: as of nginx, Caddy, Apache, IIS, Node."""
    at = int(moment.timestamp())
    digits, rest = "", at
    while rest:
        rest, one = divmod(rest, len(DIGITS))
        digits = DIGITS[one] + digits
    if digits and re.search(rf'"{digits}', tag):
        return True
    numbers = [int(part, 16) for part in re.findall(r"[0-9a-f]{6,}", tag.lower())]
    whole = (1, 1000, 1_000_000, 1_000_000_000)
    return any(
        at in (number // 10**7 - WINDOWS, *(number // unit for unit in whole)) for number in numbers
    )


async def judged_validators(host: Host, name: str, answer: Answer) -> list[Said]:
    """Ask as a browser that has another release's file, and say where it would keep that.

    Raises UnansweredError.
    """
    tag, at = answer.header("ETag"), modified(answer)
    found = []
    if at and at < CONSTANT and (not tag or is_of_time(tag, at)):
        words = f"is dated {at:%Y-%m-%d}, as packers date every file, and the host knows a file"
        words += f" by its time{' and length' if tag else ''}: the next release may never reach"
        found.append(Said("validators", f"{words} who has this one; see docs/hosting.md"))
    if at is None:
        return found
    asked = {"If_Modified_Since": format_datetime(at, usegmt=True)}
    if tag:
        again = await host.ask(name, 0, If_None_Match=FOREIGN, **asked)
        if again.status == 304:
            words = "is called unchanged (304) to a browser that names another ETag of the same"
            found.append(Said("validators", f"{words} time: the host goes by time alone"))
        return found
    asked = {"If_Modified_Since": format_datetime(datetime.now(UTC), usegmt=True)}
    if (await host.ask(name, 0, **asked)).status == 304:
        words = "is called unchanged (304) to a browser that has a newer one: after going back"
        found.append(Said("validators", f"{words} to an older release, touch it", wrong=False))
    return found
