"""The browser's wheels: fetched by pip, checked against the lock's hashes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tools.stages import ROOT, BuildError

LOCK = ROOT / "requirements" / "browser.txt"
# What Pyodide 314 is: its Python, and the platform tag of PEP 783.
PLATFORM = (
    "--python-version=3.14",
    "--implementation=cp",
    "--abi=cp314",
    "--platform=pyemscripten_2026_0_wasm32",
)


def download(folder: Path, lock: Path = LOCK) -> None:
    """Put the wheels that `lock` pins into `folder`, or raise `BuildError` in one line."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--require-hashes", "--only-binary=:all:", "--disable-pip-version-check"]
    command += [*PLATFORM, "--dest", str(folder), "--requirement", str(lock)]
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
