"""Write a notice: its form filled with what is known of the act and the site, as a Markdown document."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from itertools import dropwhile
from typing import TYPE_CHECKING

from model.faults import ContentFaults, Fault
from model.reading import read_document
from pipeline.life.edits import yaml_text
from pipeline.life.forms import Form, Line, read_form
from plugins.engine.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from model.site import Column, Site
    from pipeline.life.notices import Notice
    from pipeline.life.occasion import Occasion

#: What is only known, or may yet change, when the site goes online: a draft leaves these places open.
LATER = ("日期", "起始日期", "中文域名", "联系电话")
_MARKS = re.compile(r"[`*_{}\[\]#]")
_BEGINS = re.compile(r"^(?:[-+=:~>]|\d+(?=[.)]))")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", "\\": "&#92;", "|": "&#124;", "~": "&#126;"})


def markdown_text(text: str) -> str:
    """Return a text on one line that Markdown shows as it is."""
    folded = " ".join(text.split()).translate(_ENTITIES)
    marked = _MARKS.sub(lambda found: f"\\{found[0]}", folded)
    return _BEGINS.sub(_entity_first, marked)


def _entity_first(found: re.Match[str]) -> str:
    """What would begin a list, a heading's line or a quotation, as an entity."""
    return f"&#{ord(found[0][0])};{found[0][1:]}"


def chinese_day(day: dt.date) -> str:
    """Return a day as official documents write it: 2026年12月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def site_called(site: Site) -> str:
    """Return how a sentence speaks of a site: 云川市体育局网站, 岫溪县人民政府门户网站."""
    name = site.settings.name
    return name if name.endswith("网站") else f"{name}{'门户网站' if site.settings.kind == 'portal' else '网站'}"


def said_of(occasion: Occasion, notice: Notice) -> dict[str, str]:
    """Return what a notice of an act may say, by place; nothing said is an empty text."""
    act, site = occasion.act, occasion.site
    return {
        "网站": site_called(site),
        "网站名称": site.settings.name,
        "网址": site.address,
        "中文域名": site.settings.chinese_domain,
        "主办单位": _sponsor(site),
        "联系电话": site.settings.phone,
        "发布单位": _sponsor(notice.publisher),
        "日期": chinese_day(notice.appears),
        "起始日期": chinese_day(act.effective),
        "批准文号": occasion.approval,
        "结束日期": chinese_day(act.ends) if act.ends else "",
        "天数": str(act.days or ""),
        "原因": _without_stop(act.reason),
        "联系渠道": _without_stop(act.contact),
        "迁往网站": site_called(occasion.target) if occasion.target else "",
        "迁往网址": occasion.target.address if occasion.target else "",
        "原域名": act.old_domain,
        "新域名": site.settings.domain,
        "变更内容": "；".join(map(_without_stop, act.changes)),
    }


def _sponsor(site: Site) -> str:
    return site.settings.sponsor or site.settings.name


def _without_stop(text: str) -> str:
    """A text that the form's own sentence ends."""
    return " ".join(text.split()).rstrip("。；;，, ")


@dataclass(frozen=True, slots=True)
class Written:
    """A notice as a document: its bytes, and the faults that its page would have."""

    data: bytes
    faults: tuple[Fault, ...]


def write_notice(content: Path, path: str, notice: Notice, column: Column, said: dict[str, str]) -> Written:
    """Return the document of a notice that is to stand at `path`; raise `ContentFaults` where its form is at fault."""
    form = read_form(content, notice.form)
    title, body = _title_and_body(form, said, LATER if notice.draft else ())
    head = _head(notice, column, title)
    data = "\n".join([*head, *(line.text for line in body), ""]).encode()
    return Written(data, tuple(_faults(content, path, data, notice, column, form, (len(head), body))))


def _title_and_body(form: Form, said: dict[str, str], later: Sequence[str]) -> tuple[str, list[Line]]:
    """The first line is the title, as `# …`; the text begins with the first line after it that is not empty."""
    first, rest = (Form(form.path, lines) for lines in (form.lines[:1], form.lines[1:]))
    title = "".join(line.text for line in first.filled(said, _one_line, later))
    body = list(dropwhile(lambda line: not line.text.strip(), rest.filled(said, markdown_text, later)))
    if not re.match(r"# +\S", title) or not body:
        fact = "第一行要写标题，如“# 关于……的公告”，下面写正文"
        raise ContentFaults([Fault(form.path, 1, "LIFE_FORM", fact, "对照标准的样式改")])
    return title.removeprefix("#").strip(), body


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _head(notice: Notice, column: Column, title: str) -> list[str]:
    fields = {
        "title": yaml_text(title),
        "date": _minute(notice.date),
        "source": yaml_text(_sponsor(notice.publisher)),
        "kind": "notice" if column.kind != "notice" else "",
        "publish_at": _minute(notice.publish_at) if notice.publish_at else "",
        "expires_at": _minute(notice.expires_at) if notice.expires_at else "",
        "draft": "是" if notice.draft else "",
    }
    return ["---", *(f"{key}: {value}" for key, value in fields.items() if value), "---", ""]


def _minute(moment: dt.datetime) -> str:
    return moment.isoformat(" ", "minutes")


def _faults(
    content: Path, path: str, data: bytes, notice: Notice, column: Column, form: Form, body: tuple[int, Sequence[Line]]
) -> list[Fault]:
    """What is wrong with a document: with its fields, and with its text, there at the line of the form."""
    reading = read_document(path, data, notice.publisher.id, column)
    if reading.document is None:
        return list(reading.faults)
    begins, lines = body
    found = Reader(content).read(reading).faults
    numbers = {begins + place: line.number for place, line in enumerate(lines, 1)}
    return [replace(fault, path=form.path, line=numbers.get(fault.line, 1)) for fault in found]
