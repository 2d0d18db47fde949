"""Compresses a folder for the wire: a `.br` and a `.gz`, as small as can be, beside each file.

Files that are hardly more than a packet are left as they are, and so is the
loader that customers know by name: whoever empties or replaces it on the host,
to switch Tagalong off or back, would go on serving a compressed copy beside it.
"""

from __future__ import annotations

import gzip
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.node import run_node
from tools.stages import ROOT, Stage, files_under

BROTLI = ROOT / "tools" / "brotli.mjs"
# Below this a compressed file is hardly smaller than a packet.
SMALLEST = 1000
LOADER = "tagalong.js"


def compress(folder: Path) -> None:
    """Put a `.gz` and a `.br` beside each file of `folder`."""
    files = [
        file
        for file in files_under([folder])
        if file.stat().st_size >= SMALLEST and file.name != LOADER
    ]
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        for number, done in enumerate(workers.map(_compress, files), 1):
            print(f"compressed {number}/{len(files)} {done}", flush=True)


def copy_compressed(name: str, folder: Path, target: Path) -> None:
    """Make `target` a copy of `folder` with its compressed files.

    Each folder in it is a stage of its own, among those called `name`: the
    runtime takes a minute, and seldom changes.
    """
    shutil.rmtree(target, ignore_errors=True)
    parts = sorted(folder.iterdir())
    files = tuple(part for part in parts if part.is_file())
    stages = {".": _stage(f"compressed-{name}", files, folder)}
    for part in parts:
        if part.is_dir():
            kind = part.name.split("-")[0]
            stages[part.name] = _stage(f"compressed-{name}-{kind}", (part,), part)
    for place, stage in stages.items():
        shutil.copytree(stage.run(), target / place, dirs_exist_ok=True)


def _stage(name: str, inputs: tuple[Path, ...], base: Path) -> Stage:
    def make(target: Path) -> None:
        for one in inputs:
            if one.is_dir():
                shutil.copytree(one, target, dirs_exist_ok=True)
            else:
                shutil.copy(one, target)
        compress(target)

    method = BROTLI.read_text() + Path(__file__).read_text()
    return Stage(name, inputs, (method,), make, base)


def _compress(file: Path) -> str:
    # Without a time and a name in it, so that the same file gives the same bytes.
    packed = gzip.compress(file.read_bytes(), 9, mtime=0)
    file.with_name(f"{file.name}.gz").write_bytes(packed)
    run_node(BROTLI, [str(file)], "a file could not be compressed")
    return file.name
