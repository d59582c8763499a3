"""The commands: documents that a check finds nothing wrong with, that build, and that are the same bytes once more."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING

import pytest

from model.faults import ContentFaults
from pipeline.build import build
from pipeline.check import check
from pipeline.report.command import month, quarterly, yearly
from tests.conftest import BuiltCity, City, document
from tests.pipeline.report.cities import lines_of, wish, write

if TYPE_CHECKING:
    from pathlib import Path

NEW_YEAR = dt.datetime(2027, 1, 5, 9, 0)
FILLED = {
    "portal/reports/2026.toml": '[visits]\ntotal = 10\n[earlier]\nreason = "年初在原来的系统发布"\nnews = 90\n[interpretations]\ncomments = 1\n',
    "jyj/reports/2026.toml": "[messages]\nreceived = 4\nclosed = 3\n",
    "reports/2026.toml": "".join(
        f"[[quarters]]\nquarter = {each}\nchecked = 2\nfailed = 0\nunits = 0\npersons = 0\n" for each in (1, 2, 3, 4)
    ),
}


def files(folder: Path) -> dict[str, bytes]:
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def about(city: City) -> list[str]:
    """What a check finds in what the commands wrote."""
    return [
        str(each)
        for each in check(city.content, NEW_YEAR).findings
        if "wangzhan" in each.path or "jianguan" in each.path
    ]


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> City:
    """A city of which everything was written: a month, a quarter, a year."""
    city = write(City(tmp_path_factory.mktemp("reported")), FILLED)
    yearly(wish(city, now=NEW_YEAR, xlsx=True), "2026")
    quarterly(wish(city, now=NEW_YEAR), "2026Q4")
    month(wish(city, xlsx=True), "2026-10")
    return city


def built(city: City) -> BuiltCity:
    return BuiltCity(city.output, build(city.content, city.output, as_of=NEW_YEAR, site="portal").figures)


def kept(city: City) -> dict[str, bytes]:
    return {**files(city.content), **files(city.content.parent / "reports")}


# A month


def test_a_month_is_written_for_each_site_and_over_all_of_them(reported: City) -> None:
    names = {f"zicha-2026-10{each}" for each in ("", "-jyj", "-portal")}

    assert set(files(reported.content.parent / "reports")) == {
        f"{name}.{suffix}" for name in names for suffix in ("md", "xlsx")
    }


def test_a_month_says_what_was_counted(reported: City) -> None:
    lines = lines_of(reported.content.parent / "reports/zicha-2026-10-portal.md")

    assert {
        "| 信息发布总数（条） | 5 | 台账 |",
        "| 公开答复数量（条） | 2 | 台账 |",
        "| 收到留言数量（条） | 未填报 | — |",
    } <= set(lines)
    assert {"| 政务要闻 | 3 |", "| 5天以内 | 1 |", "| 20天以上 | 1 |", "| 信息公开年报 | 365 | — | 空白 |"} <= set(
        lines
    )
    assert "公开答复2件，平均17.0天，最长30天。" in lines
    assert "巡查：没有巡查记录。" in lines


def test_the_overview_has_a_line_a_site_and_their_sum(reported: City) -> None:
    lines = [each for each in lines_of(reported.content.parent / "reports/zicha-2026-10.md") if each.count("|") == 8]

    [portal, jyj, sums] = [line.split(" | ")[1:3] for line in lines[2:]]
    assert [portal[0], jyj[0], sums[0]] == ["5", "1", "6"]
    assert [portal[1], jyj[1], sums[1]] == ["0", "1", "1"]


def test_a_month_and_a_year_once_more_are_the_same_bytes(reported: City) -> None:
    before = kept(reported)

    again = [
        month(wish(reported, xlsx=True, again=True), "2026-10"),
        yearly(wish(reported, now=NEW_YEAR, xlsx=True, again=True), "2026"),
    ]

    assert all("已经是这样" in said for done in again for said in done.said)
    assert kept(reported) == before


def test_a_check_has_nothing_against_what_was_written_and_it_builds(reported: City) -> None:
    found = built(reported)

    assert not about(reported)
    assert "以“2026Q4”为种子" in found.text("/zwgk/wangzhan-jiancha-2026q4/", ".prose")
    for name in ("wangzhan-2026", "wangzhan-2026-jyj", "jianguan-2026"):
        assert found.path(f"/zwgk/nb/{name}/").is_file()
    assert found.page("/zwgk/nb/wangzhan-2026/").cssselect("figure.chart svg[role=img] title")


# A quarter


def test_a_quarter_is_called_as_notices_are(reported: City) -> None:
    file = reported.content / "portal/zwgk/wangzhan-jiancha-2026q4.md"

    assert "title: 关于2026年第四季度全市政府网站检查情况的通报" in lines_of(file)


def test_the_sums_of_a_notice_are_those_of_its_lines(reported: City) -> None:
    text = (reported.content / "portal/zwgk/wangzhan-jiancha-2026q4.md").read_text(encoding="utf-8")
    table = text.partition("表：各网站发现的问题（处）")[2].partition("## ")[0].strip().split("\n")[2:]
    numbers = [[int(cell) for cell in row.strip("| ").split(" | ")[1:]] for row in table]
    assert [sum(each) for each in zip(*numbers[:-1], strict=True)] == numbers[-1]
    assert all(sum(each[:-1]) == each[-1] for each in numbers)


def test_an_edited_notice_is_left_alone(city: City) -> None:
    write(city, {"portal/zwgk/wangzhan-jiancha-2026q4.md": document("通报", date="2026-11-01 10:00")})
    before = files(city.content)

    [said] = quarterly(wish(city, now=NEW_YEAR, again=True), "2026Q4").said

    assert "没有动" in said
    assert files(city.content) == before


# A year


def test_the_first_time_what_is_to_be_filled_in_is_laid_out(city: City) -> None:
    done = yearly(wish(write(city), now=NEW_YEAR), "2026")

    assert done.good
    assert {each for each in files(city.content) if "reports" in each} == set(FILLED)
    assert not {each for each in files(city.content) if "wangzhan" in each}
    assert not [each for each in check(city.content, NEW_YEAR).findings if "reports" in each.path]


def test_a_form_adds_what_was_filled_in_to_what_was_counted(reported: City) -> None:
    lines = set(lines_of(reported.content / "portal/zwgk/nb/wangzhan-2026.md"))
    assert {
        "| 信息发布总数（条） | 98 | 计算 |",
        "| 其中：概况类信息更新量（条） | 1 | 台账 |",
        "| 其中：政务动态信息更新量（条） | 96 | 台账6，填报90 |",
        "| 其中：信息公开目录信息更新量（条） | 1 | 台账 |",
        "| 解读信息发布总数（条） | 3 | 计算 |",
        "| 网站总访问量（次） | 10 | 填报 |",
        "| 独立用户访问总量（个） | 未填报 | — |",
        "| 公布调查结果期数（期） | 2 | 台账 |",
    } <= lines


def test_the_supervising_office_sums_up_its_quarters(reported: City) -> None:
    lines = lines_of(reported.content / "portal/zwgk/nb/jianguan-2026.md")
    assert "| 合计 | 8 | 0 | 0 | 0 |" in lines
    assert "| 期末运行的网站（个） | 2 | 网站记录 |" in lines


def test_a_form_that_somebody_wrote_under_another_name_is_the_form_of_the_year(city: City) -> None:
    own = document("报表", "year: 2026", "report_type: 政府网站工作年度报表", date="2026-11-01 10:00")
    write(city, {**FILLED, "portal/zwgk/nb/wzbb.md": own})

    [said] = yearly(wish(city, now=NEW_YEAR, site="portal", again=True), "2026").said

    assert "portal/zwgk/nb/wzbb.md，没有动" in said
    assert not (city.content / "portal/zwgk/nb/wangzhan-2026.md").exists()


def test_one_wrong_form_and_none_is_written(city: City) -> None:
    write(city, {**FILLED, "jyj/reports/2026.toml": "[visits]\ntotal = 多\n", "reports/2026.toml": "[x]\n"})
    before = files(city.content)

    with pytest.raises(ContentFaults) as caught:
        yearly(wish(city, now=NEW_YEAR), "2026")

    assert [(each.path, each.line, each.code) for each in caught.value.faults] == [
        ("jyj/reports/2026.toml", 2, "TOML"),
        ("reports/2026.toml", 1, "UNKNOWN_KEY"),
    ]
    assert files(city.content) == before


def test_what_is_filled_in_is_text_and_no_markup(city: City) -> None:
    hostile = '[media]\napp = "<script>alert(1)</script> | [甲](javascript:alert) `x` **y**"\n'
    write(city, {"portal/reports/2026.toml": hostile})

    yearly(wish(city, now=NEW_YEAR, site="portal"), "2026")

    page = city.build(NEW_YEAR).page("/zwgk/nb/wangzhan-2026/")
    [cell] = [each for each in page.cssselect(".prose td") if "alert" in each.text_content()]
    assert cell.text_content() == "<script>alert(1)</script> | [甲](javascript:alert) `x` **y**"


def test_a_city_without_the_column_is_told_so(city: City) -> None:
    write(city, FILLED)
    site = (city.content / "portal/site.toml").read_text(encoding="utf-8")
    city.write({"portal/site.toml": site.replace('type = "信息公开年报"\n', "")})

    done = yearly(wish(city, now=NEW_YEAR), "2026")

    assert not done.good
    assert all("没有放年度报表的栏目" in each for each in done.said)


def test_a_site_that_there_is_not_is_a_fault(city: City) -> None:
    with pytest.raises(ContentFaults, match="NO_SITE"):
        yearly(wish(write(city), site="portl"), "2025")


# On paper


def fake_browser(folder: Path, body: str) -> str:
    folder.mkdir()
    (folder / "chromium").write_text(f"#!{sys.executable}\nimport sys, urllib.request\n{body}\n", encoding="utf-8")
    (folder / "chromium").chmod(0o755)
    return str(folder)


PRINTS = """
[file] = [each.partition("=")[2] for each in sys.argv if each.startswith("--print-to-pdf=")]
page = urllib.request.urlopen(sys.argv[-1]).read()
open(file, "wb").write(b"%PDF " + page)
"""


def test_the_pdf_is_the_page_as_the_site_prints_it(city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", fake_browser(tmp_path / "bin", PRINTS))

    done = month(wish(write(city), site="jyj", pdf=True), "2026-10")

    printed = (city.content.parent / "reports/zicha-2026-10-jyj.pdf").read_bytes()
    assert done.good
    assert "云川市教育局网站2026年10月自查报告".encode() in printed
    assert b"site.css" in printed or b"/static/" in printed
    assert b"page-code" not in printed


def test_the_pdf_of_what_is_published_has_its_address(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", fake_browser(tmp_path / "bin", PRINTS))

    done = quarterly(wish(write(city), now=NEW_YEAR, pdf=True), "2026Q4")

    assert done.good
    printed = (city.content.parent / "reports/wangzhan-jiancha-2026q4.pdf").read_bytes()
    assert b"page-code" in printed
    assert b"/zwgk/wangzhan-jiancha-2026q4/</span>" in printed


def test_a_browser_that_fails_is_told_and_the_report_is_there(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", fake_browser(tmp_path / "bin", "sys.exit(1)"))

    done = month(wish(write(city), site="jyj", pdf=True), "2026-10")

    assert not done.good
    assert "chromium没有做出PDF" in done.said[-1]
    assert set(files(city.content.parent / "reports")) == {"zicha-2026-10-jyj.md"}


def test_without_a_browser_only_the_pdf_is_missing(city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    done = month(wish(write(city), site="jyj", pdf=True), "2026-10")

    assert not done.good
    assert "没有找到chromium" in done.said[-1]
    assert done.said[0].endswith("写了zicha-2026-10-jyj.md")
