"""`python -m simulator` as a program: its help, its certificate, what it costs, its end."""

from __future__ import annotations

import json
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from websockets.sync.client import connect

from simulator.app import Options
from simulator.choices import described
from simulator.cli import certificate
from simulator.faults import registry
from simulator.switches import Switches
from tests.simulator.agent import AgentClient
from tests.simulator.consumer import Consumer
from tests.simulator.program import Program, program
from tests.support.standin import ACCOUNT, StandIn, running
from tools.stages import ROOT

pytestmark = pytest.mark.alone

SIMULATOR = [sys.executable, "-u", "-m", "simulator"]


@pytest.fixture
def started() -> Iterator[tuple[StandIn, Program]]:
    """A simulator as a program of its own."""
    with program([*SIMULATOR, "--port", "0"]) as simulator:
        home = simulator.hear("the control API:").split()[0]
        yield StandIn(urlsplit(home).port or 0), simulator


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*SIMULATOR, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def deaf(standin: StandIn, path: str) -> socket.socket:
    """Open a WebSocket that will not answer anything, not even a close."""
    opened = socket.create_connection(("localhost", standin.port), 5)
    opened.sendall(
        f"GET {path} HTTP/1.1\r\nHost: localhost:{standin.port}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    assert opened.recv(12) == b"HTTP/1.1 101"
    return opened


def test_ctrl_c_ends_at_once(started: tuple[StandIn, Program]) -> None:
    """With connections open that never answer a close, and a request under way."""
    standin, simulator = started
    agent, consumer = AgentClient(standin), Consumer(standin)
    agent.go_online()
    consumer.initialise()
    messaging = f"/ws_api/account/{ACCOUNT}/messaging"
    paths = (
        f"{messaging}/consumer?v=3",
        f"{messaging}/brand/{agent.bearer}?v=2.1",
        "/simulator/watch",
    )
    open_ones = [deaf(standin, path) for path in paths]
    standin.post("behaviour", discovery="silent")
    waiting = socket.create_connection(("localhost", standin.port), 5)
    discovery = f"/api/account/{ACCOUNT}/service/baseURI.json"
    waiting.sendall(f"GET {discovery} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    standin.get("published")  # by now the requests before it are under way
    began = time.monotonic()
    simulator.process.send_signal(signal.SIGINT)
    assert simulator.process.wait(10) == 0
    assert time.monotonic() - began < 2
    assert simulator.hear("(it has ended)") == ""
    assert "Traceback" not in "\n".join(simulator.said)
    for one in (*open_ones, waiting):
        one.close()
    assert agent.closing() == 1001
    assert consumer.closing()[0] == 1001


def test_help_that_helps() -> None:
    """--help has every option with its default, and examples."""
    told = _run("--help").stdout
    for option in (
        *("--port", "--host", "--account", "--strict", "--fault", "--mount", "--tls"),
        "--tls-folder",
    ):
        assert f"\n  {option}" in told
    assert told.count("(default") == 8
    assert "examples:" in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--mount", "here"], "--mount here: give /PATH=FILE"),
        (["--mount", "/="], "--mount /=: give /PATH=FILE"),
        (["--port", "65536"], "'65536' is no port: 1 to 65535, or 0 for any that is free"),
        (["--port", "http"], "'http' is no port"),
        (["--account", "../x"], "'../x' is no account: letters and digits"),
        (["--tls", "--tls-folder", "Makefile"], "--tls-folder Makefile: "),
        (
            ["srve"],
            "there is no command 'srve'; there are serve, play, check, scenarios, switches, faults",
        ),
        (["--fault", "gremlin"], "argument --fault: there is no fault 'gremlin'; there are drop"),
        (["--fault", "delay,slowly"], "argument --fault: delay,slowly: 'slowly' is no key=value"),
        (["--fault", "delay,ms=-1"], "argument --fault: ms is from 0 to 3600000"),
        (["--fault", "drop,on=me"], "argument --fault: on is one of all, consumers, agents"),
        (["switches", "--strict"], "unrecognized arguments: --strict"),
    ],
)
def test_mistakes_are_told_in_words(arguments: list[str], words: str) -> None:
    """A mistake on the command line ends in what was wrong and what is allowed."""
    ended = _run(*arguments)
    assert ended.returncode == 2
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr


