from __future__ import annotations

from typing import Any

import pytest

from model.content_folder import read_content
from model.lifecycle import State
from pipeline.check import check
from tests.pipeline.life.office import DEPARTMENT, NOW, Office

COUNTY: dict[str, Any] = {
    "site": "xiuxi",
    "name": "岫溪县人民政府",
    "kind": "portal",
    "level": "county",
    "domain": "www.xiuxi.gov.cn",
    "chinese_domain": "岫溪县人民政府.政务",
    "sponsor": "岫溪县人民政府办公室",
}
TABLED = ["概况", "政务动态", "要闻", "政务公开", "信息公开指南", "政策文件", "政策解读", "领导信息", "机构职能"]


def test_a_department_gets_the_columns_of_a_department(office: Office) -> None:
    office.do("open")

    site = read_content(office.content).sites["tyj"]
    assert [column.name for column in site.columns] == [
        "工作动态", "政务公开", "政策文件", "政策解读", "通知公告", "机构职能", "办事服务", "互动交流",
    ]  # fmt: skip
    assert (site.settings.kind, site.settings.level, site.settings.chinese_domain) == ("department", "city", "")
    assert (site.home.services, site.home.interaction) == ("bsfw", "hdjl")
    assert office.life().state(NOW.date()) is State.APPROVED


def test_a_county_gets_the_columns_of_a_portal(office: Office) -> None:
    office.do("open", **COUNTY)

    site = read_content(office.content).sites["xiuxi"]
    assert [column.name for column in site.columns][: len(TABLED)] == TABLED
    assert (site.settings.level, site.settings.chinese_domain) == ("county", "岫溪县人民政府.政务")


@pytest.mark.parametrize("more", [{}, COUNTY])
def test_a_new_site_builds_and_passes_the_check_at_once(office: Office, more: dict[str, Any]) -> None:
    office.do("open", **more)
    site = more.get("site", "tyj")

    built = office.build("2026-03-11 09:00")

    assert f"{site}/index.html" in built.files()
    assert {f"{site}/{path}/index.html" for path in ("zwgk", "zwgk/tzgg", "bsfw", "hdjl")} <= built.files()
    assert [fault for fault in check(office.content, NOW).faults if fault.path.startswith(f"{site}/")] == []


def test_every_column_of_a_new_site_says_what_it_is_for(office: Office) -> None:
    office.do("open")
    office.do("open", **COUNTY)

    for site in ("tyj", "xiuxi"):
        for column in read_content(office.content).sites[site].columns:
            assert column.description
            assert column.keywords
            assert column.type


def test_a_folder_that_was_prepared_is_taken_as_it_is(office: Office) -> None:
    office.write({"tyj/site.toml": DEPARTMENT})

    office.do("open", name="云川市体育局", domain="", kind="department", sponsor="")

    assert office.text("tyj/site.toml") == DEPARTMENT


def test_a_folder_without_settings_gets_them(office: Office) -> None:
    office.write({"tyj/zwgk/tzgg/.keep": ""})

    assert office.do("open").written[0] == "tyj/site.toml"


def test_options_that_say_something_else_than_the_settings_are_refused(office: Office) -> None:
    office.write({"tyj/site.toml": DEPARTMENT})

    [fault] = office.refused("open", name="云川市运动局")

    assert str(fault) == (
        "--name:1: LIFE_OPTION tyj/site.toml里写的是“云川市体育局”，不是“云川市运动局”（不写这个选项，或者改site.toml）"
    )


def test_the_first_site_of_a_city_can_be_its_portal(office: Office) -> None:
    (office.content / "portal/site.toml").unlink()
    portal: dict[str, Any] = {
        "site": "portal",
        "name": "云川市人民政府",
        "kind": "portal",
        "domain": "www.yunchuan.gov.cn",
    }

    carried = office.do("open", **portal, sponsor="云川市人民政府办公室")

    assert carried.written == ("portal/site.toml", "portal/lifecycle.toml")
    assert "portal/zwgk/tzgg/index.html" in office.build("2026-03-11 09:00").files()


@pytest.mark.parametrize("site", ["", "Tyj", "体育局", "../tyj", "forms", "tyj/a", "-tyj", "t" * 64])
def test_a_folders_name_is_lower_case_ascii(office: Office, site: str) -> None:
    assert office.codes("open", site=site, date="昨天") == [("--date", "DATE"), ("--site", "SITE_NAME")]


