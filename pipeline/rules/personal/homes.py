"""Where somebody lives, to the door: in running text after a word that says so, and in the cells of a column of homes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.rules.personal.numbers import Kind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_HOME_IS = pattern(
    r"(?:家庭[住地]址|现居?住(?:地址?|址|在|于)?|户籍(?:地址|所在地|地)|住址|家住|(?:我|本人|一家|家)(?:们)?(?:现在?)?住在?)[ :：为是]*"
)
#: Where a party to a proceeding lives, as courts and offices write it: 男，汉族，住某县某路9号.
_LIVES = pattern(r"[，,、；;]\s*住(?![院房宅宿建进址所满])(?=[\u4e00-\u9fff]{2,12}?[省市县区旗镇乡路街村])")
_OF_PARTY = pattern(
    r"[男女]|[汉回满苗藏壮]族|身[份分]证|公民身份|出生|\d岁|申请人|当事人|原告|被告|被处罚人|被执行人|罪犯"
)
_SEAT_IS = pattern(r"[\s>#*_]*(?:住所地?(?:[（(]住址[)）])?|(?:联系|通讯|通信)?地址)[*_]*[：:][*_\s]*")
_OF_UNIT = pattern(r"(?:公司|厂|店|中心|合作社|银行|[院所局会社])$")
_BUILDING = r"[\dA-Za-z一二三四五六七八九十]{1,5}\s*(?:号楼|栋|幢|座|号院|楼)"
_ROOM = r"(?:[\dA-Za-z一二三四五六七八九十]{1,4}\s*单元)?\s*(?:[\dA-Za-z一二三四五六七八九十]{1,3}\s*[层楼])?\s*[\dA-Za-z-]{2,6}\s*(?:室|号|户)?"
_FLAT = pattern(
    rf"[\u4e00-\u9fff\dA-Za-z（）()·]{{2,30}}?{_BUILDING}\s*{_ROOM}(?![\d\u4e00-\u9fff]{{0,3}}(?:元|米|年|月|平))"
)
_OF_FLAT = pattern(r"单元|室\s*$|户\s*$")
_DOOR = pattern(
    r"[\u4e00-\u9fff\dA-Za-z（）()·]{2,30}?(?:[村组路街巷弄里]|小区)[\u4e00-\u9fff]{0,6}\d{1,5}\s*(?:号|室|户)(?!楼|公告|文|令|线)(?:\s*[\dA-Za-z-]{1,6}\s*(?:室|户))?"
)
#: How far before 住 a party to a proceeding is named.
_PARTY = 60


def addresses(text: str, letter: bool = False) -> Iterator[Span]:
    """Yield home addresses to the door: after a word that says somebody lives there; in a citizen's letter also a flat in a building."""
    if "住" not in text and "户籍" not in text:
        return
    for label in (*_HOME_IS.finditer(text), *_LIVES.finditer(text)):
        if label.re.pattern == _LIVES.pattern and not _is_party(text[max(label.start() - _PARTY, 0) : label.start()]):
            continue
        place = _FLAT.match(text, label.end()) or (not letter and _DOOR.match(text, label.end()))
        if place:
            yield Span(place.start(), place.end(), Kind.ADDRESS, place[0])


def is_flat(text: str) -> bool:
    """Say whether an address names the flat in a building."""
    return bool(_FLAT.search(text)) and bool(_OF_FLAT.search(text))


def seats(text: str) -> Iterator[Span]:
    """Yield the address to the door after 住所 or 地址, which is a home where the line is about a person."""
    label = _SEAT_IS.match(text)
    place = label and (_FLAT.match(text, label.end()) or _DOOR.match(text, label.end()))
    if place:
        yield Span(place.start(), place.end(), Kind.ADDRESS, place[0])


def _is_party(before: str) -> bool:
    return bool(_OF_PARTY.search(before)) and not _OF_UNIT.search(before)


def is_to_the_door(text: str) -> bool:
    """Say whether an address names the door."""
    return bool(_FLAT.search(text) or _DOOR.search(text))
