"""Messages that wait too long, answers that nobody can read, replies that say other days than the register."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from model.kinds import Reply
from pipeline.rules.between.registers import registers, terms
from pipeline.rules.rule import Edited, Example, Found, Severity, content_rule
from pipeline.rules.sources import indicators, measures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from model.messages import Message
    from pipeline.rules.books import Books

_ANSWER = measures(26, "第三项")
_VETO = indicators("单项否决五")
#: How long an answer that came late is told of: it cannot be mended any more, but belongs into the month's report.
_TOLD_DAYS = 31
_FILE = "portal/messages/example.toml"


def _example(channel: str, received: str, *more: str) -> Example:
    head = ("[[messages]]", 'id = "LX-EXAMPLE"', f'channel = "{channel}"', 'subject = "建议增设自行车停车区"')
    return Example({_FILE: "\n".join((*head, f"received = {received}", *more, ""))})


def _messages(books: Books) -> Iterator[Message]:
    for messages, _ in registers(books):
        yield from messages


def _found(message: Message, fact: str, remedy: str = "") -> Found:
    return Found(message.line, f"留言{message.id}“{message.subject}”{fact}", remedy, message.path)


def _waited(message: Message, books: Books) -> int:
    """How many days a message has waited for its answer; 0 where it does not wait."""
    return (books.today - message.received.date()).days if message.waits(books.today) else 0


def _is_told_of_reply(message: Message, books: Books) -> bool:
    """Whether its public reply is what REPLY_UNANSWERED speaks of, so that nothing more is to be said of it here."""
    assert message.answered
    is_document = bool(message.published) and "://" not in message.published
    return is_document and (message.answered - message.received.date()).days > books.threshold("reply_days")


@content_rule(
    "MESSAGE_RECORD",
    title="留言登记写错了",
    sources=(measures(13), _ANSWER),
    severity=Severity.ERROR,
    remedy="按说明“留言登记”改正",
    breaks=(_example("领导信箱", "2026-11-20", "answered = 2026-11-23"), _example("信箱", "2026-11-20")),
    keeps=(_example("领导信箱", "2026-11-20"),),
)
def message_record(books: Books) -> Iterator[Found]:
    """What cannot be read in a register."""
    for _, faults in registers(books):
        yield from (Found(each.line, each.message, each.remedy, each.path) for each in faults)


@content_rule(
    "MESSAGE_LATE",
    title="留言超过期限没有答复",
    sources=(_ANSWER,),
    severity=Severity.ERROR,
    remedy="立即答复留言人，在登记里写答复日期和公开的答复",
    thresholds=("error_report_days",),
    breaks=(_example("找错", "2026-11-19"), _example("领导信箱", "2026-11-10", "due = 2026-11-20")),
    keeps=(
        _example("找错", "2026-11-20"),
        _example("领导信箱", "2026-11-10"),
        _example("找错", "2026-11-02", "valid = false", 'invalid = "不属实"'),
    ),
)
def message_late(books: Books) -> Iterator[Found]:
    """Messages with a term of their own that is over; past three months they are those of MESSAGE_UNANSWERED."""
    by = terms(books)
    for each in _messages(books):
        waited = _waited(each, books)
        if waited and each.has_own_term and waited <= books.threshold("reply_days"):
            late = by.late(each, books.today)
            if by.due(each) < books.today and late:
                fact = f"应当在{by.due(each)}以前答复，已经超过{late}个工作日"
                yield _found(each, fact)


@content_rule(
    "MESSAGE_ANSWERED_LATE",
    title="留言答复晚了",
    sources=(_ANSWER,),
    severity=Severity.WARNING,
    remedy="写进当月的自查报告，查清晚在哪一步",
    thresholds=("error_report_days",),
    breaks=(
        _example("找错", "2026-11-12", "answered = 2026-11-17", 'by = "市政府办公室"', 'withheld = "涉及个人隐私"'),
    ),
    keeps=(
        _example("找错", "2026-11-12", "answered = 2026-11-16", 'by = "市政府办公室"', 'withheld = "涉及个人隐私"'),
        _example("找错", "2026-08-12", "answered = 2026-08-27", 'by = "市政府办公室"', 'withheld = "涉及个人隐私"'),
    ),
)
def message_answered_late(books: Books) -> Iterator[Found]:
    """Answers of the last month that came after the term."""
    by = terms(books)
    begin = books.today - dt.timedelta(days=_TOLD_DAYS)
    for each in _messages(books):
        if each.valid and each.has_own_term and each.answered and begin <= each.answered <= books.today:
            late = by.late(each, books.today)
            if late and not _is_told_of_reply(each, books):
                yield _found(each, f"{each.answered}才答复，超过期限（{by.due(each)}）{late}个工作日")


@content_rule(
    "MESSAGE_UNANSWERED",
    title="有效留言三个月没有答复",
    sources=(_VETO,),
    severity=Severity.VETO,
    remedy="今天就答复并公开；确实无效的，写明无效的原因",
    thresholds=("reply_days",),
    breaks=(_example("咨询投诉", "2026-08-20"), _example("找错", "2026-06-01")),
    keeps=(_example("咨询投诉", "2026-11-02"), _example("咨询投诉", "2026-06-01", "valid = false", 'invalid = "重复"')),
)
def message_unanswered(books: Books) -> Iterator[Found]:
    """Valid messages that wait for longer than the indicator allows."""
    for each in _messages(books):
        waited = _waited(each, books)
        if waited > books.threshold("reply_days"):
            yield _found(each, f"收到{waited}天没有答复")


@content_rule(
    "MESSAGE_WAITING",
    title="有效留言两个月没有答复",
    sources=(_VETO,),
    severity=Severity.WARNING,
    remedy="催办单位答复；满三个月网站即不合格",
    thresholds=("reply_warning_days", "reply_days"),
    breaks=(_example("领导信箱", "2026-09-20"),),
    keeps=(_example("领导信箱", "2026-09-27"),),
)
def message_waiting(books: Books) -> Iterator[Found]:
    """Valid messages on the way to the indicator's limit; those past a term of their own are told of already."""
    for each in _messages(books):
        waited = _waited(each, books)
        over = each.has_own_term and terms(books).due(each) < books.today
        if books.threshold("reply_warning_days") < waited <= books.threshold("reply_days") and not over:
            yield _found(each, f"收到{waited}天没有答复")


