"""What happens in one schedule: steps drawn from a seed, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

STEPS = 10
# A third refusal of a token in a row stops a connection, as it should: two may come.
MOST_TOKEN_CLOSES = 2

LIVEPERSON = ("invite", "invite", "cancel", "end", "transfer")
PERSON = ("accept", "accept", "decline", "hide_and_show", "reload", "leave_and_return", "online")
# A fault begins, and the switches that make it; it ends with the next one, or at the end.
SWITCHES: dict[str, dict[str, object]] = {
    "delayed": {"notifications": "delayed", "delay": 400},
    "duplicated": {"notifications": "duplicated"},
    "reordered": {"notifications": "reordered"},
    "garbled": {"notifications": "garbled"},
    "busy": {"messaging": "429"},
    "handshake hangs": {"messaging": "silent"},
    "introduction refused": {"initialise": "400"},
    "introduction ignored": {"initialise": "ignored"},
    "requests busy": {"requests": "429"},
    "requests ignored": {"requests": "silent"},
    "discovery ill": {"discovery": "500"},
    "identity slow": {"identity_delay": 1500},
    "identity ill": {"identity": "500"},
    "metadata merged": {"metadata": "merge"},
    "undated": {"timestamps": False},
}
USUAL: dict[str, object] = {
    "notifications": "ok",
    "messaging": "ok",
    "initialise": "ok",
    "requests": "ok",
    "discovery": "ok",
    "identity_delay": 0,
    "identity": "ok",
    "metadata": "replace",
    "timestamps": True,
}
NETWORK = ("drop", "drop", "half_open", "offline", "close 1001", "close 4401", "close 4407")


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
        return f"seed {self.seed} ({self.auth}): {steps}"


def draw(seed: int) -> Schedule:
    """Return the schedule of a seed."""
    random = Random(seed)  # noqa: S311 - to be repeated, not to be kept secret
    kinds = (LIVEPERSON, PERSON, tuple(SWITCHES), NETWORK)
    names: list[str] = ["invite"]
    while len(names) < STEPS:
        name = random.choice(random.choice(kinds))
        refusals = sum(one.startswith("close 44") for one in names)
        if not (name.startswith("close 44") and refusals >= MOST_TOKEN_CLOSES):
            names.append(name)
    steps = tuple(Step(name, random.choice((0.0, 0.1, 0.5, 1.5))) for name in names)
    auth = random.choice(("token", "anonymous"))
    return Schedule(seed, auth, hinted=random.random() < 0.5, steps=steps)
