"""What changed of the sites since a commit: found by comparing, with real git."""

from __future__ import annotations

import pytest

from tests.conftest import SITE, City, document
from tests.pipeline.changes.history import Town, renamed, small_town


@pytest.fixture
def town(city: City) -> Town:
    return small_town(city)


# Addresses


def test_where_nothing_changed_nothing_is_said(town: Town) -> None:
    found = town.of()

    assert (found.items, found.old, found.corrections, found.rewritten) == ((), (), (), None)


def test_a_document_that_moves_takes_its_page_its_files_and_its_old_addresses_along(town: Town) -> None:
    town.move("portal/yaowen/a.md", "portal/zcjd/a.md").move("portal/yaowen/biao.csv", "portal/zcjd/biao.csv")
    town.move("portal/yaowen/b.md", "portal/zcjd/b2.md").edit("portal/zcjd/b2.md", "aliases: /old/b.html\n", "")
    town.edit("portal/zcjd/a.md", "date:", "kind: news\ndate:").edit("portal/zcjd/b2.md", "date:", "kind: news\ndate:")

    assert town.leads() == {
        "/yaowen/a/": "portal/zcjd/a.md",
        "/yaowen/a/biao.csv": "/zcjd/a/biao.csv",
        "/yaowen/b/": "portal/zcjd/b2.md",
        "/old/b.html": "portal/zcjd/b2.md",
    }


def test_a_column_that_moves_takes_its_pages_and_its_feed_along(town: Town) -> None:
    news = {f"portal/yaowen/n{n:02}.md": document(f"要闻{n}", date=f"2026-02-{n:02} 10:00") for n in range(1, 24)}
    archived = document("旧闻", "archived: 2026-03-01", date="2026-01-01 10:00")
    town.write({**news, "portal/yaowen/o.md": archived}).commit()

    leads = renamed(town, "dongtai", "政务动态").leads()

    assert leads["/yaowen/"] == "/dongtai/"
    assert leads["/yaowen/page/2/"] == "/dongtai/page/2/"
    assert leads["/yaowen/archive/1/"] == "/dongtai/archive/1/"
    assert leads["/yaowen/feed.xml"] == "/dongtai/feed.xml"
    assert leads["/yaowen/c/"] == "portal/dongtai/c.md"
    assert leads["/yaowen/c/%E8%A1%A8.csv"] == "/dongtai/c/%E8%A1%A8.csv"
    assert all(leads.values())


def test_a_list_page_that_is_no_more_leads_to_the_columns_front_page(town: Town) -> None:
    news = {f"portal/yaowen/n{n:02}.md": document(f"要闻{n}", date=f"2026-02-{n:02} 10:00") for n in range(1, 24)}
    town.write(news).commit()

    for path in news:
        town.drop(path)

    assert {url: new for url, new in town.leads().items() if "/page/" in url} == {
        "/yaowen/page/1/": "/yaowen/",
        "/yaowen/page/2/": "/yaowen/",
    }


@pytest.mark.parametrize(
    ("name", "edit"),
    [
        ("p2", ("正文。", "新的正文。")),  # the number
        ("q", ("云政发〔2026〕1号", "云政发〔2026〕2号")),  # title and date
        ("p", ("date: 2026-03-01 10:00", "date: 2026-03-04 10:00\nnote: 云政发〔2026〕9号")),
    ],
)
def test_a_document_is_known_again_by_one_of_its_signs(town: Town, name: str, edit: tuple[str, str]) -> None:
    town.move("portal/zcwj/p.md", f"portal/zcwj/new/{name}.md").drop("portal/zcjd/q.md")
    town.edit("portal/site.toml", 'path = "zcwj"', 'path = "zcwj/new"')
    town.edit(f"portal/zcwj/new/{name}.md", *edit)
    if "note" in edit[1]:  # only the name in the address and the title are left
        town.edit(f"portal/zcwj/new/{name}.md", "note: 云政发〔2026〕9号\n", "")
        town.edit(f"portal/zcwj/new/{name}.md", "云政发〔2026〕1号", "云政发〔2026〕9号")

    assert town.leads()["/zcwj/p/"] == f"portal/zcwj/new/{name}.md"


