"""A town with one site, its documents written inline, as the duty list sees it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from model.content_folder import read_content
from model.profile import read_profile
from pipeline.duty.duty import Duty, Kind
from pipeline.duty.elsewhere import NOTHING, Elsewhere
from pipeline.duty.listing import duties
from pipeline.rules.books import Books
from plugins.engine.ledger import Ledger
from plugins.engine.taking import Taker, Task
from tests.life import ONLINE, act
from tests.scratch import scratch

if TYPE_CHECKING:
    from collections.abc import Mapping

TODAY = dt.date(2026, 11, 24)


def security_test(day: str) -> str:
    """The record of a site's yearly security test."""
    return act("test", day, f'security_test = {{ date = "{day}", number = "检2026-1", result = "通过" }}')


TESTED = ONLINE + security_test("2026-06-16")
SITE = """
name = "云川市教育局"
kind = "department"
domain = "jyj.yunchuan.gov.cn"
sponsor = "云川市教育局"

[home]
columns = ["zwdt"]

[[columns]]
path = "zwdt"
name = "教育动态"
type = "工作动态"
kind = "news"
responsible = "办公室主任"

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

[[columns]]
path = "zjdc"
name = "征集调查"
type = "征集调查"
kind = "consultation"

[[columns]]
path = "nb"
name = "信息公开年报"
type = "信息公开年报"
kind = "report"
"""


def text(title: str, date: str, *more: str) -> str:
    return "\n".join(["---", f"title: {title}", f"date: {date}", "source: 云川市教育局", *more, "---", "正文。", ""])


def policy(date: str, *more: str) -> str:
    facts = ("document_number: 云教发〔2026〕3号", "issuer: 云川市教育局", "issued: 2026-01-05")
    return text("云川市校车管理办法", date, *facts, *more)


def town(files: Mapping[str, str], life: str = TESTED, as_of: str = "2026-11-24 09:00", site: str = SITE) -> Books:
    """The books of the town with some files in the folder of its site."""
    folder = scratch()
    for path, data in {"site.toml": site, "lifecycle.toml": life, **files}.items():
        (folder / "jyj" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "jyj" / path).write_text(data, encoding="utf-8")
    content, (profile, _), now = read_content(folder), read_profile(folder), dt.datetime.fromisoformat(as_of)
    assert content.sites, content.faults
    ledger, taker = Ledger(folder / "ledger.sqlite"), Taker(content, (), now)
    for path in (path for path in files if path.endswith(".md")):
        column = content.sites["jyj"].column(path.rpartition("/")[0])
        assert column
        taken = taker.take(Task(f"jyj/{path}", "jyj", column, ""))
        assert taken.rows, taken.faults
        ledger.insert("document", [taken.rows.document])
        ledger.insert("link", taken.rows.links)
    return Books(ledger.database, content, profile, now)


def due(books: Books, kind: Kind, days: int = 14, known: Elsewhere = NOTHING) -> list[Duty]:
    """What the town's list holds of one kind."""
    return [each for each in duties(books, list(books.content.sites), days, known) if each.kind is kind]


def told(several: list[Duty]) -> list[tuple[str, str]]:
    return [(each.due.isoformat(), each.what) for each in several]
