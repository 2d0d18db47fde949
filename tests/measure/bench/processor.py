"""How much processor time a thread of a browser's page has taken, as Linux counts it."""

from __future__ import annotations

from pathlib import Path

PROC = Path("/proc")
# As Linux cuts a thread's name.
WORKER = "DedicatedWorker"
NANOSECONDS = 1e9


def _parents() -> dict[int, int]:
    found = {}
    for status in PROC.glob("[0-9]*/stat"):
        try:
            text = status.read_text()
        except OSError:
            continue  # it has ended meanwhile
        found[int(status.parent.name)] = int(text.rpartition(")")[2].split()[1])
    return found


def _browsers(profile: str) -> set[int]:
    """Return the processes of the browser that uses a profile."""
    found = set()
    for command in PROC.glob("[0-9]*/cmdline"):
        try:
            words = command.read_bytes().split(b"\0")
        except OSError:
            continue
        if f"--user-data-dir={profile}".encode() in words:
            found.add(int(command.parent.name))
    parents = _parents()
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _seconds(task: Path) -> float:
    return int((task / "schedstat").read_text().split()[0]) / NANOSECONDS


def of_workers(profile: str) -> float:
    """Return the seconds that all workers of the browser's pages have run since they began."""
    total = 0.0
    for process in _browsers(profile):
        for task in PROC.glob(f"{process}/task/*"):
            try:
                if (task / "comm").read_text().startswith(WORKER):
                    total += _seconds(task)
            except OSError:
                continue
    return total


def of_pages(profile: str) -> float:
    """Return the seconds that the pages' own threads have run since they began."""
    total = 0.0
    for process in _browsers(profile):
        try:
            words = (PROC / str(process) / "cmdline").read_bytes()
            if b"--type=renderer" in words:
                total += _seconds(PROC / str(process) / "task" / str(process))
        except OSError:
            continue
    return total
