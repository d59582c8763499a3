"""The terms of a site's life: when it comes back, moves, or may stop telling of its closure; its yearly security test (办法第八条)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from model.lifecycle import LIFECYCLE_FILE, State
from pipeline.duty.duty import Duty, Kind, spoken
from pipeline.duty.owners import owner
from pipeline.rules.sources import measures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.lifecycle import Act, Lifecycle
    from model.site import Site
    from pipeline.rules.books import Books


def terms_of_site(books: Books, site: Site) -> Iterator[Duty]:
    """Yield what is due of a site as a whole."""
    life = books.content.lives[site.id]
    for day, what, clause, name in (*_coming(books, life), *_ending(books, life)):
        place = f"{site.id}/{LIFECYCLE_FILE}"
        yield Duty(day, site.id, Kind.SITE, what, place, owner(site), str(measures(8, clause)), name)
    yield from _security_test(books, site, life)


_Term = tuple[dt.date, str, str, str]


def _coming(books: Books, life: Lifecycle) -> Iterator[_Term]:
    """Acts that are recorded and not yet in effect, and the day of moving."""
    for act in life.acts:
        if act.effective > books.today:
            yield act.effective, f"网站{act.name}，从这一天起", "", _name(act)
        if act.act == "migrate" and act.ends and act.ends >= books.today:
            yield (
                act.ends,
                f"内容迁往{act.target}，旧网址从这一天起转过去：前一天运行检查",
                "第三项",
                f"{_name(act)} 搬迁",
            )


def _ending(books: Books, life: Lifecycle) -> Iterator[_Term]:
    """The end of being offline, and of the time for which a closure must be told of."""
    state = life.state(books.today)
    resting = life.latest(books.today, "offline", "emergency")
    if state is State.OFFLINE and resting and resting.ends:
        yield resting.ends, f"{resting.name}到期：恢复上线（invoke site.online）", "第二项", f"{_name(resting)} 恢复"
    closing = life.latest(books.today, "close")
    if state is State.CLOSED and closing:
        kept = closing.effective + dt.timedelta(days=books.threshold("notice_kept_days"))
        if kept >= books.today:
            yield kept, "关停公告至少保留到这一天", "第三项", f"{_name(closing)} 公告"


def _name(act: Act) -> str:
    return f"{act.name} {act.date}"


def _security_test(books: Books, site: Site, life: Lifecycle) -> Iterator[Duty]:
    """The next yearly test of a site that is online: a year after the last one that is recorded."""
    tests = [act.security_test.date for act in life.acts if act.security_test]
    if tests and life.state(books.today) in {State.ONLINE, State.OFFLINE, State.MIGRATING}:
        limit = books.profile["security_test_days"]
        what = f'安全检测：上一次是{spoken(max(tests), books.today)}，做完在lifecycle.toml里记一段act = "test"'
        day = max(tests) + dt.timedelta(days=limit.value)
        yield Duty(day, site.id, Kind.SITE, what, f"{site.id}/{LIFECYCLE_FILE}", owner(site), limit.clause, "安全检测")
