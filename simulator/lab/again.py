"""How a situation is had again: by a link, by a command, by a test to copy."""

from __future__ import annotations

from simulator.lab.scenario import Scenario

# How a test does what the visitor does, with Playwright's page.
ACTS = {
    "accepts": 'page.get_by_role("button", name="Accept").click',
    "declines": 'page.get_by_role("button", name="Decline").click',
    "tries again": 'page.get_by_role("button", name="Try again").click',
    "reloads": "page.reload",
}


def ways(scenario: Scenario) -> dict[str, str]:
    """Return the link, the command and the test, each as it is to be copied."""
    return {
        "link": f"/?scenario={scenario.name}",
        "command": f"python -m simulator play {scenario.name}",
        "test": _test(scenario),
    }


def _test(scenario: Scenario) -> str:
    """Return a test for pytest, with the fixtures `liveperson` and Playwright's `page`."""
    deeds = [one.deed for one in scenario.steps if one.actor == "visitor"]
    if scenario.before_load:
        deeds.insert(0, "reloads")
    settings = ", ".join(f"{name}={value!r}" for name, value in scenario.settings.items())
    lines = [
        f"def test_{scenario.name.replace('-', '_')}(liveperson, page):",
        f'    """{scenario.sentence}"""',
        *([f"    # Tagalong's settings on the page: {settings}."] if settings else ()),
        "    open_the_chat(page, liveperson)  # yours: open your page, and its chat",
        f'    with liveperson.playing("{scenario.name}") as play:',
        *(f'        play.visitor("{deed}", {ACTS[deed]})' for deed in deeds),
        *(() if deeds else ("        play.watch()",)),
    ]
    return "\n".join(lines) + "\n"
