"""The browser's wheels: fetched by pip, checked against the lock's hashes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tools.stages import ROOT, BuildError

LOCK = ROOT / "requirements" / "browser.txt"
PYODIDE_LOCK = ROOT / "node_modules" / "pyodide" / "pyodide-lock.json"


def pyodide_info() -> dict[str, Any]:
    """Return what the installed Pyodide says of itself."""
    if not PYODIDE_LOCK.is_file():
        message = "the npm packages are not installed: run `make build`, which does it"
        raise BuildError(message)
    info: dict[str, Any] = json.loads(PYODIDE_LOCK.read_text())["info"]
    return info


def python(info: dict[str, Any]) -> str:
    """Return the Python that runs in the browser, such as `3.14`."""
    major, minor, *_ = str(info["python"]).split(".")
    return f"{major}.{minor}"


def platform(info: dict[str, Any]) -> tuple[str, ...]:
    """Return what pip is told of a Pyodide: its Python, and its platform's tag by PEP 783."""
    version = python(info)
    return (
        f"--python-version={version}",
        "--implementation=cp",
        f"--abi=cp{version.replace('.', '')}",
        f"--platform=pyemscripten_{info['abi_version']}_{info['arch']}",
    )


def download(folder: Path, lock: Path = LOCK) -> None:
    """Put the wheels that `lock` pins into `folder`, or raise `BuildError` in one line."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--require-hashes", "--only-binary=:all:", "--disable-pip-version-check"]
    command += [*platform(pyodide_info()), "--dest", str(folder), "--requirement", str(lock)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return
    if "DO NOT MATCH THE HASHES" in done.stderr:
        reason = "a wheel's hash differs from requirements/browser.txt"
    else:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        reason = errors[-1] if errors else f"pip ended with {done.returncode}"
    message = f"the browser's wheels could not be fetched: {reason}"
    raise BuildError(message)


if __name__ == "__main__":
    # `make lock` asks.
    print(python(pyodide_info()))
