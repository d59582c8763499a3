"""From the content folder to the hosts: build, check, audit, and only then publish."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import platform
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from model.exceptions import read_exceptions
from model.faults import ContentFaults, Fault
from model.lifecycle import LIFECYCLE_FILE, Lifecycle, State
from model.profile import read_profile
from pipeline import publish as publishing
from pipeline.attempt import begun, kept_if_it_fails, record_file
from pipeline.audit import audit, settings_of
from pipeline.build import LEDGER, build
from pipeline.built_site import from_ledger
from pipeline.cargo import Terms
from pipeline.changes.revisions import RevisionError, commit_of
from pipeline.check import forbidden, incomplete
from pipeline.check.excepted import is_excepted
from pipeline.emergency import switch_to_notice
from pipeline.findings.finding import Finding
from pipeline.fronts import answering, looked_at
from pipeline.hosts import HostError, SiteAddress
from pipeline.hosts_file import PRODUCTION, Hosts, embedded, read_hosts
from pipeline.inspection import verify
from pipeline.outcome import State as Reached
from pipeline.outcome import quiet
from pipeline.records.keeping import keeping
from pipeline.records.second_review import approve
from plugins.engine.clock import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from model.profile import Profile
    from model.site import Site
    from pipeline.attempt import Attempt, Forced
    from pipeline.audit.setting import Setting
    from pipeline.build import BuiltPlatform
    from pipeline.outcome import Publication
    from pipeline.records.chain import Line

    Say = Callable[[str], object]

HOSTS_FILE = "hosts.toml"
_UNRECORDED = Lifecycle()
_WAITING = (State.APPROVED, State.PLANNED)


def deliver(
    content: Path,
    output: Path,
    hosts: Hosts,
    *,
    site: str = "",
    dry_run: bool = False,
    again: bool = False,
    forced: Forced | None = None,
    say: Say = print,
) -> Publication:
    """Build the sites, check and audit them, and publish those whose life and whose approval allow it to all hosts.

    A site that is approved waits until it is online; one without a record is shown on the embedded hosts of this machine, and on
    no others. What goes to other machines must have been reviewed, or be `forced`. Every attempt is kept in the record.
    Raises `ContentFaults` before anything travels where a check finds something, `OutputError` and `ReleaseError` as
    building and publishing do. `say` gets a line for each step.
    """
    say("内置的本机主机：不查审核，不签名" if hosts.embedded else f"环境：{hosts.environment}")
    with ThreadPoolExecutor(1) as beside:  # hosts are reached while the sites are built
        reached = beside.submit(begun, content, output, hosts, say)
        built = _built(content, output, site, say)
        attempt = reached.result()
    now = dt.datetime.now(SHANGHAI)
    sites = _leaving(built, hosts, now.date(), say)
    names = [each.id for each in sites]
    faults = list(_forbidding(built, sites, output, now.date(), say))
    if faults:
        raise ContentFaults(faults)
    say(f"检查通过：{len(sites)}个网站")
    attempt.require_signed(names)
    chosen = [from_ledger(output / LEDGER, output / each.id, each.id) for each in sites]
    terms = terms_of(content, output, hosts)
    if dry_run:
        planned = publishing.publish(chosen, hosts.all, now, terms, dry_run=True, again=again, say=say)
        _say_what_is_missing(attempt, names, forced, say)
        return planned
    with kept_if_it_fails(attempt, "publish", names, say):
        publication = publishing.publish(
            chosen, hosts.all, now, terms, again=again, allow=lambda: attempt.approve(names, forced), say=say
        )
    publication = _seen(publication, hosts, [address(each, built.content.lives[each.id]) for each in sites], say)
    attempt.keep(publication, say)
    return publication


def roll_back(
    content: Path, output: Path, hosts: Hosts, sites: Sequence[SiteAddress], to: str, say: Say = print
) -> Publication:
    """Show an earlier release of sites again on all hosts, and keep that in the record; raises as `rollback` does."""
    attempt, names = begun(content, output, hosts, say, urgent=True), [site.name for site in sites]
    with kept_if_it_fails(attempt, "rollback", names, say):
        publication = publishing.rollback(names, hosts.all, to or None, who=publisher(), say=say)
    publication = _seen(publication, hosts, sites, say)
    attempt.keep(publication, say)
    return publication


def close_at_once(content: Path, output: Path, hosts: Hosts, site: str, say: Say = print) -> Publication | None:
    """Switch a site to the notice of its emergency on all hosts, and keep that in the record; raises as `switch_to_notice` does."""
    attempt = begun(content, output, hosts, say, urgent=True)
    with kept_if_it_fails(attempt, "emergency", [site], say):
        publication = switch_to_notice(content, site, hosts.all, terms_of(content, output, hosts), say)
    if publication:
        attempt.keep(publication, say)
    return publication


def verified(hosts: Hosts, sites: Sequence[SiteAddress], asked: int, say: Say = quiet) -> Publication:
    """Read every file that the hosts show again, and ask each host from outside for its front pages and `asked` files a site."""
    found = verify([site.name for site in sites], hosts.all, say=say)
    with answering(hosts, sites) as fronts:
        return looked_at(found, hosts.all, fronts, sites, asked) if asked else found


def reviewed(content: Path, output: Path, hosts: Hosts, release: str, note: str, key: str, say: Say = print) -> Line:
    """Record the second review of a forced publication, and leave it with the hosts; raises as `approve` does."""
    kept = keeping(record_file(output, hosts), hosts.environment, hosts.all)
    line = approve(content, kept.file, release, note, key=key, now=dt.datetime.now(SHANGHAI))
    for said in kept.bring_up():
        say(said)
    return line


def _built(content: Path, output: Path, site: str, say: Say) -> BuiltPlatform:
    say("构建…")
    built = build(content, output, site=site)
    say(f"构建完成：{built.figures.documents}篇文件，{built.figures.pages}个文件输出，写入{built.figures.written}个")
    return built


def _leaving(built: BuiltPlatform, hosts: Hosts, today: dt.date, say: Say) -> list[Site]:
    """The sites whose life allows them to be shown on these hosts."""
    waiting = _WAITING[:1] if hosts.embedded else _WAITING
    sites = [each for each in built.sites if _state(built, each, today) not in waiting]
    for each in built.sites:
        if each not in sites:
            state = _state(built, each, today)
            say(f"{each.settings.name}（{each.id}）是“{state}”状态，还没有上线：不发布")
    if not sites:
        raise ContentFaults(map(_not_online, built.sites))
    return sites


def _forbidding(built: BuiltPlatform, sites: Sequence[Site], output: Path, today: dt.date, say: Say) -> Iterator[Fault]:
    """What keeps sites from being published, in settings, built pages and single documents, but for what somebody has allowed."""
    content = built.content
    settings = settings_of(content, _profile(content.folder))
    waivers, _ = read_exceptions(content.folder, content.sites, content.people)
    for site in sites:
        faults = findings(site, _state(built, site, today), output, settings[site.id], say)
        yield from (each for each in faults if not is_excepted(each, waivers, today))
    yield from map(Finding.as_fault, forbidden(content.folder, output, [each.id for each in sites]))


def _state(built: BuiltPlatform, site: Site, today: dt.date) -> State:
    return built.content.lives[site.id].state(today)


def _say_what_is_missing(attempt: Attempt, names: Sequence[str], forced: Forced | None, say: Say) -> None:
    """Say what would keep a publication from leaving that is only planned."""
    try:
        attempt.approve(names, forced)
    except ContentFaults as error:
        for fault in error.faults:
            say(f"发布时会拒绝：{fault}")


def _seen(
    publication: Publication, hosts: Hosts, sites: Sequence[SiteAddress], say: Callable[[str], object]
) -> Publication:
    """Look from outside at what was switched."""
    if not any(outcome.state is Reached.SWITCHED for outcome in publication.outcomes):
        return publication
    with answering(hosts, sites) as fronts:
        unseen = {host.name for host in hosts.all} - {front.host for front in fronts}
        say("从外面看…" + (f"（{'、'.join(sorted(unseen))}没有写serves，不看）" if unseen else ""))
        return looked_at(publication, hosts.all, fronts, sites)


def terms_of(content: Path, output: Path, hosts: Hosts) -> Terms:
    """Return on what terms what is built of a content folder goes to hosts."""
    commit = "-"
    with suppress(RevisionError):
        commit = commit_of(content, "HEAD")
    days = _profile(content)["asset_days"].value
    return Terms(publisher(), commit, builder(), hosts.signing, asset_days=days, assets=output / ".assets")


def _profile(content: Path) -> Profile:
    profile, faults = read_profile(content)
    if faults:
        raise ContentFaults(faults)
    return profile


def publisher() -> str:
    """Return who publishes, on which machine, since when, as others are told who find a site locked."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container may run as a number that has no name
        user = str(os.getuid())
    now = dt.datetime.now(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    return f"{user}@{socket.gethostname()}（进程{os.getpid()}）从{now}起"


def builder() -> str:
    """Return which versions built what is published."""
    return f"zhengzhan {version('zhengzhan')}, pelican {version('pelican')}, python {platform.python_version()}"


def _not_online(site: Site) -> Fault:
    remedy = "按办法第七条办好以后用invoke site.open、site.online记录"
    return Fault(f"{site.id}/{LIFECYCLE_FILE}", 1, "SITE_NOT_ONLINE", "网站还没有上线，不能发布", remedy)


def findings(site: Site, state: State, output: Path, setting: Setting, say: Say = print) -> list[Fault]:
    """Return what keeps a built site from being published: what its settings lack, what its pages show wrongly."""
    return [*incomplete(site, state), *audit(output / site.id, setting, ledger=output / LEDGER, say=say)]


def chosen_hosts(content: Path, output: Path, file: Path | None = None, environment: str = PRODUCTION) -> Hosts:
    """Return the hosts of an environment: of the file given, of the content's `hosts.toml`, or else the embedded pair below the output.

    Raises `HostError`.
    """
    file = file or (content / HOSTS_FILE if (content / HOSTS_FILE).is_file() else None)
    if file is None:
        if environment != PRODUCTION:
            raise HostError(
                str(content / HOSTS_FILE),
                f"没有这个文件，不知道“{environment}”环境有哪些主机",
                "写hosts.toml，或者用--hosts给出",
            )
        return embedded(output / ".hosts")
    if not file.is_file():
        raise HostError(str(file), "没有这个文件", "用--hosts给出hosts.toml")
    return read_hosts(file, output / ".manifests", environment)


def address(site: Site, life: Lifecycle = _UNRECORDED) -> SiteAddress:
    """Return how visitors ask for a site; by a domain that it had before, they are sent to the one that it has."""
    settings = site.settings
    former = tuple(act.old_domain for act in life.acts if act.old_domain not in {"", settings.domain})
    return SiteAddress(site.id, settings.domain, settings.chinese_domain or None, settings.name, former)
