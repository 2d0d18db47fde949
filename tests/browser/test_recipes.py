"""Every recipe of docs/recipes.md, as it stands there, on one page that goes through an answer."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Route

from tests.support.standin import StandIn
from tests.support.visitors import World
from tools.stages import ROOT

pytestmark = pytest.mark.later

RECIPES = dict(
    re.findall(r"```js ([\w-]+)\n(.*?)```", (ROOT / "docs/recipes.md").read_text(), re.DOTALL)
)
# What the recipes take for granted of a customer's page.
SHOP = """<script>
window.analytics = { tracked: [], track: (...words) => analytics.tracked.push(words) };
</script>"""
PLAYED = ("data-layer", "adobe", "consent-log", "errors", "ask-to-share")


def test_no_recipe_without_a_test() -> None:
    """Each is played below."""
    assert set(RECIPES) == {*PLAYED, "consent-manager"}


def test_what_a_page_does_with_events(world: World, standin: StandIn) -> None:
    """Data layers, the consent log and the errors' sink get what happened, without any name."""
    scripts = "".join(f"<script>{RECIPES[name]}</script>" for name in PLAYED)
    button = '<button id="show-my-page">Show my page</button>'
    visitor = world.visitor(before=SHOP, body=button + scripts)
    logged: list[Any] = []

    def log(route: Route) -> None:
        logged.append(json.loads(route.request.post_data or ""))
        route.fulfill(status=204)

    visitor.page.route("**/consents", log)
    visitor.start()
    visitor.page.locator("#show-my-page").click()
    visitor.wait_until(
        lambda: any(
            "request to share my page" in str(one) for one in standin.get("state")["conversations"]
        )
    )
    standin.invite()
    visitor.wait_for("offered")
    visitor.press("Accept")
    visitor.wait_for("active")
    google = visitor.page.evaluate("() => dataLayer")
    assert [one.get("event") for one in google] == [
        *(None, "tagalong_offered", None, "tagalong_accepted", None, "tagalong_active"),
    ]
    assert [one["tagalong"] for one in google[::2]] == [None] * 3
    adobe = visitor.page.evaluate("() => adobeDataLayer")
    assert [one["event"] for one in adobe] == ["tagalong:offered", "tagalong:accepted"]
    visitor.wait_until(lambda: bool(logged))
    (record,) = logged
    assert record["outcome"] == "accepted"
    assert record == visitor.details("consent")[0]
    assert visitor.page.evaluate("() => analytics.tracked") == []


def test_a_consent_manager(world: World, standin: StandIn) -> None:
    """Nothing of Tagalong is loaded before the visitor has agreed, and it ends with that."""
    recipe = RECIPES["consent-manager"].replace(
        "https://YOUR-HOST/tagalong/", f"{standin.url}/dist/"
    )
    visitor = world.visitor(embed="", body=f"<script>{recipe}</script>")
    visitor.page.goto(visitor.url)
    assert visitor.page.evaluate("() => window.tagalong") is None
    visitor.page.evaluate("() => document.dispatchEvent(new Event('shop:agreed'))")
    visitor.wait_for_loader()
    visitor.page.evaluate(
        "(csds) => { tagalong.configure({ csds, auth: 'signup' }); tagalong.start(); }",
        standin.url,
    )
    visitor.wait_for("connected")
    visitor.page.evaluate("() => document.dispatchEvent(new Event('shop:withdrawn'))")
    visitor.wait_for("stopped")
