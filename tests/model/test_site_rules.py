"""Who may open a site, under which name and domain: each rule broken and kept."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.content_folder import Content, read_content
from model.faults import Fault
from model.identifiers import ChineseDomain, Domain
from model.lifecycle import Act, Lifecycle
from model.site import Home, Platform, Site, SiteSettings
from model.site_rules import advice, is_closed
from model.values import day
from tests import life
from tests.conftest import DEPARTMENT, City

Place = tuple[str, int, str]
CITY = {"name": "云川市人民政府", "kind": "portal", "domain": "www.yunchuan.gov.cn"}
COUNTY = {"name": "岫溪县人民政府", "kind": "portal", "domain": "www.xiuxi.gov.cn", "level": "county"}
CLOSED = '[[acts]]\nact = "close"\ndate = "2026-05-01"\n'


def department(name: str, domain: str = "mzj.yunchuan.gov.cn", **more: str) -> dict[str, str]:
    return {"name": name, "kind": "department", "domain": domain, **more}


class Platforms:
    """Content folders to write into and to read; the settings stand on the lines 1, 2, 3, … in their order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.add("portal", CITY)
        self.put("platform.toml", 'portal = "portal"\n')

    def put(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")

    def add(self, site: str, settings: Mapping[str, str]) -> Platforms:
        lines = [f'{key} = "{value}"' for key, value in settings.items()]
        self.put(f"{site}/site.toml", "\n".join([*lines, "[[columns]]", 'path = "a"', 'name = "要闻"', ""]))
        return self

    def faults(self) -> tuple[Fault, ...]:
        return read_content(self.folder).faults

    def places(self) -> list[Place]:
        return [(fault.path.removesuffix("/site.toml"), fault.line, fault.code) for fault in self.faults()]

    def hints(self) -> list[tuple[str, str]]:
        return [(hint.code, hint.remedy) for hint in advice(read_content(self.folder))]


@pytest.fixture
def platforms(tmp_path: Path) -> Platforms:
    return Platforms(tmp_path)


def test_two_sites_of_one_sponsor_are_named_at_the_second(platforms: Platforms) -> None:
    platforms.add("a", department("云川市民政局", sponsor="云川市民政局"))
    platforms.add("b", department("云川市民政", "mz.yunchuan.gov.cn", sponsor="云川市民政局"))

    [fault] = platforms.faults()

    assert (fault.path, fault.line, fault.code) == ("b/site.toml", 4, "ONE_UNIT")
    assert "办法第六条第一项" in fault.message
    assert "“a”" in fault.message


def test_sites_without_a_sponsor_are_not_of_one_unit(platforms: Platforms) -> None:
    platforms.add("a", department("云川市民政局")).add("b", department("云川市司法局", "sfj.yunchuan.gov.cn"))

    assert platforms.places() == []


@pytest.mark.parametrize("closed", ["a", "b"])
def test_a_closed_site_neither_counts_nor_is_checked(platforms: Platforms, closed: str) -> None:
    platforms.add("a", department("云川市民政局", sponsor="云川市民政局"))
    platforms.add("b", department("云川市民政", "mz.yunchuan.gov.cn", sponsor="云川市民政局"))
    platforms.add("c", department("云川市百日攻坚", "bgj.yunshan.gov.cn", chinese_domain="甲.政务"))
    platforms.put(f"{closed}/lifecycle.toml", CLOSED)
    platforms.put("c/lifecycle.toml", CLOSED)

    assert platforms.places() == []
    assert platforms.hints() == []


def test_a_closing_that_is_recorded_counts_before_its_day() -> None:
    coming = Act(act="close", date=day("2026-05-01"), begins=day("2099-01-01"))

    assert is_closed(Lifecycle((coming,)))
    assert not is_closed(Lifecycle())


def test_a_site_whose_record_cannot_be_read_is_judged_when_it_can(platforms: Platforms) -> None:
    platforms.add("a", department("云川市百日攻坚"))
    platforms.put("a/lifecycle.toml", "acts = 1\n")

    assert platforms.places() == [("a/lifecycle.toml", 1, "SHAPE")]


def test_a_site_that_cannot_be_read_is_not_judged(platforms: Platforms) -> None:
    platforms.add("a", department("云川市百日攻坚", "https://x/"))

    assert platforms.places() == [("a", 3, "DOMAIN")]


@pytest.mark.parametrize(
    "name",
    [
        "岫溪县城关镇人民政府",
        "岫溪县石河乡人民政府",
        "岫溪县白音苏木人民政府",
        "云川市河东街道办事处",
        "云川市河东街道",
        "岫溪县城关镇",
        "岫溪县石河乡",
        "岫溪县城关镇人民政府党政办公室",
    ],
)
def test_a_town_or_street_opens_no_site(platforms: Platforms, name: str) -> None:
    platforms.add("a", department(name, "zhen.yunchuan.gov.cn"))
    platforms.add("b", {"name": "云川市某局", "sponsor": name} | {"kind": "department", "domain": "b.yunchuan.gov.cn"})

    assert platforms.places() == [("a", 1, "SITE_LEVEL"), ("b", 2, "SITE_LEVEL")]
    assert all("办法第六条第二项" in fault.message and "门户网站" in fault.remedy for fault in platforms.faults())


@pytest.mark.parametrize("name", ["云川市乡村振兴局", "云川市城镇集体工业联合社", "新乡市民政局", "云川市三下乡办公室"])
def test_a_name_with_a_town_in_it_is_no_towns(platforms: Platforms, name: str) -> None:
    assert platforms.add("a", department(name)).places() == []


def test_a_countys_department_opens_no_site(platforms: Platforms) -> None:
    platforms.add("xiuxi", COUNTY)
    platforms.add("a", department("某县民政局", "mzj.moxian.gov.cn", level="county"))
    platforms.add("b", department("民政局", "mzj.xiuxi.gov.cn"))
    platforms.add("c", department("岫溪县司法局", "xxsfj.yunchuan.gov.cn"))

    assert platforms.places() == [("a", 4, "SITE_LEVEL"), ("b", 3, "SITE_LEVEL"), ("c", 1, "SITE_LEVEL")]


def test_a_countys_portal_and_a_citys_department_may_have_one(platforms: Platforms) -> None:
    platforms.add("xiuxi", COUNTY).add("mzj", department("云川市民政局", level="city"))

    assert platforms.places() == []


@pytest.mark.parametrize(
    "name",
    [
        "云川市扫黑除恶专项行动",
        "云川市创建全国文明城市",
        "云川市安全生产百日攻坚",
        "云川市主题教育官网",
        "云川国际博览会",
        "云川荷花文化节",
        "云川市科技活动周",
        "云川市旅游发展大会",
    ],
)
def test_a_campaign_has_no_site(platforms: Platforms, name: str) -> None:
    platforms.add("a", department(name, sponsor="云川市体育局"))

    [fault] = platforms.faults()

    assert (fault.path, fault.line, fault.code) == ("a/site.toml", 1, "CAMPAIGN_SITE")
    assert "办法第六条第三项" in fault.message
    assert "kind: topic" in fault.remedy


@pytest.mark.parametrize(
    "name",
    [
        "云川市大数据中心",
        "云川市退役军人事务局",
        "云川市青少年活动中心",
        "云川市人民代表大会",
        "云川市人民代表大会常务委员会",
        "云川市精神文明创建办公室",
        "云川市人民检察院",
    ],
)
def test_a_unit_with_such_a_word_in_its_name_has_one(platforms: Platforms, name: str) -> None:
    assert platforms.add("a", department(name, sponsor=name)).places() == []


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        (department("云川民政网", sponsor="云川市民政局"), ("a", 1, "SITE_UNIT_NAME")),
        ({"domain": "www.yunshan.gov.cn", "kind": "portal", "name": "云山在线"}, ("a", 3, "SITE_UNIT_NAME")),
        (
            {"name": "云山县人民政府", "kind": "portal", "domain": "www.ys.gov.cn", "sponsor": "云川市人民政府办公室"},
            ("a", 1, "SITE_UNIT_NAME"),
        ),
    ],
)
def test_a_site_is_named_after_its_area_or_unit(platforms: Platforms, settings: dict[str, str], place: Place) -> None:
    platforms.add("a", settings)

    assert platforms.places() == [place]
    assert "办法第六条第四项" in platforms.faults()[0].message


