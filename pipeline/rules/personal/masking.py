"""Masks: how personal data is hidden, and which masks hide nothing.

Style after 永安市2023年的通报 (PII-02): 138****1234; of an identity number the first two and the last three characters stay; an address
ends with the town or the street. Of an account the last four stay (PII-04).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from model.patterns import pattern
from pipeline.rules.personal import numbers
from pipeline.rules.personal.numbers import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

STAR = r"(?:\\?[*＊×●○■□◆])"
#: One sign between digits may be a multiplication (15000*12000); a run of them, or a last one, is a mask.
_RUN = rf"(?:{STAR}{{2,18}}|{STAR}(?!\d))"
_MASKED_MOBILE = pattern(rf"(?<![0-9A-Za-z])1[3-9]\d{{0,9}}{_RUN}\d{{0,8}}(?![0-9A-Za-z*＊])")
_MASKED_ID = pattern(rf"(?<![0-9A-Za-z])[1-9]\d{{0,16}}(?:{_RUN}\d{{0,16}}){{1,2}}[Xx]?(?![0-9A-Za-z*＊])")
#: One sign in the middle is a mask where the number's label stands right before.
_ONE_HIDDEN = pattern(rf"(?<![0-9A-Za-z])\d{{3,17}}{STAR}[0-9Xx]{{1,14}}(?![0-9A-Za-z*＊×])")
_LABEL = pattern(r"(?:电话|手机|联系方式|身[份分]证)(?:号码?)?[是为：:（( ]{0,3}$")
_SIGN = pattern(r"\d\\?[*＊×●○■□◆]")
_USUAL = pattern(rf"(?<![0-9A-Za-z])(1[3-9]\d){STAR}{{4}}(\d{{4}})(?![0-9A-Za-z*＊])")
_TOWN = pattern(r"^.*?(?:街道|[镇乡](?![市江宁海区])|(?<=[\u4e00-\u9fff]{2})[路街道村])")
_DISTRICT = pattern(r"^.*?[县区旗]")
#: Digits that a mask may leave in sight: 138****1234 shows seven, and 4 of 18 hidden is the least that people use.
_SEEN_OF_MOBILE, _SEEN_OF_ID = 7, 14


class Mask(NamedTuple):
    """A masked number: where it stands, of what kind, how it is written, and whether enough of it is hidden."""

    start: int
    end: int
    kind: Kind
    text: str
    hides: bool


def mask(kind: Kind, text: str) -> str:
    """Return how a piece of text of a kind is shown."""
    digits = re.sub(r"[^0-9Xx]", "", text)
    if kind is Kind.ID:
        return f"{digits[:2]}{'*' * (len(digits) - 5)}{digits[-3:]}"
    if kind is Kind.MOBILE:
        return f"{digits[-11:-8]}****{digits[-4:]}"
    if kind is Kind.PHONE:
        return f"{text[:-4]}****"
    if kind is Kind.BANK_CARD:
        return f"{'*' * (len(digits) - 4)}{digits[-4:]}"
    return _mask_words(kind, text)


def _mask_words(kind: Kind, text: str) -> str:
    if kind is Kind.EMAIL:
        name, _, host = text.partition("@")
        return f"{name[0]}***@{host}"
    if kind is Kind.BIRTH:
        return text[:4] + ("年" if "年" in text else "")
    if kind is Kind.ADDRESS:
        shown = _TOWN.match(text) or _DISTRICT.match(text)
        return shown[0] if shown else "***"
    return f"{text[:2]}{'*' * (len(text) - 2)}"


def mask_better(kind: Kind, text: str) -> str:
    """Return a mask that hides too little as it should be: of a mobile number three and four signs stay, of another two and three."""
    signs = re.sub(STAR, "*", text)
    first, last = (3, 4) if kind is Kind.MOBILE else (2, 3)
    return signs[:first] + "*" * (len(signs) - first - last) + signs[-last:]


def mask_name(name: str) -> str:
    """Return a person's name with the family name alone: 张**."""
    return name[:1] + "*" * (len(name) - 1)


def masked(text: str) -> str:
    """Return a text with every identity number, passport, mobile number, bank card and private e-mail address in it masked.

    For letters and messages, where whatever is found is the citizen's. Masking twice changes nothing more.
    """
    seen = numbers.plain(text)
    spans = sorted(
        [
            *numbers.ids(seen),
            *numbers.passports(seen),
            *numbers.mobiles(seen),
            *numbers.cards(seen),
            *numbers.emails(seen),
        ]
    )
    end, parts = 0, []
    for span in spans:
        if span.start >= end:
            parts += [text[end : span.start], mask(span.kind, span.text)]
            end = span.end
    return "".join([*parts, text[end:]])


def escaped(text: str) -> str:
    """Return a mask as it is written in Markdown, which takes stars for emphasis."""
    return text.replace("*", "\\*")


def masks(text: str, label: str = "") -> Iterator[Mask]:
    """Yield the masked numbers of a text: mobile ones by their form, identity numbers by length or where the label calls them so."""
    for found in _MASKED_ID.finditer(text):
        shown = re.sub(r"[^0-9Xx]", "", found[0])
        length = len(found[0].replace("\\", ""))
        if length in {15, 18} or (
            len(shown) > 11 and re.search("身份证|证件", label + text[max(found.start() - 12, 0) : found.start()])
        ):
            yield Mask(found.start(), found.end(), Kind.ID, found[0], _hides(shown, length, _SEEN_OF_ID))
    for found in _MASKED_MOBILE.finditer(text):
        shown = re.sub(r"\D", "", found[0])
        length = len(found[0].replace("\\", ""))
        if length in {10, 11, 12} and len(shown) <= 10:
            yield Mask(found.start(), found.end(), Kind.MOBILE, found[0], _hides(shown, length, _SEEN_OF_MOBILE))
    yield from _with_one_hidden(text, label)


def _with_one_hidden(text: str, label: str) -> Iterator[Mask]:
    for found in _ONE_HIDDEN.finditer(text):
        kind = {11: Kind.MOBILE, 18: Kind.ID}.get(len(found[0].replace("\\", "")))
        if kind and _LABEL.search(label + text[max(found.start() - 12, 0) : found.start()]):
            yield Mask(found.start(), found.end(), kind, found[0], hides=False)


def _hides(shown: str, length: int, most: int) -> bool:
    return len(shown) <= (most if length != 15 else 11)


def usual_masks(text: str) -> Iterator[str]:
    """Yield the mobile numbers of a text that are masked as `mask` does it, with plain stars."""
    if not _SIGN.search(text):
        return
    for found in _USUAL.finditer(numbers.plain(text)):
        yield f"{found[1]}****{found[2]}"
