"""The bill of materials (SBOM), in the form of CycloneDX 1.6.

It has no time in it, and its number follows from its content: the same build, the same bytes.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from tools.licences.component import Component

VERSION = "1.6"
FILE = "sbom.cdx.json"


def bill(what: str, version: str, components: list[Component]) -> str:
    """Return the bill for `what` as JSON text."""
    own = f"{what}@{version}"
    listed: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": VERSION,
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": what,
                "version": version,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": [_component(one) for one in components],
        "dependencies": [
            {"ref": own, "dependsOn": [one.ref for one in components]},
            *({"ref": one.ref} for one in components),
        ],
    }
    content = json.dumps(listed, sort_keys=True)
    listed["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, content)}"
    return json.dumps(listed, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _component(one: Component) -> dict[str, Any]:
    said: dict[str, Any] = {
        "type": "library",
        "bom-ref": one.ref,
        "name": one.name,
        "version": one.version,
        "licenses": [{"expression": one.licence}],
        "evidence": {"occurrences": [{"location": place} for place in one.within]},
    }
    if one.purl:
        said["purl"] = one.purl
    if one.authors:
        said["authors"] = [{"name": one.authors}]
    if one.note:
        said["pedigree"] = {"notes": one.note}
    if one.source:
        said["externalReferences"] = [{"type": "vcs", "url": one.source}]
    return said
