"""What was found in a site: under the headings of monitoring tools, rule by rule, and place by place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.figure import Figure, Origin, Table, counted
from pipeline.report.messages import corrections
from pipeline.report.patrolled import patrolled
from pipeline.report.vetoes import by_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from model.site import Site
    from pipeline.findings.finding import Finding
    from pipeline.report.ground import Ground

_MOST_LISTED = 300
#: Under which of their headings a rule's findings belong: those of the check, and those of the patrol.
_OF_CHECK = {
    "表述不规范": ("OFFICIAL_TERM", "GRAVE_TERM", "NUMBER_BRACKETS"),
    "常见错别字": ("MISSPELT",),
    "站内死链": ("BROKEN_LINK", "DEAD_REDIRECT"),
}
_OF_PATROL = {
    "站外死链": ("LINK_DEAD", "处"),
    "非法外链": ("LINK_HIJACKED", "处"),
    "没有IPv6地址的主机": ("IPV6_MISSING", "台"),
}


def families(ground: Ground, site: Site, findings: Sequence[Finding]) -> tuple[Figure, ...]:
    """Return the figures that monitoring tools report of a site. Raises `ContentFaults` of its register of messages."""
    live, reports = patrolled(ground, site), corrections(ground, [site])
    return (
        *(
            counted(name, sum(each.code in codes for each in findings), "处", origin=Origin.CHECK)
            for name, codes in _OF_CHECK.items()
        ),
        *(
            _known(name, None if live is None else live[code], unit, Origin.PATROL)
            for name, (code, unit) in _OF_PATROL.items()
        ),
        _known("收到“我为政府网站找错”有效留言", reports.received if reports else None, "条", Origin.MESSAGES),
        _known("按期办结", reports.in_time if reports else None, "条", Origin.MESSAGES, within=True),
    )


def _known(name: str, value: int | None, unit: str, origin: str, *, within: bool = False) -> Figure:
    if value is None:
        return Figure(name, "", Origin.NONE, unit, within)
    return counted(name, value, unit, within=within, origin=origin)


def problems(findings: Sequence[Finding]) -> tuple[str | Table, ...]:
    """Return what was found rule by rule, and place by place."""
    if not findings:
        return ("没有发现问题。",)
    kinds = by_kind(findings)
    chart = Table(
        ("问题", "处数"),
        tuple((each.name, str(each.number)) for each in kinds),
        frozenset({1}),
        "发现的问题（处）",
        drawn=True,
    )
    rows = tuple((each.name, each.severity.label, str(each.number), each.clause) for each in kinds)
    table = Table(("问题", "级别", "处数", "依据"), rows, frozenset({2}), "各类问题的级别和依据")
    listed = tuple((f"{each.path}:{each.line}", each.message, each.remedy) for each in findings[:_MOST_LISTED])
    listing = Table(("位置", "发现", "怎样改"), listed, frozenset(), "问题清单")
    left = len(findings) - len(listed)
    return (chart, table, listing, *((f"另有{left}处没有列出，见invoke check。",) if left else ()))
