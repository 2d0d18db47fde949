"""Runs the build's scripts in Node."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tools.stages import ROOT, BuildError

# Node shows the line of code that failed too: minified, that is the whole file.
LONGEST_LINE = 500


def run_node(script: Path, arguments: list[str], failure: str) -> None:
    """Run a script of ours in Node, or raise `BuildError` with the last line that it wrote."""
    command = ["node", str(script), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [
            line
            for line in done.stderr.splitlines()
            if "Error" in line and len(line) < LONGEST_LINE
        ]
        detail = (lines or ["no output"])[-1].strip()
        message = f"{failure}: {detail}"
        raise BuildError(message)
