"""Commercial advertising in a document (办法第十条): a call to buy with a price or a contact, a link to a shop, a link that counts customers.

News about promotions, consumption vouchers, fraud and the regulation of advertising speaks of these and does not do it: one such word in
the paragraph or the title, and the paragraph is left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from model.patterns import pattern
from pipeline.rules.rule import Found, Severity, document_rule
from pipeline.rules.sources import measures
from pipeline.rules.wording.examples import news
from pipeline.rules.wording.prose import finding, prose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.rules.written import Written

_BUY = "订购|订货|购买|选购|抢购|团购|加盟|下单"
_CALLS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        pattern(rf"(?:{_BUY})(?:热线|电话|专线|咨询电话|微信|咨询微信)\s*[:：为]?\s*[A-Za-z0-9][\w-]{{4,}}"),
        "留了订购、加盟的电话或者微信“{0}”",
    ),
    (
        pattern(rf"(?:扫码|扫描二维码|长按识别|点击(?:链接|下方|这里|图片))[^。；\n]{{0,10}}(?:{_BUY})"),
        "请读者“{0}”",
    ),
    (
        pattern(rf"(?:欢迎|敬请|即刻)(?:广大|新老)*(?:顾客|客户)?(?:前来|来电|致电|联系)?(?:{_BUY})"),
        "招揽顾客“{0}”",
    ),
    (
        pattern(r"(?:下单|买[一二三]送[一二三])[^。\n]{0,30}(?:客服|店主|商家|老板)微信\s*[:：]?\s*[A-Za-z][\w-]{4,}"),
        "用微信招揽顾客“{0}”",
    ),
    (
        pattern(r"(?:售楼|看房|置业)(?:热线|电话|专线)\s*[:：为]?\s*\d[\d-]{6,}|欲购从速"),
        "招揽顾客“{0}”",
    ),
    (
        pattern(
            r"(?:本店|小店|我店|新店开业)[^。\n]{0,20}\d?[一二三四五六七八九\d]折[^。\n]{0,30}(?:扫码|微信|优惠券|先到先得|欢迎|热线)"
        ),
        "商品的打折信息“{0}”",
    ),
    (
        pattern(
            r"(?:加|添加|请加|咨询)(?:客服|老师|店主|经理|掌柜)?(?:微信|V信|vx|VX|微信号)\s*[:：]?\s*[A-Za-z][\w-]{4,}[^。\n]{0,30}(?:优惠|购买|下单|代办|返现|领红包|发货|包邮)"
        ),
        "用微信招揽顾客“{0}”",
    ),
    (
        pattern(
            r"(?:全国|全场)?包邮[^。\n]{0,12}\d[\d.]*元|(?<![满\d.])\d[\d.]*元[^。\n]{0,12}包邮|货到付款[^。\n]{0,20}\d{7,}"
        ),
        "商品的售卖信息“{0}”",
    ),
)
#: A price is advertised where it comes with a way to buy.
_PRICES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        pattern(r"原价\s*[￥¥]?\d[\d.]*元?[，,、\s]*(?:现价|优惠价|特价|促销价|活动价|会员价|团购价|到手价)"),
        "写了商品的“{0}”",
    ),
    (
        pattern(
            r"(?:优惠价|特惠价|促销价|团购价|抢购价|秒杀价|到手价|会员价|直播价)(?:仅|只要|仅需|只需|为|是)?\s*[:：]?\s*[￥¥]?\d[\d.]*\s*元"
        ),
        "写了商品的“{0}”",
    ),
)
_WAY_TO_BUY = pattern(r"热线|微信|扫码|二维码|欢迎|咨询|下单|订购|旗舰店|专卖店|门店")
#: Words without which there is no advertisement, by a sign that is in them; looking for a sign is much faster.
_BY_SIGN = {
    "购": ("订购", "购买", "选购", "抢购", "团购", "欲购"),
    "线": ("售楼热线", "看房热线", "置业热线", "售楼专线"),
    "电": ("售楼电话", "看房电话", "置业电话"),
    "店": ("本店", "小店", "我店", "新店开业"),
    "货": ("订货", "货到付款"),
    "盟": ("加盟",),
    "单": ("下单",),
    "邮": ("包邮",),
    "价": ("原价", "惠价", "销价", "杀价", "到手价", "会员价", "直播价"),
}
#: Words of those who report, warn, regulate, subsidise or procure; and things that public services sell.
_SPEAKS_OF_IT = pattern(
    r"骗|警惕|提醒|谨防|防范|举报|违法|违规|查处|处罚|虚假|整治|广告|消费者|投诉|维权|不法|监管|判决|案例|案件|当事人|消费券|补贴|以旧换新|惠民"
    r"|招标|采购|投标|中标|竞价|拍卖|招聘|消费帮扶|门票|购票|票价|车票|年卡|月票|联票|公交|停车|学费|限价|租金|保障房|药品|集采|医保|普惠|农机|谣|涉嫌|明码标价|平价|保供|储备|投放|稳价|物价|价格监测"
)
_QUOTED = pattern(r"“[^”\n]*”")
_SHOPS = pattern(
    r"https?://(?:[\w-]{1,63}\.){0,5}(?:(?:item|detail|shop\w*|world|chaoshi|s\.click|uland|m\.tb)\.(?:taobao|tmall)\.com|(?:item|u|mall)(?:\.m)?\.jd\.(?:com|hk)"
    r"|mobile\.(?:yangkeduo|pinduoduo)\.com/goods|weidian\.com/item|youzan\.com/(?:v2/)?goods|amazon\.(?:cn|com)/(?:dp|gp)/)[^\s)>\"]{0,500}"
)
_COUNTS_CUSTOMERS = pattern(
    r"https?://[^\s)>\"]{1,500}[?&](?:utm_(?:source|medium|campaign|content|term)|aff(?:iliate)?(?:_?id)?|gclid|gdt_vid|bd_vid|union_?id|pid=mm_)=?[^\s)>\"]{0,500}"
)


@document_rule(
    "ADVERTISING",
    title="商业广告等经营性信息",
    sources=(measures(10),),
    severity=Severity.ERROR,
    remedy="删去招揽顾客的内容和链接，政府网站不发布商业广告",
    breaks=(news("云岭核桃上市，礼盒优惠价98元，欢迎选购，订购热线0355-0120999。", "云岭核桃进入采收季节"),),
    keeps=(
        news("市商务局发放消费券，市民可以扫码购买指定家电，享受以旧换新补贴。", "云川市发放家电消费券"),
        news("警方提醒，凡是让您添加微信wxid001转账、说能优惠购买的，都是诈骗。", "警方提醒市民防范购物诈骗"),
    ),
)
def advertising(written: Written) -> Iterator[Found]:
    """Calls to buy, links to shops, links that count customers."""
    yield from _links(written)
    read = written.shared(prose)
    if not _is_suspect(read.text) or _SPEAKS_OF_IT.search(written.document.title):
        return
    start = 0
    for paragraph in read.text.split("\n\n"):
        call = _call_in(paragraph)
        if call:
            found, fact = call
            yield finding(written, start + found.start(), start + found.end(), fact.format(found[0]))
        start += len(paragraph) + 2


def _is_suspect(text: str) -> bool:
    return any(sign in text and any(word in text for word in words) for sign, words in _BY_SIGN.items())


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _call_in(paragraph: str) -> tuple[re.Match[str], str] | None:
    """Return the first call to buy in a paragraph, outside quotations, unless the paragraph reports, warns or regulates."""
    if not _is_suspect(paragraph) or _SPEAKS_OF_IT.search(paragraph):
        return None
    spoken = _QUOTED.sub(_spaces, paragraph)
    patterns = _CALLS + (_PRICES if _WAY_TO_BUY.search(spoken) else ())
    hits = ((pattern.search(spoken), fact) for pattern, fact in patterns)
    return next(((found, fact) for found, fact in hits if found), None)


def _links(written: Written) -> Iterator[Found]:
    if "http" not in written.body:
        return
    for sign, fact, remedy in (
        (_SHOPS, "链接到网店的商品“{0}”", ""),
        (_COUNTS_CUSTOMERS, "链接带着广告的跟踪参数“{0}”", "去掉网址里“?”后面的跟踪参数"),
    ):
        for found in sign.finditer(written.body):
            yield Found(written.place(found.start())[0], fact.format(found[0]), remedy)
