"""The ledger's work grows with what there is to do and no faster: twice as many documents, twice the work."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from model.redirects import HEAD
from plugins.engine import ledger, stamps
from tests import life
from tests.conftest import SITE, City, document, policy
from tests.law.theme import Theme

FEW, MANY = 300, 600
#: How many of SQLite's instructions are counted at once.
GRAIN = 100


class Instructions:
    """Counts the instructions that SQLite carries out for ledgers opened from here on."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.count, self._connect = 0, ledger._connect
        patch.setattr(ledger, "_connect", self._counted)

    def _counted(self, file: Path) -> sqlite3.Connection:
        database = self._connect(file)
        database.set_progress_handler(self._one, GRAIN)
        return database

    def _one(self) -> int:
        self.count += 1
        return 0

    def of(self, work: Callable[[], object]) -> int:
        """Return how many a piece of work took."""
        before = self.count
        work()
        return self.count - before


def text(number: int, title: str = "") -> str:
    date = f"{2000 + number // 25}-01-{number % 28 + 1:02} 10:00"
    return document(
        title or f"要闻{number}", date=date, body=f"见[上一篇](n{max(number - 1, 0)}.md)、[办法](../zcwj/a.md)。"
    )


def nothing(city: City, theme: Theme) -> None:
    """Change nothing."""


def one_body(city: City, theme: Theme) -> None:
    city.write({"portal/yaowen/n7.md": text(7) + "\n改了。\n"})


def one_more(city: City, theme: Theme) -> None:
    city.write({"portal/yaowen/new.md": document("新的", date="2026-10-01 10:00")})


def the_frame(city: City, theme: Theme) -> None:
    theme.edit("base.html", "甲")


def the_policy_that_all_cite(city: City, theme: Theme) -> None:
    city.write({"portal/zcwj/a.md": policy("云政发〔2026〕1号", "新标题", "slug: new")})


def every_title(city: City, theme: Theme) -> None:
    for number, file in enumerate(sorted((city.content / "portal/yaowen").iterdir())):
        file.write_text(file.read_text().replace("title: 要闻", f"title: 新闻{number}"))


def the_column(city: City, theme: Theme) -> None:
    city.write({"portal/site.toml": SITE.replace('path = "yaowen"', 'path = "xinwen"')})
    (city.content / "portal/yaowen").rename(city.content / "portal/xinwen")


def one_old_address(city: City, theme: Theme) -> None:
    with (city.content / "portal/redirects.csv").open("a") as file:
        file.write("/one/more.html,/zcwj/\n")


def a_rest(city: City, theme: Theme) -> None:
    city.write({"portal/lifecycle.toml": life.ONLINE + life.offline("2026-11-20", "2026-11-30")})


def the_return(city: City, theme: Theme) -> None:
    city.write({"portal/lifecycle.toml": life.ONLINE})


def the_ledger(city: City, theme: Theme) -> None:
    for file in city.output.glob(".ledger.sqlite*"):
        file.unlink()


def all_but_the_policy(city: City, theme: Theme) -> None:
    for file in (city.content / "portal/xinwen").iterdir():
        file.unlink()


CHANGES = (
    nothing, one_body, one_more, the_frame, one_old_address, a_rest, the_return, the_policy_that_all_cite, every_title,
    the_column, the_ledger, all_but_the_policy,
)  # fmt: skip


def works(folder: Path, documents: int, patch: pytest.MonkeyPatch) -> dict[str, int]:
    """What each change takes on a site of so many documents, one after the other."""
    city, theme, instructions = City(folder), Theme(folder), Instructions(patch)
    city.write({"portal/zcwj/a.md": policy("云政发〔2026〕1号")})
    city.write({f"portal/yaowen/n{number}.md": text(number) for number in range(documents)})
    rows = (f"/old/{number}.html,portal/{'zcwj/a' if number % 2 else 'zcwj/b'}.md" for number in range(documents))
    city.write({"portal/zcwj/b.md": policy("云政发〔2026〕2号"), "portal/redirects.csv": "\n".join([HEAD, *rows, ""])})

    def build(fresh: bool = False) -> object:
        return city.build(settings=theme.settings, jobs=1, fresh=fresh)

    found = {"from nothing": instructions.of(build), "again from nothing": instructions.of(lambda: build(fresh=True))}
    for change in CHANGES:
        change(city, theme)
        found[change.__name__] = instructions.of(build)
    return found


def test_twice_the_documents_are_at_most_twice_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "SUSPICION", 0)  # or how long a build took would say whether files are looked at again

    few = works(tmp_path / "few", FEW, monkeypatch)
    many = works(tmp_path / "many", MANY, monkeypatch)

    allowed = {name: 2.4 * count + 50 for name, count in few.items()}
    assert {name: (few[name], count) for name, count in many.items() if count > allowed[name]} == {}
    assert max(many["nothing"], many["one_body"], many["one_more"]) < many["from nothing"] / 10
