"""A small city whose figures can be counted by hand, and what the commands make of it."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from model.content_folder import read_content
from model.profile import read_profile
from pipeline.check.taking_in import taken_in
from pipeline.report.command import Wish
from pipeline.report.ground import Ground
from pipeline.report.period import month_of
from pipeline.rules.books import Books
from tests.conftest import SITE, City, document, policy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.report.period import Period

#: After everything that the city publishes, and before the clock of whoever runs the tests.
NOW = dt.datetime(2026, 11, 5, 9, 0)
OCTOBER = month_of(dt.date(2026, 10, 1))

COLUMNS = """
[[columns]]
path = "zwgk"
name = "政务公开"
type = "信息公开目录"
kind = "notice"

[[columns]]
path = "zwgk/nb"
name = "信息公开年报"
type = "信息公开年报"
kind = "report"
update_days = 365

[[columns]]
path = "gk"
name = "概况"
type = "概况信息"
kind = "page"

[[columns]]
path = "xx"
name = "领导信箱"
type = "咨询投诉"
kind = "reply"

[[columns]]
path = "zj"
name = "征集调查"
type = "征集调查"
kind = "consultation"

[[columns]]
path = "zt"
name = "专题专栏"
type = "专题专栏"
kind = "topic"
"""
OTHER = """
name = "云川市教育局"
kind = "department"
domain = "jyj.yunchuan.gov.cn"
sponsor = "云川市教育局"

[[columns]]
path = "dt"
name = "工作动态"
type = "工作动态"
kind = "news"
update_days = 14
"""


def reply(received: str, replied: str, date: str) -> str:
    more = ("question: 路灯不亮。", f"received: {received}", f"replied: {replied}", "replier: 市城市管理局")
    return document("关于路灯的答复", *more, date=date)


def survey(opens: str, closes: str, *more: str) -> str:
    fields = (f"opens: {opens}", f"closes: {closes}", "channel: 寄到市政府办公室。", *more)
    return document("征求意见", *fields, date=f"{opens} 09:00")


#: In October: three pieces of news (one of them withdrawn later, one archived later), one policy, one text and one picture that
#: interpret it, one overview, two replies, one survey with a result of the month, one topic. Not in October: what is beside them.
FILES = {
    "portal/yaowen/a.md": document("一", date="2026-10-01 00:00"),
    "portal/yaowen/b.md": document("二", "expires_at: 2026-11-01 00:00", date="2026-10-15 10:00"),
    "portal/yaowen/c.md": document("三", "archived: 2026-11-02", date="2026-10-31 23:59"),
    "portal/yaowen/before.md": document("前", date="2026-09-30 23:59"),
    "portal/yaowen/after.md": document("后", date="2026-11-01 00:00"),
    "portal/yaowen/draft.md": document("草稿", "draft: 是", date="2026-10-15 10:00"),
    "portal/yaowen/later.md": document("以后", "publish_at: 2026-11-02 08:00", date="2026-10-20 10:00"),
    "portal/zcwj/p.md": policy("云政发〔2026〕1号", date="2026-10-10 10:00"),
    "portal/zcjd/w.md": document("解读", "interprets: 云政发〔2026〕1号", date="2026-10-10 11:00"),
    "portal/zcjd/t.md": document("图解", "interprets: 云政发〔2026〕1号", "form: 图解", date="2026-10-10 12:00"),
    "portal/gk/a.md": document("概况", date="2026-10-02 10:00"),
    "portal/xx/a.md": reply("2026-10-08", "2026-10-12", "2026-10-12 10:00"),
    "portal/xx/b.md": reply("2026-10-01", "2026-10-31", "2026-10-31 10:00"),
    "portal/zj/a.md": survey("2026-09-01", "2026-10-10", "result: 采纳三条。"),
    "portal/zj/b.md": survey("2026-10-05", "2026-11-10"),
    "portal/zj/c.md": survey("2026-08-01", "2026-08-31", "result: jieguo.md"),
    "portal/zj/jieguo.md": document("结果", "kind: notice", date="2026-10-20 10:00"),
    "portal/zt/a.md": document("专题", "documents: [../yaowen/a.md]", date="2026-10-03 10:00"),
    "jyj/dt/a.md": document("动态", date="2026-10-01 10:00"),
}


def write(city: City, more: dict[str, str] | None = None) -> City:
    """Put the city's files into its folder."""
    sponsor = 'sponsor = "云川市人民政府办公室"\nphone = "0355-0120001"'
    site = SITE.replace('code = "1404000001"', f'code = "1404000001"\n{sponsor}') + COLUMNS
    platform = {"platform.toml": 'portal = "portal"\n', "portal/site.toml": site, "jyj/site.toml": OTHER}
    return city.write({**platform, **FILES, **(more or {})})


def wish(city: City, **more: Any) -> Wish:
    options: dict[str, Any] = {"now": NOW, **more}
    return Wish(city.content, city.output, city.content.parent / "reports", **options)


@contextmanager
def ground(city: City, period: Period = OCTOBER, now: dt.datetime = NOW) -> Iterator[Ground]:
    """The ledger of a city, without what a check finds."""
    profile, _ = read_profile(city.content)
    with taken_in(city.content, max(now, NOW), city.output, 1) as taken:
        assert not taken.faults, taken.faults
        yield Ground(Books(taken.ledger.database, read_content(city.content), profile, now), period, city.output)


def lines_of(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").split("\n")
