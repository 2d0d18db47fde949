"""One piece of somebody else's in what is shipped."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from tools.stages import BuildError

TEXTS = Path(__file__).parent / "texts"
# Where an author leaves the choice, the first of these is taken.
PREFERRED = ("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "Zlib", "Unicode-3.0")
# How packages write what SPDX writes otherwise.
WRITTEN = {"APACHE-2.0": "Apache-2.0", "Apache License 2.0": "Apache-2.0", "MIT License": "MIT"}


@dataclass(frozen=True, order=True)
class Component:
    """What it is called, whose it is, and what its licence says.

    `licence` is an SPDX expression, `texts` are whole; `within` names the shipped files,
    `note` says what was changed, `known_by` how it is known to be inside.
    """

    name: str
    version: str
    licence: str
    texts: tuple[str, ...]
    within: tuple[str, ...]
    source: str = ""
    purl: str = ""
    authors: str = ""
    note: str = ""
    known_by: str = ""

    @property
    def ref(self) -> str:
        """A name that no other component has."""
        return self.purl or f"{self.name}@{self.version}"


def kept_text(name: str, whose: str) -> str:
    """Return the text of the file `name` in `texts/`, which `whose` needs."""
    file = TEXTS / name
    if not file.is_file():
        message = f"{whose} has no licence: tools/licences/texts has no {name}"
        raise BuildError(message)
    return file.read_text(encoding="utf-8").strip("\n")


def texts_of(expression: str, whose: str) -> tuple[str, ...]:
    """Return the texts that an SPDX expression asks for; of a choice, one is enough."""
    found: list[str] = []
    for needed in re.split(r"\s+AND\s+", expression):
        choice = re.split(r"\s+OR\s+", needed.strip(" ()"))
        names = sorted(choice, key=lambda one: PREFERRED.index(one) if one in PREFERRED else 99)
        found += [kept_text(f"{part}.txt", whose) for part in names[0].split(" WITH ")]
    return tuple(found)


def in_spdx(licence: object, whose: str) -> str:
    """Return a licence as SPDX writes it; raises BuildError where none is told."""
    if not isinstance(licence, str) or not licence.strip():
        message = f"{whose} says no licence"
        raise BuildError(message)
    return WRITTEN.get(licence.strip(), licence.strip())


def merged(components: list[Component]) -> list[Component]:
    """Return them sorted, each once, with all the places where it is."""
    by_ref: dict[str, Component] = {}
    for one in components:
        before = by_ref.get(one.ref)
        within = tuple(sorted({*one.within, *(before.within if before else ())}))
        by_ref[one.ref] = replace(one, within=within)
    return sorted(by_ref.values(), key=lambda one: (one.name.lower(), one.version))
