"""What a document names: other documents, outside addresses, pictures and attachments; each is checked where it is named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from html import escape, unescape
from posixpath import normpath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from model import values
from model.faults import Fault, Unreadable
from model.kinds import Consultation, Guide, Interpretation, Policy, Topic
from model.references import Reference
from plugins.engine.charts import MOST_BARS, MOST_SERIES
from plugins.engine.files import PICTURES, Files, OwnedFile
from plugins.engine.outward import EXTERNAL
from plugins.engine.picture_markup import in_text
from plugins.engine.sanitise import Element, clean, elements, forbidden

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from model.document import Document
    from model.reading import Reading
    from plugins.engine.picture_cache import PictureCache

#: What a text must hold to have a link, a picture, an attribute or an element of its author's; or what HTML writes otherwise.
_WRITTEN = re.compile("[<[{&\xa0]")
_IMAGE = re.compile(r'<img ([^>]*?)src="([^"]*)"([^>]*?)>')
_DOCUMENT_LINK = re.compile(r'href="doc:([^"#]+)(#[^"]*)?"')


@dataclass(frozen=True, slots=True)
class Mention:
    """What a document refers to: another document by path or number, or one elsewhere by `url`."""

    line: int
    sort: str
    target: str
    fragment: str = ""
    title: str = ""
    url: str = ""


class Mentions:
    """What one document refers to, what it owns, and what is wrong with either."""

    def __init__(self, folder: Path, reading: Reading, pictures: PictureCache | None = None) -> None:
        assert reading.document
        self.document: Document = reading.document
        self.reading = reading
        self.files = Files(folder, self.document.path, pictures)
        self.references: list[Mention] = []
        self.faults: list[Fault] = []
        self._targets: dict[str, str] = {}
        self._shown: dict[str, OwnedFile] = {}
        self._first = True
        self._folder = str(self.document.folder)
        self._sought = ""

    # What the front matter names

    def read_front_matter(self) -> None:
        """Own the attachments and the picture, and note the documents that are named."""
        for number, written in enumerate(self.document.attachments):
            self._named(f"attachments.{number}", partial(self.files.own, label="", attached=True), written)
        if self.document.image:
            owned = self._named("image", self.files.show, self.document.image)
            if owned and not owned.width:
                self._fault("image", "PICTURE", f"题图“{owned.name}”不是图片", f"可用{'、'.join(sorted(PICTURES))}")
        for key, sort, reference in _named_documents(self.document):
            line = self._line_of_key(key)
            target = self._document_path(reference.path) if reference.path else reference.number
            self.references.append(Mention(line, sort, target, title=reference.title, url=reference.url))
        for key, address in _named_elsewhere(self.document):
            self.references.append(Mention(self._line_of_key(key), EXTERNAL, address))

    def refuse_nesting(self, place: int) -> None:
        """Say that the text is nested too deeply to be converted, at a place of it."""
        line = self.reading.body_line + self.reading.body.count("\n", 0, place)
        fact = "正文的列表、引用或者括号嵌套太深"
        self.faults.append(Fault(self.document.path, line, "TOO_NESTED", fact, "减少层次，补上缺少的括号"))

    def refuse_chart(self, name: str) -> None:
        """Say that a table cannot be drawn as a chart."""
        fact = f"条形图“{name}”画不出来：表里没有数，或者多于{MOST_BARS}行、{MOST_SERIES}列数"
        self._fault_in_text(f"条形图：{name}", "CHART", fact, "第一列写名称，后面的列写数；不要图的写成“表：”")

    def _named(self, key: str, own: Callable[[str], OwnedFile], written: str) -> OwnedFile | None:
        try:
            return own(written)
        except Unreadable as error:
            self._fault(key, error.code, error.message, error.remedy)
            return None

    def _fault(self, key: str, code: str, message: str, remedy: str) -> None:
        self.faults.append(Fault(self.document.path, self._line_of_key(key), code, message, remedy))

    def _line_of_key(self, key: str) -> int:
        """The line of a key, or of an item of its list (`key.0`)."""
        lines = self.reading.lines
        return lines.get(key) or lines.get(key.partition(".")[0], 1)

    def _document_path(self, written: str) -> str:
        """The content-relative path that a relative path means; one that climbs out of the content folder is kept as it is."""
        return normpath(f"{self._folder}/{written}")

    # What the text names

    def rewrite(self, html: str) -> str:
        """Return the HTML sanitised, with its links and pictures resolved; note what is wrong.

        Where the author wrote neither HTML nor a link, there is only what the converter makes of plain text.
        """
        if "&" not in html and not _WRITTEN.search(self.reading.body):
            return html
        for element in elements(html):
            self._inspect(element)
        cleaned = clean(html, self._replace)
        return _IMAGE.sub(self._measured, cleaned)

    def _inspect(self, element: Element) -> None:
        wrong = forbidden(element)
        for each in wrong:
            name = each.strip("<>").split(" ")[-1].rstrip("=")
            self._fault_in_text(name, "FORBIDDEN_HTML", f"正文里有不能发布的{each}", "删去，改用Markdown的写法")
        if element.name == "a" and "href" in element.attributes:
            self._inspect_link(element.attributes["href"])
        elif element.name == "img":
            self._inspect_picture(element.attributes.get("src", ""), element.attributes.get("alt", ""))

    def _inspect_link(self, written: str) -> None:
        if written in self._targets:
            return
        try:
            self._targets[written] = self._link(written)
        except Unreadable as error:
            self._fault_in_text(written, error.code, error.message, error.remedy)

    def _link(self, written: str) -> str:
        try:
            parts = urlsplit(written)
        except ValueError:
            raise Unreadable("LINK", f"链接“{written}”写法有误", "核对网址") from None
        if parts.scheme in {"mailto", "tel"}:
            return written
        if parts.scheme or parts.netloc:
            return self._elsewhere(written) if parts.scheme in {"http", "https"} else _refuse_scheme(written)
        path, fragment = unquote(parts.path), unquote(parts.fragment)
        if not path and parts.query:
            raise Unreadable("LINK", f"链接“{written}”只有参数", "写完整的网址，或者到.md文件的相对路径")
        if not path:
            self._refer(self.document.path, fragment, written)
            return f"#{quote(fragment, safe=':')}"
        if path.endswith(".md"):
            target = self._document_path(values.document_path(path))
            self._refer(target, fragment, written)
            return f"doc:{quote(target)}" + (f"#{quote(fragment, safe=':')}" if fragment else "")
        if path.startswith("/"):
            raise Unreadable("LINK", f"链接“{written}”是网址路径", "写到.md文件的相对路径，如“../zcwj/banfa.md”")
        return self._url_of(self.files.own(path, "", attached=False))

    def _elsewhere(self, written: str) -> str:
        address = values.address(written)
        self.references.append(Mention(self._line_of(written), EXTERNAL, address))
        return address

    def _refer(self, target: str, fragment: str, written: str) -> None:
        if target != self.document.path or fragment:
            self.references.append(Mention(self._line_of(written), "link", target, fragment))

    def _inspect_picture(self, written: str, alt: str) -> None:
        if not alt.strip():
            self._fault_in_text(
                written, "NO_ALT", f"图片“{written}”没有替代文字", "在方括号里写图片的内容：![说明](图片)"
            )
        try:
            parts = urlsplit(written)
            if parts.scheme or parts.netloc or written.startswith("/"):
                raise Unreadable("PICTURE", f"图片“{written}”不在本站", "把图片文件放在文件旁边，写相对路径")
            owned = self.files.show(unquote(parts.path))
            if not owned.width:
                raise Unreadable("PICTURE", f"“{owned.name}”不是图片", f"可用{'、'.join(sorted(PICTURES))}")
            self._targets[written] = self._url_of(owned)
            self._shown[self._targets[written]] = owned
        except (Unreadable, ValueError) as error:
            wrong = (
                error
                if isinstance(error, Unreadable)
                else Unreadable("PICTURE", f"图片“{written}”写法有误", "核对路径")
            )
            self._fault_in_text(written, wrong.code, wrong.message, wrong.remedy)

    def _url_of(self, owned: OwnedFile) -> str:
        return f"{self.document.url}{quote(owned.name)}"

    def _fault_in_text(self, written: str, code: str, message: str, remedy: str) -> None:
        self.faults.append(Fault(self.document.path, self._line_of(written), code, message, remedy))

    def _line_of(self, written: str) -> int:
        """The line on which the text names something; the Markdown converter does not tell."""
        self._sought = self._sought or self.reading.body.lower()
        for form in (f"({written}", f"({unquote(written)}", written, unquote(written)):
            place = self._sought.find(form.lower())
            if place >= 0:
                return self.reading.body_line + self._sought.count("\n", 0, place)
        return self.reading.body_line

    def _replace(self, element: str, attribute: str, value: str) -> str | None:
        if (element, attribute) in {("a", "href"), ("img", "src")}:
            return self._targets.get(value)
        return value

    def _measured(self, match: re.Match[str]) -> str:
        before, source, after = match.groups()
        owned = self._shown.get(unescape(source))
        if not owned:
            return match[0]
        first, self._first = self._first, False
        return in_text(owned, self.document.url, f" {before.strip()} {after.strip()}".rstrip(), first=first)


def _named_documents(document: Document) -> Iterator[tuple[str, str, Reference]]:
    """The documents that the front matter names: the key, what for, and the reference."""
    if isinstance(document, Interpretation):
        yield from ((f"interprets.{n}", "interprets", each) for n, each in enumerate(document.interprets))
    if isinstance(document, Policy):
        yield from ((f"repeals.{n}", "repeals", each) for n, each in enumerate(document.repeals))
    if isinstance(document, Topic):
        yield from ((f"documents.{n}", "topic", Reference(path=each)) for n, each in enumerate(document.documents))
    if isinstance(document, Consultation) and document.result.endswith(".md"):
        yield "result", "result", Reference(path=document.result)
    if document.translation_of:
        yield "translation_of", "translation", Reference(path=document.translation_of)


def _named_elsewhere(document: Document) -> Iterator[tuple[str, str]]:
    """The addresses elsewhere to which the front matter has the page link: the key, and the address."""
    yield from ((key, each.url) for key, _, each in _named_documents(document) if each.url)
    if isinstance(document, Guide) and document.service_url:
        yield "service_url", document.service_url
    if document.repost_url:
        yield "repost_url", document.repost_url


def _refuse_scheme(written: str) -> str:
    scheme = written.split(":")[0]
    raise Unreadable(
        "FORBIDDEN_LINK", f"正文里有不能发布的链接“{scheme}:”", "改为http、https网址，或者到.md文件的相对路径"
    )


def link_target(html: str, resolve: Callable[[str], tuple[str, str]]) -> str:
    """Return `html` with each `doc:` link replaced by what `resolve(path)` gives: an address, and its language if that is another."""

    def led(match: re.Match[str]) -> str:
        url, lang = resolve(unquote(unescape(match[1])))
        return f'href="{escape(url)}{match[2] or ""}"' + (f' hreflang="{lang}"' if lang else "")

    return _DOCUMENT_LINK.sub(led, html)
