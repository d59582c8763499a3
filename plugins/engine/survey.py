"""Look at the content before anything is read: which folders and which settings are not as the ledger knows them.

Where nothing is, and nothing is due, the build is over: neither Pelican nor a plugin need be loaded.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from model.content_folder import Content, read_content
from model.faults import ContentFaults, Fault
from model.lifecycle_rules import faults_of_record
from model.profile import read_profile
from plugins.engine.epoch import making_epoch, reading_epoch
from plugins.engine.scan import Folder, folders, misplaced
from plugins.engine.theme_digests import closures, rest_digest, static_digest, templates_digest, words_digests

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from model.lifecycle import Lifecycle
    from model.profile import Profile
    from plugins.engine.ledger import Ledger

#: The moment that the ledger is of; it alone changes from build to build.
NOW = "now"
#: To which hosts links need no question.
HOSTS = "hosts"
_TEMPLATES = "template"
_MAKING = "making"


@dataclass(frozen=True, slots=True)
class Survey:
    """The content as it is now beside the ledger.

    `folders` are those to be looked into, each with its place; `gone` the paths of those that are no more. `facts` are what
    every page depends on now, `before` what it was in the last build: nothing where there was none.
    """

    content: Content
    now: dt.datetime
    faults: tuple[Fault, ...]
    folders: tuple[tuple[Folder, str], ...]
    gone: tuple[str, ...]
    facts: dict[str, str]
    before: dict[str, str]

    @property
    def first(self) -> bool:
        """Whether the ledger is empty."""
        return not self.before

    @property
    def changed(self) -> set[str]:
        """The names of the facts that are not as they were."""
        names = self.facts.keys() | self.before.keys()
        return {name for name in names if self.facts.get(name) != self.before.get(name)}

    @property
    def nothing(self) -> bool:
        """Whether the content is as it was in every respect; the moment may be another."""
        return not (self.faults or self.folders or self.gone or self.changed - {NOW})


def survey(folder: Path, ledger: Ledger, now: dt.datetime, theme: Path, settings: Path | None = None) -> Survey:
    """Compare the content in `folder` as of `now` with the ledger; raise `ContentFaults` where there is no such folder.

    A ledger that other code wrote is emptied, within the running transaction: nothing in it need hold any more.
    """
    if not folder.is_dir():
        raise ContentFaults(
            [Fault(folder.name or ".", 1, "NO_CONTENT", "内容文件夹不存在", "用--content写出内容文件夹")]
        )
    content = read_content(folder)
    profile, wrong = read_profile(folder)
    faults = [*content.faults, *wrong, *_faults_of_lives(content, profile, now.date())]
    before, making = ledger.facts(), making_epoch(settings)
    if before and before[_MAKING] != making:
        ledger.forget_everything()
        before = {}
    reading = reading_epoch()
    known = {path: (stamp, place) for path, stamp, place in ledger.database.execute("select * from folder")}
    changed = []
    for site in content.sites.values():
        for each in folders(content, site):
            place = place_of(each, reading)
            if known.pop(each.path, None) != (each.stamp, place) or not each.stamp:
                changed.append((each, place))
                faults += misplaced(each)
    facts = {
        NOW: now.isoformat(),
        _MAKING: making,
        "static": static_digest(theme),
        "theme": rest_digest(theme),
        "platform": _digest(replace(content.platform, allowed_hosts=())),
        HOSTS: _digest(sorted(content.platform.allowed_hosts)),
        "terms": _digest(sorted(content.terms.items())),
        **{f"variants:{site.id}": " ".join(site.settings.variants) for site in content.sites.values()},
        **{f"site:{site.id}": _digest(site) for site in content.sites.values()},
        **{f"life:{site}": _life(life, now.date()) for site, life in content.lives.items()},
        **{f"words:{lang}": digest for lang, digest in words_digests(theme).items()},
        **_template_facts(theme, before),
    }
    return Survey(content, now, tuple(faults), tuple(changed), tuple(known), facts, before)


def _faults_of_lives(content: Content, profile: Profile, today: dt.date) -> Iterator[Fault]:
    """What is wrong with the sites' records as of a day."""
    names = frozenset(content.sites)
    for name, life in content.lives.items():
        yield from faults_of_record(content.sites[name], life, names, profile, today)


def _life(life: Lifecycle, today: dt.date) -> str:
    """What a site's hosts show, and the digest of its record and its state: it changes by the calendar, too."""
    return f"{life.mode(today)}:{_digest(life, life.state(today))}"


def mode_of(fact: str) -> str:
    """Return what a site's hosts showed when the fact of its life was remembered."""
    return fact.partition(":")[0]


def _template_facts(theme: Path, before: dict[str, str]) -> dict[str, str]:
    """The digest of the templates, and of each with all that it names; those are worked out only where the first is another."""
    digest = templates_digest(theme)
    if before.get(_TEMPLATES) == digest:
        return {name: value for name, value in before.items() if name.startswith(_TEMPLATES)}
    return {_TEMPLATES: digest, **{f"template:{name}": value for name, value in closures(theme).items()}}


def place_of(folder: Folder, reading: str) -> str:
    """Return the digest of what the documents of a folder are made from besides their own files."""
    column = folder.column
    editions = [(each.lang, bool(column and each.column(each.place(column.path)))) for each in folder.site.editions]
    return _digest(reading, folder.site.id, column and column.path, column and column.kind, editions)


def _digest(*values: object) -> str:
    return hashlib.blake2b(repr(values).encode(), digest_size=16).hexdigest()
