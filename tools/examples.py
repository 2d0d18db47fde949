"""`python -m tools.examples`: builds the pages of `examples/npm/` with the packed package.

They are built as at a customer's: the package comes from its `.tgz`, installed by npm, and
nothing of Tagalong's sources is in sight.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import build, package
from tools.stages import BUILD, ROOT, BuildError

SOURCE = ROOT / "examples" / "npm"
NAMES = ("vanilla", "react", "vue", "angular")
SHARED = ("package.json", "settings.ts", "words.ts", "tsconfig.json", "vite.config.ts")
VITE = (
    *(str(SOURCE / "node_modules/.bin/vite"), "build"),
    *("--config", "vite.config.ts", "--logLevel", "warn"),
)
DEVELOPMENT = "development"


def run(folder: Path, *command: str, node: str = "production") -> None:
    """Run a command in `folder`, or raise BuildError with what it said."""
    environment = {**os.environ, "NODE_ENV": node}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        message = f"{' '.join(command[:3])}: {(done.stderr or done.stdout).strip()}"
        raise BuildError(message)


def install(packed: Path, folder: Path) -> None:
    """Make `folder` a project with all examples in it, and with the package `packed` installed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    # With nothing else in its package.json npm has nothing to fetch.
    (folder / "package.json").write_text('{"private": true}')
    install = ("npm", "install", "--no-save", "--offline", "--ignore-scripts", "--no-audit")
    run(folder, *install, str(packed.resolve()))
    for name in SHARED:
        shutil.copy(SOURCE / name, folder)
    for name in NAMES:
        # What a build of one's own has left there is none of the sources.
        shutil.copytree(SOURCE / name, folder / name, ignore=shutil.ignore_patterns("dist"))
    for one in (SOURCE / "node_modules").iterdir():
        if not one.name.startswith("."):
            (folder / "node_modules" / one.name).symlink_to(one)


def make(packed: Path, folder: Path) -> None:
    """Build each example in `folder`, into `NAME/dist`; Tagalong's files go into `tagalong`.

    React's is built for development too, into `react/development`: only there StrictMode mounts
    each component twice.
    """
    install(packed, folder)
    run(folder, "node_modules/.bin/tagalong-copy", "tagalong")
    for name in NAMES:
        run(folder, *VITE, name)
    run(folder, *VITE, "react", "--mode", DEVELOPMENT, "--outDir", DEVELOPMENT, node=DEVELOPMENT)


def main() -> int:
    """Build, pack, and build the examples; say how to look at them."""
    argparse.ArgumentParser(prog="python -m tools.examples", description=__doc__).parse_args()
    folder = BUILD / "examples"
    try:
        build.build()
        make(package.make(build.DIST, BUILD), folder)
    except (BuildError, OSError) as error:
        print(f"no examples were built: {error}", file=sys.stderr)
        return 1
    print(f"{folder.relative_to(ROOT)} is ready: {', '.join(NAMES)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
