"""The rules about exceptions themselves: one that has run out must be renewed or given up, one that lets nothing be is of no use."""

from __future__ import annotations

from pipeline.rules.rule import Example, Severity, Subject, standing_rule
from pipeline.rules.sources import convention, measures

_DOCUMENT = """---
title: 市政务信息中心通报网站值班安排
date: 2026-11-20 10:00
source: 云川市人民政府办公室
---

机密★1年的文件，不得在网站发布。
"""


def _example(until: str, *, used: bool) -> Example:
    text = (
        '[[exceptions]]\nrule = "SECRECY_MARK"\npath = "zwdt/yaowen/liwai.md"\n'
        f'reason = "文中说明密级标注的样式，不是密件"\nwho = "审核甲"\nuntil = "{until}"\n'
    )
    document = {"portal/zwdt/yaowen/liwai.md": _DOCUMENT} if used else {}
    return Example({"portal/exceptions.toml": text, **document})


EXCEPTION_EXPIRED = standing_rule(
    "EXCEPTION_EXPIRED",
    Subject.CONTENT,
    title="例外过期",
    sources=(measures(27, "第二项"),),
    severity=Severity.ERROR,
    remedy="改正当时放过的地方，删去这一条；确有需要的，重新批准，改写到期日",
    breaks=(_example("2026-11-23", used=False),),
    keeps=(_example("2026-11-24", used=True),),
)

EXCEPTION_UNUSED = standing_rule(
    "EXCEPTION_UNUSED",
    Subject.CONTENT,
    title="例外没有用处",
    sources=(convention("不留没有用处的例外"),),
    severity=Severity.HINT,
    remedy="问题已经改好的，删去这一条；路径写错的，改正",
    breaks=(_example("2026-12-31", used=False),),
    keeps=(_example("2026-12-31", used=True),),
)
