"""Pages of other systems: what they show is recognised by what it is, and nothing that is right is held against them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.audit import inspect_page
from pipeline.audit.setting import Setting
from tests.rules.foreign_page import HEAD, OLD, article, rules


def test_an_old_page_with_tables_and_national_scripts_lacks_nothing_that_fails() -> None:
    assert rules(article()) <= OLD


def test_a_page_in_gbk_is_read_as_it_is_meant() -> None:
    text = article().replace("charset=utf-8", "charset=gb2312")

    assert rules(text.encode("gb18030")) <= OLD


def test_a_page_in_gbk_that_does_not_say_so_is_read_too() -> None:
    assert rules(article().replace("charset=utf-8", "").encode("gb18030")) <= OLD


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("https://beian.miit.gov.cn/", "http://www.miibeian.gov.cn", "ICP_LINK"),
        ("<span>05000001</span>", "<span>050001</span>", "ICP_NUMBER"),
        ("CA051070000400000000001", "CA051080000400000000001", "MARK_SHOWN"),
        ("https://zfwzgl.www.gov.cn/exposure/jiucuo.js", "https://pucha.kaipuyun.cn/exposure/jiucuo.js", "REPORT_LINK"),
        ('sitecode="1404000001"', 'sitecode="1404000009"', "SITE_CODE_SHOWN"),
        ("webSearch?code=14040002000001", "webSearch?code=14040002000009", "POLICE_NUMBER"),
        (
            "https://beian.mps.gov.cn/#/query/webSearch?code=",
            "http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=",
            "POLICE_LINK",
        ),
        ('content="www.mou.gov.cn"', 'content="http://www.mou.gov.cn/"', "META_DOMAIN"),
        ('content="某日报"', 'content="别的报"', "CONTENT_SOURCE"),
        ('content="2026-03-05 09:30"', 'content="2026-03-06 09:30"', "PUB_DATE"),
        ("发布时间：2026-03-05&nbsp;09:30", "发布时间：2026-03-05", "PUBLISH_TIME"),
        ("<p>正文。</p>", '<p style="font-size: 16pt">正文。</p>', "FONT_OVERRIDE"),
        ("主办单位：", "推荐使用IE8.0及以上浏览器　主办单位：", "BROWSER_NOTE"),
    ],
)
def test_what_is_wrong_on_such_a_page_is_found(old: str, new: str, rule: str) -> None:
    assert rules(article(old, new)) - OLD == {rule}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("发布时间：2026-03-05&nbsp;09:30", "【发布日期：2026年03月05日 09：30】"),
        ("发布时间：2026-03-05&nbsp;09:30", "实施日期：2026-04-01　发布日期：2026-03-05 09:30:12"),
        ("来源：某日报", "信息来源： 某日报　【字体：大 中 小】"),
        ("正文。", "资料来源：市统计局"),
        ('您现在的位置：<a href="/">首页</a>', '当前位置：<a href="/">首页</a>'),
        ("网站标识码：1404000001", "政府网站标识码 1404000001"),
        ("https://beian.miit.gov.cn/", "https://beian.miit.gov.cn/#/Integrated/index"),
        (
            "</table>",
            '</table><div style="display:none"><ul><li><a href="https://www.example.com/">银行</a></li></ul></div>',
        ),
        ("<p>正文。</p>", '<p>公安机关破获<a href="/a/">网上赌博</a>案。</p>'),
        ("<p>正文。</p>", '<p><a href="/b/">福利彩票管理办法</a></p>'),
        ("<p>正文。</p>", "<p>请使用A4纸打印。</p>"),
        ("<body>", '<body><div id="nav" style="position: fixed; display: none"><a href="/">首页</a></div>'),
    ],
)
def test_what_is_right_is_left_alone(old: str, new: str) -> None:
    assert rules(article(old, new)) - OLD - {"EXTERNAL_PROMPT"} == set()


def test_of_a_foot_that_another_file_brings_nothing_is_said_to_be_missing() -> None:
    text = (
        HEAD.format(charset="utf-8", title="某市人民政府", metas="")
        + '<div>文</div><script src="/js/footer.js"></script>'
    )

    assert "FOOTER" not in rules(text)
    assert "FOOTER" in rules(text.replace("footer.js", "main.js"))


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="position:absolute;left:-3000px"><a href="http://shop.example.com/">好</a></div>',
        '<marquee height="1" width="2"><a href="http://shop.example.com/">好</a></marquee>',
        '<div style="height:1px;overflow:hidden"><a href="http://shop.example.com/">好</a></div>',
        '<p style="font-size:0"><a href="http://shop.example.com/">好</a></p>',
        "<script>document.write('<div style=\"display:none\">')</script><p><a href='http://shop.example.com/'>好</a></p>",
    ],
)
def test_links_that_nobody_sees_are_found(hidden: str) -> None:
    assert "HIDDEN_LINK" in rules(article("<p>正文。</p>", hidden))


@given(st.binary(max_size=300))
def test_whatever_the_bytes_there_is_an_answer(data: bytes) -> None:
    for before in (b"", b"<html><body><a href=", b"<meta charset=x><p style='", b"\xff\xfe<"):
        inspect_page(before + data, "a/b.html", Setting())
