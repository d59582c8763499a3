"""What the regulation asks of each act in a site's life; each rule names its clause, what is missing, and who gives it.

The same rules hold for a record as it stands and for an act that is about to be recorded. Source: 长治市政府网站管理办法
第七条、第八条; thresholds come from the profile.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from model.faults import Fault
from model.lifecycle import (
    CHANGE_FILING,
    CITY,
    ENGLISH_DOMAIN,
    HEAD,
    IDENTIFIERS,
    LIFECYCLE_FILE,
    PROVINCE,
    Act,
    Lifecycle,
    State,
)

if TYPE_CHECKING:
    from model.profile import Profile
    from model.site import Site

_FROM = {
    "open": {State.PLANNED},
    "online": {State.APPROVED, State.OFFLINE},
    "offline": {State.ONLINE, State.OFFLINE},
    "emergency": {State.ONLINE, State.MIGRATING},
    "migrate": {State.ONLINE},
    "close": {State.MIGRATING},
    "change": {State.ONLINE, State.MIGRATING, State.OFFLINE},
    "test": {State.ONLINE, State.MIGRATING, State.OFFLINE},
}
CLAUSES = {
    "open": "办法第七条第一项",
    "online": "办法第七条第四项",
    "offline": "办法第八条第二项",
    "emergency": "办法第八条第二项",
    "migrate": "办法第八条第三项",
    "close": "办法第八条第三项",
    "change": "办法第八条第五项",
    "test": "互联网政务应用安全管理规定第十八条",
}
APPROVERS = {
    "open": (HEAD, CITY, PROVINCE),
    "offline": (CITY, PROVINCE),
    "migrate": (CITY, PROVINCE),
    "close": (CITY, PROVINCE),
}
_GIVERS = {
    HEAD: "请本级政府或者本部门主要负责人同意",
    CITY: "向市政府办公室提出书面申请，由它审核",
    PROVINCE: "经市政府办公室逐级上报，由省政府办公厅批准",
}
#: What else an act must say, by key: what it is called, and what to write.
MUST_SAY = {
    "applicant": ("申请单位", "写提出书面申请的主办单位"),
    "application": ("书面申请的文号", "主办单位提出书面申请，写申请的文号"),
    "reason": ("原因", "写为什么这样办"),
    "contact": ("联系渠道", "写群众这段时间到哪里办事、打什么电话"),
    "begins": ("起始日期", "写从哪一天起"),
    "ends": ("结束日期", "写到哪一天止"),
    "target": ("迁往的网站", "写内容迁到哪个网站，用它的文件夹名"),
    "changes": ("变更内容", "写变更了什么"),
    "security_test": ("安全检测", "写检测的日期、报告编号和结论"),
}
SAYS = {
    "open": ("applicant", "application"),
    "offline": ("applicant", "application", "reason", "contact", "begins", "ends"),
    "emergency": ("applicant", "application", "reason", "contact", "begins", "ends"),
    "migrate": ("applicant", "application", "reason", "begins", "ends", "target"),
    "close": ("applicant", "application", "ends"),
    "change": ("applicant", "changes"),
    "test": ("security_test",),
}


@dataclass(frozen=True, slots=True)
class Case:
    """An act with all that the rules look at: its site, the other sites' names, the acts before it, the state it finds."""

    site: Site
    sites: frozenset[str]
    profile: Profile
    act: Act
    before: tuple[Act, ...]
    state: State

    @property
    def clause(self) -> str:
        """The clause that the act stands under."""
        return CLAUSES[self.act.act]

    def within(self, name: str) -> tuple[int, str]:
        """Return a threshold and its clause."""
        threshold = self.profile[name]
        return threshold.value, threshold.clause

    @property
    def tops_the_city(self) -> bool:
        """Whether it is the city's own portal, above which there is the province only."""
        return self.site.settings.kind == "portal" and self.site.settings.level == "city"


#: A code, a fact, a remedy; the place is the act's.
Broken = tuple[str, str, str]
Rule = Callable[[Case], Iterator[Broken]]


def _transition(case: Case) -> Iterator[Broken]:
    """A site goes from state to state along the arrows; an emergency that lasts may become a temporary offline."""
    may = case.state in _FROM[case.act.act]
    if case.act.act == "offline" and case.state is State.OFFLINE:
        rests = [act.act for act in case.before if act.act in {"offline", "emergency"}]
        may = rests[-1] == "emergency"
    if not may:
        wanted = "、".join(state for state in State if state in _FROM[case.act.act])
        fact = f"按{case.clause}，网站在“{wanted}”状态才能{case.act.name}，{case.act.effective}时是“{case.state}”"
        yield "LIFE_STATE", fact, "核对日期和先后；还没有办的行为先办"


