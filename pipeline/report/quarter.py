"""季度检查情况通报: all sites, what was found in each, and a spot check (办法第二十六条第一项); a notice of the portal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.life.notice_text import chinese_day
from pipeline.report.figure import Part, Table, Written
from pipeline.report.ground import sponsor_of
from pipeline.report.month import has_failed
from pipeline.report.sampling import DOCUMENTS, ONE_SITE_IN, sample_of_documents, sample_of_sites
from pipeline.report.sources import minute
from pipeline.report.vetoes import by_kind
from pipeline.rules.rule import Severity

if TYPE_CHECKING:
    from model.site import Site
    from pipeline.findings.finding import Finding
    from pipeline.report.ground import Ground

_MOST_KINDS = 20
_NUMERALS = "零一二三四五六七八九十"


def title(label: str, level: str) -> str:
    """Return what the notice of a quarter is called."""
    return f"关于{label}全{_area(level)}政府网站检查情况的通报"


def _area(level: str) -> str:
    return "市" if level == "city" else "县"


def quarter_of_all(ground: Ground) -> Written:
    """Return the notice of a quarter."""
    portal, label = ground.portal, ground.period.label
    area = _area(portal.settings.level)
    return Written(
        title(label, portal.settings.level),
        (),
        (
            Part("总体情况", (_all_in_all(ground), _by_site(ground))),
            Part("主要问题", _problems(ground)),
            Part("抽查情况", _spot_check(ground)),
            Part("下一步要求", (_demands(ground),)),
        ),
        opening=(
            f"按照政府网站“月普查、季通报、年报告”的要求，对全{area}政府网站开展了{label}检查。现将情况通报如下。",
        ),
        signed=(sponsor_of(portal), chinese_day(ground.books.today)),
        description=f"{label}检查{len(ground.sites)}个政府网站，发现问题{len(_found(ground))}处。",
        keywords=("政府网站", "季度检查", "通报"),
    )


def _found(ground: Ground) -> list[Finding]:
    return [each for site in ground.sites for each in ground.findings_of(site)]


def _all_in_all(ground: Ground) -> str:
    sites, found = ground.sites, _found(ground)
    failed = [site.settings.name for site in sites if has_failed(ground, site)]
    verdict = f"发现单项否决问题的网站{len(failed)}个：{'、'.join(failed)}" if failed else "没有发现单项否决问题"
    return f"{minute(ground.books.now)}，按规则检查了{len(sites)}个网站，发现问题{len(found)}处，{verdict}。"


def _by_site(ground: Ground) -> Table:
    rows = [(site.settings.name, *_grades(ground.findings_of(site))) for site in ground.sites]
    sums = tuple(str(sum(int(row[place]) for row in rows)) for place in range(1, 5))
    head = ("网站", *(each.label for each in (Severity.VETO, Severity.ERROR, Severity.WARNING)), "合计")
    return Table(head, (*rows, ("合计", *sums)), frozenset(range(1, 5)), "各网站发现的问题（处）")


def _grades(findings: list[Finding]) -> tuple[str, ...]:
    """How many there are of each severity; hints are no faults of an office."""
    count = Counter(each.severity for each in findings)
    grades = [count[each] for each in (Severity.VETO, Severity.ERROR, Severity.WARNING)]
    return (*map(str, grades), str(sum(grades)))


def _problems(ground: Ground) -> tuple[str | Table, ...]:
    kinds = by_kind(_found(ground))
    if not kinds:
        return ("没有发现问题。",)
    rows = tuple((each.name, str(each.number)) for each in kinds[:_MOST_KINDS])
    clauses = tuple((each.name, each.severity.label, each.clause) for each in kinds[:_MOST_KINDS])
    return (
        Table(("问题", "处数"), rows, frozenset({1}), "各类问题（处）", drawn=True),
        Table(("问题", "级别", "依据"), clauses, frozenset(), "各类问题的级别和依据"),
    )


def _spot_check(ground: Ground) -> tuple[str | Table, ...]:
    seed = ground.period.key
    sites = sample_of_sites(ground.sites, seed)
    names = "、".join(site.settings.name for site in sites)
    rows = [row for site in sites for row in _looked_at(ground, site, seed)]
    said = (
        f"以“{seed}”为种子，从全部网站中抽取{_NUMERALS[ONE_SITE_IN]}分之一：{names}；每个网站抽取{DOCUMENTS}篇文件，"
        f"不足的全部检查，共{len(rows)}篇。种子相同，抽到的就相同，可以复核。"
    )
    return (said, Table(("网站", "文件", "检查结果"), tuple(rows), frozenset(), "抽查的文件")) if rows else (said,)


def _looked_at(ground: Ground, site: Site, seed: str) -> list[tuple[str, ...]]:
    found = Counter(each.path for each in ground.findings_of(site))
    looked = sample_of_documents(ground.books, site, ground.until, seed)
    return [(site.settings.name, each.title, _result(found[each.path])) for each in looked]


def _result(number: int) -> str:
    return f"问题{number}处" if number else "没有发现"


def _demands(ground: Ground) -> str:
    if not _found(ground):
        return "各网站主办单位要继续做好日常监测和值班读网，发现问题及时改正并做好记录。"
    return (
        f"各网站主办单位要对照问题清单逐项整改，举一反三，防止同类问题再次发生，整改结果报{sponsor_of(ground.portal)}。"
    )
