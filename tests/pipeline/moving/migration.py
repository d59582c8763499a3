"""A department whose content moves to the portal, for tests."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from model.content_folder import read_content
from model.lifecycle import LEVELS, Act, Approval
from pipeline.moving.plan import Plan, plan_move
from tests import life
from tests.conftest import DEPARTMENT, SITE, document, policy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.conftest import City

BEGINS, ENDS = dt.date(2026, 12, 1), dt.date(2026, 12, 20)
NUMBER = "云教发〔2026〕1号"
#: The portal with columns for what comes, and one for notices.
PORTAL = f"""{SITE}
[[columns]]
path = "tzgg"
name = "通知公告"
kind = "notice"

[[columns]]
path = "zt/jyj"
name = "教育"

[[columns]]
path = "zt/jyj/zcwj"
name = "教育政策"

[[columns]]
path = "zt/jyj/zcjd"
name = "教育政策解读"
kind = "interpretation"
"""
NOTICES = """
[[columns]]
path = "tzgg"
name = "公告"
kind = "notice"
"""
#: A mapping of everything.
ALL = ("/,/zt/jyj/", "/zcwj/*,/zt/jyj/zcwj/*", "/zcjd/*,/zt/jyj/zcjd/*", "/tzgg/*,/tzgg/*")


def act(**fields: object) -> Act:
    """The act of moving, with these fields otherwise."""
    approved = tuple(Approval(level=each, date=dt.date(2026, 11, 1), number="某函〔2026〕1号") for each in LEVELS)
    said: dict[str, object] = {
        "act": "migrate", "date": dt.date(2026, 11, 24), "begins": BEGINS, "ends": ENDS, "target": "portal",
        "applicant": "云川市教育局", "application": "云教〔2026〕9号", "reason": "机构改革", "approvals": approved,
        "contact": "请到市政务服务中心办理，电话0355-0123001",
    }  # fmt: skip
    return Act(**{**said, **fields})  # type: ignore[arg-type]


def department(city: City, files: Mapping[str, str | bytes] | None = None) -> City:
    """The city with a portal and a department that has been online for years: a policy, its interpretation, and these files."""
    return city.write(
        {
            "platform.toml": 'portal = "portal"\n',
            "portal/site.toml": PORTAL,
            "jyj/site.toml": DEPARTMENT + NOTICES,
            "jyj/lifecycle.toml": life.ONLINE,
            "jyj/zcwj/a.md": policy(NUMBER, "办法"),
            "jyj/zcjd/b.md": document("解读", f"interprets: {NUMBER}"),
            **(files or {}),
        }
    )


def table(city: City, *rows: str) -> Path:
    """The mapping, written beside the content."""
    file = city.content.parent / "map.csv"
    file.write_text("\n".join(["旧网址,新网址,说明", *rows, ""]), encoding="utf-8")
    return file


def plan(city: City, *rows: str, **fields: object) -> Plan:
    """What the move by this mapping would write."""
    content = read_content(city.content)
    assert not content.faults
    return plan_move(content, content.sites["jyj"], act(**fields), table(city, *(rows or ALL)))


def codes(planned: Plan) -> list[tuple[int, str]]:
    """What is wrong with the mapping: lines and codes."""
    return sorted((fault.line, fault.code) for fault in planned.faults if fault.path.endswith("map.csv"))


def text(planned: Plan, path: str) -> str:
    """A file that would be written."""
    data = planned.files[path]
    return data.decode() if isinstance(data, bytes) else data.read_text(encoding="utf-8")


def rows(planned: Plan) -> dict[str, str]:
    """Where the old addresses would lead, from the day of moving on."""
    lines = text(planned, "jyj/redirects.csv").splitlines()[1:]
    cells = (line.split(",") for line in lines)
    return {old: new for old, new, *_ in cells}
