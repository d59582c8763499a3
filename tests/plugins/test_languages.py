"""Editions in other languages: where translations stand, what they have from their originals, what each page says of the others."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from model.translation import version_of
from tests.conftest import NOW, SITE, City, document, policy

if TYPE_CHECKING:
    from tests.conftest import BuiltCity

NUMBER = "云政发〔2026〕1号"
BODY = "正文。"
ENGLISH = """
name = "Yunchuan"

[home]
columns = ["yaowen"]

[[columns]]
path = "yaowen"
name = "News"
description = "News of Yunchuan"

[[columns]]
path = "zcwj"
name = "Policies"

[[columns]]
path = "zcjd"
name = "Interpretations"
"""
SPEAKING = SITE.replace('code = "1404000001"', 'code = "1404000001"\nlanguages = ["zh", "en"]')


def translation(original: str, title: str = "A title", *more: str, body: str = "Text.", of: str = BODY) -> str:
    """A translation's text; `of` is the text of the original that it translates."""
    head = [f"title: {title}", "lang: en", f"translation_of: {original}", "source: Yunchuan"]
    version = [f"original_version: {version_of(of)}"] if of else []
    return "\n".join(["---", *head, *version, *more, "---", "", body, ""])


@pytest.fixture
def town(city: City) -> City:
    """A portal in Chinese and English: a policy in both, a piece of news in Chinese alone."""
    return city.write(
        {
            "portal/site.toml": SPEAKING,
            "portal/site.en.toml": ENGLISH,
            "portal/zcwj/a.md": policy(NUMBER, "办法", "attachments: [b.csv]", date="2026-03-01 10:00"),
            "portal/zcwj/b.csv": "1,2\n",
            "portal/zcwj/a.en.md": translation("a.md", "Measures", "issuer: Yunchuan"),
            "portal/yaowen/n.md": document("要闻", date="2026-03-02 10:00"),
        }
    )


def hrefs(page: Any, css: str) -> list[tuple[str, str, str]]:
    """Text, address and language of the links that a selector finds."""
    return [(each.text_content(), each.get("href"), each.get("lang") or "") for each in page.cssselect(css)]


def languages(built: BuiltCity, url: str) -> list[tuple[str, str, str]]:
    return hrefs(built.page(url), ".switch .language a")


def test_a_translation_stands_below_its_language_with_date_number_and_attachments_of_its_original(town: City) -> None:
    built = town.build()

    page = built.page("/en/zcwj/a/")
    assert page.get("lang") == "en"
    facts = [each.text_content().strip() for each in page.cssselect(".official-facts td")]
    assert facts[3:] == ["20 February 2026", "Measures", NUMBER, "1 March 2026", "In force"]
    assert built.text("/en/zcwj/a/", ".attachments a") == "b.csv"
    assert built.path("/en/zcwj/a/b.csv").read_bytes() == b"1,2\n"
    [date] = page.xpath("//meta[@name='PubDate']/@content")
    assert date == "2026-03-01 10:00"


def test_the_interface_is_in_the_pages_language(town: City) -> None:
    built = town.build()

    chinese, english = built.page("/zcwj/a/"), built.page("/en/zcwj/a/")
    assert chinese.cssselect(".skip")[0].text == "跳到正文"
    assert english.cssselect(".skip")[0].text == "Skip to main content"
    assert [each.text_content() for each in english.cssselect(".breadcrumb a")] == ["Home", "Policies"]
    left = [text for text in english.itertext() if any("一" <= c <= "鿿" for c in text)]
    assert sorted({text.strip() for text in left}) == sorted({"中文", "办法", NUMBER})


def test_a_language_has_its_own_home_columns_feeds_and_site_maps_with_only_what_is_translated(town: City) -> None:
    built = town.build()

    english = {file.removeprefix("portal/en/") for file in built.files() if file.startswith("portal/en/")}
    assert {"index.html", "feed.xml", "sitemap.xml", "sitemap-2026.xml", "sitemap/index.html"} <= english
    assert {"zcwj/index.html", "zcwj/feed.xml", "yaowen/index.html"} <= english
    assert "yaowen/n/index.html" not in english
    assert [text for text, *_ in hrefs(built.page("/en/zcwj/"), "main .items a")] == ["Measures"]
    assert hrefs(built.page("/en/yaowen/"), "main .items a") == []
    assert [text for text, *_ in hrefs(built.page("/zcwj/"), "main .items a")] == ["办法"]
    year = built.path("/en/sitemap-2026.xml").read_text()
    assert "/en/zcwj/a/" in year
    assert "/yaowen/n/" not in year
    assert "/en/" not in built.path("/sitemap-2026.xml").read_text()
    assert "<title>Measures</title>" in built.path("/en/feed.xml").read_text()
    assert "Measures" not in built.path("/feed.xml").read_text()
    assert built.path("/robots.txt").read_text().count("Sitemap: ") == 2


