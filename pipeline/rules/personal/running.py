"""Personal data in running text: in passages of a document or an attachment, by the words around."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.rules.personal import masking, numbers, owners
from pipeline.rules.personal.hits import Hit, hit
from pipeline.rules.personal.homes import addresses, seats
from pipeline.rules.personal.listings import granted, grants_in_line, of_parties, with_letters
from pipeline.rules.personal.numbers import Kind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.rules.personal.seen import Cell, Passage

#: Long enough to be a number with its mask; found fast, since it begins with one set of signs.
_LONG = pattern(r"[0-9０-９][0-9０-９ *＊×●○■□◆\\-]{9,}")
_NUMBER = pattern(
    r"\d{11}|1\d\d[- ]\d{4}|\d{6} \d{10}|\d{4}[ -]\d{4}[ -]\d{4}|\d{6}[ -]\d{8}|[０-９]{7}|\d\\?[*＊×●○■□◆]"
)
_WORDS = pattern(
    r"家庭(?:[住地]址|联系|电话)|家[里中]|住址|住宅(?:联系)?电话|[我家人们在现]住|[，,、；;]\s*住|宅电|户籍(?:地|所在地)|护照"
)
#: How far back the words before a number are looked at.
_SENTENCE = 120
#: How many lines at the top may be a title.
_TITLES = 3
_CALLED = {Kind.ID: pattern(r"身[份分]证|证件|身份号"), Kind.MOBILE: pattern(r"电话|手机|联系")}
_STARS = pattern("[*＊×●○■□◆]")
_HEAD_OF_PHONES = pattern(r"电话|手机|联系方式")


def may_hold(text: str) -> bool:
    """Say whether a text can have anything to be found at all; most have nothing, and this is fast."""
    if any(_NUMBER.search(found[0]) for found in _LONG.finditer(text)):
        return True
    if "@" in text or "＠" in text:
        return True
    # one of these is in all of the words; looking for a sign is much faster than a pattern
    near = (
        "住" in text
        or "家庭" in text
        or "家里" in text
        or "家中" in text
        or "户籍" in text
        or "护照" in text
        or "宅电" in text
    )
    return near and bool(_WORDS.search(text))


def in_passages(passages: Sequence[Passage], title: str = "") -> Iterator[Hit]:
    """Yield what is personal in passages that follow each other in one file, below a title."""
    held = frozenset(number for number, each in enumerate(passages) if may_hold(each.text))
    if not held:
        return
    list_of_persons, duty = False, owners.is_duty(title)
    parties = of_parties(passages)
    lines = granted(passages, held, title) | parties
    for number, passage in enumerate(with_letters(passages)):
        list_of_persons = not duty and _goes_on(passage.text, list_of_persons)
        duty = duty or (number < _TITLES and "姓名" not in passage.text and owners.is_duty(passage.text))
        if number in held:
            listed = number in lines or (list_of_persons and len(passage.text.split()) > 2)
            listed = listed or grants_in_line(passage.text, title)
            around = passages[max(number - 3, 0) : number + 3]
            for span in _spans(passage, around, listed):
                yield hit(span, passage)
            if number in parties:
                yield from (hit(span, passage) for span in seats(numbers.plain(passage.text)))
            yield from broken_masks(passage)


def _goes_on(text: str, before: bool) -> bool:
    """Whether a text without tables is in a list of persons: from a line that is its head, to the next head."""
    if "姓名" not in text and "户主" not in text:
        return before
    words = tuple(text.split())
    if len(words) < 3 or not owners.lists_persons(words):
        return before
    return any(map(_HEAD_OF_PHONES.search, words)) and not owners.lists_units(words)


def _spans(passage: Passage, around: Sequence[Passage], listed: bool) -> Iterator[Span]:
    text = numbers.plain(passage.text)
    ids = list(numbers.ids(text))
    yield from ids
    yield from numbers.passports(text)
    persons = listed or (bool(ids) and not owners.answers(text))
    yield from (span for span in numbers.mobiles(text) if persons or _is_somebodys(before(text, span), passage))
    if "家" in text or "宅" in text:
        yield from (span for span in numbers.phones(text) if owners.is_home(before(text, span)))
    yield from _cards(text, passage, around)
    if passage.letter:
        yield from numbers.emails(text)
    elif passage.reply and "@" in text:
        yield from (span for span in numbers.emails(text) if owners.is_citizens_mailbox(before(text, span)))
    yield from addresses(text, passage.letter)


def _cards(text: str, passage: Passage, around: Sequence[Passage]) -> Iterator[Span]:
    cards = list(numbers.cards(text, "卡号" if passage.letter else ""))
    if cards and (passage.letter or not owners.is_official_account("\n".join(each.text for each in around))):
        yield from cards
    else:
        yield from (span for span in cards if owners.is_own_account(before(text, span)))


def before(text: str, span: Span) -> str:
    """Return the words before a span, as far as they can tell whose it is."""
    return text[max(span.start - _SENTENCE, 0) : span.start]


def _is_somebodys(words: str, passage: Passage) -> bool:
    return passage.letter or (passage.reply and owners.is_citizens(words)) or owners.is_private(words)


def broken_masks(where: Passage | Cell, heading: str = "") -> Iterator[Hit]:
    """Yield the masks that hide too little, of numbers that the heading or the words before call what they are."""
    if not _STARS.search(where.text):
        return
    text = numbers.plain(where.text)
    for found in masking.masks(text, heading):
        if not found.hides and _CALLED[found.kind].search(heading + text[max(found.start - 16, 0) : found.start]):
            start, end = (where.start + found.start, where.start + found.end) if where.start >= 0 else (-1, -1)
            shown = sum(sign.isalnum() for sign in found.text)
            hidden = len(found.text.replace("\\", "")) - shown
            better = masking.mask_better(found.kind, found.text)
            fact = f"{found.kind.value}（{better}）只遮了{hidden}位，露出{shown}位"
            yield Hit("MASK_BROKEN", where.line, start, end, where.place, fact, found.text, better)
