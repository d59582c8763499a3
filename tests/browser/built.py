"""What the browser's tests look at: the outputs of some days, and one page of each type in each variant that they have."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from model.kinds import KINDS
from model.variants import VARIANTS, root_of
from pipeline.build import LEDGER, build
from pipeline.pelican_run import declared
from tests import life
from tests.docs.test_migrate import example

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plugins.engine.registry import View

ROOT = Path(__file__).parents[2]
#: The day of the demonstration; one on which a site rests while another is about to move, and one on which it has moved.
TODAY, BEFORE, AFTER = (
    dt.datetime(2026, 11, 24, 9, 0),
    dt.datetime(2027, 10, 20, 9, 0),
    dt.datetime(2027, 11, 5, 9, 0),
)
#: The variants in Chinese, and the editions in other languages with theirs.
EVERY = ("", *VARIANTS, "en", "en/care")
#: Those whose layout is not another's: traditional characters are as wide as others.
LAID_OUT = ("", "care", "en", "en/care")
#: Views that are there in every language, but for want of documents not in the demonstration.
TOO_FEW = frozenset({"list", "archive_list"})
#: Pages that a browser leaves before anything can be asked of them: they send their reader to a new address.
LEADING_ON = frozenset({"redirect", "moved"})


class Shown(NamedTuple):
    """A page: its type, its variant with the language (`""`, `care`, `en/care`), and where it is.

    A type is a view or a kind of document; what has a status (`policy 已废止`) or is `archived` is a type of its own.
    """

    sort: str
    variant: str
    day: str
    site: str
    file: str

    @property
    def url(self) -> str:
        """The address below the site's; of the page that says that there is none, one that there is not."""
        return "/none/" if self.sort == "not_found" else f"/{self.file.removesuffix('index.html')}"

    def __str__(self) -> str:
        return f"{self.sort} {self.variant}".rstrip()


class Day:
    """The output of one day, shown as a host shows it."""

    def __init__(self, name: str, content: Path, output: Path, as_of: dt.datetime) -> None:
        self.output, self.name = output, name
        self.sites = build(content, output, as_of=as_of).sites

    def files(self, site: str) -> Path | None:
        """The folder of a site, for the host server."""
        folder = self.output / site
        return folder if folder.is_dir() else None

    def pages(self) -> list[Shown]:
        """Every HTML page, the longest last."""
        query = (
            "select case d.state when 2 then 'archived' else coalesce(d.kind || coalesce(' ' || nullif(d.status, '现行有效'), ''), s.view, p.view) end, "
            "case when s.view is null then '' else p.view end, p.site, p.file from page p "
            f"left join page s on s.site = p.site and s.file = p.of and p.view in ({','.join('?' * len(VARIANTS))}) "
            "left join document d on d.path = coalesce(s.of, p.of) and coalesce(s.view, p.view) = 'document' "
            "where p.file like '%.html' order by p.size, p.site, p.file"
        )
        with sqlite3.connect(self.output / LEDGER) as database:
            rows = database.execute(query, list(VARIANTS)).fetchall()
        roots = {site.id: site.roots for site in self.sites}
        return [
            Shown(sort, f"{root_of(file, roots[site])}{variant}".removesuffix("/"), self.name, site, file)
            for sort, variant, site, file in rows
        ]


def days(folder: Path) -> dict[str, Day]:
    """Build all days below a folder."""
    content = example(folder)
    with (content / "jyj/lifecycle.toml").open("a", encoding="utf-8") as record:
        record.write("\n" + life.offline("2027-10-18", "2027-10-25") + life.act("online", "2027-10-26"))
    return {
        "today": Day("today", ROOT / "content", folder / "today", TODAY),
        "before": Day("before", content, folder / "before", BEFORE),
        "after": Day("after", content, folder / "after", AFTER),
    }


def one_of_each(built: Iterable[Day]) -> list[Shown]:
    """One page of each type in each variant; the longest stands for all, and the first day before the others."""
    found: dict[tuple[str, str], Shown] = {}
    for day in built:
        longest = {(page.sort, page.variant): page for page in day.pages()}
        found = longest | found
    return sorted(found.values())


def expected() -> set[tuple[str, str]]:
    """The types and variants that the engine can make: of every view with a template, and of every kind."""
    views = [view for view in declared(ROOT / "pelicanconf.py").views if view.template]
    return {
        (sort, variant)
        for view in views
        for sort in (KINDS if view.name == "document" else [view.name])
        for variant in EVERY
        if _made(view, variant)
    }


def _made(view: View, variant: str) -> bool:
    ways = set(variant.split("/")) - {""}
    spoken = "en" not in ways or (view.spoken and view.name not in TOO_FEW)
    return spoken and ways - {"en"} <= view.varied
