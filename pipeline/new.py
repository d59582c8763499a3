"""Begin a new document: the right front matter for its kind, in the column that takes such documents."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from model import values, vocabulary
from model.content_folder import content_of
from model.faults import ContentFaults, Fault, Unreadable, did_you_mean
from model.kinds import KINDS
from model.record import specs
from model.site import Column, Site
from pipeline.sources.writing import write_all


def new_document(
    content: Path, kind: str, site: str, title: str, *, column: str = "", slug: str = "", now: dt.datetime
) -> Path:
    """Write a draft with every required field of `kind`, and return its file; raise `ContentFaults`, `OutputError`."""
    try:
        name = vocabulary.kind(kind)
        chosen = _column(_site(content, site), name, column)
        slug = values.slug(slug) if slug else now.strftime("%Y%m%d-%H%M")
    except Unreadable as error:
        raise ContentFaults([error.at(site, 1)]) from None
    file = content / site / chosen.path / f"{slug}.md"
    if file.exists():
        raise ContentFaults(
            [Fault(f"{site}/{chosen.path}/{slug}.md", 1, "EXISTS", "文件已经有了", "用--slug换一个名字")]
        )
    write_all(content, {f"{site}/{chosen.path}/{slug}.md": _text(name, chosen, title, now).encode()})
    return file


def _site(content: Path, name: str) -> Site:
    found = content_of(content)
    if name not in found.sites:
        nearest = did_you_mean(name, found.sites) or "、".join(found.sites)
        raise Unreadable("NO_SITE", f"没有“{name}”这个网站", f"网站有：{nearest}")
    return found.sites[name]


def _column(site: Site, kind: str, path: str) -> Column:
    if path:
        column = site.column(path)
        if column is None:
            raise Unreadable(
                "NO_COLUMN", f"没有“{path}”这个栏目", f"栏目有：{'、'.join(each.path for each in site.columns)}"
            )
        return column
    for column in reversed(site.columns):
        if column.kind == kind:
            return column
    raise Unreadable("NO_COLUMN", f"没有放{kind}的栏目", "用--column写出栏目")


def _text(kind: str, column: Column, title: str, now: dt.datetime) -> str:
    lines = ["---", f"title: {_quoted(title)}", f"date: {now:%Y-%m-%d %H:%M}"]
    if kind != column.kind:
        lines.append(f"kind: {kind}")
    for key, spec in specs(KINDS[kind]).items():
        if spec.required and key not in {"title", "date"}:
            lines.append(f"{key}:  # {spec.alias}：{spec.meaning}")
    return "\n".join([*lines, "draft: 是", "---", "", "正文。", ""])


def _quoted(title: str) -> str:
    escaped = title.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if any(c in title for c in ":#'\"[]{}&*!|>%@`") else title
