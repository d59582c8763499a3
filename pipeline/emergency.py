"""Switch a site to its notice on all hosts at once, without a build: 紧急关停 (办法第八条第二项).

The release is the filled form `jinji.html`, the mark by which hosts answer 503 everywhere, and the styles of the release before.
The next publication brings the page that the theme makes.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from contextlib import suppress
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from model.content_folder import read_content
from model.faults import ContentFaults, Fault
from model.lifecycle import State
from pipeline import publish as publishing
from pipeline.built_site import assets, from_folder
from pipeline.hosts import HostError
from pipeline.life.forms import read_form
from pipeline.life.notice_text import chinese_day
from pipeline.outcome import Act as Done
from pipeline.outcome import Outcome, Publication
from pipeline.outcome import State as Reached
from plugins.engine.clock import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from model.content_folder import Content
    from model.lifecycle import Act
    from model.site import Site
    from pipeline.cargo import Terms
    from pipeline.hosts import Host


def under_way(content: Path, site_id: str) -> bool:
    """Say whether an emergency of a site is recorded that holds today."""
    known = read_content(content) if content.is_dir() else None
    return bool(known and site_id in known.sites and _emergency(known, site_id))


def switch_to_notice(
    content: Path, site_id: str, hosts: Sequence[Host], terms: Terms, say: Callable[[str], object]
) -> Publication | None:
    """Show the notice of the emergency that holds today on every host that can be reached; return what came of it.

    None where no emergency holds today, or no host shows the site: then there is nothing to be switched. Raises `ContentFaults` where
    there is no such site, and `ReleaseError` where nothing can be signed.
    """
    known = read_content(content)
    if site_id not in known.sites:
        raise ContentFaults(
            [Fault(site_id, 1, "NO_SITE", f"没有“{site_id}”这个网站", f"网站有：{'、'.join(known.sites)}")]
        )
    act = _emergency(known, site_id)
    if act is None:
        return None
    with tempfile.TemporaryDirectory() as scratch:
        outcomes = [_on_host(content, known.sites[site_id], act, host, terms, Path(scratch), say) for host in hosts]
    found = tuple(each for each in outcomes if each)
    return Publication(Done.EMERGENCY, found) if found else None


def _emergency(known: Content, site_id: str) -> Act | None:
    today = dt.datetime.now(SHANGHAI).date()
    act = known.lives[site_id].latest(today, "emergency")
    holds = act and known.lives[site_id].state(today) is State.OFFLINE and (act.ends is None or act.ends >= today)
    return act if holds else None


def _on_host(
    content: Path, site: Site, act: Act, host: Host, terms: Terms, scratch: Path, say: Callable[[str], object]
) -> Outcome | None:
    """Switch one host, whatever becomes of the others: a site in an emergency must not be shown because one of them is away."""
    folder = scratch / host.name / site.id
    try:
        if not host.current(site.id):
            return None
        for path, text in _files(content, site, act, _assets(host, site.id)).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        built, now = from_folder(folder, site.id), dt.datetime.now(SHANGHAI)
        [outcome] = publishing.publish([built], [host], now, terms, act=Done.EMERGENCY, say=say).outcomes
    except HostError as error:
        return Outcome(host.name, site.id, Reached.FAILED, "", "？", problems=(str(error),))
    return outcome


def _files(content: Path, site: Site, act: Act, known: dict[str, str]) -> dict[str, str]:
    until = _until(act)
    page = (
        "\n".join(line.text for line in read_form(content, "jinji.html").filled(_said(site, act, known), escape)) + "\n"
    )
    answers = json.dumps({"until": until, "moved": {}, "gone": []}, ensure_ascii=False, indent=1) + "\n"
    return {
        "index.html": page,
        "404.html": page,
        ".host/answers.json": answers,
        ".host/resting": f"{until}\n",
        ".host/rest.map": f'503 "{until}";\n',
        ".host/moved.map": "",
        ".host/gone.map": "",
    }


def _said(site: Site, act: Act, known: dict[str, str]) -> dict[str, str]:
    """What the notice says, by the places of its form; nothing said is an empty text."""
    settings = site.settings
    return {
        "网站名称": settings.name,
        "域名": str(settings.domain),
        "网站标识码": settings.code,
        "主办单位": settings.sponsor,
        "联系电话": settings.phone,
        "图标": known.get("icon", ""),
        "样式": known.get("site", ""),
        "起始日期": chinese_day(act.effective),
        "结束日期": chinese_day(act.ends) if act.ends else "",
        "原因": act.reason,
        "联系渠道": act.contact,
    }


def _assets(host: Host, site: str) -> dict[str, str]:
    """The addresses of the styles and the icon that a host shows, by the name that they have in the theme."""
    with suppress(HostError):
        release = host.current(site)
        lines = host.manifest(site, release).lines if release else ()
        return {_name(path): f"/{path}" for path in assets(lines) if path.endswith((".css", ".svg"))}
    return {}


def _name(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def _until(act: Act) -> str:
    """The moment at which the site is to be back, as HTTP writes it (RFC 9110, Retry-After)."""
    last = act.ends or act.effective
    back = dt.datetime.combine(last + dt.timedelta(1), dt.time(), SHANGHAI)
    return format_datetime(back.astimezone(dt.UTC), usegmt=True)
