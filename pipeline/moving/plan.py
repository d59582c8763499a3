"""Move a site's content to another site of the platform: every reason against it at once, or all files of the move together.

The calendar does the rest. On the day of moving the originals leave, their copies appear where the operator's mapping says, archived,
and every old address leads on. Source: 长治市政府网站管理办法第八条第三项、第四项.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from model import values
from model.faults import ContentFaults, Fault, Unreadable
from model.lifecycle import LIFECYCLE_FILE, Mode
from model.redirects import REDIRECTS_FILE
from pipeline.moving.destinations import Destinations, Leads
from pipeline.moving.eve import Eve, look
from pipeline.moving.mapping import read_mapping
from pipeline.moving.moves import Moves, plan_moves
from pipeline.moving.onward import Onward, rows_onward
from pipeline.moving.packing import Pack
from pipeline.sources.tables import grown

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from model.content_folder import Content
    from model.lifecycle import Act
    from model.site import Site


@dataclass(slots=True)
class Plan:
    """What a move writes, and what is said of it; or why it cannot be. `files` are bytes by content-relative path, or what to copy."""

    files: dict[str, bytes | Path] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def plan_move(content: Content, site: Site, act: Act, file: Path) -> Plan:
    """Return what the move writes; of an act that names no day or no other site, the rules say all that there is to say."""
    plan = Plan()
    mapping, plan.faults = read_mapping(file)
    if act.ends is None or act.target not in content.sites or act.target == site.id:
        return plan
    plan.faults += _target_rests(content, act.target, act.ends)
    try:
        eve = look(content.folder, site.id, act.target, act.ends)
    except ContentFaults as error:
        plan.faults += error.faults
        return plan
    plan.faults += eve.late
    if not mapping.rows:
        return plan
    moves = plan_moves(eve, mapping)
    destinations = Destinations(eve, mapping, moves)
    plan.faults += [*moves.faults, *destinations.faults()]
    _pack(plan, content.folder, eve, moves, act.ends)
    if not plan.faults:
        _lead_on(plan, content.folder, destinations, act.ends)
    return plan


def _target_rests(content: Content, target: str, day: dt.date) -> list[Fault]:
    """What is moved is to be seen from the first day on."""
    if content.lives[target].mode(day) is Mode.SERVING:
        return []
    fact = f"迁往的网站“{target}”在{day}是“{content.lives[target].state(day)}”状态，内容搬过去看不到"
    return [Fault(f"{target}/{LIFECYCLE_FILE}", 1, "LIFE_TARGET", fact, "换一个日子，或者换一个网站")]


def _pack(plan: Plan, content: Path, eve: Eve, moves: Moves, day: dt.date) -> None:
    pack = Pack.packed(content, eve, moves, day)
    plan.faults += pack.faults
    plan.files |= pack.files
    plan.said.append(f"迁移{len(moves.kept)}篇文件，{pack.attached}个附件和图片；不保留{len(moves.gone)}篇")
    plan.said += [f"草稿或者已经下线，不迁移：{document.path}" for document in eve.hidden]
    lasting = (eve.documents[path] for path in moves.kept if eve.documents[path].expires_at)
    plan.said += [f"原定{each.expires_at:%Y-%m-%d %H:%M}下线，搬过去以后一直保留：{each.path}" for each in lasting]


def _lead_on(plan: Plan, content: Path, destinations: Destinations, day: dt.date) -> None:
    """Have every old address lead on from the day of moving, and what leads to one of them now, too."""
    onward = list(rows_onward(destinations.eve, destinations))
    plan.faults += [each for each in onward if isinstance(each, Fault)]
    leads = [each for each in destinations.leads() if _is_writable(plan, each)]
    plan.said.append(f"旧网址{len(leads)}个，从{day}起自动转到新网址")
    site = destinations.eve.site.id
    rows = [{"old": each.old, "new": each.new, "begins": f"{day}", "note": each.note} for each in leads]
    for name in sorted({site, *(each.site for each in onward if isinstance(each, Onward))}):
        led_on = {each.line: each.new for each in onward if isinstance(each, Onward) and each.site == name}
        path, file = f"{name}/{REDIRECTS_FILE}", content / name / REDIRECTS_FILE
        data = file.read_bytes() if file.is_file() else b""
        try:
            plan.files[path] = grown(path, data, rows if name == site else [], led_on)
        except ContentFaults as error:
            plan.faults += error.faults


def _is_writable(plan: Plan, lead: Leads) -> bool:
    """Say whether the table may hold an address; of one that it may not, people are told."""
    try:
        values.old_path(lead.old)
    except Unreadable:
        plan.said.append(f"旧网址“{unquote(lead.old)}”的写法特别，不能自动转到新网址")
        return False
    return True
