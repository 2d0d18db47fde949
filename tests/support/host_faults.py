"""What a host of Tagalong's files can do wrong: changes of the answers of a faulty host."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import formatdate

from tests.support.faulty_host import Fault, Given

# A day of our own, in seconds.
TODAY = 1_700_000_000


def of(name: str, change: Callable[[Given], None]) -> Fault:
    """Return a fault of one file alone."""
    return lambda given: change(given) if given.name == name else None


def says(**headers: str) -> Callable[[Given], None]:
    """Return a change of headers, in whose names `_` stands for `-`; empty takes one out."""

    def change(given: Given) -> None:
        for key, value in headers.items():
            given.headers.popall(key.replace("_", "-"), None)
            if value:
                given.headers[key.replace("_", "-")] = value

    return change


def answers(status: int, **headers: str) -> Callable[[Given], None]:
    """Return a change into another answer."""

    def change(given: Given) -> None:
        given.status, given.body = status, b"<html></html>"
        says(Content_Encoding="", **headers)(given)

    return change


def is_(contents: bytes, **headers: str) -> Callable[[Given], None]:
    """Return a change into another content, sent as it is."""

    def change(given: Given) -> None:
        given.body = contents
        says(Content_Encoding="", **headers)(given)

    return change


def is_made_of_time(seconds: int, tag: str) -> Callable[[Given], None]:
    """Return a change into a host that knows a file by its time."""

    def change(given: Given) -> None:
        says(Last_Modified=formatdate(seconds, usegmt=True), ETag=tag)(given)

    return change


def goes_by_time(*, alone: bool) -> Callable[[Given], None]:
    """Return a host that asks only whether a file is newer; `alone` without an ETag."""

    def change(given: Given) -> None:
        says(Last_Modified=formatdate(TODAY, usegmt=True), ETag="" if alone else '"one"')(given)
        if "If-Modified-Since" in given.asked:
            given.status, given.body = 304, b""

    return change


def breaks(given: Given) -> None:
    """End before the length that was told."""
    given.broken = True


def is_late(given: Given) -> None:
    """Never answer."""
    given.late = True


def is_open_twice(given: Given) -> None:
    """Add what is there already."""
    given.headers.add("Access-Control-Allow-Origin", "*")
