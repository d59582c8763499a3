"""A policy's table says of its validity what its text says.

Source: 长治市政府网站管理办法第三十条 is such a clause (施行、有效期、同时废止); 第十条 asks for what is right and reliable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.kinds import Policy
from model.language import MAIN_LANGUAGE
from model.patterns import pattern
from pipeline.rules.documents.chinese_dates import DATE, read_date
from pipeline.rules.documents.plain_lines import Paragraph, paragraphs
from pipeline.rules.documents.stated import Repeal, Span, Statement, repeals, statements
from pipeline.rules.rule import Edited, Example, Found, Severity, document_rule
from pipeline.rules.sources import guidelines, measures, other

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from pipeline.rules.written import Written

_BAD_STATES = {"失效", "废止"}
_RULES = "portal/zwgk/zcwj/zfwz-banfa.md"
_OPINION = "portal/zwgk/zcwj/yanglao-yijian.md"
_NOT_PUBLIC = pattern("[（(]?此件(?:不公开|不予公开|不宜公开|依申请公开|不得公开|内部掌握)(?:发布)?[）)]?")
_SIGNED_DAY = pattern(f"(?:[^。；，：]{{0,60}}?)({DATE})")


def policy_of(written: Written) -> Policy | None:
    """Return the document where it is a policy in the main language that is not withdrawn already."""
    document = written.document
    if not isinstance(document, Policy) or document.lang != MAIN_LANGUAGE or document.status in _BAD_STATES:
        return None
    return document


def _stated(written: Written) -> tuple[Statement, ...]:
    return tuple(statements(written.shared(paragraphs)))


@document_rule(
    "TERM_IN_TEXT",
    title="施行日期、有效期和正文不一致",
    sources=(measures(10), measures(30)),
    severity=Severity.WARNING,
    remedy="核对正文，改正effective（施行日期）或者expires（失效日期）",
    breaks=(
        Example({_RULES: Edited("effective: 2026-03-01\n", "")}),
        Example({_OPINION: Edited("expires: 2031-04-30\n", "")}),
        Example({_OPINION: Edited("expires: 2031-04-30\n", "expires: 2029-04-30\n")}),
    ),
    keeps=(
        Example({_RULES: Edited("自2026年3月1日起施行。", "自二〇二六年三月一日零时起施行。")}),
        Example({_OPINION: Edited("expires: 2031-04-30\n", "expires: 2031-05-01\n")}),
    ),
)
def term_in_text(written: Written) -> Iterator[Found]:
    """What the text says of the day of effect and of the term is in the policy's table."""
    policy = policy_of(written)
    several = written.shared(_stated) if policy else ()
    if not policy or not several:
        return
    issued, published = policy.issued, policy.date.date()
    begins = [(each, span) for each in several if (span := each.effective(issued, published))]
    yield from _differing(written, "effective", policy.effective, begins)
    if policy.expires and policy.expires <= (policy.effective or policy.issued):
        return  # the days of the table contradict each other, which the model says
    ends = [(each, span) for each in several if (span := each.expires(_base(policy, each)))]
    if not (policy.expires and _extended(policy, ends, written.body)):
        yield from _differing(written, "expires", policy.expires, ends)


def _base(policy: Policy, statement: Statement) -> Span:
    """The day from which a statement's term counts."""
    span = statement.effective(policy.issued, policy.date.date())
    if policy.effective and (span is None or span.low <= policy.effective <= span.high):
        return Span(policy.effective, policy.effective, policy.effective)
    return span or Span(policy.issued, max(policy.issued, policy.date.date()), policy.issued)


def _extended(policy: Policy, ends: list[tuple[Statement, Span]], body: str) -> bool:
    """Whether a later day may come from an amendment."""
    later = bool(policy.expires) and all(span.high < (policy.expires or span.high) for _, span in ends)
    return later and (policy.status == "已修改" or "延长" in body or "延续" in body)


_NAMES = {"effective": "施行日期", "expires": "失效日期"}


def _differing(
    written: Written, key: str, given: dt.date | None, several: list[tuple[Statement, Span]]
) -> Iterator[Found]:
    if not several or (given and any(span.low <= given <= span.high for _, span in several)):
        return
    statement, span = several[-1]
    has = f"{_NAMES[key]}（{key}）写的是{given}" if given else f"没有写{_NAMES[key]}（{key}）"
    remedy = f"核对后写成“{key}: {span.proposed}”" if given else f"加一行“{key}: {span.proposed}”"
    yield Found(written.line_of(key) if given else statement.line, f"正文说“{statement.words}”，{has}", remedy)


