"""A site's life as recorded acts: `lifecycle.toml`. Its state on any day follows from them and is kept nowhere else.

    planned ─open─► approved ─online─► online ─migrate─► migrating ─close─► closed
                                        │  ▲
                    offline, emergency  ▼  │  online
                                       offline

Source: 长治市政府网站管理办法第七条、第八条.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from model import values
from model.faults import Fault
from model.front_matter import SourceFaults
from model.given import Many, Pairs
from model.record import nested, optional, read_record, required
from model.toml_file import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIFECYCLE_FILE = "lifecycle.toml"
#: The levels that approve, from the site's own head upwards (第七条第一项、第八条第二项).
HEAD, CITY, PROVINCE = LEVELS = ("主要负责人", "市政府办公室", "省政府办公厅")
#: What a site is registered under, each with the key of `site.toml` and who gives it (第七条第二至四项).
IDENTIFIERS = {
    "中文域名": ("chinese_domain", "由主办单位在网上名称注册管理系统申请，政务和公益机构域名注册管理中心核准"),
    "党政机关网站标识": ("mark", "由同级机构编制部门审核发放"),
    "ICP备案": ("icp", "向当地电信主管部门申请"),
    "公安备案": ("police", "向公安机关备案取得"),
    "网站标识码": ("code", "通过全国政府网站信息报送系统逐级审核，由国务院办公厅发放"),
}
ENGLISH_DOMAIN = "英文域名"
CHANGE_FILING = "变更备案"
ACT_NAMES = {
    "open": "开设",
    "online": "上线",
    "offline": "临时下线",
    "emergency": "紧急关停",
    "migrate": "迁移",
    "close": "关停",
    "change": "变更",
    "test": "安全检测",
}


class State(StrEnum):
    """Where a site is in its life."""

    PLANNED = "筹建"
    APPROVED = "获批"
    ONLINE = "在线"
    OFFLINE = "下线"
    MIGRATING = "迁移"
    CLOSED = "关停"


class Mode(StrEnum):
    """What its hosts show: the whole site, one notice, or where everything went."""

    SERVING = "serving"
    RESTING = "resting"
    CLOSED = "closed"


_LEADS_TO = {
    "open": State.APPROVED,
    "online": State.ONLINE,
    "offline": State.OFFLINE,
    "emergency": State.OFFLINE,
    "migrate": State.MIGRATING,
    "close": State.CLOSED,
}
_MODES = {State.OFFLINE: Mode.RESTING, State.CLOSED: Mode.CLOSED}


@dataclass(frozen=True, slots=True)
class Approval:
    """One level's approval of an act."""

    level: str = required("层级", values.OneOf("LEVEL", *LEVELS), f"{'、'.join(LEVELS)}之一")
    date: dt.date = required("日期", values.day, "批准的日子")
    number: str = required("文号", values.line, "批准文件的文号")


@dataclass(frozen=True, slots=True)
class Filing:
    """A registration: obtained when a site goes online, cancelled when it closes, reported when something changes."""

    kind: str = required(
        "事项",
        values.OneOf("FILING", *IDENTIFIERS, ENGLISH_DOMAIN, CHANGE_FILING),
        f"{'、'.join([*IDENTIFIERS, ENGLISH_DOMAIN, CHANGE_FILING])}之一",
    )
    number: str = required("编号", values.line, "取得的编号，或者注销、备案的回执号")
    date: dt.date = required("日期", values.day, "办结的日子")


