"""Tests of the tools share `build/` and `dist/`: they run one after another."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep this folder's tests together in one process, wherever `--dist loadgroup` asks."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("build"))
