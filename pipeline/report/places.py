"""Where the reports stand that are published: the yearly forms in the column for them, the notice of a quarter among the portal's notices.

The forms of sites without such a column stand in the portal's, where all of them are to be found together (国办函〔2018〕12号 二).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.faults import ContentFaults, Fault
from model.kinds import Report
from pipeline.life.notices import column_of
from pipeline.report.site_year import FORM as SITE_FORM
from pipeline.report.supervisor_year import FORM as SUPERVISOR_FORM
from plugins.engine.codec import decode

if TYPE_CHECKING:
    from model.site import Column, Site
    from pipeline.report.ground import Ground

_TYPE = "信息公开年报"
#: What the files of the forms are called.
_FILES = {SITE_FORM: "wangzhan", SUPERVISOR_FORM: "jianguan"}


def place_of_form(ground: Ground, site: Site) -> tuple[Site, Column] | None:
    """Return the site and the column that the yearly form of a site is to stand in; nothing without one."""
    found = ((publisher, _yearly(publisher)) for publisher in (site, ground.portal))
    return next(((publisher, column) for publisher, column in found if column), None)


def _yearly(site: Site) -> Column | None:
    return next((each for each in site.columns if each.type == _TYPE and each.kind == "report"), None)


def path_of_form(site: Site, publisher: Site, column: Column, report_type: str, year: str) -> str:
    """Return where a yearly form is written: `wangzhan-2026.md`, of another site than the publisher's `wangzhan-2026-jyj.md`."""
    other = "" if site is publisher else f"-{site.id}"
    return f"{publisher.id}/{column.path}/{_FILES[report_type]}-{year}{other}.md"


def place_of_notice(ground: Ground) -> Column:
    """Return the portal's column for notices; raise `ContentFaults` without one."""
    column = column_of(ground.portal, "")
    if column is None:
        fact, remedy = "门户网站没有放通知公告的栏目", "在site.toml里加一个文件类型是notice的栏目"
        raise ContentFaults([Fault(f"{ground.portal.id}/site.toml", 1, "NO_COLUMN", fact, remedy)])
    return column


def already(ground: Ground, path: str, publisher: Site, report_type: str) -> str:
    """Return the path of a document that is the publisher's own form of the year already, other than `path`; nothing without one."""
    query = "select path, data from document where site = :site and kind = 'report' order by path"
    for found, data in ground.books.rows(query, site=publisher.id):
        document = decode(data)
        own = not any(found.endswith(f"-{ground.period.key}-{site}.md") for site in ground.books.content.sites)
        assert isinstance(document, Report)
        if found != path and own and document.report_type == report_type and document.year == ground.period.first.year:
            return str(found)
    return ""