def _portal(case: Case) -> Iterator[Broken]:
    """A portal is never closed (第八条第一项)."""
    if case.act.act in {"migrate", "close"} and case.site.settings.kind == "portal":
        fact = f"按办法第八条第一项，政府门户网站不得关停，不能{case.act.name}"
        yield "LIFE_PORTAL", fact, "改版升级在正常运行的情况下进行；改栏目、改网址用invoke site.changes"


def _approvals(case: Case) -> Iterator[Broken]:
    """Every level has approved, by the day on which the act takes effect."""
    given = {approval.level: approval for approval in case.act.approvals}
    for level in APPROVERS.get(case.act.act, ()):
        if level == CITY and case.tops_the_city:
            continue
        if level not in given:
            yield "LIFE_APPROVAL", f"按{case.clause}，{case.act.name}要经{level}同意，缺日期和文号", _GIVERS[level]
        elif given[level].date > case.act.effective:
            fact = f"{level}{given[level].date}才同意，{case.act.name}从{case.act.effective}开始"
            yield "LIFE_APPROVAL", f"按{case.clause}，{fact}", "批准以后再办，或者核对日期"


def _says(case: Case) -> Iterator[Broken]:
    """The act says what it must say."""
    for key in SAYS.get(case.act.act, ()):
        if not getattr(case.act, key):
            label, remedy = MUST_SAY[key]
            yield "LIFE_SAYS", f"按{case.clause}，{case.act.name}要写明{label}", remedy


def _identifiers(case: Case) -> Iterator[Broken]:
    """Before a site first goes online it has its five identifiers (第七条第二至四项)."""
    if case.act.act == "online" and case.state is not State.OFFLINE:
        given = {filing.kind for filing in case.act.filings}
        for kind, (_, giver) in IDENTIFIERS.items():
            if kind not in given:
                yield "LIFE_FILING", f"按办法第七条，上线前要取得{kind}，缺编号", giver


def _security_test(case: Case) -> Iterator[Broken]:
    """A passed test that is not too old (第七条第四项)."""
    if case.act.act != "online" or case.state is State.OFFLINE:
        return
    test, (days, clause) = case.act.security_test, case.within("security_test_days")
    if test is None or test.result != "通过":
        what = "没有安全检测报告" if test is None else f"安全检测{test.number}未通过"
        yield "LIFE_TEST", f"按{case.clause}，未通过安全检测的网站不得上线，{what}", "请检测机构检测，整改到通过"
    elif not dt.timedelta(0) <= case.act.effective - test.date <= dt.timedelta(days):
        fact = f"按{clause}，安全检测{days}天之内有效，{test.number}是{test.date}做的，上线是{case.act.effective}"
        yield "LIFE_TEST", fact, "重新检测"


def _term(case: Case) -> Iterator[Broken]:
    """Begin and end stand in their order, and no further apart than they may."""
    act = case.act
    if act.ends and act.ends < act.effective:
        yield "LIFE_TERM", f"{act.name}的结束日期{act.ends}早于起始日期{act.effective}", "核对两个日期"
        return
    if act.act == "offline":
        days, clause = case.within("offline_days")
        if act.days > days:
            yield (
                "LIFE_TERM",
                f"按{clause}，临时下线最多{days}天，这次有{act.days}天",
                "缩短；要更久的，按迁移、关停办理",
            )
    if act.act == "emergency":
        days, clause = case.within("emergency_days")
        if act.days > days:
            fact = f"按{clause}，紧急关停最多{days}天，这次有{act.days}天"
            yield "LIFE_TERM", fact, "缩短；要更久的，按临时下线办理，计入当年次数"
    if act.act == "migrate" and act.begins and act.begins == act.ends:
        yield "LIFE_TERM", f"按{case.clause}，迁移前要在首页悬挂公告，公告和搬迁是同一天", "搬迁的日子往后放"


def _times(case: Case) -> Iterator[Broken]:
    """A site goes offline at most so often a year; emergencies are not counted."""
    times, clause = case.within("offline_times")
    year = case.act.effective.year
    earlier = [act for act in case.before if act.act == "offline" and act.effective.year == year]
    if case.act.act == "offline" and len(earlier) >= times:
        when = "、".join(f"{act.effective}" for act in earlier)
        yield "LIFE_TIMES", f"按{clause}，临时下线每年最多{times}次，{year}年已经在{when}下线过", "改到下一年"