def test_the_switcher_leads_to_the_same_page_in_each_language_by_its_own_name(town: City) -> None:
    built = town.build()

    for chinese, english in (("/", "/en/"), ("/zcwj/", "/en/zcwj/"), ("/zcwj/a/", "/en/zcwj/a/")):
        assert languages(built, chinese) == [("English", english, "en")]
        assert languages(built, english) == [("中文", chinese, "zh-CN")]
    for each in ("/sitemap/", "/reading-tools/"):
        assert languages(built, each) == [("English", f"/en{each}", "en")]
    assert languages(built, "/404.html") == [("English", "/en/", "en")]


def test_a_page_without_translation_leads_to_its_column_which_says_so(town: City) -> None:
    built = town.build()

    [(_, url, _)] = languages(built, "/yaowen/n/")
    assert url == "/en/yaowen/#untranslated"
    assert "not available in English" in built.text("/en/yaowen/", "#untranslated")


def test_a_page_of_a_column_without_translation_leads_to_the_one_above_or_home(town: City) -> None:
    more = '\n[[columns]]\npath = "yaowen/gg"\nname = "公告"\nkind = "news"\n[[columns]]\npath = "gg"\nname = "公告"\n'
    town.write({"portal/site.toml": SPEAKING + more, "portal/gg/a.md": document(), "portal/yaowen/gg/a.md": document()})

    built = town.build()

    assert languages(built, "/gg/a/")[0][1] == "/en/#untranslated"
    assert languages(built, "/yaowen/gg/a/")[0][1] == "/en/yaowen/#untranslated"
    assert built.page("/en/").cssselect("#untranslated")


def test_search_engines_are_told_of_each_language_in_which_there_is_the_page(town: City) -> None:
    built = town.build()

    def alternates(url: str) -> dict[str, str]:
        found = built.page(url).xpath("//link[@rel='alternate'][@hreflang]")
        return {each.get("hreflang"): each.get("href").removeprefix("https://www.yunchuan.gov.cn") for each in found}

    both = {"zh-Hans": "/zcwj/a/", "x-default": "/zcwj/a/", "en": "/en/zcwj/a/"}
    assert alternates("/zcwj/a/") == alternates("/en/zcwj/a/") == both
    assert alternates("/yaowen/n/") == {}


def notices(built: BuiltCity, url: str) -> list[str]:
    return [" ".join(each.text_content().split()) for each in built.page(url).cssselect(".translation")]


def test_a_translation_names_its_original_and_nothing_more_while_both_are_of_one_text(town: City) -> None:
    built = town.build()

    [notice] = notices(built, "/en/zcwj/a/")
    assert notice == "This page is a translation. The Chinese original prevails: 办法"
    assert notices(built, "/zcwj/a/") == []


def test_when_the_text_of_the_original_changes_both_say_that_the_translation_is_behind(town: City) -> None:
    town.build()

    built = town.write({"portal/zcwj/a.md": policy(NUMBER, "办法", date="2026-03-01 10:00", body="改过。")}).build()

    assert "may be out of date" in notices(built, "/en/zcwj/a/")[0]
    [notice] = notices(built, "/zcwj/a/")
    assert notice == "本页内容改过，下列译文还没有跟上：English"


def test_a_new_title_of_the_original_leaves_the_translation_as_good_as_it_was(town: City) -> None:
    built = town.write({"portal/zcwj/a.md": policy(NUMBER, "新办法", date="2026-03-01 10:00")}).build()

    assert "out of date" not in notices(built, "/en/zcwj/a/")[0]
    assert notices(built, "/zcwj/a/") == []


def test_a_translation_that_does_not_say_what_it_translates_is_not_taken_for_a_good_one(town: City) -> None:
    built = town.write({"portal/zcwj/a.en.md": translation("a.md", "Measures", "issuer: Yunchuan", of="")}).build()

    assert "may be out of date" in notices(built, "/en/zcwj/a/")[0]


