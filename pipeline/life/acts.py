"""Carry out an act of a site's life: every reason against it at once, or its record and its notices, all together.

Source: 长治市政府网站管理办法第七条、第八条.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from itertools import chain, count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from model.faults import ContentFaults, Fault
from model.lifecycle_rules import refusals
from pipeline.life.checklist import todo
from pipeline.life.going_online import Edits, in_the_way, opening, rests_end
from pipeline.life.notice_text import said_of, write_notice
from pipeline.life.notices import column_of, columns_missing, owed
from pipeline.life.occasion import Occasion
from pipeline.life.record import record_path, unwritable, with_act
from pipeline.life.rehearsal import rehearse
from pipeline.sources.writing import write_all

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from model.content_folder import Content
    from model.lifecycle import Act
    from model.profile import Profile
    from model.site import Site
    from pipeline.life.notices import Notice


@dataclass(frozen=True, slots=True)
class Carried:
    """What an act wrote, by content-relative path, what people still have to do, and what else is to be said of it."""

    written: tuple[str, ...]
    todo: tuple[str, ...]
    said: tuple[str, ...] = ()


@dataclass(slots=True)
class _Plan:
    """What an act is going to write: its occasion, the files by path; or why it cannot."""

    occasion: Occasion
    files: dict[str, bytes | Path] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def carry_out(
    content: Content,
    site: Site,
    act: Act,
    profile: Profile,
    now: dt.datetime,
    *,
    column: str = "",
    files: Mapping[str, bytes | Path] | None = None,
    faults: Iterable[Fault] = (),
) -> Carried:
    """Record an act of `site` in `content`, with the notices that it owes; return what was written and what is left to people.

    `column` is where notices go instead of the last column for notices; `files` are written along with the record, by
    content-relative path, as bytes or as what is to be copied; `faults` are reasons against it that the caller knows. Raises
    `ContentFaults` with every reason, or `OutputError` where the disk refuses; then nothing is written.
    """
    plan = _Plan(Occasion(content, site, act, now), dict(files or {}), [*faults, *content.faults])
    plan.faults += refusals(site, plan.occasion.life, act, frozenset(content.sites), profile)
    unreadable = list(unwritable(site.id, act))
    plan.faults += unreadable
    if not unreadable:
        _plan_notices(plan, column)
        _plan_record(plan)
    if plan.faults:
        raise ContentFaults(plan.faults)
    write_all(content.folder, plan.files)
    return Carried(tuple(plan.files), todo(plan.occasion))


def _plan_notices(plan: _Plan, column: str) -> None:
    """Plan the notices that the act owes, and what going online does to those that stand."""
    occasion = plan.occasion
    if occasion.act.act == "online" and not occasion.opens:
        _take(plan, rests_end(occasion))
    notices, faults = owed(occasion)
    plan.faults += faults
    missing = [each for each in notices if occasion.act.act != "online" or not _take(plan, opening(occasion, each))]
    plan.faults += columns_missing([each.publisher for each in missing], column)
    for notice in missing:
        _write(plan, notice, column)


def _take(plan: _Plan, edits: Edits | None) -> bool:
    """Take edits over, and say whether there are any."""
    if edits is None:
        return False
    plan.files |= edits.files
    plan.faults += edits.faults
    return True


def _write(plan: _Plan, notice: Notice, wanted: str) -> None:
    """Plan the document of a notice in its column, under a name that is free, and name it in the act."""
    occasion, column = plan.occasion, column_of(notice.publisher, wanted)
    if column is None:  # which is a fault already
        return
    stem = f"{occasion.act.date}-{occasion.site.id}-{PurePosixPath(notice.form).stem}"
    folder = occasion.content.folder
    path = _free(plan, f"{notice.publisher.id}/{column.path}/{stem}")
    plan.faults += in_the_way(folder, path)
    try:
        written = write_notice(folder, path, notice, column, said_of(occasion, notice))
    except ContentFaults as error:
        plan.faults += error.faults
        return
    plan.files[path] = written.data
    plan.faults += written.faults
    plan.occasion = occasion.of(replace(occasion.act, notices=(*occasion.act.notices, path)))


def _free(plan: _Plan, path: str) -> str:
    """The path of a document that is not there yet: with a number where one of this name is."""
    folder = plan.occasion.content.folder
    names = chain([f"{path}.md"], (f"{path}-{number}.md" for number in count(2)))
    return next(name for name in names if name not in plan.files and not os.path.lexists(folder / name))


def _plan_record(plan: _Plan) -> None:
    """Plan the record, and read everything as it will be: whatever would then be wrong is a reason against the act."""
    occasion, path = plan.occasion, record_path(plan.occasion.site.id)
    known = occasion.site.id in occasion.content.sites
    if not known or any(fault.path == path for fault in occasion.content.faults):  # a link, or not to be opened
        return
    plan.files[path] = with_act(occasion.content.folder, occasion.site.id, occasion.act)
    try:
        after = rehearse(occasion.content.folder, plan.files)
    except ContentFaults as error:
        plan.faults += error.faults
        return
    plan.faults += after.faults
    if not plan.faults:
        acts = after.lives[occasion.site.id].acts
        assert acts == (*occasion.life.acts, occasion.act), "the record says what was recorded"
