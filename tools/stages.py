"""Cached build stages: each is keyed by a digest of everything it is made from.

A stage whose inputs have not changed is not run again, and a stage that fails
leaves nothing behind: its folder appears under its final name only when whole.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
KEPT_PER_STAGE = 3
UNFINISHED = "unfinished-"
# No stage takes a tenth of it.
GIVEN_UP_SECONDS = 3600


class BuildError(Exception):
    """The build cannot go on; its text is the one line that the user reads."""


@dataclass(frozen=True)
class Stage:
    """A step of the build.

    `inputs` are files or folders, `parameters` any text that matters besides
    (versions, the digests of earlier stages). `make` fills an empty folder.
    `base` is what the inputs' own names are told from.
    """

    name: str
    inputs: tuple[Path, ...]
    parameters: tuple[str, ...]
    make: Callable[[Path], None]
    base: Path = ROOT

    def run(self) -> Path:
        """Return the stage's folder, made now only where its inputs changed."""
        parent = BUILD / "stages" / self.name
        target = parent / self.digest
        if target.is_dir():
            target.touch()
            return target
        print(f"building {self.name} …", flush=True)
        started = time.monotonic()
        parent.mkdir(parents=True, exist_ok=True)
        # Two builds at once must not write into one folder.
        unfinished = parent / f"{UNFINISHED}{self.digest}-{os.getpid()}"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        try:
            self.make(unfinished)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        try:
            unfinished.rename(target)
        except OSError:
            shutil.rmtree(unfinished)
            if not target.is_dir():
                raise
        self._forget_old(parent)
        print(f"built {self.name} in {time.monotonic() - started:.1f} s", flush=True)
        return target

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits over the stage's inputs and parameters."""
        total = hashlib.sha256()
        for parameter in self.parameters:
            total.update(parameter.encode() + b"\0")
        for file in files_under(self.inputs):
            total.update(os.path.relpath(file, self.base).encode() + b"\0")
            total.update(hashlib.sha256(file.read_bytes()).digest())
        return total.hexdigest()[:16]

    @staticmethod
    def _forget_old(parent: Path) -> None:
        changed = {path: path.stat().st_mtime for path in parent.iterdir()}
        unfinished = {path for path in changed if path.name.startswith(UNFINISHED)}
        newest_first = sorted(changed.keys() - unfinished, key=changed.__getitem__, reverse=True)
        # What is not finished may be another build's, at work now, or what a killed one has left.
        given_up = {path for path in unfinished if time.time() - changed[path] > GIVEN_UP_SECONDS}
        for old in [*newest_first[KEPT_PER_STAGE:], *given_up]:
            shutil.rmtree(old, ignore_errors=True)


def files_under(paths: Iterable[Path]) -> list[Path]:
    """Return every file of the given files and folders, sorted, without caches."""
    found: set[Path] = set()
    for path in paths:
        candidates = path.rglob("*") if path.is_dir() else [path]
        found.update(
            file for file in candidates if file.is_file() and "__pycache__" not in file.parts
        )
    return sorted(found)
