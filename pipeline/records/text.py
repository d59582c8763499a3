"""Say on a terminal, in plain Chinese lines, what the record holds, what waits for a review, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.gates.approval import How
from pipeline.records.copies import Relation
from pipeline.records.entries import REVIEW
from pipeline.records.past import GOOD, pending_reviews
from pipeline.release import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.records.chain import Line, Record
    from pipeline.records.copies import Comparison

_ACTS = {"publish": "发布", "rollback": "回滚", "emergency": "紧急处置", REVIEW: "复核", "verify": "校验"}
_APPROVED = {
    How.REVIEWED.value: "已审核",
    How.TAG.value: "签名标签",
    How.FORCED.value: "强制发布",
    How.NONE.value: "没有查审核",
    REVIEW: "审核人员",
}


def render(record: Record, most: int = 10) -> str:
    """Return the lines for `invoke releases`: the newest lines of the record, what waits for a review, what is wrong."""
    if not (record.lines or record.faults or record.torn):
        return "发布记录：还没有"
    newest = record.lines[-most:]
    heading = f"发布记录：共{len(record.lines)}条" + (f"，最近{most}条" if len(record.lines) > most else "")
    return "\n".join([heading, *map(_line, reversed(newest)), *reminders(record), *troubles(record)])


def reminders(record: Record) -> list[str]:
    """Return a line for each forced publication that waits for its second review, with the command to run."""
    return [_reminder(line) for line in pending_reviews(record)]


def troubles(record: Record) -> list[str]:
    """Return a line for each break of the chain, and one for a line that was cut short."""
    torn = f"发布记录的最后一行没有写完（{record.torn}字节），多半是当时断电或者中止；下一次写的时候注明，接着往下记"
    return [*map(str, record.faults), *([torn] if record.torn else [])]


def render_comparison(comparison: Comparison, host: str) -> str:
    """Return the line that says how a host's copy stands to the local record."""
    if comparison.relation is Relation.EQUAL:
        return f"{host}：记录的副本与本机一样"
    if comparison.relation is Relation.OTHER_LONGER:
        return (
            f"{host}：副本里有第{comparison.line}条，本机没有：本机的发布记录被截短，或者换成了旧的；停止发布，查明原因"
        )
    if comparison.relation is Relation.PARTED:
        which = f"第{comparison.line}条" if comparison.line else "有一行"
        return f"{host}：副本里{which}与本机不一样，有一边改动过；停止发布，查明原因"
    gaps = f"中间少{comparison.gaps}条" if comparison.gaps else ""
    behind = f"少最近的{len(comparison.behind)}条" if comparison.behind else ""
    why = "当时没有连上这台主机，或者是刚做的复核"
    return f"{host}：副本{'，'.join(filter(None, (gaps, behind)))}，{why}；最近的下一次发布补上"


def _line(line: Line) -> str:
    entry = line.entry
    parts = [_what(entry), _how(entry)]
    if entry["commit"]:
        parts.append(f"提交{shown(entry['commit'])[:12]}")
    parts += [_name(entry["who"]), f"{entry['seconds']}秒"]
    return f"  第{line.number}条 {_when(entry)} {shown(entry['environment'])} {'，'.join(filter(None, parts))}"


def _what(entry: Mapping[str, Any]) -> str:
    act = _ACTS.get(entry["act"], shown(entry["act"]))
    sites = "、".join(f"{shown(site)} {shown(release)}".strip() for site, release in entry["releases"].items())
    if entry["act"] == REVIEW:
        return f"{act}第{'、'.join(map(str, entry['reviews']))}条（{sites}）"
    failed = bool(entry["problem"]) or any(outcome["state"] not in GOOD for outcome in entry["outcomes"])
    return f"{act}{'失败' if failed else '完成'}（{sites}；{len(entry['hosts'])}台主机）"


def _how(entry: Mapping[str, Any]) -> str:
    approval = entry["approval"]
    how = _APPROVED.get(approval["how"], shown(approval["how"]))
    label = "意见" if approval["how"] == REVIEW else "原因"
    reason = f"，{label}：{shown(approval['reason'])}" if approval["reason"] else ""
    return how + (f"（{'、'.join(map(shown, approval['by']))}{reason}）" if approval["by"] else "")


def _name(who: Mapping[str, str]) -> str:
    return f"{shown(who['name'])} <{shown(who['email'])}>" if who["email"] else shown(who["user"])


def _reminder(line: Line) -> str:
    entry = line.entry
    release = shown(next(iter(entry["releases"].values()), ""))
    sites, by = "、".join(map(shown, entry["releases"])), "、".join(map(shown, entry["approval"]["by"]))
    about = f"第{line.number}条（{_when(entry)}，{sites}，{by}，原因：{shown(entry['approval']['reason'])}）"
    return f"强制发布还没有复核：{about}。请没有参与的审核人员看过以后运行：invoke approve --release {release} --note 复核意见"


def _when(entry: Mapping[str, Any]) -> str:
    return shown(entry["at"])[:16].replace("T", " ")
