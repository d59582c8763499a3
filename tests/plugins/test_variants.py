"""Variants are derived from finished pages: where they stand, where their links lead, and what a change costs."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest

from model.redirects import HEAD
from plugins.engine.make import Maker
from tests import life
from tests.conftest import SITE, document

if TYPE_CHECKING:
    from tests.conftest import BuiltCity, City

VARIED = SITE.replace("[[columns]]", 'variants = ["care", "zh-Hant"]\n\n[[columns]]', 1)
CARE_ALONE = SITE.replace("[[columns]]", 'variants = ["care"]\n\n[[columns]]', 1)
PREFIXES = ("", "care/", "zh-Hant/", "zh-Hant/care/")


@pytest.fixture
def town(city: City) -> City:
    return city.write(
        {
            "portal/site.toml": VARIED,
            "portal/yaowen/a.md": document("甲", "attachments: [a.csv]", body="见[乙](b.md)和[表](a.csv)。"),
            "portal/yaowen/a.csv": "甲\n",
            "portal/yaowen/b.md": document("乙", body="## 一\n\n文。"),
        }
    )


def pages(built: BuiltCity) -> set[str]:
    return {file.removeprefix("portal/") for file in built.files() if file.endswith("index.html")}


def hrefs(built: BuiltCity, url: str, css: str = "main a") -> list[str]:
    return [str(each.get("href")) for each in built.page(url).cssselect(css)]


def test_every_page_has_its_variants(town: City) -> None:
    built = town.build()

    standard = {page for page in pages(built) if not page.startswith(("care/", "zh-Hant/"))}
    assert pages(built) == {f"{prefix}{page}" for prefix in PREFIXES for page in standard}
    assert "yaowen/a/index.html" in standard


def test_a_site_that_asks_for_one_has_one(town: City) -> None:
    built = town.write({"portal/site.toml": CARE_ALONE}).build()

    assert any(page.startswith("care/") for page in pages(built))
    assert not any(page.startswith("zh-Hant") for page in pages(built))


def test_links_to_pages_stay_in_the_variant_and_links_to_files_do_not(town: City) -> None:
    built = town.build()

    for prefix in ("/care", "/zh-Hant", "/zh-Hant/care"):
        links = hrefs(built, f"{prefix}/yaowen/a/")
        assert f"{prefix}/yaowen/b/" in links
        assert "/yaowen/a/a.csv" in links
        assert f"{prefix}/" in hrefs(built, f"{prefix}/yaowen/a/", "header a")


def test_each_variant_leads_to_the_same_page_of_the_others(town: City) -> None:
    built = town.build()

    found = {prefix: hrefs(built, f"/{prefix}yaowen/a/", "nav.switch a") for prefix in PREFIXES}
    assert found == {
        "": ["/care/yaowen/a/", "/zh-Hant/yaowen/a/"],
        "care/": ["/yaowen/a/", "/zh-Hant/care/yaowen/a/"],
        "zh-Hant/": ["/zh-Hant/care/yaowen/a/", "/yaowen/a/"],
        "zh-Hant/care/": ["/zh-Hant/yaowen/a/", "/care/yaowen/a/"],
    }


def test_search_engines_see_one_document_in_each_script(town: City) -> None:
    built = town.build()

    def canonical(url: str) -> str:
        [link] = built.page(url).cssselect("link[rel=canonical]")
        return str(link.get("href")).removeprefix("https://www.yunchuan.gov.cn")

    assert canonical("/yaowen/a/") == canonical("/care/yaowen/a/") == "/yaowen/a/"
    assert canonical("/zh-Hant/yaowen/a/") == canonical("/zh-Hant/care/yaowen/a/") == "/zh-Hant/yaowen/a/"
    tongues = {each.get("hreflang") for each in built.page("/yaowen/a/").cssselect("link[hreflang]")}
    assert tongues == {"zh-Hans", "zh-Hant", "x-default"}


def test_an_edited_body_writes_its_page_and_its_variants(town: City) -> None:
    town.build()

    built = town.write({"portal/yaowen/b.md": document("乙", "description: 摘要", body="## 一\n\n改过的文。")}).build()
    again = town.write(
        {"portal/yaowen/b.md": document("乙", "description: 摘要", body="## 一\n\n又改过的文。")}
    ).build()

    assert "改过的文" in built.text("/care/yaowen/b/", "#zoom")
    assert again.figures.written == len(PREFIXES)


def test_a_variant_that_was_damaged_is_derived_again_without_rendering(
    town: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = town.build()
    before = built.bytes()
    (built.output / "portal/care/yaowen/a/index.html").write_text("x")
    rendered: list[str] = []
    original = Maker._render

    def noted(self: Maker, *given: object) -> bytes:
        rendered.append("")
        return original(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Maker, "_render", noted)

    again = town.build()

    assert again.bytes() == before
    assert again.figures.written == 1
    assert rendered == []


def test_variants_come_and_go_with_the_settings(town: City) -> None:
    town.build()
    town.write({"portal/site.toml": SITE})
    alone = town.build()
    assert not any(page.startswith(("care/", "zh-Hant/")) for page in pages(alone))

    town.write({"portal/site.toml": VARIED})
    back = town.build().bytes()

    assert back == town.build(fresh=True).bytes()


def test_a_resting_site_has_no_variants(town: City) -> None:
    town.write({"portal/lifecycle.toml": life.ONLINE + life.offline("2026-12-01", "2026-12-10")})

    assert pages(town.build(dt.datetime(2026, 12, 2, 9, 0))) == {"index.html"}


def test_a_variant_costs_a_derivation_and_no_rendering(town: City, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = {"_render": 0}
    original = Maker._render

    def counted(self: Maker, *given: object) -> bytes:
        counts["_render"] += 1
        return original(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Maker, "_render", counted)
    varied = town.build(jobs=1)
    with_variants = counts["_render"]
    counts["_render"] = 0
    town.write({"portal/site.toml": SITE})
    town.build(fresh=True, jobs=1)

    assert with_variants == counts["_render"]
    assert varied.figures.pages > with_variants


def test_a_term_of_the_city_changes_the_pages_in_traditional_characters_alone(town: City) -> None:
    town.write({"portal/yaowen/a.md": document("范某访问云岭")}).build()

    built = town.write({"terms.toml": '[zh-Hant]\n"范某" = "范某"\n"云岭" = "云嶺"\n'}).build()

    assert built.text("/zh-Hant/yaowen/a/", "h1") == "范某訪問云嶺"
    assert built.text("/yaowen/a/", "h1") == "范某访问云岭"
    changed = built.bytes()
    assert changed == town.build(fresh=True).bytes()


def test_an_old_address_has_its_variants_too(town: City) -> None:
    rows = ("/old/,portal/yaowen/a.md", "/x.pdf,/yaowen/a/a.csv", "/gone/,,,撤下了")
    built = town.write({"portal/redirects.csv": "\n".join([HEAD, *rows, ""])}).build()

    [refresh] = built.page("/care/old/").cssselect("meta[http-equiv=refresh]")
    assert refresh.get("content") == "0; url=/care/yaowen/a/"
    answers = json.loads((built.output / "portal/.host/answers.json").read_text())
    assert answers["moved"]["zh-Hant/old/index.html"] == "/zh-Hant/yaowen/a/"
    assert answers["moved"]["care/x.pdf/index.html"] == "/yaowen/a/a.csv"
    assert "care/gone/index.html" in answers["gone"]
    assert "撤下了" in built.text("/care/gone/", "main")
