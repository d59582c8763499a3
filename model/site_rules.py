"""Who may open a site, what the site is called, and under which domain it stands.

Faults follow from the settings alone. Advice on how a domain is spelt needs pinyin and is for `invoke check`, never for a build.
A closed site is bound by none of it. Source: 长治市政府网站管理办法第六条.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from model.faults import Fault
from model.lifecycle import Lifecycle, State
from model.pinyin import area_string, spells_area, spells_unit, unit_string
from model.site import SITE_FILE, Site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from model.content_folder import Content

_GOVERNMENT = "人民政府"
#: How the names of towns and streets end, and of their offices; no 小镇, no 三下乡.
_TOWN = re.compile(
    r"(?:镇|乡|苏木)人民政府(?:.{0,4}办公室)?$|(?:(?<!小)镇|(?<!下)乡|苏木)$|街道(?:办事处(?:.{0,4}办公室)?)?$"
)
#: What campaigns, meetings and special work are called.
_CAMPAIGN = re.compile(
    r"专项|行动|整治|创建|攻坚|百日|主题教育|学习教育|活动|宣传[周月]|[周月]年|博览会|展览会|运动会|大会|峰会|论坛|大赛|竞赛"
    r"|(?:文化|艺术|旅游|电影|音乐|美食|购物|消费)节"
)
#: How the names of units end; a unit's name may have such a word in it: 青少年活动中心.
_UNITS = (
    *("局", "委员会", "办公室", _GOVERNMENT, "中心", "厅", "院", "室", "馆", "所", "署", "处", "支队", "大队", "总队"),
    *("学校", "大学", "联合会", "协会", "总工会", "合作社", "人民代表大会"),
)
#: The area at the front of a unit's name.
_AREA = re.compile(r"^[^省市县区旗]{2,}[市县旗]")


def is_closed(life: Lifecycle) -> bool:
    """Whether a site's record ends with its closing, on whatever day."""
    return life.state(dt.date.max) is State.CLOSED


def faults_of_sites(sites: Mapping[str, Site], portal: str) -> Iterator[Fault]:
    """Yield what breaks 第六条 among the sites that are not closed; `portal` is the folder's name of the city's portal, if known."""
    counties = [site for site in sites.values() if _is_portal(site) and site.settings.level == "county"]
    yield from _one_unit(sites.values())
    for site in sites.values():
        too_low = next(_too_low(site, counties), None)
        if too_low:  # who may open no site need not give it another name or domain
            yield too_low
        else:
            yield from (*_named(site), *_under_the_portal(site, sites.get(portal)))


def _fault(site: Site, key: str, code: str, message: str, remedy: str) -> Fault:
    return Fault(f"{site.id}/{SITE_FILE}", site.lines.get(key, 1), code, message, remedy)


def _is_portal(site: Site) -> bool:
    return site.settings.kind == "portal"


def _area(portal: Site) -> str:
    """The area that a portal is the portal of: 云川市."""
    return portal.settings.name.removesuffix(_GOVERNMENT)


def _one_unit(sites: Iterable[Site]) -> Iterator[Fault]:
    """A unit opens one site at most (第六条第一项)."""
    first: dict[str, str] = {}
    for site in sites:
        sponsor = site.settings.sponsor
        if sponsor in first:
            fact = f"按办法第六条第一项，一个单位最多开设一个网站，“{sponsor}”已经主办网站“{first[sponsor]}”"
            yield _fault(site, "sponsor", "ONE_UNIT", fact, "内容并入已有的网站，或者核对主办单位")
        elif sponsor:
            first[sponsor] = site.id


def _too_low(site: Site, counties: Sequence[Site]) -> Iterator[Fault]:
    """Towns, streets and the departments of counties open no site (第六条第二项)."""
    for key, fact in (*_town(site), *_of_county(site, counties)):
        message = f"按办法第六条第二项，乡镇、街道和县级部门不开设网站，{fact}"
        yield _fault(site, key, "SITE_LEVEL", message, "通过县（区）政府门户网站公开、服务")


def _town(site: Site) -> Iterator[tuple[str, str]]:
    for key, text in (("name", site.settings.name), ("sponsor", site.settings.sponsor)):
        if _TOWN.search(text):
            yield key, f"“{text}”是乡镇或者街道"


def _of_county(site: Site, counties: Sequence[Site]) -> Iterator[tuple[str, str]]:
    settings = site.settings
    if _is_portal(site):
        return
    if settings.level == "county":
        yield "level", f"“{settings.name}”是县级部门"
    for county in counties:
        if settings.domain.area == county.settings.domain.area:
            yield "domain", f"“{settings.domain}”在{county.settings.name}的域名下面"
        if len(_area(county)) > 2 and settings.name.startswith(_area(county)):
            yield "name", f"“{settings.name}”是{_area(county)}的部门"


