"""Numbers that belong to somebody: identity cards, passports, telephones, bank cards, and addresses of e-mail, found in a text.

Whether a number is what it seems is decided here, by its form, its check digit and the label before it; whose it is, in
`owners`. Sources: GB 11643 (公民身份号码), GB/T 2260 (provinces), the Luhn check of cards.
"""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from model.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(StrEnum):
    """What is personal about a piece of text, as people call it."""

    ID = "身份证号"
    PASSPORT = "护照号"
    MOBILE = "手机号码"
    PHONE = "住宅电话"
    BANK_CARD = "银行卡号"
    EMAIL = "个人电子邮箱"
    ADDRESS = "到门牌的家庭住址"
    BIRTH = "出生年月日"


class Span(NamedTuple):
    """Where something stands in a text, what it is, and how it is written there."""

    start: int
    end: int
    kind: Kind
    text: str


#: Full-width signs as they are typed by mistake, each by the plain one, so that offsets stay.
_PLAIN = str.maketrans(
    "０１２３４５６７８９ＸｘＡＢＣＤＥＦＧＨ＠－—–\u3000\u00a0\u2002\u2003\u2009", "0123456789XxABCDEFGH@---     "
)
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_18 = pattern(
    r"(?<![0-9A-Za-z])[GL]?([1-9]\d{5})([ -]?)((?:18|19|20)\d{2}[01]\d[0-3]\d)\2(\d{3}[\dXx])([1-7][1-4](?:B\d)?)?(?![0-9A-Za-z])"
)
_ID_15 = pattern(r"(?<![0-9A-Za-z.])([1-9]\d{5})(\d{2}[01]\d[0-3]\d)\d{3}(?![0-9A-Za-z]|\.\d)")
_MOBILE = pattern(
    r"(?<![0-9A-Za-z_.=])(?:\+?86[- ]?|0)?(1[3-9]\d(?:\d{8}|[- ]\d{4}[- ]?\d{4}))(?![0-9A-Za-z]|\.\d|\s?[元万亿吨￥%])"
)
_PHONE = pattern(r"(?<![0-9A-Za-z-])(?:0\d{2,3}-?\d{7,8}|[2-8]\d{6,7})(?![0-9A-Za-z-])")
_CARD = pattern(
    r"(?<![0-9A-Za-z.-])\d(?:\d{15,18}|\d{5} \d{10}(?:\d{3})?|\d{3}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?)(?![0-9A-Za-z-]|\.\d)"
)
_EMAIL = pattern(r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{2,63}){1,4}", re.ASCII)
_PASSPORT = pattern(r"(?<![0-9A-Za-z])(?:E[A-HJ-NP-Z]?\d{7,8}|[GDSP]\d{8})(?![0-9A-Za-z])")
_WEB = pattern(r"(?:https?://|www\.|\]\()[^\s)>\]\"'，。；）]*", re.IGNORECASE)

#: The numbers by which GB 11643 shows how one is made.
_OF_THE_STANDARD = frozenset({"11010519491231002X", "440524188001010014"})
#: Before a number that only looks like somebody's: the last words of its label.
_NOT_A_PERSON = pattern(
    r"(?:信用代码|编号|编码|代码|代号|许可证?号?|许可证书?|备案号?|登记号|登记证书?号?|注册号|文号|案号|索引号?|条形?码|订单号?|合同号?|批号|"
    r"执照号?|票据?号|发票号?码?|单号|考号|考证号|序号|群号?|群|QQ号?|档案号|标识码|证书号?码?|机器号|车架号|宗地号|不动产\S{0,6}号|产权证号?)"
    r"(?:为|是)?[ :：（(第]*(?:[A-Za-z]{1,6}-?)?$"
)
#: Any other number's label: 流水号, 受理号, 追溯码; those of persons' cards bear the identity number.
_LABEL = pattern(r"([\u4e00-\u9fff]{1,8}?)(?:号码|号|码)(?:为|是)?[ :：（(]*$")
_OF_CARDS_OF_PERSONS = pattern(r"身|^号$|证$|证件|公民|残|社保|保障|学籍|参保|医保|个人|居民|[的其他她]$")
#: A foreigner's card of permanent residence: 9, the province, the country, the day of birth.
_ID_FOREIGN = pattern(r"(?<![0-9A-Za-z])9\d{5}(?:19|20)\d{2}[01]\d[0-3]\d\d{3}[\dXx](?![0-9A-Za-z])")
_OF_FOREIGNERS = pattern(r"居留|身[份分]证|证件")
_OF_IDS = pattern(r"身[份分]证|身份号码|证件编?号|公民身份")
_OF_CARDS = pattern(r"卡号|行卡|[农工建中交]行|储蓄卡|账号|帐号|账户|帐户|银行|信用社|开户|一卡通|存折|储蓄")
_NEAR = 24


def plain(text: str) -> str:
    """Return a text of the same length with full-width digits as plain ones, and addresses of the web blanked."""
    text = text.translate(_PLAIN)
    return _WEB.sub(lambda found: " " * len(found[0]), text) if "/" in text or "www." in text else text


