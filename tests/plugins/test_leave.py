"""A link that leads out of the government's sites leads to a page that asks first, and stands as long as the link does."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from plugins.leave import host, readable
from tests.conftest import DEPARTMENT, NOW, SITE, document

if TYPE_CHECKING:
    from tests.conftest import BuiltCity, City

AWAY = "https://bus.example.com/a?b=1&c=2"
GUIDE = """
[[columns]]
path = "bsfw"
name = "办事服务"
kind = "guide"
"""


def asking(built: BuiltCity, site: str = "portal") -> set[str]:
    """The addresses of the pages that ask."""
    files = (
        file.removeprefix(f"{site}/") for file in built.files() if file.startswith(f"{site}/") and "/leave/" in file
    )
    return {f"/{file.removesuffix('index.html')}" for file in files}


def leading(body: str, *more: str) -> str:
    return document("甲", *more, body=body)


def test_a_link_out_leads_to_a_page_that_names_the_target_and_asks(city: City) -> None:
    built = city.write({"portal/yaowen/a.md": leading(f"见[公交]({AWAY})。")}).build()

    [url] = asking(built)
    [link] = built.page("/yaowen/a/").cssselect("#zoom a")
    assert link.get("href") == url
    assert url.startswith("/yaowen/a/leave/")
    assert built.text(url, "h1") == "您访问的链接即将离开“云川市人民政府”门户网站，是否继续？"
    assert [each.text_content() for each in built.page(url).cssselect("main code")] == ["bus.example.com", AWAY]


def test_the_page_leads_on_and_back_without_script(city: City) -> None:
    built = city.write({"portal/yaowen/a.md": leading(f"见[公交]({AWAY})。")}).build()

    [url] = asking(built)
    go, back = built.page(url).cssselect("main .button")
    assert (go.get("href"), set(go.get("rel").split())) == (
        AWAY,
        {"external", "nofollow", "noopener", "noreferrer"},
    )
    assert (go.text_content(), back.text_content(), back.get("href")) == ("继续访问", "返回", "/yaowen/a/")
    assert built.page(url).cssselect('[http-equiv="refresh"], main script, main [target]') == []


def test_the_page_is_kept_out_of_search_engines_maps_and_feeds_and_says_no_referrer(city: City) -> None:
    built = city.write({"portal/yaowen/a.md": leading(f"见[公交]({AWAY})。")}).build()

    [url] = asking(built)
    metas = {each.get("name"): each.get("content") for each in built.page(url).cssselect("meta[name]")}
    assert (metas["robots"], metas["referrer"]) == ("noindex", "no-referrer")
    naming = {file for file, data in built.bytes().items() if url.encode() in data}
    assert naming == {"portal/yaowen/a/index.html", f"portal{url}index.html"}


def test_a_link_to_the_governments_sites_stays_as_it_is(city: City) -> None:
    body = (
        "[一](https://www.gov.cn/) [二](https://云川市人民政府.政务/) [三](mailto:a@example.com) [四](tel:0355-0120001)"
    )
    built = city.write({"portal/yaowen/a.md": leading(body)}).build()

    hrefs = [each.get("href") for each in built.page("/yaowen/a/").cssselect("#zoom a")]
    assert hrefs == [
        "https://www.gov.cn/",
        "https://云川市人民政府.政务/",
        "mailto:a@example.com",
        "tel:0355-0120001",
    ]
    assert asking(built) == set()


def test_one_target_named_twice_has_one_page_and_two_targets_have_two(city: City) -> None:
    body = f"[一]({AWAY}) [二]({AWAY}) <{AWAY}#x> <a title='a>b \" href=\"https://www.gov.cn/\"' href='{AWAY}'>三</a>"
    built = city.write({"portal/yaowen/a.md": leading(body)}).build()

    hrefs = [each.get("href") for each in built.page("/yaowen/a/").cssselect("#zoom a")]
    assert len(asking(built)) == 2
    assert set(hrefs) == asking(built)
    assert hrefs[0] == hrefs[1] == hrefs[3]


def test_what_only_looks_like_a_link_is_left_alone(city: City) -> None:
    body = f'写法：`<a href="{AWAY}">`\n\n    <a href="{AWAY}">甲</a>\n\n字面的 href="{AWAY}" 也一样。'
    built = city.write({"portal/yaowen/a.md": leading(body)}).build()

    assert asking(built) == set()
    assert built.text("/yaowen/a/", "#zoom").count(AWAY) == 3


@pytest.mark.parametrize(
    "address",
    [
        "HTTPS://EXAMPLE.com/大写",
        'https://example.com/"x"',
        "https://example.com/%zz?&amp;",
        "https://example.com\\.gov.cn/",
        "https://例子.中国/路",
        "https://example.com/&#x202e;gnp.exe",
    ],
)
def test_however_a_target_is_written_its_page_is_there(city: City, address: str) -> None:
    quoted = address.replace('"', "&quot;")
    built = city.write({"portal/yaowen/a.md": leading(f'<a href="{quoted}">甲</a>')}).build()

    hrefs = {each.get("href") for each in built.page("/yaowen/a/").cssselect("#zoom a")}
    assert hrefs == asking(built)
    assert len(hrefs) == 1


def test_the_fields_that_a_page_links_ask_as_well(city: City) -> None:
    city.write(
        {
            "portal/site.toml": SITE + GUIDE,
            "portal/yaowen/a.md": leading("正文。", f"repost_url: {AWAY}"),
            "portal/zcjd/b.md": leading("正文。", f"interprets: 国发〔2026〕9号 {AWAY}"),
            "portal/bsfw/c.md": guide(f"service_url: {AWAY}"),
            "portal/bsfw/d.md": guide("service_url: https://zwfw.example.gov.cn/"),
        }
    )

    built = city.build()

    assert len(asking(built)) == 3
    for url, css in (("/yaowen/a/", ".origin a"), ("/zcjd/b/", ".pairs a"), ("/bsfw/c/", ".button")):
        [link] = built.page(url).cssselect(css)
        assert link.get("href") in asking(built)
        assert link.get("href").startswith(f"{url}leave/")
    assert built.page("/yaowen/a/").cssselect(".origin a")[0].text_content() == AWAY
    assert built.page("/bsfw/d/").cssselect(".button")[0].get("href") == "https://zwfw.example.gov.cn/"


def guide(*more: str) -> str:
    said = ("legal_basis: 规定", "conditions: 本市居民", "materials: 身份证", "location: 大厅", "hours: 9时至17时")
    rest = ("phone: 0355-0120001", "procedure: 受理、办结", "audience: 个人", "time_limit: 当场")
    last = ("fee: 不收费", "online_level: 全程网办", "complaint_phone: 0355-0120002")
    return document("事项", "kind: guide", *said, *rest, *last, *more)


def test_a_page_goes_when_the_last_link_to_its_target_goes(city: City) -> None:
    city.write({"portal/yaowen/a.md": leading(f"[一]({AWAY})"), "portal/yaowen/b.md": leading(f"[一]({AWAY})")})
    assert len(asking(city.build())) == 2

    city.write({"portal/yaowen/a.md": leading("没有了。")})
    assert asking(city.build()) == {url for url in asking(city.build()) if url.startswith("/yaowen/b/")}

    (city.content / "portal/yaowen/b.md").unlink()
    assert asking(city.build()) == set()


def test_a_page_comes_and_goes_with_its_document_by_the_calendar(city: City) -> None:
    text = leading(f"[一]({AWAY})", "publish_at: 2026-12-01 08:00", "expires_at: 2026-12-10 00:00")
    city.write({"portal/yaowen/a.md": text})

    assert asking(city.build()) == set()
    assert len(asking(city.build(dt.datetime(2026, 12, 1, 8, 0)))) == 1
    assert asking(city.build(dt.datetime(2026, 12, 10, 0, 0))) == set()


def test_a_host_that_is_allowed_asks_no_more(city: City) -> None:
    city.write({"portal/yaowen/a.md": leading(f"[一]({AWAY})"), "portal/yaowen/b.md": leading("乙。")})
    assert len(asking(city.build())) == 1

    city.write({"platform.toml": 'allowed_hosts = ["example.com"]\n'})
    built = city.build()

    assert asking(built) == set()
    assert built.page("/yaowen/a/").cssselect("#zoom a")[0].get("href") == AWAY
    assert built.figures.written == 1

    city.write({"platform.toml": ""})
    assert len(asking(city.build())) == 1


def test_a_host_that_is_none_is_named(city: City) -> None:
    city.write({"platform.toml": '"直达网址" = ["https://example.com/"]\n'} | {"portal/yaowen/a.md": leading("甲。")})

    (path, line, code) = city.codes()[0]
    assert (path, line, code) == ("platform.toml", 1, "DOMAIN")


def test_a_department_calls_its_site_a_site(city: City) -> None:
    city.write({"jyj/site.toml": DEPARTMENT, "jyj/zcjd/a.md": leading(f"[一]({AWAY})", "kind: news")})

    built = city.build()

    [url] = asking(built, "jyj")
    assert built.text(url, "h1", "jyj") == "您访问的链接即将离开“云川市教育局”网站，是否继续？"


def test_the_variants_and_the_english_edition_ask_in_their_own_way(city: City) -> None:
    english = 'name = "Yunchuan"\n\n[[columns]]\npath = "yaowen"\nname = "News"\n'
    settings = 'variants = ["care", "zh-Hant"]\nlanguages = ["zh", "en"]\ncode ='
    city.write(
        {
            "portal/site.toml": SITE.replace("code =", settings, 1),
            "portal/site.en.toml": english,
            "portal/yaowen/a.md": leading(f"[一]({AWAY})", f"repost_url: {AWAY}2"),
            "portal/yaowen/a.en.md": f"---\ntitle: A\nlang: en\ntranslation_of: a.md\n---\n\n[one]({AWAY})\n",
        }
    )

    built = city.build()

    urls = asking(built)
    assert len(urls) == 2 * 6
    for folder in ("/", "/care/", "/zh-Hant/", "/zh-Hant/care/", "/en/", "/en/care/"):
        for link in built.page(f"{folder}yaowen/a/").cssselect("#zoom a, .origin a"):
            assert link.get("href") in urls
            assert built.page(link.get("href")).cssselect("main .quiet")[0].get("href") == f"{folder}yaowen/a/"
    [url, *_] = (each for each in urls if each.startswith("/en/yaowen/a/"))
    assert built.text(url, "h1") == "You are about to leave the website “Yunchuan”. Do you want to continue?"


def test_a_translations_page_leads_out_through_the_page_of_the_original_that_names_the_target(city: City) -> None:
    named = f"{{ title: 旧办法, url: '{AWAY}' }}"
    of = ("document_number: 云政发〔2026〕1号", "issuer: 云川市人民政府", "issued: 2026-02-20", f"repeals: {named}")
    settings = SITE.replace("code =", 'languages = ["zh", "en"]\ncode =', 1)
    english = 'name = "Yunchuan"\n\n[[columns]]\npath = "zcwj"\nname = "Policies"\n'
    city.write(
        {"portal/site.toml": settings, "portal/site.en.toml": english, "portal/zcwj/a.md": document("办法", *of)}
    )
    city.write({"portal/zcwj/a.en.md": "---\ntitle: A\nlang: en\ntranslation_of: a.md\nissuer: City\n---\n\nText\n"})

    built = city.build()

    [url] = asking(built)
    assert [each.get("href") for each in built.page("/en/zcwj/a/").cssselect(".pairs a")] == [url]


def test_no_column_may_stand_where_the_pages_do(city: City) -> None:
    city.write({"portal/site.toml": SITE.replace('path = "yaowen"', 'path = "yaowen/leave"')})

    assert [code for _, _, code in city.codes()] == ["COLUMN_PATH"]


def test_a_closed_question_is_asked_of_nobody_before_its_day(city: City) -> None:
    city.write({"portal/yaowen/a.md": leading(f"[一]({AWAY})", "draft: 是")})

    assert asking(city.build(NOW)) == set()


def test_what_nobody_sees_in_an_address_is_shown_as_a_code() -> None:
    assert readable("https://a.com/\u202ex") == "https://a.com/%E2%80%AEx"
    assert readable("https://a.com/路") == "https://a.com/路"


def test_a_host_in_other_letters_is_shown_as_it_is_sent_as_well() -> None:
    assert host("https://Example.com:80/") == "example.com"
    assert host("https://例子.中国/") == "例子.中国（xn--fsqu00a.xn--fiqs8s）"
    assert host("https://exаmple.com/") == "exаmple.com（xn--exmple-4nf.com）"
    assert host("https://a\\b/") == "a\\b"
