"""Columns, home pages and sites: what is neglected is told of once, and what is kept is not."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.rules.between import added, blank, disclosure, freshness, sites, sums, yearly
from pipeline.rules.books import Books
from pipeline.rules.rule import Edited, Example, Rule
from tests.rules.ledger_of import NOW, books, found

MODULES = (freshness, sums, blank, sites, yearly, disclosure)
RULES = [each for module in MODULES for each in vars(module).values() if isinstance(each, Rule)]


def broken(example: Example) -> dict[str, list[str]]:
    """The facts of these rules in the city of an example, by code."""
    moment = dt.datetime.fromisoformat(example.as_of) if example.as_of else NOW
    with books(example.files, moment) as seen:
        return _facts(seen)


def _facts(seen: Books) -> dict[str, list[str]]:
    facts = {rule.code: [each.fact for each in rule.find(seen)] for rule in RULES if rule.find}
    return {code: each for code, each in facts.items() if each}


def test_the_city_keeps_every_rule() -> None:
    assert broken(Example({})) == {}


def test_a_neglected_city_is_told_of_site_by_site() -> None:
    facts = broken(Example({}, as_of="2027-06-20 09:00"))

    assert len(facts["HOME_SILENT"]) == 4
    assert facts["REPORT_OVERDUE"][0] == "云川市人民政府没有2026年度的政府网站工作年度报表，2027年1月31日以前应当发布"
    assert len(facts["REPORT_OVERDUE"]) == 6
    assert {"SITE_TEST", "EDITION_STALE", "INTERVIEW_PLAN", "SURVEYS_PER_YEAR"} <= facts.keys()


@pytest.mark.parametrize(
    ("day", "due", "overdue"),
    [("2027-01-05", 0, 0), ("2027-01-06", 6, 0), ("2027-01-31", 6, 0), ("2027-02-01", 2, 4), ("2027-04-01", 0, 6)],
)
def test_reports_are_overdue_after_january_and_a_governments_own_on_disclosure_after_march(
    day: str, due: int, overdue: int
) -> None:
    facts = broken(Example({}, as_of=f"{day} 09:00"))

    assert [len(facts.get(code, ())) for code in ("REPORT_DUE", "REPORT_OVERDUE")] == [due, overdue]


@pytest.mark.parametrize(("since", "told"), [("2027-06-20", True), ("2027-06-21", False)])
def test_of_a_day_before_a_site_came_onto_the_platform_nothing_is_missed(since: str, told: bool) -> None:
    settings = {"jyj/site.toml": Edited("since = 2026-07-06", f"since = {since}")}

    facts = broken(Example(settings, as_of="2027-06-20 09:00"))

    assert any("教育局" in fact for each in facts.values() for fact in each) == told


def test_a_site_that_rests_or_is_closed_is_left_alone() -> None:
    rest = (
        '\n[[acts]]\nact = "emergency"\ndate = 2027-06-19\napplicant = "云川市教育局"\napplication = "云教字〔2027〕3号"\nreason = "设备故障"\n'
        'contact = "0355-0123001"\nbegins = 2027-06-19\nends = 2027-06-21\n'
    )
    record = Edited(
        'number = "云测〔2026〕18号", result = "通过" }\n', f'number = "云测〔2026〕18号", result = "通过" }}\n{rest}'
    )

    facts = broken(Example({"jyj/lifecycle.toml": record}, as_of="2027-06-20 09:00"))

    assert len(facts["HOME_SILENT"]) == 3
    assert not any("教育局" in fact for each in facts.values() for fact in each)


@pytest.mark.parametrize(
    ("number", "codes"), [(1, ["COLUMN_STALE"]), (3, ["COLUMN_STALE"]), (6, ["SITE_STALE_COLUMNS"])]
)
def test_many_stale_columns_are_told_of_together(number: int, codes: list[str]) -> None:
    facts = broken(added.with_columns(number, "notice", "信息公开目录"))

    assert list(facts) == codes
    assert len(facts[codes[0]]) == (number if number < 4 else 1)


def test_a_sum_names_each_column_with_its_keeper_and_says_which_columns_they_are() -> None:
    example = added.with_columns(5, "notice", "信息公开目录")
    settings = example.files["wlj/site.toml"]
    assert isinstance(settings, Edited)
    unkept = settings.new.replace('name = "旅游标准化1"', 'name = "甲"').replace(
        'responsible = "市场管理科科长"\n', "", 1
    )

    [each] = found(sums.site_stale_columns, {**example.files, "wlj/site.toml": Edited(settings.old, unkept)})

    assert "达到5个即不合格：甲（202天，" in each.fact
    assert each.fact.endswith("、旅游标准化5（202天，市场管理科科长）")
    assert each.columns == tuple(f"zwgk/bz{number}" for number in range(1, 6))


def test_a_finding_stands_at_the_column() -> None:
    [each] = found(freshness.column_stale, added.with_columns(1, "notice", "信息公开目录").files)

    assert each.path == "wlj/site.toml"
    assert each.columns == ("zwgk/bz1",)
    assert each.line > 60
    assert each.fact == "栏目“旅游标准化1”最新一条是2026-05-06的，已经202天没有更新，这类栏目的期限是180天"


def test_a_column_counts_with_what_is_below_it() -> None:
    example = added.with_columns(1, "page", "概况信息", "update_days = 30")
    fresh = {"wlj/zwgk/bz1/xin/2026-11-20-gongshi.md": example.files["wlj/zwgk/bz1/2026-05-06-gongshi.md"]}
    text = str(fresh["wlj/zwgk/bz1/xin/2026-11-20-gongshi.md"]).replace("2026-05-06 10:00", "2026-11-20 10:00")
    site = example.files["wlj/site.toml"]
    assert isinstance(site, Edited)
    below = '[[columns]]\npath = "zwgk/bz1/xin"\nname = "新标准"\nresponsible = "市场管理科科长"\n\n'
    grown = Edited(site.old, site.new.replace('[[columns]]\npath = "bsfw"', f'{below}[[columns]]\npath = "bsfw"'))

    assert (
        broken(Example({**example.files, "wlj/site.toml": grown, "wlj/zwgk/bz1/xin/2026-11-20-gongshi.md": text})) == {}
    )


def test_a_blank_branch_is_told_of_at_its_top() -> None:
    example = added.with_columns(1, "page", "概况信息", blank=True)
    site = example.files["wlj/site.toml"]
    assert isinstance(site, Edited)
    below = '[[columns]]\npath = "zwgk/bz1/xin"\nname = "新标准"\nresponsible = "市场管理科科长"\n\n'
    grown = Edited(site.old, site.new.replace('[[columns]]\npath = "bsfw"', f'{below}[[columns]]\npath = "bsfw"'))

    assert broken(Example({"wlj/site.toml": grown})) == {
        "COLUMN_BLANK": ["栏目“旅游标准化1”和它的下级栏目开设以来没有发布过内容"]
    }
