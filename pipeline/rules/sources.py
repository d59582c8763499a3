"""The documents that the rules come from, by the short names that people know them by."""

from __future__ import annotations

from pipeline.rules.rule import Source, Standing

_ARTICLES = "零一二三四五六七八九"


def _numeral(number: int) -> str:
    """Return a number below 40 as articles are counted: 二十七."""
    tens, ones = divmod(number, 10)
    return f"{_ARTICLES[tens] if tens > 1 else ''}{'十' if tens else ''}{_ARTICLES[ones] if ones or not tens else ''}"


def measures(article: int, clause: str = "") -> Source:
    """An article of 《长治市政府网站管理办法》 (长治市人民政府办公室, 2022-01-18), with `clause` such as 第三项."""
    return Source("《长治市政府网站管理办法》", f"第{_numeral(article)}条{clause}", article=article)


def indicators(clause: str) -> Source:
    """A clause of 国办秘函〔2019〕19号, 政府网站与政务新媒体检查指标, such as 单项否决四."""
    return Source("国办秘函〔2019〕19号", clause)


def guidelines(clause: str, standing: Standing = Standing.SECONDARY) -> Source:
    """《政府网站发展指引》 (国办发〔2017〕47号) with its annex 网页设计规范."""
    return Source("《政府网站发展指引》", clause, standing)


def application_security(clause: str, standing: Standing = Standing.CONFIRMED) -> Source:
    """《互联网政务应用安全管理规定》 (in force 2024-07-01)."""
    return Source("《互联网政务应用安全管理规定》", clause, standing)


def other(document: str, clause: str = "", standing: Standing = Standing.SECONDARY) -> Source:
    """Another document, a standard, or a practice."""
    return Source(document, clause, standing)


def convention(what: str) -> Source:
    """What this platform asks for by itself; it only ever is a hint."""
    return Source("本平台约定", f"：{what}", Standing.RECALLED)
