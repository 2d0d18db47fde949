"""Whatever is sent to whichever route, the answer is no failure of the simulator's own."""

from __future__ import annotations

import http.client
import json
import re
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simulator.app import Options, make_app
from tests.support.standin import ACCOUNT, StandIn, running

# It sets how LivePerson's services fail, which they do from then on.
ON_PURPOSE = "/simulator/behaviour"
FIELDS = (
    *("account", "action", "agent", "agentId", "code", "consumerId", "data", "id_token", "kind"),
    *("lifeSeconds", "metaData", "mode", "name", "notes", "page", "password", "play", "reason"),
    *("scenario", "serviceId", "silent", "svid", "text", "title", "url", "username", "words"),
)
HALF = "\ud800"
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from([None, True, -1, 0.5, 1e308, float("inf"), float("nan"), 10**400, "", HALF])
    | st.text(max_size=20)
    | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=6)
BODIES = st.binary(max_size=60) | (OBJECTS | VALUES).map(lambda value: json.dumps(value).encode())
TYPES = st.sampled_from(["application/json", "text/plain; charset=nonsense", "x; charset=utf-16"])
DEEP = b'{"notes":' + b"[" * 100_000


def _routes() -> list[tuple[str, str]]:
    routes = (
        (route.method, route.resource.canonical)
        for route in make_app(Options()).router.routes()
        if route.resource is not None and route.method != "HEAD"
    )
    return sorted({(method, path) for method, path in routes if path != ON_PURPOSE})


ROUTES = _routes()


@pytest.fixture(scope="module")
def served() -> Iterator[StandIn]:
    """A simulator that is sent everything, one after the other."""
    with running(Options()) as started:
        yield started


def _status(standin: StandIn, method: str, path: str, body: bytes, kind: str) -> int:
    """Return an answer's status; what goes on for ever is left after its first line."""
    connection = http.client.HTTPConnection("localhost", standin.port, timeout=10)
    try:
        connection.request(method, path, body, {"Content-Type": kind})
        return connection.getresponse().status
    finally:
        if connection.sock:
            connection.sock.shutdown(socket.SHUT_RDWR)
        connection.close()


def test_the_routes_are_all_of_them() -> None:
    """The table of routes is read from the application, and is not empty."""
    assert ("POST", "/cobrowse/{account}/witness") in ROUTES
    assert len(ROUTES) > 50


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_no_input_is_a_failure(served: StandIn, method: str, path: str) -> None:
    """Odd bodies, encodings, types of values and names in the path: never a 500."""

    @given(BODIES, TYPES, st.text(min_size=1, max_size=8) | st.just(ACCOUNT))
    @example(DEEP, "application/json", ACCOUNT)
    @example(b"\xff\xfe", "application/json", ACCOUNT)
    @example(b"{}", "text/plain; charset=nonsense", ACCOUNT)
    @example(json.dumps({"notes": [{"kind": "event", "name": HALF}]}).encode(), "x", ACCOUNT)
    @settings(max_examples=25, deadline=None, derandomize=True)
    def attempt(body: bytes, kind: str, name: str) -> None:
        part = quote(name, safe="", errors="replace")
        asked = re.sub(r"\{[^{}]*(\{[^{}]*\}[^{}]*)*\}", part, path)
        assert _status(served, method, asked, body, kind) < 500

    attempt()
    assert served.get("state")["behaviour"]