@content_rule(
    "MESSAGE_UNPUBLISHED",
    title="答复了的留言没有公开",
    sources=(_ANSWER,),
    severity=Severity.ERROR,
    remedy="在“公开”（published）里写公开答复的文件；不属实等特殊情况不公开的，在withheld里写原因",
    breaks=(
        _example("领导信箱", "2026-11-16", "answered = 2026-11-20", 'by = "市交通运输局"'),
        _example(
            "领导信箱",
            "2026-11-16",
            "answered = 2026-11-20",
            'by = "市交通运输局"',
            'published = "hdjl/ldxx/meiyou.md"',
        ),
    ),
    keeps=(
        _example("领导信箱", "2026-11-16", "answered = 2026-11-20", 'by = "市交通运输局"', 'withheld = "涉及个人隐私"'),
        _example(
            "找错",
            "2026-11-19",
            "answered = 2026-11-20",
            'by = "市政府办公室"',
            'published = "https://www.yunchuan.gov.cn/hdjl/ldxx/zhaocuo-2026-10/"',
        ),
        _example(
            "找错",
            "2026-11-19",
            "answered = 2026-11-20",
            'by = "市政府办公室"',
            "valid = false",
            'invalid = "反映的情况不属实"',
        ),
    ),
)
def message_unpublished(books: Books) -> Iterator[Found]:
    """Answers that are neither public nor withheld for a reason; a reply that waits for its minute, or was withdrawn after its time, will do."""
    for each in _messages(books):
        if not each.valid or each.answered is None or each.answered > books.today:
            continue
        if not each.published and not each.withheld:
            yield _found(each, "已经答复，没有公开，也没有写不公开的原因")
        elif each.published and "://" not in each.published:
            document = books.document(f"{each.site}/{each.published}")
            if document is None:
                yield _found(each, f"公开的答复“{each.published}”不是网站的文件", "写公开答复的文件的路径")
            elif document.draft:
                yield _found(each, f"公开的答复“{each.published}”还是草稿", "发布这篇答复")


@content_rule(
    "MESSAGE_REPLY_DIFFERS",
    title="公开的答复与登记不一致",
    sources=(measures(13), _ANSWER),
    severity=Severity.WARNING,
    remedy="核对以后改正写错的一处",
    breaks=(Example({"portal/messages/2026.toml": Edited("answered = 2026-10-23", "answered = 2026-10-26")}),),
    keeps=(
        _example(
            "领导信箱",
            "2026-10-18",
            "accepted = 2026-10-19",
            "answered = 2026-10-23",
            'by = "云川市城市管理局"',
            'published = "hdjl/ldxx/ludeng.md"',
        ),
    ),
)
def message_reply_differs(books: Books) -> Iterator[Found]:
    """Replies whose facts are those of no message that names them; one reply may answer several."""
    for path, several in _by_reply(books).items():
        reply = books.document(path)
        if not isinstance(reply, Reply):
            continue
        differences = [_differences(reply, each) for each in several]
        if all(differences):
            yield _found(several[0], f"与公开的答复{path}不一致：{'；'.join(differences[0])}")


def _by_reply(books: Books) -> dict[str, list[Message]]:
    """The answered messages of each reply's document."""
    found: dict[str, list[Message]] = {}
    for each in _messages(books):
        if each.answered and each.published and "://" not in each.published:
            found.setdefault(f"{each.site}/{each.published}", []).append(each)
    return found


def _differences(reply: Reply, message: Message) -> Sequence[str]:
    came = {message.received.date(), message.accepted}
    pairs = (
        ("受理日期", reply.received, reply.received in came, message.accepted or message.received.date()),
        ("答复日期", reply.replied, reply.replied == message.answered, message.answered),
        ("答复部门", reply.replier, reply.replier == message.by, message.by),
    )
    return [f"{name}答复写{said}，登记写{kept}" for name, said, same, kept in pairs if not same]
