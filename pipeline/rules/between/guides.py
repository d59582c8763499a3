"""Guides to services have their elements in earnest, not as a blank to be filled in later.

Source: 国办秘函〔2019〕19号 单项否决六. That there are eight, the model sees to; how many may be missing is not confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from model.kinds import Guide
from pipeline.rules.between.branches import online
from pipeline.rules.books import Books
from pipeline.rules.rule import Edited, Example, Found, Severity, Source, Standing, content_rule
from pipeline.rules.sources import other
from plugins.engine.codec import decode

_COUNTED = Source("国办秘函〔2019〕19号", "单项否决六（要素缺失的数目）", Standing.RECALLED)
_ELEMENTS = {
    "legal_basis": "设定依据",
    "conditions": "申请条件",
    "materials": "办理材料",
    "location": "办理地点",
    "hours": "办理时间",
    "phone": "联系电话",
    "procedure": "办理流程",
}
#: What stands where an element should: the whole text, not a part of it.
_BLANK = re.compile(
    r"[\s—－/／.。·…xX×*＊-]*|[（(]?(?:无|暂无|略|待定|待补充|另行通知|空|同上|见附件|详见附件|详见原文)[）)]?[。.]?"
)
#: 无 is an answer to these questions.
_MAY_BE_NONE = frozenset({"conditions", "materials"})


@content_rule(
    "GUIDE_ELEMENTS",
    title="办事指南的要素没有写实",
    sources=(_COUNTED, other("《政府网站发展指引》", "：办事指南要素完整", Standing.RECALLED)),
    severity=Severity.HINT,
    remedy="写出窗口实际的地点、时间、电话、依据、条件、材料和流程",
    breaks=(Example({"wlj/bsfw/lvxingshe.md": Edited("phone: 0355-0124011", "phone: 待补充")}),),
    keeps=(
        Example({"wlj/bsfw/lvxingshe.md": Edited("hours: 周一至周五8:30—12:00、14:30—18:00（法定节假日除外）", "hours: 工作日9:00—17:00")}),
    ),
)  # fmt: skip
def guide_elements(books: Books) -> Iterator[Found]:
    """A guide in which an element says nothing."""
    for site in online(books):
        query = "select path, data from document where site = :site and kind = 'guide' and state > 0"
        for path, data in books.rows(query, site=site.id):
            guide = decode(data)
            if isinstance(guide, Guide):
                yield from _blanks(books, path, guide)


def _blanks(books: Books, path: str, guide: Guide) -> Iterator[Found]:
    for key, label in _ELEMENTS.items():
        given = getattr(guide, key)
        texts = given if isinstance(given, tuple) else (given,)
        if all(_is_blank(key, text) for text in texts):
            yield Found(books.line_of(path, key), f"“{label}”写的是“{'、'.join(texts)}”，办事的人用不上", path=path)


def _is_blank(key: str, text: str) -> bool:
    text = text.strip()
    if key in _MAY_BE_NONE and text.strip("。（）()") in {"无", "无需提交材料"}:
        return False
    return bool(_BLANK.fullmatch(text))
