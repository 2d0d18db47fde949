"""Where the programs are that tests run: those here, or Debian's, installed now."""

from __future__ import annotations

import subprocess

from tools.stages import ROOT


class MissingProgramError(Exception):
    """There is none to be had; the text says what to install."""


def found(name: str) -> list[str]:
    """Return what `tools/find_NAME.sh` finds, a path a line."""
    finder = ["sh", str(ROOT / f"tools/find_{name}.sh")]
    done = subprocess.run(finder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise MissingProgramError(done.stderr.strip())
    return done.stdout.splitlines()
