"""A whole move: what it writes, what each day shows, and every reason for which nothing is written."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.faults import ContentFaults
from model.lifecycle import read_lifecycle
from pipeline.check import check
from pipeline.life.commands import perform
from pipeline.life.options import options_of
from pipeline.sources import writing
from plugins.engine.output import OutputError
from tests import life
from tests.conftest import NOW, City, document, policy
from tests.model_faults import model_faults
from tests.pipeline.moving.migration import ALL, BEGINS, ENDS, NUMBER, department, table

if TYPE_CHECKING:
    from pipeline.life.acts import Carried

GIVEN: dict[str, object] = {
    "site": "jyj", "target": "portal", "begins": f"{BEGINS}", "ends": f"{ENDS}", "applicant": "云川市教育局",
    "application": "云教〔2026〕9号", "reason": "机构改革", "contact": "请到市政务服务中心办理",
    "approval": ["市政府办公室 2026-11-01 云政办函〔2026〕3号", "省政府办公厅 2026-11-10 晋政办函〔2026〕9号"],
}  # fmt: skip
DAYS = tuple(BEGINS + dt.timedelta(days) for days in (-1, 0, 18, 19, 20))
MANY: dict[str, str | bytes] = {
    "jyj/zcwj/a.md": policy(NUMBER, "办法", "attachments: 表.txt", "aliases: [/old/1.html]", body="第一条　见[解读](../zcjd/b.md)。"),
    "jyj/zcwj/表.txt": b"1",
    "jyj/tzgg/c.md": document("公告", body="见[办法](../zcwj/a.md#art-1)、[门户](../../portal/yaowen/n.md)。"),
    "portal/yaowen/n.md": document("新闻", body="见[教育局的办法](../../jyj/zcwj/a.md#art-1)。"),
    "portal/zt/jyj/t.md": document("专题", "kind: topic", "documents: [../../../jyj/zcwj/a.md, ../../../jyj/zcjd/b.md]"),
}  # fmt: skip


def migrate(city: City, *rows: str, **given: object) -> Carried:
    options = options_of("migrate", **{**GIVEN, "map": f"{table(city, *(rows or ALL))}", **given})
    return perform(city.content, options, NOW)


def refused(city: City, *rows: str, **given: object) -> list[tuple[str, str]]:
    """Where and why nothing is written."""
    before = content_of(city)
    with pytest.raises(ContentFaults) as caught:
        migrate(city, *rows, **given)
    assert content_of(city) == before
    return [(fault.path, fault.code) for fault in caught.value.faults]


def content_of(city: City) -> dict[str, bytes]:
    files = (path for path in city.content.rglob("*") if path.is_file())
    return {path.relative_to(city.content).as_posix(): path.read_bytes() for path in files}


def wrong_on(city: City, day: dt.date) -> list[str]:
    """What is wrong with the content on a day, but for what any of these small sites lacks."""
    found = model_faults(check(city.content, dt.datetime.combine(day, dt.time())))
    return [str(fault) for fault in found if fault.code != "SITE_INCOMPLETE"]


def pages(city: City, day: dt.date, site: str) -> set[str]:
    built = city.build(dt.datetime.combine(day, dt.time(8)))
    return {file.removeprefix(f"{site}/") for file in built.files() if file.startswith(f"{site}/")}


# What is written


def test_one_act_writes_copies_originals_table_record_and_notices(city: City) -> None:
    written = set(migrate(department(city, MANY)).written)

    assert written == {
        "portal/zt/jyj/zcwj/a.md", "portal/zt/jyj/zcwj/表.txt", "portal/zt/jyj/zcjd/b.md", "portal/tzgg/c.md",
        "jyj/zcwj/a.md", "jyj/zcjd/b.md", "jyj/tzgg/c.md", "jyj/redirects.csv", "jyj/lifecycle.toml",
        "jyj/tzgg/2026-11-24-jyj-qianyi.md", "portal/tzgg/2026-11-24-jyj-qianyi.md",
    }  # fmt: skip


def test_the_record_grows_by_the_act_and_names_its_notices(city: City) -> None:
    migrate(department(city, MANY))

    act = read_lifecycle(city.content / "jyj")[0].acts[-1]

    assert (act.act, act.begins, act.ends, act.target) == ("migrate", BEGINS, ENDS, "portal")
    assert act.notices == ("jyj/tzgg/2026-11-24-jyj-qianyi.md", "portal/tzgg/2026-11-24-jyj-qianyi.md")


def test_it_is_said_what_moves_what_does_not_and_what_stays_longer(city: City) -> None:
    more = {
        "jyj/tzgg/d.md": document("草稿", "draft: 是"),
        "jyj/tzgg/e.md": document("过期", "expires_at: 2026-05-01 00:00"),
        "jyj/tzgg/f.md": document("公示", "expires_at: 2027-05-01 00:00"),
    }

    said = migrate(department(city, MANY).write(more)).said

    assert said[0] == "迁移4篇文件，1个附件和图片；不保留0篇"
    assert "草稿或者已经下线，不迁移：jyj/tzgg/d.md" in said
    assert "草稿或者已经下线，不迁移：jyj/tzgg/e.md" in said
    assert "原定2027-05-01 00:00下线，搬过去以后一直保留：jyj/tzgg/f.md" in said
    assert any(line.startswith("旧网址") and "2026-12-20" in line for line in said)


def test_drafts_and_what_left_long_ago_are_not_touched(city: City) -> None:
    more = {
        "jyj/tzgg/d.md": document("草稿", "draft: 是"),
        "jyj/tzgg/e.md": document("过期", "expires_at: 2026-05-01 00:00"),
    }

    assert not set(migrate(department(city, more)).written) & set(more)


def test_who_sits_at_the_terminal_is_asked_for_what_is_missing(city: City) -> None:
    department(city, MANY)
    answers = {"对照表": f"{table(city, *ALL)}", "迁往": "portal", "起始": f"{BEGINS}", "结束": f"{ENDS}"}
    options = options_of("migrate", **{**GIVEN, "target": "", "begins": "", "ends": ""})

    def ask(question: str) -> str:
        return next(answer for begins, answer in answers.items() if question.startswith(begins))

    carried = perform(city.content, options, NOW, ask)

    assert "jyj/redirects.csv" in carried.written


# The days


@pytest.mark.parametrize("day", DAYS)
def test_nothing_is_wrong_on_any_day(city: City, day: dt.date) -> None:
    migrate(department(city, MANY))

    assert wrong_on(city, day) == []
    city.build(dt.datetime.combine(day, dt.time(8)))


def test_until_the_day_of_moving_both_sites_are_as_they_were_but_for_banner_and_notices(city: City) -> None:
    department(city, MANY)
    before = {site: pages(city, DAYS[0], site) for site in ("jyj", "portal")}
    migrate(city)

    for site, documents in before.items():
        assert pages(city, DAYS[0], site) == documents
        assert pages(city, DAYS[2], site) - documents == {"tzgg/2026-11-24-jyj-qianyi/index.html"}
        assert documents <= pages(city, DAYS[2], site)


def test_the_banner_leads_to_the_notice_on_the_site_itself(city: City) -> None:
    migrate(department(city, MANY))

    [link] = city.build(dt.datetime(2026, 12, 1, 8)).page("/", "jyj").cssselect("main .banner a")

    assert link.get("href") == "/tzgg/2026-11-24-jyj-qianyi/"


def test_from_the_day_of_moving_the_documents_are_on_the_other_site_and_not_on_the_old_one(city: City) -> None:
    migrate(department(city, MANY))

    for day in DAYS[3:]:
        built = city.build(dt.datetime.combine(day, dt.time(8)))
        assert "第一条" in built.text("/zt/jyj/zcwj/a/", "#zoom")
        assert "已归档" in built.text("/zt/jyj/zcwj/a/", ".banner")
        assert built.path("/zt/jyj/zcwj/a/表.txt").read_bytes() == b"1"
        assert "第一条" not in built.page("/zcwj/a/", "jyj").text_content()
        assert built.page("/zcwj/a/", "jyj").cssselect("meta[http-equiv=refresh]")
        assert "tzgg/2026-11-24-jyj-qianyi/index.html" not in pages(city, day, "jyj")
        assert "tzgg/2026-11-24-jyj-qianyi/index.html" in pages(city, day, "portal")


def test_links_lead_straight_to_the_new_place(city: City) -> None:
    migrate(department(city, MANY))

    built = city.build(dt.datetime(2026, 12, 20, 8))

    def hrefs(url: str) -> set[str]:
        return {link.get("href") for link in built.page(url).cssselect("main a")}

    assert "/zt/jyj/zcwj/a/#art-1" in hrefs("/yaowen/n/")
    assert {"/zt/jyj/zcwj/a/", "/zt/jyj/zcjd/b/"} <= hrefs("/zt/jyj/t/")
    assert {"/zt/jyj/zcwj/a/#art-1", "/yaowen/n/"} <= hrefs("/tzgg/c/")
    assert "/zt/jyj/zcjd/b/" in hrefs("/zt/jyj/zcwj/a/")


def test_every_address_of_the_eve_answers_on_the_day(city: City) -> None:
    migrate(department(city, MANY))
    eve = {file for file in pages(city, DAYS[2], "jyj") if not file.startswith(("static/", ".host/", "sitemap-"))}
    never = {"robots.txt", "sitemap.xml", "tzgg/2026-11-24-jyj-qianyi/index.html"}

    day = pages(city, DAYS[3], "jyj")

    assert {file for file in eve - never if file not in day and f"{file}/index.html" not in day} == set()


def test_a_move_that_was_built_day_by_day_is_what_a_build_from_nothing_gives(city: City) -> None:
    migrate(department(city, MANY))
    for day in DAYS:
        grown = city.build(dt.datetime.combine(day, dt.time(8))).bytes()

    shutil.move(city.output, city.output.with_name("grown"))
    assert city.build(dt.datetime.combine(DAYS[-1], dt.time(8))).bytes() == grown


# Tables that are there already


def test_rows_that_lead_to_the_site_lead_on(city: City) -> None:
    rows = "旧网址,新网址\r\n/a/,https://jyj.yunchuan.gov.cn/zcwj/\r\n/b/,https://jyj.yunchuan.gov.cn/zcwj/a/\r\n/c/,/yaowen/"
    department(city, {**MANY, "portal/redirects.csv": rows})
    city.write({"jyj/redirects.csv": "旧网址,新网址,起始日期,说明\n/d/,/zcjd/b/\n/e/,jyj/zcwj/a.md\n/f/,,,撤了\n"})

    migrate(city)

    assert (city.content / "portal/redirects.csv").read_bytes().decode() == (
        "旧网址,新网址\r\n/a/,https://www.yunchuan.gov.cn/zt/jyj/zcwj/\r\n/b/,jyj/zcwj/a.md\r\n/c/,/yaowen/\r\n"
    )
    table_ = (city.content / "jyj/redirects.csv").read_text().splitlines()
    assert table_[1:4] == ["/d/,jyj/zcjd/b.md", "/e/,jyj/zcwj/a.md", "/f/,,,撤了"]
    assert [wrong_on(city, day) for day in DAYS] == [[]] * len(DAYS)


def test_a_row_that_leads_to_what_is_not_kept_is_a_reason_against_it(city: City) -> None:
    rows = "旧网址,新网址,起始日期,说明,可以看\n/b/,https://jyj.yunchuan.gov.cn/tzgg/c/\n/c/,jyj/tzgg/c.md\n/d/,,,撤了,jyj/tzgg/c.md\n"
    department(city, {**MANY, "portal/redirects.csv": rows})

    assert refused(city, *ALL, "/tzgg/c/,,过时") == [("portal/redirects.csv", "MAP_GONE")] * 3


def test_a_row_that_leads_to_the_home_page_stays_for_that_one_stays(city: City) -> None:
    rows = "旧网址,新网址\n/a/,https://jyj.yunchuan.gov.cn/\n"
    department(city, {**MANY, "portal/redirects.csv": rows})

    migrate(city)

    assert (city.content / "portal/redirects.csv").read_text() == rows
    assert [wrong_on(city, day) for day in DAYS] == [[]] * len(DAYS)


def test_a_row_that_could_lead_on_only_from_the_day_of_moving_is_a_reason_against_it(city: City) -> None:
    department(city, {**MANY, "portal/redirects.csv": "旧网址,新网址\n/a/,https://jyj.yunchuan.gov.cn/tzgg/\n"})

    assert refused(city, *ALL, "/tzgg/,/tzgg/c/") == [("portal/redirects.csv", "REDIRECT_CHAIN")]


def test_a_row_that_would_hold_later_than_the_move_is_a_reason_against_it(city: City) -> None:
    department(city, {**MANY, "jyj/redirects.csv": "旧网址,新网址,起始日期\n/tzgg/c/,/tzgg/,2027-02-01\n"})

    assert ("jyj/redirects.csv", "SAME_URL") in refused(city)


def test_a_table_without_the_columns_that_a_move_needs_is_a_reason_against_it(city: City) -> None:
    department(city, {**MANY, "jyj/redirects.csv": "旧网址,新网址\n/f/,/tzgg/\n"})

    assert refused(city) == [("jyj/redirects.csv", "CSV")]


def test_an_address_that_the_table_cannot_hold_is_told(city: City) -> None:
    department(city, {"jyj/zcwj/a.md": policy(NUMBER, "办法", "attachments: '表#1.txt'"), "jyj/zcwj/表#1.txt": b"1"})

    said = migrate(city).said

    assert "旧网址“/zcwj/a/表#1.txt”的写法特别，不能自动转到新网址" in said
    assert [wrong_on(city, day) for day in DAYS] == [[]] * len(DAYS)


# Reasons against it


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"site": "jy"}, {"NO_SITE"}),
        ({"target": ""}, {"LIFE_SAYS"}),
        ({"target": "jyj"}, {"LIFE_TARGET"}),
        ({"target": "wjw"}, {"LIFE_TARGET"}),
        ({"begins": ""}, {"LIFE_SAYS"}),
        ({"ends": ""}, {"LIFE_SAYS"}),
        ({"ends": "2026-12-01"}, {"LIFE_TERM"}),
        ({"ends": "2026-11-30"}, {"LIFE_TERM"}),
        ({"ends": "12月20日"}, {"DATE"}),
        ({"approval": []}, {"LIFE_APPROVAL"}),
        ({"applicant": ""}, {"LIFE_SAYS"}),
        ({"application": ""}, {"LIFE_SAYS"}),
        ({"reason": ""}, {"LIFE_SAYS"}),
        ({"map": ""}, {"LIFE_OPTION"}),
        ({"map": "/nowhere/map.csv"}, {"UNREADABLE"}),
        ({"column": "none"}, {"NO_COLUMN"}),
    ],
)
def test_what_is_missing_or_wrong_is_named_and_nothing_is_written(
    city: City, given: dict[str, object], codes: set[str]
) -> None:
    assert {code for _, code in refused(department(city, MANY), **given)} == codes


def test_all_reasons_are_given_at_once(city: City) -> None:
    department(city, {**MANY, "portal/zt/jyj/zcjd/b.md": document("有", "kind: page", "slug: b2")})

    codes = {
        code for _, code in refused(city, *ALL[:3], "/nothing/,/zt/jyj/", "/tzgg/c/,,过时", approval=[], reason="")
    }

    assert codes == {"LIFE_APPROVAL", "LIFE_SAYS", "MAP_MISSING", "MAP_UNUSED", "EXISTS"}


def test_a_portal_does_not_move(city: City) -> None:
    department(city, MANY).write({"portal/lifecycle.toml": life.ONLINE})

    assert ("portal/lifecycle.toml", "LIFE_PORTAL") in refused(city, site="portal", target="jyj")


def test_a_site_that_is_not_online_does_not_move(city: City) -> None:
    department(city, MANY).write({"jyj/lifecycle.toml": life.opened()})

    assert ("jyj/lifecycle.toml", "LIFE_STATE") in refused(city)


def test_a_site_moves_once(city: City) -> None:
    migrate(department(city, MANY))

    assert ("jyj/lifecycle.toml", "LIFE_STATE") in refused(city)


def test_content_does_not_move_to_a_site_that_does_not_serve_then(city: City) -> None:
    department(city, MANY).write(
        {"portal/lifecycle.toml": life.ONLINE + life.offline("2026-12-10", "2026-12-25", date="2026-11-01")}
    )

    assert ("portal/lifecycle.toml", "LIFE_TARGET") in refused(city)


def test_another_site_that_rests_now_is_no_hindrance(city: City) -> None:
    department(city, MANY)
    settings_ = 'name = "云川市卫生健康委员会"\nkind = "department"\ndomain = "wjw.yunchuan.gov.cn"\n[[columns]]\npath = "a"\nname = "甲"\n'
    rests = life.ONLINE + life.offline("2026-11-20", "2026-12-10")
    city.write({"wjw/site.toml": settings_, "wjw/lifecycle.toml": rests})

    assert migrate(city).written


def test_content_with_faults_does_not_move(city: City) -> None:
    department(city, {**MANY, "jyj/tzgg/x.md": "没有信息区"})

    assert refused(city) == [("jyj/tzgg/x.md", "FRONT_MATTER")]


def test_a_disk_that_refuses_leaves_everything_as_it_was(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    department(city, MANY)
    before, move = content_of(city), writing._move

    def fail(file: Path, *more: object) -> None:
        if file.name == "redirects.csv":
            raise OSError(28, "No space left on device")
        move(file, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(writing, "_move", fail)
    with pytest.raises(OutputError):
        migrate(city)

    assert content_of(city) == before
    assert not [path for path in city.content.rglob("*") if path.is_dir() and not any(path.iterdir())]


# Any site

_LINKS = st.sampled_from(
    [
        "[甲](../zcwj/{}.md)",
        "[乙](../zcjd/{}.md#x)",
        "[丙](../tzgg/{}.md 'x')",
        "`[丁](../tzgg/{}.md)`",
        "    [戊](../zcwj/{}.md)",
    ]
)
_BODIES = st.lists(st.builds(str.format, _LINKS, st.sampled_from("abc")), max_size=4).map(
    lambda links: "\n\n".join(["## x {#x}", *links])
)
_FIELDS = st.tuples(
    st.sampled_from(["", "archived: 2026-06-01", "归档日期: 2027-06-01"]),
    st.sampled_from(["", "expires_at: 2027-01-01 00:00", "下线时间: 2026-12-20 00:00"]),
    st.sampled_from(["", "slug: other-{}", "网址名: {}"]),
    st.sampled_from(["", "aliases: [/old/{}.html, /o/{}/]"]),
)


@st.composite
def sites(draw: st.DrawFn) -> dict[str, str]:
    """A site in which every document may name any other."""
    found = {}
    for column in ("zcwj", "zcjd", "tzgg"):
        for name in "abc":
            fields = (line.replace("{}", f"{column}-{name}") for line in draw(_FIELDS))
            text = document(f"{column}{name}", *fields, "kind: page", body=draw(_BODIES))
            found[f"jyj/{column}/{name}.md"] = text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))
    return found


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sites())
def test_whatever_its_documents_name_a_site_moves_without_a_fault_on_any_day(city: City, files: dict[str, str]) -> None:
    shutil.rmtree(city.content)
    department(city, files)
    fronts = [f"/{column}/,/zt/jyj/" for column in ("zcwj", "zcjd", "tzgg")]
    patterns = [f"/{column}/*,/zt/jyj/zcwj/{column}-*" for column in ("zcwj", "zcjd", "tzgg")]
    before = content_of(city)

    migrate(city, "/,/zt/jyj/", *fronts, *patterns)

    assert [wrong_on(city, day) for day in DAYS] == [[]] * len(DAYS)
    left = {path: data for path, data in content_of(city).items() if path in files}
    assert all(_without_leaving(left[path]) == _without_leaving(before[path]) for path in files)


def _without_leaving(data: bytes) -> list[bytes]:
    return [
        line for line in data.splitlines(keepends=True) if not line.startswith((b"expires_at", "下线时间".encode()))
    ]
