"""What rules on pages make of other systems' ways: feet, zones, entries, tags, cookies, files; and of addresses, between pages too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.audit import inspect, inspect_page
from pipeline.audit.addresses import address_of, target_of
from pipeline.audit.setting import Setting
from tests.rules.foreign_page import ARTICLE, ARTICLE_METAS, FOOT, HEAD, OLD, article, page, rules

if TYPE_CHECKING:
    from pathlib import Path

COLUMN = ARTICLE_METAS.split('<meta name="ArticleTitle"')[0]
ENTRIES = "".join(f'<li><a href="t{n}.html">全市春耕生产有序推进第{n}期</a></li>' for n in range(6))
LIST = f'<div class="top"></div><div class="position">当前位置：<a href="/">首页</a> <a href="/yw/">要闻</a></div><h1>要闻</h1><ul>{ENTRIES}</ul>'
LINKS = "".join(f'<p><a href="t{n}.html">第{n}条</a></p>' for n in range(16))
HOME = '<meta name="ColumnType" content="首页">'


@pytest.mark.parametrize(
    ("written", "file", "target"),
    [
        ("./a.html", "zwgk/index.html", "zwgk/a.html"),
        ("../../images/a.css", "zwgk/tzgg/index.html", "images/a.css"),
        ("../../images/a.css", "index.html", "images/a.css"),
        ("..", "zwgk/tzgg/index.html", "zwgk/index.html"),
        ("/zwgk/./tzgg/", "index.html", "zwgk/tzgg/index.html"),
        ("/zwgk", "index.html", "zwgk/index.html"),
        ("./", "index.html", "index.html"),
        ("images\\a.png", "index.html", "images/a.png"),
        ("../", "index.html", "index.html"),
    ],
)
def test_an_address_means_what_browsers_make_of_it(written: str, file: str, target: str) -> None:
    assert target_of(address_of(written), file) == target


@pytest.mark.parametrize("written", ["/a.html#top", "#/list", "#!x", "a.pdf#page=3", "#:~:text=x"])
def test_what_is_no_place_of_a_page_is_not_looked_for(written: str) -> None:
    assert address_of(written).fragment == ""


@pytest.mark.parametrize("written", ["/search.jsp", "show.asp?id=3", "../a/main.do", "/so?q=1"])
def test_what_a_program_answers_is_not_looked_for(written: str) -> None:
    assert address_of(written).by_program


def site(tmp_path: Path, **pages: str) -> Path:
    folder = tmp_path / "site"
    for name, text in pages.items():
        place = folder / name.replace("__", "/").replace("_dot_", ".")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder


def found(folder: Path, setting: Setting | None = None) -> set[tuple[str, str]]:
    return {(each.rule, each.path) for each in inspect(folder, setting or Setting(), jobs=1)}


def test_links_of_other_systems_lead_where_they_lead(tmp_path: Path) -> None:
    text = '<a href="./b_dot_htm">一</a><a href="../zw/c.htm#old">二</a><a href="zw/">三</a><a href="no/">四</a><a href="#top">五</a>'
    folder = site(
        tmp_path,
        index_dot_html=text.replace("b_dot_htm", "b.htm"),
        b_dot_htm="<p>一</p>",
        zw__c_dot_htm='<a name="old"></a>',
        zw__index_dot_htm="<p>三</p>",
    )

    facts = {each.fact for each in inspect(folder, jobs=1) if each.rule == "BROKEN_LINK"}

    assert facts == {"链接到的no/不存在"}


def test_pages_are_those_of_all_endings(tmp_path: Path) -> None:
    folder = site(tmp_path, a_dot_htm="<p>一", b_dot_shtml="<p>二", c_dot_HTML="<p>三", d_dot_txt="<p>四")

    assert {path for rule, path in found(folder) if rule == "META"} == {"site/a.htm", "site/b.shtml", "site/c.HTML"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("网站标识码：1404000001", "网站识别号:1404000001"),
        ("网站标识码：1404000001", "标识码：1404000001"),
        ("网站标识码：1404000001", "Website Identification Code: 1404000001"),
        ("主办单位：某市人民政府办公室", '<img src="zb.png" alt="主办单位：某市人民政府办公室">'),
        ("电话：0355-0120001", '<img src="tel.png" alt="电话：0355-0120001">'),
        ("晋公网安备 14040002000001号", "公安机关备案号：14040002000001"),
        ('<table id="footer">', '<p>党政机关网站标识 CA051070000400000000001</p><table id="footer">'),
        ("<body>", '<body><div class="links"><a href="#top">返回顶部</a></div>'),
        ("<p>正文。</p>", '<p><a href="/zt/x/"><i class="icon"></i></a></p>'),
        ("<p>正文。</p>", '<p><a class="bds" href="/share"></a></p>'),
        ("<p>正文。</p>", "<p>会议于2026年3月4日召开。</p>"),
        ("<p>正文。</p>", '<p>附件：<a href="/a.doc">下载</a>全市春耕生产进度表</p>'),
        ("<p>正文。</p>", '<p><a href="/a.wps">进度表</a> <a href="/a.pdf">进度表（PDF）</a></p>'),
        ("<p>正文。</p>", '<script>document.cookie="fontSize=18";</script>'),
        ("<p>正文。</p>", '<script>$.cookie("skin", "blue"); if (getCookie("uid")) { show(); }</script>'),
        ("<p>正文。</p>", '<script>var c = document.cookie; setCookie("closed", "1");</script>'),
    ],
)
def test_what_is_right_in_another_way_is_left_alone(old: str, new: str) -> None:
    assert rules(article(old, new)) - OLD == set()


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("晋公网安备 14040002000001号", "晋公网安备 1404000200001号", "POLICE_NUMBER"),
        ("<p>正文。</p>", '<p><a href="/a/b.html"></a></p>', "LINK_NAME"),
        ("<p>正文。</p>", '<p>附件：<a href="/a.doc">附件1.doc</a></p>', "FILE_LINK_NAME"),
        ("<p>正文。</p>", '<p>附件：<a href="/a.et">进度表</a></p>', "FILE_FORMAT"),
        ("<p>正文。</p>", "<script>Cookies.set('visitorId', Math.random())</script>", "COOKIE"),
        ("<p>正文。</p>", '<script>function s(n,v){document.cookie=n+"="+v} s("uuid", 1)</script>', "COOKIE"),
        ('content="2026-03-05 09:30"', 'content="2026-03-05 21:30"', "PUB_DATE"),
        ("<body>", '<body><meta name="SiteName" content="别的市">', "META_TWICE"),
        ("<body>", '<body><meta name="Image" content="/images/share.png">', "META_IMAGE"),
        (
            "</table>",
            '</table><div style="display:none"><a href="http://shop.example.com/">好</a></div>',
            "HIDDEN_LINK",
        ),
    ],
)
def test_what_is_wrong_in_the_ways_of_others_is_found(old: str, new: str, rule: str) -> None:
    assert rules(article(old, new)) - OLD - {"POLICE_NUMBER"} | {rule} == {rule}
    assert rule in rules(article(old, new))


def test_a_picture_of_the_text_may_be_named_by_its_address_or_as_a_smaller_copy() -> None:
    for image in ("https://www.mou.gov.cn/img/W1.jpg", "/img/w1_300.png"):
        text = article("<p>正文。</p>", '<p><img src="./W1.jpg" alt="春耕"></p>')

        assert "META_IMAGE" not in rules(text.replace("<body>", f'<body><meta name="Image" content="{image}">'))


def test_fonts_of_a_template_are_not_those_of_a_text() -> None:
    old = page(
        ARTICLE.replace('<div class="TRS_Editor"><p>正文。</p></div>', '<font size="5">正文。</font>'), ARTICLE_METAS
    )

    assert "FONT_OVERRIDE" not in rules(old)
    assert "FONT_OVERRIDE" in rules(old.replace('<font size="5">', '<div id="vsb_content_2"><font size="5">'))


@pytest.mark.parametrize(
    "foot",
    [
        '<div id="footer"></div><script src="/js/footer.js"></script>',
        '<div class="bottom-links"><a href="/yq/">友情链接</a></div><script>$("#f").load("/inc/footer.html")</script>',
        '<!--#include virtual="/inc/bottom.shtml"-->',
    ],
)
def test_of_a_foot_that_is_put_in_later_nothing_is_said(foot: str) -> None:
    text = page(LIST, COLUMN).replace(FOOT, f"{foot}</body></html>")

    assert not {"FOOTER", "ZONE"} & rules(text)


def test_a_page_that_scripts_make_is_not_judged_by_what_is_not_there_yet() -> None:
    shell = (
        HEAD.format(charset="utf-8", title="某市人民政府", metas=HOME)
        + '<div id="app"></div><script src="/js/app.js"></script>'
    )

    assert rules(shell) == {"PAGE_LANGUAGE", "VIEWPORT"}
    assert "FOOTER" in rules(shell.replace('<div id="app">', "<div>文"))


def test_a_navigation_with_the_name_is_a_head_and_any_text_a_middle() -> None:
    text = page(f'<nav><img src="l.png" alt="某市人民政府"></nav><table><tr><td>{"文" * 200}</td></tr></table>')

    assert "ZONE" not in rules(text)


@pytest.mark.parametrize(
    "entry",
    [
        '<form action="/so.asp"><input name="keyword"><input type="submit" value="搜一下"></form>',
        '<a href="/search/index.html"><img src="ss.png" alt="搜索"></a>',
        '<input type="text" placeholder="请输入关键字">',
        '<a class="icon" href="/x.htm" title="全站检索"></a>',
        '<i onclick="goSearch()"></i>',
        '<script src="/js/header.js"></script>',
        "<button>搜索</button>",
    ],
)
def test_whatever_looks_like_a_search_counts(entry: str) -> None:
    assert "SITE_SEARCH" in rules(article())
    assert "SITE_SEARCH" not in rules(article("<body>", f"<body>{entry}"))


def test_a_login_is_no_search() -> None:
    login = '<form action="/login.do"><input name="user" title="用户名"><input type="password"></form>'

    assert "SITE_SEARCH" in rules(article("<body>", f"<body>{login}"))


def test_a_list_of_news_without_any_date_is_told_of_once() -> None:
    bare = page(LIST, COLUMN)

    assert "LIST_DATE" in rules(bare)
    assert "LIST_DATE" not in rules(bare.replace("工作动态", "机构职能").replace('content="要闻"', 'content="机构"'))
    assert "LIST_DATE" not in rules(bare.replace("</ul>", "</ul><p>更新于2026-03-05</p>"))


def test_a_column_is_one_by_any_of_its_tags() -> None:
    assert "META" in rules(page(LIST, COLUMN.replace("ColumnName", "ColunmName")))
    assert "META" in rules(page(LIST))
    assert "META" not in rules(page(LIST, COLUMN))


def test_a_front_page_leads_to_services_and_questions_by_words() -> None:
    bare = page(LINKS, HOME)
    both = bare.replace("第0条", "在线办理").replace("第1条", "局长信箱")

    assert "HOME_FUNCTIONS" in rules(bare)
    assert "HOME_FUNCTIONS" in rules(both.replace("局长信箱", "供暖服务热线于十一月一日开通"))
    assert "HOME_FUNCTIONS" not in rules(both)
    assert "HOME_FUNCTIONS" not in rules(bare.replace("<body>", '<body><script src="/js/nav.js"></script>'))


def test_links_out_are_told_of_where_only_libraries_are_loaded() -> None:
    text = article("<p>正文。</p>", '<p><a href="https://www.example.com/">报名</a></p>')

    assert "EXTERNAL_PROMPT" in rules(text.replace("<body>", '<body><script src="/js/jquery-3.6.0.min.js"></script>'))
    assert "EXTERNAL_PROMPT" not in rules(text.replace("<body>", '<body><script src="/js/common.js"></script>'))


def test_types_in_use_are_no_other_types() -> None:
    assert "META_COLUMN_TYPE" not in rules(page(LIST, COLUMN.replace("工作动态", "通知公告")))
    assert "META_COLUMN_TYPE" in rules(page(LIST, COLUMN.replace("工作动态", "5")))


HEAVY = '<img src="a.jpg" alt="图"><img src="a.jpg" alt="图"><script src="/js/b.js"></script>'


def weighed(tmp_path: Path, text: str) -> list[str]:
    folder = site(tmp_path, index_dot_html=text, a_dot_jpg="图" * 400_000, js__b_dot_js="b" * 900_000)
    return [each.fact for each in inspect(folder, Setting(total_kilobytes=2000), jobs=1) if each.rule == "TOTAL_WEIGHT"]


def test_a_page_weighs_each_file_once(tmp_path: Path) -> None:
    assert weighed(tmp_path, HEAVY) == ["网页连同它的图片、样式、脚本有2100KB，超过2000KB"]


@pytest.mark.parametrize(
    "text",
    [
        HEAVY.replace("<img", '<img loading="lazy"'),
        HEAVY.replace("<img src", "<a href").replace(' alt="图"', ""),
        HEAVY.replace('src="a.jpg"', 'src="https://www.gov.cn/a.jpg"'),
        HEAVY.replace('src="/js/b.js"', 'src="/js/none.js"'),
    ],
)
def test_what_is_fetched_later_or_not_at_all_weighs_nothing(tmp_path: Path, text: str) -> None:
    assert weighed(tmp_path, text) == []


def test_html_that_is_too_heavy_is_told_of_once(tmp_path: Path) -> None:
    folder = site(tmp_path, index_dot_html=f"<p>{'文' * 800_000}</p>{HEAVY.split('<script')[0]}", a_dot_jpg="图" * 100)

    weights = {each.rule for each in inspect(folder, Setting(total_kilobytes=2000), jobs=1)} & {
        "PAGE_WEIGHT",
        "TOTAL_WEIGHT",
    }

    assert weights == {"PAGE_WEIGHT"}


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ('(function(){var s="https://hm.baidu.com/hm.js?1"})()', True),
        ('setCookie("visitor_id", Math.random()); function setCookie(n,v){document.cookie=n+"="+v}', True),
        ('function setCookie(n,v){document.cookie=n+"="+v} setCookie("theme","dark")', False),
        ('$.cookie=function(k,v,o){document.cookie=[k,"=",v].join("")}', False),
    ],
)
def test_script_files_of_the_site_are_read(tmp_path: Path, script: str, told: bool) -> None:
    assert (("SCRIPT_FILE", "site/js/a.js") in found(site(tmp_path, js__a_dot_js=script))) == told


def test_hostile_names_of_files_take_no_time() -> None:
    link = f'<p><a href="/a.doc">{"1_" * 5_000}附</a>{"附件1" * 3_000}</p>'

    inspect_page(article("<p>正文。</p>", link).encode(), "t1.html", Setting())


def test_a_name_in_chinese_is_not_asked_of_a_page_in_english() -> None:
    english = '<html lang="en"><head><meta name="SiteName" content="The County"></head><body><p>News of the county</p></body></html>'
    setting = Setting(names=(("", "某市人民政府"),), domain="www.mou.gov.cn")

    assert "META_SITE_NAME" not in rules(english, setting)
    assert "META_SITE_NAME" in rules(english.replace("News of the county", "本县要闻" * 20), setting)
