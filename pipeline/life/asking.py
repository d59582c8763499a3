"""Ask for what is missing, where a person sits at the terminal; an empty answer leaves it missing, and the rules will say so."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from model.lifecycle import CITY
from model.lifecycle_rules import APPROVERS, MUST_SAY, SAYS

if TYPE_CHECKING:
    from pipeline.life.options import Options

#: Takes a question and returns the answer.
Ask = Callable[[str], str]
_OF_A_SITE = {
    "name": "网站名称，单位全称，如“云川市体育局”",
    "kind": "网站类型，portal（门户网站）或者department（部门网站）",
    "level": "层级，city（市级）或者county（县级），回车是市级",
    "domain": "英文域名，如“tyj.yunchuan.gov.cn”",
    "chinese_domain": "中文域名，如“云川市体育局.政务”，没有的回车",
    "sponsor": "主办单位全称",
}
_SAMPLES = {
    "begins": "，如“2026-12-01”",
    "ends": "，如“2026-12-20”",
    "application": "，如“云体〔2026〕8号”",
    "changes": "，如“联系电话由……变更为……”",
}
#: The options whose names are not those of the act's fields.
_OPTIONS = {"changes": "changed"}


def at_terminal() -> Ask | None:
    """Return how to ask the person at the terminal; nothing where there is none."""
    return _answer if sys.stdin.isatty() and sys.stdout.isatty() else None


def _answer(question: str) -> str:
    try:
        return input(question).strip()
    except EOFError:
        print()
        return ""


def ask_site(options: Options, ask: Ask) -> Options:
    """Return the options with the site's folder, asked for where it is not given."""
    return replace(options, site=options.site or ask("网站的文件夹名，如“tyj”："))


def ask_settings(options: Options, ask: Ask) -> Options:
    """Return the options with what describes a new site, asked for where it is not given."""
    answers: dict[str, Any] = {key: ask(f"{text}：") for key, text in _OF_A_SITE.items() if not getattr(options, key)}
    return replace(options, **answers)


def ask_act(options: Options, ask: Ask, *, tops_the_city: bool, filings: Iterable[str], tested: bool) -> Options:
    """Return the options with what the act must say, the approvals and filings that it needs, and a security test or none.

    `filings` are the kinds that are asked for where they are not given; a test is asked for unless the site is `tested`.
    """
    options = replace(options, **_said(options, ask))
    levels = [each for each in APPROVERS.get(options.act, ()) if not (each == CITY and tops_the_city)]
    approvals = _rest(options.approval, levels, ask, "{}同意的日期和文号，如“2026-03-05 晋政办函〔2026〕12号”")
    numbers = _rest(options.filing, filings, ask, "{}的编号或者回执号、办结日期，如“晋ICP备05000001号-4 2026-05-01”")
    test = options.test or (
        "" if tested else ask("安全检测的日期、报告编号和结论，如“2026-05-20 晋测〔2026〕88号 通过”：")
    )
    return replace(options, approval=approvals, filing=numbers, test=test)


def _said(options: Options, ask: Ask) -> dict[str, Any]:
    """The answers to what the act must say and does not yet; of a move, what goes where."""
    answers: dict[str, Any] = {}
    if options.act == "migrate" and not options.map:
        answers["map"] = ask("对照表的文件，如“wlj.csv”：")
    for key in SAYS.get(options.act, ()):
        name = _OPTIONS.get(key, key)
        if getattr(options, name) or (name == "changed" and options.domain):
            continue
        answer = ask(f"{MUST_SAY[key][0]}{_SAMPLES.get(key, '')}：")
        answers[name] = answer if name == key else tuple(filter(None, (answer,)))
    return answers


def _rest(given: tuple[str, ...], kinds: Iterable[str], ask: Ask, question: str) -> tuple[str, ...]:
    """What was given, and the answers for the kinds that were not."""
    known = {text.split()[0] for text in given}
    answers = ((kind, ask(f"{question.format(kind)}：")) for kind in kinds if kind not in known)
    return (*given, *(f"{kind} {answer}" for kind, answer in answers if answer))
