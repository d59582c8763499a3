"""The language of a government site: others are editions beside it."""

from __future__ import annotations

#: Source: 国家通用语言文字法第九条（国家机关以普通话和规范汉字为公务用语用字）.
MAIN_LANGUAGE = "zh"
