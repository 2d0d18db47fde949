"""Who made what is shipped, and under which licence: `THIRD-PARTY.txt` and the SBOM.

`texts/` has the licence texts that no package carries; `compiled.toml` says what is compiled
into the WebAssembly. All else is read from the packages themselves, at each build.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tools.licences import bill, bundled, compiled, wheels
from tools.licences.component import Component, merged
from tools.licences.document import document
from tools.stages import ROOT, Stage

WHAT = "Tagalong"
DOCUMENT = "THIRD-PARTY.txt"
MADE_OF_OTHERS = (
    "memory.bin and rest.zip are made of the files named here: what Python's memory is once they "
    "are loaded, and what is left of them."
)
REMARKS = [
    f"The same list for programs is {bill.FILE}, in the form of CycloneDX.",
    "Where an author leaves the choice between licences, the text of one of them is given.",
    MADE_OF_OTHERS,
]


def found(inputs: Path, downloaded: Path, runtime: Path) -> list[Component]:
    """Return all that is in `dist/` of others; raises BuildError where one has no licence.

    `inputs` is what the bundler wrote, `downloaded` has the wheels, `runtime` what was made of
    them.
    """
    told = json.loads(inputs.read_text())
    bundles = {_file(name): files for name, files in told["bundles"].items()}
    return merged(
        [
            *bundled.components(bundles, told["changed"]),
            *wheels.components(downloaded, runtime),
            *compiled.components(runtime),
        ]
    )


def _file(bundle: str) -> str:
    """Return in which file of `dist/` a bundle is; the worker's two are text in the page's."""
    return "tagalong.js" if bundle == "loader" else "page-*.js"


def stage(inputs: Path, downloaded: Path, runtime: Path, version: str) -> Stage:
    """Write what belongs into `dist/`: our licence, the others' and the list for programs."""

    def make(folder: Path) -> None:
        components = found(inputs, downloaded, runtime)
        shutil.copy(ROOT / "LICENSE", folder)
        text = document(WHAT, version, components, REMARKS)
        (folder / DOCUMENT).write_text(text, encoding="utf-8")
        listed = bill.bill(WHAT, version, components)
        (folder / bill.FILE).write_text(listed, encoding="utf-8")

    sources = (Path(__file__).parent, ROOT / "LICENSE", ROOT / "package-lock.json")
    parameters = (inputs.read_text(), downloaded.name, runtime.parent.name, version)
    return Stage("notices", sources, parameters, make)
