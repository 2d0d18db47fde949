"""What of Python's packages is shipped, and what they have compiled into them."""

from __future__ import annotations

import json
import re
import zipfile
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path, PurePosixPath
from typing import Any

from tools.licences.component import Component, in_spdx, texts_of
from tools.stages import BuildError

ARCHIVE = "packages.zip"
TEXT = re.compile(r"\.dist-info/(.*/)?(LICEN[CS]E|COPYING|NOTICE|AUTHORS)[^/]*$")
BILL = re.compile(r"\.dist-info/sboms/[^/]+\.json$")


def components(downloaded: Path, packages: Path) -> list[Component]:
    """Return each wheel of `downloaded` that has files in the folder `packages`, and its parts."""
    with zipfile.ZipFile(packages / ARCHIVE) as archive:
        shipped = {_stem(name) for name in archive.namelist()}
    found: list[Component] = []
    for wheel in sorted(downloaded.glob("*.whl")):
        with zipfile.ZipFile(wheel) as contents:
            names = contents.namelist()
            inside = {_stem(name) for name in names if ".dist-info/" not in name} & shipped
            library = next((name for name in names if name.endswith(".so")), None)
            within = [ARCHIVE] if inside else []
            if library:
                within.append(f"{PurePosixPath(library).name.split('.')[0]}.wasm")
            if not within:
                continue
            own = _wheel(contents, tuple(within))
            found.append(own)
            for bill in filter(BILL.search, names):
                listed = json.loads(contents.read(bill))["components"]
                found += [_part(one, own) for one in listed if one.get("scope") != "excluded"]
    return found


def _stem(name: str) -> str:
    return name.removesuffix(".py").removesuffix(".pyc")


def _wheel(contents: zipfile.ZipFile, within: tuple[str, ...]) -> Component:
    """Describe a wheel by its metadata; raises BuildError where it has no licence in it."""
    names = contents.namelist()
    (about,) = (name for name in names if name.endswith(".dist-info/METADATA"))
    said = HeaderParser().parsestr(contents.read(about).decode())
    name, version = str(said["Name"]), str(said["Version"])
    texts = tuple(
        contents.read(one).decode().strip("\n") for one in sorted(filter(TEXT.search, names))
    )
    if not texts:
        message = f"the wheel {name} has no licence in it"
        raise BuildError(message)
    return Component(
        name=name,
        version=version,
        licence=in_spdx(_licence(said), f"the wheel {name}"),
        texts=texts,
        within=within,
        source=_source(said),
        purl=f"pkg:pypi/{name.lower().replace('_', '-')}@{version}",
        note="As byte code; modules that are not reached are left out.",
    )


def _licence(said: Message) -> str | None:
    """Return what a wheel says of its licence, in the order of the newer ways."""
    classifiers = [str(one) for one in said.get_all("Classifier", [])]
    by_classifier = next((one for one in classifiers if one.startswith("License ::")), "")
    told = said["License-Expression"] or said["License"]
    return str(told) if told else by_classifier.split(" :: ")[-1] or None


def _source(said: Message) -> str:
    links = dict(str(one).split(", ", 1) for one in said.get_all("Project-URL", []))
    chosen = [links[name] for name in ("Source", "Repository", "Homepage") if name in links]
    return (chosen or [str(said["Home-page"] or "")])[0]


def _part(said: dict[str, Any], whole: Component) -> Component:
    """Describe a library that a wheel's own bill of materials lists."""
    name, version = str(said["name"]), str(said["version"])
    whose = f"{name}, a part of the wheel {whole.name},"
    told = (said.get("licenses") or [{}])[0]
    licence = in_spdx(told.get("expression") or told.get("license", {}).get("id"), whose)
    links = {one["type"]: str(one["url"]) for one in said.get("externalReferences", [])}
    source = links.get("vcs") or links.get("website") or next(iter(links.values()), "")
    return Component(
        name=name,
        version=version,
        licence=licence,
        texts=texts_of(licence, whose),
        within=(whole.within[-1],),
        source=source,
        purl=str(said.get("purl", "")).split("?")[0],
        authors=str(said.get("author") or f"the contributors of {name}"),
        known_by=f"The wheel {whole.name} {whole.version} lists it in its bill of materials.",
    )
