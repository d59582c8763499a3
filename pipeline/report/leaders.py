"""Whether the page of each leader says what it must: post, duties, CV, as monitoring tools look for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.kinds import Leader
from model.language import MAIN_LANGUAGE
from pipeline.report.figure import Table
from plugins.engine.codec import decode

if TYPE_CHECKING:
    from model.site import Site
    from pipeline.report.ground import Ground

_PUBLIC = f"""select data from document where site = :site and kind = 'leader' and lang = '{MAIN_LANGUAGE}'
    and appears <= :until and (leaves is null or leaves > :until) and not coalesce(json_extract(data, '$.draft'), 0)
    order by place, path"""  # noqa: S608 (a constant)
_WITHOUT_CV = "LEADER_CV"


def leaders(ground: Ground, site: Site) -> tuple[Table, ...]:
    """Return the table of a site's leaders at the end of the period; nothing where it has none."""
    rows = ground.books.rows(_PUBLIC, site=site.id, until=ground.until.isoformat())
    found = [each for (data,) in rows if isinstance(each := decode(data), Leader)]
    without = {each.path for each in ground.findings if each.code == _WITHOUT_CV}
    lines = tuple(
        (each.title, each.post, f"{len(each.duties)}项", "没有" if each.path in without else "有") for each in found
    )
    return (Table(("姓名", "职务", "分工", "简历"), lines, frozenset(), "负责人信息"),) if lines else ()
