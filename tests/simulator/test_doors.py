"""What a page of another origin can read of the simulator, and what its own pages allow."""

from __future__ import annotations

import http.client
import json
import re
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


def _get(standin: StandIn, path: str, headers: dict[str, str] | None = None) -> tuple[int, Message]:
    connection = http.client.HTTPConnection("localhost", standin.port, timeout=10)
    try:
        connection.request("GET", path, headers=headers or {})
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
        *("/control.js", "/elements.js", "/tool.css", "/pages.css", "/home.css", "/nowhere"),
    ],
)
def test_what_is_this_machines(served: StandIn, path: str) -> None:
    """Everything else gives no other origin a right to read it."""
    assert ORIGIN not in _get(served, path)[1]


@pytest.mark.parametrize(
    "path", ["/", "/agent", "/stage", "/configure", "/workbench", "/scenarios"]
)
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


SCRIPT = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}
LINK = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.mark.parametrize(
    "path", ["/own/code.js", "/workbench", "/workbench/workbench.js", "/control.js", "/simulator/"]
)
def test_what_pages_of_other_sites_load(served: StandIn, path: str) -> None:
    """A script element needs no right to read; a page of another site gets no script all the same.

    A link may be followed, and a page of this machine's, on another port, is of the same site.
    """
    assert _get(served, path, SCRIPT)[0] == 403
    assert _get(served, path, {**LINK})[0] == 200
    assert _get(served, path, {**SCRIPT, "Sec-Fetch-Site": "same-site"})[0] == 200
    assert _get(served, path)[0] == 200


@pytest.mark.parametrize("path", ["/tag/tag.js", "/open/code.js"])
def test_what_pages_of_other_sites_may_load(served: StandIn, path: str) -> None:
    """LivePerson's own paths are for them, and a mount that is said to be shared."""
    assert _get(served, path, SCRIPT)[0] == 200


@pytest.mark.parametrize(
    ("headers", "handed"),
    [
        ({}, True),
        ({**SCRIPT, "Sec-Fetch-Site": "same-origin"}, True),
        ({**SCRIPT, "Sec-Fetch-Site": "same-site"}, True),
        (SCRIPT, False),
        ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Dest": "empty"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "http://localhost:3000", "Sec-Fetch-Dest": "script"}, True),
    ],
)
def test_whom_the_tag_gives_its_nonce(headers: dict[str, str], *, handed: bool) -> None:
    """It is for pages of this machine's, and no script can read it that fetches the tag."""
    with running(Options(witnessed=True)) as standin:
        text = _text(standin, "/tag/tag.js", headers)
        assert ("const NONCE = " in text) == handed
        assert ("/witness" in text) == handed


def test_reports_need_the_nonce() -> None:
    """A report without it, or with another, is refused in words and noted nowhere."""
    with running(Options(witnessed=True)) as standin, running(Options(witnessed=True)) as other:
        nonces = [
            re.findall(r'const NONCE = "(.+)";', _text(one, "/tag/tag.js", {}))[0]
            for one in (standin, other)
        ]
        assert nonces[0] != nonces[1]
        note = {"kind": "event", "name": "accepted", "data": None}
        for nonce, status in (
            *((one, 403) for one in (None, "", 7, "é", nonces[1])),
            (nonces[0], 200),
        ):
            told = {"nonce": nonce, "page": "p", "play": "", "notes": [note]}
            assert _report(standin, json.dumps(told))[0] == status
        for body in ("[]", '"text"', "{}"):
            status, words = _report(standin, body)
            assert status == 403
            assert "own tag, which has a nonce for them" in words
        records = standin.get("session")["records"]
        assert [one["name"] for one in records if one["kind"] == "event"] == ["accepted"]


def _report(standin: StandIn, body: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("localhost", standin.port, timeout=10)
    try:
        connection.request("POST", f"/cobrowse/{ACCOUNT}/witness", body)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def _text(standin: StandIn, path: str, headers: dict[str, str]) -> str:
    connection = http.client.HTTPConnection("localhost", standin.port, timeout=10)
    try:
        connection.request("GET", path, headers=headers)
        return connection.getresponse().read().decode()
    finally:
        connection.close()
