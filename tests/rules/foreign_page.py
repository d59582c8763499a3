"""A page as other systems make them, with tables and the national scripts, for tests to change."""

from __future__ import annotations

from pipeline.audit import inspect_page
from pipeline.audit.setting import Setting

HEAD = """<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>{title}</title>
<meta name="SiteName" content="某市人民政府"><meta name="SiteDomain" content="www.mou.gov.cn">
<meta name="SiteIDCode" content="1404000001">{metas}</head><body>"""
FOOT = """<table id="footer"><tr><td>主办单位：某市人民政府办公室　电话：0355-0120001</td></tr>
<tr><td><a href="/wzdt/">网站地图</a> 网站标识码：1404000001 <a href="https://beian.miit.gov.cn/">晋<span>ICP</span>备<span>05000001</span>号<span>-1</span></a>
<a href="https://beian.mps.gov.cn/#/query/webSearch?code=14040002000001">晋公网安备 14040002000001号</a>
<script>document.write(unescape("%3Cspan id='_ideConac' %3E%3C/span%3E%3Cscript src='https://dcs.conac.cn/js/05/107/0000/40000000/CA051070000400000000001.js'%3E%3C/script%3E"));</script>
<script id="_jiucuo_" sitecode="1404000001" src="https://zfwzgl.www.gov.cn/exposure/jiucuo.js"></script></td></tr></table></body></html>"""
ARTICLE_METAS = """<meta name="ColumnName" content="要闻"><meta name="ColumnDescription" content="发布要闻"><meta name="ColumnKeywords" content="要闻,动态">
<meta name="ColumnType" content="工作动态"><meta name="ArticleTitle" content="全市春耕生产有序推进"><meta name="PubDate" content="2026-03-05 09:30">
<meta name="ContentSource" content="某日报">"""
ARTICLE = """<div class="top"><img src="/images/logo.png" alt="某市人民政府"></div>
<div class="position">您现在的位置：<a href="/">首页</a> &gt; <a href="/yw/">要闻</a></div>
<div class="content"><h1>全市春耕生产有序推进</h1><p>发布时间：2026-03-05&nbsp;09:30　来源：某日报</p><div class="TRS_Editor"><p>正文。</p></div></div>"""
#: What a page like this is told, which breaks nothing that fails: it is old.
OLD = {"PAGE_LANGUAGE", "VIEWPORT", "ELDER_ENTRY", "CHARSET", "SITE_SEARCH"}


def page(body: str, metas: str = "", title: str = "某市人民政府", charset: str = "utf-8") -> str:
    return HEAD.format(charset=charset, title=title, metas=metas) + body + FOOT


def rules(text: str | bytes, setting: Setting | None = None) -> set[str]:
    data = text if isinstance(text, bytes) else text.encode()
    return {each.rule for each in inspect_page(data, "t1.html", setting or Setting())}


def article(old: str = "", new: str = "") -> str:
    text = page(ARTICLE, ARTICLE_METAS, "全市春耕生产有序推进_某市人民政府")
    assert old in text
    return text.replace(old, new, 1) if old else text
