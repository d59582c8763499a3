"""What readers of the traditional variant see, and what no conversion may touch."""

from __future__ import annotations

import re
from html import escape
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.engine.registry import Derive, Frame
from plugins.engine.words import Words
from plugins.traditional import prepare

#: Simplified and right, where a converter by characters, or one that takes a sentence apart wrongly, has something else.
PHRASES = """
批准=批准 标准=標準 核准=核准 准予=准予 准则=準則 获准=獲准 答复=答覆 批复=批覆 恢复=恢復 重复=重複 行政复议=行政復議
复印件=複印件 修复=修復 复工复产=復工復產 范围=範圍 规范=規範 范仲淹=范仲淹 皇后=皇后 以后=以後 天后宫=天后宮 三天后=三天後
后勤=後勤 头发=頭髮 发展=發展 理发店=理髮店 发布=發布 干部=幹部 干旱=乾旱 干预=干預 若干措施=若干措施 主干道=主幹道
里程=里程 公里=公里 村里=村裏 邻里=鄰里 里弄=里弄 台州=台州 台风=颱風 平台=平台 服务台=服務台 松柏=松柏 放松=放鬆
制度=制度 制造=製造 编制=編制 印制=印製 面粉=麵粉 面积=面積 方面=方面 征收=徵收 长征=長征 特征=特徵 钟表=鐘錶 表彰=表彰
报名表=報名表 水表=水錶 采取=採取 没有采纳=沒有採納 风采=風采 余额=餘額 系统=系統 关系=關係 联系=聯繫 计划=計劃 划船=划船
斗争=鬥爭 北斗=北斗 借口=藉口 借款=借款 问卷=問卷 卷起=捲起 困难=困難 签订=簽訂 标签=標籤 网上签署=網上簽署 稻谷=稻穀
山谷=山谷 合并=合併 并且=並且 冲突=衝突 冲洗=沖洗 一出戏=一齣戲 统一出台=統一出台 当铺=當鋪 适当=適當 沈阳=瀋陽 历史=歷史
日历=日曆 茶几=茶几 几乎=幾乎 尽快=儘快 尽职=盡職 家具=家具 累计=累計 生姜=生薑 前仆后继=前仆後繼 朴素=樸素 舍弃=捨棄
宿舍=宿舍 技术=技術 白术=白朮 必须=必須 胡须=鬍鬚 防御=防禦 御史=御史 志愿者=志願者 占用=占用 咸阳=咸陽 咸菜=鹹菜 精致=精緻
致力=致力 注册=註冊 注意=注意 旅游=旅遊 上游=上游 周末=週末 汇报=彙報 外汇=外匯 厘米=厘米 胡同=胡同 了解=了解 鲜于=鮮于
市长发布=市長發布 学生发展=學生發展 资金发放=資金發放 卫生发展=衛生發展 总结发言=總結發言 要素发生变化=要素發生變化 被发现=被發現
不是只有=不是只有 这只是=這只是 中国制度=中國制度 作出了如下规定=作出了如下規定 为了解决=為了解決 位于山区=位於山區 全面粉刷=全面粉刷
平台面向公众=平台面向公眾 办理发票=辦理發票 理念的=理念的 信息=信息 软件=軟件 看着=看着 群众=群眾 说明=説明 税务=税務
""".split()  # noqa: SIM905 (a table)


def derive(terms: dict[str, str] | None = None) -> Derive:
    settings = SimpleNamespace(
        chinese_domain="云川.政务", icp="晋ICP备05000001号-1", police="晋公网安备14040002000001号"
    )
    frame = SimpleNamespace(
        site=SimpleNamespace(settings=settings), assets=None, terms=terms or {}, traditional=Words()
    )
    return prepare(cast("Frame", frame))


@pytest.fixture(scope="module")
def traditional() -> Derive:
    return derive({"云川市": "雲川市", "范某": "范某", "范某里": "范某里"})


def test_there_are_phrases_enough() -> None:
    assert len(PHRASES) >= 60


@pytest.mark.parametrize("pair", PHRASES)
def test_a_phrase_that_is_easily_spoiled_is_right(traditional: Derive, pair: str) -> None:
    source, right = pair.split("=")

    assert traditional(f"<p>{source}</p>") == f"<p>{right}</p>"


def test_the_citys_terms_win_the_longest_first(traditional: Derive) -> None:
    assert traditional("<p>范某在范某里，范围是云川市</p>") == "<p>范某在范某里，範圍是雲川市</p>"


