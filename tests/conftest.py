"""What holds for all tests: where a shared check fails, both sides are shown."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.checks")
