"""The platform of statutory disclosure has its four parts, each under its own name.

Source: 国办公开办函〔2019〕61号 (政府信息公开平台). The names of the parts are not confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator

from model.site import Site
from pipeline.rules.between.branches import branch, found_at, online
from pipeline.rules.books import Books
from pipeline.rules.rule import Edited, Example, Found, Severity, Standing, content_rule
from pipeline.rules.sources import other

PLATFORM = "政府信息公开"
PARTS = ("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报")
_NAMED = Edited('name = "政务公开"', f'name = "{PLATFORM}"')


def _lacks(site: Site, path: str) -> list[str]:
    names = {column.name for column in branch(site, path)}
    return [part for part in PARTS if part not in names]


@content_rule(
    "DISCLOSURE_PARTS",
    title="政府信息公开平台的四个部分不全",
    sources=(other("国办公开办函〔2019〕61号", "第二条", Standing.RECALLED),),
    severity=Severity.HINT,
    remedy="在平台下面设四个部分，名称一字不差，各有内容",
    breaks=(Example({"portal/site.toml": _NAMED}),),
    keeps=(Example({"portal/site.toml": Edited('name = "政务公开"', 'name = "政务公开专区"')}),),
)
def disclosure_parts(books: Books) -> Iterator[Found]:
    """A site that has the platform under its statutory name; one that has not, has its columns by other rules."""
    for site in online(books):
        for column in site.columns:
            lacks = _lacks(site, column.path) if column.name == PLATFORM else []
            if lacks:
                fact = f"“{PLATFORM}”栏目下面没有名称是“{'”“'.join(lacks)}”的栏目"
                yield found_at(books, site, column, fact)
