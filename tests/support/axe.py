"""axe-core, on a page that a person would see."""

from __future__ import annotations

from typing import cast

from playwright.sync_api import Page

from tools.stages import ROOT

AXE = ROOT / "node_modules/axe-core/axe.min.js"


def examine(page: Page) -> list[str]:
    """Return what axe finds wrong with a page, but for its frames."""
    page.evaluate(AXE.read_text())
    return cast(
        "list[str]",
        page.evaluate(
            "async () => (await axe.run(document, { iframes: false })).violations.map("
            "({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)"
        ),
    )
