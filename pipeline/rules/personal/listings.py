"""What the lines around tell of a passage: that a citizen's letter begins, and that it is a line of a list of those who were granted something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.rules.personal import numbers, owners
from pipeline.rules.personal.names import SURNAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.rules.personal.seen import Passage

_MARKS = r"[\s>#*_【\[（(]*"
#: Sites that publish letters as articles put them below such a label, and the answer below another.
_LETTER = re.compile(
    rf"{_MARKS}(?:来信|信件|留言|诉求|咨询|问题|投诉|求助|建议|写信|提问|反映)(?:内容|正文|描述|详情){_MARKS}[】\]）)*_]*(?:[：:]|$)"
)
_ANSWER = re.compile(
    rf"{_MARKS}(?:[\u4e00-\u9fff]{{0,6}}(?:答复|回复|办理|处理|受理|回应|承办)[\u4e00-\u9fff]{{0,4}}){_MARKS}[】\]）)*_]*(?:[：:]|$)"
)
#: What such a list is called. Nobody in it answers for anything.
_GRANTED = re.compile(
    r"补贴|补助|津贴|救助|低保|保障对象|特困|困难|贫困|获奖|中奖|中签|摇号|录取|录用|入围|发放|资助|助学|奖学|残疾|优抚|公租房|廉租|保障房|轮候|选房|安置|征收|拆迁|搬迁|体检|考生|受益|慰问"
)
_LISTS = re.compile(r"名单|公示|结果")
#: What a heading says of those who are there to be called.
_TO_CALL = re.compile(r"经办|受理|负责|咨询|窗口|办公|服务|监督|举报|报名|联系|对接|专员")
_LINE = re.compile(
    rf"[\s>*+-]*(?:\d{{1,4}}[.、)）．]|[（(]\d{{1,4}}[)）])?\s*[{SURNAMES}][\u4e00-\u9fff某*＊×\\]{{1,2}}[^\u4e00-\u9fff\d]{{0,4}}"
    r"(?:[男女][^\u4e00-\u9fff\d]{0,2})?(?:(?:联系)?(?:电话|手机)号?码?[：:\s]{0,2})?1[3-9]\d(?:\d{8}|[ -]\d{4}[ -]?\d{4})[)）；;。，,\s]*"
)
#: Fewer lines are no list, longer ones no lines of it.
_FEWEST, _LONGEST = 2, 60


def with_letters(passages: Sequence[Passage]) -> Iterator[Passage]:
    """Yield the passages, those from the label of a letter on as written by a citizen, to the label of the answer."""
    letter = False
    for each in passages:
        letter = _begins_letter(each.text) or (letter and not _ANSWER.match(each.text))
        yield each._replace(letter=True) if letter else each


def _begins_letter(text: str) -> bool:
    return ("内容" in text or "正文" in text or "描述" in text or "详情" in text) and bool(_LETTER.match(text))


def granted(passages: Sequence[Passage], title: str) -> frozenset[int]:
    """Return which passages are lines of names with mobile numbers, in a text or below a heading that grants something."""
    lines = [number for number, each in enumerate(passages) if _is_line(each.text)]
    if len(lines) < _FEWEST or owners.is_duty(title):
        return frozenset()
    found, heading = [], ""
    for number, each in enumerate(passages):
        if number not in lines:
            heading = each.text
        elif _grants(title, heading):
            found.append(number)
    return frozenset(found) if len(found) >= _FEWEST else frozenset()


def _is_line(text: str) -> bool:
    return "1" in text and len(text) < _LONGEST and bool(_LINE.fullmatch(numbers.plain(text)))


def _grants(title: str, heading: str) -> bool:
    if _TO_CALL.search(heading) or owners.is_duty(heading):
        return False
    return bool(_GRANTED.search(heading or title) or (_LISTS.search(title) and _GRANTED.search(title)))
