"""Old addresses: a page at each that sends the reader on without script, or says that its content is gone and what to read instead.

They come from one table a site: the rows of `redirects.csv`, and the `aliases` of its documents. Source:
长治市政府网站管理办法第八条第三项、第四项.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.faults import Fault
from model.lifecycle import Mode
from model.redirects import REDIRECTS_FILE
from plugins.engine.old_addresses import OLD, file_of
from plugins.engine.registry import VARIED, PageKey, Registry, Subject, View, features

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.document import Document
    from plugins.engine.ask import Ask
    from plugins.engine.files import OwnedFile
    from plugins.engine.inquiry import Inquiry, Row
    from plugins.engine.registry import Context
    from plugins.engine.values import Link

#: A table's rows hold when the site serves and when it is closed.
_MODES = frozenset({Mode.SERVING, Mode.CLOSED})


@dataclass(frozen=True, slots=True)
class Gone:
    """What the page of a withdrawn content says: why, and what to read instead."""

    note: str
    instead: Link | None


def pages(document: Document, _files: tuple[OwnedFile, ...]) -> Iterator[PageKey]:
    """A page for each old address of a document."""
    for number, alias in enumerate(document.aliases):
        yield PageKey(file_of(alias), document.path, document.path, f"aliases.{number}")


def context(ask: Ask, key: PageKey) -> Context:
    """Where a document's old address leads."""
    return _onward(ask, ask.link(key.of))


def moved(ask: Ask, key: PageKey) -> Context:
    """Where an address of the table leads."""
    _, new, _, _ = ask.redirect(key.of)
    return _onward(ask, ask.leads_to(new))


def _onward(ask: Ask, link: Link | None) -> Context:
    assert link
    canonical = link.url if "://" in link.url else f"{ask.site.address}{link.url}"
    return {"target": link.url, "title": link.text, "canonical": canonical, "lang": link.lang or ask.words.tag}


def gone(ask: Ask, key: PageKey) -> Context:
    """What is said where the content of an address is gone."""
    old, _, note, instead = ask.redirect(key.of)
    subject = Subject("gone", old, ask.say("此内容已经撤下"), indexed=False)
    return {"subject": subject, "gone": Gone(note, ask.leads_to(instead))}


def check(inquiry: Inquiry) -> Iterator[Fault]:
    """Find rows that lead nowhere, in a circle, to another old address, or away from the platform."""
    for row in inquiry.rows_to_check():
        yield from _target_faults(inquiry, row, row.new)
        if row.instead and not row.new:
            yield from _target_faults(inquiry, row, row.instead)


def _target_faults(inquiry: Inquiry, row: Row, target: str) -> Iterator[Fault]:
    if target.endswith(".md") and "://" not in target:
        why = inquiry.why_not_public(target) if row.holds else "" if inquiry.is_document(target) else "不存在"
        if why:
            yield _fault(row, "DEAD_REDIRECT", f"“{row.old}”转到的“{target}”{why}", "改为已发布的文件")
    elif target and target == row.new:
        yield from _page_faults(inquiry, row)


def _page_faults(inquiry: Inquiry, row: Row) -> Iterator[Fault]:
    if not row.to_site:
        fact = f"“{row.old}”转到的“{row.new}”不在平台的网站上"
        yield _fault(row, "REDIRECT_AWAY", fact, "只转到本平台网站的网址，别处的写进说明")
    elif (row.to_site, row.to_file) == (row.site, row.file):
        yield _fault(row, "REDIRECT_LOOP", f"“{row.old}”转到它自己", "写新的网址")
    elif row.holds and not (inquiry.rests(row.site) or inquiry.rests(row.to_site)):
        yield from _arrival_faults(inquiry, row)


def _arrival_faults(inquiry: Inquiry, row: Row) -> Iterator[Fault]:
    view = inquiry.page_at(row.to_site, row.to_file)
    if not view:
        yield _fault(row, "DEAD_REDIRECT", f"“{row.old}”转到的“{row.new}”没有网页", "写现有的网址")
    elif view in OLD:
        last, circle = _last_of_chain(inquiry, row)
        if circle:
            yield _fault(row, "REDIRECT_LOOP", f"“{row.old}”转来转去又回到自己", "写新的网址")
        else:
            remedy = f"直接写“{last}”" if last else "写最终的网址"
            yield _fault(row, "REDIRECT_CHAIN", f"“{row.old}”转到的“{row.new}”自己也是旧网址", remedy)


def _last_of_chain(inquiry: Inquiry, row: Row) -> tuple[str, bool]:
    """The last target along the tables' rows, and whether the way leads in a circle."""
    seen: set[tuple[str, str]] = set()
    step: Row | None = row
    last = ""
    while step and (step.site, step.file) not in seen:
        seen.add((step.site, step.file))
        last = step.new
        step = inquiry.row_at(step.to_site, step.to_file) if step.to_site else None
    return last, step is not None


def _fault(row: Row, code: str, fact: str, remedy: str) -> Fault:
    return Fault(f"{row.site}/{REDIRECTS_FILE}", row.line, code, fact, remedy)


def add(registry: Registry) -> None:
    """Declare the pages and the check."""
    template = "pages/redirect.html"
    registry.view(View("redirect", context, of_document=pages, template=template, varied=VARIED))
    registry.view(View("moved", moved, template=template, modes=_MODES, varied=VARIED))
    registry.view(View("gone", gone, template="pages/gone.html", modes=_MODES, varied=VARIED))
    registry.check(check)


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
