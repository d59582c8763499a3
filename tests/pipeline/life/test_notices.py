from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from model.content_folder import read_content
from model.profile import read_profile
from pipeline.life.acts import carry_out
from tests.conftest import document
from tests.pipeline.life.notice_board import notices, read, times
from tests.pipeline.life.office import COUNTY, NOW, PORTAL, Office, migration


def test_opening_leaves_a_draft_on_the_citys_portal(office: Office) -> None:
    [draft] = notices(office, "open")

    assert (draft.path, draft.draft, draft.kind) == ("portal/zwgk/tzgg/2026-03-10-tyj-kaitong.md", True, "notice")
    assert office.life().acts[0].notices == (draft.path,)


def test_a_countys_portal_opens_on_the_citys(office: Office) -> None:
    office.write({"xiuxi/site.toml": COUNTY})

    [draft] = notices(office, "open", site="xiuxi", name="", kind="", domain="", sponsor="")

    assert draft.path == "portal/zwgk/tzgg/2026-03-10-xiuxi-kaitong.md"


def test_the_citys_portal_opens_on_the_provinces_which_people_see_to(office: Office) -> None:
    carried = office.do("open", site="portal", name="", kind="", domain="", sponsor="")

    assert carried.written == ("portal/lifecycle.toml",)
    assert any("请省政府门户网站发布开通公告" in each for each in carried.todo)


def test_a_rest_is_announced_on_the_site_and_on_the_citys_portal_until_its_last_day(office: Office) -> None:
    office.online()

    found = notices(office, "offline", begins="2026-07-05", ends="2026-07-20")

    assert times(found) == [(site, "2026-07-01 14:25", "", "2026-07-21 00:00") for site in ("tyj", "portal")]
    assert [each.path.split("/")[-1] for each in found] == ["2026-07-01-tyj-xiaxian.md"] * 2
    assert [each.source for each in found] == ["云川市体育局", "云川市人民政府办公室"]
    assert office.life().acts[-1].notices == tuple(each.path for each in found)


def test_the_citys_portal_announces_its_rest_once(office: Office) -> None:
    office.do("open", site="portal", name="", kind="", domain="", sponsor="")
    office.do("online", site="portal")

    found = notices(office, "offline", site="portal", approval=("省政府办公厅 2026-03-05 批1号",))

    assert [each.site for each in found] == ["portal"]


@pytest.mark.parametrize(
    ("date", "minute"),
    [("", "2026-07-01 14:25"), ("2026-06-29", "2026-06-29 09:00"), ("2026-07-02", "2026-07-02 09:00")],
)
def test_a_notice_bears_the_minute_or_the_hour_at_which_offices_open(office: Office, date: str, minute: str) -> None:
    office.online()

    found = notices(office, "emergency", date=date, begins="2026-07-02", ends="2026-07-03")

    assert {time for _, time, *_ in times(found)} == {minute}


def test_a_rest_that_is_over_before_it_is_recorded_is_not_announced(office: Office) -> None:
    office.online()

    assert notices(office, "emergency", begins="2026-06-20", ends="2026-06-21") == []
    assert office.life().acts[-1].act == "emergency"


def test_a_closure_is_announced_on_the_portal_from_its_day_and_kept_for_thirty_days(office: Office) -> None:
    office.migrating()

    [notice] = notices(office, "close", begins="2026-07-10")

    assert times([notice]) == [("portal", "2026-07-01 14:25", "2026-07-10 00:00", "2026-08-10 00:00")]
    assert office.life().acts[-1].ends == dt.date(2026, 8, 9)
    assert "[云川市人民政府门户网站](https://www.yunchuan.gov.cn)" in office.text(notice.path)


def test_a_move_is_announced_on_the_site_until_the_day_of_moving(office: Office) -> None:
    office.online()
    content = read_content(office.content)

    carry_out(content, content.sites["tyj"], migration(), read_profile(office.content)[0], NOW)

    path = "tyj/zwgk/tzgg/2026-06-10-tyj-qianyi.md"
    assert times([read(office, path)]) == [("tyj", "2026-06-10 09:00", "", "2026-06-30 00:00")]
    assert path in office.life().acts[-1].notices
    assert "迁移到[云川市人民政府门户网站](https://www.yunchuan.gov.cn)" in office.text(path)


