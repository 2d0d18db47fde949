"""Where the packages of others are that pages load: the tag's event bus, and the recorder."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent


def package(name: str) -> Path:
    """Return a package's folder, found as Node finds it; raises FileNotFoundError.

    That is in the nearest `node_modules`: an installed simulator has its own, a checkout that
    of the project.
    """
    for folder in (HERE, *HERE.parents):
        found = folder / "node_modules" / name
        if found.is_dir():
            return found
    message = f"the npm package {name} is missing: run npm ci"
    raise FileNotFoundError(message)
