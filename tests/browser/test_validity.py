"""Every page of every variant on every day is valid HTML, by two checkers, and passes the audit."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from model.content_folder import read_content
from model.lifecycle import State
from model.profile import read_profile
from pipeline.audit import audit, settings_of
from pipeline.delivery import findings
from tests.browser.programs import needed, package
from tests.scratch import scratch

if TYPE_CHECKING:
    from tests.browser.built import Day, Shown

#: Rules of html-validate that are not asked, each with its reason.
UNASKED = {
    "long-title": "a page is called what it is called; 70 characters are a limit of some search engines",
    "valid-id": "HTML allows an id that begins with a digit, as a heading may",
}


ROOT = Path(__file__).parents[2]


def by_nu(pages: list[Path]) -> list[str]:
    """What the Nu checker says of pages, in one run."""
    jar = package("vnu-jar") / "build" / "dist" / "vnu.jar"
    command = [needed("java"), "-Xss4m", "-jar", str(jar), "--format", "json"]
    done = subprocess.run([*command, *map(str, pages)], capture_output=True, text=True, check=False)
    messages = [each for each in json.loads(done.stderr)["messages"] if each["type"] != "info" or "subType" in each]
    return [f"{each['url']}:{each.get('lastLine')} {each['message']}" for each in messages]


def by_html_validate(pages: list[Path]) -> list[str]:
    """What html-validate says of pages, in one run."""
    report = scratch() / "report.json"  # it ends before a pipe has taken a long one
    program = package("html-validate") / "bin" / "html-validate.mjs"
    command = [needed("node"), str(program), "--preset", "recommended", "--formatter", f"json={report}"]
    done = subprocess.run([*command, *map(str, pages)], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return [
        f"{page['filePath']}:{each['line']} {each['ruleId']} {each['message']}"
        for page in json.loads(report.read_text(encoding="utf-8"))
        for each in page["messages"]
        if each["ruleId"] not in UNASKED
    ]


@pytest.fixture(scope="module")
def pages(days: dict[str, Day]) -> list[Path]:
    """Every page of every site on every day; of those that are the same on several days, one."""
    found = {
        hashlib.sha256(page.read_bytes()).digest(): page
        for day in days.values()
        for site in day.sites
        for page in (day.output / site.id).rglob("*.html")
    }
    assert len(found) > 1000
    assert {part for page in found.values() for part in page.parts} >= {"care", "zh-Hant", *days}
    return sorted(found.values())


def test_every_page_is_valid_by_the_nu_checker(pages: list[Path]) -> None:
    assert by_nu(pages) == []


def test_one_page_of_each_type_is_valid_by_html_validate(days: dict[str, Day], table: list[Shown]) -> None:
    rows = [days[row.day].output / row.site / row.file for row in table]

    assert by_html_validate(rows) == []
    assert len(rows) > 100


@pytest.mark.parametrize("check", [by_nu, by_html_validate])
def test_what_is_wrong_is_found(tmp_path: Path, check: Any) -> None:
    page = tmp_path / "wrong.html"
    page.write_text(
        '<!DOCTYPE html><html lang="zh"><head><title>题</title></head><body><p id="a"><i id="a"></p></body></html>'
    )

    assert len(check([page])) >= 2


def test_the_audit_finds_nothing(days: dict[str, Day]) -> None:
    today = days["today"]
    profile, _ = read_profile(ROOT / "content")
    settings = settings_of(read_content(ROOT / "content"), profile)
    faults = [fault for site in today.sites for fault in findings(site, State.ONLINE, today.output, settings[site.id])]
    later = [
        fault
        for name in ("before", "after")
        for site in days[name].sites
        for fault in audit(days[name].output / site.id)
    ]

    assert [str(fault) for fault in faults + later] == []
