"""Citizens' messages: which answer is due when, and which answer is not public yet (办法第二十六条第三项)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.duty.duty import Duty, Kind, quoted, spoken, usual
from pipeline.duty.owners import owner
from pipeline.rules.between.registers import register, terms
from pipeline.rules.sources import measures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.messages import Message
    from model.site import Site
    from pipeline.rules.books import Books

_CLAUSE = str(measures(26, "第三项"))
_USUAL = usual("留言的答复期限")


def letters(books: Books, site: Site) -> Iterator[Duty]:
    """Yield the messages that wait for an answer, and the answers that are neither public nor withheld."""
    messages, _ = register(books, site.id)
    for each in messages:
        if each.waits(books.today):
            yield _answer(books, site, each)
        elif each.valid and each.answered and not (each.published or each.withheld) and each.answered <= books.today:
            what = f"公开留言{each.id}{quoted(each.subject)}的答复，或者写明不公开的原因"
            yield Duty(
                each.answered, site.id, Kind.LETTER, what, each.path, each.by or owner(site), _CLAUSE, f"{each.id} 公开"
            )


def _answer(books: Books, site: Site, message: Message) -> Duty:
    what = f"答复{message.channel}留言{message.id}{quoted(message.subject)}（{spoken(message.received.date(), books.today)}收到）"
    clause = _CLAUSE if message.is_error_report or message.due else _USUAL
    due = terms(books).due(message)
    return Duty(due, site.id, Kind.LETTER, what, message.path, message.by or owner(site), clause, message.id)
