"""Browser tests that passed at their second try: listed in build/flaky.json, and few at most.

A machine that is busy elsewhere for seconds proves nothing, so that `--reruns 1`
tries a failed browser test once more. A test that is marked `certain` stands
for a promise of reliability: it is never tried again.
"""

from __future__ import annotations

import json

import pytest

from tools.stages import ROOT

LIST = ROOT / "build" / "flaky.json"
# More than these in one `make test` are no accident.
MOST = 2

_tried_again: list[str] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try nothing again that is marked `certain`."""
    for item in items:
        if item.get_closest_marker("certain"):
            item.add_marker(pytest.mark.flaky(reruns=0))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Take down what is tried again."""
    if str(report.outcome) == "rerun":
        _tried_again.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Add to the list, and fail the run where it has grown too long."""
    if not _tried_again or hasattr(session.config, "workerinput"):
        return
    LIST.parent.mkdir(exist_ok=True)
    before = json.loads(LIST.read_text()) if LIST.exists() else []
    found = [*before, *_tried_again]
    LIST.write_text(json.dumps(found, indent=1))
    if len(found) > MOST:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was tried again, and where it is written."""
    for name in _tried_again:
        terminalreporter.write_line(f"tried again: {name} (build/flaky.json; {MOST} at most)")
