"""What is said of a host and of its files."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Literal

Code = Literal[
    "status",
    "redirect",
    "type",
    "fallback",
    "content",
    "compression",
    "caching",
    "validators",
    "origins",
    "policy",
    "sniffing",
    "transport",
    "version",
]


@dataclass(frozen=True)
class Said:
    """A judgement: what is `wrong` has to be mended, all else could be better."""

    code: Code
    words: str
    wrong: bool = True


@dataclass
class Seen:
    """A file, as the host gives it."""

    name: str
    status: int | None = None
    type: str = ""
    encodings: list[str] = field(default_factory=list)
    bytes: int | None = None
    caching: str = ""
    said: list[Said] = field(default_factory=list)


@dataclass
class Report:
    """All that was seen. `host` is what is said of no file alone."""

    url: str
    version: str = ""
    files: list[Seen] = field(default_factory=list)
    host: list[Said] = field(default_factory=list)

    def grouped(self) -> dict[Said, list[str]]:
        """Return each judgement with the names of the files that it is of; none is the host."""
        found: dict[Said, list[str]] = {one: [] for one in self.host}
        for file in self.files:
            for one in file.said:
                found.setdefault(one, []).append(file.name)
        return found

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return bool(self.files) and not any(one.wrong for one in self.grouped())

    def as_json(self) -> dict[str, object]:
        """Return it for programs."""
        return {"ok": self.ok, **asdict(self)}
