"""What the lines around tell of a passage: that a citizen's letter begins, and that it is a line of a list of those who were granted something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.rules.personal import numbers, owners
from pipeline.rules.personal.names import SURNAMES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pipeline.rules.personal.seen import Passage

#: A line that says who somebody is, and the short ones with labels that follow it.
_PARTY = pattern(
    r"[\s>#*_]*(?:来信人|写信人|留言人|来电人|诉求人|投诉人|举报人|反映人|信访人|求助人|当事人|被处罚人|违法行为人|被执行人|申请人|患者)(?:姓名|称呼)?[*_]*[：:][*_\s]*"
    rf"[{SURNAMES}](?:[\u4e00-\u9fff某*＊×\\]{{1,2}}|先生|女士|某某)[\s*_]*"
)
_LABELLED = pattern(r"[\s>#*_]*[\u4e00-\u9fff（）()]{2,16}[*_]*[：:].{1,60}")
_OF_UNIT = pattern(
    r"公司|单位|(?<!证照)名称[*_]*[：:]|营业执照|信用代码|职务|联系人|经办|代理|委托|咨询|受理|承办|答复|回复"
)
_MARKS = r"[\s>#*_【\[（(]*"
_END = r"[\s】\]）)*_]*(?:[：:]|$)"
#: Sites that publish letters as articles put them below such a label; the second kind only is one where an office answers.
_LETTER = pattern(rf"{_MARKS}(?:网友|网民|群众|市民)?(?:来信|信件|留言|诉求|写信)(?:内容|正文|详情){_END}")
_QUESTION = pattern(rf"{_MARKS}(?:咨询|问题|投诉|求助|建议|提问|反映)(?:内容|正文|描述|详情){_END}")
#: What follows a letter: the answer, who answers, when, or the next chapter.
_AFTER_LETTER = pattern(
    rf"#|{_MARKS}[\u4e00-\u9fff]{{0,6}}(?:答复|回复|办理|处理|受理|回应|承办|整改|责任|单位|部门|时间|日期|状态|联系人|咨询电话|监督电话|联系方式)[\u4e00-\u9fff]{{0,4}}{_END}|"
    r"\s*(?:经(?:核实|调查|查|了解|现场)|关于您|您反映|您提出|感谢您|收到您)"
)
#: What such a list is called. Nobody in it answers for anything.
_GRANTED = pattern(
    r"补贴|补助|津贴|救助|低保|保障对象|特困|困难|贫困|获奖|中奖|中签|摇号|录取|录用|入围|发放|资助|助学|奖学|残疾|优抚|公租房|廉租|保障房|轮候|选房|安置|征收|拆迁|搬迁|体检|考生|受益|慰问"
)
_LISTS = pattern(r"名单|公示|结果|对象")
#: What a heading says of those who are there to be called.
_TO_CALL = pattern(r"经办|受理|负责|咨询|窗口|办公|服务|监督|举报|报名|联系|对接|专员")
_IN_LINE = pattern(
    rf"(?<![\u4e00-\u9fff])[{SURNAMES}][\u4e00-\u9fff某*＊×]{{1,2}}[（(]\s*(?:电话|手机)?[：:]?\s*1[3-9]\d{{9}}\s*[)）]"
)
_LINE = pattern(
    rf"[\s>*+-]*(?:\d{{1,6}}[.、)）．]|[（(]\d{{1,6}}[)）])?\s*[{SURNAMES}][\u4e00-\u9fff某*＊×\\]{{1,2}}[^\u4e00-\u9fff\d]{{0,4}}"
    r"(?:[男女][^\u4e00-\u9fff\d]{0,2})?(?:(?:联系)?(?:电话|手机)号?码?[：:\s]{0,2})?1[3-9]\d(?:\d{8}|[ -]\d{4}[ -]?\d{4})[)）；;。，,\s]*"
)
#: Fewer lines are no list, longer ones no lines of it.
_FEWEST, _LONGEST = 2, 60


def with_letters(passages: Sequence[Passage]) -> Iterator[Passage]:
    """Yield the passages, those from the label of a letter on as written by a citizen, to the label of the answer."""
    letter = False
    for each in passages:
        letter = _begins_letter(each) or (letter and not _AFTER_LETTER.match(each.text))
        yield each._replace(letter=True) if letter else each


def _begins_letter(each: Passage) -> bool:
    text = each.text
    if not ("内容" in text or "正文" in text or "描述" in text or "详情" in text):
        return False
    return bool(_LETTER.match(text) or (each.reply and _QUESTION.match(text)))


def of_parties(passages: Sequence[Passage]) -> frozenset[int]:
    """Return which passages are lines with labels below one that names a person in a proceeding, and say how it is with that person."""
    found, below = [], False
    for number, each in enumerate(passages):
        if below and _LABELLED.fullmatch(each.text) and not _OF_UNIT.search(each.text):
            found.append(number)
        else:
            below = ("人" in each.text or "患者" in each.text) and bool(_PARTY.fullmatch(each.text))
    return frozenset(found)


def granted(passages: Sequence[Passage], held: Collection[int], title: str) -> frozenset[int]:
    """Return which passages, of those that are `held` to have numbers, are lines of names with mobile ones below a title or a heading that grants something."""
    lines = {number for number in held if _is_line(passages[number].text)}
    if len(lines) < _FEWEST or owners.is_duty(title):
        return frozenset()
    found, heading = [], ""
    for number, each in enumerate(passages):
        if number not in lines:
            heading = each.text
        elif _grants(title, heading):
            found.append(number)
    return frozenset(found) if len(found) >= _FEWEST else frozenset()


def grants_in_line(text: str, title: str) -> bool:
    """Say whether a text is itself a list of names with mobile numbers in brackets, below a title that grants something."""
    if "1" not in text or not ("（" in text or "(" in text):
        return False
    pairs = list(_IN_LINE.finditer(numbers.plain(text)))
    return len(pairs) >= _FEWEST and not owners.is_duty(title) and _grants(title, text[: pairs[0].start()][-_LONGEST:])


def _is_line(text: str) -> bool:
    return "1" in text and len(text) < _LONGEST and bool(_LINE.fullmatch(numbers.plain(text)))


def _grants(title: str, heading: str) -> bool:
    if _TO_CALL.search(heading) or owners.is_duty(heading):
        return False
    return bool(_LISTS.search(title + heading) and _GRANTED.search(title + heading))
