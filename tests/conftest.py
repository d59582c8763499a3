"""Small whole cities, written inline in a test and built for real."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from lxml import html

from model.faults import ContentFaults, Fault
from pipeline.build import Built, build

# Properties are held to their facts, not to the clock: a busy machine is no fault.
settings.register_profile("unhurried", deadline=None)
settings.register_profile("nightly", deadline=None, max_examples=3000)
settings.load_profile("unhurried")

NOW = dt.datetime(2026, 11, 24, 9, 0)

SITE = """
name = "云川市人民政府"
kind = "portal"
domain = "www.yunchuan.gov.cn"
code = "1404000001"

[[columns]]
path = "yaowen"
name = "政务要闻"
description = "云川市的要闻"
keywords = ["要闻"]
type = "工作动态"
kind = "news"

[[columns]]
path = "zcwj"
name = "政策文件"
type = "政策文件"
kind = "policy"

[[columns]]
path = "zcjd"
name = "政策解读"
type = "政策解读"
kind = "interpretation"
"""

DEPARTMENT = """
name = "云川市教育局"
kind = "department"
domain = "jyj.yunchuan.gov.cn"

[[columns]]
path = "zcjd"
name = "政策解读"
type = "政策解读"
kind = "interpretation"

[[columns]]
path = "zcwj"
name = "政策文件"
type = "政策文件"
kind = "policy"
"""


def document(title: str = "标题", *more: str, date: str = "2026-03-01 10:00", body: str = "正文。") -> str:
    """Return a document's text with the required fields and `more` lines of front matter."""
    lines = ["---", f"title: {title}", f"date: {date}", "source: 云川市人民政府办公室", *more, "---", "", body, ""]
    return "\n".join(lines)


def policy(number: str, title: str = "办法", *more: str, **options: Any) -> str:
    """Return a policy's text."""
    return document(
        title, f"document_number: {number}", "issuer: 云川市人民政府", "issued: 2026-02-20", *more, **options
    )


@dataclass(frozen=True, slots=True)
class BuiltCity:
    """What a build wrote."""

    output: Path
    figures: Built

    def path(self, url: str, site: str = "portal") -> Path:
        return self.output / site / (f"{url}index.html" if url.endswith("/") else url).lstrip("/")

    def page(self, url: str, site: str = "portal") -> Any:
        """The parsed page at an address."""
        return html.document_fromstring(self.path(url, site).read_bytes())

    def text(self, url: str, css: str, site: str = "portal") -> str:
        """The text of the first element that a selector finds, white space folded."""
        [first, *_] = self.page(url, site).cssselect(css)
        return " ".join(first.text_content().split())

    def files(self) -> set[str]:
        """Every file below the output, but the ledger."""
        found = (path.relative_to(self.output).as_posix() for path in self.output.rglob("*") if path.is_file())
        return {file for file in found if not file.startswith(".")}

    def bytes(self) -> dict[str, bytes]:
        """Every file's bytes."""
        return {file: (self.output / file).read_bytes() for file in self.files()}


class City:
    """A content folder to write into, and an output folder."""

    def __init__(self, folder: Path) -> None:
        self.content = folder / "content"
        self.output = folder / "output"
        self.write({"portal/site.toml": SITE})

    def write(self, files: Mapping[str, str | bytes]) -> City:
        for path, text in files.items():
            file = self.content / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self

    def build(self, as_of: dt.datetime | None = NOW, **options: Any) -> BuiltCity:
        """Build, or fail with the faults."""
        return BuiltCity(self.output, build(self.content, self.output, as_of=as_of, **options).figures)

    def faults(self, as_of: dt.datetime = NOW) -> tuple[Fault, ...]:
        """Build what must not be built, and return why."""
        with pytest.raises(ContentFaults) as caught:
            build(self.content, self.output, as_of=as_of)
        return caught.value.faults

    def codes(self, as_of: dt.datetime = NOW) -> list[tuple[str, int, str]]:
        """The faults' places and codes."""
        return [(fault.path, fault.line, fault.code) for fault in self.faults(as_of)]


@pytest.fixture
def city(tmp_path: Path) -> City:
    return City(tmp_path)
