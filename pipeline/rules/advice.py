"""The rules on what may be better about translations and domains, which the translations' and the model's own code finds."""

from __future__ import annotations

from pipeline.rules.rule import Edited, Example, Severity, Standing, Subject, standing_rule
from pipeline.rules.sources import guidelines, measures

_OF_LANGUAGES = (guidelines("附件（多语言版）", Standing.RECALLED), measures(22))
_ENGLISH = "portal/zwdt/yaowen/2026-11-23-shuiku.en.md"

TRANSLATION_STALE = standing_rule(
    "TRANSLATION_STALE",
    Subject.CONTENT,
    title="译文落在原文后面",
    sources=_OF_LANGUAGES,
    severity=Severity.HINT,
    remedy="对照原文改好以后，运行invoke translation.confirm",
    breaks=(Example({_ENGLISH: Edited("original_version: ", "original_version: 0123456789ab #")}),),
)
TRANSLATION_MISSING = standing_rule(
    "TRANSLATION_MISSING",
    Subject.CONTENT,
    title="栏目里有没有译的文件",
    sources=_OF_LANGUAGES,
    severity=Severity.HINT,
    remedy="新建译文：invoke translation.new",
)
WORDS_MISSING = standing_rule(
    "WORDS_MISSING",
    Subject.CONTENT,
    title="主题里没有这种语言的界面文字",
    sources=_OF_LANGUAGES,
    severity=Severity.HINT,
    remedy="见开发文档“界面文字的译文”",
)
DOMAIN_PINYIN = standing_rule(
    "DOMAIN_PINYIN",
    Subject.CONTENT,
    title="域名不是拼音",
    sources=(measures(6, "第六项"),),
    severity=Severity.HINT,
    remedy="用名称的拼音；用英文名称的，不用改",
    breaks=(Example({"jyj/site.toml": Edited('"jyj.yunchuan.gov.cn"', '"wjq.yunchuan.gov.cn"')}),),
)
CHINESE_DOMAIN_NAME = standing_rule(
    "CHINESE_DOMAIN_NAME",
    Subject.CONTENT,
    title="中文域名不是单位名称",
    sources=(measures(6, "第五项"),),
    severity=Severity.HINT,
    remedy="用机构全称或者规范的简称",
)
