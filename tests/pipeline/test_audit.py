"""What the audit of built pages sees."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.audit import audit, inspect
from tests.conftest import document
from tests.plugins.test_chrome import FULL

if TYPE_CHECKING:
    from tests.conftest import City


@pytest.fixture
def page(city: City) -> Path:
    """A page of a site in which the audit finds nothing."""
    city.write({"portal/site.toml": FULL, "portal/yaowen/a.md": document("要闻")})
    built = city.build()
    assert audit(built.output / "portal") == ()
    return built.path("/yaowen/a/")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('<li data-item="sitemap"><a href="/sitemap/">网站地图</a></li>', "", "FOOTER"),
        ('name="SiteName"', 'name="Site"', "META"),
        ('name="PubDate"', 'name="Date"', "META"),
        ('name="ArticleTitle" content="要闻"', 'name="ArticleTitle" content="别的题目"', "ARTICLE_TITLE"),
        ("</main>", '<a href="/nowhere/">无</a></main>', "BROKEN_LINK"),
        ("</main>", '<a href="/yaowen/#nothing">无</a></main>', "BROKEN_LINK"),
        ("</main>", '<img src="x.png" alt="无"></main>', "BROKEN_LINK"),
        ("</main>", '<img src="https://example.org/x.png" alt="外"></main>', "THIRD_PARTY"),
        ("</main>", '<picture><source srcset="/static/none-480.avif 480w"></picture></main>', "BROKEN_LINK"),
        ("</main>", '<picture><source srcset="https://example.org/x.avif 480w"></picture></main>', "THIRD_PARTY"),
        ("</main>", '<script src="//example.org/x.js"></script></main>', "THIRD_PARTY"),
    ],
)
def test_a_broken_page_is_found(page: Path, old: str, new: str, code: str) -> None:
    text = page.read_text(encoding="utf-8")
    assert old in text

    page.write_text(text.replace(old, new, 1), encoding="utf-8")

    [fault] = audit(page.parents[2])
    assert (fault.path, fault.code) == ("portal/yaowen/a/index.html", code)


def test_what_fails_nothing_is_only_told_who_asks_for_all(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    page.write_text(text.replace("</h1>", "</h1><h1>二</h1>", 1), encoding="utf-8")

    assert audit(page.parents[2]) == ()
    assert [(each.path, each.rule) for each in inspect(page.parents[2]) if each.rule == "ONE_HEADING"] == [
        ("portal/yaowen/a/index.html", "ONE_HEADING")
    ]


def test_a_site_without_a_footer_zone_is_found(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    page.write_text(text.replace("<footer", "<div").replace("</footer>", "</div>"), encoding="utf-8")

    assert "ZONE" in {fault.code for fault in audit(page.parents[2])}
