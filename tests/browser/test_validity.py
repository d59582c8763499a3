"""Every built page of the demonstration is valid HTML (the Nu checker) and passes the audit."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

from model.lifecycle import State
from pipeline.delivery import findings
from tests.browser.conftest import ROOT, needed

if TYPE_CHECKING:
    from tests.browser.conftest import Demonstration

CHECKER = "vnu-jar@26.9.27"
TOOLS = ROOT / ".cache" / "checkers"


def checker() -> list[str]:
    """The command of the Nu checker, installed on first use."""
    jar = TOOLS / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.is_file():
        TOOLS.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [needed("npm"), "install", "--no-save", "--no-package-lock", "--prefix", str(TOOLS), CHECKER],
            check=True,
            capture_output=True,
        )
    return [needed("java"), "-Xss4m", "-jar", str(jar)]


def test_every_page_is_valid_html(demonstration: Demonstration) -> None:
    pages = [
        str(page) for site in demonstration.sites for page in sorted((demonstration.output / site.id).rglob("*.html"))
    ]

    done = subprocess.run([*checker(), "--format", "json", *pages], capture_output=True, text=True, check=False)

    messages = [
        each
        for each in json.loads(done.stderr)["messages"]
        if each["type"] == "error" or each.get("subType") == "warning"
    ]
    assert [(each["url"], each.get("lastLine"), each["message"]) for each in messages] == []
    assert len(pages) > 200


def test_the_audit_finds_nothing(demonstration: Demonstration) -> None:
    faults = [fault for site in demonstration.sites for fault in findings(site, State.ONLINE, demonstration.output)]

    assert [str(fault) for fault in faults] == []
