"""From the content folder to the hosts: build, check, audit, and only then publish."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from model.faults import ContentFaults, Fault
from model.lifecycle import LIFECYCLE_FILE, Lifecycle, State
from pipeline import publish as publishing
from pipeline.audit import audit
from pipeline.build import build
from pipeline.check import incomplete
from pipeline.hosts import HostError, SiteAddress
from pipeline.hosts_file import read_hosts
from pipeline.local_host import embedded_hosts
from plugins.engine.templates import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from model.site import Site
    from pipeline.local_host import LocalHost
    from pipeline.outcome import Publication


_UNRECORDED = Lifecycle()
_WAITING = (State.APPROVED, State.PLANNED)


def deliver(
    content: Path,
    output: Path,
    hosts: Sequence[LocalHost],
    *,
    site: str = "",
    dry_run: bool = False,
    public: bool = False,
    say: Callable[[str], object] = print,
) -> Publication:
    """Build the sites, check and audit them, and publish those whose life allows it to all hosts.

    A site that is approved waits until it is online; one without a record is shown on the hosts of this machine, and not on
    `public` ones. Raises `ContentFaults` before any host is touched where a check finds something, `OutputError` and `ReleaseError` as
    building and publishing do. `say` gets a line for each step.
    """
    say("构建…")
    built = build(content, output, site=site)
    say(f"构建完成：{built.figures.documents}篇文件，{built.figures.pages}个文件输出，写入{built.figures.written}个")
    today = dt.datetime.now(SHANGHAI).date()
    states = {each.id: built.content.lives[each.id].state(today) for each in built.sites}
    sites = [each for each in built.sites if states[each.id] not in (_WAITING if public else _WAITING[:1])]
    for each in built.sites:
        if each not in sites:
            say(f"{each.settings.name}（{each.id}）是“{states[each.id]}”状态，还没有上线：不发布")
    if not sites:
        raise ContentFaults(map(_not_online, built.sites))
    faults = [fault for each in sites for fault in findings(each, states[each.id], output)]
    if faults:
        raise ContentFaults(faults)
    say(f"检查通过：{len(sites)}个网站")
    names = [each.id for each in sites]
    return publishing.publish(names, output, hosts, dt.datetime.now(SHANGHAI), dry_run=dry_run, say=say)


def _not_online(site: Site) -> Fault:
    remedy = "按办法第七条办好以后用invoke site.open、site.online记录"
    return Fault(f"{site.id}/{LIFECYCLE_FILE}", 1, "SITE_NOT_ONLINE", "网站还没有上线，不能发布", remedy)


def findings(site: Site, state: State, output: Path) -> list[Fault]:
    """Return what keeps a built site from being published: what its settings lack, what its pages show wrongly."""
    return [*incomplete(site, state), *audit(output / site.id)]


def chosen_hosts(output: Path, file: Path | None) -> tuple[LocalHost, ...]:
    """Return the hosts of a `hosts.toml`, or the embedded pair below the output folder; raise `HostError`."""
    if file is None:
        return embedded_hosts(output / ".hosts")
    if not file.is_file():
        raise HostError(str(file), "没有这个文件", "用--hosts给出hosts.toml")
    return read_hosts(file)


def address(site: Site, life: Lifecycle = _UNRECORDED) -> SiteAddress:
    """Return how visitors ask for a site; by a domain that it had before, they are sent to the one that it has."""
    settings = site.settings
    former = tuple(act.old_domain for act in life.acts if act.old_domain not in {"", settings.domain})
    return SiteAddress(site.id, settings.domain, settings.chinese_domain or None, settings.name, former)
