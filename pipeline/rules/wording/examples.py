"""Whole documents of the demonstration city, for the examples of the rules on wording."""

from __future__ import annotations

from pipeline.rules.rule import Example

NEWS = "portal/zwdt/yaowen/2026-11-20-anquan.md"
_NEWS = """---
title: {title}
date: 2026-11-20 10:00
source: 云川市人民政府办公室
author: 云采薇
keywords: [市政府常务会议, 安全生产]
description: 会议研究部署冬季安全生产工作，要求逐项落实责任。
---
{body}
"""


def news(body: str, title: str = "市政府常务会议研究冬季安全生产工作") -> Example:
    """Return the example of a piece of news with a body and a title, which follows every other rule."""
    return Example({NEWS: _NEWS.format(title=title, body=body)})
