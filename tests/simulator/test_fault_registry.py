"""The registry of faults: what each says of itself, and the words that make one."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import choices
from simulator.faults.fault import Fault
from simulator.faults.registry import LIBRARY, described, made, parsed
from simulator.faults.switched import MEANT, meant
from simulator.switches import Switches


@st.composite
def _any_fault(draw: st.DrawFn) -> Fault:
    name = draw(st.sampled_from(list(LIBRARY)))
    wishes: dict[str, object] = {}
    for one in choices.described(LIBRARY[name]()):
        if draw(st.booleans()) or one["name"] == "code":
            continue
        if "choices" in one:
            wishes[one["name"]] = draw(st.sampled_from(one["choices"]))
        elif isinstance(one["default"], float) or one["name"] == "probability":
            wishes[one["name"]] = draw(st.floats(one["from"], one["to"]))
        elif "from" in one:
            wishes[one["name"]] = draw(st.integers(one["from"], one["to"]))
    return made(name, wishes)


@given(_any_fault())
@settings(max_examples=200, deadline=None)
def test_a_fault_is_what_it_is_written_as(fault: Fault) -> None:
    """The command line's words of a fault make the same fault."""
    assert parsed(fault.spec) == fault


def test_each_says_what_it_does() -> None:
    """Each fault has a sentence on what it does, when it is unrealistic, and its choices."""
    for one in described():
        assert one["does"].endswith(".")
        assert one["does"][0].isupper()
        assert one["unrealistic"]
        assert {"probability", "seed"} <= {choice["name"] for choice in one["choices"]}
        assert all(choice["meaning"] for choice in one["choices"])


def test_switches_that_are_faults() -> None:
    """Every value of such a switch is a fault but the usual one; the usual ones are none."""
    assert meant(Switches()) == {}
    for one in choices.described(Switches()):
        if one["name"] in MEANT and "choices" in one:
            for value in one["choices"]:
                found = meant(Switches().with_changes({one["name"]: value}))
                # Of identity there are no other hosts: it is discovery that names them.
                usual = value == one["default"] or (one["name"], value) == (
                    "identity",
                    "foreign-host",
                )
                assert list(found) == ([] if usual else [one["name"]])
    assert meant(Switches(tag_delay=5))["tag_delay"].spec == "slow,service=tag,ms=5"
