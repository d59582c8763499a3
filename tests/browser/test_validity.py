"""Every page of every variant on every day is valid HTML, by two checkers, and passes the audit."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from model.lifecycle import State
from pipeline.audit import audit
from pipeline.delivery import findings
from tests.browser.programs import needed, package

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.built import Day

#: Rules of html-validate that are not asked, each with its reason.
UNASKED = {
    "long-title": "a document's official title is as long as it is",
    "no-trailing-whitespace": "white space at the end of a line is no fault of HTML",
    "void-style": "Markdown closes empty elements as XHTML does, which HTML allows",
    "tel-non-breaking": "telephone numbers are kept together by their own hyphen",
    "no-inline-style": "the audit looks for those that the policy forbids",
    "prefer-native-element": "the elements it prefers have other meanings here",
}


def by_nu(folders: list[Path]) -> list[str]:
    """What the Nu checker says of all HTML below folders, in one run."""
    jar = package("vnu-jar") / "build" / "dist" / "vnu.jar"
    command = [needed("java"), "-Xss4m", "-jar", str(jar), "--skip-non-html", "--format", "json"]
    done = subprocess.run([*command, *map(str, folders)], capture_output=True, text=True, check=False)
    messages = [each for each in json.loads(done.stderr)["messages"] if each["type"] != "info" or "subType" in each]
    return [f"{each['url']}:{each.get('lastLine')} {each['message']}" for each in messages]


def by_html_validate(folders: list[Path], settings: Path) -> list[str]:
    """What html-validate says of all HTML below folders."""
    rules = dict.fromkeys(UNASKED, "off")
    settings.write_text(json.dumps({"root": True, "extends": ["html-validate:recommended"], "rules": rules}))
    program = package("html-validate") / "bin" / "html-validate.mjs"
    command = [needed("node"), str(program), "--config", str(settings), "--formatter", "json"]
    done = subprocess.run([*command, *map(str, folders)], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return [
        f"{page['filePath']}:{each['line']} {each['ruleId']} {each['message']}"
        for page in json.loads(done.stdout)
        for each in page["messages"]
    ]


@pytest.fixture(scope="module")
def folders(days: dict[str, Day]) -> list[Path]:
    """Every site's folder of every day."""
    found = [day.output / site.id for day in days.values() for site in day.sites]
    assert sum(1 for folder in found for _ in folder.rglob("*.html")) > 1000
    return found


def test_every_page_is_valid_by_the_nu_checker(folders: list[Path]) -> None:
    assert by_nu(folders) == []


def test_every_page_is_valid_by_html_validate(folders: list[Path], tmp_path: Path) -> None:
    assert by_html_validate(folders, tmp_path / "settings.json") == []


@pytest.mark.parametrize("check", [by_nu, lambda folders: by_html_validate(folders, folders[0] / "settings.json")])
def test_both_checkers_find_what_is_wrong(tmp_path: Path, check: Any) -> None:
    html = '<!DOCTYPE html><html lang="zh-CN"><head><title>题</title></head><body><p id="a"><div id="a"></p></body></html>'
    (tmp_path / "wrong.html").write_text(html, encoding="utf-8")

    assert len(check([tmp_path])) >= 2


def test_the_audit_finds_nothing(days: dict[str, Day]) -> None:
    today = days["today"]
    faults = [fault for site in today.sites for fault in findings(site, State.ONLINE, today.output)]
    later = [
        fault for name in ("before", "after") for site in days[name].sites for fault in audit(days[name].output / site.id)
    ]

    assert [str(fault) for fault in faults + later] == []