def test_a_new_date_of_the_original_is_the_translations_too(town: City) -> None:
    town.build()

    built = town.write({"portal/zcwj/a.md": policy(NUMBER, "办法", date="2026-04-05 10:00")}).build()

    assert "5 Apr 2026, 10:00" in built.text("/en/zcwj/a/", ".about")
    assert "2026-04-05" in built.path("/en/sitemap-2026.xml").read_text()


def test_a_translation_comes_and_leaves_with_its_original(town: City) -> None:
    when = ("publish_at: 2026-11-24 12:00", "expires_at: 2026-12-01 00:00")
    town.write({"portal/zcwj/a.md": policy(NUMBER, "办法", *when)})

    shown = [
        "portal/en/zcwj/a/index.html" in town.build(as_of=moment).files()
        for moment in (NOW, dt.datetime(2026, 11, 24, 12, 0), dt.datetime(2026, 12, 1, 0, 0))
    ]

    assert shown == [False, True, False]


def test_a_policy_that_is_repealed_is_so_in_every_language(town: City) -> None:
    town.write({"portal/zcwj/b.md": policy("云政发〔2026〕2号", "新办法", f"repeals: {NUMBER}")})

    built = town.build()

    assert built.text("/en/zcwj/a/", ".state .stamp") == "Repealed"
    assert built.text("/en/zcwj/", ".items .stamp") == "Repealed"
    assert hrefs(built.page("/en/zcwj/a/"), ".state a") == [("新办法", "/zcwj/b/", "zh-CN")]


def test_pairs_are_shown_in_the_pages_language_where_there_is_one_and_say_which_where_not(town: City) -> None:
    town.write({"portal/zcjd/j.md": document("解读", f"interprets: {NUMBER}", date="2026-03-03 10:00")})
    built = town.build()
    assert hrefs(built.page("/en/zcwj/a/"), ".pairs a") == [("解读", "/zcjd/j/", "zh-CN")]

    built = town.write({"portal/zcjd/j.en.md": translation("j.md", "Explained")}).build()

    assert hrefs(built.page("/en/zcwj/a/"), ".pairs a") == [("Explained", "/en/zcjd/j/", "")]
    assert hrefs(built.page("/en/zcjd/j/"), ".pairs a") == [("Measures", "/en/zcwj/a/", "")]
    assert hrefs(built.page("/zcwj/a/"), ".pairs a") == [("解读", "/zcjd/j/", "")]
    assert hrefs(built.page("/zcjd/j/"), ".pairs a") == [("办法", "/zcwj/a/", "")]


def test_a_link_in_a_translation_leads_to_the_translation_of_what_it_names(town: City) -> None:
    text = "[measures](../zcwj/a.md), [news](n.md)"
    town.write({"portal/yaowen/e.md": document("又一条"), "portal/yaowen/e.en.md": translation("e.md", body=text)})

    built = town.build()

    assert [url for _, url, _ in hrefs(built.page("/en/yaowen/e/"), "#zoom a")] == ["/en/zcwj/a/", "/yaowen/n/"]

    built = town.write({"portal/yaowen/n.en.md": translation("n.md", "News")}).build()

    assert [url for _, url, _ in hrefs(built.page("/en/yaowen/e/"), "#zoom a")] == ["/en/zcwj/a/", "/en/yaowen/n/"]


def test_what_is_named_by_the_site_is_named_in_the_pages_language(town: City) -> None:
    table = "| a | b |\n| - | - |\n| 1 | 2 |"
    town.write(
        {"portal/yaowen/n.md": document("要闻", body=table), "portal/yaowen/n.en.md": translation("n.md", body=table)}
    )

    built = town.build()

    names = [built.page(url).cssselect(".table-frame")[0].get("aria-label") for url in ("/yaowen/n/", "/en/yaowen/n/")]
    assert names == ["表格1", "Table 1"]


def test_a_document_that_is_there_in_another_language_alone_is_in_its_lists_alone(town: City) -> None:
    town.write({"portal/yaowen/o.md": document("Only in English", "lang: en")})

    built = town.build()

    assert [text for text, *_ in hrefs(built.page("/en/yaowen/"), "main .items a")] == ["Only in English"]
    assert [text for text, *_ in hrefs(built.page("/yaowen/"), "main .items a")] == ["要闻"]
    assert languages(built, "/en/yaowen/o/") == [("中文", "/yaowen/#untranslated", "zh-CN")]
    assert "没有中文版" in built.text("/yaowen/", "#untranslated")


