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
from model.phrases import msg
from plugins.engine.registry import Registry, Subject, features
from plugins.engine.values import Row

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from model.document import Document
    from plugins.engine.ask import Ask
    from plugins.engine.words import Words

Labelled = tuple[str, str | tuple[str, ...]]


def rows(ask: Ask, subject: Subject) -> tuple[Row, ...]:
    """The rows of the document's kind; a fact that is not given has no row, but the official table always has its eight."""
    document = subject.document
    assert document
    if isinstance(document, Policy):
        table = policy_table(document, ask.say(ask.status(document)), ask.words)
        return tuple(Row(ask.say(label), (text,)) for label, text in table)
    facts = _FACTS[type(document)](document, ask.words) if type(document) in _FACTS else ()
    return tuple(Row(ask.say(label), (lines,) if isinstance(lines, str) else lines) for label, lines in facts if lines)


def policy_table(policy: Policy, status: str, words: Words) -> tuple[tuple[str, str], ...]:
    """The official table (中国政府网公文表): what is unknown shows a dash."""
    facts = (
        (msg("索引号"), policy.index_number or "—"),
        (msg("主题分类"), "\\".join(map(words.say, policy.subject.split("\\"))) or "—"),
        (msg("发文机关"), policy.issuer),
        (msg("成文日期"), words.long_day(policy.issued)),
        (msg("标题"), policy.title),
        (msg("发文字号"), policy.document_number),
        (msg("发布日期"), words.long_day(policy.date)),
        (msg("有效性"), status),
    )
    return (
        *facts,
        *(
            (label, text)
            for label, text in (
                (msg("施行日期"), _day(policy.effective, words)),
                (msg("失效日期"), _day(policy.expires, words)),
            )
            if text
        ),
    )


def _day(day: dt.date | None, words: Words) -> str:
    return words.long_day(day) if day else ""


def _interpretation(document: Interpretation, words: Words) -> tuple[Labelled, ...]:
    return ((msg("解读形式"), words.say(document.form)),)


def _leader(document: Leader, _words: Words) -> tuple[Labelled, ...]:
    return ((msg("职务"), document.post), (msg("分工"), document.duties))


def _organisation(document: Organisation, _words: Words) -> tuple[Labelled, ...]:
    return (
        (msg("负责人"), document.head),
        (msg("办公地址"), document.address),
        (msg("联系电话"), document.phone),
        (msg("办公时间"), document.hours),
        (msg("主要职责"), document.duties),
    )


def _guide(document: Guide, words: Words) -> tuple[Labelled, ...]:
    return (
        (msg("事项名称"), document.title),
        (msg("设定依据"), document.legal_basis),
        (msg("申请条件"), document.conditions),
        (msg("办理材料"), document.materials),
        (msg("办理地点"), document.location),
        (msg("办理时间"), document.hours),
        (msg("联系电话"), document.phone),
        (msg("办理流程"), document.procedure),
        (msg("服务对象"), document.audience),
        (msg("办结时限"), document.time_limit),
        (msg("收费标准"), document.fee),
        (msg("网上可办理程度"), words.say(document.online_level)),
        (msg("投诉电话"), document.complaint_phone),
    )


def _reply(document: Reply, words: Words) -> tuple[Labelled, ...]:
    return (
        (msg("来信类别"), words.say(document.category)),
        (msg("受理日期"), words.long_day(document.received)),
        (msg("答复日期"), words.long_day(document.replied)),
        (msg("答复部门"), document.replier),
    )


def _consultation(document: Consultation, words: Words) -> tuple[Labelled, ...]:
    return (
        (msg("开始日期"), words.long_day(document.opens)),
        (msg("截止日期"), words.long_day(document.closes)),
        (msg("反馈方式"), document.channel),
    )


def _interview(document: Interview, words: Words) -> tuple[Labelled, ...]:
    return ((msg("访谈嘉宾"), document.guests), (msg("访谈时间"), words.minute(document.held_at)))


def _refutation(document: Refutation, _words: Words) -> tuple[Labelled, ...]:
    return ((msg("核查单位"), document.verified_by),)


def _dataset(document: Dataset, words: Words) -> tuple[Labelled, ...]:
    return (
        (msg("提供单位"), document.provider or document.source),
        (msg("数据时间"), document.period),
        (msg("更新周期"), words.say(document.update_cycle)),
    )


def _report(document: Report, words: Words) -> tuple[Labelled, ...]:
    return ((msg("报告种类"), words.say(document.report_type)), (msg("年度"), str(document.year)))


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