def test_lists() -> None:
    """The switches, scenarios and faults, with all that there is to know of each."""
    told = _run("switches").stdout
    for one in described(Switches()):
        assert f"{one['name']} = {json.dumps(one['default'])}" in told
        assert one["meaning"] in told
    assert "  declined  " in _run("scenarios").stdout
    told = _run("faults").stdout
    for fault in registry.described():
        assert f"{fault['does']}\n  Unrealistic {fault['unrealistic']}." in told
        assert all(f"    {one['name']}=" in told for one in fault["choices"])


def test_beyond_this_machine() -> None:
    """Whoever lets others reach it is told what they can do."""
    command = [*SIMULATOR, "serve", "--host", "0.0.0.0", "--port", "0"]  # noqa: S104 - is tried
    with program(command) as simulator:
        simulator.hear("warning: everybody who reaches 0.0.0.0 can be any visitor")
        home = simulator.hear("the control API:").split()[0]
        assert StandIn(urlsplit(home).port or 0).get("state")["conversations"] == []


def test_a_port_that_is_taken() -> None:
    """It says so and ends."""
    with socket.create_server(("localhost", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = _run("--port", port)
    assert ended.returncode == 1
    assert f"cannot listen on port {port}" in ended.stderr


def test_a_certificate_that_was_half_written(tmp_path: Path) -> None:
    """A key that is not the certificate's is made anew with it, whoever left it so."""
    certificate.prepare(tmp_path / "one")
    certificate.prepare(tmp_path / "two")
    key = tmp_path / "one" / "server.key"
    key.write_bytes((tmp_path / "two" / "server.key").read_bytes())
    certificate.prepare(tmp_path / "one")
    assert certificate.context(tmp_path / "one")
    assert key.stat().st_mode & 0o777 == 0o600
    assert sorted(file.name for file in (tmp_path / "one").iterdir()) == [
        *("authority.pem", "server.key", "server.pem"),
    ]


def test_the_certificate(tmp_path: Path) -> None:
    """It is kept while it is good and made anew when it is not; its key is private."""
    authority = certificate.prepare(tmp_path / "tls")
    first = authority.read_bytes()
    key = tmp_path / "tls/server.key"
    assert key.stat().st_mode & 0o077 == 0
    assert certificate.prepare(tmp_path / "tls").read_bytes() == first
    assert ssl.create_default_context(cafile=str(authority)).cert_store_stats()["x509_ca"] == 1
    (tmp_path / "tls/server.pem").write_text("broken")
    assert certificate.prepare(tmp_path / "tls").read_bytes() != first
    assert certificate.context(tmp_path / "tls").cert_store_stats()["x509"] == 0


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc")
def test_idle_conversations_cost_nothing(started: tuple[StandIn, Program]) -> None:
    """Five hundred of them, watched, take no more than a hundredth of a processor."""
    standin, simulator = started
    for number in range(500):
        standin.post("conversations", consumerId=f"visitor-{number}")
    with connect(f"ws://localhost:{standin.port}/simulator/watch", max_size=None) as watch:
        assert len(json.loads(watch.recv(timeout=5))["conversations"]) == 500
        before = processor_seconds(simulator)
        began = time.monotonic()
        with pytest.raises(TimeoutError):
            watch.recv(timeout=2)
        share = (processor_seconds(simulator) - before) / (time.monotonic() - began)
    assert share <= 0.01


def test_watching_costs_little_however_much_happens() -> None:
    """Of hundreds of messages among hundreds of conversations, few tellings come, and the last."""
    with running(Options()) as standin:
        for number in range(300):
            standin.post("conversations", consumerId=f"visitor-{number}")
        path = f"conversations/{standin.conversation()}/messages"
        with connect(f"ws://localhost:{standin.port}/simulator/watch", max_size=None) as watch:
            watch.recv(timeout=5)
            for number in range(300):
                standin.post(path, text=str(number))
            told, last = 0, ""
            while last != "299":
                state = json.loads(watch.recv(timeout=5))
                told, last = (
                    told + 1,
                    (state["conversations"][-1]["messages"] or [{"text": ""}])[-1]["text"],
                )
    assert told < 60


def processor_seconds(simulator: Program) -> float:
    """Return how much processor time a program has taken."""
    fields = Path(f"/proc/{simulator.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100
