"""The engine against a simpler model of the rules, through every order of events that is found."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.unit.machines.changing import Changing
from tests.unit.machines.chats import Chats
from tests.unit.machines.connections import Connections
from tests.unit.machines.fed import Fed
from tests.unit.machines.restarting import Restarting
from tests.unit.machines.visits import Visits

BUDGET = settings(
    max_examples=150,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestVisits = Visits.TestCase
TestVisits.settings = BUDGET
TestConnections = Connections.TestCase
TestConnections.settings = BUDGET
TestChanging = Changing.TestCase
TestChanging.settings = BUDGET
TestRestarting = Restarting.TestCase
TestRestarting.settings = BUDGET
TestFed = Fed.TestCase
TestFed.settings = BUDGET
TestChats = Chats.TestCase
TestChats.settings = BUDGET