def is_id(number: str) -> bool:
    """Say whether 18 characters are an identity number: province, a day that exists, and the check digit."""
    if number[:2] not in _PROVINCES or not _is_day(number[6:14]):
        return False
    return check_digit(number[:17]) == number[17].upper()


def resembles_id(number: str, label: str) -> bool:
    """Say whether a whole cell below a label of identity numbers is one, though the check digit be wrong: a unit's code is not."""
    if len(number) == 15:
        return (
            bool(re.search("身[份分]证|公民身份", label)) and number[:2] in _PROVINCES and _is_day(f"19{number[6:12]}")
        )
    return number[:2] in _PROVINCES and _is_day(number[6:14])


def check_digit(first: str) -> str:
    """Return the 18th character to 17 digits (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def luhn(number: str) -> bool:
    """Say whether a card's number passes the Luhn check."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (place % 2 + 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def ids(text: str, label: str = "") -> Iterator[Span]:
    """Yield identity numbers of 18 digits, with the two of a disabled person's card; of 15 where the label says what they are."""
    for found in _ID_18.finditer(text):
        number = found[1] + found[3] + found[4]
        before = label + _before(text, found)
        if (
            number not in _OF_THE_STANDARD
            and is_id(number)
            and (_OF_IDS.search(before) or not (_names_no_county(number) or _is_of_another(before)))
        ):
            yield Span(found.start(), found.end(), Kind.ID, found[0])
    if _OF_FOREIGNERS.search(label + text):
        yield from _foreigners(text, label)
    if not _OF_IDS.search(label + text):
        return
    for found in _ID_15.finditer(text):
        if found[1][:2] in _PROVINCES and _is_day(f"19{found[2]}") and _OF_IDS.search(label + _before(text, found)):
            yield Span(found.start(), found.end(), Kind.ID, found[0])


def _names_no_county(number: str) -> bool:
    """Say whether the first six digits are those of a province or a city: codes of other things begin so, and three territories."""
    return number[4:6] == "00" and number[:6] not in {"810000", "820000", "830000"}


def _is_of_another(before: str) -> bool:
    """Say whether the label before a number is that of something else than a person's card."""
    label = _LABEL.search(before)
    return bool(_NOT_A_PERSON.search(before) or (label and not _OF_CARDS_OF_PERSONS.search(label[1])))


def _foreigners(text: str, label: str) -> Iterator[Span]:
    for found in _ID_FOREIGN.finditer(text):
        number = found[0]
        right = number[1:3] in _PROVINCES and _is_day(number[6:14]) and check_digit(number[:17]) == number[17].upper()
        if right and _OF_FOREIGNERS.search(label + _before(text, found)):
            yield Span(found.start(), found.end(), Kind.ID, number)


def passports(text: str, label: str = "") -> Iterator[Span]:
    """Yield the numbers of passports that are called so."""
    if "护照" in text or "护照" in label:
        for found in _PASSPORT.finditer(text):
            if "护照" in label + _before(text, found):
                yield Span(found.start(), found.end(), Kind.PASSPORT, found[0])


def mobiles(text: str) -> Iterator[Span]:
    """Yield mobile numbers, without those of examples (13800000000) and those whose label is another number's."""
    for found in _MOBILE.finditer(text):
        digits = re.sub(r"\D", "", found[1])
        before = _before(text, found)
        if len(set(digits[3:])) > 1 and digits[3:] not in {"12345678", "01234567"} and not _NOT_A_PERSON.search(before):
            yield Span(found.start(), found.end(), Kind.MOBILE, found[0])


def phones(text: str) -> Iterator[Span]:
    """Yield numbers of the fixed network, with or without the code of the place."""
    for found in _PHONE.finditer(text):
        yield Span(found.start(), found.end(), Kind.PHONE, found[0])


def cards(text: str, label: str = "") -> Iterator[Span]:
    """Yield the numbers of bank cards: UnionPay's beginning, the check digit, and a word of banks in the label or before."""
    for found in _CARD.finditer(text):
        number = re.sub(r"\D", "", found[0])
        known = number[:2] == "62" or (len(number) == 16 and number[0] in "45")
        if (
            known
            and luhn(number)
            and not is_id(f"{number:0<18}"[:18])
            and _OF_CARDS.search(label + _before(text, found))
        ):
            yield Span(found.start(), found.end(), Kind.BANK_CARD, found[0])


def emails(text: str) -> Iterator[Span]:
    """Yield addresses of e-mail that are not an office's."""
    for found in _EMAIL.finditer(text) if "@" in text else ():
        if not re.search(r"(?:^|[.@])(?:gov|edu|org|mil)\.cn$", found[0].lower()):
            yield Span(found.start(), found.end(), Kind.EMAIL, found[0])


def _before(text: str, found: re.Match[str]) -> str:
    return text[max(found.start() - _NEAR, 0) : found.start()]


def _is_day(digits: str) -> bool:
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1890
    except ValueError:
        return False