def _named(site: Site) -> Iterator[Fault]:
    """A site is named after its area or unit, and no campaign has one (第六条第三项、第四项)."""
    name, sponsor = site.settings.name, site.settings.sponsor
    campaign = _CAMPAIGN.search(name)
    if campaign and not name.endswith(_UNITS):
        fact = f"按办法第六条第三项，活动和专项工作不开设网站，网站名称里有“{campaign[0]}”"
        remedy = "在门户网站或者部门网站的专题栏目里写一篇kind: topic"
        yield _fault(site, "name", "CAMPAIGN_SITE", fact, remedy)
    elif _is_portal(site) and not name.endswith(_GOVERNMENT):
        fact = f"按办法第六条第四项，门户网站以地区和政府命名，“{name}”不以“{_GOVERNMENT}”结尾"
        yield _fault(site, "name", "SITE_UNIT_NAME", fact, "写政府全称，如“云川市人民政府”")
    elif sponsor and not sponsor.startswith(name):
        fact = f"按办法第六条第四项，网站以单位命名，“{name}”不是主办单位“{sponsor}”的名称"
        yield _fault(site, "name", "SITE_UNIT_NAME", fact, "网站名称写单位全称，或者核对主办单位")


def _under_the_portal(site: Site, portal: Site | None) -> Iterator[Fault]:
    """The domain of a city's department lies under that of the city's portal (第六条第六项)."""
    if portal is None or not _is_portal(portal) or portal.settings.level != "city" or _is_portal(site):
        return
    domain, area = site.settings.domain, portal.settings.domain.area
    if domain.area != area:
        fact = f"按办法第六条第六项，部门网站用本级门户网站的下级域名，“{domain}”不在“{area}.gov.cn”下面"
        yield _fault(site, "domain", "DOMAIN_PARENT", fact, f"改用“{_label(site)}.{area}.gov.cn”")


def _label(site: Site) -> str:
    """The label of the domain that says whose site it is: `yunchuan` of a portal, `jyj` of a department."""
    return site.settings.domain.area if _is_portal(site) else site.settings.domain.partition(".")[0]


def advice(content: Content) -> tuple[Fault, ...]:
    """Return what might be better about the domains of the sites that are neither closed nor at fault; it fails nothing."""
    at_fault = {fault.path for fault in content.faults}
    areas = [_area(site) for site in content.sites.values() if _is_portal(site)]
    return tuple(
        hint
        for site in content.sites.values()
        if f"{site.id}/{SITE_FILE}" not in at_fault and not is_closed(content.lives.get(site.id, Lifecycle()))
        for hint in (*_spelt(site, areas), *_chinese(site))
    )


def _spelt(site: Site, areas: Sequence[str]) -> Iterator[Fault]:
    """The domain is the pinyin of the area's or the unit's name (第六条第六项)."""
    label = _label(site)
    if _is_portal(site):
        named, expected = _area(site), area_string(_area(site))
        explained, proper = spells_area(label, named), f"www.{expected}.gov.cn"
    else:
        named = _unit(site.settings.name, areas)
        expected = unit_string(named)
        explained, proper = spells_unit(label, named), f"{expected}.{site.settings.domain.area}.gov.cn"
    if expected and not explained:
        fact = f"域名里的“{label}”不是“{named}”的拼音或者拼音缩写（办法第六条第六项）"
        yield _fault(site, "domain", "DOMAIN_PINYIN", fact, f"按拼音是“{proper}”；用英文名称的，不用改")


def _unit(name: str, areas: Sequence[str]) -> str:
    """A department's name without its area's: 教育局."""
    known = max((area for area in areas if area and name.startswith(area)), key=len, default="")
    return name.removeprefix(known) if known else _AREA.sub("", name) or name


def _chinese(site: Site) -> Iterator[Fault]:
    """The Chinese domain is the unit's name or an abbreviation of it (第六条第五项)."""
    settings = site.settings
    label = settings.chinese_domain.removesuffix(".政务")
    if not any(_in_order(label, text) for text in (settings.name, settings.sponsor)):
        fact = f"中文域名里的“{label}”不是“{settings.name}”的全称或者简称（办法第六条第五项）"
        yield _fault(site, "chinese_domain", "CHINESE_DOMAIN_NAME", fact, f"用“{settings.name}.政务”或者规范的简称")


def _in_order(part: str, text: str) -> bool:
    """Whether all characters of `part` occur in `text`, one after the other."""
    rest = iter(text)
    return all(character in rest for character in part)
