"""What changed of the sites since a revision: what is to be filed, which old addresses would be dead, whether the record only grew.

It is found by comparing the two states; nobody has to remember anything. Source: 长治市政府网站管理办法第八条第四项、第五项.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.faults import ContentFaults, Fault, did_you_mean
from model.lifecycle import LIFECYCLE_FILE
from pipeline.changes.filing import DOMAIN, Item, announced, items, superior
from pipeline.changes.leads import Correction, Leads
from pipeline.changes.old_addresses import Old, Pair
from pipeline.changes.renames import renames
from pipeline.changes.revisions import content_at
from pipeline.changes.snapshots import State, state_of

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from pipeline.changes.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class SiteChanges:
    """What changed of one site, and what follows. Of a site that is new or gone, `came` or `went` is true and no more is said.

    `rests` says that its addresses cannot be compared, since it showed or shows one notice instead of itself. `old` are the addresses that it had and has no more, `corrections` the rows of its table that lead to one of them, `announce`
    is the earlier domain where its change was not announced, `rewritten` what is wrong with its record.
    """

    name: str
    title: str
    superior: str
    items: tuple[Item, ...] = ()
    old: tuple[Old, ...] = ()
    corrections: tuple[Correction, ...] = ()
    announce: str = ""
    rewritten: Fault | None = None
    rests: bool = False
    came: bool = False
    went: bool = False

    @property
    def recognised(self) -> tuple[Old, ...]:
        """The old addresses of which it is known where they should lead."""
        return tuple(old for old in self.old if old.new)

    @property
    def undecided(self) -> tuple[Old, ...]:
        """The old addresses that may lead to one of several."""
        return tuple(old for old in self.old if old.candidates)

    @property
    def dead(self) -> tuple[Old, ...]:
        """The old addresses that lead nowhere as far as is known."""
        return tuple(old for old in self.old if not old.new and not old.candidates)


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed of the sites; `before` and `after` are the faults of the content at the revision and now, as in `State`."""

    sites: tuple[SiteChanges, ...]
    before: tuple[Fault, ...] = ()
    after: tuple[Fault, ...] = ()

    @property
    def acceptable(self) -> int:
        """How many rows can be written into the tables: new ones, and corrected ones."""
        return sum(len(site.recognised) + len(site.corrections) for site in self.sites)

    @property
    def left(self) -> int:
        """How many addresses somebody must decide on."""
        return sum(len(site.undecided) + len(site.dead) for site in self.sites)

    @property
    def rewritten(self) -> tuple[Fault, ...]:
        """The records that did not only grow."""
        return tuple(site.rewritten for site in self.sites if site.rewritten)


def changes_since(content: Path, revision: str, now: dt.datetime, site: str = "") -> Changes:
    """Return what changed of the sites of `content`, or of the one named, since a revision; both are taken as of `now`.

    Raises `RevisionError` where the revision cannot be had, `ContentFaults` where a site, a record or a table of old addresses
    cannot be read now, or where there is no such site.
    """
    with content_at(content, revision) as folder:
        after = state_of(content, now)
        before = state_of(folder, now)
    if after.unread:
        raise ContentFaults(after.unread)
    names = [*before.sites, *after.sites]
    if site and site not in names:
        nearest = did_you_mean(site, names) or "、".join(dict.fromkeys(names))
        raise ContentFaults([Fault(site, 1, "NO_SITE", f"没有“{site}”这个网站", f"网站有：{nearest}")])
    return changes(before, after, now.date(), site)


def changes(before: State, after: State, day: dt.date, site: str = "") -> Changes:
    """Return what changed of all sites between two states, or of the one named, as of a day."""
    pairs = {there: _pair(each, after.sites[there]) for each, there in _same_sites(before, after)}
    kept = {pair.before.site.id for pair in pairs.values()}
    leads = Leads(after.sites, pairs, day)
    found = [_of_site(pair, leads) for pair in pairs.values()]
    found += [_came(each) for name, each in after.sites.items() if name not in pairs]
    found += [_went(each) for name, each in before.sites.items() if name not in kept]
    chosen = tuple(each for each in found if site in {"", each.name})
    return Changes(chosen, before.faults, after.faults)


def _same_sites(before: State, after: State) -> list[tuple[Snapshot, str]]:
    """The sites of before with the names that they have now: a folder may be renamed, the domain tells which it is."""
    by_domain = {each.site.settings.domain: name for name, each in after.sites.items() if name not in before.sites}
    there = {
        name: name if name in after.sites else by_domain.get(each.site.settings.domain, "")
        for name, each in before.sites.items()
    }
    return [(each, there[name]) for name, each in before.sites.items() if there[name]]


def _pair(before: Snapshot, after: Snapshot) -> Pair:
    return Pair(before, after, renames(before, after))


def _of_site(pair: Pair, leads: Leads) -> SiteChanges:
    site = pair.after.site
    rows = tuple(leads.rows(site.id))
    filed = items(pair)
    moved = any(item.what == DOMAIN for item in filed) and not announced(pair)
    return SiteChanges(
        site.id,
        site.settings.name,
        superior(site),
        filed,
        (*leads.old_addresses(site.id), *(row for row in rows if isinstance(row, Old))),
        tuple(row for row in rows if isinstance(row, Correction)),
        pair.before.site.settings.domain if moved else "",
        rewritten(pair),
        pair.rests,
    )


def rewritten(pair: Pair) -> Fault | None:
    """Return what is wrong with a record in which an act of before is changed or missing; nothing where it only grew."""
    before, after = pair.before.life.acts, pair.after.life
    if after.acts[: len(before)] == before:
        return None
    same = zip(before, after.acts, strict=False)
    number = next((number for number, (old, new) in enumerate(same) if old != new), len(after.acts))
    line = after.lines[number] if number < len(after.lines) else max(after.lines, default=1)
    fact = f"第{number + 1}条记录（{before[number].date}{before[number].name}）改动或者删去了"
    path = f"{pair.after.site.id}/{LIFECYCLE_FILE}"
    return Fault(path, line, "LIFE_REWRITTEN", fact, "记录只在末尾添加：恢复原来的，更正另记一条")


def _came(snapshot: Snapshot) -> SiteChanges:
    return SiteChanges(snapshot.site.id, snapshot.site.settings.name, superior(snapshot.site), came=True)


def _went(snapshot: Snapshot) -> SiteChanges:
    site = snapshot.site
    old = tuple(Old(each.url, why="网站没有了") for each in (*snapshot.pages.values(), *snapshot.aliases.values()))
    return SiteChanges(site.id, site.settings.name, superior(site), old=old, went=True)
