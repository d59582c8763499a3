"""What a site's life shows on its pages: the banner before a move, the notice while it rests, where everything went.

Source: 长治市政府网站管理办法第八条第二项、第三项、第五项.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.faults import Fault
from model.lifecycle import LIFECYCLE_FILE, Mode, State
from plugins.engine.registry import VARIED, PageKey, Registry, Subject, View, features
from plugins.engine.values import Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.lifecycle import Act, Lifecycle
    from plugins.engine.ask import Ask
    from plugins.engine.inquiry import Inquiry
    from plugins.engine.registry import Context


@dataclass(frozen=True, slots=True)
class Banner:
    """A line at the top of the home page and of columns, and the notice or site that it leads to."""

    title: str
    text: str
    link: Link | None


@dataclass(frozen=True, slots=True)
class Rest:
    """What a resting site says: what it is, whether it was approved first, why, from when, until when, and where to turn."""

    act: str
    approved: bool
    reason: str
    begins: dt.date
    ends: dt.date
    contact: str
    elsewhere: Link | None


@dataclass(frozen=True, slots=True)
class Farewell:
    """What a site says from the day of moving on: since when, and where its content is."""

    moved: dt.date
    closed: dt.date | None
    target: Link


def banner(ask: Ask, _subject: Subject) -> Banner | None:
    """The banner of a site that is about to move, or has another domain."""
    life = ask.life()
    move = life.latest(ask.now.date(), "migrate")
    if move and move.ends and life.state(ask.now.date()) is State.MIGRATING and not ask.reached(move.ends):
        target = ask.content.sites[move.target]
        form = ask.say("本网站内容将于{day}迁移到{site}网站，届时原网址自动转到新网址。")
        text = form.format(day=ask.words.long_day(move.ends), site=target.settings.name)
        return Banner(ask.say("迁移公告"), text, _notice(ask, move) or Link(target.settings.name, f"{target.address}/"))
    return _of_domain(ask, life.latest(ask.now.date(), "change"))


def _of_domain(ask: Ask, change: Act | None) -> Banner | None:
    """Of a change of domain, as long as its notice is kept."""
    if change is None or not (change.old_domain and change.ends) or ask.reached(change.ends + dt.timedelta(1)):
        return None
    form = ask.say("本网站域名已由{old}变更为{new}，请更新收藏的网址。")
    text = form.format(old=change.old_domain, new=ask.site.settings.domain)
    return Banner(ask.say("域名变更公告"), text, _notice(ask, change))


def _notice(ask: Ask, act: Act) -> Link | None:
    """The act's notice on this site."""
    own = (path for path in act.notices if path.startswith(f"{ask.site.id}/"))
    return next(filter(None, map(ask.link, own)), None)


def front(_ask: Ask) -> Iterator[PageKey]:
    """One page, at the front and wherever there is none."""
    yield PageKey("index.html")
    yield PageKey("404.html")


def rest(ask: Ask, _key: PageKey) -> Context:
    """The notice of a resting site."""
    act = ask.life().latest(ask.now.date(), "offline", "emergency")
    assert act
    assert act.ends
    face = Rest(act.name, bool(act.approvals), act.reason, act.effective, act.ends, act.contact, _portal(ask))
    return {"subject": Subject("rest", "/", f"{ask.site.settings.name}网站{act.name}", indexed=False), "rest": face}


def _portal(ask: Ask) -> Link | None:
    """The city's portal, where it is another site that serves."""
    name = ask.content.platform.portal
    if name in {"", ask.site.id} or name not in ask.content.sites:
        return None
    portal = ask.content.sites[name].settings.name
    return Link(portal, f"{ask.address(name, '/')}")


def farewell(ask: Ask, _key: PageKey) -> Context:
    """Where the content of a site went."""
    life, today = ask.life(), ask.now.date()
    move, close = life.latest(today, "migrate"), life.latest(today, "close")
    assert move
    assert move.ends
    target = ask.content.sites.get(move.target)
    name = target.settings.name if target else move.target
    link = Link(name, ask.address(move.target, "/") if target else "")
    heading = f"{ask.site.settings.name}网站{'已经关停' if close else '内容已经迁移'}"
    face = Farewell(move.ends, close.effective if close else None, link)
    return {"subject": Subject("farewell", "/", heading, indexed=False), "farewell": face}


def check(inquiry: Inquiry) -> Iterator[Fault]:
    """Find notices that are not shown as long as they must be, and documents that were left behind."""
    today = inquiry.now.date()
    for site, life in inquiry.content.lives.items():
        for act in (act for act in life.acts if not _over(life, act, today)):
            yield from _notice_faults(inquiry, f"{site}/{LIFECYCLE_FILE}", life.line_of(act), act)
        if life.mode(today) is Mode.CLOSED:
            for left in inquiry.left_behind(site):
                yield Fault(left, 1, "LIFE_LEFT", "网站的内容已经迁移，这篇还在", "迁移到新的网站，或者写下线时间")


def _notice_faults(inquiry: Inquiry, path: str, line: int, act: Act) -> Iterator[Fault]:
    """A notice that has an end is kept from the day after it was announced, which has an hour of its own, until its last day."""
    today = inquiry.now.date()
    if act.act in {"open", "online"} or not act.ends or not max(act.date, _hung(act)) < today <= act.ends:
        return
    for notice in act.notices:
        life = inquiry.content.lives.get(notice.partition("/")[0])
        why = inquiry.why_not_public(notice) if life and life.mode(today) is not Mode.CLOSED else ""
        if why:
            fact = f"{act.name}公告“{notice}”{why}，应当保留到{act.ends}"
            yield Fault(path, line, "LIFE_NOTICE", fact, "恢复公告，按原来的日期发布")


def _over(life: Lifecycle, act: Act, today: dt.date) -> bool:
    """Whether a rest ended before its time; its notice left when the site went online."""
    back = (each.effective for each in life.acts if each.act == "online")
    return act.act in {"offline", "emergency"} and any(act.effective <= day <= today for day in back)


def _hung(act: Act) -> dt.date:
    """The day from which a notice hangs: a move is announced when its banner appears, a closure when it has come."""
    return act.effective if act.act in {"migrate", "close"} else act.date


def add(registry: Registry) -> None:
    """Declare the banner, the two pages and the check."""
    registry.part("life", banner, "home", "column", "list", "archive_list")
    registry.view(View("rest", rest, front, template="pages/rest.html", modes=frozenset({Mode.RESTING})))
    closed = frozenset({Mode.CLOSED})
    registry.view(View("farewell", farewell, front, template="pages/farewell.html", modes=closed, varied=VARIED))
    registry.check(check)


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
