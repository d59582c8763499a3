"""One page as the rules see it: its markup, gone over once, and what several rules ask of it, worked out at most once.

It need not be a page of ours: what it is, an article, a list, the front page, is recognised by what it shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from model.patterns import pattern
from pipeline.audit.hosts import host_of, tree_of
from pipeline.audit.markup import line_of, read_markup, text_of
from pipeline.audit.setting import CARE, TRADITIONAL, Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from pipeline.audit.markup import Named

Made = TypeVar("Made")
_FRONT = "index.html"
_OUR_ITEMS = frozenset({"mark", "report-error", "code", "sponsor", "icp", "police", "sitemap"})
_COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
_CHINESE = pattern(r"[\u4e00-\u9fa5]")
_HEAD_LOADED = pattern(r"head|top(?!ic)|nav|menu|daohang|include", re.IGNORECASE)
#: The text of a page without anything but what says that scripts are needed.
_SHELL = 60
_MOUNTS = frozenset({"app", "root", "__nuxt", "__next"})
_NO_VALUE = frozenset({"", "null", "undefined", "none", "无"})


@dataclass
class Page:
    """A page: its bytes, its path below the site's folder, the settings it is compared with. Findings on it hang on these alone."""

    data: bytes
    file: str
    setting: Setting
    _shared: dict[Any, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.markup = read_markup(self.data)
        self.tags = self.markup.tags
        self._said = {
            name: next((content for content, _ in found if content.lower() not in _NO_VALUE), "")
            for name, found in self.markup.metas.items()
        }
        #: The line of what is said of the whole page.
        self.line = line_of(self.markup.root)

    def shared(self, make: Callable[[Page], Made]) -> Made:
        """Return what `make` makes of this page; several rules that ask for the same have it made once."""
        if make not in self._shared:
            self._shared[make] = make(self)
        made: Made = self._shared[make]
        return made

    def meta(self, name: str) -> str:
        """Return the content of the first tag of this name, in whatever case; nothing where it is missing or says nothing."""
        return self._said.get(name.lower(), "")

    def line_of_meta(self, name: str) -> int:
        """Return the line of a tag; that of the page where there is none."""
        found = self.markup.metas.get(name.lower())
        return line_of(found[0][1]) if found else self.line

    @cached_property
    def sends(self) -> bool:
        """Whether it only sends on to another address; one that loads itself again now and then does not."""
        said = (
            each.get("content") or ""
            for each in self.tags["meta"]
            if (each.get("http-equiv") or "").lower() == "refresh"
        )
        return any("url" in each.lower() or each.strip() in {"", "0"} for each in said)

    @cached_property
    def is_care(self) -> bool:
        """Whether it belongs to the version for the elderly."""
        body = self.tags["body"]
        return f"/{CARE}" in f"/{self.file}" or bool(body and "care" in (body[0].get("class") or "").split())

    @cached_property
    def text(self) -> str:
        """All text that it shows."""
        body = self.tags["body"]
        return text_of(body[0] if body else self.markup.root)

    @cached_property
    def heading(self) -> str:
        """The text of its first heading of the first level."""
        return text_of(self.tags["h1"][0]) if self.tags["h1"] else ""

    @cached_property
    def title(self) -> str:
        """The title in its head."""
        own = [each for each in self.tags["title"] if next(each.iterancestors("svg"), None) is None]
        return " ".join((own[0].text or "").split()) if own else ""

    @cached_property
    def article(self) -> etree._Element | None:
        """The text of the document that it is the page of, or nothing."""
        found = next(iter(self.markup.called["article"]), None)
        return found if found is not None or not self.meta("ArticleTitle") else self._main()

    def _main(self) -> etree._Element:
        return next((each for tag in ("article", "main", "body") for each in self.tags[tag]), self.markup.root)

    @cached_property
    def is_home(self) -> bool:
        """Whether it is the front page, in any language or version."""
        if self.meta("ColumnType") in {"首页", "首頁"}:
            return True
        place = self.file.replace(CARE, "").replace(TRADITIONAL, "")
        return bool(self.setting.domain) and place in {f"{root}{_FRONT}" for root in dict(self.setting.names) or ("",)}

    @cached_property
    def rests(self) -> bool:
        """Whether it only tells that its site rests or moved away."""
        body = self.tags["body"]
        return bool(body) and bool({"view-rest", "view-farewell"} & set((body[0].get("class") or "").split()))

    @cached_property
    def is_list(self) -> bool:
        """Whether it is the page of a column."""
        return self.article is None and not self.is_home and any(map(self.meta, _COLUMN_TAGS))

    @cached_property
    def full_name(self) -> str:
        """The site's full name that it must show; nothing where that is not known in its language."""
        name = self.setting.name(self.file)
        language = (self.markup.root.get("lang") or "zh").lower()
        return "" if _CHINESE.search(name) and not language.startswith("zh") and not self._is_chinese else name

    @cached_property
    def _is_chinese(self) -> bool:
        """Whether it shows Chinese, whatever its language is said to be."""
        return len(_CHINESE.findall(self.text)) > len(self.text) // 4

    @cached_property
    def is_ours(self) -> bool:
        """Whether it is made from this project's theme, which marks the items of its foot."""
        return len(_OUR_ITEMS.intersection(name for name, _ in self.markup.items)) > 1

    @cached_property
    def is_made_by_script(self) -> bool:
        """Whether what it shows is put in by scripts, or stands in the frames of a frameset: of that nothing is to be seen here."""
        if self.tags["frameset"]:
            return True
        mounted = any(name in _MOUNTS for name, _ in self.markup.ids) or not self.text
        return len(self.text) < _SHELL and mounted and any(src for src, _, _ in self.scripts())

    @cached_property
    def address(self) -> str:
        """The address under which it is published, as it says itself; nothing where it does not."""
        canonical = (each.get("href") or "" for each in self.tags["link"] if each.get("rel") == "canonical")
        return next(canonical, "") or self.meta("Url")

    @cached_property
    def addresses(self) -> frozenset[str]:
        """All addresses by which the page is known, also in other languages and scripts, without scheme."""
        alternates = (each.get("href") or "" for each in self.tags["link"] if each.get("hreflang"))
        known = (self.address, self.meta("Url"), *alternates)
        return frozenset(plain(each) for each in known if "://" in each)

    @cached_property
    def link_texts(self) -> list[tuple[str, etree._Element]]:
        """What each link shows, with the link."""
        return [(text_of(each) if len(each) else (each.text or "").strip(), each) for each in self.tags["a"]]

    @cached_property
    def own(self) -> frozenset[str]:
        """The names under which its own hosts lie: of the settings, or as the page says itself."""
        said = (self.setting.domain, *self.setting.hosts, self.meta("SiteDomain"), host_of(self.address))
        hosts = [host_of(each if "//" in each else f"//{each}") for each in said if each]
        return frozenset(tree_of(each) for each in hosts if "." in each)

    @cached_property
    def outside(self) -> list[tuple[str, Named]]:
        """The addresses of what is loaded or linked to that name a host, each after that."""
        absolute = (each for each in self.markup.named if "//" in each.address and each.element.get("hreflang") is None)
        return [(host, each) for each in absolute if (host := host_of(each.address))]

    def scripts(self) -> Iterator[tuple[str, str, etree._Element]]:
        """Yield the address, the text and the element of each script."""
        yield from ((each.get("src") or "", each.text or "", each) for each in self.tags["script"])


def plain(address: str) -> str:
    """Return an address without what may differ in the same place: scheme, name of the front page, last slash."""
    return address.split("://", 1)[-1].removesuffix(_FRONT).rstrip("/")


def loads_its_head(page: Page) -> bool:
    """Whether what stands at the top of a page may come from another file, by a script, a frame or the server."""
    sources = (src for src, _, _ in page.scripts())
    frames = (each.get("src") or "" for each in page.tags["iframe"])
    written = (text for _, text, _ in page.scripts() if "document.write" in text or ".load(" in text or "ajax" in text)
    return any(map(_HEAD_LOADED.search, (*sources, *frames, *page.markup.remarks, *written)))
