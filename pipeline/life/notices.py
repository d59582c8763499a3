"""Which notices an act owes to the public: where each is published, from when and until when.

Source: 长治市政府网站管理办法第七条第四项、第八条第二项、第三项、第五项.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.content_folder import PLATFORM_FILE
from model.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from model.lifecycle import Act
    from model.site import Column, Site
    from pipeline.life.occasion import Occasion

OPENING = "kaitong.md"
#: The form of the notice that each act owes.
FORM_OF = {
    "open": OPENING,
    "online": OPENING,
    "offline": "xiaxian.md",
    "emergency": "jinji.md",
    "migrate": "qianyi.md",
    "close": "guanting.md",
    "change": "yuming.md",
}
_ON_ITSELF = frozenset({"offline", "emergency", "migrate", "change"})
_ON_SUPERIOR = frozenset({"open", "online", "offline", "emergency", "migrate", "close"})
#: Those that leave after the act's last day; a closure and another domain say themselves how long their notice is kept.
_LEAVES = frozenset({"offline", "emergency", "close", "change"})
#: Those that must not be read before the act holds.
_WAITS = frozenset({"online", "migrate", "close"})
_OFFICE_OPENS = dt.time(9, 0)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice: its form, the site that publishes it, its minute, when it appears if later, when it leaves; or a draft."""

    form: str
    publisher: Site
    date: dt.datetime
    publish_at: dt.datetime | None = None
    expires_at: dt.datetime | None = None
    draft: bool = False

    @property
    def appears(self) -> dt.datetime:
        """The minute from which it can be read."""
        return max(self.date, self.publish_at or self.date)


def owed(occasion: Occasion) -> tuple[list[Notice], list[Fault]]:
    """Return the notices that an act owes, and what keeps them from being published.

    Going online owes the opening notice where it opens the site. An act that is over before it is announced owes none.
    """
    act = occasion.act
    if (act.act == "online" and not occasion.opens) or (act.act == "change" and not act.old_domain):
        return [], []
    publishers, faults = _publishers(occasion)
    notices = [_notice(publisher, occasion) for publisher in publishers]
    return [each for each in notices if not each.expires_at or each.expires_at > each.appears], faults


def _publishers(occasion: Occasion) -> tuple[list[Site], list[Fault]]:
    """The site itself, then the portal of the city; above that portal there is the province's, which is not ours."""
    act = occasion.act.act
    publishers = [occasion.site] if act in _ON_ITSELF else []
    if act not in _ON_SUPERIOR or occasion.tops_the_platform:
        return publishers, []
    if occasion.portal:
        return [*publishers, occasion.portal], []
    fact = "公告要在市政府门户网站发布，平台没有写哪个是门户网站"
    return publishers, [Fault(PLATFORM_FILE, 1, "NO_PORTAL", fact, "写一行“portal = …”，用门户网站的文件夹名")]


def _notice(publisher: Site, occasion: Occasion) -> Notice:
    act = occasion.act
    date = announced(act.date, occasion.now)
    waits = act.act in _WAITS and act.effective > act.date
    return Notice(
        form=FORM_OF[act.act],
        publisher=publisher,
        date=date,
        publish_at=dt.datetime.combine(act.effective, dt.time()) if waits else None,
        expires_at=_leaves(act, on_itself=publisher.id == occasion.site.id),
        draft=act.act == "open",
    )


def announced(day: dt.date, now: dt.datetime) -> dt.datetime:
    """Return the minute at which something of a day is announced: now if it is today, otherwise when offices open."""
    return now.replace(second=0, microsecond=0) if day == now.date() else dt.datetime.combine(day, _OFFICE_OPENS)


def _leaves(act: Act, *, on_itself: bool) -> dt.datetime | None:
    """When a notice leaves: as the day after the act's last one begins; of a move, with all that the site has, and no other."""
    if act.ends and act.act == "migrate":
        return dt.datetime.combine(act.ends, dt.time()) if on_itself else None
    if act.ends and act.act in _LEAVES and act.ends < dt.date.max:
        return dt.datetime.combine(act.ends + dt.timedelta(1), dt.time())
    return None


def column_of(publisher: Site, wanted: str) -> Column | None:
    """Return the column for a notice: the one wanted where the site has it, else the last one for notices."""
    notices = (column for column in reversed(publisher.columns) if column.kind == "notice")
    return (publisher.column(wanted) if wanted else None) or next(notices, None)


def columns_missing(publishers: Iterable[Site], wanted: str) -> list[Fault]:
    """Return what is wrong with the columns that notices are to stand in."""
    sites: Sequence[Site] = tuple(publishers)
    faults = []
    if wanted and sites and not any(site.column(wanted) for site in sites):
        known = "、".join(column.path for column in sites[-1].columns)
        faults.append(Fault("--column", 1, "NO_COLUMN", f"没有“{wanted}”这个栏目", f"栏目有：{known}"))
    for site in sites:
        if column_of(site, wanted) is None:
            fact = f"网站“{site.id}”没有放通知公告的栏目，公告没有地方发布"
            remedy = "在site.toml里加一个kind是notice的栏目，或者用--column写出栏目"
            faults.append(Fault(f"{site.id}/site.toml", 1, "NO_COLUMN", fact, remedy))
    return faults
