"""Check the sources: every fault of the content, and what a published site must have besides."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from model.content_folder import read_content
from model.faults import ContentFaults, Fault
from model.lifecycle import State
from model.site import SITE_FILE
from model.site_rules import advice as advice_on
from pipeline import photos, translations
from pipeline.build import SETTINGS, theme_of
from pipeline.life.forms import faults_of_forms
from pipeline.pelican_run import declared
from plugins.engine.build import take_in
from plugins.engine.clock import now_in_shanghai
from plugins.engine.ledger import opened
from plugins.engine.survey import survey
from plugins.engine.workers import cores

if TYPE_CHECKING:
    from collections.abc import Iterator

    from model.site import Site

#: What the footer of a published site shows; source: 政府网站发展指引 附件（底部功能区）, 长治市政府网站管理办法第七条.
_MUST_HAVE = {
    "code": ("网站标识码", "全国政府网站信息报送系统审核后取得"),
    "sponsor": ("主办单位", "写主办单位全称"),
    "phone": ("电话", "写主办单位对外电话"),
    "icp": ("ICP备案号", "向电信主管部门备案后取得"),
    "police": ("公安备案号", "向公安机关备案后取得"),
    "mark": ("党政机关网站标识", "由机构编制部门审核后取得"),
}


class Checked(NamedTuple):
    """What is wrong with the content, and what might be better, which holds nothing up."""

    faults: tuple[Fault, ...]
    advice: tuple[Fault, ...]


def check(content: Path, as_of: dt.datetime | None = None) -> Checked:
    """Return every fault of the content folder as of a minute (default: now), and advice; nothing is written."""
    registry, theme = declared(SETTINGS), theme_of(SETTINGS)
    faults: list[Fault] = []
    hints: list[Fault] = []
    with tempfile.TemporaryDirectory() as scratch, opened(Path(scratch) / "ledger.sqlite") as ledger:
        try:
            seen = survey(content.resolve(), ledger, as_of or now_in_shanghai(), theme, SETTINGS)
            take_in(seen, ledger, registry, cores())
            hints += translations.advice(ledger.database, seen.content, theme)
            hints += photos.advice(ledger.database, seen.content.folder)
        except ContentFaults as error:
            faults += error.faults
    if content.is_dir():
        read = read_content(content.resolve())
        faults += faults_of_forms(read.folder)
        today = (as_of or now_in_shanghai()).date()
        for site in read.sites.values():
            faults += incomplete(site, read.lives[site.id].state(today))
        hints += advice_on(read)
    return Checked(tuple(sorted(set(faults))), tuple(sorted(hints)))


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
