"""From the content folder to the hosts: build, check, audit, and only then publish."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from model.faults import ContentFaults, Fault
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


def deliver(
    content: Path,
    output: Path,
    hosts: Sequence[LocalHost],
    *,
    site: str = "",
    dry_run: bool = False,
    say: Callable[[str], object] = print,
) -> Publication:
    """Build the sites, check and audit them, and publish them to all hosts.

    Raises `ContentFaults` before any host is touched where a check finds something, `OutputError` and `ReleaseError` as
    building and publishing do. `say` gets a line for each step.
    """
    say("构建…")
    built = build(content, output, site=site)
    say(f"构建完成：{built.figures.documents}篇文件，{built.figures.pages}个文件输出，写入{built.figures.written}个")
    faults = [fault for each in built.sites for fault in findings(each, output)]
    if faults:
        raise ContentFaults(faults)
    say(f"检查通过：{len(built.sites)}个网站")
    names = [each.id for each in built.sites]
    return publishing.publish(names, output, hosts, dt.datetime.now(SHANGHAI), dry_run=dry_run, say=say)


def findings(site: Site, output: Path) -> list[Fault]:
    """Return what keeps a built site from being published: what its settings lack, what its pages show wrongly."""
    return [*incomplete(site), *audit(output / site.id)]


def chosen_hosts(output: Path, file: Path | None) -> tuple[LocalHost, ...]:
    """Return the hosts of a `hosts.toml`, or the embedded pair below the output folder; raise `HostError`."""
    if file is None:
        return embedded_hosts(output / ".hosts")
    if not file.is_file():
        raise HostError(str(file), "没有这个文件", "用--hosts给出hosts.toml")
    return read_hosts(file)


def address(site: Site) -> SiteAddress:
    """Return how visitors ask for a site."""
    settings = site.settings
    return SiteAddress(site.id, settings.domain, settings.chinese_domain or None, settings.name)
