"""An office that keeps the records of a small city: it carries out acts, and sees what is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from model.content_folder import read_content
from model.faults import ContentFaults, Fault
from model.lifecycle import CITY, HEAD, IDENTIFIERS, PROVINCE, Act, Approval, Lifecycle
from pipeline.build import build
from pipeline.life import record
from pipeline.life.commands import perform
from pipeline.life.options import options_of
from tests.conftest import BuiltCity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.life.acts import Carried
    from pipeline.life.asking import Ask

#: The present of these tests: a minute that is no round one.
NOW = dt.datetime(2026, 7, 1, 14, 25)
TODAY = NOW.date()

COLUMNS = """
[[columns]]
path = "yaowen"
name = "要闻"
type = "工作动态"
kind = "news"

[[columns]]
path = "zwgk/tzgg"
name = "通知公告"
type = "信息公开目录"
kind = "notice"
"""
PORTAL = f"""
name = "云川市人民政府"
kind = "portal"
domain = "www.yunchuan.gov.cn"
sponsor = "云川市人民政府办公室"
{COLUMNS}"""
COUNTY = f"""
name = "岫溪县人民政府"
kind = "portal"
level = "county"
domain = "www.xiuxi.gov.cn"
sponsor = "岫溪县人民政府办公室"
{COLUMNS}"""
DEPARTMENT = f"""
name = "云川市体育局"
kind = "department"
domain = "tyj.yunchuan.gov.cn"  # 2026年3月批准
sponsor = "云川市体育局"
{COLUMNS}"""


def approvals(*levels: str, date: str = "2026-03-05") -> tuple[str, ...]:
    return tuple(f"{level} {date} 批〔2026〕{number}号" for number, level in enumerate(levels, 1))


def filings(*kinds: str, date: str = "2026-05-20") -> tuple[str, ...]:
    return tuple(f"{kind} 编号{number} {date}" for number, kind in enumerate(kinds, 1))


_SAID = {"applicant": "云川市体育局", "application": "云体〔2026〕8号"}
_REST = {**_SAID, "reason": "机房搬迁", "contact": "市政务服务中心，电话0355-0120101"}
#: For each act, options with which it keeps every rule.
GOOD: dict[str, dict[str, Any]] = {
    "open": {
        **_SAID,
        "site": "tyj",
        "name": "云川市体育局",
        "kind": "department",
        "domain": "tyj.yunchuan.gov.cn",
        "sponsor": "云川市体育局",
        "date": "2026-03-10",
        "approval": approvals(HEAD, CITY, PROVINCE),
    },
    "online": {"date": "2026-06-01", "filing": filings(*IDENTIFIERS), "test": "2026-05-20 晋测〔2026〕88号 通过"},
    "offline": {**_REST, "approval": approvals(CITY, PROVINCE), "begins": "2026-07-01", "ends": "2026-07-20"},
    "emergency": {**_REST, "begins": "2026-07-01", "ends": "2026-07-03"},
    "close": {
        **_SAID,
        "date": "2026-07-01",
        "approval": approvals(CITY, PROVINCE),
        "filing": filings(*IDENTIFIERS, "英文域名"),
    },
    "change": {"applicant": "云川市体育局", "changed": ("联系电话变更",), "filing": filings("变更备案")},
}


def migration(ends: str = "2026-06-30", **more: Any) -> Act:
    """A move that keeps every rule."""
    day = dt.date(2026, 6, 10)
    given = tuple(Approval(level=level, date=day, number="批〔2026〕9号") for level in (CITY, PROVINCE))
    said = {"applicant": "云川市体育局", "application": "云体〔2026〕9号", "reason": "整合", "target": "portal"}
    times = {"date": day, "begins": day, "ends": dt.date.fromisoformat(ends)}
    return Act(act="migrate", approvals=given, **{**said, **times, **more})


@dataclass(slots=True)
class Office:
    """A content folder, and the acts that are carried out on it."""

    folder: Path
    content: Path = field(init=False)

    def __post_init__(self) -> None:
        self.content = self.folder / "content"
        self.write({"platform.toml": 'portal = "portal"\n', "portal/site.toml": PORTAL})

    def write(self, files: Mapping[str, str | bytes]) -> Office:
        for path, text in files.items():
            file = self.content / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self

    def text(self, path: str) -> str:
        return (self.content / path).read_text(encoding="utf-8")

    def bytes(self) -> dict[str, bytes | str]:
        """All that is in the content folder: files with their bytes, links with their targets, folders."""
        return {
            path.relative_to(self.content).as_posix(): str(path.readlink())
            if path.is_symlink()
            else path.read_bytes()
            if path.is_file()
            else "folder"
            for path in self.content.rglob("*")
        }

    def do(self, act: str, *, ask: Ask | None = None, now: dt.datetime = NOW, **changed: Any) -> Carried:
        """Carry out an act with good options and what of them is changed."""
        options = {"site": "tyj", **GOOD[act], **changed}
        return perform(self.content, options_of(act, **options), now, ask)

    def refused(self, act: str, **changed: Any) -> list[Fault]:
        """The reasons against an act; it must have changed nothing."""
        before = self.bytes()
        with pytest.raises(ContentFaults) as caught:
            self.do(act, **changed)
        assert self.bytes() == before
        return list(caught.value.faults)

    def codes(self, act: str, **changed: Any) -> list[tuple[str, str]]:
        """The places and codes of the reasons against an act."""
        return [(fault.path, fault.code) for fault in self.refused(act, **changed)]

    def record(self, *acts: Act, site: str = "tyj") -> Office:
        for act in acts:
            record.append(self.content, site, act)
        return self

    def life(self, site: str = "tyj") -> Lifecycle:
        found = read_content(self.content)
        assert found.faults == ()
        return found.lives[site]

    def build(self, as_of: str) -> BuiltCity:
        output = self.folder / "output"
        moment = dt.datetime.fromisoformat(as_of)
        return BuiltCity(output, build(self.content, output, as_of=moment).figures)

    # The site `tyj` in the states that acts begin from

    def approved(self) -> Office:
        self.write({"tyj/site.toml": DEPARTMENT})
        self.do("open", domain="", sponsor="", name="", kind="")
        return self

    def online(self) -> Office:
        self.approved().do("online")
        return self

    def resting(self, act: str = "offline", **changed: Any) -> Office:
        self.online().do(act, **changed)
        return self

    def migrating(self, **more: Any) -> Office:
        return self.online().record(migration(**more))
