"""What a page of another origin can read of the simulator, and what its own pages allow."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest

from simulator.app import Options
from tests.support.standin import ACCOUNT, StandIn, running

ORIGIN = "Access-Control-Allow-Origin"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[StandIn]:
    """A simulator with two mounted folders, one of them shared."""
    for name in ("open", "own"):
        (tmp_path / name / ".git").mkdir(parents=True)
        (tmp_path / name / ".git" / "config").write_text("secret")
        (tmp_path / name / ".env").write_text("secret")
        (tmp_path / name / "code.js").write_text("1")
    mounts = (("/open", tmp_path / "open"), ("/own", tmp_path / "own"))
    with running(Options(mounts=mounts, shared=("/open",))) as started:
        yield started


def _get(standin: StandIn, path: str) -> tuple[int, Message]:
    connection = http.client.HTTPConnection("localhost", standin.port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers
    finally:
        connection.close()


@pytest.mark.parametrize(
    "path",
    [f"/api/account/{ACCOUNT}/service/baseURI.json?version=1.0", "/tag/tag.js", "/open/code.js"],
)
def test_what_is_everybodys(served: StandIn, path: str) -> None:
    """LivePerson's own paths, and a mount that is said to be shared."""
    status, headers = _get(served, path)
    assert (status, headers[ORIGIN]) == (200, "*")


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/own/code.js", "/simulator/", "/simulator/state", "/agent", "/agent/console.js"),
        *("/stage", "/configure", "/workbench", "/workbench/workbench.js", "/scenarios"),
        *("/control.js", "/elements.js", "/tool.css", "/pages.css", "/nowhere"),
    ],
)
def test_what_is_this_machines(served: StandIn, path: str) -> None:
    """Everything else gives no other origin a right to read it."""
    assert ORIGIN not in _get(served, path)[1]


@pytest.mark.parametrize("path", ["/agent", "/stage", "/configure", "/workbench", "/scenarios"])
def test_its_pages_have_a_policy(served: StandIn, path: str) -> None:
    """Only scripts of its own run in them, and no other site may frame them."""
    status, headers = _get(served, path)
    policy = headers["Content-Security-Policy"]
    assert status == 200
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy


@pytest.mark.parametrize("path", ["/own/code.js", "/tag/tag.js", "/simulator/state", "/agent"])
def test_types_are_not_guessed(served: StandIn, path: str) -> None:
    """No answer is taken for a script that is none by its type."""
    assert _get(served, path)[1]["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name", [".env", ".git/config", "%2egit/config", "x/../.env", ".git/../code.js", "code.js%00"]
)
def test_hidden_files_are_not_served(served: StandIn, name: str) -> None:
    """A mounted folder often has a repository or secrets in it, whose names begin with a dot."""
    assert _get(served, f"/own/{name}")[0] == 404
    assert _get(served, "/own/code.js")[0] == 200