def test_a_term_cannot_bring_in_markup() -> None:
    assert derive({"甲<b>": "<i>", "云岭": "<b>雲"})("<p>云岭</p>") == "<p>&lt;b&gt;雲</p>"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<img src="/图/a.png" alt="头发" title="发展">', '<img src="/图/a.png" alt="頭髮" title="發展">'),
        ('<nav aria-label="导航">', '<nav aria-label="導航">'),
        ('<input placeholder="输入" value="a">', '<input placeholder="輸入" value="a">'),
        ('<a href="/云/" id="云" class="云">云</a>', '<a href="/云/" id="云" class="云">雲</a>'),
        ('<time datetime="2026年">2026年度</time>', '<time datetime="2026年">2026年度</time>'),
        ('<p data-a="云>" title="云>">云</p>', '<p data-a="云>" title="雲>">雲</p>'),
        ("<p title='说\"云\"'>云</p>", "<p title='説\"雲\"'>雲</p>"),
        ("<p>云 &lt;b&gt; &amp;云&nbsp;</p>", "<p>雲 &lt;b&gt; &amp;雲&nbsp;</p>"),
        ("<p>云政办发〔2026〕3号</p>", "<p>雲政辦發〔2026〕3號</p>"),
    ],
)
def test_texts_and_attributes_that_are_read_are_converted(traditional: Derive, page: str, expected: str) -> None:
    assert traditional(page) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<html lang="zh-CN">', '<html lang="zh-Hant">'),
        ('<html lang="zh-Hans">', '<html lang="zh-Hant">'),
        ('<meta property="og:locale" content="zh_CN">', '<meta property="og:locale" content="zh_HK">'),
        ('<meta name="Keywords" content="头发,发展">', '<meta name="Keywords" content="頭髮,發展">'),
        ('<meta property="og:title" content="发展">', '<meta property="og:title" content="發展">'),
        ("<title>发展_云川市</title>", "<title>發展_雲川市</title>"),
    ],
)
def test_the_head_says_it_in_traditional_characters(traditional: Derive, page: str, expected: str) -> None:
    assert traditional(page) == expected


@pytest.mark.parametrize(
    "page",
    [
        "<p><code>头发</code></p>",
        "<pre>头发\n<b>发展</b></pre>",
        '<script>"头发" < b > "发展"</script>',
        "<style>a::before { content: '头发' }</style>",
        "<!-- 头发 <p> -->",
        '<meta name="Image" content="https://a.cn/头发.png">',
        '<meta property="og:url" content="https://a.cn/头发/">',
        '<a href="/a/" lang="zh-Hans">简体</a>',
        '<span lang="en" title="头发">发 <span>发</span> 发</span>',
        '<img lang="ja" alt="発 发">',
        "<li>晋ICP备05000001号-1</li>",
        "<li>辽公网安备 14040002000001号</li>",
        "<p>https://www.a.cn/文件/头发.pdf wang@云川.政务 云川.政务 https://云川.政务/</p>",
    ],
)
def test_what_is_no_text_for_readers_stays(traditional: Derive, page: str) -> None:
    assert traditional(page) == page


def test_after_an_element_in_another_language_chinese_goes_on(traditional: Derive) -> None:
    page = '<div lang="en">发<div>发 <q lang="zh-CN">发</q> 发</div></div>发<img lang="en" alt="">发'

    assert traditional(page) == (
        '<div lang="en">发<div>发 <q lang="zh-Hant">發</q> 发</div></div>發<img lang="en" alt="">發'
    )


def test_an_address_ends_where_the_sentence_goes_on(traditional: Derive) -> None:
    assert traditional("<p>登录http://a.cn发布</p>") == "<p>登錄http://a.cn發布</p>"


def test_a_feed_is_converted_and_its_addresses_stay(traditional: Derive) -> None:
    feed = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xml:lang="zh-CN" xmlns="http://www.w3.org/2005/Atom">'
        '<title>发展</title><link href="https://a.cn/发/" rel="self"/><id>https://a.cn/f/</id>'
        '<summary type="html">&lt;p&gt;头发&lt;/p&gt;</summary></feed>'
    )

    assert traditional(feed) == feed.replace('"zh-CN"', '"zh-Hant"').replace(">发展<", ">發展<").replace("头发", "頭髮")


def test_a_second_page_is_as_the_first(traditional: Derive) -> None:
    page = '<p lang="en">发</p><p title="发">发</p>'

    assert traditional(page) == traditional(page)


_TEXT = st.text(st.sampled_from("头发展市长只是批准复议云里面后 \n<>&\"'=/;\x1fab1"), max_size=20)
_ATTRIBUTES = st.dictionaries(
    st.sampled_from(["href", "class", "id", "title", "alt", "aria-label", "datetime"]), _TEXT, max_size=3
)
_NAMES = st.sampled_from(["p", "div", "a", "span", "code", "pre", "td", "li", "h2"])
_LANGUAGES = st.sampled_from(["", "", "", "en", "zh-Hans", "zh-CN"])
_PREPARED = derive()
_CHINESE = re.compile("[㐀-鿿]")
_READ = {"title", "alt", "aria-label"}


def element(name: str, attributes: dict[str, str], lang: str, inside: list[str]) -> str:
    given = {**attributes, **({"lang": lang} if lang else {})}
    written = "".join(f' {key}="{escape(value)}"' for key, value in given.items())
    return f"<{name}{written}>{''.join(inside)}</{name}>"


PAGES = st.recursive(
    _TEXT.map(escape),
    lambda inner: st.builds(element, _NAMES, _ATTRIBUTES, _LANGUAGES, st.lists(inner, max_size=4)),
    max_leaves=12,
)


def tags(page: str) -> list[Any]:
    """The tags in their order with all their attributes, those that are read without the text."""
    found = re.findall(r'<(/?\w+)((?: [\w-]+="[^"]*")*)>', page)
    return [
        (
            name,
            [
                (key, "" if key in _READ | {"lang"} else value)
                for key, value in re.findall(r' ([\w-]+)="([^"]*)"', rest)
            ],
        )
        for name, rest in found
    ]


@given(PAGES)
def test_no_page_changes_its_structure_nor_anything_but_chinese_characters(page: str) -> None:
    made = _PREPARED(page)

    assert tags(made) == tags(page)
    assert _CHINESE.sub("", made.replace("zh-Hant", "zh-CN")) == _CHINESE.sub("", page)
    assert len(_CHINESE.findall(made)) == len(_CHINESE.findall(page))