def _cancelled(case: Case) -> Iterator[Broken]:
    """Closing cancels every registration and keeps its notice for its days (第八条第三项)."""
    if case.act.act != "close":
        return
    given = {filing.kind for filing in case.act.filings}
    for kind in (*IDENTIFIERS, ENGLISH_DOMAIN):
        if kind not in given:
            remedy = (
                "通过全国政府网站信息报送系统报告变更状态" if kind == "网站标识码" else f"向发放{kind}的部门申请注销"
            )
            yield "LIFE_FILING", f"按{case.clause}，关停要注销{kind}，缺回执号和日期", remedy
    days, clause = case.within("notice_kept_days")
    if case.act.ends and (case.act.ends - case.act.effective).days < days:
        fact = f"按{clause}，关停公告至少保留{days}天，只保留到{case.act.ends}"
        yield "LIFE_TERM", fact, f"从{case.act.effective}起保留满{days}天"


def _moved(case: Case) -> Iterator[Broken]:
    """A site closes when its content has moved, to another site of the platform."""
    act = case.act
    if act.act == "migrate" and act.target and (act.target not in case.sites or act.target == case.site.id):
        others = "、".join(sorted(case.sites - {case.site.id}))
        yield "LIFE_TARGET", f"迁往的“{act.target}”不是平台上的另一个网站", f"网站有：{others}"
    moves = [earlier for earlier in case.before if earlier.act == "migrate"]
    if act.act == "close" and moves and moves[-1].ends and act.effective < moves[-1].ends:
        fact = f"按{case.clause}，完成迁移才能关停，内容到{moves[-1].ends}才搬完"
        yield "LIFE_TERM", fact, "等到那一天以后再关停"


def _change_filed(case: Case) -> Iterator[Broken]:
    """A change is filed with the superior (第八条第五项)."""
    if case.act.act == "change" and not any(filing.kind == CHANGE_FILING for filing in case.act.filings):
        yield "LIFE_FILING", f"按{case.clause}，变更要及时备案，缺备案的文号和日期", "向上级主管单位备案"


_RULES: tuple[Rule, ...] = (
    _transition, _portal, _says, _approvals, _identifiers, _security_test, _term, _times, _cancelled, _moved,
    _change_filed,
)  # fmt: skip


def faults_of_record(
    site: Site, life: Lifecycle, sites: frozenset[str], profile: Profile, today: dt.date
) -> list[Fault]:
    """Return what is wrong with a site's record as of a day: every act by every rule, and a rest that has not ended."""
    path = f"{site.id}/{LIFECYCLE_FILE}"
    faults = [Fault(path, *place_and_fact) for place_and_fact in _of_acts(site, life, sites, profile)]
    faults += [Fault(path, *place_and_fact) for place_and_fact in _of_order(life)]
    return faults + list(_overdue(life, path, today))


def _of_acts(
    site: Site, life: Lifecycle, sites: frozenset[str], profile: Profile
) -> Iterator[tuple[int, str, str, str]]:
    before: tuple[Act, ...] = ()
    for act, state, _ in life.timeline():
        case = Case(site, sites, profile, act, before, state)
        yield from ((life.line_of(act), *broken) for rule in _RULES for broken in rule(case))
        before = (*before, act)


def _of_order(life: Lifecycle) -> Iterator[tuple[int, str, str, str]]:
    """The record only grows: an act is recorded on the day of the one above it or later."""
    for above, act in zip(life.acts, life.acts[1:], strict=False):
        if act.date < above.date:
            fact = f"{act.name}是{act.date}办的，记在{above.date}的{above.name}后面"
            yield life.line_of(act), "LIFE_ORDER", fact, "按办理的日期先后记，只在末尾添加"


def _overdue(life: Lifecycle, path: str, today: dt.date) -> Iterator[Fault]:
    """A rest that should be over and is not: somebody must act."""
    act = life.latest(today, "offline", "emergency")
    if act and act.ends and act.ends < today and life.state(today) is State.OFFLINE:
        clause = CLAUSES[act.act]
        fact = f"按{clause}，{act.name}到{act.ends}为止，网站还没有恢复"
        yield Fault(path, life.line_of(act), "LIFE_OVERDUE", fact, "恢复了的用invoke site.online；不能恢复的向上级报告")


def refusals(site: Site, life: Lifecycle, act: Act, sites: frozenset[str], profile: Profile) -> list[Fault]:
    """Return every reason why an act may not be added to a record; none where it may.

    Its own stand at the place where it would stand. Where it would make an earlier act break a rule that it keeps now, such as a
    rest that was announced for a later day, that is a reason too, at the earlier act.
    """
    line = max(life.lines, default=0) + 1
    grown = replace(life, acts=(*life.acts, act), lines=(*life.lines, line))
    known = faults_of_record(site, life, sites, profile, act.date)
    return [
        fault
        for fault in faults_of_record(site, grown, sites, profile, act.date)
        if fault.code != "LIFE_OVERDUE" and (fault.line == line or fault not in known)
    ]