@pytest.mark.parametrize(
    ("changed", "place", "code"),
    [
        ({"name": ""}, "--name", "MISSING_KEY"),
        ({"kind": ""}, "--kind", "MISSING_KEY"),
        ({"domain": ""}, "--domain", "MISSING_KEY"),
        ({"name": "云" * 301}, "--name", "TOO_LONG"),
        ({"kind": "departement"}, "--kind", "SITE_KIND"),
        ({"level": "town"}, "--level", "SITE_LEVEL"),
        ({"domain": "https://tyj.yunchuan.gov.cn"}, "--domain", "DOMAIN"),
        ({"domain": "www.yunchuan.gov.cn"}, "--domain", "DOMAIN_FORM"),
        ({"chinese_domain": "云川.中国"}, "--chinese-domain", "CHINESE_DOMAIN"),
        ({"domain": "tyj.yunshan.gov.cn"}, "tyj/site.toml", "DOMAIN_PARENT"),
        ({"name": "云川市人民政府"}, "tyj/site.toml", "SAME_SITE"),
        ({"sponsor": "云川市人民政府办公室", "name": "云川市人民政府办公室"}, "tyj/site.toml", "ONE_UNIT"),
        ({"sponsor": "云川市全民健身百日行动", "name": "云川市全民健身百日行动"}, "tyj/site.toml", "CAMPAIGN_SITE"),
        ({"level": "county"}, "tyj/site.toml", "SITE_LEVEL"),
    ],
)
def test_a_site_that_may_not_be_so_is_refused(office: Office, changed: dict[str, str], place: str, code: str) -> None:
    found = office.codes("open", **changed)

    assert (place, code) in found
    assert {each for each, _ in found} == {place}


def test_what_is_wrong_with_the_site_and_with_the_act_is_said_together(office: Office) -> None:
    found = office.codes("open", domain="tyj", kind="", approval=(), test="明天")

    assert found == [
        ("--domain", "DOMAIN"),
        ("--kind", "MISSING_KEY"),
        ("--test", "LIFE_OPTION"),
        *[("tyj/lifecycle.toml", "LIFE_APPROVAL")] * 3,
    ]


@pytest.mark.parametrize("name", ['云"川\\', "云\n川", "${网站名称}", "云#川", "云 川 ]"])
def test_hostile_names_stay_names(office: Office, name: str) -> None:
    office.do("open", name=name, sponsor=name)

    site = read_content(office.content).sites["tyj"]
    assert site.settings.name == name.replace("\n", " ")
    assert office.build("2026-03-11 09:00").text("/", "h1, .site-name, header", "tyj")


def test_a_citys_form_of_a_site_takes_the_place_of_the_standard_one(office: Office) -> None:
    own = 'name = "${网站名称}"\nkind = "department"\ndomain = "${域名}"\n\n[[columns]]\npath = "gg"\nname = "公告"\nkind = "notice"\n'

    office.write({"forms/department.toml": own}).do("open")

    assert [column.path for column in read_content(office.content).sites["tyj"].columns] == ["gg"]


@pytest.mark.parametrize(
    ("own", "line", "code"),
    [
        ('name = "${单位}"\n', 1, "LIFE_FORM"),
        ('name = "${网站名称}"\nchinese_domain = "${中文域名}"\nkind = \n', 3, "TOML"),
        (
            'name = "${网站名称}"\nkind = "department"\ndomain = "${域名}"\n[[columns]]\npath = "A"\nname = "a"\n',
            5,
            "COLUMN_PATH",
        ),
        (b"\xff", 1, "ENCODING"),
    ],
)
def test_a_citys_form_of_a_site_at_fault_is_a_fault_of_the_form(
    office: Office, own: str | bytes, line: int, code: str
) -> None:
    office.write({"forms/department.toml": own})

    assert [(fault.path, fault.line, fault.code) for fault in office.refused("open")] == [
        ("forms/department.toml", line, code)
    ]


def test_a_folder_that_is_a_link_is_not_followed(office: Office, tmp_path: Any) -> None:
    (tmp_path / "elsewhere").mkdir()
    (office.content / "tyj").symlink_to(tmp_path / "elsewhere")

    assert ("tyj", "SYMLINK") in office.codes("open")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_file_where_the_folder_should_be_is_said_in_a_line(office: Office) -> None:
    from plugins.engine.output import OutputError

    office.write({"tyj": "no folder"})

    with pytest.raises(OutputError, match=r"^tyj/site\.toml：写不进去"):
        office.do("open")
    assert office.text("tyj") == "no folder"
    assert [path for path in office.bytes() if "kaitong" in path] == []


def test_a_domain_that_is_not_the_pinyin_of_the_name_is_said_at_once(office: Office) -> None:
    assert office.do("open").said == ()

    said = office.do(
        "open", site="jtj", name="云川市交通运输局", sponsor="云川市交通运输局", domain="xyz.yunchuan.gov.cn"
    ).said

    [hint] = said
    assert hint.startswith("提示 jtj/site.toml:")
    assert "DOMAIN_PINYIN" in hint