def test_variants_are_of_each_language_and_traditional_characters_of_chinese_alone(town: City) -> None:
    town.write({"portal/site.toml": SPEAKING.replace("languages", 'variants = ["care", "zh-Hant"]\nlanguages')})

    built = town.build()

    english = {file for file in built.files() if "/en/" in f"/{file}"}
    assert "portal/en/care/zcwj/a/index.html" in english
    assert not [file for file in built.files() if "zh-Hant/en" in file or "en/zh-Hant" in file or "care/en" in file]
    switch = ".switch a"
    assert [url for _, url, _ in hrefs(built.page("/zh-Hant/zcwj/a/"), switch)] == [
        "/zh-Hant/care/zcwj/a/",
        "/zcwj/a/",
        "/en/zcwj/a/",
    ]
    assert [url for _, url, _ in hrefs(built.page("/zh-Hant/care/zcwj/a/"), switch)][2] == "/en/care/zcwj/a/"
    assert hrefs(built.page("/en/care/zcwj/a/"), switch) == [
        ("Standard version", "/en/zcwj/a/", "en"),
        ("中文", "/care/zcwj/a/", "zh-CN"),
    ]
    within = [url for _, url, _ in hrefs(built.page("/en/care/zcwj/a/"), "header a, .breadcrumb a, .side a")]
    assert within
    assert all(url.startswith("/en/care/") for url in within)


def test_no_page_of_any_language_has_a_dead_link(town: City) -> None:
    town.write({"portal/site.toml": SPEAKING.replace("languages", 'variants = ["care", "zh-Hant"]\nlanguages')})
    town.write({"portal/zcjd/j.md": document("解读", f"interprets: {NUMBER}")})

    built = town.build()

    pages = [file for file in built.files() if file.endswith(".html")]
    assert len(pages) > 40
    dead = {
        (file, url)
        for file in pages
        for _, url, _ in hrefs(built.page(f"/{file.removeprefix('portal/')}"), "a[href^='/']")
        if not built.path(url.partition("#")[0]).is_file()
    }
    assert dead == set()


def test_a_language_from_right_to_left_says_so_and_one_without_texts_of_its_own_is_in_chinese(city: City) -> None:
    uighur = '\nname = "يۈنچۈەن"\nlanguage = "ئۇيغۇرچە"\n[[columns]]\npath = "yaowen"\nname = "خەۋەر"\n'
    city.write(
        {
            "portal/site.toml": SPEAKING.replace('"en"', '"ug"'),
            "portal/site.ug.toml": uighur,
            "portal/yaowen/n.md": document("要闻"),
            "portal/yaowen/n.ug.md": translation("n.md").replace("lang: en", "lang: ug"),
        }
    )

    built = city.build()

    page = built.page("/ug/yaowen/n/")
    assert (page.get("lang"), page.get("dir")) == ("ug", "rtl")
    assert page.cssselect(".skip")[0].text == "跳到正文"
    assert languages(built, "/yaowen/n/") == [("ئۇيغۇرچە", "/ug/yaowen/n/", "ug")]


def test_a_language_that_cldr_hardly_knows_is_not_shut_out(city: City) -> None:
    mongol = '\nname = "ᠶᠦᠨ ᠴᠤᠸᠠᠨ"\nlanguage = "ᠮᠣᠩᠭᠣᠯ"\n[[columns]]\npath = "yaowen"\nname = "ᠮᠡᠳᠡᠭᠡ"\n'
    city.write({"portal/site.toml": SPEAKING.replace('"en"', '"mn-Mong"'), "portal/site.mn-Mong.toml": mongol})
    city.write({"portal/yaowen/n.md": document("要闻")})

    built = city.build()

    assert built.page("/mn-Mong/").get("lang") == "mn-Mong"
    assert languages(built, "/") == [("ᠮᠣᠩᠭᠣᠯ", "/mn-Mong/", "mn-Mong")]


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (["lang: fr", "translation_of: n.md"], (3, "NO_LANGUAGE")),
        (["lang: zh", "translation_of: n.md"], (3, "NO_LANGUAGE")),
        (["translation_of: n.md"], (3, "MISSING_KEY")),
        (["lang: en", "translation_of: none.md"], (4, "NO_ORIGINAL")),
        (["lang: en", "translation_of: e.md"], (4, "NO_ORIGINAL")),
        (["lang: en", "translation_of: ../zcwj/a.md"], (4, "NO_ORIGINAL")),
        (["lang: en", "translation_of: broken.md"], (4, "NO_ORIGINAL")),
        (["lang: en", "translation_of: other.md"], (4, "NO_ORIGINAL")),
        (["lang: en", "translation_of: n.md", "original_version: abc"], (5, "VERSION")),
    ],
)
def test_what_is_wrong_with_a_translation_is_said_at_its_line(
    town: City, lines: list[str], place: tuple[int, str]
) -> None:
    town.write(
        {
            "portal/yaowen/e.md": "\n".join(["---", "title: News", *lines, "---", "", "Text.", ""]),
            "portal/yaowen/broken.md": "---\ntitle: 错\n---\n",
            "portal/yaowen/other.md": translation("n.md", "Other"),
        }
    )

    found = [(line, code) for path, line, code in town.codes() if path == "portal/yaowen/e.md"]

    assert found == [place]


