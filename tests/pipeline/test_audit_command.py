"""`invoke audit` lists every finding with its rule, in every form, but for what somebody has allowed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from model.faults import ContentFaults
from pipeline.audit.command import audit_sites
from pipeline.rules.rule import Severity
from tests.conftest import document
from tests.test_whole_builds import invoke

if TYPE_CHECKING:
    from tests.conftest import City

PAGE = "yaowen/a/index.html"
FOREIGN = '<script src="https://cdn.example.com/a.js"></script></head>'


@pytest.fixture
def loaded(city: City) -> City:
    """A built site with a page that loads a script from elsewhere."""
    city.write({"portal/yaowen/a.md": document("市政府召开常务会议")})
    page = city.build().output / "portal" / PAGE
    page.write_text(page.read_text(encoding="utf-8").replace("</head>", FOREIGN, 1), encoding="utf-8")
    return city


def third_party(city: City) -> list[tuple[str, Severity]]:
    found = audit_sites(city.content, city.output, "portal")
    return [(each.path, each.severity) for each in found if each.code == "THIRD_PARTY"]


def test_a_finding_has_the_severity_and_the_clause_of_its_rule(loaded: City) -> None:
    assert third_party(loaded) == [(f"portal/{PAGE}", Severity.ERROR)]


def test_what_somebody_has_allowed_is_not_listed(loaded: City) -> None:
    text = f'[[exceptions]]\nrule = "THIRD_PARTY"\npath = "{PAGE}"\nreason = "测试"\nwho = "审核甲"\nuntil = "2099-12-31"\n'
    loaded.write({"portal/exceptions.toml": text})

    assert third_party(loaded) == []


def test_the_command_prints_other_forms_and_ends_with_one(loaded: City) -> None:
    done = invoke("audit", "--content", str(loaded.content), "--output", str(loaded.output), "--format", "json")

    assert done.returncode == 1
    assert "THIRD_PARTY" in {each["rule"] for each in json.loads(done.stdout)["findings"]}


def test_a_site_that_is_none_is_said(loaded: City) -> None:
    with pytest.raises(ContentFaults, match="没有“protal”这个网站"):
        audit_sites(loaded.content, loaded.output, "protal")
