"""Maps are standard ones, or bear the number under which they were approved. Source: 长治市政府网站管理办法第十条第二款."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from model.language import MAIN_LANGUAGE
from model.patterns import pattern
from pipeline.rules.rule import Edited, Example, Found, Severity, Standing, document_rule
from pipeline.rules.sources import measures, other

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.rules.written import Written

_PROVINCE = "[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云滇黔藏陕甘青宁新疆港澳台]"
#: GS（2026）1234号, GS京（2022）1061号, 晋S（2026）012号, 粤BS（2021）024号.
_NUMBER = rf"(?:GS{_PROVINCE}?|{_PROVINCE}[\u4e00-\u9fa5]?[A-Z]{{1,3}})\s*[（(〔\[【]\s*\d{{4}}\s*[）)〕\]】]\s*(?:第\s*)?\d{{1,6}}(?:-\d{{1,3}})?\s*号"
_APPROVED = pattern(rf"审图号|{_NUMBER}")
_FORM = pattern(rf"(?:审图号\s*[:：]?\s*)?{_NUMBER}")
#: Before “地图”: what is no picture of the land, and simple plans of a place, for which no number is asked.
_FIGURATIVE = [
    "网站",
    "导览",
    "思维",
    "认知",
    "知识",
    "概念",
    "心智",
    "基因",
    "手机",
    "导航",
    "语音",
    "政策",
    "办事",
    "学习",
    "能力",
    "寻宝",
    "藏宝",
    "热力",
    "技能",
    "职业",
    "算法",
    "游戏",
    "百度",
    "高德",
    "腾讯",
    "网上",
    "在线",
    "室内",
    "商场",
    "展馆",
    "景区",
    "园区",
    "校园",
    "街区",
]
_CALLED = "行政区划图|政区图|区位图|区位示意图|地理位置图|区划示意图|地形图|地势图|水系图|卫星影像图|地籍图|界线图"
_PLANS = "国土空间[^图，。]{0,10}规划图|土地利用(?:现状|规划)图|在[\u4e00-\u9fa5]{2,8}的位置(?:示意)?图"
_MAP = pattern(
    rf"(?:{''.join(f'(?<!{each})' for each in _FIGURATIVE)}地图|(?<!公共)交通图)"
    r"(?=$|[，。；：、！？（）()【】“”\s_.—-]|\d)"
    rf"|(?:{_CALLED}|{_PLANS})(?![前旁册书集章库纸])"
)
_PICTURE = pattern(r"!\[([^\[\]]*)\]\(\s{0,9}<?([^)>\s]+)")
_PHOTO = "portal/zwdt/yaowen/2026-10-27-sanjidu.md"


@document_rule(
    "MAP_APPROVAL",
    title="地图没有审图号",
    sources=(measures(10, "第二款"),),
    severity=Severity.WARNING,
    remedy="换成标准地图或者取得审图号的地图，把审图号写进map_approval（不是地图的，把替代文字写清楚）",
    breaks=(
        Example({_PHOTO: Edited("![", "![云川市行政区划图，")}),
        Example({_PHOTO: Edited("![", "![云川市地图（2026年版），")}),
    ),
    keeps=(
        Example({_PHOTO: Edited("![", "![云川市行政区划图（审图号：晋S（2026）012号），")}),
        Example({_PHOTO: Edited("![", "![工作人员在地图前向市民讲解怎样找到自己的村庄，")}),
        Example({_PHOTO: Edited("![", "![思维导图和政策地图，")}),
    ),
)
def map_approval(written: Written) -> Iterator[Found]:
    """Every picture or attachment that is called a map stands beside an approval number."""
    document = written.document
    if document.lang != MAIN_LANGUAGE or document.map_approval or not (written.files or "![" in written.body):
        return
    named = next(_maps(written), None)
    if named and not _APPROVED.search(written.body):
        line, name = named
        yield Found(line, f"“{name}”是地图，没有审图号")


def _maps(written: Written) -> Iterator[tuple[int, str]]:
    for picture in _PICTURE.finditer(written.body):
        file = picture[2].rpartition("/")[2]
        for name in (picture[1], file):
            if _MAP.search(name):
                yield written.place(picture.start())[0], name
    for file_ in written.files:
        if file_.attached and _MAP.search(file_.label):
            yield written.line_of("attachments"), file_.label


@document_rule(
    "MAP_APPROVAL_FORM",
    title="审图号写法不规范",
    sources=(
        other("审图号的通行写法", "：GS（2026）1234号、晋S（2026）012号", Standing.RECALLED),
        measures(10, "第二款"),
    ),
    severity=Severity.HINT,
    remedy="照地图上的写，如“GS（2026）1234号”“晋S（2026）012号”",
    breaks=(Example({_PHOTO: Edited("title:", "map_approval: 晋测绘2026-012\ntitle:")}),),
    keeps=(Example({_PHOTO: Edited("title:", "map_approval: 审图号：GS京（2022）1061号\ntitle:")}),),
)
def map_approval_form(written: Written) -> Iterator[Found]:
    """An approval number has the form in which they are given."""
    given = written.document.map_approval
    if given and not all(_FORM.fullmatch(each.strip()) for each in re.split("[、；;，]", given) if each.strip()):
        yield Found(written.line_of("map_approval"), f"审图号“{given}”不是通行的写法")