@pytest.mark.parametrize(
    "settings",
    [
        department("云川市民政局", sponsor="云川市民政局"),
        department("云川民政网"),
        {"name": "云山县人民政府", "kind": "portal", "domain": "www.ys.gov.cn", "sponsor": "云山县人民政府办公室"},
    ],
)
def test_a_sponsor_begins_with_the_name_of_its_site(platforms: Platforms, settings: dict[str, str]) -> None:
    assert platforms.add("a", settings).places() == []


def test_a_citys_department_stands_under_the_citys_portal(platforms: Platforms) -> None:
    platforms.add("a", department("云川市民政局", "mzj.other.gov.cn"))

    [fault] = platforms.faults()

    assert (fault.path, fault.line, fault.code) == ("a/site.toml", 3, "DOMAIN_PARENT")
    assert "办法第六条第六项" in fault.message
    assert "“mzj.yunchuan.gov.cn”" in fault.remedy


@pytest.mark.parametrize("platform", ['name = "平台"\n', 'portal = "a"\n', 'portal = "xiuxi"\n'])
def test_the_parent_is_asked_for_where_the_citys_portal_is_known(platforms: Platforms, platform: str) -> None:
    platforms.add("xiuxi", COUNTY).add("a", department("云川市民政局", "mzj.other.gov.cn"))
    platforms.put("platform.toml", platform)

    assert platforms.places() == []