def test_a_link_in_place_of_the_original_is_not_followed(town: City) -> None:
    (town.content / "portal/yaowen/l.md").symlink_to(town.content / "portal/yaowen/n.md")
    town.write({"portal/yaowen/e.en.md": translation("l.md")})

    codes = {(path, code) for path, _, code in town.codes()}

    assert codes == {("portal/yaowen/l.md", "SYMLINK"), ("portal/yaowen/e.en.md", "NO_ORIGINAL")}


def test_when_the_original_goes_its_translation_is_at_fault(town: City) -> None:
    town.build()
    (town.content / "portal/zcwj/a.md").unlink()

    assert ("portal/zcwj/a.en.md", 4, "NO_ORIGINAL") in town.codes()


def test_two_translations_of_one_text_into_one_language_are_one_too_many(town: City) -> None:
    town.write({"portal/zcwj/second.md": translation("a.md", "Again", "issuer: Yunchuan")})

    assert ("portal/zcwj/second.md", 4, "SAME_TRANSLATION") in town.codes()


@pytest.mark.parametrize(
    ("english", "place"),
    [
        ('name = "Y"', (1, "NO_COLUMN")),
        ('[[columns]]\npath = "yaowen"\nname = "News"', (1, "MISSING_KEY")),
        ('name = "Y"\n[[columns]]\npath = "yoawen"\nname = "News"', (3, "NO_COLUMN")),
        ('name = "Y"\n[[columns]]\npath = "yaowen"', (2, "MISSING_KEY")),
        ('name = "Y"\n[[columns]]\npath = "yaowen"\nname = "N"\n[[columns]]\npath = "yaowen"\nname = "N"', (6, "DUPLICATE_COLUMN")),
        ('name = "Y"\nhome = "yaowen"\n[[columns]]\npath = "yaowen"\nname = "N"', (2, "SHAPE")),
        ('name = "Y"\n[home]\nservices = "zcwj"\n[[columns]]\npath = "yaowen"\nname = "N"', (3, "NO_COLUMN")),
        ('name = "Y"\ncode = "1"\n[[columns]]\npath = "yaowen"\nname = "N"', (2, "UNKNOWN_KEY")),
        ("name = ", (1, "TOML")),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_languages_file_is_said_at_its_line(
    city: City, english: str, place: tuple[int, str]
) -> None:
    city.write({"portal/site.toml": SPEAKING, "portal/site.en.toml": english})

    assert [(path, line, code) for path, line, code in city.codes()] == [("portal/site.en.toml", *place)]


@pytest.mark.parametrize(
    ("languages", "codes"),
    [
        ('["en", "zh"]', ["LANGUAGE"]),
        ('["zh", "zh-Hant"]', ["LANGUAGE"]),
        ('["zh", "en", "en"]', ["LANGUAGE"]),
        ('["zh", "fr"]', ["LANGUAGE_FILE"]),
        ('["zh"]', ["LANGUAGE_FILE"]),
        ('["zh", "EN"]', ["LANGUAGE"]),
    ],
)
def test_the_languages_of_a_site_are_chinese_first_and_each_has_its_file(
    city: City, languages: str, codes: list[str]
) -> None:
    site = SPEAKING.replace('["zh", "en"]', languages)
    city.write({"portal/site.toml": site, "portal/site.en.toml": ENGLISH})

    assert [code for _, _, code in city.codes()] == codes


def test_a_column_and_a_language_cannot_have_one_address(city: City) -> None:
    site = SPEAKING + '\n[[columns]]\npath = "en/news"\nname = "新闻"\n'
    city.write({"portal/site.toml": site, "portal/site.en.toml": ENGLISH})

    assert [code for _, _, code in city.codes()] == ["LANGUAGE"]
