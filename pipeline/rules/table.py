"""The rules as documentation: the regulation article by article with what fulfils it, and every rule with its examples.

Two Markdown texts, made from the rule book and `articles.toml` alone; a test holds the files in `docs/` to them.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.rules.book import book
from pipeline.rules.example_text import shown
from pipeline.rules.rule import Subject

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from model.profile import Profile
    from pipeline.rules.rule import Rule

_ARTICLES = Path(__file__).with_name("articles.toml")
_REGULATION = "《长治市政府网站管理办法》"
#: By which command a rule on a subject is watched.
_WATCHED = {
    Subject.DOCUMENT: "invoke check",
    Subject.CONTENT: "invoke check",
    Subject.HISTORY: "invoke check",
    Subject.SETTINGS: "invoke check、build",
    Subject.PAGE: "invoke audit",
    Subject.OUTPUT: "invoke audit",
    Subject.LIVE: "invoke patrol、verify",
}
_HEAD = """# 规则

这一页由程序生成（`invoke rules --write docs`）。前一部分按{regulation}逐条列出由哪些规则、命令、文档落实，软件做不到的也写明；
后一部分是其他依据的规则。每条规则的例子见[规则的例子](rule-examples.md)，检查出来怎样改见[要改的地方](editors/faults.md)。

- **单项否决**、**错误**：命令以退出码1结束；**提醒**、**提示**：只列出，不算失败。
- 依据标“（未证实）”的，没有见过原文，只作提示。
- 确有理由放过的，写进`exceptions.toml`，见[例外](operators/exceptions.md)。

一共{count}条规则。
"""
_EXAMPLES_HEAD = """# 规则的例子

这一页由程序生成（`invoke rules --write docs`）。每个例子是对演示城市云川市的一处改动；测试逐个放进去，只有这一条规则会报出来。
"""


def by_article(profile: Profile) -> str:
    """Return the text of `docs/rules.md`."""
    parts = [_HEAD.format(regulation=_REGULATION, count=len(book()))]
    parts += [f"## {_REGULATION}", *map(_article, _articles())]
    parts += [f"## 其他依据\n\n{_table(_others())}", f"## 阈值\n\n{_thresholds(profile)}"]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def with_examples(profile: Profile) -> str:
    """Return the text of `docs/rule-examples.md`."""
    rules = sorted(book().values(), key=lambda rule: rule.code)
    parts = [_EXAMPLES_HEAD, *(explained(rule, profile) for rule in rules)]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def explained(rule: Rule, profile: Profile) -> str:
    """Return what a rule is, with its examples, as Markdown."""
    lines = [
        f"## {rule.code}",
        f"{rule.title}。{rule.severity.label}；{rule.subject.value}，`{_WATCHED[rule.subject]}`。",
        f"- 依据：{rule.clause}",
        *(f"- 阈值：{profile[name].meaning}：{profile[name].value}（`{name}`）" for name in rule.thresholds),
        f"- 怎样改：{rule.remedy}",
    ]
    text = f"{lines[0]}\n\n{lines[1]}\n\n" + "\n".join(lines[2:])
    broken = next(iter(rule.breaks), None)
    parts = [shown("违反的例子", each) for each in rule.breaks]
    parts += [shown("不违反的例子", each, beside=broken) for each in rule.keeps]
    return "\n\n".join((text, *parts))


def _articles() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(_ARTICLES.read_text(encoding="utf-8"))["articles"]
    return found


def _article(article: Mapping[str, Any]) -> str:
    number = article["number"]
    rules = [rule for rule in book().values() if any(source.article == number for source in rule.sources)]
    lines = [f"### 第{number}条 {article['asks']}"]
    if commands := article.get("commands"):
        lines.append("- 命令：" + "、".join(f"`invoke {name}`" for name in commands))
    if docs := article.get("docs"):
        lines.append("- 文档：" + "、".join(f"[{name}]({name})" for name in docs))
    if beyond := article.get("not_software"):
        lines.append(f"- 软件做不到的：{beyond}")
    text = f"{lines[0]}\n\n" + "\n".join(lines[1:])
    return f"{text}\n\n{_table(rules)}" if rules else text


def _others() -> list[Rule]:
    rules = [rule for rule in book().values() if not any(source.article for source in rule.sources)]
    return sorted(rules, key=lambda rule: (rule.clause, rule.code))


def _table(rules: list[Rule]) -> str:
    rows = [f"| {_link(rule)} | {rule.title} | {rule.severity.label} | {rule.clause} |" for rule in rules]
    return "\n".join(("| 规则 | 说的是 | 程度 | 依据 |", "|---|---|---|---|", *rows))


def _link(rule: Rule) -> str:
    return f"[`{rule.code}`](rule-examples.md#{rule.code.lower()})"


def _thresholds(profile: Profile) -> str:
    rows = [f"| `{name}` | {each.value} | {each.meaning} | {each.clause} |" for name, each in profile.items()]
    return "\n".join(("| 名称 | 数值 | 管什么 | 依据 |", "|---|---|---|---|", *rows))
