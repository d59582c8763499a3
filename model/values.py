"""How a written text becomes a typed value: each function takes the text and returns the value or raises `Unreadable`."""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import unquote, urlsplit

from model.faults import Unreadable, did_you_mean

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LOOSE_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]+(\d{1,2})[:：](\d{1,2}))?(?::\d{2})?"
)
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?")
_OLD_PATH = re.compile(r"/[A-Za-z0-9._~/%-]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?")
_VERSION = re.compile(r"[0-9a-f]{12}")
_YEAR = re.compile(r"(?:19|20)\d{2}", re.ASCII)
_LONGEST_LINE = 300
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SAMPLE = "2026-05-18 10:19"


def line(text: str) -> str:
    """One line of text, not empty and not over 300 characters."""
    if not text:
        raise Unreadable("EMPTY", "内容是空的", "填写内容，或者删去这一行")
    if len(text) > _LONGEST_LINE:
        raise Unreadable("TOO_LONG", f"有{len(text)}个字，超过{_LONGEST_LINE}个", "缩短，细节写进正文")
    return paragraph(" ".join(text.split("\n")))


def paragraph(text: str) -> str:
    """Text of any length, not empty."""
    if not text:
        raise Unreadable("EMPTY", "内容是空的", "填写内容，或者删去这一行")
    return text


def moment(text: str) -> datetime:
    """A minute in Asia/Shanghai, `YYYY-MM-DD HH:MM` and nothing looser (网页标签 PubDate)."""
    try:
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        raise Unreadable("DATE", f"“{text}”不是日历上有的时间", "写成“2026-05-18 10:19”的形式") from None
    raise Unreadable("DATE", f"“{text}”不是“年-月-日 时:分”的形式", f"写成“{_nearest_moment(text)}”")


def day(text: str) -> date:
    """A day, `YYYY-MM-DD`."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        raise Unreadable("DATE", f"“{text}”不是日历上有的日子", "写成“2026-05-18”的形式") from None
    raise Unreadable("DATE", f"“{text}”不是“年-月-日”的形式", f"写成“{_nearest_moment(text)[:10]}”")


def _nearest_moment(text: str) -> str:
    loose = _LOOSE_DATE.fullmatch(text)
    if loose is None:
        return _SAMPLE
    year, month, day_, hour, minute = (int(part or 0) for part in loose.groups())
    try:
        datetime(year, month, day_, hour, minute)
    except ValueError:
        return _SAMPLE
    return f"{year:04}-{month:02}-{day_:02} {hour:02}:{minute:02}"


def yes_or_no(text: str) -> bool:
    """A yes or no: 是, 否, true, false."""
    answers = {"是": True, "true": True, "否": False, "false": False}
    if text not in answers:
        raise Unreadable("YES_OR_NO", f"“{text}”不是“是”或“否”", "写“是”或“否”")
    return answers[text]


def whole_number(text: str) -> int:
    """A whole number from 0 to 999,999."""
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise Unreadable("NUMBER", f"“{text}”不是整数", "写阿拉伯数字，如“10”")
    return int(text)


def year(text: str) -> int:
    """A year from 1900 to 2099."""
    if not _YEAR.fullmatch(text):
        raise Unreadable("YEAR", f"“{text}”不是年份", "写四位年份，如“2026”")
    return int(text)


def slug(text: str) -> str:
    """A page's name in its address: lower-case ASCII letters, digits, `-`, `_` and `.`, not over 100."""
    if not _SLUG.fullmatch(text) or ".." in text:
        raise Unreadable("SLUG", f"“{text}”不能用作网址名", "用小写字母、数字和连字符，如“2026-05-banfa”")
    if text.endswith((".html", ".xml", ".md")) or text == "index":
        raise Unreadable("SLUG", f"网址名“{text}”会与网页文件重名", "去掉后缀，换一个名字")
    return text


def old_path(text: str) -> str:
    """An old address of this site that redirects here: a path from the root, such as `/old/2019/0312.html`."""
    readable = unquote(text, errors="replace")
    parts = readable[1:].removesuffix("/").split("/")
    hostile = any(c in readable for c in "\\\ufffd?#") or not readable.isprintable()
    if (
        not _OLD_PATH.fullmatch(text)
        or hostile
        or any(not p or p.startswith(".") or len(p.encode()) > 200 for p in parts)
    ):
        raise Unreadable(
            "ALIAS", f"旧网址“{text}”写法有误", "写本站的路径，以“/”开头，如“/old/2019/0312.html”，汉字用%编码"
        )
    return text


def address(text: str) -> str:
    """An absolute address with scheme `https` or `http`."""
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if (
        parts.scheme not in {"https", "http"}
        or not parts.hostname
        or any(c.isspace() for c in text)
        or _CONTROL.search(text)
        or "@" in parts.netloc
    ):
        raise Unreadable("ADDRESS", f"“{text}”不是网址", "写完整的网址，如“https://www.gov.cn/…”")
    return text


def file_path(text: str) -> str:
    """A file in the document's own folder or below it, relative, with `/`."""
    parts = text.split("/")
    if text.startswith("/") or "\\" in text or ".." in parts or ":" in parts[0]:
        raise Unreadable(
            "FILE_PATH", f"“{text}”不在这篇文件自己的文件夹里", "把文件放进同一文件夹（或其下级），写相对路径"
        )
    if not text or _CONTROL.search(text) or any(not part or part.startswith(".") for part in parts):
        raise Unreadable("FILE_PATH", f"“{text}”不是文件路径", "写相对路径，如“pictures/hehua.png”")
    return text


def document_path(text: str) -> str:
    """A relative path to another document's `.md` file, which may climb with `..`."""
    if text.startswith("/") or "\\" in text or not text.endswith(".md") or ":" in text:
        raise Unreadable("DOCUMENT_PATH", f"“{text}”不是到.md文件的相对路径", "写相对路径，如“../zcwj/banfa.md”")
    return text


def language(text: str) -> str:
    """A language tag of BCP 47 in its usual case: `zh`, `zh-Hant`, `en`, `mn-Mong`."""
    if not _LANGUAGE.fullmatch(text):
        raise Unreadable("LANGUAGE", f"“{text}”不是语言标记", "写BCP 47标记，如“zh”“zh-Hant”“en”")
    return text


def version(text: str) -> str:
    """The version of a document's text: the first 12 hexadecimal digits of its digest."""
    if not _VERSION.fullmatch(text):
        raise Unreadable("VERSION", f"“{text}”不是原文版本", "用“invoke translation.confirm 译文路径”填写")
    return text


def not_pairs(text: str) -> str:
    """A text where several named values should stand."""
    raise Unreadable("SHAPE", f"“{text}”不是分项", '写成{ 键 = "…", … }')


class OneOf:
    """A value from a controlled list."""

    def __init__(self, code: str, *choices: str) -> None:
        self.code = code
        self.choices = choices

    def __call__(self, text: str) -> str:
        """Return `text` where it is on the list; raise `Unreadable` with the nearest choice."""
        if text in self.choices:
            return text
        nearest = did_you_mean(text, self.choices)
        choices = "、".join(self.choices)
        raise Unreadable(
            self.code,
            f"“{text}”不在可选的内容里",
            f"改为“{nearest}”；可选：{choices}" if nearest else f"可选：{choices}",
        )
