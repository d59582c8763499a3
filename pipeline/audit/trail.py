"""Where a page says that it stands, and when what it shows was published: read from what people see, not from what machines are told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from model.patterns import pattern
from pipeline.audit.markup import line_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from pipeline.audit.page import Page

_SAID = pattern(r"(?:当前|所在|现在|您的|你的|您在)的?(?:所在)?的?\s*位置")
_SPACE = pattern(r"\s")
#: A day, and the minute where it is written.
_DATE = (
    r"((?:19|20)\d{2})\s*[-—年./]\s*(\d{1,2})\s*[-—月./]\s*(\d{1,2})\s*日?(?:\s*T?\s*(\d{1,2})\s*[:：时]\s*(\d{1,2}))?"
)
_ANY = pattern(_DATE)
#: What stands before the moment of publication.
_LABEL = pattern(
    r"(?:(?:发布|发表|公开|更新|上传|刊发|刊登|上网|录入|编辑|发稿|發佈|發布)\s*(?:时间|日期|時間)|(?<![\u4e00-\u9fa5])(?:时间|日期|時間)|"
    r"发布于|發佈於|Published|Updated)\s*[:：】\]]?\s*[\[【]?\s*$"
)
_LABEL_LENGTH = 14
#: How much of the text before and after its title can belong to the head of an article.
_BEFORE, _AFTER = 200, 700


class Trail(NamedTuple):
    """The way to a page as it is shown."""

    text: str
    links: list[etree._Element]


def trail_of(page: Page) -> Trail:
    """Return the way to a page; nothing where none is shown."""
    element = _marked(page)
    if element is None:
        element = _spoken(page)
    return Trail("", []) if element is None else Trail(text_of(element), list(element.iter("a")))


def _marked(page: Page) -> etree._Element | None:
    labelled = (each for each in page.tags["nav"] if "位置" in (each.get("aria-label") or ""))
    return next(
        (each for each in (*labelled, *page.markup.called["trail"]) if next(each.iter("a"), None) is not None), None
    )


def _spoken(page: Page) -> etree._Element | None:
    """The part that begins with 当前位置: the nearest element around these words with a link."""
    if not _SAID.search(page.text):
        return None
    for tag in (
        "h1",
        "h2",
        "span",
        "div",
        "p",
        "td",
        "li",
        "h3",
        "h4",
        "em",
        "b",
        "strong",
        "font",
        "label",
        "dt",
        "i",
    ):
        for each in page.tags[tag]:
            if each.text and _SAID.search(_SPACE.sub("", each.text)):
                return next(
                    (up for up in (each, *list(each.iterancestors())[:2]) if next(up.iter("a"), None) is not None), each
                )
    return None


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that a page shows; without a minute, `minute` is empty."""

    day: str
    minute: str

    def __str__(self) -> str:
        return f"{self.day} {self.minute}".strip()


class Times(NamedTuple):
    """The moments at the head of an article: those that are called its publication, and all others; the line of its heading."""

    published: list[Moment]
    others: list[Moment]
    line: int


def times_of(page: Page) -> Times:
    """Return the moments that an article shows at its head."""
    line = line_of(page.tags["h1"][0]) if page.tags["h1"] else page.line
    text = page.shared(head_of)
    published: list[Moment] = []
    others: list[Moment] = []
    for found in _ANY.finditer(text):
        labelled = _LABEL.search(text, max(0, found.start() - _LABEL_LENGTH), found.start())
        (published if labelled else others).append(_moment(found))
    return Times(published, others, line)


def head_of(page: Page) -> str:
    """The text around the title of an article; where that is not found, all text."""
    text = page.text
    for title in filter(None, (page.meta("ArticleTitle"), page.heading)):
        places = list(_places(text, " ".join(title.split())))
        if places:
            return " ⋯ ".join(text[max(0, at - _BEFORE) : at + len(title) + _AFTER] for at in places[:3])
    return text


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _moment(found: re.Match[str]) -> Moment:
    year, month, day, hour, minute = found.groups()[-5:]
    at = f"{int(hour):02}:{int(minute):02}" if hour and minute else ""
    return Moment(f"{year}-{int(month):02}-{int(day):02}", at)
