"""What a fault is, and the kinds of faults by what they meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from random import Random
from typing import Annotated, Any, ClassVar, Literal

from aiohttp import web

from simulator.choices import Span
from simulator.faults.effect import Effect, Ending
from simulator.faults.frame import NOTIFICATIONS, Connection, Frame, Kind, Way

ON = (
    'whose connections: "all", "consumers", "agents", or one: "consumer:ID", "agent:NAME", '
    '"connection:NUMBER"'
)
COUNT = range(1_000_001)
# A response's code, type and body.
Answer = tuple[int, str, Any]
# Which of a connection's requests.
EVERY, INTRODUCTION, OTHERS = "all", "introduction", "others"
Service = Literal[
    "discovery", "identity", "connectors", "profiles", "messaging", "login", "tag", "all"
]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One fault, and what was chosen of it; it holds nothing that changes.

    `does` is a sentence; `unrealistic` says when nothing real does so.
    """

    name: ClassVar[str]
    does: ClassVar[str]
    unrealistic: ClassVar[str]
    meets: ClassVar[Literal["frames", "requests", "services"]]

    probability: Annotated[float, "of what it could hit, the share that it hits", Span(0, 1)] = 1
    seed: Annotated[int, "the same seed hits the same", COUNT] = 0
    skip: Annotated[int, "how many that it would hit it lets pass first", COUNT] = 0
    times: Annotated[int, "how many it hits in all; 0: any number", COUNT] = 0

    @property
    def spec(self) -> str:
        """Return it as the command line writes it: the name, and what is not the default."""
        chosen = [
            f"{one.name}={_written(getattr(self, one.name))}"
            for one in fields(self)
            if getattr(self, one.name) != one.default
        ]
        return ",".join([self.name, *chosen])


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@dataclass(frozen=True, kw_only=True)
class FrameFault(Fault):
    """A fault of frames that pass on a connection."""

    meets: ClassVar[Literal["frames"]] = "frames"

    on: Annotated[str, ON] = "all"
    way: Annotated[Literal["to-client", "from-client", "both"], "which way the frames go"] = (
        "to-client"
    )
    frames: Annotated[
        Literal["all", "notifications", "changes", "responses"],
        "which of them; what a client sends is a request, which only all has",
    ] = "all"

    def concerns(self, kind: Kind) -> bool:
        """Whether frames of a kind are among those that it may hit."""
        match self.frames:
            case "notifications":
                return kind in NOTIFICATIONS
            case "changes":
                return kind == "change"
            case "responses":
                return kind == "response"
        return True

    def goes(self, way: Way) -> bool:
        """Whether it hits frames that go this way."""
        return self.way in ("both", way)

    def becomes(self, frame: Frame, random: Random) -> Sequence[Frame]:
        """Return what passes on in place of a frame that it hits."""
        raise NotImplementedError

    def due(self, frame: Frame, now: float, last: float, random: Random) -> float:
        """Return when a frame that it hits passes on; the one before it does at `last`."""
        raise NotImplementedError

    def effect(self) -> Effect:
        """Return what is done to the frames of one connection, one way."""
        return Effect(self)


@dataclass(frozen=True, kw_only=True)
class EndFault(FrameFault):
    """A fault that ends a connection, in place of a frame that it hits; or all at once."""

    async def strike(self, connection: Connection) -> None:
        """End it."""
        raise NotImplementedError

    def effect(self) -> Effect:
        """Return what ends a connection at one of its frames."""
        return Ending(self)


@dataclass(frozen=True, kw_only=True)
class RequestFault(Fault):
    """A fault of requests on a connection: they have no effect."""

    meets: ClassVar[Literal["requests"]] = "requests"

    on: Annotated[str, ON] = "all"
    requests: Annotated[
        str,
        f'which: "{EVERY}", "{INTRODUCTION}" (InitConnection), "{OTHERS}", or a type such as '
        '"GetClock"',
    ] = EVERY

    def concerns(self, request: str) -> bool:
        """Whether requests of a type are among those that it may hit."""
        name = request.rpartition(".")[2]
        if self.requests in (INTRODUCTION, OTHERS):
            return (name == "InitConnection") == (self.requests == INTRODUCTION)
        return self.requests == EVERY or name == self.requests.rpartition(".")[2]

    def answer(self) -> Answer | None:
        """Return what a request that it hits is answered, None where it is not."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class ServiceFault(Fault):
    """A fault of one of LivePerson's services that are asked by HTTP, or of the handshake."""

    meets: ClassVar[Literal["services"]] = "services"
    # Whether it lets a request pass, and changes what is answered.
    spoils: ClassVar[bool] = False

    service: Annotated[Service, "which; messaging: the handshake of new connections"] = "all"

    def concerns(self, service: str) -> bool:
        """Whether requests to a service are among those that it may hit."""
        return self.service in (service, "all")

    async def meet(self) -> None:
        """Let a request that it hits wait, or fail it: raises `web.HTTPException`."""

    def spoiled(self, answer: Any) -> Any:
        """Return what is answered in place of `answer`."""
        return answer


def unanswered(text: str, status: int, kind: str = "text/html") -> web.HTTPException:
    """Return the error that answers a request with `text` and any status."""

    class Unanswered(web.HTTPException):
        status_code = status

    return Unanswered(text=text, content_type=kind)
