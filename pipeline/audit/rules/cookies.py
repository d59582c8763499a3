"""The rule on what a page notes of who reads: cookies by which a reader is known again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.audit.markup import line_of
from pipeline.audit.rules import clauses
from pipeline.audit.rules.examples import added
from pipeline.rules.rule import Found, Severity, page_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.audit.page import Page

_COOKIE = pattern(r"document\s*\.\s*cookie\s*=(?!=)|\bcookies?\s*\.\s*set\s*\(|\$\s*\.\s*cookie\s*\(", re.IGNORECASE)
#: The names of cookies as scripts write them: set at once, or handed to what sets them.
_NAMES = pattern(
    r"""document\s*\.\s*cookie\s*=\s*["'`]\s*([\w.-]+)\s*=|"""
    r"""\b(?:set_?|add_?|write_?|save_?)cookie\w*\s*\(\s*["']([\w.-]+)["']|"""
    r"""\b(?:Cookies?|\$\s*\.\s*cookie)\s*(?:\.\s*set)?\s*\(\s*["']([\w.-]+)["']\s*,\s*(?!\{|null)""",
    re.IGNORECASE,
)
#: Cookies that remember how a reader wants a page, for the sake of the reader.
_WANTED = pattern(
    r"font|size|zoom|skin|theme|style|colou?r|contrast|care|elder|older?$|wza|aria|yd|voice|read|big5|gb|fan?ti|trad|simp|lang|locale|"
    r"mode|version|view|mobile|pc|close|hide|show|pop|tip|notice|guide|agree|consent|accept|expand|tab|nav|menu|leave|jump|csrf|token|session|jsessionid",
    re.IGNORECASE,
)
#: What is handed to any function in a script that sets cookies.
_HANDED = pattern(r"""\(\s*["']([\w.-]+)["']\s*,""")
_FOLLOWING = pattern(
    r"(?<![a-z])(?:uu?id|guid)|visit|uniq|fingerprint|client_?id|user_?id|track|_ga\b|__utm|ad_?id", re.IGNORECASE
)


@page_rule(
    "COOKIE",
    title="页面用cookie记下访客",
    sources=(clauses.PRIVACY,),
    severity=Severity.WARNING,
    remedy="删去；访客的设置（字号、版本）可以记在他自己的浏览器里，访问量用本站的日志统计",
    breaks=(
        added('<script>document.cookie = "visitor=" + Math.random() + "; path=/";</script>'),
        added('<script>function setCookie(n, v) { document.cookie = n + "=" + v; } setCookie("uid", "1");</script>'),
    ),
    keeps=(
        added('<script>document.cookie = "fontsize=large; path=/"; if (document.cookie == "") { size(); }</script>'),
    ),
)
def cookie(page: Page) -> Iterator[Found]:
    """No reader gets a mark by which to be known again; what remembers how a page is wanted is no such thing."""
    for _, text, element in page.scripts():
        if "ookie" in text and (found := marks(text)):
            yield Found(line_of(element), f"脚本写入cookie“{found}”，会认出同一个访客")


def marks(script: str) -> str:
    """The cookie by which a script knows a reader again; nothing where it sets none, or only what the reader wants."""
    if not _COOKIE.search(script):
        return ""
    names = [next(filter(None, found)) for found in _NAMES.findall(script)]
    wrong = (name for name in names if _FOLLOWING.search(name) or not _WANTED.search(name))
    return next(wrong, "") or next((name for name in _HANDED.findall(script) if _FOLLOWING.search(name)), "")


def is_following(name: str) -> bool:
    """Whether a cookie is called what only serves to know a reader again."""
    return _FOLLOWING.search(name) is not None
