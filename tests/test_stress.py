"""Cities in which everything hangs together: all documents of one minute, in one column, each citing every other."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.build import build
from tests.conftest import NOW, SITE, City, document, policy
from tests.law.outputs import files_below

#: How many documents; a year has as many as a list page and a half.
MANY = int(os.environ.get("STRESS_DOCUMENTS", "120"))
YEAR = 30 if MANY < 1000 else 250
Text = Callable[..., str]


def of_one_minute(number: int, title: str = "", body: str = "正文。") -> str:
    return document(title or f"要闻{number}", body=body)


def of_one_column(number: int, title: str = "", body: str = "正文。") -> str:
    date = f"{2010 + number // YEAR}-01-{number % 28 + 1:02} 10:{number // 28 % 60:02}"
    return document(title or f"要闻{number}", date=date, body=body)


def citing_its_year(number: int, title: str = "", body: str = "正文。") -> str:
    begin = number // YEAR * YEAR
    links = [f"[文{other}](n{other}.md)" for other in range(begin, min(MANY, begin + YEAR)) if other != number]
    return of_one_column(number, title, f"{body}\n\n{'、'.join(links)}")


def citing_one_policy(number: int, title: str = "", body: str = "正文。") -> str:
    return of_one_column(number, title, f"{body}见[办法](../zcwj/a.md)。")


def in_columns_below_columns() -> str:
    """A site with twelve columns, each below the last."""
    paths = ["/".join(["yaowen", *(f"c{depth}" for depth in range(1, deep + 1))]) for deep in range(1, 13)]
    return SITE + "".join(f'[[columns]]\npath = "{path}"\nname = "栏目"\nkind = "news"\n' for path in paths)


def begun(city: City, text: Text) -> City:
    city.write({"portal/site.toml": in_columns_below_columns(), "portal/zcwj/a.md": policy("云政发〔2026〕1号")})
    return city.write({f"portal/yaowen/n{number}.md": text(number) for number in range(MANY)})


def written(city: City, jobs: int = 1) -> int:
    """Build, hold it to a build from nothing, and return how many files were written."""
    figures = build(city.content, city.output, as_of=NOW, jobs=jobs).figures
    with tempfile.TemporaryDirectory() as fresh:
        build(city.content, Path(fresh), as_of=NOW, jobs=1)
        assert files_below(city.output) == files_below(Path(fresh))
    return figures.written


@pytest.mark.parametrize("text", [of_one_minute, of_one_column, citing_its_year, citing_one_policy])
def test_any_edit_gives_what_a_build_from_nothing_gives(city: City, text: Text) -> None:
    written(begun(city, text), jobs=2)
    place = city.content / "portal/yaowen"

    city.write({"portal/yaowen/n7.md": text(7, body="改了。")})
    assert written(city) <= 3  # itself, and the two feeds where it is among the newest

    city.write({"portal/yaowen/n7.md": text(7, "新标题")})
    assert written(city, jobs=2) <= (YEAR + 8 if text is citing_its_year else 8)

    city.write({f"portal/yaowen/n{MANY}.md": of_one_minute(MANY)})
    assert written(city) <= 12

    (place / f"n{MANY}.md").rename(place / "x.md")
    written(city, jobs=2)

    (place / "c1" / "c2").mkdir(parents=True)
    (place / "x.md").rename(place / "c1" / "c2" / "x.md")
    written(city)

    (place / "c1" / "c2" / "x.md").unlink()
    assert written(city, jobs=2) <= 10


def test_a_policy_that_all_cite_is_one_page_unless_its_title_or_address_changes(city: City) -> None:
    written(begun(city, citing_one_policy))

    city.write({"portal/zcwj/a.md": policy("云政发〔2026〕1号", body="改了。")})
    assert written(city) <= 3

    city.write({"portal/zcwj/a.md": policy("云政发〔2026〕1号", "办法", "slug: new")})
    assert written(city) >= MANY