def test_of_several_that_it_may_be_none_is_chosen(town: Town) -> None:
    town.drop("portal/yaowen/b.md")
    again = document("乙", "kind: news", date="2026-03-02 10:00")
    town.write({"portal/zcjd/x.md": again + "一", "portal/zcwj/y.md": again + "二"})

    found = town.of()

    assert found.recognised == ()
    assert {old.url: old.candidates for old in found.undecided} == {
        "/yaowen/b/": ("portal/zcjd/x.md", "portal/zcwj/y.md"),
        "/old/b.html": ("portal/zcjd/x.md", "portal/zcwj/y.md"),
    }


def test_a_copy_that_stood_there_before_is_itself_and_not_what_moved(town: Town) -> None:
    copy = document("乙", "kind: news", date="2026-03-02 10:00")
    town.write({"portal/yaowen/b.md": copy, "portal/zcjd/b.md": copy}).commit()

    town.move("portal/yaowen/b.md", "portal/zcwj/b.md")

    assert town.leads() == {"/yaowen/b/": "portal/zcwj/b.md"}


def test_a_copy_that_stays_is_where_a_dropped_one_leads(town: Town) -> None:
    copy = document("乙", "kind: news", date="2026-03-02 10:00")
    town.write({"portal/yaowen/b.md": copy, "portal/zcjd/b.md": copy}).commit()

    assert town.drop("portal/yaowen/b.md").leads() == {"/yaowen/b/": "portal/zcjd/b.md"}


def test_a_document_is_known_again_though_another_stands_at_its_path(town: Town) -> None:
    town.move("portal/yaowen/a.md", "portal/yaowen/jia.md")
    town.write({"portal/yaowen/a.md": document("新的一篇", date="2026-04-01 10:00")})

    assert town.leads() == {"/yaowen/a/biao.csv": "/yaowen/jia/biao.csv"}


def test_what_is_dropped_or_withdrawn_is_dead_with_the_reason(town: Town) -> None:
    town.drop("portal/yaowen/a.md").edit("portal/yaowen/c.md", "date:", "draft: 是\ndate:")

    assert {old.url: old.why for old in town.of().dead} == {
        "/yaowen/a/": "文件“甲”删去了，或者没有发布",
        "/yaowen/a/biao.csv": "文件“甲”删去了，或者没有发布",
        "/yaowen/c/": "文件“丙”删去了，或者没有发布",
        "/yaowen/c/%E8%A1%A8.csv": "文件“丙”删去了，或者没有发布",
    }


def test_a_file_that_its_document_no_longer_has_is_dead(town: Town) -> None:
    town.edit("portal/yaowen/a.md", "attachments: biao.csv\n", "").drop("portal/yaowen/biao.csv")

    [old] = town.of().dead

    assert (old.url, old.why) == ("/yaowen/a/biao.csv", "文件“甲”（portal/yaowen/a.md）没有这个附件或者图片了")


def test_another_slug_is_another_address(town: Town) -> None:
    town.edit("portal/yaowen/b.md", "date:", "slug: yi\ndate:")

    assert town.leads() == {"/yaowen/b/": "portal/yaowen/b.md"}


def test_an_alias_of_a_document_keeps_its_old_address_alive(town: Town) -> None:
    town.edit("portal/yaowen/b.md", "date:", "slug: yi\ndate:").edit(
        "portal/yaowen/b.md", "aliases: /old/b.html", "aliases: [/old/b.html, /yaowen/b/]"
    )

    assert town.leads() == {}


def test_a_file_whose_name_changes_in_nothing_but_capitals_is_dead(town: Town) -> None:
    town.move("portal/yaowen/biao.csv", "portal/yaowen/Biao.csv").edit("portal/yaowen/a.md", "biao", "Biao")

    [old] = town.of().dead

    assert "没有这个附件" in old.why


def test_an_address_that_differs_in_nothing_but_capitals_from_another_cannot_be_led_on(town: Town) -> None:
    town.move("portal/yaowen/a.md", "portal/zcjd/a.md").move("portal/yaowen/biao.csv", "portal/zcjd/biao.csv")
    town.edit("portal/zcjd/a.md", "date:", "kind: news\ndate:").move("portal/yaowen/b.md", "portal/zcjd/b.md")
    town.edit("portal/zcjd/b.md", "date:", "kind: news\ndate:")
    again = document("又一篇", "attachments: Biao.csv", date="2026-04-01 10:00")
    town.write({"portal/yaowen/a.md": again, "portal/yaowen/Biao.csv": "一\n"})
    town.write({"portal/redirects.csv": "旧网址,新网址\n/Yaowen/b/,/yaowen/\n"})

    assert {old.url: old.why for old in town.of().dead} == {
        "/yaowen/a/biao.csv": "和一个现在的网址只有大小写不同，把名字改回去",
        "/yaowen/b/": "redirects.csv第2行只有大小写不同，改成同样的写法",
    }


