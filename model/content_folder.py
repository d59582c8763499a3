"""Read the settings in the content folder: which sites there are, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path

from model.editions import with_editions
from model.faults import ContentFaults, Fault, Unreadable, did_you_mean
from model.front_matter import SourceFaults
from model.given import Given, Many, Pairs
from model.lifecycle import Lifecycle, Mode, read_lifecycle
from model.people import People, read_people
from model.record import read_record
from model.shown import shown
from model.site import SITE_FILE as SITE_FILE
from model.site import Column, Home, Platform, Site, SiteSettings
from model.site_rules import faults_of_sites, is_closed
from model.terms import read_terms
from model.toml_file import read_toml
from model.working_days import Holidays, read_holidays
from model.yearly_files import REPORTS

#: What a site's folder may be called.
SITE_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
PLATFORM_FILE = "platform.toml"
#: The folder of a city's own forms for notices and new sites.
FORMS = "forms"
#: Folders beside those of the sites; no site may be called so.
NO_SITES = frozenset({FORMS, REPORTS})


@dataclass(frozen=True, slots=True)
class Content:
    """The platform's settings, its sites by folder name with the portal first, their records, and what is wrong with them."""

    folder: Path
    platform: Platform
    sites: dict[str, Site]
    faults: tuple[Fault, ...]
    lives: dict[str, Lifecycle] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)
    people: People = field(default_factory=People)
    holidays: Holidays = field(default_factory=Holidays)

    def mode(self, site: str, day: dt.date) -> Mode:
        """Return what a site's hosts show on a day."""
        return self.lives[site].mode(day)


def read_content(folder: Path) -> Content:
    """Read the settings of all sites in `folder`; faults are returned, not raised."""
    platform, faults = _read_platform(folder)
    sites, site_faults = _read_sites(folder)
    faults += site_faults + _faults_between(sites)
    if not sites and not faults:
        faults.append(Fault(".", 1, "NO_SITE", "内容文件夹里没有网站", f"每个网站一个文件夹，放一个{SITE_FILE}"))
    if platform.portal in sites:
        sites = {platform.portal: sites.pop(platform.portal), **sites}
    elif platform.portal and sites:
        faults.append(_no_portal(platform.portal, sites))
    lives, running = {}, {}
    for name, site in sites.items():
        lives[name], life_faults = read_lifecycle(folder / name)
        faults += life_faults
        if not life_faults and not is_closed(lives[name]):
            running[name] = site
    oldest = sorted(sites, key=lambda name: (name != platform.portal, lives[name].begun))
    faults += faults_of_sites({name: running[name] for name in oldest if name in running}, platform.portal)
    terms, term_faults = read_terms(folder)
    people, people_faults = read_people(folder)
    holidays, holiday_faults = read_holidays(folder)
    all_faults = (*faults, *term_faults, *people_faults, *holiday_faults)
    return Content(folder, platform, sites, all_faults, lives, terms, people, holidays)


def content_of(folder: Path) -> Content:
    """Read the settings as `read_content`; raise `ContentFaults` where they are wrong, or where there is no such folder."""
    if not folder.is_dir():
        raise ContentFaults([Fault(str(folder), 1, "NO_CONTENT", "内容文件夹不存在", "用--content写出")])
    found = read_content(folder)
    if found.faults:
        raise ContentFaults(found.faults)
    return found


def _read_sites(folder: Path) -> tuple[dict[str, Site], list[Fault]]:
    sites: dict[str, Site] = {}
    faults: list[Fault] = []
    for place in sorted(
        each for each in folder.iterdir() if not each.name.startswith(".") and each.name not in NO_SITES
    ):
        if place.is_symlink():
            faults.append(Fault(place.name, 1, "SYMLINK", "这是符号链接，内容文件夹里不用链接", "换成文件本身"))
        elif place.is_dir() and not SITE_NAME.fullmatch(place.name):
            remedy = "用小写字母、数字和连字符，如“portal”"
            faults.append(Fault(shown(place.name), 1, "SITE_NAME", "网站的文件夹名写法有误", remedy))
        elif place.is_dir() and not (place / SITE_FILE).is_file():
            fact = f"文件夹“{place.name}”里没有{SITE_FILE}"
            faults.append(Fault(place.name, 1, "NO_SITE_FILE", fact, "补上，或者把文件夹移走"))
        elif place.is_dir():
            site, site_faults = read_site(place)
            faults += site_faults
            if site:
                sites[place.name] = site
    return sites, faults


def _no_portal(portal: str, sites: dict[str, Site]) -> Fault:
    nearest = did_you_mean(portal, sites) or "、".join(sites)
    return Fault(PLATFORM_FILE, 1, "NO_PORTAL", f"没有“{portal}”这个网站", f"portal写网站的文件夹名：{nearest}")


