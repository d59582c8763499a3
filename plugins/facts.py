"""The labelled facts that a document's kind must show, in their official order: a policy's table, a guide's elements, …"""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.kinds import (
    Consultation,
    Dataset,
    Guide,
    Interpretation,
    Interview,
    Leader,
    Organisation,
    Policy,
    Refutation,
    Reply,
    Report,
)
from plugins.engine.registry import Registry, Subject, features
from plugins.engine.templates import chinese_day, minute
from plugins.engine.values import Row

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from model.document import Document
    from plugins.engine.ask import Ask

Labelled = tuple[str, str | tuple[str, ...]]


def rows(ask: Ask, subject: Subject) -> tuple[Row, ...]:
    """The rows of the document's kind; a fact that is not given has no row, but the official table always has its eight."""
    document = subject.document
    assert document
    if isinstance(document, Policy):
        return tuple(Row(label, (text,)) for label, text in policy_table(document, ask.status(document)))
    facts = _FACTS[type(document)](document) if type(document) in _FACTS else ()
    return tuple(Row(label, (lines,) if isinstance(lines, str) else lines) for label, lines in facts if lines)


def policy_table(policy: Policy, status: str) -> tuple[tuple[str, str], ...]:
    """The official table (中国政府网公文表): what is unknown shows a dash."""
    facts = (
        ("索引号", policy.index_number or "—"),
        ("主题分类", policy.subject or "—"),
        ("发文机关", policy.issuer),
        ("成文日期", chinese_day(policy.issued)),
        ("标题", policy.title),
        ("发文字号", policy.document_number),
        ("发布日期", chinese_day(policy.date)),
        ("有效性", status),
    )
    return (
        *facts,
        *(
            (label, text)
            for label, text in (("施行日期", _day(policy.effective)), ("失效日期", _day(policy.expires)))
            if text
        ),
    )


def _day(day: dt.date | None) -> str:
    return chinese_day(day) if day else ""


def _interpretation(document: Interpretation) -> tuple[Labelled, ...]:
    return (("解读形式", document.form),)


def _leader(document: Leader) -> tuple[Labelled, ...]:
    return (("职务", document.post), ("分工", document.duties))


def _organisation(document: Organisation) -> tuple[Labelled, ...]:
    return (
        ("负责人", document.head),
        ("办公地址", document.address),
        ("联系电话", document.phone),
        ("办公时间", document.hours),
        ("主要职责", document.duties),
    )


def _guide(document: Guide) -> tuple[Labelled, ...]:
    return (
        ("事项名称", document.title),
        ("设定依据", document.legal_basis),
        ("申请条件", document.conditions),
        ("办理材料", document.materials),
        ("办理地点", document.location),
        ("办理时间", document.hours),
        ("联系电话", document.phone),
        ("办理流程", document.procedure),
        ("服务对象", document.audience),
        ("办结时限", document.time_limit),
        ("收费标准", document.fee),
        ("网上可办理程度", document.online_level),
        ("投诉电话", document.complaint_phone),
    )


def _reply(document: Reply) -> tuple[Labelled, ...]:
    return (
        ("来信类别", document.category),
        ("受理日期", chinese_day(document.received)),
        ("答复日期", chinese_day(document.replied)),
        ("答复部门", document.replier),
    )


def _consultation(document: Consultation) -> tuple[Labelled, ...]:
    return (
        ("开始日期", chinese_day(document.opens)),
        ("截止日期", chinese_day(document.closes)),
        ("反馈方式", document.channel),
    )


def _interview(document: Interview) -> tuple[Labelled, ...]:
    return (("访谈嘉宾", document.guests), ("访谈时间", minute(document.held_at)))


def _refutation(document: Refutation) -> tuple[Labelled, ...]:
    return (("核查单位", document.verified_by),)


def _dataset(document: Dataset) -> tuple[Labelled, ...]:
    return (
        ("提供单位", document.provider or document.source),
        ("数据时间", document.period),
        ("更新周期", document.update_cycle),
    )


def _report(document: Report) -> tuple[Labelled, ...]:
    return (("报告种类", document.report_type), ("年度", str(document.year)))


_FACTS: dict[type[Document], Callable[..., tuple[Labelled, ...]]] = {
    Interpretation: _interpretation,
    Leader: _leader,
    Organisation: _organisation,
    Guide: _guide,
    Reply: _reply,
    Consultation: _consultation,
    Interview: _interview,
    Refutation: _refutation,
    Dataset: _dataset,
    Report: _report,
}


def add(registry: Registry) -> None:
    """Declare the rows of every document's page."""
    registry.part("rows", rows, "document")


def register() -> None:
    """Connect to the engine."""
    features.connect(add)
