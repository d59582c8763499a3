"""One document of the demonstration city, written inline and seen as the rules see it."""

from __future__ import annotations

import dataclasses
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from model.content_folder import Content, read_content
from model.profile import read_profile
from model.reading import read_document
from pipeline.rules.written import City, Written
from plugins.engine.reader import Reader
from tests.scratch import scratch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.rules.rule import Found, Rule

CONTENT = Path(__file__).parent.parent.parent / "content"
NEWS = "portal/zwdt/yaowen/example.md"


@cache
def _city() -> tuple[Content, City]:
    content = read_content(CONTENT)
    profile, faults = read_profile(CONTENT)
    assert not faults
    return content, City(CONTENT, profile, content.sites)


def written(
    text: str,
    path: str = NEWS,
    files: Mapping[str, bytes] | None = None,
    words: Mapping[str, Mapping[str, str]] | None = None,
) -> Written:
    """Return the document whose file at `path` holds `text`; `files` are content-relative, written beside it."""
    content, city = _city()
    site_id, _, rest = path.partition("/")
    site = content.sites[site_id]
    column = site.column(rest.rpartition("/")[0])
    assert column, path
    folder = scratch()
    for name, data in (files or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    reading = read_document(path, text.encode(), site_id, column)
    assert reading.document, reading.faults
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    body = Reader(folder).read(reading)
    assert not body.faults, body.faults
    here = dataclasses.replace(city, folder=folder, words=words or {})
    return Written(
        reading.document, reading.lines, reading.body, reading.body_line, body.html, body.files, site, column, here
    )


def news(body: str, title: str = "市政府召开常务会议", *more: str) -> str:
    """Return the text of a piece of news."""
    head = ["---", f"title: {title}", "date: 2026-11-20 10:00", "source: 云川市人民政府办公室", *more, "---", ""]
    return "\n".join([*head, body, ""])


def found(rule: Rule, text: str, path: str = NEWS, files: Mapping[str, bytes] | None = None) -> list[Found]:
    """Return what a rule finds in a document."""
    assert rule.find
    return list(rule.find(written(text, path, files)))
