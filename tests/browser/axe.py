"""axe-core in a window: what WCAG 2.0–2.2 (A, AA) and axe's own best practices forbid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.browser.programs import package

if TYPE_CHECKING:
    from playwright.sync_api import Frame, Page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Rules that are not asked, each with its reason.
EXCLUDED: dict[str, str] = {}


def violations(page: Page | Frame, **options: Any) -> list[tuple[str, list[str]]]:
    """Each rule that the page breaks, with the elements that break it."""
    if page.evaluate("typeof window.axe") == "undefined":
        page.evaluate((package("axe-core") / "axe.min.js").read_text(encoding="utf-8"))
    asked = {
        "runOnly": STANDARDS,
        "rules": {rule: {"enabled": False} for rule in EXCLUDED},
        "resultTypes": ["violations"],
        **options,
    }
    found = page.evaluate("(options) => axe.run(document, options)", asked)
    assert found["testEngine"]["version"].startswith("4.14")
    return [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found["violations"]]
