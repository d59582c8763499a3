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
from plugins.engine.templates import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from model.lifecycle import Act
    from model.site import Site
    from pipeline.hosts import Host
    from pipeline.outcome import Publication
    from pipeline.publish import Terms


def switch_to_notice(
    content: Path, site_id: str, hosts: Sequence[Host], terms: Terms, say: Callable[[str], object]
) -> Publication | None:
    """Show the notice of the emergency that was recorded last on every host; return what came of it.

    None where the day has not come, or no host shows the site: then there is nothing to be switched. Raises `ContentFaults` where there is no such site or
    no emergency of it, `HostError` and `ReleaseError` as publishing does.
    """
    known = read_content(content)
    if site_id not in known.sites:
        raise ContentFaults(
            [Fault(site_id, 1, "NO_SITE", f"没有“{site_id}”这个网站", f"网站有：{'、'.join(known.sites)}")]
        )
    site, today = known.sites[site_id], dt.datetime.now(SHANGHAI).date()
    act = known.lives[site_id].latest(today, "emergency")
    if act is None or known.lives[site_id].state(today) is not State.OFFLINE:
        return None
    if not any(host.current(site_id) for host in hosts):
        return None
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / site_id
        for path, text in _files(content, site, act, _assets(hosts, site_id)).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        built = from_folder(folder, site_id)
        return publishing.publish([built], hosts, dt.datetime.now(SHANGHAI), terms, act=Done.EMERGENCY, say=say)


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


def _assets(hosts: Sequence[Host], site: str) -> dict[str, str]:
    """The addresses of the styles and the icon that the hosts show, by the name that they have in the theme."""
    found: dict[str, str] = {}
    for host in hosts:
        with suppress(HostError):
            release = host.current(site)
            lines = host.manifest(site, release).lines if release else ()
            found = {_name(path): f"/{path}" for path in assets(lines) if path.endswith((".css", ".svg"))} or found
    return found


def _name(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def _until(act: Act) -> str:
    """The moment at which the site is to be back, as HTTP writes it (RFC 9110, Retry-After)."""
    last = act.ends or act.effective
    back = dt.datetime.combine(last + dt.timedelta(1), dt.time(), SHANGHAI)
    return format_datetime(back.astimezone(dt.UTC), usegmt=True)
