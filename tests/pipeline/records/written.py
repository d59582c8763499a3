"""Entries for a record, as publishing makes them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pipeline.gates.approval import Approval
from pipeline.manifest import Changes
from pipeline.outcome import Act, Outcome, Publication, State
from pipeline.records.entries import Facts, Who, entry_of

AT = dt.datetime(2026, 11, 24, 9, 31, 58, 123456, tzinfo=dt.timezone(dt.timedelta(hours=8)))
WHO = Who("发布甲", "fabu-jia@yunchuan.gov.cn", "fabu@goujian-1")
REVIEWED = Approval("", "reviewed", ("shenhe-jia@yunchuan.gov.cn",))
FORCED = Approval("", "forced", ("fabu-jia@yunchuan.gov.cn",), "防汛", ("bianji-jia@yunchuan.gov.cn",), "说", "签")
RELEASE = "20261124T093158-845718891642"


def facts(commit: str = "a" * 40, approval: Approval = REVIEWED, environment: str = "production") -> Facts:
    return Facts(AT, WHO, environment, commit, approval, 8.0612)


def outcome(state: State = State.SWITCHED, site: str = "portal", host: str = "qianduan-1", **more: Any) -> Outcome:
    given: dict[str, Any] = {"release": RELEASE, "previous": None, **more}
    if "changes" in given:
        added, changed, removed = (frozenset(map(str, range(count))) for count in given["changes"])
        given["changes"] = Changes(added, changed, removed, 0)
    return Outcome(host, site, state, **given)


def entry(*outcomes: Outcome, act: Act = Act.PUBLISH, **more: Any) -> dict[str, Any]:
    return entry_of(Publication(act, outcomes or (outcome(),)), facts(**more))
