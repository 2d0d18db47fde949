"""The control API: closed to strangers, described at its address; and the tag that is served."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from urllib.error import HTTPError

import pytest
from websockets.sync.client import connect

from simulator.app import Options, make_app
from simulator.switches import Switches
from tests.support.standin import ACCOUNT, ControlError, StandIn, running


@pytest.fixture
def standin(tmp_path: Path) -> Iterator[StandIn]:
    """A simulator that serves a folder too."""
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "code.mjs").write_text("export {};")
    (tmp_path / "outside.txt").write_text("private")
    with running(Options(mounts=(("/files", tmp_path / "inside"),))) as started:
        yield started


def fetch(
    url: str, method: str = "GET", body: bytes | None = None, headers: dict[str, str] | None = None
) -> str:
    """Return an answer's text; raises HTTPError."""
    request = urllib.request.Request(url, data=body, headers=headers or {}, method=method)
    with urllib.request.urlopen(request, timeout=5) as answer:
        return str(answer.read().decode())


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Host": "evil.example"},
        {"Host": "[::1"},
        {"Host": "localhost.evil.example"},
    ],
)
@pytest.mark.parametrize("path", ["/simulator/state", "/simulator/", "/agent"])
def test_strangers_are_refused(standin: StandIn, headers: dict[str, str], path: str) -> None:
    """Requests of other origins, or for other hosts, get nothing."""
    with pytest.raises(HTTPError) as caught:
        fetch(standin.url + path, headers=headers)
    assert caught.value.code == 403
    caught.value.close()


def test_the_control_api_is_not_shared(standin: StandIn) -> None:
    """No page of another origin may read it: no CORS header, no preflight."""
    with urllib.request.urlopen(f"{standin.url}/simulator/state") as answer:
        assert "Access-Control-Allow-Origin" not in answer.headers
    with pytest.raises(HTTPError) as caught:
        fetch(
            f"{standin.url}/simulator/state", "OPTIONS", headers={"Origin": "https://evil.example"}
        )
    assert caught.value.code in (403, 405)
    caught.value.close()


def test_services_are_shared(standin: StandIn) -> None:
    """Pages of any origin may call LivePerson's services, with preflight too."""
    url = f"{standin.url}/api/account/{ACCOUNT}/signup"
    request = urllib.request.Request(url, method="OPTIONS", headers={"Origin": "https://a.example"})
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Access-Control-Allow-Headers"] == "authorization, content-type"


def test_the_description_lists_every_call(standin: StandIn) -> None:
    """/simulator/ names each call with its words, and the switches."""
    page = fetch(f"{standin.url}/simulator/")
    routes = {one.canonical for one in make_app(Options()).router.resources()}
    calls = {one for one in routes if one.startswith("/simulator/")} - {"/simulator/"}
    assert len(calls) > 20
    assert [one for one in calls if one not in page] == []
    assert [one.name for one in fields(Switches) if one.name not in page] == []
    assert "Take an invitation back." in page


def test_bodies_that_are_not_objects(standin: StandIn) -> None:
    """A bad body is an error in words."""
    for body in (b"[1]", b"{", b"[" * 100_000):
        with pytest.raises(HTTPError) as caught:
            fetch(f"{standin.url}/simulator/behaviour", "POST", body)
        assert caught.value.code == 400
        assert json.load(caught.value)["error"]


def test_the_state_is_watched(standin: StandIn) -> None:
    """The watch sends the state at once and after each change."""
    with connect(f"ws://localhost:{standin.port}/simulator/watch") as watch:
        assert json.loads(watch.recv(timeout=5))["conversations"] == []
        standin.post("conversations", consumerId="ann")
        (conversation,) = json.loads(watch.recv(timeout=5))["conversations"]
        assert conversation["consumerId"] == "ann"
        standin.post(f"conversations/{conversation['id']}/close")
        (closed,) = json.loads(watch.recv(timeout=5))["conversations"]
        assert closed["stage"] == "CLOSE"


def test_faults_of_discovery(standin: StandIn) -> None:
    """Each fault of a service is what it says."""
    url = f"{standin.url}/api/account/{ACCOUNT}/service/baseURI.json"
    for health, code in (("404", 404), ("429", 429), ("500", 500)):
        standin.post("behaviour", discovery=health)
        with pytest.raises(HTTPError) as caught:
            fetch(url)
        assert caught.value.code == code
        caught.value.close()
    standin.post("behaviour", discovery="rubbish")
    assert fetch(url).startswith("<html>")
    standin.post("behaviour", discovery="foreign-host")
    assert "messaging.example" in fetch(url)


def test_the_tag_is_the_bus_and_the_taglets(standin: StandIn) -> None:
    """tag.js carries LivePerson's own event bus and knows how it was asked to behave."""
    standin.post("behaviour", taglet="deaf", monitoring_delay=-1)
    tag = fetch(f"{standin.url}/tag/tag.js?site={ACCOUNT}")
    assert "Chronos" in tag
    assert f'const ACCOUNT = "{ACCOUNT}"' in tag
    assert 'const TAGLET = "deaf"' in tag


def test_files_are_served_with_their_types_and_nothing_else(standin: StandIn) -> None:
    """A mounted folder is served, with types a browser needs; nothing outside it is."""
    with urllib.request.urlopen(f"{standin.url}/files/code.mjs") as answer:
        assert answer.headers["Content-Type"] == "text/javascript"
    for path in ("../outside.txt", "%2e%2e/outside.txt", "missing.txt", ""):
        with pytest.raises(HTTPError) as caught:
            fetch(f"{standin.url}/files/{path}")
        assert caught.value.code == 404
        caught.value.close()


def test_sessions_and_what_the_taglet_heard(standin: StandIn) -> None:
    """The taglet's word changes the dialog; whether sharing goes on can be asked."""
    conversation = standin.post("conversations", consumerId="ann")["conversationId"]
    dialog = standin.invite()
    service = f"ann%23{conversation}"
    session = f"{standin.url}/cobrowse/{ACCOUNT}/session?serviceId={service}"
    assert json.loads(fetch(session)) == {"open": True}
    event = {"name": "cobrowseDeclined", "serviceId": f"ann#{conversation}"}
    fetch(f"{standin.url}/cobrowse/{ACCOUNT}/events", "POST", json.dumps(event).encode())
    assert json.loads(fetch(session)) == {"open": False}
    assert standin.get("published") == [event]
    with pytest.raises(ControlError, match="over"):
        standin.post(f"invitations/{dialog}/accept")