@document_rule(
    "REPEAL_IN_TEXT",
    title="正文废止的文件没有写进repeals",
    sources=(guidelines("（修改、废止、失效的文件应当标明）"), measures(30)),
    severity=Severity.WARNING,
    remedy="把文号写进repeals（废止文件），被废止的文件才会标明废止",
    breaks=(Example({_RULES: Edited("  - 云政办发〔2014〕36号\n", "")}),),
    keeps=(
        Example(
            {
                _RULES: Edited(
                    "手续不全的，不得上线。",
                    "手续不全的，不得上线，按《云川市公文处理办法》（云政发〔2011〕5号）报告；该办法废止的，从其规定。",
                )
            }
        ),
        Example({"wlj/zwgk/zcwj/minsu-guanli-banfa.md": Edited("有效期5年。《", "有效期5年，《")}),
    ),
)
def repeal_in_text(written: Written) -> Iterator[Found]:
    """Every document that the text repeals by number is named; one that is named by its file may be any of them."""
    policy = policy_of(written)
    if not policy or "废止" not in written.body:
        return
    named = {each.number for each in policy.repeals}
    missing: dict[str, Repeal] = {}
    for each in repeals(written.shared(paragraphs)):
        if each.number not in named and each.number != policy.document_number:
            missing.setdefault(each.number, each)
    by_file = sum(not each.number for each in policy.repeals)
    for each in list(missing.values())[by_file:]:
        yield Found(each.line, f"正文废止了{each.number}，repeals里没有", f"在repeals里加一行“- {each.number}”")


@document_rule(
    "ISSUED_DIFFERS",
    title="成文日期和正文落款不一致",
    sources=(other("GB/T 9704-2012《党政机关公文格式》", "成文日期"), measures(10)),
    severity=Severity.WARNING,
    remedy="核对落款，改正issued（成文日期）",
    breaks=(Example({_RULES: Edited("issued: 2026-01-20", "issued: 2026-01-21")}),),
    keeps=(Example({_RULES: Edited("2026年1月20日\n{: .signature}", "二〇二六年一月二十日\n{: .signature}")}),),
)
def issued_differs(written: Written) -> Iterator[Found]:
    """One of the days under the text is the day in the policy's table."""
    document = written.document
    if not isinstance(document, Policy) or document.lang != MAIN_LANGUAGE:
        return
    signed = {day: line for line, day in _signed_days(written.shared(paragraphs))}
    if signed and document.issued not in signed:
        day, line = max(signed.items(), key=lambda item: item[1])
        fact = f"落款是{day.year}年{day.month}月{day.day}日，成文日期写的是{document.issued}"
        yield Found(line, fact, f"核对后写成“issued: {day}”")


def _signed_days(several: tuple[Paragraph, ...]) -> Iterator[tuple[int, dt.date]]:
    """The days that stand on lines of their own, or behind nothing but who signs."""
    for number, (line, text) in enumerate(several):
        found = _SIGNED_DAY.fullmatch(text) if text.endswith("日") else None
        alone = bool(found) and text == (found[1] if found else "")
        signed = alone or (number > 0 and bool(found) and len(text) < 40 and text[0] not in "自第从于")
        day = read_date(found[1]) if found and signed else None
        if day:
            yield line, day


@document_rule(
    "MARKED_NOT_PUBLIC",
    title="正文注明不公开",
    sources=(measures(10), other("公文附注的公开属性", "（此件公开发布）")),
    severity=Severity.ERROR,
    remedy="核对公开属性：可以公开的改为“（此件公开发布）”，不能公开的撤下",
    breaks=(Example({_RULES: Edited("（此件公开发布）", "（此件不公开）")}),),
    keeps=(Example({_RULES: Edited("（此件公开发布）", "（此件删减后公开）")}),),
)
def marked_not_public(written: Written) -> Iterator[Found]:
    """No note under the text says that the document is not to be published."""
    if "此件" not in written.body:
        return
    for line, text in written.shared(paragraphs):
        if _NOT_PUBLIC.fullmatch(text):
            yield Found(line, f"正文附注是“{text}”，文件却要发布")
