"""The simulator in a thread of the test's own, by the names that the tests have for it."""

from __future__ import annotations

from simulator.standin import ACCOUNT, ControlError
from simulator.standin import LivePerson as StandIn
from simulator.standin import liveperson as running

__all__ = ["ACCOUNT", "ControlError", "StandIn", "running"]