def _read_platform(folder: Path) -> tuple[Platform, list[Fault]]:
    file = folder / PLATFORM_FILE
    if not file.is_file():
        return Platform(), []
    try:
        given = read_toml(file, PLATFORM_FILE)
    except SourceFaults as error:
        return Platform(), list(error.faults)
    found, _, faults = read_record(Platform, given, PLATFORM_FILE)
    return (Platform(**found) if not faults else Platform()), faults  # type: ignore[arg-type]


def read_site(folder: Path) -> tuple[Site | None, list[Fault]]:
    """Read the `site.toml` of one site's folder, and the files of its other languages."""
    path = f"{folder.name}/{SITE_FILE}"
    try:
        given = read_toml(folder / SITE_FILE, path)
    except SourceFaults as error:
        return None, list(error.faults)
    plain = Pairs(tuple(entry for entry in given.entries if entry[0].text not in {"columns", "home"}), given.line)
    settings, lines, faults = read_record(SiteSettings, plain, path)
    columns, column_faults = _read_columns(given, path)
    home, home_faults = _read_home(given, columns, path)
    faults += column_faults or home_faults  # a home page that names a faulty column is not wrong itself
    if "domain" in settings and "kind" in settings:
        faults += _domain_faults(settings, lines, path)
    if faults:
        return None, faults
    site = Site(folder.name, SiteSettings(**settings), tuple(columns), home, lines)  # type: ignore[arg-type]
    site, faults = with_editions(site, folder)
    return (site if not faults else None), faults


def _domain_faults(settings: dict[str, object], lines: dict[str, int], path: str) -> list[Fault]:
    try:
        settings["domain"].require_form(str(settings["kind"]))  # type: ignore[attr-defined]
    except Unreadable as error:
        return [error.at(path, lines["domain"])]
    return []


def _value(given: Pairs, key: str) -> Given | None:
    return next((value for name, value in given.entries if name.text == key), None)


def _read_columns(given: Pairs, path: str) -> tuple[list[Column], list[Fault]]:
    tables = _value(given, "columns")
    if not isinstance(tables, Many) or not tables.items or not all(isinstance(t, Pairs) for t in tables.items):
        return [], [Fault(path, 1, "NO_COLUMN", "网站没有栏目", "至少写一个[[columns]]，有path和name")]
    columns: dict[str, Column] = {}
    faults: list[Fault] = []
    for each in tables.items:
        assert isinstance(each, Pairs)
        found, lines, wrong = read_record(Column, each, path)
        if not wrong and found["path"] in columns:
            wrong = [Fault(path, lines["path"], "DUPLICATE_COLUMN", f"栏目“{found['path']}”写了两次", "只留一处")]
        faults += wrong
        if not wrong:
            columns[str(found["path"])] = Column(**found)  # type: ignore[arg-type]
    return list(columns.values()), faults


def _read_home(given: Pairs, columns: list[Column], path: str) -> tuple[Home, list[Fault]]:
    home = _value(given, "home")
    if not isinstance(home, Pairs):
        return Home(), [] if home is None else [Fault(path, home.line, "SHAPE", "home应当是一个表", "写成[home]")]
    found, lines, faults = read_record(Home, home, path)
    known = {column.path for column in columns}
    for key, value in found.items() if not faults else ():
        for name in value if isinstance(value, tuple) else (value,):
            if name not in known:
                remedy = (
                    f"是不是“{nearest}”？" if (nearest := did_you_mean(name, known)) else "先在[[columns]]里写这个栏目"
                )
                faults.append(Fault(path, lines[key], "NO_COLUMN", f"首页用到的栏目“{name}”不存在", remedy))
    return (Home(**found) if not faults else Home()), faults  # type: ignore[arg-type]


def _faults_between(sites: dict[str, Site]) -> list[Fault]:
    """One name, one domain and one code belong to one site."""
    faults: list[Fault] = []
    for key, label in (
        ("name", "网站名称"),
        ("domain", "域名"),
        ("chinese_domain", "中文域名"),
        ("code", "网站标识码"),
        ("mark", "党政机关网站标识"),
    ):
        first: dict[str, str] = {}
        for site in sites.values():
            value = getattr(site.settings, key)
            if value and value in first:
                message = f"{label}“{value}”已经用于网站“{first[value]}”"
                faults.append(Fault(f"{site.id}/{SITE_FILE}", 1, "SAME_SITE", message, "核对后改正其中一个"))
            first.setdefault(value, site.id)
    return faults
