"""What the audit sees in the bytes of one page alone: what is wrong with it, where its links lead, what other pages are compared with.

A pure function of the bytes and the site's settings, carried out in a process of its own where there are many pages.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from pipeline.audit.addresses import address_of, target_of
from pipeline.audit.lists import file_of
from pipeline.audit.markup import line_of, text_of
from pipeline.audit.output import is_continued, is_derived
from pipeline.audit.page import Page
from pipeline.audit.rules.footer import ITEMS, missing
from pipeline.rules.book import rules_on
from pipeline.rules.rule import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.audit.markup import Named
    from pipeline.audit.setting import Setting

_FRONT = "index.html"
#: Shorter texts are the same by chance.
_TELLING = 100


class Finding(NamedTuple):
    """What a rule found in a page: its code, the line, the fact, the remedy."""

    rule: str
    line: int
    fact: str
    remedy: str


class Link(NamedTuple):
    """A link that names a file of the site: its address as it is written, the file that this means, the anchor."""

    line: int
    address: str
    file: str
    fragment: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen in a page.

    `sends` says that it only sends on to another address; `spares` are, on the front page, the facts that are none on the pages of this
    site; `blocks` are its links to files, those of one part of the page together: the same parts stand on many pages. `indexed` says that it
    is to be found by others, `own` that besides it is no version or continuation of another; `words` is the digest of its article,
    `versions` its addresses by language, as JSON; `kin` is the same on all versions that name each other, and begins with how many
    they should be.
    """

    findings: tuple[Finding, ...]
    sends: bool
    spares: tuple[str, ...]
    ids: tuple[str, ...]
    blocks: tuple[tuple[Link, ...], ...]
    indexed: bool
    own: bool
    title: str
    description: str
    words: str
    versions: str
    kin: str


def see(data: bytes, file: str, setting: Setting) -> Seen:
    """Return what is to be seen in the bytes of a page; `file` is its path below the site's folder."""
    page = Page(data, file, setting)
    ids = frozenset([*(name for name, _ in page.markup.ids), *_named_of_old(page)])
    found = [] if page.sends else list(_by_rules(page))
    found += _lost_in_page(page.markup.named, ids)
    blocks = tuple(_blocks(page.markup.named, file))
    spares = _spares(page.data, file)
    indexed = "noindex" not in page.meta("robots").lower() and not page.sends
    said = _versions(page)
    return Seen(
        findings=tuple(found),
        sends=page.sends,
        spares=spares,
        ids=tuple(sorted(ids)),
        blocks=blocks,
        indexed=indexed,
        own=indexed and not is_derived(file),
        title=page.title,
        description=page.meta("Description"),
        words=_words(page),
        versions=json.dumps([page.address, said], ensure_ascii=False) if said else "",
        kin=_kin(page.address, file, said),
    )


def inspect_page(data: bytes, file: str, setting: Setting) -> list[Finding]:
    """Return what the rules find in one page, which need not be ours; its links are not followed. Raises nothing, whatever the bytes."""
    page = Page(data, file, setting)
    return sorted(_by_rules(page), key=lambda each: (each.line, each.rule))


def _by_rules(page: Page) -> Iterator[Finding]:
    for rule in rules_on(Subject.PAGE):
        assert rule.find
        for found in rule.find(page):
            yield Finding(rule.code, found.line, found.fact, found.remedy or rule.remedy)


def broken(line: int, address: str) -> Finding:
    """Return what a link is that leads nowhere."""
    return Finding("BROKEN_LINK", line, f"链接到的{address}不存在", "改正链接，或者重新构建")


def through(line: int, address: str) -> Finding:
    """Return what a link is that leads to an old address."""
    return Finding("REDIRECTED_LINK", line, f"链接到的{address}是旧网址，会再转一次", "链接到新的网址")


def _spares(data: bytes, file: str) -> tuple[str, ...]:
    """What the pages of a site need not show: one that rests has no site map, one that moved away may have given up the rest."""
    if file != _FRONT:
        return ()
    if b'class="view-farewell"' in data:
        return (*map(missing, ITEMS), "缺少SiteIDCode标签")
    return (missing("sitemap"),) if b'class="view-rest"' in data else ()


def _words(page: Page) -> str:
    """The digest of the text of an article; nothing where there is too little of it."""
    text = "" if page.article is None else text_of(page.article)
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest() if len(text) >= _TELLING else ""


def _versions(page: Page) -> dict[str, str]:
    """The addresses of the page in other languages and scripts, and its own."""
    named = ((each.get("hreflang"), each.get("href")) for each in page.tags["link"])
    return {lang: address or "" for lang, address in named if lang}


def _kin(address: str, file: str, said: dict[str, str]) -> str:
    """What all versions of a page have in common that name each other; of one that does not name itself, that none need be there."""
    if not said or not address or file_of(address) != file or is_continued(file):
        return ""
    if address not in said.values():
        return "1"
    several = sorted(set(said.values()))
    return f"{len(several)} {hashlib.blake2b(repr(several).encode(), digest_size=12).hexdigest()}"


def _lost_in_page(named: list[Named], ids: frozenset[str]) -> Iterator[Finding]:
    """The links to places of the page itself that it does not have."""
    for each in named:
        address = address_of(each.address)
        if address.inside and address.path == "" and _names_a_place(address.fragment, ids):
            yield broken(line_of(each.element), each.address)


def _names_a_place(fragment: str, ids: frozenset[str]) -> bool:
    return bool(fragment) and fragment not in ids


def _named_of_old(page: Page) -> Iterator[str]:
    """The places that are marked as they were before there were ids: `<a name="one">`."""
    return (name for each in page.tags["a"] if (name := each.get("name")))


def _blocks(named: list[Named], file: str) -> Iterator[tuple[Link, ...]]:
    for _, together in groupby(named, key=lambda each: each.part):
        if links := tuple(_links(together, file)):
            yield links


def _links(named: Iterable[Named], file: str) -> Iterator[Link]:
    for each in named:
        address = address_of(each.address)
        if address.inside and address.path != "" and not address.by_program:
            yield Link(line_of(each.element), each.address, target_of(address, file), address.fragment)
