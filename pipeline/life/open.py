"""The folder of a new site: its settings from the form of its kind, read as they will be before anything is written.

Source: 长治市政府网站管理办法第六条、第七条.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from model.content_folder import NO_SITES, SITE_FILE, SITE_NAME, Content, read_content, read_site
from model.faults import ContentFaults, Fault, Unreadable
from model.identifiers import Domain
from model.record import specs
from model.site import Home, Site, SiteSettings
from pipeline.life.forms import read_form
from pipeline.life.options import Options, option
from pipeline.life.record import basic_string
from pipeline.life.rehearsal import rehearse

#: The options that say what a new site is, each with its place in the form; the kind chooses the form.
_PLACES = {
    "name": "网站名称",
    "level": "层级",
    "domain": "域名",
    "chinese_domain": "中文域名",
    "sponsor": "主办单位",
}
_KEYS = ("name", "kind", "level", "domain", "chinese_domain", "sponsor")


@dataclass(frozen=True, slots=True)
class Found:
    """The site of an act: the content with it, the site, the files that it needs besides, and what is against it."""

    content: Content
    site: Site
    files: dict[str, bytes] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def is_planned(content: Path, site: str) -> bool:
    """Say whether a site's folder has settings already."""
    return bool(SITE_NAME.fullmatch(site)) and (content / site / SITE_FILE).exists()


def new_site(content: Path, options: Options) -> Found:
    """Return the site that `options` describe, with its settings as the file to be written; nothing is written.

    A folder that has settings already is taken as it is. Raises `ContentFaults` where the site's name is none.
    """
    if not SITE_NAME.fullmatch(options.site) or options.site in NO_SITES:
        fact = f"“{options.site}”不能用作网站的文件夹名" if options.site else "没有写网站的文件夹名"
        raise ContentFaults([Fault("--site", 1, "SITE_NAME", fact, "用小写字母、数字和连字符，如“tyj”")])
    if is_planned(content, options.site):
        return _planned(content, options)
    found, faults = _settings(options)
    if not faults:
        try:
            return _from_form(content, options.site, found)
        except ContentFaults as error:
            faults = list(error.faults)
    return Found(read_content(content), _provisional(options.site, found), faults=tuple(faults))


def _planned(content: Path, options: Options) -> Found:
    """A site whose folder was prepared by hand: its settings stay, and the options may not say otherwise."""
    known = read_content(content)
    site = known.sites.get(options.site)
    if site is None:  # the content's faults say why
        return Found(known, _provisional(options.site, {}))
    faults = []
    for key in _KEYS:
        given, stands = getattr(options, key), str(getattr(site.settings, key))
        if given and given != stands:
            fact = f"{options.site}/{SITE_FILE}里写的是“{stands}”，不是“{given}”"
            faults.append(Fault(option(key), 1, "LIFE_OPTION", fact, f"不写这个选项，或者改{SITE_FILE}"))
    return Found(known, site, faults=tuple(faults))


def _settings(options: Options) -> tuple[dict[str, Any], list[Fault]]:
    """The settings that the options say, and what of them is missing or cannot be read."""
    found: dict[str, Any] = {}
    faults = []
    for key in _KEYS:
        spec, given = specs(SiteSettings)[key], getattr(options, key)
        try:
            if given:
                found[key] = spec.read(given)
            elif spec.required:
                raise Unreadable("MISSING_KEY", f"没有写{spec.alias}", f"写{spec.meaning}")
        except Unreadable as error:
            faults.append(error.at(option(key), 1))
    if "domain" in found and "kind" in found:
        try:
            found["domain"].require_form(found["kind"])
        except Unreadable as error:
            faults.append(error.at("--domain", 1))
    return found, faults


def _provisional(site: str, found: dict[str, Any]) -> Site:
    """What the rules of acts can look at, of a site that is not fully described."""
    known = {"name": site, "kind": "department", "domain": Domain(f"{site}.gov.cn")} | found
    return Site(site, SiteSettings(**known), (), Home())


def _from_form(content: Path, site: str, found: dict[str, Any]) -> Found:
    path = f"{site}/{SITE_FILE}"
    data = settings_text(content, site, found)
    known = rehearse(content, {path: data})
    return Found(known, known.sites.get(site) or _provisional(site, found), {path: data})


def settings_text(content: Path, site: str, found: dict[str, Any]) -> bytes:
    """Return the `site.toml` of a new site by the form of its kind; raise `ContentFaults` where the city's form is at fault."""
    form = read_form(content, f"{found['kind']}.toml")
    said = {place: str(found.get(key, "")) for key, place in _PLACES.items()} | {"层级": found.get("level", "city")}
    lines = form.filled(said, lambda text: basic_string(text)[1:-1])
    data = "\n".join([*(line.text for line in lines), ""]).encode()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / site
        folder.mkdir()
        (folder / SITE_FILE).write_bytes(data)
        _, faults = read_site(folder)
    if faults:
        numbers = {place: line.number for place, line in enumerate(lines, 1)}
        raise ContentFaults(replace(each, path=form.path, line=numbers.get(each.line, 1)) for each in faults)
    return data