def test_faults_are_found_without_the_library_that_knows_pinyin(
    platforms: Platforms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypinyin", None)
    platforms.add("a", department("云川市百日攻坚"))

    assert platforms.places() == [("a", 1, "CAMPAIGN_SITE")]


def test_the_demonstration_sites_have_neither_faults_nor_hints() -> None:
    content = read_content(Path(__file__).parents[2] / "content")

    assert content.faults == ()
    assert advice(content) == ()


@pytest.mark.parametrize(
    ("name", "label"),
    [
        *(("云川市", label) for label in ("yunchuan", "yunchuanshi", "yc", "ycs")),
        *(("重庆市", label) for label in ("chongqing", "zhongqing", "cq")),
        *(("长治市", label) for label in ("changzhi", "cz")),
        *(("吕梁市", label) for label in ("lvliang", "luliang", "lyuliang")),
        *(("云川市临水区", label) for label in ("linshui", "linshuiqu", "ls")),
        *(("赵县", label) for label in ("zhaoxian", "zhao")),
        *(("阜新蒙古族自治县", label) for label in ("fuxin", "fx", "fuxinmengguzu")),
    ],
)
def test_a_portals_domain_is_the_pinyin_of_its_area(platforms: Platforms, name: str, label: str) -> None:
    platforms.add("portal", CITY | {"name": f"{name}人民政府", "domain": f"www.{label}.gov.cn"})

    assert platforms.hints() == []


@pytest.mark.parametrize(
    ("name", "label", "proper"),
    [
        ("云川市", "yunchaun", "www.yunchuan.gov.cn"),
        ("重庆市", "qing", "www.chongqing.gov.cn"),
        ("长治市", "chan", "www.changzhi.gov.cn"),
        ("长子县", "chan", "www.zhangzi.gov.cn"),
        ("云川市临水区", "shuilin", "www.linshui.gov.cn"),
        ("赵县", "a", "www.zhaoxian.gov.cn"),
        ("阜新蒙古族自治县", "menggu", "www.fuxin.gov.cn"),
    ],
)
def test_the_hint_on_a_portals_domain_names_its_pinyin(
    platforms: Platforms, name: str, label: str, proper: str
) -> None:
    platforms.add("portal", CITY | {"name": f"{name}人民政府", "domain": f"www.{label}.gov.cn"})

    [(code, remedy)] = platforms.hints()
    assert code == "DOMAIN_PINYIN"
    assert f"“{proper}”" in remedy


@pytest.mark.parametrize(
    ("name", "label"),
    [
        *(("云川市教育局", label) for label in ("jyj", "jiaoyuju", "jiaoyu", "jy")),
        *(("云川市文化和旅游局", label) for label in ("whhlyj", "whlyj", "wlj", "wenlv")),
        ("云川市发展和改革委员会", "fgw"),
        ("晋城市城市管理局", "cgj"),
        ("云川市市场监督管理局", "scjgj"),
        ("民政局", "mzj"),
    ],
)
def test_a_departments_domain_is_the_pinyin_of_its_name_without_the_area(
    platforms: Platforms, name: str, label: str
) -> None:
    assert platforms.add("a", department(name, f"{label}.yunchuan.gov.cn")).hints() == []


@pytest.mark.parametrize(
    ("name", "label", "proper"),
    [
        ("云川市教育局", "edu", "jyj"),
        ("云川市教育局", "ju", "jyj"),
        ("云川市教育局", "yj-j", "jyj"),
        ("云川市教育局", "ycsjyj", "jyj"),
        ("晋城市民政局", "jczj", "mzj"),
        ("云川市文化和旅游局", "tour", "whlyj"),
    ],
)
def test_any_other_label_gives_the_hint_and_fails_nothing(
    platforms: Platforms, name: str, label: str, proper: str
) -> None:
    platforms.add("a", department(name, f"{label}.yunchuan.gov.cn"))

    assert platforms.places() == []
    [(code, remedy)] = platforms.hints()
    assert code == "DOMAIN_PINYIN"
    assert f"“{proper}.yunchuan.gov.cn”" in remedy


@pytest.mark.parametrize("chinese", ["云川市人民政府", "云川市", "云川", "云川市政府", "云川市政府办公室"])
def test_a_chinese_domain_is_the_name_or_an_abbreviation(platforms: Platforms, chinese: str) -> None:
    sponsor = "云川市人民政府办公室"

    platforms.add("portal", CITY | {"chinese_domain": f"{chinese}.政务", "sponsor": sponsor})

    assert platforms.hints() == []


@pytest.mark.parametrize("chinese", ["云山市", "政府云川", "云川之窗"])
def test_another_chinese_domain_gives_a_hint(platforms: Platforms, chinese: str) -> None:
    platforms.add("portal", CITY | {"chinese_domain": f"{chinese}.政务"})

    [(code, remedy)] = platforms.hints()

    assert code == "CHINESE_DOMAIN_NAME"
    assert "云川市人民政府.政务" in remedy


def test_a_site_at_fault_is_mended_before_it_is_advised(platforms: Platforms) -> None:
    platforms.add("a", department("云川市民政局", "x.other.gov.cn"))

    assert platforms.hints() == []


_HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
_NAMES = st.text(
    st.one_of(_HAN, st.characters(max_codepoint=0x7F), st.sampled_from("市县区长和自治人民政府局")), max_size=30
)
_LABELS = st.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", fullmatch=True)


@given(name=_NAMES, sponsor=_NAMES, label=_LABELS, kind=st.sampled_from(["portal", "department"]))
def test_advice_never_crashes_and_fits_on_a_line(name: str, sponsor: str, label: str, kind: str) -> None:
    domain = Domain(f"www.{label}.gov.cn" if kind == "portal" else f"{label}.yunchuan.gov.cn")
    chinese = ChineseDomain("云川市.政务")
    settings = SiteSettings(name=name, kind=kind, domain=domain, sponsor=sponsor, chinese_domain=chinese)
    city = Site("portal", SiteSettings(**CITY | {"domain": Domain(CITY["domain"])}), (), Home())  # type: ignore[arg-type]

    hints = advice(Content(Path(), Platform(), {"portal": city, "a": Site("a", settings, (), Home())}, ()))

    assert {hint.code for hint in hints} <= {"DOMAIN_PINYIN", "CHINESE_DOMAIN_NAME"}
    assert all(hint.path == "a/site.toml" and hint.line == 1 for hint in hints)


def test_of_two_sites_of_one_unit_the_one_that_was_opened_later_is_at_fault(city: City) -> None:
    department = DEPARTMENT.replace("\n\n[[columns]]", '\nsponsor = "云川市教育局"\n\n[[columns]]', 1)
    city.write({"jyj/site.toml": department, "jyj/lifecycle.toml": life.ONLINE})
    city.write({"a1/site.toml": department.replace("jyj.yunchuan", "jy.yunchuan")})

    found = [fault.path for fault in read_content(city.content).faults if fault.code == "ONE_UNIT"]

    assert found == ["a1/site.toml"]
