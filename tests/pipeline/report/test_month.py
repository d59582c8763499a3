"""What stands in a month's report besides the counted figures: visits, the headings of monitoring tools, leaders, the state of columns."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from model.yearly_form import SiteYear, Visits
from pipeline.patrol.findings import Finding, Place, Severity
from pipeline.patrol.record import RECORD
from pipeline.patrol.store import Store
from pipeline.release import BEIJING
from pipeline.report.command import month
from pipeline.report.figure import Figure, Table
from pipeline.report.month import month_of_site
from pipeline.report.period import month_of, year_of
from pipeline.report.site_year import year_of_site
from plugins.engine.output import OutputError
from tests.conftest import SITE, document
from tests.pipeline.report.cities import COLUMNS, NOW, ground, lines_of, wish, write
from tests.pipeline.report.test_availability import record

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.report.figure import Written
    from pipeline.report.ground import Ground
    from tests.conftest import City


def figures(report: Written) -> dict[str, str]:
    found = [each for part in report.parts for block in part.content if isinstance(block, tuple) for each in block]
    return {each.name: each.value for each in found if isinstance(each, Figure)}


def table(report: Written, caption: str) -> dict[str, str]:
    tables = [each for part in report.parts for each in part.content if isinstance(each, Table)]
    return {row[0]: row[-1] for each in tables if each.caption == caption for row in each.rows}


def said(report: Written) -> str:
    return "".join(each for each in report.parts[-1].content if isinstance(each, str))


def log(file: Path, days: dict[str, int], pages: dict[str, int], left_out: int = 0) -> Path:
    """A report as GoAccess writes it: visitors by day, hits by address."""

    def row(data: str, hits: int, visitors: int) -> dict[str, Any]:
        return {"data": data, "hits": {"count": hits}, "visitors": {"count": visitors}}

    def panel(rows: list[dict[str, Any]], total: int) -> dict[str, Any]:
        return {"metadata": {"data": {"total": {"value": total}}}, "data": rows}

    file.parent.mkdir(parents=True, exist_ok=True)
    by_day = [row(day.replace("-", ""), 9 * number, number) for day, number in days.items()]
    by_page = [row(address, hits, 1) for address, hits in pages.items()]
    panels = {"visitors": panel(by_day, len(by_day)), "requests": panel(by_page, len(by_page) + left_out)}
    file.write_text(json.dumps(panels), encoding="utf-8")
    return file


PAGES = {"/": 100, "/yaowen/a/": 30, "/care/yaowen/": 7, "/zt/a/": 5, "/yaowen/tu.webp": 900}
WHOLE = {f"2026-10-{day:02}": day for day in range(1, 32)}


def october(found: Ground, visits: Path | None) -> Written:
    return month_of_site(replace(found, visits=visits), found.portal)


def test_without_a_report_on_them_nothing_is_known_of_visits(city: City) -> None:
    with ground(write(city)) as found:
        report = october(found, None)

    assert (figures(report)["独立用户访问总量"], figures(report)["网站总访问量"]) == ("", "")
    assert "没有给出访问报告" in said(report)


def test_visits_of_a_month_are_those_of_its_log(city: City, tmp_path: Path) -> None:
    file = log(tmp_path / "portal-10.json", WHOLE, PAGES)

    with ground(write(city)) as found:
        report = october(found, file)

    assert figures(report)["独立用户访问总量"] == str(sum(range(1, 32)))
    assert figures(report)["网站总访问量"] == "142"
    assert table(report, "各栏目访问量（次）") == {
        "政务要闻": "37",
        "专题专栏": "5",
        "首页和其他网页": "100",
        "合计": "142",
    }
    assert "portal-10.json，2026年10月1日至10月31日" in said(report)
    assert "没有记录" not in said(report)


def test_a_log_of_more_than_the_month_says_only_how_many_visitors(city: City, tmp_path: Path) -> None:
    file = log(tmp_path / "a.json", {"2026-09-30": 1000, "2026-10-01": 3, "2026-10-02": 4}, PAGES)

    with ground(write(city)) as found:
        report = october(found, file)

    assert (figures(report)["独立用户访问总量"], figures(report)["网站总访问量"]) == ("7", "")
    assert table(report, "各栏目访问量（次）") == {}
    assert "有29天没有记录" in said(report)
    assert "报告里还有别的日子" in said(report)


def test_a_log_that_leaves_addresses_out_says_so_and_one_of_another_month_says_nothing(
    city: City, tmp_path: Path
) -> None:
    short = log(tmp_path / "short.json", WHOLE, PAGES, left_out=12)
    other = log(tmp_path / "other.json", {"2026-09-30": 1}, PAGES)

    with ground(write(city)) as found:
        lacking, none = october(found, short), october(found, other)

    assert "报告少列了12个网址" in said(lacking)
    assert figures(none)["独立用户访问总量"] == ""
    assert "other.json里没有这段时间" in said(none)


def test_visits_of_a_year_are_what_was_filled_in_else_out_of_the_log(city: City, tmp_path: Path) -> None:
    file = log(tmp_path / "a.json", {"2026-01-05": 2, "2026-10-05": 3}, PAGES)
    forms = SiteYear(), SiteYear(visits=Visits(unique=99))

    with ground(write(city), year_of(dt.date(2026, 1, 1))) as found:
        year = replace(found, visits=file)
        plain, typed = (year_of_site(year, found.portal, form, "") for form in forms)

    assert (figures(plain)["独立用户访问总量"], figures(plain)["网站总访问量"]) == ("5", "142")
    assert (figures(typed)["独立用户访问总量"], figures(typed)["网站总访问量"]) == ("99", "142")
    by_month = table(plain, "各月独立用户（个）")
    assert (by_month["1月"], by_month["2月"], by_month["10月"], "12月" in by_month) == ("2", "0", "3", False)


def test_several_sites_need_a_folder_of_reports(city: City, tmp_path: Path) -> None:
    write(city)
    file = log(tmp_path / "logs/portal.json", WHOLE, PAGES)

    with pytest.raises(OutputError, match="同一份访问报告"):
        month(wish(city, visits=file), "2026-10")
    month(wish(city, visits=file.parent), "2026-10")

    reports = city.content.parent / "reports"
    assert "| 网站总访问量（次） | 142 | 访问日志 |" in lines_of(reports / "zicha-2026-10-portal.md")
    assert "访问日志：没有jyj.json。" in lines_of(reports / "zicha-2026-10-jyj.md")


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"visitors": 3}', "\x00"])
def test_what_is_no_report_on_visits_is_said_to_be_none(city: City, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")

    for name in ("a.json", "none.json"):
        with pytest.raises(OutputError, match=name):
            month(wish(write(city), site="portal", visits=tmp_path / name), "2026-10")


# What monitoring tools report


def test_what_the_patrol_found_in_the_month_is_counted_and_what_ended_before_is_not(city: City) -> None:
    write(city)
    record(city.output, ("2026-10-05 09:00:00", "/", "a", ""))
    store, place = Store(city.output / RECORD), Place("portal", "a", "IPv6", "/")
    ipv6 = Finding("IPV6_MISSING", Severity.WARNING, place, "事", "改", "")
    dead = Finding("LINK_DEAD", Severity.WARNING, Place("portal", "", "", "https://a.cn/"), "事", "改", "")
    with store.writing():
        store.settle([dead], [], dt.datetime(2026, 9, 1, tzinfo=BEIJING))
        store.settle([ipv6], [dead.key], dt.datetime(2026, 9, 30, tzinfo=BEIJING))
    store.close()

    with ground(city) as found:
        of_portal, of_jyj = (figures(month_of_site(found, site)) for site in found.sites)

    assert [of_portal[name] for name in ("没有IPv6地址的主机", "站外死链", "非法外链")] == ["1", "0", "0"]
    assert [of_jyj[name] for name in ("没有IPv6地址的主机", "站外死链", "非法外链")] == ["", "", ""]
    assert of_portal["收到“我为政府网站找错”有效留言"] == ""


# Leaders, and the state of columns


def test_a_leader_is_listed_with_what_the_page_says(city: City) -> None:
    column = '\n[[columns]]\npath = "ld"\nname = "领导"\ntype = "负责人信息"\nkind = "leader"\n'
    write(city)
    leader = ("post: 市长", "duties: [主持全面工作, 分管审计]")
    late = document("云乙", *leader, date="2026-11-01 10:00", body="")
    city.write(
        {
            "portal/site.toml": f"{SITE}{COLUMNS}{column}",
            "portal/ld/a.md": document("云甲", *leader, date="2026-10-01 10:00", body=""),
            "portal/ld/b.md": late,
        }
    )

    month(wish(city, site="portal"), "2026-10")

    lines = lines_of(city.content.parent / "reports/zicha-2026-10-portal.md")
    assert "| 云甲 | 市长 | 2项 | 没有 |" in lines
    assert not any("云乙" in line and "2项" in line for line in lines)


def test_before_a_site_came_onto_the_platform_its_columns_are_neither_blank_nor_late(city: City) -> None:
    write(city)
    settings = city.content / "jyj/site.toml"
    settings.write_text(f"since = 2026-11-01\n{settings.read_text(encoding='utf-8')}", encoding="utf-8")

    with ground(city) as found, ground(city, month_of(dt.date(2026, 11, 1)), NOW) as later:
        before, after = (month_of_site(each, each.books.content.sites["jyj"]) for each in (found, later))

    assert table(before, "栏目状态") == {"工作动态": "未启用"}
    assert "1个栏目未启用；" in before.opening[0]
    assert [figures(before).get(name) for name in ("栏目数量", "正常", "超期", "空白")] == ["1", "", "", ""]
    assert "云川市教育局自2026年11月1日起在平台上" in said(before)
    assert table(after, "栏目状态") == {"工作动态": "超期"}
    assert "起在平台上" not in said(after)
