"""LivePerson in a thread of your own program's, on a port of its own, for tests of your own.

with liveperson() as it:
page.goto(f"{my_shop}?liveperson={it.url}")
it.invite()
"""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from aiohttp import web

from simulator.app import Options, make_app
from simulator.lab.performance import LOOK_SECONDS, Performance

ACCOUNT = "12345678"


class ControlError(Exception):
    """The control API refused a call; the text says which, and why."""


class LivePerson:
    """A running simulator, and its control API in Python; all calls raise `ControlError`.

    `url` is where its services and its tag are. What no method is for, `get` and `post` can.
    """

    def __init__(self, port: int, trust: ssl.SSLContext | None = None) -> None:
        self.port = port
        self.url = f"{'https' if trust else 'http'}://localhost:{port}"
        self.trust = trust

    def get(self, path: str) -> Any:
        """Return what a control call answers."""
        return self._call("GET", path, None)

    def post(self, path: str, **body: object) -> Any:
        """Make a control call."""
        return self._call("POST", path, body)

    def _call(self, method: str, path: str, body: dict[str, object] | None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        url = f"{self.url}/simulator/{path}"
        request = urllib.request.Request(url, data=data, method=method)  # noqa: S310 - it is ours
        try:
            with urllib.request.urlopen(request, timeout=10, context=self.trust) as answer:  # noqa: S310
                return json.load(answer)
        except HTTPError as error:
            message = f"{method} {path}: {error.code} {error.read().decode()}"
            raise ControlError(message) from None

    def conversation(self) -> str:
        """Return the id of the newest conversation."""
        conversations = self.get("state")["conversations"]
        if not conversations:
            message = "nobody has opened a conversation"
            raise ControlError(message)
        return str(conversations[-1]["id"])

    def wait_for_conversation(self, seconds: float = 30) -> str:
        """Wait until somebody has opened a conversation, and return the newest one's id."""
        deadline = time.monotonic() + seconds
        while not self.get("state")["conversations"] and time.monotonic() < deadline:
            time.sleep(LOOK_SECONDS)
        return self.conversation()

    def invite(self, mode: str = "view", life: float = 120) -> str:
        """Send an invitation in the newest conversation and return its dialog's id."""
        path = f"conversations/{self.conversation()}/invitation"
        return str(self.post(path, mode=mode, lifeSeconds=life)["dialogId"])

    def cancel(self, dialog_id: str) -> None:
        """Take an invitation back, as the agent does."""
        self.post(f"invitations/{dialog_id}/cancel")

    def end(self, dialog_id: str) -> None:
        """End a session, as the agent does."""
        self.post(f"invitations/{dialog_id}/end")

    def say(self, text: str) -> None:
        """Say something as the agent of the newest conversation."""
        self.post(f"conversations/{self.conversation()}/messages", text=text)

    def published(self) -> list[dict[str, Any]]:
        """Return what pages published to the tag's CoBrowse taglet, in order."""
        return list(self.get("published"))

    def reset(self) -> None:
        """Forget everything, and set every switch back."""
        self.post("reset")

    def transfer(self) -> None:
        """Let another agent take the newest conversation over."""
        self.post(f"conversations/{self.conversation()}/transfer")

    def brand_token(self, visitor: str = "ann", life: float = 3600) -> str:
        """Return a token as a customer's back end makes it; `life` is in seconds."""
        return str(self.post("brand-tokens", consumerId=visitor, lifeSeconds=life)["token"])

    def add_fault(self, name: str, **choices: object) -> str:
        """Let a fault of the library stand from now on, and return its id."""
        return str(self.post("faults", name=name, **choices)["faultId"])

    def remove_fault(self, fault_id: str) -> None:
        """Let a fault end."""
        self._call("DELETE", f"faults/{fault_id}", None)

    def remove_faults(self) -> None:
        """Let all faults end that were added."""
        self._call("DELETE", "faults", None)

    def faults(self) -> list[dict[str, Any]]:
        """Return the faults that stand: `id`, `fault` as the command line writes it, `hits`."""
        return list(self.get("faults")["standing"])

    def strike(self, name: str, **choices: object) -> int:
        """Let a fault that ends connections happen once; return how many it struck."""
        return int(self.post("faults", name=name, once=True, **choices)["struck"])

    @contextmanager
    def failing(self, name: str, **choices: object) -> Iterator[str]:
        """Let a fault stand within the block; yields its id.

        What it does and when it is unrealistic: `python -m simulator faults`.
        """
        fault_id = self.add_fault(name, **choices)
        try:
            yield fault_id
        finally:
            self.remove_fault(fault_id)

    @contextmanager
    def behaving(self, **switches: object) -> Iterator[None]:
        """Behave so within the block, and as before after it.

        When a switch is unrealistic is told beside it in `simulator.switches`.
        """
        before = self.get("state")["behaviour"]
        self.post("behaviour", **switches)
        try:
            yield
        finally:
            self.post("behaviour", **{name: before[name] for name in switches})

    @contextmanager
    def playing(self, scenario: str, patience: float = 60) -> Iterator[Performance]:
        """Play a scenario against the page that is open; the block does what its visitor does.

        After the block its end is waited for. Raises `PlayFailed` where it goes otherwise.
        """
        self.post("plays", scenario=scenario, onOpen=True)
        with self._performance(patience) as performance:
            yield performance

    @contextmanager
    def replaying(self, file: str | Path, patience: float = 60) -> Iterator[Performance]:
        """Replay a session's file, as the workbench exports it, as `playing` plays a scenario."""
        session = json.loads(Path(file).read_text("utf-8"))
        self.post("replay", session=session, pace="compressed")
        with self._performance(patience) as performance:
            yield performance

    @contextmanager
    def _performance(self, patience: float) -> Iterator[Performance]:
        performance = Performance(lambda: dict(self.get("plays")), patience)
        try:
            yield performance
            performance.watch()
        finally:
            self.post("plays/stop")

    @contextmanager
    def half_open(self) -> Iterator[None]:
        """Leave the open connections dead but open within the block, and drop them after it.

        New connections are fine. Unrealistic for less than a second.
        """
        self.strike("half-open", on="consumers")
        try:
            yield
        finally:
            self.post("sockets/drop", silent=True)


@contextmanager
def liveperson(
    options: Options | None = None, adapt: Callable[[web.Application], object] = lambda _: None
) -> Iterator[LivePerson]:
    """Serve a simulator made with `options`, which `adapt` may add to, until the block ends.

    Without options its tag reports what happens on pages, which scenarios look at.
    """
    ready = threading.Event()
    port: list[int] = []
    loop = asyncio.new_event_loop()
    ending = asyncio.Event()

    async def serve() -> None:
        app = make_app(options or Options(witnessed=True))
        adapt(app)
        runner = web.AppRunner(app, shutdown_timeout=0.5)
        await runner.setup()
        site = web.TCPSite(runner, "localhost", 0)
        await site.start()
        port.append(runner.addresses[0][1])
        ready.set()
        await ending.wait()
        await runner.cleanup()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    if not ready.wait(10):
        message = "the simulator did not start"
        raise ControlError(message)
    try:
        yield LivePerson(port[0])
    finally:
        loop.call_soon_threadsafe(ending.set)
        thread.join(10)
        loop.close()
