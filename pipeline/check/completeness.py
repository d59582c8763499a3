"""What a published site must have besides: its settings are complete (政府网站发展指引 附件 底部功能区, 办法第七条)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.faults import Fault
from model.lifecycle import State
from model.site import SITE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.site import Site

#: What the footer of a published site shows.
_MUST_HAVE = {
    "code": ("网站标识码", "全国政府网站信息报送系统审核后取得"),
    "sponsor": ("主办单位", "写主办单位全称"),
    "phone": ("电话", "写主办单位对外电话"),
    "icp": ("ICP备案号", "向电信主管部门备案后取得"),
    "police": ("公安备案号", "向公安机关备案后取得"),
    "mark": ("党政机关网站标识", "由机构编制部门审核后取得"),
}


def incomplete(site: Site, state: State) -> Iterator[Fault]:
    """Yield what a site lacks that it must have before it is published; nothing of one that is yet to get it, or gave it up."""
    if state in {State.APPROVED, State.CLOSED}:
        return
    path = f"{site.id}/{SITE_FILE}"
    for key, (label, how) in _MUST_HAVE.items():
        if not getattr(site.settings, key):
            yield Fault(path, 1, "SITE_INCOMPLETE", f"发布网站要有“{label}”（{key}）", how)
    for column in site.columns:
        if not column.type:
            yield Fault(path, 1, "SITE_INCOMPLETE", f"栏目“{column.path}”没有栏目类型（type）", "从栏目类型里选一个")