def test_both_commits_are_taken_as_of_one_minute(town: Town) -> None:
    town.edit("portal/yaowen/a.md", "attachments", "expires_at: 2026-11-24 09:00\nattachments").commit()

    assert town.leads() == {}


# Columns


def test_a_column_of_another_name_is_renamed(town: Town) -> None:
    town.edit("portal/site.toml", 'name = "政务要闻"', 'name = "要闻动态"')

    [item] = town.of().items

    assert (item.what, item.old, item.new) == ("栏目改名", "政务要闻（/yaowen/）", "要闻动态（/yaowen/）")


def test_a_column_is_known_again_by_where_most_of_its_documents_went(town: Town) -> None:
    [item] = renamed(town, "dongtai", "政务动态").drop("portal/dongtai/a.md").of().items

    assert (item.what, item.old, item.new) == ("栏目改网址", "政务要闻（/yaowen/）", "政务动态（/dongtai/）")


def test_a_column_without_documents_is_known_again_by_its_name(town: Town) -> None:
    empty = '\n[[columns]]\npath = "{}"\nname = "公告"\n'
    town.write({"portal/site.toml": SITE + empty.format("gg")}).commit()
    town.write({"portal/site.toml": SITE + empty.format("gonggao")})

    found = town.of()

    assert [(item.what, item.new) for item in found.items] == [("栏目改网址", "公告（/gonggao/）")]
    assert town.leads() == {"/gg/": "/gonggao/", "/gg/feed.xml": "/gonggao/feed.xml"}


def test_a_column_that_only_holds_columns_is_known_again_by_them(town: Town) -> None:
    below = '\n[[columns]]\npath = "{0}"\nname = "{1}"\n\n[[columns]]\npath = "{0}/tz"\nname = "通知"\nkind = "news"\n'
    town.write({"portal/site.toml": SITE + below.format("gk", "公开"), "portal/gk/tz/t.md": document("通知")}).commit()
    town.write({"portal/site.toml": SITE + below.format("zwgk", "政务公开")}).move("portal/gk", "portal/zwgk")

    assert [(item.what, item.old, item.new) for item in town.of().items] == [
        ("栏目改网址", "公开（/gk/）", "政务公开（/zwgk/）"),
        ("栏目改网址", "通知（/gk/tz/）", "通知（/zwgk/tz/）"),
    ]
    assert town.leads()["/gk/"] == "/zwgk/"


def test_columns_whose_documents_went_into_one_are_merged(town: Town) -> None:
    town.edit(
        "portal/site.toml",
        '[[columns]]\npath = "zcjd"\nname = "政策解读"\ntype = "政策解读"\nkind = "interpretation"\n',
        "",
    )
    town.move("portal/zcjd/q.md", "portal/zcwj/q.md").edit("portal/zcwj/q.md", "date:", "kind: interpretation\ndate:")

    [item] = town.of().items

    assert (item.what, item.old, item.new) == ("合并栏目", "政策解读（/zcjd/）", "政策文件（/zcwj/）")
    assert town.leads() == {
        "/zcjd/": "/zcwj/",
        "/zcjd/feed.xml": "/zcwj/feed.xml",
        "/zcjd/q/": "portal/zcwj/q.md",
    }


def test_a_column_that_is_gone_is_dead_with_its_pages_and_a_new_one_is_new(town: Town) -> None:
    town.edit("portal/site.toml", 'path = "zcjd"\nname = "政策解读"', 'path = "fangtan"\nname = "访谈"')
    town.drop("portal/zcjd/q.md")

    found = town.of()

    assert [(item.what, item.old, item.new) for item in found.items] == [
        ("撤销栏目", "政策解读（/zcjd/）", ""),
        ("新设栏目", "", "访谈（/fangtan/）"),
    ]
    assert {old.url: old.why for old in found.dead}["/zcjd/feed.xml"] == "栏目“政策解读”没有了，认不出并到了哪里"
