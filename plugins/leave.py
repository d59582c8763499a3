"""Before a reader leaves the government's sites: a page for each link that leads out, which names where to, and asks.

It works without script, and nothing is sent on by itself. Its wording is the one in use on government sites; that there is
such a notice, 政府网站发展指引 demands (附件, on links to what is not the government's). Why it stands below its document:
docs/decisions/0022-leaving-the-site.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from model.kinds import Guide
from model.outward import host_of
from model.phrases import msg
from plugins.engine.outward import asking_at
from plugins.engine.registry import VARIED, PageKey, Registry, Subject, View, features
from plugins.engine.values import Link

if TYPE_CHECKING:
    from model.document import Document
    from plugins.engine.ask import Ask
    from plugins.engine.registry import Context

_QUESTIONS = {
    "portal": msg("您访问的链接即将离开“{name}”门户网站，是否继续？"),
    "department": msg("您访问的链接即将离开“{name}”网站，是否继续？"),
}


@dataclass(frozen=True, slots=True)
class Leaving:
    """Where a link leads: `address` to be followed, `host` and `shown` to be read; and the document that it stands in."""

    address: str
    host: str
    shown: str
    back: Link


def page(document: Document, address: str) -> PageKey:
    """The page that asks before a link of a document is followed."""
    return PageKey(f"{asking_at(document.url, address)[1:]}index.html", address, document.path)


def context(ask: Ask, key: PageKey) -> Context:
    """The question, the address and the way back; of the document only what lists show, for its text changes more often."""
    back = ask.link(key.source)
    assert back
    question = ask.say(_QUESTIONS[ask.site.settings.kind]).format(name=ask.site.settings.name)
    trail = ask.site.trail(back.url.strip("/").rpartition("/")[0])
    subject = Subject("leave", f"/{key.file.removesuffix('index.html')}", question, trail, indexed=False)
    return {"subject": subject, "leaving": Leaving(key.of, host(key.of), readable(key.of), back)}


def host(address: str) -> str:
    """Return the host of an address as people read it; one in other than Latin letters also as browsers send it."""
    written = readable(urlsplit(address).hostname or "")
    sent = host_of(address)
    return written if sent in {written, ""} else f"{written}（{sent}）"


def readable(address: str) -> str:
    """Return an address as written, with `%` codes for characters that nobody sees or that turn the direction of others."""
    return "".join(each if each.isprintable() else quote(each) for each in address)


def service(ask: Ask, subject: Subject) -> Link | None:
    """Where a matter is dealt with online; nothing where the document does not say."""
    document = subject.document
    if not isinstance(document, Guide) or not document.service_url:
        return None
    return Link(document.service_url, ask.outward(document.url, document.service_url))


def add(registry: Registry) -> None:
    """Declare the pages, and the link of a guide that is no part of its text."""
    registry.view(View("leave", context, of_link=page, template="pages/leave.html", varied=VARIED))
    registry.part("service", service, "document")


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
