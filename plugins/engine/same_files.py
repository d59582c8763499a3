"""Two pages that want one file, and a file that is the folder of another: both places are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.faults import Fault

if TYPE_CHECKING:
    from plugins.engine.ask import Ask
    from plugins.engine.registry import PageKey


def same_files(keys: list[PageKey], ask: Ask) -> list[Fault]:
    """Return the faults of all pages of a site."""
    first: dict[str, PageKey] = {}
    faults = []
    for key in keys:
        other = first.setdefault(key.file.lower(), key)
        if other is not key:
            faults.append(_same_file(key, other, ask))
    folders = {parent for file in first for parent in _parents(file)}
    for file in sorted(folders & first.keys()):
        message = f"网址“/{file}”与它下面的网页冲突"
        faults.append(Fault(*_asked_for(first[file], ask), "SAME_URL", message, "换一个旧网址或者文件名"))
    return faults


def _same_file(key: PageKey, other: PageKey, ask: Ask) -> Fault:
    """The page that an editor can move is at fault: one with a source rather than one of the site's own."""
    mine, theirs = sorted((key, other), key=lambda each: (not each.source, each.key == "slug", each.source))
    message = f"网址“/{key.file.removesuffix('index.html')}”已经用于{theirs.source or '网站自己的页面'}"
    return Fault(*_asked_for(mine, ask), "SAME_URL", message, "改其中一个的slug、文件名或者旧网址")


def _asked_for(key: PageKey, ask: Ask) -> tuple[str, int]:
    """The place that asks for a page: a field of a document, a line of a table, or the site's settings."""
    if key.key.isdecimal():
        return key.source, int(key.key)
    return (key.source, ask.line_of(key.source, key.key)) if key.source else (f"{ask.site.id}/site.toml", 1)


def _parents(file: str) -> list[str]:
    parts = file.split("/")
    return ["/".join(parts[:number]) for number in range(1, len(parts))]