def test_another_domain_is_announced_on_the_site_itself(office: Office) -> None:
    office.online()

    [notice] = notices(office, "change", domain="tiyu.yunchuan.gov.cn")

    assert times([notice]) == [("tyj", "2026-07-01 14:25", "", "2026-08-01 00:00")]
    assert "由tyj.yunchuan.gov.cn变更为tiyu.yunchuan.gov.cn" in office.text(notice.path)


def test_a_change_of_anything_else_owes_no_notice(office: Office) -> None:
    office.online()

    assert notices(office, "change") == []


def test_a_notice_stands_in_the_last_column_for_notices_or_in_the_one_wanted(office: Office) -> None:
    more = '\n[[columns]]\npath = "gg"\nname = "公告"\nkind = "notice"\n'
    office.write({"portal/site.toml": PORTAL + more}).online()

    found = notices(office, "offline", column="yaowen")

    assert office.life().acts[0].notices == ("portal/gg/2026-03-10-tyj-kaitong.md",)
    assert [(each.path.rpartition("/")[0], each.kind) for each in found] == [
        ("tyj/yaowen", "notice"),
        ("portal/yaowen", "notice"),
    ]
    assert "\nkind: notice\n" in office.text(found[0].path)


def test_a_column_that_only_one_of_the_sites_has_is_taken_there(office: Office) -> None:
    office.write({"portal/site.toml": PORTAL + '\n[[columns]]\npath = "gg"\nname = "公告"\nkind = "notice"\n'}).online()

    found = notices(office, "offline", column="gg")

    assert [each.path.rpartition("/")[0] for each in found] == ["tyj/zwgk/tzgg", "portal/gg"]


def test_a_column_that_no_site_has_is_a_reason_against_the_act(office: Office) -> None:
    office.online()

    [fault] = office.refused("offline", column="gg")

    assert str(fault) == "--column:1: NO_COLUMN 没有“gg”这个栏目（栏目有：yaowen、zwgk/tzgg）"


def test_a_site_without_a_column_for_notices_is_a_reason_against_the_act(office: Office) -> None:
    office.online().write({"portal/site.toml": PORTAL.replace('kind = "notice"', 'kind = "page"')})

    [fault] = office.refused("offline")

    assert (fault.path, fault.code) == ("portal/site.toml", "NO_COLUMN")


def test_a_platform_without_a_portal_is_a_reason_against_the_act(office: Office) -> None:
    office.write({"platform.toml": ""})

    assert office.codes("open") == [("platform.toml", "NO_PORTAL")]


def test_a_notice_never_takes_the_place_of_a_file(office: Office, tmp_path: Path) -> None:
    office.online()
    stem = "tyj/zwgk/tzgg/2026-07-01-tyj-xiaxian"
    office.write({f"{stem}.md": document(), f"{stem}-2.md": document()})
    (office.content / f"{stem}-3.md").symlink_to(tmp_path / "nowhere")

    first, second = notices(office, "offline")

    assert (first.path, second.path) == (f"{stem}-4.md", "portal/zwgk/tzgg/2026-07-01-tyj-xiaxian.md")
    assert office.text(f"{stem}.md") == document()


@pytest.mark.parametrize("place", ["tyj/zwgk", "tyj/zwgk/tzgg"])
def test_what_is_in_the_way_of_a_notice_is_a_reason_against_the_act(office: Office, tmp_path: Path, place: str) -> None:
    office.online()
    (office.content / place).parent.mkdir(parents=True, exist_ok=True)

    (office.content / place).write_bytes(b"")
    assert office.codes("offline") == [(place, "SPECIAL_FILE")]

    (office.content / place).unlink()
    (office.content / place).symlink_to(tmp_path)
    assert office.codes("offline") == [(place, "SYMLINK")]
