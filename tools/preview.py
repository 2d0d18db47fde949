"""`python -m tools.preview`: what the configurator shows banners with, in `build/preview/`.

`banner.js` is the page half's own banner; `views.json` holds every view that
the engine makes for it, by language and name.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

from tools.stages import BUILD, ROOT, BuildError, Stage
from tools.views import LANGUAGES, views

PREVIEW = BUILD / "preview"
ENTRY = ROOT / "tools" / "preview.js"


def preview_stage() -> Stage:
    """Bundle the banner, and ask the engine for all its views."""
    inputs = (
        ROOT / "app",
        ROOT / "static" / "page",
        ROOT / "static" / "banner.css",
        ROOT / "simulator" / "frames",
        ROOT / "tools" / "views.py",
        ROOT / "tools" / "driven.py",
        ENTRY,
        Path(__file__).resolve(),
        ROOT / "package-lock.json",
    )
    return Stage("preview", inputs, (), _make)


def _make(folder: Path) -> None:
    command = ["node_modules/.bin/esbuild", str(ENTRY), "--bundle", "--format=esm"]
    command += ["--loader:.css=text", "--target=es2022", "--log-level=warning"]
    command += [f"--outfile={folder / 'banner.js'}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        message = f"the banner could not be bundled: {done.stderr.strip() or 'no output'}"
        raise BuildError(message)
    made = {language: views(language) for language in LANGUAGES}
    (folder / "views.json").write_text(json.dumps(made, ensure_ascii=False))


def main(arguments: list[str] | None = None) -> int:
    """Fill `build/preview/`, and say where a mistake was."""
    argparse.ArgumentParser(prog="python -m tools.preview", description=__doc__).parse_args(
        arguments
    )
    try:
        made = preview_stage().run()
        shutil.rmtree(PREVIEW, ignore_errors=True)
        shutil.copytree(made, PREVIEW)
    except (BuildError, OSError) as error:
        print(f"the configurator's banners could not be made: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
