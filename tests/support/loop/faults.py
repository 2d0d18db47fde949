"""What a seed has happen: steps dealt from a shuffled deck, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from random import Random

from tests.support.schedules import LIVEPERSON, MOST_TOKEN_CLOSES, NETWORK, PERSON, SWITCHES, USUAL

STEPS = 12
# Of the steps, those that are faults by a switch.
FAULTS_A_SCHEDULE = 4
# A fault, and the switches that make it; it ends with the next one, or at the end.
FAULTS: dict[str, dict[str, object]] = SWITCHES | {
    "discovery silent": {"discovery": "silent"},
    "identity silent": {"identity": "silent"},
    "connectors ill": {"connectors": "500"},
    "clock silent": {"clock": "silent"},
    "clock without time": {"clock": "missing-time"},
    "clock ahead": {"clock_offset": 300_000},
    "agent's clock behind": {"agent_clock": -300_000},
    "no confirmation": {"confirms": False},
    "hasty": {"init_limit": 300, "idle_limit": 25_000},
    "brief tokens": {"token_life": 20_000, "external_life": 20_000},
    "brief tokens, no close": {"token_life": 20_000, "closes_at_expiry": False},
    "strict": {"strict": True},
    "other types": {"response_type": "StringResponse", "prefix": ".ams.aam."},
    "bare elements": {"bare_elements": True},
    "no reasons": {"end_keys": "none"},
    "stranger throws": {"stranger": True},
    "legacy shape": {"cobrowse_shape": "legacy", "participants": "by-role"},
    "bare ends": {"dialog_end": "bare", "conversation_end": "bare-DELETE"},
    "tag late": {"tag_delay": 2_000},
    "monitoring never": {"monitoring_delay": -1},
    "taglet throws": {"taglet": "throwing"},
    "taglet deaf": {"taglet": "deaf"},
    "tag blocked": {"publishes": False},
}
# Faults of the simulator's library, each with the seed of its schedule.
LIBRARY: dict[str, str] = {
    "slices": "slice,pieces=5",
    "late both ways": "delay,way=both,ms=300,jitter=900",
    "stalls": "stall,probability=0.3,ms=4000",
    "narrow": "throttle,rate=3000",
    "loses": "lose,frames=notifications,probability=0.5",
    "loses requests": "lose,way=from-client,probability=0.3",
    "repeats": "duplicate,way=both,probability=0.5,copies=3",
    "overtakes": "reorder,frames=changes,ms=2000",
    "cuts": "garble,how=cut,probability=0.4",
    "drops at a frame": "drop,probability=0.3,times=3",
    "half-open at a frame": "half-open,probability=0.5,times=1",
    "closes at a frame": "close,code=1011,probability=0.3,times=2",
    "refuses the token at a frame": "close-4401,times=1",
    "lets the token lapse at a frame": "close-4407,times=1",
    "busy now and then": "refuse,probability=0.4",
    "ignores now and then": "ignore,probability=0.3",
    "clock without time now and then": "timeless,probability=0.5",
    "identity ill three times": "down,service=identity,status=503,times=3",
    "handshakes ill twice": "down,service=messaging,status=503,times=2",
    "handshake hangs once": "hang,service=messaging,times=1",
    "discovery slow": "slow,service=discovery,ms=3000",
    "portal now and then": "portal,service=discovery,probability=0.5",
}
# What they are met at is the making of a connection.
AT_CONNECTING = ("busy", "ignores", "handshake", "discovery", "portal", "clock without")
# As those of the network's steps, of which only so many may come.
TOKEN_CLOSES = ("refuses the token", "lets the token", "identity ill three")
# After them a page cannot know what it missed until it connects anew.
LOSSY = ("loses", "cuts", "half-open at")
# Of the library, what no schedule has.
OUT_OF_LIBRARY = {
    "identity-refused": "a definite no, after which nothing goes on",
    "misdirect": "the page says so, and nothing goes on",
    "unlisted": "there is nobody then",
}
# The tag behaves as it was when its page was loaded.
OF_TAG = ("tag_delay", "monitoring_delay", "taglet", "publishes", "stranger")
# Switches that no schedule has, because all of it would be another story.
LEFT_OUT = {
    "unknown_account": "the account is there",
    "taglets_delay": "as monitoring_delay, and no page of the schedules has a tag of its own",
    "own_window": "no page of the schedules has LivePerson's window",
    "dialog_change": "nobody closes a dialog by request",
    "needs_offer": "an offer always comes before an answer",
    "agent_id": "nothing would be confirmed",
    "nickname": "no page of the schedules asks who it is",
    "call_link": "nobody follows it",
    "needs_cobrowse": "every client declares it",
    "init_code": "as the other closes",
    "response_delay": "as half of what a slow network does",
    "burst": "nobody sends as many",
    "subscribe_response": "nobody chats",
    "user_profile": "nobody asks",
    "updated_unit": "nobody asks",
    "surveys": "nobody declares MULTI_DIALOG",
    "identity_error": "a definite no, after which nothing goes on",
    "identity_error_status": "goes with identity_error",
    "refresh_window": "makes another visitor, who has another conversation",
}
NORMAL: dict[str, object] = USUAL | {
    "connectors": "ok",
    "clock": "ok",
    "clock_offset": 0,
    "agent_clock": 0,
    "confirms": True,
    "init_limit": 5_000,
    "idle_limit": 60_000,
    "token_life": 0,
    "external_life": 600_000,
    "closes_at_expiry": True,
    "strict": False,
    "response_type": ".ReqBody$StringResp",
    "prefix": "cqm.",
    "bare_elements": False,
    "cobrowse_shape": "details",
    "end_keys": "named",
    "stranger": False,
    "participants": "list",
    "dialog_end": "full",
    "conversation_end": "DELETE",
    "tag_delay": 0,
    "monitoring_delay": 300,
    "taglet": "listening",
    "publishes": True,
}
PAUSES = (0.0, 0.1, 0.5, 1.5, 8.0)


@dataclass(frozen=True)
class Step:
    """One step: its name, and how long the world goes on by itself after it, in seconds."""

    name: str
    pause: float


@dataclass(frozen=True)
class Schedule:
    """All that one seed says."""

    seed: int
    auth: str
    # Whether the browser says that it is online once the faults are over.
    hinted: bool
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        steps = ", ".join(f"{step.name} +{step.pause:.1f}" for step in self.steps)
        return f"seed {self.seed} ({self.auth}, {self.hinted=}): {steps}"


def draw(seed: int) -> Schedule:
    """Return the schedule of a seed; seeds in a row take every fault in turn."""
    random = Random(seed)  # noqa: S311 - to be repeated, not to be kept secret
    names = list(islice(_faults_from(seed * FAULTS_A_SCHEDULE), FAULTS_A_SCHEDULE))
    deck = [*LIVEPERSON, *PERSON, *NETWORK]
    random.shuffle(deck)
    for name in deck:
        refusals = sum(one.startswith(("close 44", *TOKEN_CLOSES)) for one in names)
        if len(names) < STEPS and not (
            name.startswith("close 44") and refusals >= MOST_TOKEN_CLOSES
        ):
            names.append(name)
    random.shuffle(names)
    steps = tuple(Step(name, random.choice(PAUSES)) for name in ["invite", *names])
    auth = random.choice(("token", "anonymous"))
    return Schedule(seed, auth, hinted=random.random() < 0.5, steps=steps)


def _faults_from(start: int) -> chain[str]:
    """Yield faults in the order of decks that are shuffled one after the other."""
    number, at = divmod(start, len(FAULTS) + len(LIBRARY))
    return chain(_deck(number)[at:], _deck(number + 1))


def _deck(number: int) -> list[str]:
    deck = [*FAULTS, *LIBRARY]
    Random(f"deck {number}").shuffle(deck)  # noqa: S311
    return deck