@dataclass(frozen=True, slots=True)
class SecurityTest:
    """A security test of the site."""

    date: dt.date = required("日期", values.day, "检测的日子")
    number: str = required("报告编号", values.line, "检测报告的编号")
    result: str = required("结论", values.OneOf("TEST_RESULT", "通过", "未通过"), "通过或者未通过")


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a site's life; what an act must have of the optional fields, `model.lifecycle_rules` says."""

    act: str = required("行为", values.OneOf("ACT", *ACT_NAMES), f"{'、'.join(ACT_NAMES)}之一")
    date: dt.date = required("日期", values.day, "办理的日子")
    applicant: str = optional("申请单位", values.line, "提出书面申请的单位", "")
    application: str = optional("申请文号", values.line, "书面申请的文号", "")
    begins: dt.date | None = optional("起始日期", values.day, "从这一天起", None)
    ends: dt.date | None = optional("结束日期", values.day, "到这一天止", None)
    reason: str = optional("原因", values.paragraph, "为什么这样办", "")
    contact: str = optional("联系渠道", values.paragraph, "群众这段时间到哪里办事、问谁", "")
    target: str = optional("迁往", values.line, "内容迁到哪个网站，写它的文件夹名", "")
    approvals: tuple[Approval, ...] = optional(
        "审批", values.not_pairs, "各级审批", (), many=True, read_pairs=nested(Approval)
    )
    filings: tuple[Filing, ...] = optional(
        "备案", values.not_pairs, "取得、注销或者上报的事项", (), many=True, read_pairs=nested(Filing)
    )
    security_test: SecurityTest | None = optional(
        "安全检测", values.not_pairs, "上线前的、每年一次的安全检测", None, read_pairs=nested(SecurityTest)
    )
    changes: tuple[str, ...] = optional("变更内容", values.line, "变更了什么", (), many=True)
    old_domain: str = optional("原域名", values.line, "域名变更前的域名", "")
    notices: tuple[str, ...] = optional("公告", values.line, "为此发布的公告文件", (), many=True)

    @property
    def name(self) -> str:
        """What the act is called."""
        return ACT_NAMES[self.act]

    @property
    def effective(self) -> dt.date:
        """The day from which it holds."""
        return self.begins or self.date

    @property
    def days(self) -> int:
        """How many days it lasts, first and last included; 0 where it has no end."""
        return (self.ends - self.effective).days + 1 if self.ends else 0


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The acts in the order they were recorded; `lines` has the place of each in the file."""

    acts: tuple[Act, ...] = ()
    lines: tuple[int, ...] = field(default=(), repr=False, compare=False)

    @property
    def begun(self) -> dt.date:
        """The day of the first act; the last of all days where there is none yet."""
        return self.acts[0].date if self.acts else dt.date.max

    def timeline(self) -> list[tuple[Act, State, State]]:
        """Return the acts in the order in which they take effect, each with the state before and after it."""
        state, rested_from = State.PLANNED, State.ONLINE
        found = []
        for act in sorted(self.acts, key=lambda act: act.effective):
            before, state = state, _LEADS_TO.get(act.act, state)
            if state is State.OFFLINE and before is not State.OFFLINE:
                rested_from = before
            elif act.act == "online" and before is State.OFFLINE:
                state = rested_from
            found.append((act, before, state))
        return found

    def state(self, day: dt.date) -> State:
        """Return the state on a day."""
        return next((after for act, _, after in reversed(self.timeline()) if act.effective <= day), State.PLANNED)

    def mode(self, day: dt.date) -> Mode:
        """Return what its hosts show on a day; from the day of moving on, only where everything went."""
        state = self.state(day)
        if state is State.MIGRATING:
            move = self.latest(day, "migrate")
            return Mode.CLOSED if move and move.ends and move.ends <= day else Mode.SERVING
        return _MODES.get(state, Mode.SERVING)

    def latest(self, day: dt.date, *names: str) -> Act | None:
        """Return the act of one of these names that took effect last, on a day or before it."""
        found = (act for act, _, _ in reversed(self.timeline()) if act.act in names and act.effective <= day)
        return next(found, None)

    def line_of(self, act: Act) -> int:
        """Return the line on which an act is recorded; the first where it is not."""
        found = (line for each, line in zip(self.acts, self.lines, strict=False) if each is act)
        return next(found, 1)

    def calendar(self) -> Iterator[dt.date]:
        """Yield the days on which something about the site changes by itself: begins, and the days after an end."""
        for act in self.acts:
            yield act.effective
            if act.ends and act.act == "migrate":
                yield act.ends
            elif act.ends and act.ends < dt.date.max and self.mode(act.ends) is Mode.RESTING:
                yield act.ends + dt.timedelta(days=1)


def read_lifecycle(folder: Path) -> tuple[Lifecycle, list[Fault]]:
    """Read the record of one site's folder; a site without one has no acts yet."""
    path = f"{folder.name}/{LIFECYCLE_FILE}"
    if not (folder / LIFECYCLE_FILE).is_file() and not (folder / LIFECYCLE_FILE).is_symlink():
        return Lifecycle(), []
    try:
        given = read_toml(folder / LIFECYCLE_FILE, path)
    except SourceFaults as error:
        return Lifecycle(), list(error.faults)
    tables, faults = _tables(given, path)
    acts: list[Act] = []
    for table in tables:
        found, _, wrong = read_record(Act, table, path)
        faults += wrong
        acts += [] if wrong else [Act(**found)]  # type: ignore[arg-type]
    if faults:
        return Lifecycle(), faults
    return Lifecycle(tuple(acts), tuple(table.line for table in tables)), []


def _tables(given: Pairs, path: str) -> tuple[list[Pairs], list[Fault]]:
    """The tables under `[[acts]]`; anything else in the file is a fault."""
    tables: list[Pairs] = []
    for name, value in given.entries:
        if name.text != "acts" or not isinstance(value, Many):
            return [], [Fault(path, name.line, "SHAPE", f"“{name.text}”在这里不能用", "只写[[acts]]，一个行为一段")]
        tables += [each for each in value.items if isinstance(each, Pairs)]
    return tables, []
