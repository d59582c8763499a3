"""One thing that somebody must do or know by a day."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What sort of thing it is, as people call it."""

    LETTER = "留言"
    COLUMN = "栏目更新"
    DOCUMENT = "文件"
    POLICY = "政策文件"
    CONSULTATION = "征集调查"
    SITE = "网站"
    CERTIFICATE = "证书"
    EXCEPTION = "例外"
    REVIEW = "复核"
    REPORT = "报表"


class When(StrEnum):
    """Where a duty stands in the list."""

    OVERDUE = "逾期"
    TODAY = "今天"
    LATER = "随后"


@dataclass(frozen=True, slots=True, order=True)
class Duty:
    """A duty; they are in the order of days, then of sites.

    `due` is the last day for it. `what` says what is to be done, `place` where (content-relative, or an address), `owner` who does it;
    `name` tells it from others of its kind at the same place. `overdue` counts the working days since, 0 in time.
    """

    due: dt.date
    site: str
    kind: Kind
    what: str
    place: str
    owner: str
    clause: str
    name: str = ""
    overdue: int = field(default=0, compare=False)

    @property
    def id(self) -> str:
        """What it is known by, however its day moves."""
        text = "\n".join((self.site, self.kind, self.place, self.name))
        return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()

    def when(self, today: dt.date) -> When:
        """Return where it stands on a day."""
        return When.OVERDUE if self.due < today else When.TODAY if self.due == today else When.LATER


@dataclass(frozen=True, slots=True)
class DutyList:
    """The duties of some sites as of a day and for some days to come; `names` are the sites by folder."""

    today: dt.date
    days: int
    names: dict[str, str]
    duties: tuple[Duty, ...]
    notes: tuple[str, ...] = ()

    def of(self, when: When) -> tuple[Duty, ...]:
        """Return the duties that stand at one place of the list."""
        return tuple(each for each in self.duties if each.when(self.today) is when)


def spoken(day: dt.date, today: dt.date) -> str:
    """Return a day as people write it, with the year where it is not this one."""
    year = f"{day.year}年" if day.year != today.year else ""
    return f"{year}{day.month}月{day.day}日"


def usual(what: str) -> str:
    """Return the clause of what no document asks for, but this platform does."""
    return f"本平台约定（没有条款）：{what}"


def quoted(title: str) -> str:
    """Return a title in quotation marks, those within it made the inner ones."""
    return f"“{title.replace('“', '‘').replace('”', '’')}”"
