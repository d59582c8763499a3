"""The reports of the demonstration city say what a clerk counts who reads its files, month by month and site by site."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from model.profile import read_profile
from model.yearly_form import SiteYear, SupervisorYear
from pipeline.check import check
from pipeline.check.taking_in import taken_in
from pipeline.report.figure import Figure, Origin, Table
from pipeline.report.ground import Ground
from pipeline.report.month import month_of_site
from pipeline.report.overview import overview
from pipeline.report.period import Period, month_of, quarter_of, year_of
from pipeline.report.quarter import quarter_of_all
from pipeline.report.site_year import year_of_site
from pipeline.report.supervisor_year import year_of_supervisor
from pipeline.rules.books import Books
from pipeline.rules.rule import Severity
from tests.pipeline.report import by_hand
from tests.pipeline.report.by_hand import CONTENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.findings.finding import Finding
    from pipeline.report.figure import Written

#: Later than anything in the content, so that everything is there and much is overdue.
NOW = dt.datetime(2027, 2, 10, 9, 0)
SITES = ("jyj", "portal", "wlj", "xiuxi")
MONTHS = [month_of(dt.date(2026, month, 1)) for month in (1, 7, 10, 11)]
YEAR, QUARTER = year_of(dt.date(2026, 1, 1)), quarter_of(dt.date(2026, 10, 1))


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """The demonstration city, long after its last document, with all that is wrong then."""
    output = tmp_path_factory.mktemp("output")
    profile, _ = read_profile(CONTENT)
    findings = check(CONTENT, NOW, output=output, jobs=1).findings
    with taken_in(CONTENT, NOW, output, 1) as taken:
        assert not taken.faults
        yield Ground(Books(taken.ledger.database, taken.seen.content, profile, NOW), YEAR, output, findings)


def of(ground: Ground, period: Period, now: dt.datetime = NOW) -> Ground:
    return replace(ground, period=period, books=replace(ground.books, now=now))


def figures(report: Written) -> dict[str, Figure]:
    found = [
        each for part in report.parts for content in part.content if isinstance(content, tuple) for each in content
    ]
    return {each.name.removeprefix("其中："): each for each in found}


def rows(report: Written, caption: str) -> list[tuple[str, ...]]:
    tables = [each for part in report.parts for each in part.content if isinstance(each, Table)]
    return [row for table in tables if table.caption == caption for row in table.rows]


def counted(report: Written) -> dict[str, str]:
    """What a report says it counted in the ledger, but for the state of columns."""
    own = {"栏目数量", "正常", "超期", "空白"}
    return {
        name: each.value for name, each in figures(report).items() if each.source == Origin.LEDGER and name not in own
    }


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("period", MONTHS, ids=lambda each: each.key)
def test_a_month_says_what_is_counted_by_hand(ground: Ground, period: Period, site: str) -> None:
    span = site, period.first, period.last
    report = month_of_site(of(ground, period), ground.books.content.sites[site])

    expected, said = by_hand.figures(*span), counted(report)
    assert len(said) == 9
    assert said == {name: str(expected[name]) for name in said}
    updates = {name: int(number) for name, number in rows(report, f"各栏目{period.label}新增文件（篇）")}
    assert updates.pop("合计") == len(by_hand.published(*span))
    assert updates == by_hand.by_column(*span)
    register = {name: each.value for name, each in figures(report).items() if each.source == Origin.MESSAGES}
    assert {name: register.get(name) for name in by_hand.messages(*span)} == by_hand.messages(*span)
    assert bool(register) == bool(by_hand.messages(*span))


@pytest.mark.parametrize("period", MONTHS, ids=lambda each: each.key)
def test_a_month_that_is_reported_later_has_the_same_figures(ground: Ground, period: Period) -> None:
    portal = ground.portal
    at_once = dt.datetime.combine(period.after, dt.time(9, 0))

    first, later = (month_of_site(of(ground, period, now), portal) for now in (at_once, NOW))

    assert figures(first) == figures(later)
    assert [part.content for part in first.parts[1:4]] == [part.content for part in later.parts[1:4]]


@pytest.mark.parametrize("site", SITES)
def test_a_year_says_what_is_counted_by_hand(ground: Ground, site: str) -> None:
    span = site, YEAR.first, YEAR.last
    report = year_of_site(ground, ground.books.content.sites[site], SiteYear(), "")

    expected, said = by_hand.figures(*span), counted(report)
    assert len(said) == 12
    assert said == {name: str(expected[name]) for name in said}
    assert figures(report)["信息发布总数"].value == str(expected["信息发布总数"])
    by_month = [by_hand.figures(site, each.first, each.last)["信息发布总数"] for each in YEAR.months()]
    assert [int(number) for _, number in rows(report, "平台各月信息发布数量（条）")] == [*by_month, sum(by_month)]
    register = {name: figures(report)[name].value for name in ("收到留言数量", "办结留言数量", "平均办理时间")}
    by_clerk = by_hand.messages(*span)
    assert register == {name: by_clerk.get(name, "") for name in register}


def test_the_months_of_a_year_add_up_to_it(ground: Ground) -> None:
    portal = ground.portal
    months = [counted(month_of_site(of(ground, each), portal)) for each in YEAR.months()]
    year = counted(year_of_site(ground, portal, SiteYear(), ""))

    same = set(months[0]) & set(year)

    assert len(same) >= 6
    assert {name: sum(int(month[name]) for month in months) for name in same} == {
        name: int(year[name]) for name in same
    }


def of_site(findings: tuple[Finding, ...] | list[Finding], site: str) -> list[Finding]:
    return [each for each in findings if each.path.startswith(f"{site}/") and each.severity is not Severity.HINT]


def test_what_is_said_to_be_found_is_what_a_check_finds(ground: Ground) -> None:
    october = of(ground, MONTHS[2])
    quarter, sums = quarter_of_all(of(ground, QUARTER)), overview(october)
    names = {site: ground.books.content.sites[site].settings.name for site in SITES}

    for site in SITES:
        found = of_site(list(ground.findings), site)
        grades = Counter(each.severity for each in found)
        by_grade = [str(grades[each]) for each in (Severity.VETO, Severity.ERROR, Severity.WARNING)]
        assert (names[site], *by_grade, str(len(found))) in rows(quarter, "各网站发现的问题（处）")
        assert [row[4] for row in rows(sums, "各网站情况") if row[0] == names[site]] == [str(len(found))]
        month = month_of_site(october, ground.books.content.sites[site])
        assert len(rows(month, "问题清单")) == len(found)
        assert sum(int(number) for _, number in rows(month, "发现的问题（处）")) == len(found)


def test_the_supervising_office_counts_the_corrections_of_all_sites(ground: Ground) -> None:
    report = year_of_supervisor(ground, SupervisorYear(), "")

    found = figures(report)

    assert found["期末运行的网站"].value == "4"
    assert found["收到“我为政府网站找错”有效留言"].value == "4"
    assert found["按期办结数量"].value == "4"
